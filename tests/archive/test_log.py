"""The log of an archive: commits are there whole, in order, or not at all."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.archive import ArchiveError
from dedup.archive.log import Log

COMMITS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(st.text(), max_size=3), min_size=1))


def tables(commit: dict[str, list[str]]) -> dict[str, pa.Table]:
    return {name: pa.table({"value": pa.array(values, pa.string())}) for name, values in commit.items()}


@given(COMMITS)
def test_commits_come_back_in_order(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, list[str]]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    with Log.open(path, write=True) as log:
        for commit in commits:
            log.commit(tables(commit))
    with Log.open(path) as log:
        found = [
            (number, {name: rows["value"].to_pylist() for name, rows in one.items()}) for number, one in log.commits()
        ]
    assert found == list(enumerate(commits, start=1))


def test_a_reader_follows(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log", write=True) as writer, Log.open(tmp_path / "log") as reader:
        assert list(reader.commits()) == []
        writer.commit(tables({"a": ["1"]}))
        assert [number for number, _ in reader.commits()] == [1]
        writer.commit(tables({"a": ["2"]}))
        assert [number for number, _ in reader.commits(1)] == [2]


def test_half_a_commit_is_none(tmp_path: Path) -> None:
    """A table that cannot be packed comes after one that can."""
    with Log.open(tmp_path / "log", write=True) as log:
        log.commit(tables({"a": ["1"]}))
        with pytest.raises(AttributeError):
            log.commit({"b": pa.table({"value": ["2"]}), "c": None})  # type: ignore[dict-item]
        assert log.last() == 1
        assert log.commit(tables({"d": ["3"]})) == 2
    with Log.open(tmp_path / "log") as log:
        assert [sorted(one) for _, one in log.commits()] == [["a"], ["d"]]


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log", write=True) as log:
        log.commit(tables({"a": ["1"]}))
        log._connection.execute("PRAGMA max_page_count = 4")
        with pytest.raises(OSError, match="full"):
            log.commit(tables({"small": ["1"], "large": [f"{number}" for number in range(50_000)]}))
        assert log.last() == 1


@pytest.mark.parametrize("begun", [b"", None])
def test_a_log_that_was_only_begun_is_empty(tmp_path: Path, begun: bytes | None) -> None:
    """Its writer died, or is about to go on."""
    path = tmp_path / "log"
    if begun is None:
        sqlite3.connect(path).execute("PRAGMA journal_mode = WAL").close()
    else:
        path.write_bytes(begun)
    with Log.open(path) as reader:
        assert list(reader.commits()) == []
        with Log.open(path, write=True) as writer:
            writer.commit(tables({"a": ["1"]}))
        assert [number for number, _ in reader.commits()] == [1]


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"these are words, and more than a hundred bytes of them " * 4)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE shopping (item TEXT)")
    other.close()
    for name in ("words", "other"):
        with pytest.raises(ArchiveError, match="not a log"):
            Log.open(tmp_path / name)


def damaged(path: Path, sql: str, *parameters: object) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql, parameters)
        connection.commit()
    return path


@pytest.fixture
def three(tmp_path: Path) -> Path:
    with Log.open(tmp_path / "log", write=True) as log:
        for number in range(3):
            log.commit(tables({"a": [str(number)], "b": ["x"]}))
    return tmp_path / "log"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE part SET rows = NULL WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = x'' WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = 'text' WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = randomblob(400) WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = substr(rows, 1, length(rows) - 9) WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = substr(rows, 1, length(rows) / 2) WHERE number = 2 AND name = 'a'",
        "UPDATE part SET rows = (SELECT rows FROM part WHERE number = 1 AND name = 'a') WHERE number = 2",
        "UPDATE part SET name = 'c' WHERE number = 2 AND name = 'a'",
        "DELETE FROM part WHERE number = 2 AND name = 'a'",
        "DELETE FROM part WHERE number = 2",
        "UPDATE part SET number = 1000000000000 WHERE number = 2",
        "UPDATE part SET number = 'two' WHERE number = 2",
    ],
)
def test_damage_is_said_and_what_came_before_it_is_read(three: Path, sql: str) -> None:
    damaged(three, sql)
    with Log.open(three) as log:
        read = []
        with pytest.raises(ArchiveError, match="the log is damaged"):
            read += log.commits()
        if "'two'" not in sql:
            assert next(log.commits())[0] == 1


def test_no_flipped_byte_passes(three: Path) -> None:
    with closing(sqlite3.connect(three)) as connection:
        whole = connection.execute("SELECT rows FROM part WHERE number = 2 AND name = 'a'").fetchall()[0][0]
    for place in range(0, len(whole), 3):
        flipped = bytearray(whole)
        flipped[place] ^= 0x10
        damaged(three, "UPDATE part SET rows = ? WHERE number = 2 AND name = 'a'", bytes(flipped))
        with Log.open(three) as log, pytest.raises(ArchiveError, match="the log is damaged"):
            list(log.commits(1))


def test_logs_without_checksums_are_read(three: Path) -> None:
    """Those that earlier versions wrote."""
    damaged(three, "UPDATE part SET rows = substr(rows, 1, length(rows) - 16)")
    with Log.open(three, write=True) as log:
        assert [number for number, _ in log.commits()] == [1, 2, 3]
        assert log.commit(tables({"a": ["4"]})) == 4
        assert [one["a"]["value"].to_pylist() for _, one in log.commits()] == [["0"], ["1"], ["2"], ["4"]]


def test_a_checksum_that_is_missing_is_damage_where_others_have_one(three: Path) -> None:
    """Behind commits with checksums, or within one: all that is cut off is the checksum itself."""
    for where, read in (("number = 2 AND name = 'a'", 1), ("number = 3", 2)):
        copy = three.with_name(f"log{read}")
        copy.write_bytes(three.read_bytes())
        damaged(copy, f"UPDATE part SET rows = substr(rows, 1, length(rows) - 16) WHERE {where}")
        with Log.open(copy) as log:
            commits = log.commits()
            assert [next(commits)[0] for _ in range(read)] == list(range(1, read + 1))
            with pytest.raises(ArchiveError, match="the log is damaged"):
                next(commits)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE VIEW part AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i AS number, 'a' AS name, x'00' AS rows FROM n",
        "CREATE TABLE part (number INTEGER, name TEXT, rows BLOB AS (zeroblob(1 << 29)), PRIMARY KEY (number, name))",
        "CREATE VIRTUAL TABLE part USING fts5(number, name, rows)",
    ],
)
def test_a_log_that_holds_a_program_is_refused(tmp_path: Path, sql: str) -> None:
    for write in (False, True):
        (tmp_path / "log").unlink(missing_ok=True)
        damaged(tmp_path / "log", sql)
        with pytest.raises(ArchiveError, match="not a log of dedup"):
            Log.open(tmp_path / "log", write=write)


@pytest.mark.parametrize(
    "sql", ["CREATE TRIGGER t AFTER INSERT ON part BEGIN DELETE FROM part; END", "CREATE VIEW v AS SELECT 1"]
)
def test_a_log_with_more_than_its_table_is_refused(three: Path, sql: str) -> None:
    damaged(three, sql)
    with pytest.raises(ArchiveError, match="not a log of dedup"):
        Log.open(three, write=True)


@pytest.mark.parametrize("settled", [True, False])
def test_a_log_on_a_disk_that_cannot_be_written_to_is_read(tmp_path: Path, settled: bool) -> None:
    """The disk is a mount where that is allowed; its writer may have died."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        with Log.open(tmp_path / "log", write=True) as log:
            log.commit(tables({"a": ["1"]}))
            names = ["log"] if settled else ["log", "log-wal"]
            if not settled:
                shutil.copy(tmp_path / "log-wal", disk)
                shutil.copy(tmp_path / "log", disk)
        if settled:
            shutil.copy(tmp_path / "log", disk)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        with Log.open(disk / "log") as log:
            assert [one["a"]["value"].to_pylist() for _, one in log.commits()] == [["1"]]
        assert sorted(path.name for path in disk.iterdir()) == names
    finally:
        subprocess.run(["umount", str(disk)], check=True)
