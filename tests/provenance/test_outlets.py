"""Outlet statistics over a small archive made by hand."""

import duckdb
import pytest

from dedup.provenance import OUTLETS_SQL, TAKEN_FROM_SQL
from dedup.schema import TABLES


@pytest.fixture
def archive() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for table in ("article", "link", "membership", "origin"):
        connection.execute(f"CREATE TABLE {table} ({TABLES[table]})")
    for number, (outlet, hour, precision) in enumerate(
        [
            ("a.org", 0, "minute"),
            ("b.org", 2, "minute"),
            ("b.org", 6, "minute"),
            ("b.org", 0, "day"),
            ("b.org", 3, "minute"),
        ]
    ):
        connection.execute(
            "INSERT INTO article (article, id, outlet, published, published_precision) "
            "VALUES ($1, 'id' || $1, $2, TIMESTAMPTZ '2025-03-01 00:00:00+00' + to_hours($3), $4)",
            [number, outlet, hour, precision],
        )
    for child, parent, source, kind, confidence in (
        ("id1", "id0", None, "copy", 0.9),
        ("id2", "id0", None, "translation", 0.8),
        ("id3", None, "Reuters", None, 0.7),
        ("id4", "id0", None, "copy", 0.2),
    ):
        connection.execute(
            "INSERT INTO link (child, parent, source, kind, confidence) VALUES (?, ?, ?, ?, ?)",
            [child, parent, source, kind, confidence],
        )
    return connection


def test_shares_and_lag(archive: duckdb.DuckDBPyConnection) -> None:
    rows = archive.sql(OUTLETS_SQL, params={"confidence": 0.5}).to_arrow_table().to_pylist()
    assert [row["outlet"] for row in rows] == ["a.org", "b.org"]
    assert rows[0]["original"] == 1
    assert rows[0]["median_lag"] is None
    taker = rows[1]
    assert (taker["articles"], taker["unsure"]) == (4, 1)
    ways = ("original", "copied", "rewritten", "translated", "from_source")
    assert [round(taker[way], 3) for way in ways] == [0, 0.333, 0, 0.333, 0.333]
    assert taker["median_lag"] == 4 * 3600


def test_a_doubted_date_makes_no_delay(archive: duckdb.DuckDBPyConnection) -> None:
    doubt = '[{"type":"cue","words":"\\"type\\":\\"date_doubted\\""},{"type":"date_doubted","article":"id2"}]'
    archive.execute("UPDATE link SET evidence = ? WHERE child = 'id2'", [doubt])
    archive.execute("UPDATE link SET evidence = ? WHERE child = 'id1'", [doubt.partition(",{")[0] + "]"])
    rows = archive.sql(OUTLETS_SQL, params={"confidence": 0.5}).to_arrow_table().to_pylist()
    assert rows[1]["median_lag"] == 2 * 3600


def test_whom_it_takes_from(archive: duckdb.DuckDBPyConnection) -> None:
    rows = archive.execute(TAKEN_FROM_SQL, {"confidence": 0.5}).fetchall()
    assert [row[:4] for row in rows] == [("b.org", "a.org", True, 2), ("b.org", "Reuters", False, 1)]
    unsure = archive.execute(TAKEN_FROM_SQL, {"confidence": 0.0}).fetchall()
    assert unsure[0][:4] == ("b.org", "a.org", True, 3)
