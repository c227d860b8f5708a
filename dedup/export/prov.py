"""Who took it from whom as PROV-JSON, the W3C's form for provenance.

Articles and named sources are entities, stories collections of articles, outlets agents. A link to a parent is a
derivation: of a copy a quotation, else a plain one that says its kind. A link to a named source is a derivation from a
primary source. Confidence and evidence are attributes of the derivation.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from dedup.archive import Tables
from dedup.export.files import writing
from dedup.export.jsonl import FILES, rows
from dedup.export.values import NAMESPACE, local_name, stream_rows

PROV_FILE: Final = "dedup.prov.json"

_SOURCES: Final = """
    SELECT DISTINCT name FROM (
        SELECT unnest(list_append(coalesce(via, []), source)) AS name FROM link UNION ALL SELECT source FROM origin
    ) WHERE name IS NOT NULL ORDER BY name
"""
OUTLETS: Final = "SELECT DISTINCT outlet FROM article WHERE outlet IS NOT NULL ORDER BY outlet"
_PUBLISHED: Final = "SELECT id, outlet FROM article WHERE outlet IS NOT NULL ORDER BY id"
_MEMBERS: Final = f"SELECT story, id FROM ({FILES['articles.jsonl']}) WHERE story IS NOT NULL ORDER BY id"
# PROV knows moments only: a date that is known to the day goes into the entity, where it can say so.
_GENERATED: Final = f"""
    SELECT id, published, published_precision FROM ({FILES["articles.jsonl"]})
    WHERE published_precision IN ('second', 'minute') ORDER BY id
"""

_TYPE_OF_KIND: Final = {"copy": "prov:Quotation"}


def write_prov(archive: Tables, out: Path) -> None:
    """Write `PROV_FILE` into the folder `out`.

    Raises:
        OSError: if it cannot be written.
    """
    with writing(out / PROV_FILE) as file:
        prefixes = {"dedup": NAMESPACE, "schema": "https://schema.org/"}
        file.write(b'{"prefix":' + orjson.dumps(prefixes))
        for name, records in _sections(archive):
            file.write(b',\n"' + name.encode() + b'":{')
            for number, (key, record) in enumerate(records):
                file.write((b",\n" if number else b"\n") + orjson.dumps(key) + b":" + orjson.dumps(record))
            file.write(b"}")
        file.write(b"}\n")


def sources(archive: Tables) -> Iterator[str]:
    """Return the names of all sources that links and verdicts name."""
    return (row["name"] for row in stream_rows(archive, _SOURCES))


def _sections(archive: Tables) -> Iterator[tuple[str, Iterable[tuple[str, dict[str, Any]]]]]:
    yield "entity", _entities(archive)
    yield "agent", ((_name("outlet", row["outlet"]), _agent(row["outlet"])) for row in stream_rows(archive, OUTLETS))
    yield "wasGeneratedBy", _numbered("g", map(_generation, stream_rows(archive, _GENERATED)))
    yield "wasAttributedTo", _numbered("a", map(_attribution, stream_rows(archive, _PUBLISHED)))
    yield "wasDerivedFrom", _numbered("d", _derivations(archive))
    yield "hadMember", _numbered("m", map(_membership, stream_rows(archive, _MEMBERS)))


def _entities(archive: Tables) -> Iterator[tuple[str, dict[str, Any]]]:
    for row in rows(archive, "articles.jsonl"):
        entity: dict[str, Any] = {"prov:type": _qualified("schema:NewsArticle"), "dedup:id": row["id"]}
        if row["title"]:
            entity["prov:label"] = {"$": row["title"], "lang": row["lang"]} if row["lang"] else row["title"]
        names = ("url", "outlet", "lang", "published", "published_precision", "role", "keep")
        entity |= {f"dedup:{name}": row[name] for name in names if row[name] is not None}
        yield _name("article", row["id"]), entity
    for source in sources(archive):
        yield _name("source", source), {"prov:type": _qualified("dedup:Source"), "prov:label": source}
    for row in rows(archive, "stories.jsonl"):
        origin = row["origin"]
        story: dict[str, Any] = {
            "prov:type": _qualified("prov:Collection"),
            "dedup:verdict": origin["verdict"],
            "dedup:confidence": origin["confidence"],
            "dedup:independent": row["independent"],
        }
        for kind, name in (("article", "origin"), ("source", "source")):
            if origin[kind]:
                story[f"dedup:{name}"] = _qualified(_name(kind, origin[kind]))
        yield _name("story", row["id"]), story


def _agent(outlet: str) -> dict[str, Any]:
    return {"prov:type": _qualified("prov:Organization"), "prov:label": outlet}


def _generation(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "prov:entity": _name("article", row["id"]),
        "prov:time": row["published"],
        "dedup:published_precision": row["published_precision"],
    }


def _attribution(row: dict[str, Any]) -> dict[str, Any]:
    return {"prov:entity": _name("article", row["id"]), "prov:agent": _name("outlet", row["outlet"])}


def _membership(row: dict[str, Any]) -> dict[str, Any]:
    return {"prov:collection": _name("story", row["story"]), "prov:entity": _name("article", row["id"])}


def _derivations(archive: Tables) -> Iterator[dict[str, Any]]:
    for row in rows(archive, "links.jsonl"):
        parent = row["parent"]
        found: dict[str, Any] = {
            "prov:generatedEntity": _name("article", row["child"]),
            "prov:usedEntity": _name("article", parent) if parent else _name("source", row["source"]),
        }
        kind = _TYPE_OF_KIND.get(row["kind"]) if parent else "prov:PrimarySource"
        found |= {"prov:type": _qualified(kind)} if kind else {}
        found |= {"dedup:kind": row["kind"]} if row["kind"] else {}
        found["dedup:confidence"] = row["confidence"]
        if row["via"]:
            found["dedup:via"] = [_qualified(_name("source", name)) for name in row["via"]]
        if parent and row["source"]:  # beside whom it took the story from, whom it credits
            found["dedup:credits"] = _qualified(_name("source", row["source"]))
        if row["evidence"]:
            found["dedup:evidence"] = [orjson.dumps(one).decode() for one in row["evidence"]]
        yield found


def _numbered(letter: str, records: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((f"_:{letter}{number}", record) for number, record in enumerate(records, start=1))


def _name(kind: str, name: str) -> str:
    return f"dedup:{local_name(kind, name)}"


def _qualified(name: str) -> dict[str, str]:
    return {"$": name, "type": "prov:QUALIFIED_NAME"}
