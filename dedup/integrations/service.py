"""One thread that owns an archive, and answers whoever asks it.

An archive is used by one thread at a time, and a batch costs much by itself. So questions wait in a line, and those of
one sort that stand together are answered together. They are answered as they came: the answers are those that one asker
would get who asked them one after the other.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import duckdb

from dedup.api import opened, opened_beside
from dedup.archive import ArchiveError, ArchiveStore
from dedup.config import Config
from dedup.ingest import Article
from dedup.messages import DedupError
from dedup.pipeline import Filter, FilterConfig, Verdict, runs

_BATCH: Final = 500
"""Articles answered together at most, as of a pipe."""

_Answer = TypeVar("_Answer")


class ClosedError(DedupError, RuntimeError):
    """The archive was asked after its owner had closed it."""


@dataclass(frozen=True)
class _Job:
    kind: Literal["add", "look", "ask"]
    articles: Sequence[Article]
    question: Callable[[ArchiveStore], Any] | None
    answer: "Future[Any]"


class Owner:
    """Holds the archive at a path until it is closed. Its methods may be called by any thread."""

    def __init__(
        self,
        path: str | Path,
        settings: FilterConfig,
        *,
        read_only: bool = False,
        config: Config | None = None,
        wait: float = 0.0,
        against: Sequence[str | Path] = (),
    ) -> None:
        """Open the archive, or make it if there is none and it is not `read_only`; `wait` seconds for another writer.
        What the archives `against` hold is a duplicate too; they are opened for reading, and read again when another
        process has replaced their file.

        Raises:
            ArchiveError, ArchiveBusyError, OSError: as `Archive.open` and `Archive.filter`.
        """
        self.path = Path(path)
        self._settings = settings
        self._config = config
        self.read_only = read_only
        self._wait = wait
        self._against = tuple(against)
        self._waiting: deque[_Job] = deque()
        self._closing = False
        self._dropping = False
        self._changed = threading.Condition()
        ready: Future[Config] = Future()
        # The right to write belongs to the thread that took it, so the archive is opened where it is used.
        self._thread = threading.Thread(target=self._own, args=(ready,), name=f"archive {self.path.name}", daemon=True)
        self._thread.start()
        self.config = ready.result()
        """What the archive was made with."""

    def add(self, articles: Sequence[Article]) -> "Future[list[Verdict]]":
        """Return what is said of `articles`, once they are in the archive; of one that is only read, as `look`.

        Raises:
            ClosedError: if it was closed.
        """
        return self._put(_Job("look" if self.read_only else "add", articles, None, Future()))

    def look(self, articles: Sequence[Article]) -> "Future[list[Verdict]]":
        """Return what is said of each of `articles` by itself; nothing is added.

        Raises:
            ClosedError: if it was closed.
        """
        return self._put(_Job("look", articles, None, Future()))

    def ask(self, question: Callable[[ArchiveStore], _Answer]) -> "Future[_Answer]":
        """Return what `question` finds in the archive.

        Raises:
            ClosedError: if it was closed.
        """
        return self._put(_Job("ask", (), question, Future()))

    def close(self, seconds: float | None = None) -> None:
        """Answer who still waits, and close the archive. With `seconds`, whoever waits is refused instead, and what
        is being answered is given so long to end."""
        with self._changed:
            self._closing = True
            if seconds is not None:
                self._dropping = True
                self._refuse_waiting(ClosedError(f"{self.path}: closed"))
            self._changed.notify_all()
        self._thread.join(seconds)

    def __enter__(self) -> "Owner":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _put(self, job: _Job) -> "Future[Any]":
        with self._changed:
            if self._closing:
                raise ClosedError(f"{self.path}: closed")
            self._waiting.append(job)
            self._changed.notify_all()
        return job.answer

    def _own(self, ready: "Future[Config]") -> None:
        fault: BaseException = ClosedError(f"{self.path}: closed")
        try:
            with ExitStack() as held:
                self._answer_all(ready, held)
        except BaseException as error:
            fault = error
        finally:
            # Whatever ended this thread, nobody waits for it any longer.
            if not ready.done():
                ready.set_exception(fault)
            with self._changed:
                self._closing = True
                self._refuse_waiting(fault)

    def _answer_all(self, ready: "Future[Config]", held: ExitStack) -> None:
        filter_: Filter | None = self._open(held)
        assert filter_ is not None
        ready.set_result(filter_.config)
        while bundle := self._next():
            jobs = [job for job in bundle if job.answer.set_running_or_notify_cancel()]
            try:
                # The file may be away for a moment, or damaged: that is reported, and looked at again for the next.
                if filter_ is None or (self.read_only and filter_.archive.replaced):
                    filter_ = None
                    held.close()
                    filter_ = self._open(held)
                self._answer(filter_, jobs)
            except BaseException as error:
                for job in jobs:
                    if not job.answer.done():
                        job.answer.set_exception(error)
                if not isinstance(error, Exception):
                    raise
            # These say that the archive cannot be used as it was opened.
            if any(isinstance(job.answer.exception(), ArchiveError | OSError | duckdb.Error) for job in jobs):
                filter_ = None

    def _refuse_waiting(self, fault: BaseException) -> None:
        while self._waiting:
            job = self._waiting.popleft()
            if job.answer.set_running_or_notify_cancel():
                job.answer.set_exception(fault)

    def _open(self, held: ExitStack) -> Filter:
        archive = held.enter_context(opened(self.path, read_only=self.read_only, config=self._config, wait=self._wait))
        references = held.enter_context(opened_beside(self._against))
        return Filter(archive, self._settings, self._config, against=references)

    def _next(self) -> list[_Job]:
        """The jobs at the head of the line that can be done together; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            bundle: list[_Job] = []
            size = 0
            while self._waiting:
                job = self._waiting[0]
                size += len(job.articles)
                if bundle and (job.kind != bundle[0].kind or job.kind == "ask" or size > _BATCH):
                    break
                bundle.append(self._waiting.popleft())
            return bundle

    def _answer(self, filter_: Filter, bundle: list[_Job]) -> None:
        if not bundle:
            return
        question = bundle[0].question
        if question is not None:
            try:
                bundle[0].answer.set_result(question(filter_.archive))
            except Exception as error:
                bundle[0].answer.set_exception(error)
            return
        verdicts: list[Verdict] = []
        try:
            for part in _parts([article for job in bundle for article in job.articles], filter_.archive.same_outlet):
                if self._dropping:
                    raise ClosedError(f"{self.path}: closed")
                if bundle[0].kind == "look":
                    verdicts += filter_.look(part)
                else:
                    answered = filter_.answer(part)
                    filter_.commit(answered)
                    verdicts += answered.verdicts
        except Exception as error:
            self._after(filter_, bundle, verdicts, error)
            return
        self._answer_jobs(bundle, verdicts)

    def _after(self, filter_: Filter, bundle: list[_Job], verdicts: list[Verdict], error: Exception) -> None:
        """What was answered before a fault stays; the fault of one is not that of the others who were answered with
        it."""
        left = self._answer_jobs(bundle, verdicts)
        began = len(verdicts) - sum(len(job.articles) for job in bundle[: len(bundle) - len(left)])
        if began or len(left) == 1:
            left[0].answer.set_exception(error)
            left = left[1:]
        for job in left:
            self._answer(filter_, [job])

    @staticmethod
    def _answer_jobs(bundle: list[_Job], verdicts: list[Verdict]) -> list[_Job]:
        """Give each its answer; returns those for whom there is none."""
        start = 0
        for place, job in enumerate(bundle):
            stop = start + len(job.articles)
            if stop > len(verdicts):
                return bundle[place:]
            job.answer.set_result(verdicts[start:stop])
            start = stop
        return []


def _parts(articles: Sequence[Article], same_outlet: str) -> list[list[Article]]:
    cut = runs(articles, same_outlet)
    return [run[start : start + _BATCH] for run in cut for start in range(0, len(run), _BATCH)]
