"""The archive to files."""

from dedup.export.dated_tables import dated_table
from dedup.export.formats import FORMATS, formats_of
from dedup.export.jsonl import FILES, rows, rows_of, write
from dedup.export.recognition import of_an_export
from dedup.export.report import (
    REPORT_FILE,
    REPORT_FOLDER,
    Report,
    count_stories,
    gather_stories,
    is_report,
    make_overview,
    make_report,
    origin_html,
    origin_sentence,
    page_headers,
    pair_html,
    render_page,
    story_html,
    story_picture,
    story_rows,
    try_report,
    write_report,
    write_report_folder,
)
from dedup.export.values import DECIMALS, WRITTEN_DATE, readable

__all__ = [
    "DECIMALS",
    "FILES",
    "FORMATS",
    "REPORT_FILE",
    "REPORT_FOLDER",
    "WRITTEN_DATE",
    "Report",
    "count_stories",
    "dated_table",
    "formats_of",
    "gather_stories",
    "is_report",
    "make_overview",
    "make_report",
    "of_an_export",
    "origin_html",
    "origin_sentence",
    "page_headers",
    "pair_html",
    "readable",
    "render_page",
    "rows",
    "rows_of",
    "story_html",
    "story_picture",
    "story_rows",
    "try_report",
    "write",
    "write_report",
    "write_report_folder",
]
