"""The archive to files."""

from dedup.export.formats import FORMATS, formats_of
from dedup.export.forms import DECIMALS, NAMED, WRITTEN_DATE, readable
from dedup.export.jsonl import FILES, rows, rows_of, write

__all__ = [
    "DECIMALS",
    "FILES",
    "FORMATS",
    "NAMED",
    "WRITTEN_DATE",
    "formats_of",
    "readable",
    "rows",
    "rows_of",
    "write",
]
