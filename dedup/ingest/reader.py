"""From inputs to batches: each source is opened, recognised and given to the reader of its format."""

from collections.abc import Iterator
from itertools import chain
from typing import TypeVar

from dedup.config import ReadConfig
from dedup.ingest.batches import Batch, batches
from dedup.ingest.formats.arrow import read_arrow
from dedup.ingest.formats.database import read_duckdb, read_sqlite
from dedup.ingest.formats.delimited import read_delimited
from dedup.ingest.formats.html import read_html_file
from dedup.ingest.formats.json_stream import read_json_text
from dedup.ingest.formats.jsonl import read_lines
from dedup.ingest.formats.mail import read_mail, read_mhtml
from dedup.ingest.formats.news_xml import read_news_xml
from dedup.ingest.formats.office import read_document, read_spreadsheet
from dedup.ingest.formats.parquet import read_parquet
from dedup.ingest.formats.plain_text import read_text_file
from dedup.ingest.formats.warc import read_wacz, read_warc
from dedup.ingest.io.blocks import Block, Spread, cut_blocks, in_blocks, note_mapped, read_pieces
from dedup.ingest.io.byte_ranges import ByteRange
from dedup.ingest.io.hashes import Hashes, is_regular
from dedup.ingest.io.inputs import Inputs, fault, list_sources
from dedup.ingest.io.sniff import HEAD, NotReadableError, kind_of
from dedup.ingest.io.source import STDIN, Listing, Source
from dedup.ingest.io.streams import DamagedError, Progress, TooLargeError, content, lines, open_raw, packing
from dedup.ingest.records.article import Piece, Rejected, unforeseen
from dedup.ingest.records.context import Context, make_context
from dedup.ingest.records.mapping import Fields

_T = TypeVar("_T", bound=Piece | Block)
_MOVED_IN = ("warc", "wacz", "parquet", "arrow", "spreadsheet", "word", "sqlite", "duckdb")
"""Formats whose readers move within the file."""

_OF_PAGES = {"html": read_html_file, "mhtml": read_mhtml}
_OF_RECORDS = {"json": read_json_text, "csv": read_delimited, "mail": read_mail, "news xml": read_news_xml}
_OF_TABLES = {"arrow": read_arrow, "parquet": read_parquet, "sqlite": read_sqlite, "duckdb": read_duckdb}
"""Readers of formats: of pages and of records that come as a stream, and of tables, which move within the file."""

_BY_LINES = ("jsonl", "csv", "txt")
"""Formats of which lines may end with a carriage return alone, as Excel for Macintosh writes them."""


def read(
    inputs: Inputs | Listing,
    config: ReadConfig,
    progress: Progress | None = None,
    spread: Spread | None = None,
    hashes: Hashes | None = None,
    unmet: set[str] | None = None,
) -> Iterator[Batch]:
    """Read dumps: yield batches of articles and of what could not be read (`ARTICLE`, `REJECTED` of `dedup.schema`).

    `inputs` are files, folders, globs and `-`, or what `list_sources` made of them. `progress` is called with a source
    and the bytes just read from it. `spread`, if given, has records and pages read elsewhere (`BlockReader`); `hashes`
    learns what each file holds. `unmet`, if given, gets at the end the fields that the config names and no record had:
    for who reads a part of the dumps, and cannot know of the others. Records come in the order of the sources and of
    each file.

    Raises:
        InputError: at once, if there is nothing to read.
        ConfigError: at once, if the config maps an unknown field; at the end, if it names a field that no record has.
            No record raises anything.
    """
    listing = inputs if isinstance(inputs, Listing) else list_sources(inputs)
    context = make_context(config)
    fields = Fields(context, later=spread is not None)
    if hashes is not None:
        hashes.expect(listing.sources)
    sources = (
        _guarded(source, _dispatch(source, context, fields, progress, spread is not None, hashes))
        for source in listing.sources
    )
    items = chain(listing.rejected, chain.from_iterable(sources))
    return _checked(_gathered(items, config, spread, fields), fields, unmet)


def read_range(given: ByteRange, config: ReadConfig, unmet: set[str]) -> Iterator[Batch]:
    """Read the lines of JSON that a byte range owns, as `read` does those of a whole file. `unmet` gets the fields that
    the config names and no record of the range had."""
    fields = Fields(make_context(config))
    items = read_lines(given.lines(config.max_record_bytes), given.source, fields)
    yield from _checked(batches(_guarded(given.source, items), config), fields, unmet)


def _checked(found: Iterator[Batch], fields: Fields, unmet: set[str] | None) -> Iterator[Batch]:
    yield from found
    if unmet is None:
        fields.refuse_unmet()
    else:
        unmet |= fields.unmet


def _gathered(
    found: Iterator[Piece | Block], config: ReadConfig, spread: Spread | None, fields: Fields
) -> Iterator[Batch]:
    if spread is not None:
        yield from spread(note_mapped(one, fields) if isinstance(one, Block) else one for one in in_blocks(found))
        return
    yield from batches(read_pieces((one for one in found if not isinstance(one, Block)), fields), config)


def _guarded(source: Source, items: Iterator[_T]) -> Iterator[_T | Rejected]:
    """Yield everything of one source; whatever is wrong with it costs at most the rest of it."""
    try:
        yield from items
    except (NotReadableError, TooLargeError, DamagedError) as error:
        yield Rejected(source.shown, "", str(error))
    except OSError as error:
        yield Rejected(source.shown, "", fault(error))
    except Exception as error:
        yield unforeseen(source.shown, "", error)


def _dispatch(
    source: Source,
    context: Context,
    fields: Fields,
    progress: Progress | None,
    spread: bool,
    hashes: Hashes | None,
) -> Iterator[Piece | Block]:
    # The readers that move within the file report its bytes themselves: what telling the format took is not counted.
    early: list[int] = []
    counting = False

    def count(read_from: Source, size: int) -> None:
        if progress and counting:
            progress(read_from, size)
        else:
            early.append(size)

    pieces = content(source, count, hashes)
    head, damage = _head(pieces)
    if not head:
        yield Rejected(source.shown, "", damage or "empty file")
        return
    only_returns = b"\n" not in head and b"\r" in head
    kind = kind_of(head.replace(b"\r", b"\n") if only_returns else head, source.kind)
    if kind in _MOVED_IN:
        pieces.close()
        yield from _read_seekable(source, kind, context, fields, progress)
        return
    counting = True
    count(source, sum(early))
    rest = _rest(head, pieces, damage)
    if only_returns and kind in _BY_LINES:
        rest = (piece.replace(b"\r", b"\n") for piece in rest)
    if kind == "jsonl":
        parts = lines(rest, fields.config.max_record_bytes)
        yield from cut_blocks(parts, source) if spread else read_lines(parts, source, fields)
    elif kind == "xml":
        yield Rejected(source.shown, "", "not XML: it does not begin as such")
    elif kind in _OF_PAGES:
        yield from _OF_PAGES[kind](source, rest, context)
    else:
        yield from _OF_RECORDS.get(kind, read_text_file)(source, rest, fields)


def _read_seekable(
    source: Source, kind: str, context: Context, fields: Fields, progress: Progress | None
) -> Iterator[Piece]:
    """Read the formats whose readers move within the file, which a pipe cannot."""
    if not (is_regular(source) or source.is_remote):
        where = "standard input" if source.path == STDIN else "a pipe"
        raise NotReadableError(f"{kind} cannot be read from {where}; name the file")
    if source.is_remote and kind in ("sqlite", "duckdb"):
        raise NotReadableError("a database on another machine; fetch the file first")
    with open_raw(source) as raw:
        if not raw.seekable():
            raise NotReadableError(f"{kind} cannot be read from a server that gives no part of a file; fetch it first")
        packed = packing(raw.read(8))
    if kind == "warc":
        yield from read_warc(source, packed, context, progress)
        return
    if packed:
        raise NotReadableError(f"a packed {kind.capitalize()} file cannot be read; unpack it first")
    if kind == "wacz":
        yield from read_wacz(source, context, progress)
    elif kind in _OF_TABLES:
        yield from _OF_TABLES[kind](source, fields, progress)
    else:
        yield from read_spreadsheet(source, fields) if kind == "spreadsheet" else read_document(source, context)
        if progress:
            progress(source, source.size)


def _head(pieces: Iterator[bytes]) -> tuple[bytes, str | None]:
    """Return the first bytes, enough to tell the format, and the damage if that came already."""
    held: list[bytes] = []
    size = 0
    try:
        for piece in pieces:
            held.append(piece)
            size += len(piece)
            if size >= HEAD:
                break
    except DamagedError as error:
        return b"".join(held), str(error)
    return b"".join(held), None


def _rest(head: bytes, pieces: Iterator[bytes], damage: str | None) -> Iterator[bytes]:
    yield head
    if damage:
        raise DamagedError(damage)
    yield from pieces
