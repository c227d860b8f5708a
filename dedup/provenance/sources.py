"""Resolves a name, an outlet or a domain to one source.

`sources.toml` lists agencies and large outlets. A name is looked up by its letters alone (case, blanks, quotation
marks and hyphens dropped), then once more by its stems, so that "Интерфаксу", "Polskiej Agencji Prasowej" and
"Anadolu Ajansı'na" are found under the nominative. A name that is not in the table gets a key made from its own
letters, romanised; so does an outlet, so that "Globe Herald" and globe-herald.com meet without being listed.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from pathlib import Path

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
    "armenian": ["ների", "ներից", "ներին", "ուն", "ում", "ից", "ին", "ով", "ը", "ն", "ի"],
    "georgian": ["ისთვის", "ისგან", "თან", "მა", "ის", "ით", "ში", "ზე", "სა", "ს", "ი", "მ"],
}
_ALIKE = str.maketrans("يىك", "ییک")  # Arabic and Persian letters that keyboards mix up
_MARKS = " \t\n.,:;«»\"“”„‘’'()[]《》「」『』"
_DENSE = frozenset({"armenian", "georgian"})  # no capitals, but four letters of a stem say enough in a cue
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


class Sources:
    """The table, indexed. Made once by the caller and passed down; reads files only in `load`."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_key = {s.key: s for s in sources}
        self._exact: dict[str, list[tuple[str, Source]]] = {}
        self._stems: dict[str, list[tuple[str, Source]]] = {}
        self._domains: dict[str, Source] = {}
        self._heads: set[str] = set()
        self.longest = 1
        for source in self._by_key.values():
            for name in (source.name, *source.names):
                self._exact.setdefault(letters(name), []).append((name, source))
                self._heads.add(letters(name)[:_HEAD])
                stem = _stem_name(name)
                if len(stem) >= (4 if _script(stem) in _DENSE else 5):
                    self._stems.setdefault(stem, []).append((name, source))
                self.longest = max(self.longest, len(name.split()))
            for domain in source.domains:
                self._domains[domain] = source

    @classmethod
    def load(cls, extra: Path | None = None) -> "Sources":
        """The shipped table, with the lines of `extra` added; a line with a key of ours replaces ours.

        Raises OSError if `extra` cannot be read, ValueError if it is not such a table.
        """
        tables = [tomllib.loads(resources.files(__package__).joinpath("sources.toml").read_text("utf-8"))]
        if extra is not None:
            tables.append(tomllib.loads(extra.read_text("utf-8")))
        found: dict[str, Source] = {}
        for table in tables:
            for row in table.get("sources", []):
                try:
                    found[row["key"]] = Source(
                        key=row["key"],
                        name=row["name"],
                        names=tuple(row.get("names", ())),
                        domains=tuple(row.get("domains", ())),
                        country=row.get("country", ""),
                        lang=row.get("lang", ""),
                        owner=row.get("owner", row["name"]),
                        kind=row.get("kind", "outlet"),
                    )
                except KeyError as missing:
                    raise ValueError(f"a source without {missing}: {row!r}") from None
        return cls(found.values())

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
        written = ELISION.sub("", name.strip(_MARKS))
        if not self._may_be(written):
            return None
        found = self._pick(self._exact.get(letters(written)), written, lang)
        if found is None and (tail := _TAIL.search(written)) and (tail[1].islower() or not tail[1].isascii()):
            found = self._pick(self._exact.get(letters(written[: tail.start()])), written, lang)
        if found is None:
            found = self._pick(self._stems.get(_stem_name(written)), written, lang)
        return found

    def may_begin(self, text: str) -> bool:
        """Some listed name begins as `text` does: cheaper than asking for every name that may begin there."""
        return self._may_be(ELISION.sub("", text.strip(_MARKS)))

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

    def of_owner(self, owner: str) -> list[Source]:
        """The listed sources that one owner controls, by key."""
        return sorted((source for source in self._by_key.values() if source.owner == owner), key=lambda one: one.key)

    @cached_property
    def scriptless(self) -> frozenset[str]:
        """The listed names, by letters, in scripts without spaces."""
        return frozenset(k for k in self._exact if any("\u3040" <= c <= "\u9fff" for c in k))

    @staticmethod
    def _pick(found: list[tuple[str, Source]] | None, written: str, lang: str | None) -> Source | None:
        fitting = [(n, s) for n, s in found or () if _case_fits(n, written)]
        if not fitting:
            return None
        return next((s for _, s in fitting if s.lang == lang), fitting[0][1])


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


def _case_fits(listed: str, written: str) -> bool:
    if listed.isupper() and len(listed) <= 5:
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
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                return word[: -len(ending)].rstrip("иіьйi")  # Извести-я, Извести-й, Известь-ю
    return word
