"""The archive to files."""

from dedup.export.formats import FORMATS, formats_of
from dedup.export.jsonl import FILES, rows, rows_of, write
from dedup.export.values import DECIMALS, WRITTEN_DATE, readable

__all__ = [
    "DECIMALS",
    "FILES",
    "FORMATS",
    "WRITTEN_DATE",
    "formats_of",
    "readable",
    "rows",
    "rows_of",
    "write",
]
