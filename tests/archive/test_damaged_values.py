"""Values in an archive that dedup never writes, in columns of the right types: a stranger's, or those of a disk that
failed. They are told as damage, with the file and the table, and never as a fault of the program."""

from contextlib import suppress
from pathlib import Path
from typing import Final, get_args

import duckdb
import orjson
import pytest
from in_fork import in_fork
from kept import sample_lines
from typer.testing import CliRunner

from dedup.api import Archive
from dedup.archive import ArchiveError, damaged_values
from dedup.cli.program import app
from dedup.jobs import check_archive, refresh_archive
from dedup.provenance.records import OriginVerdict

PACKED: Final = {
    "NULL": "NULL",
    "nothing": "''::BLOB",
    "garbage": "'garbage'::BLOB",
    "a part of it": "packed[:20]",
    "a frame said to hold exabytes": r"'\x28\xb5\x2f\xfd\xe0\xff\xff\xff\xff\xff\xff\xff\x7f\x01\x00\x00'::BLOB",
    "a frame of no size": r"'\x28\xb5\x2f\xfd\x00\x58\x01\x00\x00'::BLOB",
}
ASKED: Final = ("origin FILE", "explain", "filter", "filter --read-only", "add", "refresh", "info", "forget")
"""Commands that read texts."""


def changed(archive: Path, sql: str) -> Path:
    with duckdb.connect(str(archive)) as connection:
        connection.execute(sql)
    return archive


def asked(name: str, archive: Path, dump: Path) -> list[str | Path]:
    first, second = (orjson.loads(line)["id"] for line in sample_lines()[:2])
    return {
        "origin FILE": ["origin", dump],
        "explain": ["explain", first, second],
        "filter": ["filter", dump],
        "filter --read-only": ["filter", dump, "--read-only"],
        "add": ["add", dump],
        "refresh": ["refresh"],
        "info": ["archive", "info"],
        "forget": ["archive", "forget", first, "--yes"],
    }[name] + ["--archive", archive]


WRONG: Final = {
    "UPDATE article SET article = NULL WHERE article = 0": ("origin FILE", "explain"),
    "UPDATE article SET article = 9223372036854775807 WHERE article = 0": ("origin ID",),
    "UPDATE article SET id = NULL WHERE article = 0": ("origin FILE", "explain"),
    "UPDATE body SET article = NULL WHERE article = 0": ("origin FILE",),
    "UPDATE body SET article = -5 WHERE article = 0": ("story", "stories"),
    "UPDATE body SET article = 9223372036854775807 WHERE article = 0": ("origin FILE", "explain"),
    "UPDATE body SET starts = [NULL]": ("add",),
    "UPDATE body SET starts = [-7]": ("explain",),
    "UPDATE body SET ends = []": ("explain",),
    "UPDATE body SET ends = NULL": ("add",),
    "UPDATE body SET ends = list_transform(ends, lambda e: 2147483647)": ("explain",),
    "UPDATE match SET passages = [NULL]": ("export",),
    "UPDATE match SET focus_a = NULL": ("add",),
    "UPDATE match SET kind = 'x'": ("explain",),
    "UPDATE membership SET story = NULL": ("origin ID", "story"),
    "UPDATE membership SET story = 9223372036854775807": ("story",),
    "UPDATE membership SET article = 9223372036854775807 WHERE article = 1": ("origin ID",),
    "UPDATE story SET story = -5": ("story", "origin ID"),
    "UPDATE link SET via = [NULL]": ("origin ID", "explain"),
    "UPDATE link SET via = NULL": ("story",),
    "UPDATE link SET evidence = 'x'": ("origin ID", "explain", "export"),
    "UPDATE link SET confidence = NULL": ("explain",),
    "UPDATE origin SET evidence = '{'": ("story",),
    "UPDATE origin SET verdict = 'x'": ("stories",),
    "UPDATE counted SET articles = NULL": ("origin FILE",),
    "UPDATE learned SET concept = NULL": ("origin FILE",),
}
"""What a file of a stranger may hold, in columns of the right types, and commands that ended in a traceback for it."""


@pytest.mark.parametrize("sql", WRONG)
def test_a_value_that_dedup_never_writes_is_told(sql: str, archive: Path, tmp_path: Path) -> None:
    changed(archive, sql)
    with suppress(ArchiveError), Archive.open(archive) as opened:
        assert any(damaged_values(opened.connection)), "and in order before"
    dump = tmp_path / "one.jsonl"
    dump.write_bytes(sample_lines()[0].replace(b'"text": "', b'"text": "And then '))
    first, second = (orjson.loads(line)["id"] for line in sample_lines()[:2])
    ways: dict[str, list[str | Path]] = {
        "origin ID": ["origin", first],
        "origin FILE": ["origin", dump],
        "story": ["story", first],
        "stories": ["stories"],
        "explain": ["explain", first, second],
        "export": ["export", "-o", tmp_path / "out"],
        "add": ["add", dump],
    }
    for name in WRONG[sql]:
        ended = CliRunner().invoke(app, [*map(str, ways[name]), "--archive", str(archive)])
        assert ended.exception is None or isinstance(ended.exception, SystemExit), (name, ended.exception)


def test_in_order_no_value_is_damage(archive: Path) -> None:
    with Archive.open(archive) as opened:
        assert list(damaged_values(opened.connection)) == []


def test_the_verdicts_that_may_be_are_those_that_are_given(archive: Path) -> None:
    for verdict in get_args(OriginVerdict):
        changed(archive, f"UPDATE origin SET verdict = '{verdict}'")
        with Archive.open(archive) as opened:
            assert list(damaged_values(opened.connection)) == []


@pytest.mark.parametrize("name", ASKED)
def test_a_command_tells_a_text_that_is_no_text(name: str, archive: Path, tmp_path: Path) -> None:
    changed(archive, "UPDATE article SET packed = 'garbage'::BLOB")
    dump = tmp_path / "one.jsonl"
    dump.write_bytes(sample_lines()[0].replace(b'"text": "', b'"text": "And then '))
    ended = in_fork(*asked(name, archive, dump))
    assert ended.returncode == 5, ended.stderr
    assert f"{archive}: damaged (table article: ".encode() in ended.stderr
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("what", PACKED)
def test_every_way_reads_no_text_where_none_can_be(what: str, archive: Path) -> None:
    changed(archive, f"UPDATE article SET packed = {PACKED[what]}")
    with Archive.open(archive) as opened:
        assert any("cannot be unpacked" in problem for problem in check_archive(opened))
        with pytest.raises(ArchiveError, match="table article"):
            opened.articles([0, 1])
    with pytest.raises(ArchiveError, match="table article"), Archive.open(archive) as opened:
        opened.rows("SELECT text FROM article")
    with pytest.raises(ArchiveError, match="table article"):
        refresh_archive(archive)


@pytest.mark.parametrize("dictionary", ["''::BLOB", "'garbage'::BLOB"])
def test_a_dictionary_that_is_another_is_told_with_the_texts(dictionary: str, archive: Path) -> None:
    changed(archive, f"UPDATE dictionary SET zstd = {dictionary}")
    with pytest.raises(ArchiveError, match="table article"):
        refresh_archive(archive)
