"""The report: what an archive knows, as one page that a browser opens without a network."""

from dedup.export.report.gather import count_stories, gather_stories, story_rows
from dedup.export.report.notebook import Report, make_report, origin_html, pair_html, story_html, story_picture
from dedup.export.report.overview import make_overview
from dedup.export.report.page import page_headers, render_page
from dedup.export.report.sentences import origin_sentence
from dedup.export.report.write import (
    REPORT_FILE,
    REPORT_FOLDER,
    is_report,
    try_report,
    write_report,
    write_report_folder,
)

__all__ = [
    "REPORT_FILE",
    "REPORT_FOLDER",
    "Report",
    "count_stories",
    "gather_stories",
    "is_report",
    "make_overview",
    "make_report",
    "origin_html",
    "origin_sentence",
    "page_headers",
    "pair_html",
    "render_page",
    "story_html",
    "story_picture",
    "story_rows",
    "try_report",
    "write_report",
    "write_report_folder",
]
