"""An archive from a stranger is a data file: opening and reading it runs nothing, and reaches nothing."""

from pathlib import Path

import duckdb
import pytest

from dedup.api import Archive, opened
from dedup.archive import ArchiveError, LegacyArchive
from dedup.archive.connection import connect, refuse_all_but_tables

PROGRAMS = {
    "a view in place of a table": "ALTER TABLE rejected RENAME TO r; CREATE VIEW rejected AS FROM r",
    "a view in place of what is read first": "ALTER TABLE meta RENAME TO m; CREATE VIEW meta AS FROM m",
    "a view that never ends": "ALTER TABLE meta RENAME TO m; CREATE VIEW meta AS "
    "SELECT 'format' AS key, '2' AS value FROM range(1000000) a, range(1000000) b WHERE a.range + b.range < 0",
    "a view beside the tables": "CREATE VIEW other AS SELECT 1",
    "a macro": "CREATE MACRO lower(x) AS x",
    "a table macro": "CREATE MACRO other() AS TABLE FROM read_text('/etc/hostname')",
    "a sequence": "CREATE SEQUENCE s",
    "a schema": "CREATE SCHEMA s",
    "a generated column": "DROP TABLE renamed; CREATE TABLE renamed (old VARCHAR, name VARCHAR AS (old || 'x'))",
}
DAMAGE = {
    "a generation that is a path": "UPDATE meta SET value = '../../x' WHERE key = 'generation'",
    "no generation": "DELETE FROM meta WHERE key = 'generation'",
    "a generation of NULL": "UPDATE meta SET value = NULL WHERE key = 'generation'",
    "settings of another form": "UPDATE meta SET value = '[1]' WHERE key = 'settings'",
    "a room of settings of another form": """UPDATE meta SET value = '{"match": 3}' WHERE key = 'settings'""",
    "settings cut short": """UPDATE meta SET value = '{"match"' WHERE key = 'settings'""",
    "a number for a switch": """UPDATE meta SET value = '{"match": {"copies": 1}}' WHERE key = 'settings'""",
    "a text for a number": """UPDATE meta SET value = '{"match": {"seed_words": "4"}}' WHERE key = 'settings'""",
    "a list for a number": """UPDATE meta SET value = '{"story": {"whole_share": [1]}}' WHERE key = 'settings'""",
    "texts for numbers": """UPDATE meta SET value = '{"provenance": {"link_scale": ["a"]}}' WHERE key = 'settings'""",
    "numbers for names": """UPDATE meta SET value = '{"read": {"fields": {"text": 7}}}' WHERE key = 'settings'""",
    "two numbers for one": """UPDATE meta SET value = '{"text": {"passage_words": [40]}}' WHERE key = 'settings'""",
    "a number below its bounds": """UPDATE meta SET value = '{"sketch": {"seed": -1}}' WHERE key = 'settings'""",
    "a number above them": """UPDATE meta SET value = '{"sketch": {"copy_rows": 8000}}' WHERE key = 'settings'""",
    "no settings": "DELETE FROM meta WHERE key = 'settings'",
    "no dictionary": "DELETE FROM dictionary",
    "a dictionary of NULL": "UPDATE dictionary SET zstd = NULL",
    "a table missing": "DROP TABLE story",
    "a column missing": "ALTER TABLE story DROP COLUMN name",
    "a column of another type": "ALTER TABLE story ALTER COLUMN story TYPE VARCHAR",
}


def changed(archive: Path, sql: str) -> Path:
    with duckdb.connect(str(archive)) as connection:
        connection.execute(sql)
    return archive


@pytest.mark.parametrize("what", PROGRAMS)
def test_a_file_that_holds_a_program_is_refused(archive: Path, what: str) -> None:
    changed(archive, PROGRAMS[what])
    with pytest.raises(ArchiveError, match="not an archive of dedup"):
        Archive.open(archive)
    with pytest.raises(ArchiveError, match="not an archive of dedup"):
        LegacyArchive.open(archive)


def test_a_file_is_looked_through_once_and_again_when_it_has_changed(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[Path] = []

    def look(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
        looks.append(path)
        refuse_all_but_tables(connection, path)

    monkeypatch.setattr("dedup.archive.file.refuse_all_but_tables", look)
    for _ in range(2):
        Archive.open(archive).close()
    assert looks == [archive]
    changed(archive, PROGRAMS["a macro"])
    with pytest.raises(ArchiveError, match="it holds the macro"):
        Archive.open(archive)
    with pytest.raises(ArchiveError, match="it holds the macro"):
        Archive.open(archive)


@pytest.mark.parametrize("what", DAMAGE)
def test_a_file_that_dedup_did_not_write_is_refused(archive: Path, what: str) -> None:
    changed(archive, DAMAGE[what])
    with pytest.raises(ArchiveError, match="not an archive of dedup"):
        Archive.open(archive)


def test_a_connection_has_no_way_out(archive: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with Archive.open(archive) as opened:
        for connection in (opened.connection, opened.connection.cursor()):
            for sql in (
                f"FROM read_text('{secret}')",
                f"FROM '{secret}'",
                f"FROM glob('{tmp_path}/*')",
                f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
                f"ATTACH '{tmp_path}/other.duckdb' AS other",
                "FROM 'https://dump.example/a.parquet'",
                "INSTALL httpfs",
                "LOAD httpfs",
                "SET enable_external_access = true",
                "SET TimeZone = 'America/New_York'",
            ):
                with pytest.raises(duckdb.Error, match=r"disabled|locked"):
                    connection.execute(sql)
    assert not (tmp_path / "out.csv").exists()


def test_a_query_takes_no_variable_for_a_table() -> None:
    import pyarrow as pa

    ours = pa.table({"secret": ["1"]})
    with connect() as connection, pytest.raises(duckdb.CatalogException):
        connection.execute("FROM ours")
    assert ours.num_rows


def test_one_place_opens_connections() -> None:
    package = Path(connect.__code__.co_filename).parents[1]
    openers = {path.name for path in package.rglob("*.py") if "duckdb.connect(" in path.read_text(encoding="utf-8")}
    assert openers == {"connection.py", "database.py"}, "the second opens a dump; see test_files_in_files"


@pytest.mark.parametrize("fault", ["published = 'infinity'", "published = '99999-01-01'", "id = NULL"])
def test_what_python_cannot_read_keeps_no_record_from_being_compared(fault: str, tmp_path: Path) -> None:
    text = "The harbour of Brackenfield opens again after the storm, and the first ships come in on Monday morning."
    there = {"id": "a", "url": "https://harbour.example/1", "title": "Harbour opens", "text": text}
    path = tmp_path / "a.duckdb"
    with opened(path) as archive:
        list(archive.add([there]))
        archive.compact()
    changed(path, f"UPDATE article SET {fault}")
    with opened(path, read_only=True) as archive:
        other = "A vote on the budget of Quillmarsh was put off until spring, as two members of its council were ill."
        assert archive.check({**there, "id": "b", "title": "Vote put off", "text": other}).status == "first"
