"""The report: what an archive knows, as one page that a browser opens without a network."""

from dedup.export.report.dates import found_in, in_words, span_in_words
from dedup.export.report.gather import count_stories, gather_stories, story_rows
from dedup.export.report.notebook import Report, make_report, origin_html, pair_html, story_html, story_picture
from dedup.export.report.overview import make_overview
from dedup.export.report.page import page_headers, render_page
from dedup.export.report.sentences import Reason, link_sentence, origin_sentence
from dedup.export.report.sentences import basis as story_basis
from dedup.export.report.sentences import carriers as story_carriers
from dedup.export.report.sentences import reasons as link_reasons
from dedup.export.report.sentences import verdict as story_verdict
from dedup.export.report.svg import png_of
from dedup.export.report.write import (
    REPORT_FILE,
    REPORT_FOLDER,
    is_report,
    try_report,
    write_report,
    write_report_folder,
)
