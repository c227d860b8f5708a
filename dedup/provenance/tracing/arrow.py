"""Arrow batches of whole stories to `StoryInput`s, and what `trace` decided back to Arrow."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, Final, TypeVar

import numpy as np
import numpy.typing as npt
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from dedup.ingest import day_in_url
from dedup.provenance.records import Citation, StoryArticle, StoryInput, StoryMatch, StoryTrace

_Record = TypeVar("_Record")

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

    `articles` has the columns of `StoryArticle` and `story`, with `starts` and `ends` for the body's spans, `url` for
    the day that it names, and `lines` as lists of dictionary-encoded strings; `matches` have the columns of
    `StoryMatch` and `story`; `citations` are `CITATION` rows with `story`.
    """
    found = _by_story(articles, _ARTICLE, _article)
    matched = _by_story(matches, ("a", "b", "kind", "score", "coverage_a", "coverage_b"), StoryMatch)
    cited = _by_story(citations, tuple(Citation.__dataclass_fields__), Citation)
    return [
        StoryInput(
            id=str(story),
            articles=tuple(sorted(own, key=lambda one: one.article)),
            matches=tuple(sorted(matched[story], key=lambda one: (one.a, one.b))),
            citations=tuple(cited[story]),
        )
        for story, own in sorted(found.items())
    ]


def trace_tables(traces: Iterable[StoryTrace]) -> tuple[pa.Table, pa.Table]:
    """Return `LINK` and `ORIGIN` rows of what was decided."""
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


def _by_story(rows: pa.Table, names: Sequence[str], make: Callable[..., _Record]) -> dict[int, list[_Record]]:
    """What `make` makes of the columns `names` of each row, by the row's story."""
    found: dict[int, list[_Record]] = defaultdict(list)
    read: dict[str, Callable[[pa.ChunkedArray], Sequence[Any]]] = {
        "lines": _shared,
        "starts": _numbers,
        "ends": _numbers,
    }
    columns = [read.get(name, pa.ChunkedArray.to_pylist)(rows[name]) for name in ("story", *names)]
    for story, *values in zip(*columns, strict=True):
        found[story].append(make(*values))
    return found


def _shared(column: pa.ChunkedArray) -> list[tuple[str, ...]]:
    """Lists of dictionary-encoded strings, in which equal ones are one object."""
    known: dict[str, str] = {}
    found: list[tuple[str, ...]] = []
    for chunk in column.chunks:
        names = [known.setdefault(name, name) for name in chunk.values.dictionary.to_pylist()]
        items = [names[place] for place in chunk.values.indices.to_pylist()]
        found += [tuple(items[low:high]) for low, high in pairwise(chunk.offsets.to_pylist())]
    return found


def _numbers(column: pa.ChunkedArray) -> list[npt.NDArray[np.int32]]:
    """Lists of numbers as arrays; none where there is no list."""
    column = column.cast(pa.list_(pa.int32()))  # lists that are all missing or empty have no type
    ends = np.cumsum(pc.fill_null(pc.list_value_length(column), 0).to_numpy())
    return np.split(pc.list_flatten(column).to_numpy(), ends[:-1]) if len(ends) else []


_ARTICLE: Final = (
    *("article", "id", "outlet", "lang", "published", "published_precision", "crawled"),
    *("url", "words", "lines", "starts", "ends"),
)


def _article(
    article: int,
    id: str,
    outlet: str | None,
    lang: str | None,
    published: datetime | None,
    precision: str | None,
    crawled: datetime | None,
    url: str | None,
    words: float | None,
    lines: tuple[str, ...],
    starts: npt.NDArray[np.int32],
    ends: npt.NDArray[np.int32],
) -> StoryArticle:
    return StoryArticle(
        article=article,
        id=id,
        outlet=outlet,
        lang=lang,
        published=published,
        precision=precision,
        crawled=crawled,
        addressed=day_in_url(url) if url else None,
        words=round(words or 0),
        lines=lines,
        body=np.stack([starts, ends], axis=1),
    )


def _json(evidence: Iterable[Mapping[str, object]]) -> str:
    return orjson.dumps([dict(one) for one in evidence], option=orjson.OPT_NON_STR_KEYS).decode()
