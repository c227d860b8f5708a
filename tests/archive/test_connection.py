"""A connection to the tables of an archive."""

import duckdb
import pytest

from dedup.archive.connection import define


def test_what_cannot_be_defined_leaves_nothing_and_a_connection_of_use() -> None:
    with duckdb.connect() as connection:
        with pytest.raises(duckdb.Error):
            define(connection, ["CREATE TABLE one (number BIGINT)", "CREATE TABLE two (number NO_SUCH_TYPE)"])
        assert connection.sql("SELECT table_name FROM duckdb_tables()").fetchall() == []
        define(connection, ["CREATE TABLE one (number BIGINT)"])
        assert connection.sql("SELECT table_name FROM duckdb_tables()").fetchall() == [("one",)]
