"""Reader of spreadsheets and of Word documents: one record per row, one article per document.

What reads them is an extra: python-calamine (MIT; Rust) took 0.03 seconds for a sheet of 10,000 rows for which openpyxl
takes 0.2, and reads `.xls`, `.xlsb` and `.ods` as well; python-docx (MIT) knows what Word writes.
"""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, Final

from dedup.ingest.formats.other_exports import several_articles
from dedup.ingest.formats.plain_text import text_article
from dedup.ingest.io.sniff import NotReadableError
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import open_raw
from dedup.ingest.records.article import Article, Item, Piece, Rejected
from dedup.ingest.records.context import Context
from dedup.ingest.records.field_names import header_names
from dedup.ingest.records.mapping import Fields
from dedup.ingest.records.name_words import names_within

HEADER_ROWS: Final = 20
"""Rows of a sheet that are searched for its header: titles and notes stand above it."""

_MISSING: Final = "install dedup-news[office] to read it, or save it as {}, which is read"


def read_spreadsheet(source: Source, fields: Fields) -> Iterator[Piece]:
    """Yield an article or a rejection for each row of each sheet that has a text column.

    Raises:
        NotReadableError: if the extra `[office]` is not installed, or the file would take too much memory.
    """
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError as error:
        raise NotReadableError(f"a spreadsheet; {_MISSING.format('CSV')}") from error
    with open_raw(source) as raw:
        _refuse_bombs(raw, fields.config.max_unpacked_bytes)
        try:
            workbook = CalamineWorkbook.from_filelike(raw)
            sheets = [(name, workbook.get_sheet_by_name(name).iter_rows()) for name in workbook.sheet_names]
        except (CalamineError, OSError, ValueError) as error:
            yield Rejected(source.shown, "", f"broken spreadsheet: {str(error)[:200]}")
            return
    without: list[str] = []
    for name, unread in sheets:
        shown = "" if len(sheets) == 1 else f"{name} "
        number, header, above, rows = _header(unread, fields)
        if not header:
            without.append(f"{name}: {', '.join(above)[:100]}")
            continue
        for place, row in enumerate(rows, number + 1):
            record = {key: _value(cell) for key, cell in zip(header, row, strict=False) if key}
            if any(value is not None for value in record.values()):
                yield fields.piece(record, source, f"{shown}row {place}")
    if len(without) == len(sheets) or not sheets:
        yield Rejected(source.shown, "", f"no text column in any sheet ({'; '.join(without)[:300]})")


def _header(rows: Iterator[list[Any]], fields: Fields) -> tuple[int, list[str], list[str], Iterator[list[Any]]]:
    """Return the number and the cells of the row that names a text column, of several the one that names most columns,
    else of one that names a title beside others, what was seen where none does, and the rows below."""
    above = list(islice(rows, HEADER_ROWS))
    first = [[str(cell).strip() for cell in row] for row in above]
    named = [dict.fromkeys(filter(None, cells)) for cells in first]
    found = [at for at, cells in enumerate(named) if fields.has_text(cells)]
    # A title above a table stands alone in its row.
    found = found or [at for at, cells in enumerate(named) if len(cells) > 1 and fields.has_title(cells)]
    if not found:
        return 0, [], [name for cells in named for name in list(cells)[:20]][:20], rows
    # Merged cells above a header may group its columns, and `Content` there is no text.
    at = max(found, key=lambda row: sum(not header_names().isdisjoint(names_within(name)) for name in named[row]))
    return at + 1, first[at], [], chain(above[at + 1 :], rows)


def _value(cell: Any) -> Any:
    """Return a cell as a record has it: an empty one is null, a whole number has no fraction."""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return None if cell == "" else cell


def read_document(source: Source, context: Context) -> Iterator[Item]:
    """Yield the one article of a Word document: its paragraphs and cells, a line each.

    When the file was written says nothing about when the article was published; only a byline does.

    Raises:
        NotReadableError: if the extra `[office]` is not installed, or the file would take too much memory.
    """
    try:
        from docx import Document
    except ImportError as error:
        raise NotReadableError(f"a Word document; {_MISSING.format('text or HTML')}") from error
    with open_raw(source) as raw:
        _refuse_bombs(raw, context.config.max_unpacked_bytes)
        try:
            document = Document(raw)
            lines = list(_lines(document))
            about = document.core_properties
            title, author, lang = about.title, about.author, about.language
        except Exception as error:
            # python-docx raises errors of zipfile, of lxml and of its own for what is wrong with a file.
            yield Rejected(source.shown, "", f"broken Word document: {str(error)[:200]}")
            return
    titled = next((text for style, text in lines if style in ("Title", "Heading 1")), None)
    text = "\n".join(text for _, text in lines)
    if reason := several_articles(text.encode(errors="replace")):
        yield Rejected(source.shown, "", reason)
        return
    if "python-docx" in (about.last_modified_by, author):
        title, author = "", ""  # what stands there where a file says nothing about itself
    found = text_article(text, context, source, "", identifier=source.name, lang=lang or None)
    if isinstance(found, Article):
        if lines[0][1] == titled and len(lines) > 1:
            text = text.partition("\n")[2]
        found = found._replace(title=titled or title.strip() or None, text=text, author=author.strip() or None)
    yield found


def _lines(document: Any) -> Iterator[tuple[str, str]]:
    """Yield the style and the text of each paragraph, those within tables in their place."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in dict.fromkeys(row.cells):
                    if text := cell.text.strip():
                        yield "", text
        elif text := block.text.strip():
            yield block.style.name if block.style is not None else "", text


def _refuse_bombs(raw: Any, limit: int) -> None:
    """Refuse a file that says it unpacks to more than `limit` bytes, since its readers unpack all of it.

    Raises:
        NotReadableError: if it does.
    """
    try:
        with zipfile.ZipFile(raw) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        size = 0
    raw.seek(0)
    if size > limit:
        raise NotReadableError(f"unpacks to {size} bytes; at most {limit} are read (max_unpacked_bytes)")
