"""The cue files of `cues/`, one a language, compiled.

A file lists words (media, weak, articles, offices, photo, background, subject, bearers, invite; `and`, with a `{S}`
where it is written on to a name, and `others`, "et al."; `citing`, which follows a medium's verb; in a language
without blanks `lead`, what is written on to the front of a name, `kinds`, kinds of media that stand before theirs, and
`stop`, what ends it there), lists of words by name (`words`; `<tell>` in a pattern stands for the list `tell`), and
seven classes of patterns:

    credit   a line that credits the article as such ("Source: …"); an unknown name there is a source
    report   somebody's report is told ("… reports", "citing …")
    told     somebody said it to a medium ("told …"): the article as such at its top, else perhaps one quote
    loose    "according to …": only a known source, or what is written like a medium's name
    help     a medium contributed to the article, whose own it is: no origin
    self     the outlet speaks of itself ("as X was told")
    none     no source where it is named: its report is denied, it was told nothing, it will show the match

The table `titles` says what the papers of the language are called (`shapes.Titles`).

A language may begin with what another has (`extends`), and be written in a second alphabet (`also`, see `alphabets`):
then every word stands for its twin too.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from dedup.provenance.attribution.alphabets import with_twins
from dedup.provenance.attribution.patterns import Pattern, compile_pattern, lowered, word_list
from dedup.provenance.attribution.shapes import Titles

_LIST = re.compile(r"<(\w+)>")
if TYPE_CHECKING:
    from dedup.provenance.attribution.scanner import Scanner
    from dedup.provenance.attribution.sources import Sources

_SAME = {"bs": "hr", "sh": "hr", "me": "sr", "ms": "id", "in": "id", "mo": "ro", "no": "nb", "nn": "nb"}
CLASSES = ("credit", "report", "told", "loose", "self", "help", "none")
_WORDS = tuple(
    "media articles offices photo background subject bearers invite lead kinds stop weak and others citing".split()
)


@dataclass(frozen=True)
class Language:
    """The cues of one language. Its lists of words become expressions when first asked for: a run has articles of some
    languages, and compiling the lists of all of them takes a third of a second."""

    lang: str
    spaced: bool
    """Words are set apart by blanks."""

    words: Mapping[str, tuple[str, ...]]
    """Its lists of words by name, as the file has them."""

    media_words: tuple[tuple[str, bool], ...]
    """How each of `media` begins, in lower case, and whether that is a whole word."""

    triggers: tuple[tuple[str, bool, tuple[tuple[str, Pattern], ...]], ...]
    """Trigger strings, whether each is a whole word, and the (class, pattern) pairs it may belong to."""

    titles: Titles
    """What its papers are called."""

    beside: tuple[int, int] = (3, 2)
    """How many words before and after a name one of `subject` may stand; characters, where there are no blanks."""

    @cached_property
    def media(self) -> re.Pattern[str]:
        """What a medium is called: agency, newspaper, channel."""
        return self._any_of("media")

    @cached_property
    def fillers(self) -> re.Pattern[str]:
        """Articles and adjectives that stand before a medium's name, and adverbs: a sentence may begin with one."""
        adverbs = [word for word in self.words["adv"] if " " not in word]
        return word_list([*self.words["articles"], *adverbs], self.spaced)

    @cached_property
    def offices(self) -> re.Pattern[str]:
        """What is never a medium: ministries, police, companies, studies."""
        return self._any_of("offices")

    @cached_property
    def photo(self) -> re.Pattern[str]:
        """What begins the credit of a picture."""
        return word_list([lowered(word) for word in self.words["photo"]], self.spaced)

    @cached_property
    def subject(self) -> re.Pattern[str]:
        """What makes the medium beside it the matter of the news and not its source: "director", "sued", "building"."""
        return self._any_of("subject")

    @cached_property
    def bearers(self) -> re.Pattern[str]:
        """What else bears names of media, said right before or behind the name: a park, a street, a party."""
        return self._any_of("bearers")

    @cached_property
    def invite(self) -> re.Pattern[str]:
        """What begins a sentence that asks readers to subscribe or to follow, and credits nobody."""
        return self._any_of("invite")

    @cached_property
    def lead(self) -> re.Pattern[str]:
        """Prepositions and adverbs at the head of a slot that are no part of the name written on to them."""
        return re.compile(f"(?:{_longest_first(self.words['lead'])})+")

    @cached_property
    def described(self) -> re.Pattern[str]:
        """A medium that is described and not named: "the local newspaper", in a language without blanks."""
        before = _longest_first([*self.words["lead"], *self.words["articles"]])
        return re.compile(f"(?:{before})*(?:{_longest_first([*self.words['media'], *self.words['kinds']])})?")

    @cached_property
    def kinds(self) -> re.Pattern[str]:
        """Kinds of media that stand before the name of one."""
        return self._any_of("kinds")

    @cached_property
    def stop(self) -> re.Pattern[str]:
        """Where a name behind its kind ends."""
        return self._any_of("stop")

    @cached_property
    def weak(self) -> re.Pattern[str]:
        """Those words of `media` that much else is called, too: "network", "service"."""
        return self._any_of("weak")

    @cached_property
    def others(self) -> re.Pattern[str]:
        """ "Et al.", behind the last name of an enumeration, with its ending: "AP, 로이터통신 등에"."""
        words = _longest_first(self.words["others"])
        return re.compile(rf"(?<=\S)\s(?:{words})\w{{0,2}}$" if self.spaced else rf"(?<=\S)(?:{words})$")

    @cached_property
    def background(self) -> re.Pattern[str]:
        """Words that say the report quoted is an older one."""
        return self._any_of("background")

    @cached_property
    def citing(self) -> re.Pattern[str]:
        """What says behind a name that its bearer cites somebody, as media do: "citing", "unter Berufung auf"."""
        words = "|".join(re.escape(word).replace("\\ ", r"\s") for word in self.words["citing"]) or "(?!)"
        return re.compile(rf"(?i:[»”“\"’']?,?\s(?:[^\s,.!?;:]+\s){{0,2}}(?:{words}))")

    def _any_of(self, name: str) -> re.Pattern[str]:
        return word_list(list(self.words[name]), self.spaced)


class Cues:
    """All languages' cues; made once and passed down."""

    def __init__(self, files: Mapping[str, Traversable]) -> None:
        self._files = files
        self._languages: dict[str, Language] = {}
        self._scanner: tuple[Sources, Scanner] | None = None

    @classmethod
    @cache
    def load(cls) -> "Cues":
        """Return the shipped files. Each is read when its language is first asked for: all of them take half a
        second."""
        files = sorted(resources.files(__package__).joinpath("cues").iterdir(), key=lambda file: file.name)
        return cls({file.name.removesuffix(".toml"): file for file in files if file.name.endswith(".toml")})

    def scanner(self, sources: "Sources") -> "Scanner":
        """Return what finds these cues and the names of `sources` in texts; made when first asked for."""
        from dedup.provenance.attribution.scanner import Scanner

        kept = self._scanner
        if kept is None or kept[0] is not sources:
            kept = self._scanner = (sources, Scanner(sources))
        return kept[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def of(self, lang: str | None) -> Language | None:
        """Return the cues of a language (of `bs` those of `hr`), compiled when first asked for; None without a file.

        Raises ValueError for a file that is not TOML, and for a pattern that does not hold together.
        """
        code = (lang or "").split("-")[0].lower()
        code = _SAME.get(code, code)
        if code not in self._files:
            return None
        if code not in self._languages:
            self._languages[code] = _language(code, self._table(code))
        return self._languages[code]

    def _table(self, code: str) -> dict[str, object]:
        """The language's lists, with those of the language that it extends, in all its alphabets."""
        table = self._read(code)
        titles = table.pop("titles", {})
        base = self._read(str(table["extends"])) if "extends" in table else {}
        return with_twins(_joined(base, table), str(table.get("also", ""))) | {"titles": titles}

    def _read(self, code: str) -> dict[str, object]:
        return tomllib.loads(self._files[code].read_text("utf-8"))


def _joined(base: dict[str, object], own: dict[str, object]) -> dict[str, object]:
    found = {**base, **own}
    for name in base.keys() & own.keys():
        first, second = base[name], own[name]
        if isinstance(first, list) and isinstance(second, list):
            found[name] = [*first, *(word for word in second if word not in first)]
        elif isinstance(first, dict) and isinstance(second, dict):
            found[name] = _joined(first, second)
    return found


def _language(lang: str, table: dict[str, object]) -> Language:
    spaced = bool(table.get("spaced", True))
    beside = _strings(table.get("beside")) or (["3", "2"] if spaced else ["2", "5"])
    run = {"run": int(str(table["run"]))} if "run" in table else {}
    triggers: dict[tuple[str, bool], dict[tuple[str, str], Pattern]] = {}
    named = table.get("words")
    lists = {str(k): "|".join(_strings(v)) for k, v in named.items()} if isinstance(named, dict) else {}
    for kind in CLASSES:
        for source in _strings(table.get(kind)):
            try:
                pattern = compile_pattern(_LIST.sub(lambda m: lists[m[1]], source), spaced, **run)
            except KeyError as missing:
                raise ValueError(f"cues/{lang}.toml, {kind}: {source!r}: no list {missing}") from None
            except (ValueError, re.error) as error:
                raise ValueError(f"cues/{lang}.toml, {kind}: {source!r}: {error}") from None
            for trigger in pattern.triggers:
                triggers.setdefault(trigger, {})[kind, source] = pattern
    return Language(
        lang=lang,
        spaced=spaced,
        words={name: tuple(_strings(table.get(name))) for name in _WORDS}
        | {"adv": tuple(_strings(named.get("adv")) if isinstance(named, dict) else ())},
        media_words=tuple(sorted({_beginning(word) for word in _strings(table.get("media"))})),
        triggers=tuple((*t, tuple((k[0], p) for k, p in sorted(v.items()))) for t, v in sorted(triggers.items())),
        titles=Titles.of(lang, titles if isinstance(titles := table.get("titles"), dict) else {}),
        beside=(int(beside[0]), int(beside[1])),
    )


def _longest_first(words: Sequence[str]) -> str:
    """Any of the words, as part of an expression; nothing matches where there are none."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


def _beginning(words: str) -> tuple[str, bool]:
    first = lowered(words.split(maxsplit=1)[0])
    return first.rstrip("*"), not first.endswith("*")


def _strings(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, list) else []
