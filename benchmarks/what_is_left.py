"""What an archive holds after a command on it has ended, however it ended: see `benchmarks.crashes`."""

import hashlib
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.forked import require

FILES: Final = ("articles.jsonl", "matches.jsonl", "borrowed.jsonl", "stories.jsonl", "links.jsonl")
_COMPANIONS: Final = ("live", "live-wal", "live-shm", "keys", "concepts", "keys.lock")


def texts_in(place: Path, *, checked: bool = False) -> dict[str, str]:
    """Every article that the archive holds, looked at or waiting, and its text, hashed; `checked` asks that the archive
    is in order."""
    from dedup.api import Archive
    from dedup.jobs.check import check_archive

    path = place / "a.duckdb"
    if not path.exists():
        return {}
    with Archive.open(path) as archive:
        if checked:
            found = check_archive(archive)
            require(not found, "; ".join(found))
        rows = archive.rows("SELECT id, text FROM article UNION ALL SELECT id, text FROM pending")
    return dict(zip(rows["id"].to_pylist(), map(digest, rows["text"].to_pylist()), strict=True))


def texts_checked(place: Path) -> dict[str, str]:
    """The same of an archive that must be in order."""
    return texts_in(place, checked=True)


def left_over(place: Path) -> list[str]:
    """Files beside the archive that are none of its own."""
    from dedup.api import Archive

    with Archive.open(place / "a.duckdb") as archive:
        own = {f"a.duckdb.{archive.generation}.{name}" for name in _COMPANIONS}
    return sorted({path.name for path in place.iterdir()} - own - {"a.duckdb", "a.duckdb.lock", "out.jsonl"})


def exported(place: Path) -> dict[str, str]:
    """The files that the archive is exported to, hashed."""
    from dedup.api import Archive
    from dedup.jobs.run import export_again

    with tempfile.TemporaryDirectory() as out, Archive.open(place / "a.duckdb") as archive:
        export_again(archive, out, force=True)
        return {name: digest((Path(out) / name).read_text()) for name in FILES}


def digest(text: str) -> str:
    """A text, hashed."""
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
