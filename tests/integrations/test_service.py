"""The thread that owns an archive: whatever happens to it or to the file, nobody waits for ever."""

import shutil
import threading
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from made_records import record

from dedup.api import Archive, opened
from dedup.archive import ArchiveError
from dedup.config import ReadConfig
from dedup.ingest import Article, RecordReader
from dedup.integrations import service
from dedup.integrations.service import ClosedError, Owner
from dedup.pipeline import FilterConfig

READER = RecordReader(ReadConfig(), "test")
SECONDS = 60.0


def article(story: int, outlet: int = 0) -> Article:
    found = READER.record(record(story, outlet), "1")
    assert isinstance(found, Article)
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "a.duckdb"
    with opened(path) as made:
        list(made.filter([record(1), record(2)]))
    return path


def fault(answer: "Future[Any]") -> BaseException | None:
    return answer.exception(SECONDS)


def test_an_archive_that_was_away_is_answered_from_again(archive: Path) -> None:
    with Owner(archive, FilterConfig(), read_only=True) as owner:
        assert owner.look([article(1, 1)]).result(SECONDS)[0].status == "duplicate"
        archive.rename(archive.with_name("away"))
        assert isinstance(fault(owner.look([article(1, 1)])), ArchiveError)
        assert isinstance(fault(owner.ask(lambda one: one.generation)), ArchiveError)
        archive.with_name("away").rename(archive)
        assert owner.look([article(1, 1)]).result(SECONDS)[0].status == "duplicate"


def test_an_archive_that_was_damaged_is_answered_from_again(archive: Path) -> None:
    kept = shutil.copy(archive, archive.with_name("kept"))
    with Owner(archive, FilterConfig(), read_only=True) as owner:
        owner.look([article(1, 1)]).result(SECONDS)
        archive.unlink()
        archive.write_bytes(b"no archive" * 10_000)
        for _ in range(2):
            assert fault(owner.look([article(1, 1)])) is not None
        archive.unlink()
        shutil.copy(kept, archive)
        assert owner.look([article(1, 1)]).result(SECONDS)[0].status == "duplicate"


def test_whatever_ends_the_thread_reaches_whoever_waits(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class EndError(BaseException):
        pass

    def question(_: Archive) -> None:
        raise EndError("the end")

    owner = Owner(archive, FilterConfig())
    first = owner.ask(question)
    second = None
    with suppress(ClosedError):
        second = owner.look([article(1)])
    assert isinstance(fault(first), EndError)
    assert second is None or isinstance(fault(second), EndError)
    owner._thread.join(SECONDS)
    with pytest.raises(ClosedError):
        owner.look([article(1)])
    owner.close()


def test_closing_in_time_refuses_whoever_waits(archive: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(_: Archive) -> int:
        begun.set()
        go_on.wait(SECONDS)
        return 1

    owner = Owner(archive, FilterConfig())
    first = owner.ask(slow)
    begun.wait(SECONDS)
    second = owner.look([article(1)])
    owner.close(0.1)
    assert isinstance(fault(second), ClosedError)
    go_on.set()
    assert first.result(SECONDS) == 1
    owner._thread.join(SECONDS)


def test_a_large_batch_stops_between_its_parts(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_BATCH", 1)
    with Owner(archive, FilterConfig()) as owner:
        owner._dropping = True
        assert isinstance(fault(owner.add([article(5), article(6)])), ClosedError)
