"""The archive to files."""

from dedup.export.formats import FORMATS, formats_of
from dedup.export.jsonl import FILES, rows, rows_of, write
from dedup.export.report import (
    REPORT_FILE,
    Report,
    is_report,
    make_report,
    origin_html,
    pair_html,
    story_html,
    story_picture,
    try_report,
    write_report,
)
from dedup.export.values import DECIMALS, WRITTEN_DATE, readable

__all__ = [
    "DECIMALS",
    "FILES",
    "FORMATS",
    "REPORT_FILE",
    "WRITTEN_DATE",
    "Report",
    "formats_of",
    "is_report",
    "make_report",
    "origin_html",
    "pair_html",
    "readable",
    "rows",
    "rows_of",
    "story_html",
    "story_picture",
    "try_report",
    "write",
    "write_report",
]
