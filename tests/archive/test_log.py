"""The log of an archive: commits are there whole, in order, or not at all."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.archive import ArchiveError
from dedup.archive.log import Live

COMMITS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(st.text(), max_size=3), min_size=1))


def tables(commit: dict[str, list[str]]) -> dict[str, pa.Table]:
    return {name: pa.table({"value": pa.array(values, pa.string())}) for name, values in commit.items()}


@given(COMMITS)
def test_commits_come_back_in_order(
    tmp_path_factory: pytest.TempPathFactory, commits: list[dict[str, list[str]]]
) -> None:
    path = tmp_path_factory.mktemp("log") / "log"
    with Live.open(path, write=True) as log:
        for commit in commits:
            log.commit(tables(commit))
    with Live.open(path) as log:
        found = [
            (number, {name: rows["value"].to_pylist() for name, rows in one.items()}) for number, one in log.commits()
        ]
    assert found == list(enumerate(commits, start=1))


def test_a_reader_follows(tmp_path: Path) -> None:
    with Live.open(tmp_path / "log", write=True) as writer, Live.open(tmp_path / "log") as reader:
        assert list(reader.commits()) == []
        writer.commit(tables({"a": ["1"]}))
        assert [number for number, _ in reader.commits()] == [1]
        writer.commit(tables({"a": ["2"]}))
        assert [number for number, _ in reader.commits(1)] == [2]


def test_half_a_commit_is_none(tmp_path: Path) -> None:
    """A table that cannot be packed comes after one that can."""
    with Live.open(tmp_path / "log", write=True) as log:
        log.commit(tables({"a": ["1"]}))
        with pytest.raises(AttributeError):
            log.commit({"b": pa.table({"value": ["2"]}), "c": None})  # type: ignore[dict-item]
        assert log.last() == 1
        assert log.commit(tables({"d": ["3"]})) == 2
    with Live.open(tmp_path / "log") as log:
        assert [sorted(one) for _, one in log.commits()] == [["a"], ["d"]]


def test_a_full_disk_leaves_the_log_as_it_was(tmp_path: Path) -> None:
    with Live.open(tmp_path / "log", write=True) as log:
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
    with Live.open(path) as reader:
        assert list(reader.commits()) == []
        with Live.open(path, write=True) as writer:
            writer.commit(tables({"a": ["1"]}))
        assert [number for number, _ in reader.commits()] == [1]


def test_what_is_no_log_is_refused(tmp_path: Path) -> None:
    (tmp_path / "words").write_bytes(b"these are words, and more than a hundred bytes of them " * 4)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE shopping (item TEXT)")
    other.close()
    for name in ("words", "other"):
        with pytest.raises(ArchiveError, match="not a log"):
            Live.open(tmp_path / name)
