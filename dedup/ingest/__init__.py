"""Dumps in, articles out: every format people have news in, read record by record.

The door is `read`; `list_sources` tells beforehand which files it will open. A record that cannot be read is set
aside with its file, its place and the reason, and costs nothing else.
"""

from dedup.ingest.formats.json_value import BadJsonError, parse_json
from dedup.ingest.formats.parquet import records_of
from dedup.ingest.io.blocks import BlockReader
from dedup.ingest.io.inputs import InputError, Listing, Source, list_sources
from dedup.ingest.io.streams import Progress
from dedup.ingest.reader import read
from dedup.ingest.records.article import Article, Rejected
from dedup.ingest.records.reader import RecordReader, table_of

__all__ = [
    "Article",
    "BadJsonError",
    "BlockReader",
    "InputError",
    "Listing",
    "Progress",
    "RecordReader",
    "Rejected",
    "Source",
    "list_sources",
    "parse_json",
    "read",
    "records_of",
    "table_of",
]
