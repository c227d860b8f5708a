"""Paths that a command is given, looked at before anything heavy is loaded: a slip of the hand is answered at once."""

import os
import re
from collections.abc import Sequence
from difflib import get_close_matches
from glob import has_magic
from pathlib import Path
from typing import Final

from dedup.config import ARCHIVE_FILE
from dedup.messages import ArchiveError, ConfigError, InputError

_ADDRESS: Final = re.compile(r"[A-Za-z][\w+.-]+:")
"""A place that is no path: `s3://bucket/key`, a database. Whether it is there takes a library to say."""


def archive_in(path: Path) -> Path:
    """Return the archive that `path` names: a file, or the folder of a run that holds one."""
    inside = path / ARCHIVE_FILE
    return inside if path.is_dir() and inside.exists() else path


def existing_archive(path: Path) -> Path:
    """Return the same of an archive that must be there.

    Raises:
        ArchiveError: if there is none; the message names archives that lie near.
    """
    found = archive_in(path)
    # What a killed process left is put in its place when an archive there is opened, so it may be there in a moment.
    if found.is_file() or any(found.parent.glob(".dedup-*")):
        return found
    if found.is_dir():
        raise ArchiveError(f"{path}: a folder without {ARCHIVE_FILE}; give an archive, or the folder of a run")
    raise ArchiveError(f"{path}: no such archive{_meant(found)}")


def refuse_missing_inputs(names: Sequence[str]) -> None:
    """Refuse to work where no input exists.

    Raises:
        InputError: if nothing is.
    """
    missing = [
        name
        for name in names
        if name != "-" and not _ADDRESS.match(name) and not has_magic(name) and not os.path.lexists(name)
    ]
    if names and len(missing) == len(names):
        reasons = (f"{name}: no such file{_meant(Path(name))}" for name in missing)
        raise InputError(f"nothing to read ({'; '.join(reasons)})")


def why_no_file(name: str) -> str | None:
    """Return why `name`, which is no file and no article, cannot be read as a file; None if it looks like no path."""
    path = Path(name)
    if _ADDRESS.match(name) or not name.strip():
        return None
    if path.is_dir():
        return f"{name}: a folder, and no article has that id; name the files in it"
    meant = _meant(path)
    looks_so = meant or (path.suffix and len(path.parts) > 1)
    return f"{name}: no such file, and no article has that id or URL{meant}" if looks_so else None


def names_in(path: Path, option: str) -> list[str]:
    """Return the names in a file, a line each: its first column, without blank lines and those that begin with #.

    Raises:
        ConfigError: if it cannot be read; the message begins with the option that named it.
    """
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{option}: {path}: {reason}") from error
    rows = (row.strip() for row in text.splitlines())
    return [row.split(",")[0].strip().strip('"') for row in rows if row and not row.startswith("#")]


def _meant(path: Path) -> str:
    """A hint at a file beside it whose name is nearly the same."""
    try:
        names = [entry.name for entry in path.parent.iterdir() if not entry.name.startswith(".")]
    except OSError:
        return ""
    near = get_close_matches(path.name, names, 1, 0.75)
    return f"; did you mean {path.parent / near[0]}?" if near else ""
