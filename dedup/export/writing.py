"""Opening the files that are written, and naming the one that a full disk did not take."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """The file `path`, made anew.

    Raises:
        OSError: if it cannot be written, with its name.
    """
    try:
        with path.open("wb") as file:
            yield file
    except OSError as error:
        # A full disk does not say by itself which file did not fit.
        raise OSError(error.errno, error.strerror, str(path)) from error
