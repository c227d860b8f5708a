"""Commands in forks of one process that has everything loaded, so that an end hits the work and not Python's start."""

import gc
import inspect
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "dump.jsonl"
FORGOTTEN: Final = json.loads(SAMPLES.read_bytes().splitlines()[1])["id"]
"""The article that `archive forget` is to forget."""
BATCH: Final = 3
"""Articles of a commit: few, so that there are many moments to die at."""
_HEARD: Final = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
    signal.SIGHUP: signal.SIG_DFL,
}
"""What the signals that end a command do in a process that nobody has changed."""
PATIENCE: Final = 120.0
"""Seconds after which a process does not end by itself."""


class CrashError(AssertionError):
    """Something was lost, or is there that must not be."""


def require(held: bool, otherwise: str) -> None:
    """Raise `CrashError` unless something is held to be so."""
    if not held:
        raise CrashError(otherwise)


def run_command(command: str, place: Path, first: Path, second: Path, address: Path) -> Callable[[], None]:
    """What a fork does: `command` on the archive in `place`, with both dumps; a server writes its address down."""
    if command == "filter":
        return lambda: _filter(second, place)
    if command == "serve":

        def answering(name: str) -> None:
            # At once: who waits for it must not read half a name.
            address.with_suffix(".new").write_text(name)
            address.with_suffix(".new").rename(address)

        return lambda: serve_archive(place, answering)
    dumps = (first, second) if command == "add" else ()
    return lambda: dedup_command(command, place, *dumps)


def serve_archive(place: Path, started: Callable[[str], None]) -> None:
    """Serve the archive in `place` until a signal comes."""
    from dedup.integrations.rest import serve

    try:
        serve(place / "a.duckdb", port=0, started=started)
    except OSError as error:
        # As the command says it, which has no way to say where it answers.
        print(f"dedup: {error}", file=sys.stderr)
        sys.exit(1)


def dedup_command(name: str, place: Path, *dumps: Path) -> None:
    """Run a command of the program on the archive in `place`."""
    from dedup.cli.program import app

    archive = str(place / "a.duckdb")
    if name in ("compact", "migrate"):
        app(["archive", name, "--archive", archive, "-q"])
    elif name == "forget":
        app(["archive", "forget", FORGOTTEN, "--archive", archive, "-y"])
    else:
        app([name, *map(str, dumps), "--archive", archive, "-q"])


def _filter(dump: Path, place: Path) -> None:
    from dedup.cli.program import app

    with (place / "out.jsonl").open("wb") as out:
        os.dup2(out.fileno(), 1)
        app(["filter", str(dump), "--archive", str(place / "a.duckdb"), "--annotate", "-q"])


@contextmanager
def small_commits() -> Iterator[None]:
    """Let archives be committed to every few articles, folded often, and not recomputed by `add`."""
    from dedup.config import ArchiveConfig
    from dedup.integrations import pipe as streaming

    with (
        defaults(ArchiveConfig, small_articles=0, log_articles=2 * BATCH, batch_articles=BATCH),
        patch.object(streaming, "_BATCH_LINES", BATCH),
    ):
        yield


@contextmanager
def few_stages() -> Iterator[None]:
    """Let archives be made that look for copies and rewrites, and trace nothing."""
    from dedup.config import MatchConfig, ProvenanceConfig

    with defaults(MatchConfig, translations=False), defaults(ProvenanceConfig, trace=False):
        yield


@contextmanager
def defaults(room: type, **changed: object) -> Iterator[None]:
    """Give settings other defaults, whoever makes them."""
    names = list(inspect.signature(room).parameters)
    # Settings that had other names are made by a function around the one that has the defaults.
    made: Any = inspect.unwrap(room.__init__)  # type: ignore[misc]
    values = list(made.__defaults__ or ())
    for name, value in changed.items():
        values[names.index(name) - len(names)] = value
    with patch.object(made, "__defaults__", tuple(values)):
        yield


def warm(works: Iterable[Callable[[], None]]) -> None:
    """Do in this process what its forks will do, so that they find modules, tables and kernels loaded; whatever is
    printed is dropped."""
    sys.stdout.flush()
    kept, null = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(null, 1)
        for work in works:
            try:
                with small_commits():
                    work()
            except SystemExit as error:
                require(not error.code, f"a command that nothing disturbed ended with code {error.code}")
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(null)
    # What is here stays: forks that do not write to it share it, and their collectors need not look through it.
    gc.collect()
    gc.freeze()


def fork(work: Callable[[], None], words: Path = Path(os.devnull)) -> int:
    """Start `work` in a fork, which writes what it says to `words`; returns its number."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        # Started by nohup, or in the background of a script, this process and its forks ignore some of them.
        for number, handler in _HEARD.items():
            if signal.getsignal(number) is signal.SIG_IGN:
                signal.signal(number, handler)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(os.open(words, os.O_WRONLY), 2)
        with small_commits():
            work()
        code = 0
    except SystemExit as error:
        code = int(error.code or 0)
    except KeyboardInterrupt:
        # Only where no command of the program is around it, which would say so.
        code = 130
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def waited(child: int) -> str:
    """How a process ended."""
    started = time.monotonic()
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if os.WIFSIGNALED(status):
                return signal.Signals(os.WTERMSIG(status)).name
            return {0: "was done", 130: "stopped", 1: "gave up"}.get(os.WEXITSTATUS(status), f"exit {status >> 8}")
        if time.monotonic() - started > PATIENCE:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise CrashError("does not end")
        time.sleep(0.005)


def in_child(work: Callable[[], None]) -> None:
    """Run `work` in a fork, undisturbed."""
    happened = waited(fork(work))
    require(happened == "was done", f"an undisturbed command: {happened}")


def is_over(child: int) -> bool:
    """Whether a fork has ended; `waited` says how."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
