"""Articles, sources and stories as JSON-LD in the terms of schema.org.

A link is no certainty, so it is not said bare: between an article and what it `isBasedOn` stands a `Role`, schema.org's
way to qualify a property, which carries the kind, the confidence and the evidence. The words that credit somebody are
`citation`s.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from dedup.archive import Tables
from dedup.export.files import writing
from dedup.export.jsonl import FILES, rows
from dedup.export.prov import OUTLETS, sources
from dedup.export.values import NAMESPACE, credit_confidence, stream_rows, urn

JSONLD_FILE: Final = "dedup.jsonld"

_CONTEXT: Final = {"@version": 1.1, "@vocab": "https://schema.org/", "dedup": NAMESPACE}
_ARTICLES: Final = f"""
    SELECT exported.*, link.source, link.via, link.kind, link.confidence, link.evidence
    FROM ({FILES["articles.jsonl"]}) exported LEFT JOIN link ON link.child = exported.id ORDER BY exported.id
"""


def write_jsonld(archive: Tables, out: Path) -> None:
    """Write `JSONLD_FILE` into the folder `out`.

    Raises:
        OSError: if it cannot be written.
    """
    with writing(out / JSONLD_FILE) as file:
        file.write(b'{"@context":' + orjson.dumps(_CONTEXT) + b',\n"@graph":[')
        for number, node in enumerate(_nodes(archive)):
            known = {key: value for key, value in node.items() if value not in (None, [])}
            # Made to be pasted into pages: no text of an article may end the script element that it stands in. A `<` is
            # nowhere but in strings.
            file.write((b",\n" if number else b"\n") + orjson.dumps(known).replace(b"<", b"\\u003c"))
        file.write(b"]}\n")


def _nodes(archive: Tables) -> Iterator[dict[str, Any]]:
    yield from map(_article, stream_rows(archive, _ARTICLES))
    yield from map(_story, rows(archive, "stories.jsonl"))
    for row in stream_rows(archive, OUTLETS):
        yield _organisation("outlet", row["outlet"])
    for source in sources(archive):
        yield _organisation("source", source)


def _article(row: dict[str, Any]) -> dict[str, Any]:
    parent = _reference("article", row["parent"])
    # A source is a medium and no work: it is who supplied the article's content.
    source = _reference("source", row["source"])
    cues = [one["words"] for one in row["evidence"] if one["type"] == "cue" and one.get("words")]
    return {
        "@id": urn("article", row["id"]),
        "@type": "NewsArticle",
        "identifier": row["id"],
        "url": row["url"],
        "headline": row["title"],
        "inLanguage": row["lang"],
        "datePublished": row["published"],
        "dedup:publishedPrecision": row["published_precision"],
        "publisher": _reference("outlet", row["outlet"]),
        "isPartOf": _reference("story", row["story"]),
        "isBasedOn": _role("isBasedOn", parent, row) if parent else None,
        "translationOfWork": _role("translationOfWork", parent, row, False) if row["kind"] == "translation" else None,
        "sourceOrganization": _source(source, row) if source else None,
        "citation": cues,
        "dedup:role": row["role"],
        "dedup:keep": row["keep"],
    }


def _role(name: str, value: dict[str, str] | None, row: dict[str, Any], evidence: bool = True) -> dict[str, Any]:
    found = {"@type": "Role", name: value, "roleName": row["kind"], "dedup:confidence": row["confidence"]}
    if evidence:
        found["dedup:via"] = [_reference("source", source) for source in row["via"] or ()]
        found["dedup:evidence"] = {"@type": "@json", "@value": row["evidence"]}
    return {key: value for key, value in found.items() if value not in (None, [])}


def _source(source: dict[str, str] | None, row: dict[str, Any]) -> dict[str, Any]:
    """The role of a named source. Of an article that has a parent too, the rest is said with the parent."""
    if row["parent"] is None:
        return _role("sourceOrganization", source, row)
    found = {"@type": "Role", "sourceOrganization": source, "dedup:confidence": credit_confidence(row)}
    return {key: value for key, value in found.items() if value is not None}


def _story(row: dict[str, Any]) -> dict[str, Any]:
    origin = row["origin"]
    return {
        "@id": urn("story", row["id"]),
        "@type": "Collection",
        "identifier": row["id"],
        "hasPart": [_reference("article", article) for article in row["articles"]],
        "inLanguage": row["languages"],
        "dedup:verdict": origin["verdict"],
        "dedup:confidence": origin["confidence"],
        "dedup:origin": _reference("article", origin["article"]),
        "dedup:source": _reference("source", origin["source"]),
        "dedup:independent": row["independent"],
    }


def _organisation(kind: str, name: str) -> dict[str, Any]:
    return {"@id": urn(kind, name), "@type": "NewsMediaOrganization", "name": name}


def _reference(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@id": urn(kind, name)} if name else None
