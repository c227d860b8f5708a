"""Dumps in, articles out: every format people have news in, read record by record.

The door is `read`; `list_sources` tells beforehand which files it will open. A record that cannot be read is set
aside with its file, its place and the reason, and costs nothing else.
"""

from dedup.read.blocks import BlockReader
from dedup.read.json_value import BadJsonError, parse_json
from dedup.read.parquet import records_of
from dedup.read.reading import read
from dedup.read.records import Article, Rejected
from dedup.read.single import RecordReader, table_of
from dedup.read.sources import InputError, Listing, Source, list_sources
from dedup.read.streams import Progress

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
