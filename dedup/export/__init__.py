"""The archive to files."""

from dedup.export.forms import DECIMALS, NAMED, WRITTEN_DATE, readable
from dedup.export.jsonl import FILES, rows, rows_of, write

__all__ = ["DECIMALS", "FILES", "NAMED", "WRITTEN_DATE", "readable", "rows", "rows_of", "write"]
