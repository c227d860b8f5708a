"""An archive is its file, whatever name it goes by; a file knows that it has a log, and no log is thrown away."""

import os
import shutil
from pathlib import Path

import pytest
from kept import added, exported, rows, sample_lines

import dedup
from dedup.api import Archive
from dedup.archive import ArchiveBusyError, ArchiveError
from dedup.archive.companions import marked_log
from dedup.jobs import check_archive, compact, migrate_archive, refresh_archive

COUNT = "SELECT count(*) AS n FROM article"


def articles(archive: Path) -> int:
    return int(rows(archive, COUNT)[0]["n"])


def test_a_symbolic_link_is_the_file_that_it_leads_to(grown: Path) -> None:
    (grown.parent / "elsewhere").mkdir()
    link = grown.parent / "elsewhere" / "b.duckdb"
    link.symlink_to(grown)
    with Archive.open(link, write=True), pytest.raises(ArchiveBusyError):
        Archive.open(grown, write=True)
    assert articles(link) == articles(grown)
    added(link, *sample_lines()[-5:])
    assert articles(grown) == len(sample_lines())
    assert compact(link) == 4
    assert migrate_archive(link) is None
    assert link.is_symlink()
    assert [path.name for path in link.parent.iterdir() if path.is_file()] == ["b.duckdb"]
    assert articles(grown) == articles(link) == len(sample_lines())


def test_an_archive_is_made_where_a_link_leads(tmp_path: Path) -> None:
    link, place = tmp_path / "link.duckdb", tmp_path / "real"
    place.mkdir()
    link.symlink_to(place / "a.duckdb")
    added(link, *sample_lines()[:3])
    assert link.is_symlink()
    assert articles(place / "a.duckdb") == 3


def test_a_hard_link_is_another_name_of_it(grown: Path) -> None:
    other = grown.with_name("b.duckdb")
    os.link(grown, other)
    with Archive.open(other, write=True) as opened:
        assert opened.path == grown
        with pytest.raises(ArchiveBusyError):
            Archive.open(grown, write=True)
    added(other, *sample_lines()[-5:])
    assert articles(grown) == len(sample_lines())


def test_of_two_hard_links_without_a_log_one_is_written_to(archive: Path) -> None:
    other = archive.with_name("b.duckdb")
    os.link(archive, other)
    before = articles(archive)
    with dedup.Archive.open(archive, write=True) as first, dedup.Archive.open(other, write=True) as second:
        assert next(iter(first.add([{"id": "one", "text": "words " * 60}]))).status == "first"
        with pytest.raises(ArchiveError, match="another name of an archive"):
            list(second.add([{"id": "two", "text": "words " * 60}]))
    assert articles(other) == articles(archive) == before + 1


def test_a_file_that_was_renamed_takes_its_log_along(grown: Path) -> None:
    before, moved = exported(grown), grown.with_name("old.duckdb")
    shutil.move(grown, moved)
    assert exported(moved) == before
    added(moved, *sample_lines()[-5:])
    assert articles(moved) == len(sample_lines())
    with Archive.open(moved) as opened:
        assert check_archive(opened) == []
    assert not list(moved.parent.glob("a.duckdb.*.live*"))


def test_a_new_archive_does_not_delete_the_log_of_one_that_was_moved(grown: Path) -> None:
    count, moved = articles(grown), grown.with_name("old.duckdb")
    shutil.move(grown, moved)
    added(grown, *sample_lines()[:3])
    refresh_archive(grown)
    with Archive.open(grown) as opened:
        assert "belongs to another file" in "".join(check_archive(opened))
    assert articles(moved) == count
    added(moved, *sample_lines()[-5:])
    assert articles(moved) == count + 5
    with Archive.open(grown) as opened:
        assert check_archive(opened) == []


@pytest.mark.parametrize("write", [False, True])
def test_a_file_without_its_log_says_so(grown: Path, tmp_path: Path, write: bool) -> None:
    count = articles(grown)
    for place in (tmp_path / "elsewhere" / "b.duckdb", grown.with_name("copy.duckdb")):
        place.parent.mkdir(exist_ok=True)
        shutil.copy(grown, place)
        with pytest.raises(ArchiveError, match="without its log"):
            Archive.open(place, write=write)
        log = grown.with_name(marked_log(grown) or "")
        own = place.with_name(log.name.replace("a.duckdb", place.name))
        shutil.copy(log, own)
        assert articles(place) == count
    # One that is lost for good.
    own.write_bytes(b"")
    assert articles(place) == count - 5


def test_a_file_whose_log_was_folded_stands_alone(grown: Path, tmp_path: Path) -> None:
    count = articles(grown)
    compact(grown)
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(grown, tmp_path / "elsewhere" / "b.duckdb")
    assert articles(tmp_path / "elsewhere" / "b.duckdb") == count


@pytest.mark.parametrize("name", ["a?b#c", "a%20b c", "a'b\"c;d", "файл\n*[b]"])
def test_any_name_that_a_folder_and_a_file_may_have(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    archive = tmp_path / name / f"{name}.duckdb"
    added(archive, *sample_lines()[:3])
    added(archive, *sample_lines()[3:4])
    compact(archive)
    assert articles(archive) == 4
    assert not [path for path in (tmp_path / name).iterdir() if path.name.startswith(".dedup-")]


@pytest.mark.parametrize(
    "name", ["a\\b/a.duckdb", "a\\b.duckdb", os.fsdecode(b"caf\xe9/a.duckdb"), os.fsdecode(b"\xe9.duckdb")]
)
def test_a_path_that_the_database_cannot_open_is_said(tmp_path: Path, name: str) -> None:
    archive = tmp_path / name
    archive.parent.mkdir(exist_ok=True)
    with pytest.raises(OSError, match=r"backslash|not UTF-8"):
        added(archive, *sample_lines()[:3])
    assert not archive.exists()


def test_a_run_leaves_no_folder_that_the_database_cannot_open(tmp_path: Path) -> None:
    dump = tmp_path / "d.jsonl"
    dump.write_bytes(b"".join(sample_lines()[:3]))
    out = tmp_path / os.fsdecode(b"caf\xe9")
    with pytest.raises(OSError, match="not UTF-8"):
        dedup.run(str(dump), out, report=False)
    assert not out.exists()
