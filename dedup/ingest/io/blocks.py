"""Blocks of a dump, to be read in other processes: most of reading is Python, which keeps one core busy.

JSON Lines are cut into blocks of lines; of other formats a reader cuts pages and rows out, which are put together to
blocks unread. The blocks of a dump go out in order and what was read of them comes back in order, so nothing shows of
how it was cut.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final, NamedTuple

from dedup.config import ReadConfig
from dedup.ingest.batches import Batch, one_batch
from dedup.ingest.formats.json_stream import records_within, unfolded
from dedup.ingest.formats.json_value import BadJsonError, parse_json
from dedup.ingest.formats.jsonl import read_lines
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Line
from dedup.ingest.records.article import Article, Item, Piece, Unread
from dedup.ingest.records.context import make_context
from dedup.ingest.records.mapping import Fields

BLOCK_BYTES: Final = 2 << 20
"""About a quarter of a second of reading: enough that sending it costs little, small enough to share out evenly."""


PIECES_BYTES: Final = 1 << 20
"""Of unread pages, which take several times as long as lines of JSON. A block ends with the one that reaches it."""

MOST_PIECES: Final = 1000


class Block(NamedTuple):
    """Lines of a source that follow each other."""

    source: Source
    first: int
    """The number of the first line."""
    data: bytes
    """The lines, with newlines between them."""
    faults: tuple[tuple[int, str], ...]
    """The numbers of lines that are not whole, and why."""

    def lines(self) -> Iterator[Line]:
        """Yield the lines again."""
        faults = dict(self.faults)
        for number, data in enumerate(self.data.split(b"\n"), start=self.first):
            yield Line(number, data, faults.get(number))

    def read(self, fields: Fields) -> Iterator[Item]:
        """Return what the lines hold."""
        return read_lines(self.lines(), self.source, fields)


class Pieces(NamedTuple):
    """What readers gave one after the other, some of it unread."""

    pieces: list[Piece]

    def read(self, fields: Fields) -> Iterator[Item]:
        """Return what they hold."""
        return read_pieces(self.pieces, fields)


def read_pieces(pieces: Iterable[Piece], fields: Fields) -> Iterator[Item]:
    """Yield what pieces hold: those that are unread are read."""
    return (piece.read(fields) if isinstance(piece, Unread) else piece for piece in pieces)


Spread = Callable[[Iterator[Block | Pieces]], Iterator[Batch]]
"""Has blocks read elsewhere, and gives what was read in their order."""


def cut_blocks(lines: Iterator[Line], source: Source) -> Iterator[Block]:
    """Put lines together to blocks."""
    held: list[Line] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line.data)
        if size >= BLOCK_BYTES:
            yield _block(held, source)
            held, size = [], 0
    if held:
        yield _block(held, source)


def _block(lines: list[Line], source: Source) -> Block:
    faults = tuple((line.number, line.fault) for line in lines if line.fault is not None)
    return Block(source, lines[0].number, b"\n".join(line.data for line in lines), faults)


def in_blocks(found: Iterable[Piece | Block]) -> Iterator[Block | Pieces]:
    """Put pieces that follow each other together to blocks."""
    held: list[Piece] = []
    size = 0
    for one in found:
        if not isinstance(one, Block):
            held.append(one)
            size += _size(one)
            if size < PIECES_BYTES and len(held) < MOST_PIECES:
                continue
        if held:
            yield Pieces(held)
            held, size = [], 0
        if isinstance(one, Block):
            yield one
    if held:
        yield Pieces(held)


def _size(piece: Piece) -> int:
    if isinstance(piece, Unread):
        return piece.size
    return len(piece.text) if isinstance(piece, Article) else 0


def note_mapped(block: Block, fields: Fields) -> Block:
    """Look in a block, which another process will read, for the fields that the user named and nobody has seen yet: as
    a rule the first record has them all."""
    for line in block.lines() if fields.unmet else ():
        with suppress(BadJsonError):
            value = parse_json(line.data)
            for _, record in unfolded(records_within(value, fields) or [value], fields):
                if isinstance(record, dict):
                    fields.note(record)
        if not fields.unmet:
            break
    return block


@dataclass(frozen=True)
class BlockReader:
    """Makes the stage that reads blocks, in whatever process."""

    config: ReadConfig

    def __call__(self) -> Callable[[Block | Pieces], Batch]:
        """Load the tables that reading needs."""
        fields = Fields(make_context(self.config))
        return lambda block: one_batch(block.read(fields), self.config)
