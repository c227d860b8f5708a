"""Reports a full disk with the name of what did not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def named_errors(path: Path) -> Iterator[None]:
    """Whoever writes to an open file does not learn which one it was when the disk is full.

    Raises:
        OSError: what was raised within, with the name `path`.
    """
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error
