"""Archives in tests: made of the samples, added to, looked at."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from whole_run import SAMPLES, write_lines

import dedup
from dedup.jobs.add import add_dumps as add
from dedup.jobs.run import export_again

FILES = ("articles.jsonl", "matches.jsonl", "borrowed.jsonl", "stories.jsonl", "links.jsonl")


_LINES: Final = 60
"""So many of the samples: all kinds of matches are among them, and archives are made of them a hundred times over. With
fewer, the ten that are added to an archive of the others would have it computed anew."""


def sample_lines() -> list[bytes]:
    return (SAMPLES / "dump.jsonl").read_bytes().splitlines(keepends=True)[:_LINES]


def added(
    archive: Path,
    *records: Mapping[str, Any] | bytes,
    name: str = "dump.jsonl",
    config: dedup.Config | None = None,
) -> dedup.Added:
    folder = archive.parent / f"dump-{archive.stem}-{len(list(archive.parent.iterdir()))}"
    folder.mkdir()
    return add([write_lines(folder / name, records)], archive, config)


def exported(archive: Path) -> dict[str, bytes]:
    out = archive.parent / "exported"
    with dedup.Archive.open(archive) as opened:
        export_again(opened, out, force=True)
    return {name: (out / name).read_bytes() for name in FILES}


def rows(archive: Path, sql: str) -> list[dict[str, Any]]:
    with dedup.Archive.open(archive) as opened:
        found: list[dict[str, Any]] = opened.rows(sql).to_pylist()
        return found


def copied(archive: Path, folder: Path) -> Path:
    """A copy of an archive that nobody has open, with its log and its keys."""
    for part in archive.parent.glob("a.duckdb*"):
        shutil.copy(part, folder / part.name)
    return folder / archive.name
