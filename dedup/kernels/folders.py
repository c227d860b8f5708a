"""The folder that kernels and costly tables are kept in, which must be one that nobody else can put files into.

What lies there is machine code that is run. So a folder in the user's home or among temporary files is used only if it
is the user's own and others cannot write to it.
"""

import hashlib
import os
import pickle
import secrets
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar


@dataclass(frozen=True)
class Folders:
    """Where kernels are looked for, and where new ones go."""

    read: tuple[Path, ...]
    written: Path | None
    """None where nothing can be written to: kernels are then compiled by every process."""

    def keep(self, name: str, content: Callable[[], bytes]) -> None:
        """Write a file of this name, whole or not at all; a folder that takes none is no reason to fail."""
        if self.written is None:
            return
        part = self.written / f"{name}.{secrets.token_hex(8)}"
        with suppress(OSError):
            try:
                part.write_bytes(content())
                os.replace(part, self.written / name)
            finally:
                part.unlink(missing_ok=True)


@cache
def folders_of_process() -> Folders:
    """Return the folders of this process: in `NUMBA_CACHE_DIR` if that is set, else beside the package, where an
    installation keeps what all its users share, else in the user's cache folder, else in a private one for temporary
    files.

    A folder that cannot be written to is read all the same: an image may hold the kernels already.
    """
    read: list[Path] = []
    for folder, private in _places():
        with suppress(OSError):
            folder.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
        with suppress(OSError):
            if private and not _is_own(folder):
                continue
            if folder.is_dir():
                read.append(folder)
                tempfile.TemporaryFile(dir=folder).close()
                return Folders(tuple(read), folder)
    return Folders(tuple(read), None)


def _places() -> list[tuple[Path, bool]]:
    """Folders in the order in which they are tried, and whether each must be the user's alone."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    places = [(Path(named, "dedup-kernels"), False)] if named else []
    # Whoever can write there can change the program itself.
    places.append((Path(__file__).parent / "__pycache__", False))
    with suppress(RuntimeError):
        places.append((_user_cache() / "dedup" / "kernels", True))
    with suppress(OSError):
        owner = os.getuid() if hasattr(os, "getuid") else "user"
        places.append((Path(tempfile.gettempdir(), f"dedup-kernels-{owner}"), True))
    return places


def _user_cache() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    named = os.environ.get("XDG_CACHE_HOME", "")
    return Path(named) if os.path.isabs(named) else Path.home() / ".cache"


def _is_own(folder: Path) -> bool:
    """Whether `folder` is a folder and no link to one, belongs to this user, and is closed to others."""
    found = folder.lstat()
    if os.name == "nt":
        return stat.S_ISDIR(found.st_mode)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


MadeT = TypeVar("MadeT")


def kept(name: str, depends: object, make: Callable[[], MadeT]) -> MadeT:
    """Return the table that `make` takes long to make, from disk if a process of this Python has made it before.

    What lies there is trusted as machine code is, so objects are kept by pickle.

    `depends` names all that it is made from, in a form whose `repr` is the same in every process. A file that cannot be
    read counts as not there, and a folder that takes none is no reason to fail.
    """
    import zstandard

    digest = hashlib.sha256(repr((sys.version, depends)).encode()).hexdigest()
    file = f"{name}-{digest[:24]}.table"
    for folder in folders_of_process().read:
        with suppress(Exception):
            found: MadeT = pickle.loads(zstandard.decompress((folder / file).read_bytes()))
            return found
    made = make()
    # The least level: it is read as quickly as from any other, and is a tenth of what it was.
    folders_of_process().keep(file, lambda: zstandard.compress(pickle.dumps(made, pickle.HIGHEST_PROTOCOL), 1))
    return made
