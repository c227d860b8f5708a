"""An archive's file is written with the memory, threads and blocks that fit what it holds."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest

from dedup.archive import ArchiveStore, Working, file
from dedup.archive.compression import Packer
from dedup.config import Config

_MATCHES = """
    INSERT INTO match BY NAME
    SELECT range AS a, range + 1 AS b, 'copy' AS kind, list_transform(range({passages}), lambda x: {{
        'a_start': (hash(range + x) % 99_999)::INT, 'a_end': (hash(range + x + 3) % 99_999)::INT,
        'b_start': (hash(range + x + 5) % 99_999)::INT, 'b_end': (hash(range + x + 7) % 99_999)::INT,
        'kind': 'copy', 'score': 0.5::FLOAT
    }}) AS passages FROM range({low}, {high})
"""


@pytest.mark.parametrize(("matches", "block"), [(file._FEW_MATCHES, 16_384), (file._FEW_MATCHES + 1, 262_144)])
def test_many_matches_are_written_in_large_blocks(tmp_path: Path, matches: int, block: int) -> None:
    with Working.start(tmp_path / "a.duckdb", 128 << 20, 2) as work:
        work.connection.execute(_MATCHES.format(passages=1, low=0, high=matches))
        work.finish(Config().settings())
    with ArchiveStore.open(tmp_path / "a.duckdb") as archive:
        assert archive.one("SELECT count(*) FROM match") == matches
        assert archive.one("SELECT block_size FROM pragma_database_size() WHERE database_name = 'base'") == block


@pytest.mark.parametrize(
    ("characters", "databases"), [(file._OWN_WRITER - 1, []), (file._OWN_WRITER, [(1, "64.0 MiB")])]
)
def test_the_second_database_has_half_the_memory_and_the_same_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, characters: int, databases: list[tuple[int, str]]
) -> None:
    """It is opened for long texts."""
    opened: list[tuple[int, str]] = []
    connect = file.connect

    def seen(*paths: object, **settings: object) -> duckdb.DuckDBPyConnection:
        connection = connect(*paths, **settings)  # type: ignore[arg-type]
        opened.extend(
            connection.execute("SELECT current_setting('threads')::INT, current_setting('memory_limit')").fetchall()
        )
        return connection

    monkeypatch.setattr(file, "connect", seen)
    with Working.start(tmp_path / "a.duckdb", 128 << 20, 1) as work:
        work.connection.execute(
            f"INSERT INTO article BY NAME SELECT 0 AS article, 'a' AS id, repeat('a', {characters}) AS text"
        )
        work.connection.execute(f"INSERT INTO {file.LENGTHS} VALUES (0, {characters})")
        work.finish(Config().settings())
    assert opened == databases
    with ArchiveStore.open(tmp_path / "a.duckdb") as archive:
        assert archive.one("SELECT length(text) FROM article") == characters


def test_an_archive_that_is_folded_unpacks_no_text_to_choose_who_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is unpacked for its length, for the dictionary, and to be packed anew."""
    unpacked: list[int] = []
    unpack = Packer.unpack

    def noted(self: Packer, frames: Iterable[bytes]) -> list[str]:
        texts = unpack(self, frames)
        unpacked.append(len(texts))
        return texts

    with Working.start(tmp_path / "a.duckdb", 128 << 20, 1) as work:
        work.connection.execute("INSERT INTO article BY NAME SELECT range AS article, 'a text' AS text FROM range(100)")
        work.finish(Config().settings())
    monkeypatch.setattr(Packer, "unpack", noted)
    with ArchiveStore.open(tmp_path / "a.duckdb", write=True) as archive:
        archive.folder.mkdir()
        archive.write_anew(archive.folder / "b.duckdb")
    assert sum(unpacked) <= 3 * 100


def test_long_revisions_are_written_by_a_database_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    writer = file._writer
    monkeypatch.setattr(file, "_writer", lambda *given: (opened.append(given[1]), writer(*given))[1])
    with Working.start(tmp_path / "a.duckdb", 128 << 20, 1) as work:
        work.connection.execute(f"INSERT INTO revision BY NAME SELECT repeat('a', {file._OWN_WRITER}) AS text")
        work.connection.execute(f"INSERT INTO {file.LENGTHS} VALUES (NULL, {file._OWN_WRITER})")
        work.finish(Config().settings())
    assert len(opened) == 1


_WRITE = f"""
import re, sys
from pathlib import Path
from dedup.archive import Working
def peak() -> int:
    # (What `getrusage` answers begins with the peak of the process that started this one.)
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

with Working.start(Path(sys.argv[1]), 48 << 20, 2) as work:
    for low in range(0, 40_000, 1_000):
        work.connection.execute({_MATCHES!r}.format(passages=100, low=low, high=low + 1_000))
    before = peak()
    work.write({{}})
    print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems say it elsewhere")
def test_many_passages_are_written_within_the_memory_of_the_database(tmp_path: Path) -> None:
    """100 MB from a database of 48 MB: 20 MB more than to fill it, and 208 when a second one took them."""
    done = subprocess.run(
        [sys.executable, "-c", _WRITE, str(tmp_path / "a.duckdb")], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 100_000
