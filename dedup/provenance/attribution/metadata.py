"""What a page's metadata, its author field and the end of its title say about a source."""

import re
from collections.abc import Iterable, Iterator, Mapping

from dedup.provenance.attribution.bylines import byline_source
from dedup.provenance.attribution.layout import shortened
from dedup.provenance.attribution.name_forms import host_of
from dedup.provenance.attribution.source_table import Source
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import Citation, Scope
from dedup.schema import MODIFIED

# How surely each kind of metadata names where the article comes from; what is not listed counts 0.5.
# A canonical URL elsewhere, a syndication source and isBasedOn say just that; creditText may be the picture's.
_WEIGHT = {
    "canonical": 0.9,
    "syndication-source": 0.95,
    "original-source": 0.95,
    "forwarded_from": 0.95,
    "isbasedon": 0.95,
    "translationofwork": 0.95,
    "citation": 0.6,
    "credittext": 0.7,
    "sourceorganization": 0.9,
    "copyrightholder": 0.6,
    "provider": 0.7,
    "agency": 0.9,
    "source": 0.85,
    "author": 0.85,
    "link": 0.5,
}
_QUOTE_TYPES = frozenset({"link", "citation"})
_SITE = frozenset({"publisher", "og:site_name", "site_name"})
_NO_ORIGIN = _SITE | {MODIFIED}
_TITLE_TAIL = re.compile(r"\s(?:[-–—|]{1,2}|\()\s?([^-–—|()\n]{2,40})\)?\s*$")
_TITLE_HEAD = re.compile(r"^([^:\n]{2,30}):\s")
_SEVERAL = re.compile(
    r"\s*[,;/|&+]\s*|"
    r"\s+(?:and|und|et|y|e|en(?! (?:[Ee]spa|[Ff]ran))|och|og|и|та|with|mit|avec|con|com|met|med|z|s|с|з)\s+"
)
"""What stands between the names of an author field: "Le Monde avec AFP", not "apnews.com" nor "CNN en Español"."""
_BY = re.compile(r"^(?:by|von|par|por|di|autor|автор|от|source|источник)[\s:]+", re.IGNORECASE)


def from_credits(number: int, credits: object, own: frozenset[str], sources: Sources) -> Iterator[Citation]:
    """Yield sources named in metadata; a value that names the outlet itself is kept only where it speaks for
    originality."""
    for credit in credits if isinstance(credits, Iterable) else ():
        kind, value = str(credit["type"] or ""), str(credit["value"] or "").strip()
        if not value or kind.lower() in _NO_ORIGIN:
            continue
        name, key = sources.resolve(value)
        weight = _WEIGHT.get(kind.lower().rsplit(":", 1)[-1].rsplit(".", 1)[-1], 0.5)
        if key in own and kind.lower() == "canonical":
            continue
        if key.startswith("~") and not host_of(value):
            weight *= 0.7
        scope: Scope = "quote" if kind.lower() in _QUOTE_TYPES else "whole"
        where = "link" if kind.lower() == "link" else "metadata"
        yield Citation(number, name, key, where, scope, None, None, shortened(f"{kind}: {value}"), round(weight, 3))


def site_keys(credits: object, sources: Sources) -> frozenset[str]:
    """Return the keys of the unlisted names that a page's metadata give its own site: who is named so is the outlet
    itself. A listed one may be another's whose text it is."""
    values = [str(one["value"] or "") for one in (credits if isinstance(credits, Iterable) else ()) if _is_site(one)]
    keys = (sources.resolve(value)[1] for value in values if value.strip())
    return frozenset(key for key in keys if key.startswith("~"))


def _is_site(credit: Mapping[str, object]) -> bool:
    return str(credit["type"] or "").lower() in _SITE


def from_author(number: int, author: str | None, sources: Sources) -> Iterator[Citation]:
    """Return listed sources in the author field; unlisted names there are people."""
    seen = set()
    for part in re.split(_SEVERAL, author or ""):
        name = re.sub(
            r"\s+(?:staff|news agency|agency|newsroom|редакция)$", "", _BY.sub("", part.strip()), flags=re.IGNORECASE
        )
        known = sources.named(name) if name else None
        if known is None and name and host_of(name):
            known = sources.at_domain(name)
        if known is not None and known.key not in seen:
            seen.add(known.key)
            yield _of_author(number, known, author)
    if not seen and author and (known := byline_source(f"by {_BY.sub('', author.strip())}", None, sources)):
        yield _of_author(number, known, author)


def _of_author(number: int, known: Source, author: str | None) -> Citation:
    written = shortened(f"author: {author}")
    return Citation(number, known.name, known.key, "author", "whole", None, None, written, 0.85)


def from_title(number: int, title: str | None, lang: str | None, sources: Sources) -> Iterator[Citation]:
    """Yield a listed source behind the title's last dash ("… – Reuters") or before its first colon ("Bild: …"); not
    one of another language that is an ordinary word too ("Report: …")."""
    for pattern, weight in ((_TITLE_TAIL, 0.6), (_TITLE_HEAD, 0.5)):
        match = pattern.search(title or "")
        known = sources.named(match[1]) if match else None
        if known is None or match is None or sources.is_credit_only(match[1]):
            continue
        if known.lang in (lang, None) or lang is None or not sources.is_word(match[1]):
            yield Citation(
                number, known.name, known.key, "title", "whole", None, None, shortened(f"title: {title}"), weight
            )
