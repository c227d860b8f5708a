"""Resolves a name, an outlet or a domain to one source.

`sources.toml` lists agencies and large outlets. A name is looked up by its letters alone (case, blanks, quotation
marks and hyphens dropped), then once more by its stems, so that "Интерфаксу", "Polskiej Agencji Prasowej" and
"Anadolu Ajansı'na" are found under the nominative. A name that is not in the table gets a key made from its own
letters, romanised; so does an outlet, so that "Globe Herald" and globe-herald.com meet without being listed.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

from ..config import ConfigError

_WORD = re.compile(r"\w+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_TAIL = re.compile(r"(?<=\w\w)[’'‘`´-](\w{1,5})$")
ELISION = re.compile(r"^(?:l|d|dell|all|dall|nell|sull|qu|un)[’'](?=\w)", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-z]{2,12})(?::\d+)?(?:[/?#]\S*)?$", re.IGNORECASE)

# Case endings, longest first, of the languages that inflect names; tried on words of five letters and more.
_ENDINGS = {
    "cyrillic": [
        "ами",
        "ями",
        "ого",
        "его",
        "ему",
        "ому",
        "ими",
        "ыми",
        "ої",
        "ому",
        "ою",
        "ьою",
        "ам",
        "ям",
        "ах",
        "ях",
        "ов",
        "ев",
        "ей",
        "ой",
        "ий",
        "ый",
        "ая",
        "яя",
        "ою",
        "ею",
        "ую",
        "юю",
        "ым",
        "им",
        "ом",
        "ем",
        "ия",
        "ии",
        "ию",
        "ію",
        "ії",
        "ия",
        "ье",
        "ью",
        "ья",
        "а",
        "я",
        "о",
        "е",
        "є",
        "у",
        "ю",
        "ы",
        "и",
        "і",
        "ї",
        "й",
        "ь",
        "ъ",
    ],
    "latin": [
        "iej",
        "iego",
        "owi",
        "nın",
        "nün",
        "dən",
        "ın",
        "ün",
        "də",
        "yə",
        "nə",
        "nı",
        "iemu",
        "ovi",
        "ych",
        "ich",
        "ami",
        "iem",
        "ej",
        "ie",
        "ą",
        "ę",
        "em",
        "er",
        "en",
        "es",
        "om",
        "ov",
        "ův",
        "ou",
        "ym",
        "im",
        "og",
        "oj",
        "ih",
        "a",
        "e",
        "i",
        "o",
        "u",
        "y",
        "s",
        "n",
        "ı",
        "ə",
        "é",
        "á",
        "í",
        "ě",
    ],
    "armenian": [
        "ության",
        "ությունը",
        "ություն",
        "ների",
        "ներից",
        "ներին",
        "ուն",
        "ում",
        "ից",
        "ին",
        "ով",
        "ը",
        "ն",
        "ի",
    ],
    "georgian": [
        "ისთვის",
        "ისთან",
        "ისგან",
        "სთვის",
        "სთან",
        "სგან",
        "თან",
        "მა",
        "ის",
        "ით",
        "ში",
        "ზე",
        "სა",
        "ს",
        "ი",
        "მ",
    ],
}
# Of an adjective three letters are left at least (Новая, Новой), of a noun four.
_ADJECTIVE = frozenset(["ая", "ой", "ую", "ое", "ый", "ого", "ому", "ым", "ої", "ій"])
_ALIKE = str.maketrans("يىك", "ییک")  # Arabic and Persian letters that keyboards mix up
_MARKS = " \t\n.,:;«»\"“”„‘’'()[]《》「」『』"
_DENSE = frozenset({"armenian", "georgian"})  # no capitals, but four letters of a stem say enough in a cue
_PARTS = re.compile(r"[\s'’\"״«»_/()-]+|(?<=\w)[.](?=\w)")
_CLITICS = ("ל", "ב", "מ", "ה", "ש", "כ", "ו", "של", "ول", "و", "ل", "ب", "ف", "ك", "لل", "وب")
_LISTS = ("names", "domains", "words")
_FIELDS = ("key", "name", *_LISTS, "country", "lang", "owner", "kind")
_REMEMBERED = 1 << 16
_WHOLE = 5
_HEAD = 3  # letters that no rule of inflection touches
# What Turkish, Azeri, Armenian and others hang on a name behind an apostrophe or a hyphen.
_MAX_TAIL = 5


@dataclass(frozen=True)
class Source:
    """A line of the table."""

    key: str
    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    country: str
    lang: str
    owner: str
    kind: str
    """agency or outlet."""

    words: tuple[str, ...] = ()
    """Those of its names that are ordinary words too: in a sentence they need a medium word or quotes beside them."""


class Sources:
    """The table, indexed. Made once by the caller and passed down; reads files only in `load`."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_key = {s.key: s for s in sources}
        self._exact: dict[str, list[tuple[str, Source]]] = {}
        self._stems: dict[str, list[tuple[str, Source]]] = {}
        self._domains: dict[str, Source] = {}
        self._heads: set[str] = set()
        openings: dict[str, set[str]] = {}
        words = [word for s in self._by_key.values() for word in s.words]
        self._words = {*map(letters, words), *map(_stem_name, words)}
        self.longest = 1
        for source in self._by_key.values():
            for name in (source.name, *source.names):
                self._exact.setdefault(letters(name), []).append((name, source))
                self._heads.add(letters(name)[:_HEAD])
                opening = letters(_stem_name(name.split()[0])) or letters(name)
                openings.setdefault(opening[: _HEAD - 1], set()).add(opening)
                stem = _stem_name(name)
                if len(stem) >= (4 if _script(stem) in _DENSE else 5):
                    self._stems.setdefault(stem, []).append((name, source))
                self.longest = max(self.longest, len(name.split()))
            for domain in source.domains:
                self._domains[domain] = source
        self._openings = {head: tuple(sorted(stems)) for head, stems in openings.items()}
        # What was asked before: only time depends on it.
        self._beginnings: dict[str, bool] = {}
        self._asked: dict[tuple[str, str | None], Source | None] = {}

    @classmethod
    def load(cls, extra: str | None = None) -> "Sources":
        """The shipped table, with the lines of `extra` (TOML of the same form) added; a key of ours there replaces ours.

        Raises ConfigError if `extra` is not such a table.
        """
        shipped = resources.files(__package__).joinpath("sources.toml").read_text("utf-8")
        found = {source.key: source for source in _table(shipped, "sources.toml")}
        found |= {source.key: source for source in _table(extra or "", "sources")}
        return cls(found.values())

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Source | None:
        """The source of a key; None for a key that is not in the table."""
        return self._by_key.get(key)

    def named(self, name: str, lang: str | None = None) -> Source | None:
        """The listed source of a name as written in a text; None if it is not listed.

        Where several sources share a name ("APA"), the one of the article's language is meant.
        A listed name in capitals must be in capitals ("PA", not "pa"), and a capitalised one capitalised.
        """
        asked = (name, lang)
        if asked not in self._asked:
            if len(self._asked) > _REMEMBERED:
                self._asked.clear()
            found = self._asked[asked] = self._named(name, lang)
            return found
        return self._asked[asked]

    def _named(self, name: str, lang: str | None) -> Source | None:
        written = ELISION.sub("", name.strip(_MARKS))
        if not self._may_be(written):
            return None
        found = self._pick(self._exact.get(letters(written)), written, lang)
        if found is None and (tail := _TAIL.search(written)) and (tail[1].islower() or not tail[1].isascii()):
            found = self._pick(self._exact.get(letters(written[: tail.start()])), written, lang)
        if found is None:
            stem = _stem_name(written)
            whole = (
                self._exact.get(stem) if len(stem) > _WHOLE else None
            )  # Reutersu: "Reuters" itself ends as if inflected
            found = self._pick(self._stems.get(stem) or whole, written, lang)
        return found

    def is_word(self, name: str) -> bool:
        """The name is an ordinary word too."""
        return letters(name) in self._words or _stem_name(name.strip(_MARKS)) in self._words

    def may_begin(self, word: str) -> bool:
        """Some listed name begins with this word, whatever its ending: cheaper than asking for every such name."""
        known = self._beginnings.get(word)
        if known is None:
            written = letters(ELISION.sub("", word.strip(_MARKS)))
            stems = self._openings.get(written[: _HEAD - 1], ())
            known = any(written.startswith(stem) or stem.startswith(written) for stem in stems)
            if len(self._beginnings) > _REMEMBERED:
                self._beginnings.clear()
            self._beginnings[word] = known
        return known

    def _may_be(self, written: str) -> bool:
        head = letters(written[: 2 * _HEAD])[:_HEAD]
        # A name of two letters may have an ending.
        return head in self._heads or head[: _HEAD - 1] in self._heads

    def at_domain(self, domain: str) -> Source | None:
        """The listed source a domain, host or URL belongs to; None if it is not listed."""
        host = host_of(domain)
        while host and "." in host:
            if host in self._domains:
                return self._domains[host]
            host = host.split(".", 1)[1]
        return None

    def resolve(self, name: str, lang: str | None = None) -> tuple[str, str]:
        """Canonical name and key of anything that names a source: a name, a domain, a URL, an outlet."""
        known = self.at_domain(name) or self.named(name, lang)
        if known is not None:
            return known.name, known.key
        host = host_of(name)
        return (host, _host_key(host)) if host else (name.strip(), _name_key(name))

    def outlet_keys(self, outlet: str | None, url: str | None = None) -> frozenset[str]:
        """Every key under which a citation may name this outlet (or the site of `url`)."""
        keys = set()
        for given in (outlet, url):
            if given:
                keys.add(self.resolve(given)[1])
        return frozenset(keys)

    def owner(self, key: str) -> str:
        """Who controls the source; for an unlisted one its own key."""
        known = self._by_key.get(key)
        return known.owner if known is not None else key

    @cached_property
    def scriptless(self) -> frozenset[str]:
        """The listed names, by letters, in scripts without spaces."""
        return frozenset(k for k in self._exact if any("\u3040" <= c <= "\u9fff" for c in k))

    @staticmethod
    def _pick(found: list[tuple[str, Source]] | None, written: str, lang: str | None) -> Source | None:
        fitting = [(n, s) for n, s in found or () if _case_fits(n, written, lang)]
        if not fitting:
            return None
        return next((s for _, s in fitting if s.lang == lang), fitting[0][1])


def read_sources(path: str | Path) -> str:
    """The text of a user's table, for `ProvenanceConfig.sources`.

    Raises ConfigError, naming the file and the place in it, if it cannot be read or is not such a table.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: {reason}") from error
    if not _table(text, str(path)):
        raise ConfigError(f"{path}: no sources in it: begin each with [[sources]]")
    return text


def _table(text: str, shown: str) -> list[Source]:
    """The sources of a table; `shown` names it in errors."""
    try:
        rows = tomllib.loads(text).get("sources", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown}: {error}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{shown}: sources must be a list of tables: begin each with [[sources]]")
    return [_source(row, f"{shown}, source {place}") for place, row in enumerate(rows, start=1)]


def _source(row: dict[str, object], place: str) -> Source:
    place += f" ({row['key']})" if isinstance(row.get("key"), str) else ""
    for name, value in row.items():
        if name not in _FIELDS:
            raise ConfigError(f"{place}: no such field: {name!r}; there are {', '.join(_FIELDS)}")
        if name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                raise ConfigError(f"{place}: {name} must be a list of words in quotes")
        elif not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{place}: {name} must be words in quotes")
    for needed in ("key", "name"):
        if needed not in row:
            raise ConfigError(f"{place}: {needed} is missing")
    if str(row["key"]).startswith("~"):
        raise ConfigError(f"{place}: a key cannot begin with ~")
    if row.get("kind", "outlet") not in ("outlet", "agency"):
        raise ConfigError(f"{place}: kind must be outlet or agency")

    def words(field: str, default: str = "") -> str:
        return str(row.get(field, default))

    def several(field: str) -> tuple[str, ...]:
        value = row.get(field, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return Source(
        key=words("key"),
        name=words("name"),
        names=several("names"),
        domains=several("domains"),
        country=words("country"),
        lang=words("lang"),
        owner=words("owner", words("name")),
        kind=words("kind", "outlet"),
        words=several("words"),
    )


def name_heads(sources: Sources) -> list[tuple[str, bool, bool]]:
    """What some word of every listed name begins with, in lower case; is that all of the word, and is it capitalised.

    Of each name the first word if it is long enough, else the longest, as far as no ending reaches: where it does not
    stand, neither does the name.
    """
    found: set[tuple[str, bool, bool]] = set()
    for source in sources:
        for name in (source.name, *source.names):
            if any("\u3040" <= c <= "\u9fff" for c in name):
                found.add((name[:4], False, False))
                continue
            words = [word.strip(".,!:") for word in _PARTS.split(name)]
            word = words[0] if len(words[0]) > 3 else max(words[::-1], key=len)
            upper = word == words[0] and word[:1].isupper()
            word = word.lower().replace("i̇", "i")
            head = _stem_word(word)[:8] if len(word) > 4 else word
            forms = {head, word}
            if "\u058f" < word[:1] < "\u0700":  # prepositions are written on to names
                forms |= {clitic + form for clitic in _CLITICS for form in tuple(forms)}
                if word.startswith("ال"):
                    forms |= {"لل" + word[2:], "ولل" + word[2:], "ل" + word[1:]}
            whole = len(head) < 4 and word[0] < "\u0530"
            found |= {(form, whole, upper) for form in forms if form}
    return sorted(found)


def letters(name: str) -> str:
    """A name's letters and digits in lower case: what names are compared by."""
    return _NOT_LETTERS.sub("", name.casefold().translate(_ALIKE))


def host_of(name: str) -> str | None:
    """The host of a URL or domain without `www.`; None if `name` is neither."""
    match = _DOMAIN.match(name.strip().strip('«»"“”()[],;').rstrip("."))
    return match[1].casefold() if match else None


def _host_key(host: str) -> str:
    """The label that names the site, if it is long enough to be one of a kind, else the domain ("news.am")."""
    labels = host.split(".")
    cut = 3 if len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2 else 2
    label = letters(labels[-cut]) if len(labels) >= cut else letters(host)
    return f"~{label}" if len(label) >= 6 else "~" + ".".join(labels[-cut:])


def _name_key(name: str) -> str:
    from anyascii import anyascii

    return "~" + letters(anyascii(_stem_name(name) if not name.isascii() else name))


def _case_fits(listed: str, written: str, lang: str | None) -> bool:
    if listed.isupper() and len(listed) <= 5:
        if lang == "it" and len(listed) > 2 and written[:1].isupper():
            return True  # Italian writes acronyms as names: Bbc, Tass
        head = written[: len(listed)]
        return head.isupper() or not any(c.islower() or c.isupper() for c in head)
    return not listed[:1].isupper() or written[:1].isupper() or not written[:1].islower()


def _script(word: str) -> str:
    c = word[0]
    if "а" <= c <= "ӿ":
        return "cyrillic"
    if "ա" <= c <= "և":
        return "armenian"
    if "ა" <= c <= "ჿ":
        return "georgian"
    return "latin" if c < "ɐ" else ""


def _stem_name(name: str) -> str:
    """A name's letters with each word's case ending cut off."""
    written = _TAIL.sub(lambda m: "" if len(m[1]) <= _MAX_TAIL and m[1].islower() else m[0], name.casefold())
    return "".join(_stem_word(word) for word in _WORD.findall(written))


@lru_cache(maxsize=1 << 15)
def _stem_word(word: str) -> str:
    if len(word) >= 5:
        for ending in _ENDINGS.get(_script(word), ()):
            if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in _ADJECTIVE else 4):
                return word[: -len(ending)].rstrip("иіьйi")  # Извести-я, Извести-й, Известь-ю
    return word
