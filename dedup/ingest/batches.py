"""Articles and rejections as Arrow batches of bounded size."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from dedup.config import ReadConfig
from dedup.ingest.records.article import Article, Item, Rejected
from dedup.schema import ARTICLE, REJECTED

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
                yield article_batch(articles), _rejected_batch(rejected)
                articles, rejected, chars = [], [], 0
            articles.append(item)
            chars += len(item.text)
        if len(articles) >= config.batch_articles or len(rejected) >= config.batch_articles:
            yield article_batch(articles), _rejected_batch(rejected)
            articles, rejected, chars = [], [], 0
    if articles or rejected:
        yield article_batch(articles), _rejected_batch(rejected)


def one_batch(items: Iterable[Item]) -> Batch:
    """All of `items` as one batch."""
    listed = list(items)
    articles = [item for item in listed if isinstance(item, Article)]
    return article_batch(articles), _rejected_batch([item for item in listed if isinstance(item, Rejected)])


def article_batch(articles: list[Article]) -> pa.RecordBatch:
    """Articles as a batch of `dedup.schema.ARTICLE`."""
    columns = dict(zip(Article._fields, zip(*articles, strict=True), strict=True)) if articles else {}
    credits = [[credit._asdict() for credit in row] for row in columns.get("credits", ())]
    return pa.record_batch(
        [
            pa.array(credits if field.name == "credits" else columns.get(field.name, ()), field.type)
            for field in ARTICLE
        ],
        schema=ARTICLE,
    )


def _rejected_batch(rejected: list[Rejected]) -> pa.RecordBatch:
    columns = zip(*rejected, strict=True) if rejected else ((), (), ())
    return pa.record_batch([pa.array(column, pa.string()) for column in columns], schema=REJECTED)
