"""Articles and rejections as Arrow batches of bounded size."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath
from typing import Any, Final

import pyarrow as pa

from dedup.config import ConfigError, ReadConfig
from dedup.ingest.io.source import KINDS, PACKED
from dedup.ingest.records.article import Article, Item, Rejected
from dedup.messages import whole
from dedup.schema import ARTICLE, REJECTED

_ENDINGS: Final = frozenset((*KINDS, *PACKED, ".db", ".duckdb", ".tar", ".tgz", ".xz", ".zip"))

Batch = tuple[pa.RecordBatch, pa.RecordBatch]
"""Articles (`dedup.schema.ARTICLE`) and what could not be read (`dedup.schema.REJECTED`)."""


def batches(items: Iterable[Item], config: ReadConfig) -> Iterator[Batch]:
    """Yield what was read in order, a pair of batches at a time; either of a pair may be empty, not both."""
    articles: list[Article] = []
    rejected: list[Rejected] = []
    chars = 0
    for item in items:
        if isinstance(item, Rejected):
            rejected.append(item)
        else:
            if articles and chars + len(item.text) > config.batch_bytes:
                yield article_batch(articles), rejected_batch(rejected)
                articles, rejected, chars = [], [], 0
            articles.append(_placed(item, config))
            chars += len(item.text)
        if len(articles) >= config.batch_articles or len(rejected) >= config.batch_articles:
            yield article_batch(articles), rejected_batch(rejected)
            articles, rejected, chars = [], [], 0
    if articles or rejected:
        yield article_batch(articles), rejected_batch(rejected)


def outlet_of_path(shown: str, part: str) -> str | None:
    """Return the outlet that a file's place names: its `folder`, or the `file` itself without its endings; None for
    none.

    Raises:
        ConfigError: for another part.
    """
    path = PurePath(shown.partition("!")[0])
    if part == "folder":
        return path.parent.name or None
    if part == "file":
        return _stem(path.name) or None
    raise ConfigError(f"read.outlet_from {part!r}: it is folder, file, or with --outlet-from a field's name")


def _stem(name: str) -> str:
    """A file's name without the endings that say how it is written: `paper.example.jsonl.gz` -> `paper.example`."""
    while (ending := PurePath(name).suffix.lower()) and ending in _ENDINGS:
        name = name[: -len(ending)]
    return name


def _placed(article: Article, config: ReadConfig) -> Article:
    """The article, with the outlet that its place names if it has none."""
    if not config.outlet_from or article.outlet is not None:
        return article
    return article._replace(outlet=outlet_of_path(article.file, config.outlet_from))


def one_batch(items: Iterable[Item], config: ReadConfig) -> Batch:
    """Return all of `items` as one batch."""
    listed = list(items)
    articles = [_placed(item, config) for item in listed if isinstance(item, Article)]
    return article_batch(articles), rejected_batch([item for item in listed if isinstance(item, Rejected)])


def article_batch(articles: list[Article]) -> pa.RecordBatch:
    """Return articles as a batch of `dedup.schema.ARTICLE`."""
    columns = dict(zip(Article._fields, zip(*articles, strict=True), strict=True)) if articles else {}
    credits = [[credit._asdict() for credit in row] for row in columns.get("credits", ())]
    return pa.record_batch(
        [_column(credits if field.name == "credits" else columns.get(field.name, ()), field.type) for field in ARTICLE],
        schema=ARTICLE,
    )


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """Make a column of `values`. Readers give texts without lone surrogates; where one of them lets some through, from
    an escape or a broken header, it costs those characters and not the run."""
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([_encodable(value) for value in values], kind)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    return {name: _encodable(one) for name, one in value.items()} if isinstance(value, dict) else value


def rejected_batch(rejected: list[Rejected]) -> pa.RecordBatch:
    """Return what could not be read as a batch of `dedup.schema.REJECTED`."""
    columns = zip(*rejected, strict=True) if rejected else ((), (), ())
    return pa.record_batch([_column(column, pa.string()) for column in columns], schema=REJECTED)
