"""The newsroom's table as an Excel workbook: no question of code pages, separators or formulas is left to the program.

Every text is written as a text, so no cell is run as a formula and no address becomes a link that a click follows, and
the apostrophes that guard a CSV are not needed. Dates stay as they are written: a cell of a date has no way to say "in
May" or "zone unknown". The same archive gives the same bytes: the workbook's own dates are fixed.
"""

import datetime
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import chain, count, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from dedup.archive import Tables
from dedup.config import ConfigError
from dedup.export.files import writing
from dedup.export.newsroom import COLUMNS, newsroom_rows

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

WORKBOOK_FILE: Final = "newsroom.xlsx"
WORKBOOK_TERM: Final = "urn:dedup:newsroom"
"""Stands in the workbook's properties, so that another export knows the file for one of its own."""

_ROWS: Final = 1_048_576
"""Rows of a sheet: what the format allows. More articles go to further sheets."""

_LETTERS: Final = 32_767
"""Characters of a cell: what the format allows."""

_EPOCH: Final = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
"""The first date that a zip archive can name."""

_WIDTHS: Final = {
    "title": 48,
    "url": 36,
    "taken_from_url": 36,
    "credit": 48,
    "date": 22,
    "outlet": 24,
    "taken_from": 24,
}

_MEANINGS: Final = {
    "outlet": "Who published the article.",
    "date": "When, in UTC unless the zone is not known; as precise as it was found.",
    "title": "Its headline.",
    "url": "Its address.",
    "language": "Its language.",
    "role": "origin of its story; a copy, rewrite or translation; from_source: from a source outside the archive; "
    "alone: nobody else in the archive reports it.",
    "taken_from": "The outlet, or the named source outside the archive, that it was taken from.",
    "taken_from_url": "The address of the article that it was taken from.",
    "credit": "The words with which it credits its source.",
    "confidence": "How sure that is: of links said with 80%, about four in five are right.",
    "keep": "yes for one article of each story, and for all that stand alone.",
    "story": "The story's id, for dedup story ID.",
    "story_articles": "How many articles report it.",
    "id": "The article's id, for dedup origin ID.",
}


def write_workbook(archive: Tables, out: Path) -> None:
    """Write `WORKBOOK_FILE` into the folder `out`: a sheet of articles, and one that says what its columns mean.

    Raises:
        ConfigError: if the package that writes workbooks is not installed.
        OSError: if it cannot be written.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        raise ConfigError("workbooks are written by another package: pip install 'dedup-news[office]'") from error

    with ExitStack() as open_files:
        file = open_files.enter_context(writing(out / WORKBOOK_FILE))
        book = Workbook(file, {"constant_memory": True})
        book.set_properties({"author": "dedup", "comments": WORKBOOK_TERM, "created": _EPOCH})
        bold, percent, wrapped = (
            book.add_format(form) for form in ({"bold": True}, {"num_format": "0%"}, {"text_wrap": True})
        )

        def sheet(name: str, headings: Sequence[str], widths: Sequence[float]) -> "Worksheet":
            made = book.add_worksheet(name)
            made.freeze_panes(1, 0)
            for column, (heading, width) in enumerate(zip(headings, widths, strict=True)):
                made.set_column(column, column, width)
                made.write_string(0, column, heading, bold)
            return made

        rows = newsroom_rows(archive)
        first = list(islice(rows, 1))
        for page in count(1):
            name = "articles" if page == 1 else f"articles {page}"
            articles, last = sheet(name, COLUMNS, [_WIDTHS.get(one, 12) for one in COLUMNS]), 0
            for last, cells in enumerate(chain(first, islice(rows, _ROWS - 2)), 1):
                for column, (name, value) in enumerate(zip(COLUMNS, cells, strict=True)):
                    _write(articles, last, column, value, percent if name == "confidence" else None)
            articles.autofilter(0, 0, last, len(COLUMNS) - 1)
            first = list(islice(rows, 1))
            if not first:
                break
        about = sheet("columns", ("column", "meaning"), (20, 90))
        for number, one in enumerate(COLUMNS, 1):
            about.write_string(number, 0, one)
            about.write_string(number, 1, _MEANINGS[one], wrapped)
        book.close()


def _write(sheet: "Worksheet", row: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value[:_LETTERS], form)
    elif value is not None:
        sheet.write_number(row, column, value, form)
