"""Opening the files that are written, and naming the one that a full disk did not take."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dedup.archive import named_errors


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give the file `path`, made anew.

    Raises:
        OSError: if it cannot be written, with its name.
    """
    with named_errors(path), path.open("wb") as file:
        yield file
