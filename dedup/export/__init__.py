"""The archive to files."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.export.formats import FORMATS, formats_of, of_an_export
    from dedup.export.jsonl import FILES, dated_table, keyed_lines_sql, rows, rows_of, write
    from dedup.export.report import (
        REPORT_FILE,
        REPORT_FOLDER,
        Reason,
        Report,
        count_stories,
        found_in,
        gather_stories,
        in_words,
        is_report,
        link_reasons,
        link_sentence,
        make_overview,
        make_report,
        origin_html,
        origin_sentence,
        page_headers,
        pair_html,
        png_of,
        render_page,
        span_in_words,
        story_basis,
        story_carriers,
        story_html,
        story_picture,
        story_rows,
        story_verdict,
        try_report,
        write_report_folder,
    )
    from dedup.export.tabular import harmless
    from dedup.export.values import DECIMALS, WRITTEN_DATE, first_words, from_whom_sql, readable
else:
    __getattr__, __dir__ = lazy_names(__name__)
