"""What every input held, as SHA-256: hashed while it is read, since a pipe can be read once only."""

import hashlib
import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from dedup.ingest.io.source import STDIN, Source

_PIECE = 1 << 20


@dataclass
class Hashes:
    """The hashes of the inputs of a run, by the names under which they are shown."""

    found: dict[str, str | None] = field(default_factory=dict)
    """In the order of the inputs; None for one that was not read to its end."""

    def expect(self, sources: Iterable[Source]) -> None:
        """Note which sources will be read, in their order."""
        self.found = dict.fromkeys((source.shown for source in sources), None)

    def begin(self, source: Source, raw: BinaryIO) -> "Reading":
        """Hash what is read of a source from now on; `raw` is the open file."""
        return Reading(self, source, raw)


@dataclass
class Reading:
    """The hash of a source that is being read from front to back."""

    hashes: Hashes
    source: Source
    raw: BinaryIO
    ended: bool = False
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        """Count what was read; nothing is the end."""
        self._hash.update(piece)
        self.ended = self.ended or not piece

    def close(self) -> None:
        """Note the hash. Of a file whose reader stopped early the rest is read now; of a pipe, which may have no end,
        it is not."""
        if not self.ended and is_regular(self.source):
            while piece := self.raw.read(_PIECE):
                self._hash.update(piece)
            self.ended = True
        if self.ended:
            self.hashes.found[self.source.shown] = self._hash.hexdigest()


def is_regular(source: Source) -> bool:
    """Return whether a source is a file on disk, which can be read twice and from any place."""
    try:
        return source.path != STDIN and stat.S_ISREG(os.stat(source.path).st_mode)
    except OSError:
        return False
