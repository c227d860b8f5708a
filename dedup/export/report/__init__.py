"""The report: what an archive knows, as one page that a browser opens without a network."""

from dedup.export.report.notebook import Report, make_report, origin_html, pair_html, story_html, story_picture
from dedup.export.report.write import REPORT_FILE, is_report, try_report, write_report

__all__ = [
    "REPORT_FILE",
    "Report",
    "is_report",
    "make_report",
    "origin_html",
    "pair_html",
    "story_html",
    "story_picture",
    "try_report",
    "write_report",
]
