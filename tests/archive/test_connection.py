"""A connection to the tables of an archive."""

from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from dedup.archive.connection import MemoryArchive, define
from dedup.config import Config, MatchConfig


def test_what_cannot_be_defined_leaves_nothing_and_a_connection_of_use() -> None:
    with duckdb.connect() as connection:
        with pytest.raises(duckdb.Error):
            define(connection, ["CREATE TABLE one (number BIGINT)", "CREATE TABLE two (number NO_SUCH_TYPE)"])
        assert connection.sql("SELECT table_name FROM duckdb_tables()").fetchall() == []
        define(connection, ["CREATE TABLE one (number BIGINT)"])
        assert connection.sql("SELECT table_name FROM duckdb_tables()").fetchall() == [("one",)]


def test_a_config_is_made_once_of_the_settings_that_there_are() -> None:
    held = MemoryArchive(Path("news.duckdb"), Config().settings(), {})
    assert held.config is held.config
    assert held.config.settings() == Config().settings()
    held.settings = replace(Config(), match=MatchConfig(window="30d")).settings()
    assert held.config.match.window == "30d"
    held.connection.close()
