"""Resolves a name, an outlet or a domain to one source.

`sources.toml` lists agencies and large outlets. A name is looked up by its letters alone (case, blanks, quotation
marks and hyphens dropped), then once more by its stems, so that "Интерфаксу", "Polskiej Agencji Prasowej" and
"Anadolu Ajansı'na" are found under the nominative. A name that is not in the table gets a key made from its own
letters, romanised; so does an outlet, so that "Globe Herald" and globe-herald.com meet without being listed.

Names that the table lacks and many articles credit become sources too. "told Fergana Herald" says by its grammar that
Fergana Herald is a medium, or a person. One article cannot tell; a dump can. Such a name is kept if at least three
stories of two outlets credit it (a story's copies all say the same, so they count once), and one of those cues shows
that it is a medium: a medium word beside it, a credit line, a dateline. The inflected forms of a name share a key; the
form that is written most often is its name.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from dedup.provenance.attribution.name_forms import (
    ARTICLES,
    DENSE,
    ELISION,
    TAIL,
    bare_forms,
    case_fits,
    dense,
    host_key,
    host_of,
    letters,
    name_key,
    script,
    spellings,
    stem_name,
    stem_word,
    stems_of,
    unarticled,
)
from dedup.provenance.attribution.source_table import Source, shipped, table

_MARKS = " \t\n.,:;«»\"“”„‘’'()[]《》「」『』"
_PARTS = re.compile(r"[\s'’\"״«»_/()-]+|(?<=\w)[.](?=\w)")
_CLITICS = ("ל", "ב", "מ", "ה", "ש", "כ", "ו", "של", "ول", "و", "ل", "ب", "ف", "ك", "لل", "وب")
_REMEMBERED = 1 << 16
_TABLES = 4
"""Tables that are kept when nobody uses them: ours, and those of a process that writes to several archives."""
_WHOLE = 5
_HEAD = 3  # letters that no rule of inflection touches
_THE = re.compile(r"(?:the|der|die|das|le|la|les|el|il|o|a)\s", re.IGNORECASE)
_UNINFLECTED = frozenset("en fr es it pt ca gl id ms vi tl sw".split())
"""Languages in which a name has no endings but those behind an apostrophe: "Republican" is no form of Republica there,
nor "United Nations" of Nation."""
_VIRAMAS = "\u094d\u09cd\u0bcd"  # what mutes the last vowel: an ending writes another sign in its place


class Sources:
    """The table, indexed. Made once by the caller and passed down; reads files only in `load`."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._by_key = {s.key: s for s in sources}
        self._exact: dict[str, list[tuple[str, Source]]] = {}
        self._stems: dict[str, list[tuple[str, Source]]] = {}
        self._domains: dict[str, Source] = {}
        self._heads: set[str] = set()
        openings: dict[str, set[str]] = {}
        small: dict[str, set[str]] = {}
        words = [word for s in self._by_key.values() for word in s.words]
        self._words = {*map(letters, words), *map(stem_name, words)}
        doubtful = [word for s in self._by_key.values() for word in s.credit_only]
        sure = {
            letters(name) for s in self._by_key.values() for name in (s.name, *s.names) if name not in s.credit_only
        }
        self._credit_only = {form for word in doubtful for form in (letters(word), stem_name(word))} - sure
        self.longest = 1
        for source in self._by_key.values():
            for name in (source.name, *source.names):
                spelled, stem = letters(name), stem_name(name)
                self._exact.setdefault(spelled, []).append((name, source))
                self._heads.add(spelled[:_HEAD])
                opening = letters(stem_name(name.split()[0])) or spelled
                openings.setdefault(opening[: _HEAD - 1], set()).add(opening)
                if not name[:1].isupper() or name.split()[0] in ARTICLES:
                    small.setdefault(opening[: _HEAD - 1], set()).add(opening)
                if len(stem) >= (4 if script(stem) in DENSE else 5):
                    self._stems.setdefault(stem, []).append((name, source))
                self.longest = max(self.longest, len(name.split()))
            for domain in source.domains:
                self._domains[domain] = source
        self._openings = {head: tuple(sorted(stems)) for head, stems in openings.items()}
        self._small_openings = {head: tuple(sorted(stems)) for head, stems in small.items()}
        # What was asked before: only time depends on it.
        self._beginnings: dict[str, bool] = {}
        self._keys: dict[str, str] = {}
        self._asked: dict[tuple[str, str | None], Source | None] = {}

    @classmethod
    @lru_cache(_TABLES)
    def load(cls, extra: str | None = None) -> "Sources":
        """Return the shipped table, with the lines of `extra` (TOML of the same form); a key of ours there replaces
        ours.

        The same table is the same object, for what it was asked before it need not look up again.

        Raises ConfigError if `extra` is not such a table.
        """
        found = {source.key: source for source in [*shipped(), *table(extra or "", "sources")]}
        return cls(found.values())

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: str) -> Source | None:
        """Return the source of a key; None for a key that is not in the table."""
        return self._by_key.get(key)

    def named(self, name: str, lang: str | None = None) -> Source | None:
        """Return the listed source of a name as written in a text; None if it is not listed.

        Where several sources share a name ("APA"), the one of the article's language is meant.
        A listed name in capitals must be in capitals ("PA", not "pa"), and a capitalised one capitalised.
        """
        asked = (name, lang)
        try:
            return self._asked[asked]  # another thread may empty it at any moment
        except KeyError:
            if len(self._asked) > _REMEMBERED:
                self._asked.clear()
            found = self._asked[asked] = self._named(name, lang)
            return found

    def _named(self, name: str, lang: str | None) -> Source | None:
        written = ELISION.sub("", name.strip(_MARKS))
        if not self._may_be(written):
            return None
        found = self._pick(self._exact.get(letters(written)), written, lang)
        if found is None and (tail := TAIL.search(written)) and (tail[1].islower() or not tail[1].isascii()):
            found = self._pick(self._exact.get(letters(written[: tail.start()])), written, lang)
        if found is None and not (lang in _UNINFLECTED and script(written) == "latin"):
            stem = stem_name(written)
            # Reutersu: "Reuters" itself ends as if inflected.
            whole = self._exact.get(stem) if len(stem) > _WHOLE else None
            found = self._pick(self._stems.get(stem) or whole, written, lang)
            if found is None and script(stem or " ") in DENSE:
                longer = (self._stems.get(cut) or self._exact.get(cut) for cut in stems_of(written))
                found = self._pick(next(filter(None, longer), None), written, lang)
        if found is None and (article := _THE.match(written)) and " " in written[article.end() :]:
            found = self._named(written[article.end() :], lang)
        for bare in bare_forms(written, lang) if found is None else ():
            found = self._pick(self._exact.get(letters(bare)), bare, lang)
            if found is not None:
                break
        return found

    def is_word(self, name: str) -> bool:
        """Return whether the name is an ordinary word too."""
        return letters(name) in self._words or stem_name(name.strip(_MARKS)) in self._words

    def is_credit_only(self, name: str) -> bool:
        """Return whether the name is an ordinary word first: it says nothing but where it stands as a credit."""
        return letters(name) in self._credit_only or stem_name(name.strip(_MARKS)) in self._credit_only

    def may_begin(self, word: str) -> bool:
        """Return whether some listed name begins with this word, whatever its ending: cheaper than asking for every
        such name.

        In small letters few do, as `case_fits` has it.
        """
        known = self._beginnings.get(word)
        if known is None:
            bare = ELISION.sub("", word.strip(_MARKS))
            written = letters(bare)
            stems = (self._small_openings if bare[:1].islower() else self._openings).get(written[: _HEAD - 1], ())
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
        """Return the listed source a domain, host or URL belongs to; None if it is not listed."""
        host = host_of(domain)
        while host and "." in host:
            if host in self._domains:
                return self._domains[host]
            host = host.split(".", 1)[1]
        return None

    def resolve(self, name: str, lang: str | None = None) -> tuple[str, str]:
        """Return canonical name and key of anything that names a source: a name, a domain, a URL, an outlet."""
        known = self.at_domain(name) or self.named(name, lang)
        if known is not None:
            return known.name, known.key
        host = host_of(name)
        return (host, host_key(host)) if host else (name.strip(), name_key(name))

    def outlet_keys(self, outlet: str | None, url: str | None = None) -> frozenset[str]:
        """Return every key under which a citation may name this outlet (or the site of `url`).

        The key of a name has no article, and that of a site may begin with one: lavoixdunord.example.
        """
        keys = frozenset(self._key_of(given) for given in (outlet, url) if given)
        return keys.union(*(unarticled(key) for key in keys if key.startswith("~")))

    def _key_of(self, given: str) -> str:
        """The key of an outlet or address. A few outlets publish most articles: theirs are kept, addresses are not."""
        key = self._keys.get(given)
        if key is None:
            key = self.resolve(given)[1]
            if "/" not in given:
                if len(self._keys) > _REMEMBERED:
                    self._keys.clear()
                self._keys[given] = key
        return key

    def owner(self, key: str) -> str:
        """Return who controls the source; for an unlisted one its own key."""
        known = self._by_key.get(key)
        return known.owner if known is not None else key

    def of_owner(self, owner: str) -> list[Source]:
        """Return the listed sources that one owner controls, by key."""
        return sorted((source for source in self._by_key.values() if source.owner == owner), key=lambda one: one.key)

    @cached_property
    def scriptless(self) -> frozenset[str]:
        """The listed names, by letters, in scripts without spaces."""
        return frozenset(k for k in self._exact if dense(k))

    @staticmethod
    def _pick(found: list[tuple[str, Source]] | None, written: str, lang: str | None) -> Source | None:
        fitting = [(n, s) for n, s in found or () if case_fits(n, written, lang)]
        if not fitting:
            return None
        return next((s for _, s in fitting if s.lang == lang), fitting[0][1])


def name_heads(sources: Sources) -> list[tuple[str, bool, bool]]:
    """Return what some word of every listed name begins with, in lower case; is that all of the word, and is it
    capitalised.

    Of each name the first word if it is long enough, else the longest, as far as no ending reaches: where it does not
    stand, neither does the name.
    """
    found: set[tuple[str, bool, bool]] = set()
    for source in sources:
        for name in (source.name, *source.names):
            if dense(name):
                found.add((name[:4], False, False))
                continue
            words = [word.strip(".,!:") for word in _PARTS.split(name)]
            word = words[0] if len(words[0]) > 3 else max(words[::-1], key=len)
            upper = word == words[0] and word[:1].isupper()
            word = word.lower().replace("i̇", "i")
            head = stem_word(word)[:8] if len(word) > 4 else word
            forms = {head, word}
            if "\u058f" < word[:1] < "\u0700":  # prepositions are written on to names
                forms |= {clitic + form for clitic in _CLITICS for form in tuple(forms)}
                if word.startswith("ال"):
                    forms |= {"لل" + word[2:], "ولل" + word[2:], "ل" + word[1:]}
            forms |= {form for word in tuple(forms) for form in spellings(word)}
            whole = len(head) < 4 and word[0] < "\u0530"
            found |= {(form.rstrip(_VIRAMAS), whole, upper) for form in forms if form}
    return sorted(found)


BORNE_OUT_SQL = """
    SELECT source_key
    FROM citation JOIN article USING (article) LEFT JOIN membership USING (article)
    WHERE source_key LIKE '~%'
    GROUP BY source_key
    HAVING count(DISTINCT coalesce(story, article)) >= $stories
    AND count(DISTINCT outlet) >= $outlets
    AND count(*) FILTER (WHERE citation.type <> 'unknown') > 0
"""
"""The unlisted names that the dump bears out; SQL of DuckDB and of Spark. Parameters: $stories, $outlets."""

WRITTEN_SQL = """
    SELECT source_key, min_by(source, (-times, length(source), source)) AS source
    FROM (SELECT source_key, source, count(*) AS times FROM citation GROUP BY ALL) GROUP BY source_key
"""
"""The form of each source's name that is written most often; SQL of DuckDB and of Spark."""

DROP_UNKNOWN_SQL = f"""
    DELETE FROM citation WHERE type = 'unknown' AND source_key NOT IN ({BORNE_OUT_SQL})
"""  # noqa: S608 - a constant of this file
"""Deletes the cues of names that the dump does not bear out. Parameters: $stories, $outlets."""

NAME_UNKNOWN_SQL = f"""
    UPDATE citation SET source = written.source, type = if(type = 'unknown', 'sentence', type)
    FROM ({WRITTEN_SQL}) AS written
    WHERE citation.source_key = written.source_key AND starts_with(citation.source_key, '~')
"""  # noqa: S608 - a constant of this file
"""Gives every source that is not in the table one name, and its remaining cues the type that others have."""
