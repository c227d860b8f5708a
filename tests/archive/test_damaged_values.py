"""Values in an archive that dedup never writes, in columns of the right types: a stranger's, or those of a disk that
failed. They are told as damage, with the file and the table, and never as a fault of the program."""

from pathlib import Path
from typing import Final

import duckdb
import orjson
import pytest
from in_fork import in_fork
from kept import sample_lines

from dedup.api import Archive
from dedup.archive import ArchiveError
from dedup.jobs import check_archive, refresh_archive

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
