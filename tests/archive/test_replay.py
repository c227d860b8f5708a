"""Commits that are taken together leave behind what they leave one after the other."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import added, sample_lines
from kept import rows as rows_of

import dedup
from dedup.archive import ArchiveError, ArchiveStore, store, views
from dedup.archive.log import Log
from dedup.archive.views import apply, in_batches, make_live_tables, merged

CHANGED = pa.schema([("article", pa.int64()), ("id", pa.string())])
numbers = st.integers(0, 4)
listed = st.lists(numbers.map(lambda at: {"article": at, "id": f"id{at}"}), max_size=2)
COMMIT = st.fixed_dictionaries(
    {"changed": listed},
    optional={
        "membership": st.lists(st.fixed_dictionaries({"article": numbers, "story": numbers}), max_size=3),
        "link": st.lists(st.fixed_dictionaries({"child": numbers.map("id{}".format), "kind": st.just("copy")})),
        "body": st.lists(st.fixed_dictionaries({"article": numbers, "lang": st.just("hy")}), max_size=2),
        "match": st.lists(st.fixed_dictionaries({"a": numbers, "b": numbers}), max_size=2),
        "revision": st.lists(numbers.map(lambda at: {"id": f"id{at}", "file": "f", "position": str(at)}), max_size=2),
        "gone": listed,
        "void": st.lists(numbers.map(lambda at: {"id": f"id{at}", "file": "f", "position": str(at)}), max_size=1),
        "words": st.just([{"segment": b"keys"}]),
    },
)
SCHEMAS = {
    "changed": CHANGED,
    "gone": CHANGED,
    "membership": pa.schema({"article": pa.int64(), "story": pa.int64()}),
    "link": pa.schema({"child": pa.string(), "kind": pa.string()}),
    "body": pa.schema({"article": pa.int64(), "lang": pa.string()}),
    "match": pa.schema({"a": pa.int64(), "b": pa.int64()}),
    "revision": pa.schema({name: pa.string() for name in ("id", "url", "file", "position")}),
    "void": pa.schema({name: pa.string() for name in ("id", "url", "file", "position")}),
    "words": pa.schema({"segment": pa.binary()}),
}


@pytest.fixture(scope="module")
def live() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        make_live_tables(connection)
        yield connection


def left_by(live: duckdb.DuckDBPyConnection, *commits: dict[str, pa.Table]) -> dict[str, list[Any]]:
    names = [name for name in SCHEMAS if name != "words"]
    for name in names:
        live.execute(f"DELETE FROM live.{name}")
    for commit in commits:
        apply(live, commit)
    return {name: live.execute(f"FROM live.{name}").fetchall() for name in names}


@settings(max_examples=15)
@given(st.lists(COMMIT, min_size=2, max_size=6))
def test_together_is_one_after_the_other(
    live: duckdb.DuckDBPyConnection, commits: list[dict[str, list[dict[str, Any]]]]
) -> None:
    tables = [{name: pa.Table.from_pylist(rows, SCHEMAS[name]) for name, rows in commit.items()} for commit in commits]
    batches = list(in_batches(enumerate(tables)))
    assert [number for batch in batches for number, _ in batch] == list(range(len(commits)))
    together = [merged([one for _, one in batch]) for batch in batches]
    assert left_by(live, *together) == left_by(live, *tables)


def test_what_is_forgotten_begins_a_batch() -> None:
    gone = {"gone": pa.Table.from_pylist([], CHANGED)}
    assert [[at for at, _ in batch] for batch in in_batches(enumerate([{}, {}, gone, {}, gone]))] == [
        [0, 1],
        [2, 3],
        [4],
    ]


def test_batches_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_MOST_BYTES", 100)
    rows = pa.table({"article": pa.array(range(5), pa.int64())})
    assert [len(batch) for batch in in_batches((at, {"body": rows}) for at in range(5))] == [2, 2, 1]


def test_what_is_whole_comes_before_what_is_damaged() -> None:
    def commits() -> Iterator[views.Commit]:
        yield 1, {}
        raise ArchiveError("damaged")

    found = in_batches(commits())
    assert next(found) == [(1, {})]
    with pytest.raises(ArchiveError):
        next(found)


def test_an_archive_is_the_same_however_its_log_is_taken(grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    added(grown, *sample_lines()[-5:])
    with ArchiveStore.open(grown) as archive:
        assert archive.commits >= 4
        names = ("article", "match", "membership", "story", "link", "recurring", "citation")
        tables = {name: archive.rows(f"FROM {name} ORDER BY ALL") for name in names}
        segments, languages = archive.segments, archive.languages.of(tables["article"]["article"].to_pylist())
    monkeypatch.setattr(store, "apply_together", lambda *_: False)
    with ArchiveStore.open(grown) as archive:
        assert {name: archive.rows(f"FROM {name} ORDER BY ALL") for name in names} == tables
        assert archive.segments == segments
        assert archive.languages.of(tables["article"]["article"].to_pylist()) == languages


@pytest.mark.parametrize("rows", [{"article": ["x"]}, {"nowhere": [1]}])
def test_the_damaged_one_among_several_is_named(grown: Path, rows: dict[str, list[object]]) -> None:
    (path,) = grown.parent.glob("*.live")
    with Log.open(path, write=True) as log:
        number = log.commit({"body": pa.table(rows)})
        log.commit({"renamed": pa.table({"old": ["a"], "name": ["b"]})})
    with pytest.raises(ArchiveError, match=f"commit {number} is damaged"):
        rows_of(grown, "FROM article")
    with pytest.raises(ArchiveError, match=f"commit {number} is damaged"), dedup.Archive.open(grown):
        pass
