"""Frames: the same kind out, and nothing else touched."""

from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from made_records import record, text

import dedup

ROWS = [record(1), record(2), record(1, 1), {"id": "none", "url": None, "title": None, "text": None, "published": None}]
ROWS += [record(3), record(2)]
FIRST = ["s1-0", "s2-0", "none", "s3-0"]
STATUS = ["first", "first", "duplicate", "unreadable", "first", "known"]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "a.duckdb"


def test_arrow(archive: Path) -> None:
    table = pa.Table.from_pylist(ROWS).append_column("other", pa.array([b"\xff"] * 6))
    found = dedup.filter_frame(table, archive)
    assert found.schema == table.schema
    assert found["id"].to_pylist() == FIRST
    marked = dedup.filter_frame(table, archive, annotate=True, read_only=True)
    assert marked.select(table.column_names) == table
    # The third was added as well: all that can be read is known by now, each as itself.
    assert marked["dedup_status"].to_pylist() == ["known", "known", "known", "unreadable", "known", "known"]
    assert marked["dedup_match"].to_pylist() == ["s1-0", "s2-0", "s1-1", None, "s3-0", "s2-0"]


def test_pandas_keeps_index_types_and_columns(archive: Path) -> None:
    frame = pd.DataFrame(ROWS, index=pd.Index([f"row {n}" for n in range(6)], name="mine"))
    frame["kind"] = pd.Categorical(list("abcabc"))
    frame["odd"] = [1, "x", None, 2.5, [3], {4}]  # what Arrow cannot hold, and nobody reads
    frame[7] = np.arange(6)
    found = dedup.filter_frame(frame, archive, annotate=True)
    assert type(found) is pd.DataFrame
    pd.testing.assert_frame_equal(found[list(frame.columns)], frame)
    assert found["dedup_status"].tolist() == STATUS
    assert found.loc["row 2", ["dedup_kind", "dedup_match"]].tolist() == ["copy", "s1-0"]
    assert found.loc["row 2", "dedup_score"] > 0.9
    assert found.loc["row 2", "dedup_story"] == dedup_story(archive)
    assert found["dedup_match"].isna().tolist() == [True, True, False, True, True, False]
    assert "dedup_status" not in frame.columns


def dedup_story(path: Path) -> str:
    with dedup.Archive.open(path) as opened:
        (story,) = opened.table("stories").to_pylist()
        return story["id"]


def test_new_rows_of_a_pandas_frame(archive: Path) -> None:
    frame = pd.DataFrame(ROWS).set_index(pd.Index([5, 5, 6, 7, 7, 8]))
    found = dedup.filter_frame(frame, archive)
    pd.testing.assert_frame_equal(found, frame.iloc[[0, 1, 3, 4]])


def test_polars(archive: Path) -> None:
    frame = pl.DataFrame(ROWS).with_columns(
        pl.col("published").str.to_datetime(time_zone="UTC"), kind=pl.Series(list("abcabc"))
    )
    frame = frame.with_columns(pl.col("kind").cast(pl.Categorical))
    found = dedup.filter_frame(frame, archive, annotate=True)
    assert isinstance(found, pl.DataFrame)
    assert found.select(frame.columns).equals(frame)
    assert found.select(frame.columns).schema == frame.schema
    assert found["dedup_status"].to_list() == STATUS
    assert found.schema["dedup_score"] == pl.Float64
    kept = dedup.filter_frame(frame, archive.with_name("b.duckdb"))
    assert kept["id"].to_list() == FIRST


def test_all_of_one_kind_say_the_same(tmp_path: Path) -> None:
    frames = (pa.Table.from_pylist(ROWS), pd.DataFrame(ROWS), pl.DataFrame(ROWS))
    marks = []
    for number, frame in enumerate(frames):
        found = dedup.filter_frame(frame, tmp_path / f"{number}.duckdb", annotate=True)
        table = pa.Table.from_pandas(found) if isinstance(found, pd.DataFrame) else pa.table(found)
        marks.append([tuple(row[name] for name in row if name.startswith("dedup_")) for row in table.to_pylist()])
    assert marks[0] == marks[1] == marks[2]


def test_whatever_gives_arrow_comes_back_as_a_table(archive: Path) -> None:
    class Given:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.Table.from_pylist(ROWS).__arrow_c_stream__(requested_schema)

    assert dedup.filter_frame(Given(), archive)["id"].to_pylist() == FIRST  # type: ignore[index]


def test_an_open_archive_and_columns_of_other_names(tmp_path: Path) -> None:
    config = dedup.Config(read=dedup.config.ReadConfig(fields={"text": "words"}))
    frame = pd.DataFrame({"key": ["a", "b"], "words": [text(4), text(4)], "text": ["menu", "menu"]})
    dedup.filter_frame(frame[:0], tmp_path / "a.duckdb", config=config)
    with dedup.Archive.open(tmp_path / "a.duckdb", write=True) as opened:
        assert dedup.filter_frame(frame, opened, config=config)["key"].tolist() == ["a"]
        assert opened.table("articles").num_rows == 2


@pytest.mark.parametrize(("frame", "error"), [({"text": ["x"]}, TypeError), ([], TypeError), (None, TypeError)])
def test_what_is_no_frame(archive: Path, frame: object, error: type[Exception]) -> None:
    with pytest.raises(error, match="not a frame"):
        dedup.filter_frame(frame, archive)


def test_no_text_and_columns_that_are_there_already(archive: Path) -> None:
    with pytest.raises(ValueError, match="no text column"):
        dedup.filter_frame(pd.DataFrame({"a": [1]}), archive)
    with pytest.raises(ValueError, match="dedup_kind already"):
        dedup.filter_frame(pd.DataFrame({"text": ["x"], "dedup_kind": ["y"]}), archive, annotate=True)


def test_tables_of_an_archive(archive: Path) -> None:
    dedup.filter_frame(pl.DataFrame(ROWS), archive)
    with dedup.Archive.open(archive) as opened:
        articles = opened.table("articles").to_pandas()
        assert sorted(articles["id"]) == ["s1-0", "s1-1", "s2-0", "s3-0"]
        matches = pl.from_arrow(opened.table("matches"))
        assert matches["a"].to_list() + matches["b"].to_list() == ["s1-0", "s1-1"]  # type: ignore[union-attr]
        assert opened.table("stories")["articles"].to_pylist() == [["s1-0", "s1-1"]]
        assert opened.table("links").num_rows == 0
        with pytest.raises(ValueError, match="there are articles, matches, borrowed, stories, links, rejected"):
            opened.table("article; DROP TABLE article")
