"""Reports a full disk with the name of what did not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Add the file's name to errors of writing, which do not name the open file that filled the disk.

    Raises:
        OSError: what was raised within, with the name `path`.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
