"""Records that come one at a time, rather than in a dump: lines of a pipe, mappings of a program."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from dedup.config import ReadConfig
from dedup.ingest.batches import article_batch
from dedup.ingest.formats.json_value import BadJsonError, parse_json, too_many_values
from dedup.ingest.io.source import Source
from dedup.ingest.records.article import Article, Rejected, too_large_row
from dedup.ingest.records.context import make_context
from dedup.ingest.records.mapping import Fields


class RecordReader:
    """Reads records as a dump's are read: fields found by name, what cannot be read set aside with a reason."""

    def __init__(self, config: ReadConfig, name: str) -> None:
        """`name` is what the records' origin is called: a file's name, "stdin".

        Raises:
            ConfigError: if the config maps an unknown field.
        """
        self._fields = Fields(make_context(config))
        self._source = Source(name, name, "jsonl", 0)
        self.most = config.max_record_bytes
        """Bytes of a record that is read."""

    def has_text(self, names: Sequence[str]) -> bool:
        """Return whether any field of these names could be an article's text."""
        return self._fields.has_text(dict.fromkeys(names))

    def makes_articles(self, names: Sequence[str]) -> bool:
        """Return whether a table with columns of these names could hold articles."""
        return self._fields.makes_articles(names)

    def columns(self, names: Sequence[str]) -> list[str]:
        """Return those of these names that an article is read from."""
        return self._fields.columns(names)

    def line(self, line: bytes, position: str) -> Article | Rejected:
        """Return the article of a line of JSON."""
        if len(line) > self.most:
            return Rejected(self._source.shown, position, f"longer than {self.most:,} bytes")
        if fault := too_many_values(line, self.most):
            return Rejected(self._source.shown, position, fault)
        try:
            return self.record(parse_json(line), position)
        except BadJsonError as error:
            return Rejected(self._source.shown, position, str(error))

    def record(self, record: Mapping[str, Any] | Any, position: str) -> Article | Rejected:
        """Return the article of a mapping, or of a row as `records_of` gives it."""
        if isinstance(record, int):
            return too_large_row(record, self._source.shown, position)
        if isinstance(record, Mapping) and not isinstance(record, dict):
            record = dict(record)
        return self._fields.article(record, self._source, position)


def table_of(articles: Sequence[Article]) -> pa.Table:
    """Return articles as a table of `dedup.schema.ARTICLE`."""
    return pa.Table.from_batches([article_batch(list(articles))])
