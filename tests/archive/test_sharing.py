"""Several processes and one archive: one writes, others read; what waits, and who is refused."""

import errno
import json
import math
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from in_fork import Fork
from kept import added, sample_lines
from whole_run import write_lines

import dedup
from dedup.api import Archive
from dedup.archive import lock_archive
from dedup.config import ConfigError
from dedup.jobs.add import settings_of
from dedup.jobs.check import check_archive as check
from dedup.pipeline import Run, engine_of, unwatched
from dedup.pipeline.archive_index import open_lookup

DEDUP = (sys.executable, "-m", "dedup.cli")
# Prints what it sees of the archive, once a line is read from its standard input.
READER = """
import sys
from dedup.api import Archive
with Archive.open(sys.argv[1]) as archive:
    for line in sys.stdin:
        archive.reload()
        print(*archive.rows(
            "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM body), (SELECT count(*) FROM pending), "
            "(SELECT count(*) FROM membership ANTI JOIN story USING (story))"
        ).to_pylist()[0].values(), flush=True)
"""


def test_a_reader_sees_commits_whole(archive: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(archive)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def seen() -> list[int]:
            print(file=reader.stdin, flush=True)
            return [int(number) for number in reader.stdout.readline().split()]  # type: ignore[union-attr]

        first = seen()
        assert first[0] == first[1] > 0
        assert first[2:] == [0, 0]
        added(archive, *sample_lines()[-10:-5])
        second = seen()
        assert second == [first[0] + 5, first[0] + 5, 0, 0]
        added(archive, *sample_lines()[-5:])
        assert seen() == [second[0] + 5, second[0] + 5, 0, 0]
        reader.stdin.close()


def test_a_reader_without_a_log_asks_the_file_alone_until_there_is_one(tmp_path: Path) -> None:
    write_lines(tmp_path / "dump.jsonl", sample_lines()[:9])
    path = tmp_path / "out" / "archive.duckdb"
    dedup.run([str(tmp_path / "dump.jsonl")], tmp_path / "out", report=False)
    with Archive.open(path) as reader:
        view = "SELECT sql FROM duckdb_views() WHERE view_name = 'membership' AND NOT internal"
        assert "live" not in reader.rows(view)["sql"][0].as_py()
        before = reader.one("SELECT count(*) FROM article")
        added(path, sample_lines()[9])
        assert reader.reload()
        assert reader.one("SELECT count(*) FROM article") == before + 1
        assert "live" in reader.rows(view)["sql"][0].as_py()


def test_a_second_writer_is_refused(archive: Path, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "more.jsonl", sample_lines()[-1:])
    with Archive.open(archive, write=True):
        with pytest.raises(dedup.ArchiveBusyError, match="another process writes to it"):
            Archive.open(archive, write=True)
        answer = subprocess.run(
            [*DEDUP, "add", lines, "--archive", archive, "-q"], capture_output=True, text=True, check=False
        )
    assert answer.returncode == 6
    assert "another process writes to it" in answer.stderr


def test_a_second_writer_waits(archive: Path) -> None:
    first = Archive.open(archive, write=True)
    with pytest.raises(dedup.ArchiveBusyError):
        lock_archive(archive, 0.1)
    released = threading.Timer(0.3, first.close)
    released.start()
    with Archive.open(archive, write=True, wait=30) as second:
        assert second.writable
    released.join()


def test_a_reader_knows_that_the_file_was_replaced(archive: Path) -> None:
    with Archive.open(archive) as reader:
        articles = reader.one("SELECT count(*) FROM article")
        assert not reader.replaced
        dedup.refresh(archive)
        assert reader.replaced
        assert reader.one("SELECT count(*) FROM article") == articles


def test_readers_may_prepare_the_keys_at_once(archive: Path) -> None:
    """Nobody writes into a file that another is writing: each has a folder of its own."""
    with Archive.open(archive) as opened:
        lookup = open_lookup(opened, settings_of(opened, None))
        assert lookup.ready
        before = {path.name: path.read_bytes() for path in archive.parent.glob("*.keys")}
    for path in [*archive.parent.glob("*.keys"), *archive.parent.glob("*.concepts")]:
        path.unlink()

    def program() -> None:
        with Archive.open(archive) as opened:
            open_lookup(opened, settings_of(opened, None))

    at_once = [Fork.start(program=program) for _ in range(2)]
    said = [process.communicate(120)[1] for process in at_once]
    assert [process.returncode for process in at_once] == [0, 0], said
    assert {path.name: path.read_bytes() for path in archive.parent.glob("*.keys")} == before
    with Archive.open(archive) as opened:
        assert check(opened) == []
    assert not list(archive.parent.glob(".dedup-*"))


@pytest.mark.parametrize(
    "match",
    [
        dedup.MatchConfig(),
        dedup.MatchConfig(rewrites=False, translations=False),
        dedup.MatchConfig(copies=False, translations=False),
        dedup.MatchConfig(rewrites=False),
    ],
    ids=["all kinds", "copies", "rewrites", "without rewrites"],
)
def test_a_refreshed_archive_has_its_keys_at_once(tmp_path: Path, match: dedup.MatchConfig) -> None:
    """They are made of the words that are at hand then, and are those that its texts would give."""
    path = tmp_path / "a.duckdb"
    dedup.add([write_lines(tmp_path / "dump.jsonl", sample_lines()[:24])], path, dedup.Config(match=match))

    def keys() -> dict[str, bytes]:
        return {one.suffix: one.read_bytes() for one in [*tmp_path.glob("*.keys"), *tmp_path.glob("*.concepts")]}

    dedup.refresh(path)
    assert keys() == {}, "nobody has looked for anything yet"
    for _ in range(2):
        with Archive.open(path) as opened:
            open_lookup(opened, settings_of(opened, None))
        of_texts = keys()
        assert len(of_texts) == 2
        dedup.refresh(path)
        assert keys() == of_texts
        for one in [*tmp_path.glob("*.keys"), *tmp_path.glob("*.concepts")]:
            one.unlink()


def test_keys_of_an_archive_without_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    added(path, sample_lines()[0])
    with Archive.open(path, write=True) as opened:
        opened.forget(json.loads(sample_lines()[0])["id"])
        open_lookup(opened, settings_of(opened, None))
    dedup.refresh(path)
    assert len([*tmp_path.glob("*.keys"), *tmp_path.glob("*.concepts")]) == 2
    added(path, sample_lines()[0])
    with Archive.open(path) as opened:
        assert check(opened) == []


def test_a_refresh_bears_that_keys_cannot_be_written(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(archive) as opened:
        open_lookup(opened, settings_of(opened, None))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("dedup.pipeline.archive_index.write_segment", full)
        dedup.refresh(archive)
    assert not list(archive.parent.glob("*.keys"))
    with Archive.open(archive) as opened:
        assert open_lookup(opened, settings_of(opened, None)).ready
        assert check(opened) == []


def test_what_waits_outlives_compaction(archive: Path) -> None:
    """An addition was interrupted after its articles were read; others came, and the log was folded."""
    from dedup.jobs.add import compare_pending, working
    from dedup.pipeline.stages.arrivals import arrive_dumps

    waiting = write_lines(archive.parent / "waiting.jsonl", sample_lines()[-10:-5])
    with Archive.open(archive, write=True) as opened:
        config = settings_of(opened, None)
        with working(opened, config) as work:
            run = Run(work, engine_of(work, config), config, unwatched)
            arrive_dumps(run, opened, [waiting])
    with dedup.Archive.open(archive, write=True) as opened:
        verdicts = list(opened.add([{"id": "late", "text": "words " * 60}]))
        assert [one.status for one in verdicts] == ["first"]
        opened._filter.compact()
        assert opened.one("SELECT count(*) FROM pending") == 5
        assert opened.added() == 0
        articles = opened.one("SELECT count(*) FROM article")
        assert not compare_pending(opened, config, None)
        assert opened.one("SELECT count(*) FROM pending") == 0
        assert opened.one("SELECT count(*) FROM article") == articles + 5
        assert check(opened) == []
    assert added(archive, *sample_lines()[-10:-5]).known == 5


def test_what_waits_is_numbered_last(archive: Path) -> None:
    from dedup.jobs.add import compare_pending, working
    from dedup.pipeline.stages.arrivals import arrive_dumps

    line = sample_lines()[-1]
    with dedup.Archive.open(archive, write=True) as opened:
        config = settings_of(opened, None)
        with working(opened, config) as work:
            run = Run(work, engine_of(work, config), config, unwatched)
            arrive_dumps(run, opened, [write_lines(archive.parent / "one.jsonl", [line])])
        # A copy of what waits comes first after all.
        copy = line.replace(b'"id": "', b'"id": "copy-').replace(b'"url": "https://', b'"url": "https://copy.')
        assert copy.count(b"copy") == 2
        assert next(iter(opened.add([json.loads(copy)]))).status in ("first", "duplicate")
        compare_pending(opened, config, None)
        numbers = dict(
            opened.connection.execute("SELECT id, article FROM article ORDER BY article DESC LIMIT 2").fetchall()
        )
        waited, came = json.loads(line)["id"], json.loads(copy)["id"]
        assert numbers[waited] > numbers[came]
        found = opened.one("SELECT count(*) FROM match WHERE a = ? AND b = ?", [numbers[came], numbers[waited]])
        assert found == 1
        assert check(opened) == []


def test_leftovers_are_swept(archive: Path) -> None:
    left = [archive.with_name(f"a.duckdb.{'0' * 16}.{name}") for name in ("live", "keys", "keys.part")]
    for path in left:
        path.write_bytes(b"" if path.suffix == ".live" else b"left")
    folder = archive.parent / ".dedup-abc"
    folder.mkdir()
    (folder / "lock").touch()
    other = archive.with_name("a.duckdb.notes.txt")
    other.write_text("not ours")
    with Archive.open(archive):
        assert folder.exists()
    with Archive.open(archive, write=True):
        assert not folder.exists()
        assert not any(path.exists() for path in left)
        assert other.exists()


@pytest.mark.parametrize("wait", [math.nan, -1.0, -math.inf])
def test_a_wait_that_is_no_time_is_refused(tmp_path: Path, wait: float) -> None:
    """Below 0 the lock would be waited for without an end."""
    with pytest.raises(ConfigError, match="cannot wait"):
        lock_archive(tmp_path / "a.duckdb", wait)
