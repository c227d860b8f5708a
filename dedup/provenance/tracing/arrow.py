"""Arrow batches of whole stories to `StoryInput`s, and what `trace` decided back to Arrow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import pyarrow as pa

from dedup.ingest import day_in_url
from dedup.provenance.records import Citation, StoryArticle, StoryInput, StoryMatch, StoryTrace

LINK = pa.schema(
    [
        ("child", pa.string()),
        ("parent", pa.string()),
        ("source", pa.string()),
        ("via", pa.list_(pa.string())),
        ("kind", pa.string()),
        ("confidence", pa.float64()),
        ("evidence", pa.string()),
    ]
)
"""`Link` as a row; `evidence` is JSON."""

ORIGIN = pa.schema(
    [
        ("story", pa.int64()),
        ("article", pa.string()),
        ("source", pa.string()),
        ("verdict", pa.string()),
        ("confidence", pa.float64()),
        ("independent", pa.int32()),
        ("evidence", pa.string()),
    ]
)
"""`Origin` of a story as a row; `evidence` is JSON."""


def story_inputs(articles: pa.Table, matches: pa.Table, citations: pa.Table) -> list[StoryInput]:
    """Group rows by story, in order of story and article.

    `articles` has the columns of `StoryArticle` and `story`, with `starts` and `ends` for the body's spans and `url`
    for the day that it names; `matches` are `dedup.schema.MATCH` rows with `story`; `citations` are `CITATION` rows
    with `story`.
    """
    matched, cited = _by_story(matches), _by_story(citations)
    return [
        StoryInput(
            id=str(story),
            articles=tuple(_article(row) for row in sorted(rows, key=lambda row: row["article"])),
            matches=tuple(_match(row) for row in sorted(matched[story], key=lambda row: (row["a"], row["b"]))),
            citations=tuple(
                Citation(**{name: row[name] for name in Citation.__dataclass_fields__}) for row in cited[story]
            ),
        )
        for story, rows in sorted(_by_story(articles).items())
    ]


def trace_tables(traces: Iterable[StoryTrace]) -> tuple[pa.Table, pa.Table]:
    """`LINK` and `ORIGIN` rows of what was decided."""
    links: list[dict[str, Any]] = []
    origins: list[dict[str, Any]] = []
    for traced in traces:
        for link in traced.links:
            row = {name: getattr(link, name) for name in LINK.names}
            links.append(row | {"via": list(link.via), "evidence": _json(link.evidence)})
        row = {name: getattr(traced.origin, name) for name in ("article", "source", "verdict", "confidence")}
        evidence = _json(traced.origin.evidence)
        origins.append(row | {"story": int(traced.id), "independent": traced.independent, "evidence": evidence})
    return pa.Table.from_pylist(links, schema=LINK), pa.Table.from_pylist(origins, schema=ORIGIN)


def _by_story(rows: pa.Table) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.to_pylist():
        found[row["story"]].append(row)
    return found


def _article(row: Mapping[str, Any]) -> StoryArticle:
    return StoryArticle(
        article=row["article"],
        id=row["id"],
        outlet=row["outlet"],
        lang=row["lang"],
        published=row["published"],
        precision=row["published_precision"],
        crawled=row["crawled"],
        addressed=day_in_url(row["url"]) if row["url"] else None,
        words=round(row["words"] or 0),
        text=row["text"],
        body=tuple(zip(row["starts"] or (), row["ends"] or (), strict=True)),
    )


def _match(row: Mapping[str, Any]) -> StoryMatch:
    return StoryMatch(
        a=row["a"],
        b=row["b"],
        kind=row["kind"],
        score=row["score"],
        coverage_a=row["coverage_a"],
        coverage_b=row["coverage_b"],
        passages=tuple((p["a_start"], p["a_end"], p["b_start"], p["b_end"]) for p in row["passages"]),
    )


def _json(evidence: Iterable[Mapping[str, object]]) -> str:
    return orjson.dumps([dict(one) for one in evidence], option=orjson.OPT_NON_STR_KEYS).decode()
