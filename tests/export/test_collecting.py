"""While a run works and a report is written Python looks for reference cycles more rarely, and after it as before, in
any thread."""

import gc
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from whole_run import Ran

from dedup.api import Archive
from dedup.export.report import write_report
from dedup.jobs import run_dumps


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


def written(ran: Ran, out: Path) -> int:
    """The threshold in force while stories are rendered."""
    seen: list[int] = []

    def spread(job: Callable[[], Callable[[Any], Any]], parts: Iterable[Any]) -> Iterator[Any]:
        seen.append(gc.get_threshold()[0])
        return map(job(), parts)

    with Archive.open(ran.archive) as archive:
        write_report(archive, out, spread=spread)
    return seen[0]


@pytest.mark.parametrize(("before", "meanwhile"), [(700, 50_000), (0, 0), (200_000, 200_000)])
def test_who_looks_as_rarely_or_never_goes_on_so(before: int, meanwhile: int, ran: Ran, tmp_path: Path) -> None:
    gc.set_threshold(before, 11, 12)
    assert written(ran, tmp_path) == meanwhile
    assert gc.get_threshold()[:2] == (before, 11)


def test_another_thread_leaves_the_setting_alone(ran: Ran, tmp_path: Path) -> None:
    gc.set_threshold(700)
    seen: list[int] = []
    thread = threading.Thread(target=lambda: seen.append(written(ran, tmp_path)))
    thread.start()
    thread.join()
    assert seen == [700]


def test_a_fault_puts_it_back(ran: Ran, tmp_path: Path) -> None:
    def fail(job: Callable[[], Callable[[Any], Any]], parts: Iterable[Any]) -> Iterator[Any]:
        raise RuntimeError

    gc.set_threshold(700)
    with Archive.open(ran.archive) as archive, pytest.raises(RuntimeError):
        write_report(archive, tmp_path, spread=fail)
    assert gc.get_threshold()[0] == 700


def test_a_run_looks_rarely_and_puts_it_back(tmp_path: Path) -> None:
    seen: list[int] = []
    dump = tmp_path / "dump.jsonl"
    dump.write_text('{"id": "a", "text": "The ferry to Lind was late again, and nobody on the pier was told why."}\n')
    gc.set_threshold(700)
    run_dumps(dump, tmp_path / "out", report=False, archive=False, watch=lambda *_: seen.append(gc.get_threshold()[0]))
    assert set(seen) == {50_000}
    assert gc.get_threshold()[0] == 700
