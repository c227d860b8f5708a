"""Articles and named sources as a graph, for whatever draws or measures graphs: GraphML.

An edge goes from an article to what it was taken from. XML 1.0 cannot hold most control characters, not even escaped:
they are left out of texts; identifiers are encoded and so hold none.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any, Final

import orjson

from dedup.archive import Tables
from dedup.export.files import writing
from dedup.export.jsonl import rows
from dedup.export.prov import sources
from dedup.export.values import local_name

GRAPHML_FILE: Final = "dedup.graphml"

_NODE: Final = {
    **dict.fromkeys(("type", "id", "label", "url", "outlet", "lang", "published", "published_precision"), "string"),
    **dict.fromkeys(("story", "role"), "string"),
    "keep": "boolean",
}
_EDGE: Final = {"kind": "string", "confidence": "double", "via": "string", "credits": "string", "evidence": "string"}
_NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_graphml(archive: Tables, out: Path) -> None:
    """Write `GRAPHML_FILE` into the folder `out`.

    Raises:
        OSError: if it cannot be written.
    """
    with writing(out / GRAPHML_FILE) as file:
        for line in _lines(archive):
            file.write(line.encode() + b"\n")


def _lines(archive: Tables) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    for sort, keys in (("node", _NODE), ("edge", _EDGE)):
        for name, kind in keys.items():
            yield f'<key id="{sort}.{name}" for="{sort}" attr.name="{name}" attr.type="{kind}"/>'
    yield '<graph edgedefault="directed">'
    for row in rows(archive, "articles.jsonl"):
        known = {"type": "article", "label": row["title"] or row["id"], **row}
        yield f'<node id="{_id("article", row["id"])}">{_data("node", _NODE, known)}</node>'
    for source in sources(archive):
        known = {"type": "source", "label": source}
        yield f'<node id="{_id("source", source)}">{_data("node", _NODE, known)}</node>'
    for row in rows(archive, "links.jsonl"):
        child = _id("article", row["child"])
        above = _id("article", row["parent"]) if row["parent"] else _id("source", row["source"])
        known = row | {
            "via": orjson.dumps(row["via"]).decode() if row["via"] else None,
            "credits": row["source"] if row["parent"] else None,
            "evidence": orjson.dumps(row["evidence"]).decode() if row["evidence"] else None,
        }
        yield f'<edge source="{child}" target="{above}">{_data("edge", _EDGE, known)}</edge>'
    yield "</graph>"
    yield "</graphml>"


def _id(kind: str, name: str) -> str:
    """An identifier: GraphML's have no percent sign, so an underscore stands for it, and none for itself."""
    return local_name(kind, name).replace("_", "%5F").replace("~", "%7E").replace("%", "_")


def _data(sort: str, keys: Mapping[str, str], values: Mapping[str, Any]) -> str:
    known = ((name, values.get(name)) for name in keys)
    return "".join(f'<data key="{sort}.{name}">{_text(value)}</data>' for name, value in known if value is not None)


def _text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    # A bare carriage return would be read as a line feed.
    return escape(_NOT_IN_XML.sub("", text), quote=False).replace("\r", "&#13;")
