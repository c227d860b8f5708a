"""Archive files that this process wrote, or has looked through: what is in them is not looked for again.

To list macros the database first makes the two hundred of its own, which takes half of the time that opening an archive
does. A file is known by its device, number, size and times: one put in its place, or changed, is looked through.
"""

from pathlib import Path
from typing import Final

Version = tuple[int, int, int, int, int]

_MOST: Final = 1_000
"""Files that are remembered; 100 bytes each."""
_known: Final[dict[Version, None]] = {}


def version_of(path: Path) -> Version:
    """Return what changes when a file does: device, number, size in bytes, nanoseconds of its last writing and change.

    Whoever writes to a file can set the time of writing back (`cp -p`, `rsync`), and not that of the change.

    Raises:
        OSError: if there is no file.
    """
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def note_looked_through(version: Version) -> None:
    """Note that a file holds nothing but tables; the one noted first is forgotten for it where there are many."""
    if len(_known) >= _MOST:
        _known.pop(next(iter(_known), version), None)
    _known[version] = None


def looked_through(version: Version) -> bool:
    """Check whether a file is one that was noted."""
    return version in _known
