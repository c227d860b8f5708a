"""What an article cites, by all tables of cues and sources."""

from typing import Any

import pyarrow as pa

from dedup.provenance import Cues, Sources, find_citations

CUES, SOURCES = Cues.load(), Sources.load()


def cite(text: str, lang: str, **columns: object) -> list[dict[str, Any]]:
    """The citations of an article, but for those of unknown names."""
    table = pa.Table.from_pylist([{"article": 1, "text": text, "lang": lang, **columns}])
    rows: list[dict[str, Any]] = find_citations(table, cues=CUES, sources=SOURCES).to_pylist()
    return [row for row in rows if row["type"] != "unknown"]


def cited_keys(text: str, lang: str) -> set[str]:
    """The sources that an article cites."""
    return {row["source_key"] for row in cite(text, lang)}
