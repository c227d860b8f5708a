"""What becomes of an archive whose writer dies.

    python -m benchmarks.crashes 200

kills `add`, `filter`, `refresh` and `archive compact` at random moments, by SIGKILL, SIGTERM and SIGINT, or fills the
disk under them (a small tmpfs where one may be mounted, else a limit on the size of files). After each:

- the archive opens and `dedup archive check` finds it in order;
- what a reader saw before the kill, and what `filter` had answered before its last batch, is there, letter by letter;
- nothing is there that was in no dump;
- adding the dumps again goes on where it stopped, leaves no file behind, and after a refresh the files that users read
  are those of one run (asked for after every fifth kill: archives die several times).

Writers are forks of one process that has everything loaded: a kill hits the work and not the start of Python.
"""

import argparse
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from benchmarks.tables import table

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "dump.jsonl"
FILES: Final = ("articles.jsonl", "matches.jsonl", "borrowed.jsonl", "stories.jsonl", "links.jsonl")
COMMANDS: Final = ("add", "filter", "refresh", "compact")
STARTS: Final = ("nothing", "base", "grown")
"""An archive that is yet to be made, one with the first dump in its file, and one with the second in its log."""
ENDS: Final = ("SIGKILL", "SIGKILL", "SIGKILL", "SIGTERM", "SIGINT", "full disk")
_FIRST, _ALL, _BATCH = 22, 34, 3
"""Articles of the archive at first, of both dumps, and of a commit: small, so that there are many moments to die at."""
_COMPANIONS: Final = ("live", "live-wal", "live-shm", "keys", "concepts", "keys.lock")
_PATIENCE: Final = 120.0
_A_TIME: Final = 5
"""So often one archive dies."""


class CrashError(AssertionError):
    """Something was lost, or is there that must not be."""


@dataclass(frozen=True)
class Stage:
    """Dumps, archives to begin with, and what must come out."""

    folder: Path
    first: Path
    second: Path
    texts: dict[str, str]
    """The text of every article, by id, hashed."""
    expected: dict[str, str]
    seconds: dict[str, float]
    """How long each command takes."""


@dataclass(frozen=True)
class Trial:
    command: str
    end: str
    happened: str
    """How the process ended."""
    committed: int
    """Articles that were there afterwards and not before."""
    seconds: float
    """After so long."""


def prepare(folder: Path) -> Stage:
    """Make the dumps and the archives, and time every command."""
    from dedup.api import Archive
    from dedup.jobs.add import add_dumps as add
    from dedup.jobs.add import settings_of
    from dedup.pipeline.archive_index import open_lookup

    lines = SAMPLES.read_bytes().splitlines(keepends=True)[:_ALL]
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    first.write_bytes(b"".join(lines[:_FIRST]))
    second.write_bytes(b"".join(lines[_FIRST:]))
    texts = {row["id"]: _digest(row["text"]) for row in map(json.loads, lines)}
    base, grown, whole = (folder / name for name in ("base", "grown", "whole"))
    with _small_commits():
        for made, dumps in ((whole, [first, second]), (base, [first])):
            made.mkdir()
            # Here and not in a child, so that the children find everything loaded.
            add([str(dump) for dump in dumps], made / "a.duckdb")
        with Archive.open(base / "a.duckdb", write=True) as archive:
            open_lookup(archive, settings_of(archive, None))
        shutil.copytree(base, grown)
        add([str(second)], grown / "a.duckdb")
    seconds = {}
    for command in COMMANDS:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            stage = Stage(folder, first, second, texts, {}, {})
            shutil.copytree(grown if command in ("refresh", "compact") else base, place, dirs_exist_ok=True)
            started = time.perf_counter()
            _in_child(_work(stage, command, Path(place)))
            seconds[command] = time.perf_counter() - started
    return Stage(folder, first, second, texts, _exported(whole), seconds)


def crash(stage: Stage, first: str, ends: Sequence[tuple[str, str]], chance: random.Random) -> list[Trial]:
    """Let commands die one after the other (`ends`: command, how) on one archive, `first` of `STARTS`, and look at
    what is left each time; then go on undisturbed, and compare with one run.

    Raises:
        CrashError: if something is wrong.
    """
    trials = []
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=stage.folder)))
        room = _Room(place, opened)
        if first != "nothing":
            shutil.copytree(stage.folder / first, place, dirs_exist_ok=True)
        for command, end in ends:
            try:
                trials.append(_crash_once(stage, place, room, command, end, chance))
            except CrashError as error:
                raise CrashError(f"{command}, {end}, after {trials}: {error}") from error
        _in_child(lambda: _command("add", place, stage.first, stage.second))
        _require(_held(place) == stage.texts, "adding again did not bring all")
        _in_order(place)
        _require(not _left_over(place), f"left over: {_left_over(place)}")
        _in_child(lambda: _command("refresh", place))
        _require(_exported(place) == stage.expected, f"a refresh is not one run, after {trials}")
    return trials


def _crash_once(stage: Stage, place: Path, room: "_Room", command: str, end: str, chance: random.Random) -> Trial:
    (place / "out.jsonl").unlink(missing_ok=True)
    before = _held(place)
    delay = chance.uniform(0.0, stage.seconds[command])
    if end == "full disk":
        child = _fork(room.filled(_work(stage, command, place), chance.randrange(400_000)))
        delay, seen = 0.0, before
    else:
        child = _fork(_work(stage, command, place))
        time.sleep(delay * 0.7)
        # What a reader sees while the other writes must be there when that is dead.
        seen = _held(place)
        time.sleep(delay * 0.3)
        os.kill(child, getattr(signal, end))
    happened = _waited(child)
    room.empty()
    after = _held(place)
    _require(after.items() >= before.items() | seen.items(), "what was committed is lost")
    _require(after.items() <= stage.texts.items(), "there is what nobody added")
    answered = place / "out.jsonl"
    lines = answered.read_bytes().count(b"\n") if answered.exists() else 0
    answered = [json.loads(line)["id"] for line in stage.second.read_bytes().splitlines()]
    _require(after.keys() >= set(answered[: max(0, lines - 1) // _BATCH * _BATCH]), "what was answered is lost")
    _in_order(place)
    return Trial(command, end, happened, len(after.keys() - before.keys()), delay)


def _work(stage: Stage, command: str, place: Path) -> Callable[[], None]:
    if command == "filter":
        return lambda: _filter(stage.second, place)
    dumps = (stage.first, stage.second) if command == "add" else ()
    return lambda: _command(command, place, *dumps)


def _command(name: str, place: Path, *dumps: Path) -> None:
    from dedup.cli.program import app

    archive = str(place / "a.duckdb")
    if name == "compact":
        app(["archive", "compact", "--archive", archive, "-q"])
    else:
        app([name, *map(str, dumps), "--archive", archive, "-q"])


def _filter(dump: Path, place: Path) -> None:
    from dedup.cli.program import app

    with (place / "out.jsonl").open("wb") as out:
        os.dup2(out.fileno(), 1)
        app(["filter", str(dump), "--archive", str(place / "a.duckdb"), "--annotate", "-q"])


@contextmanager
def _small_commits() -> Iterator[None]:
    """Let archives be committed to every few articles, folded often, and not worked out afresh by `add`."""
    from dedup.config import ArchiveConfig
    from dedup.integrations import pipe as streaming
    from dedup.pipeline.stages import arrivals as arriving

    with (
        patch.object(ArchiveConfig.__init__, "__defaults__", (0, 2 * _BATCH, _BATCH)),
        patch.object(arriving, "_COMMIT_ARTICLES", _BATCH),
        patch.object(streaming, "_BATCH_LINES", _BATCH),
    ):
        yield


def _held(place: Path) -> dict[str, str]:
    """Every article that the archive holds, looked at or waiting, and its text, hashed."""
    from dedup.api import Archive

    path = place / "a.duckdb"
    if not path.exists():
        return {}
    with Archive.open(path) as archive:
        rows = archive.rows("SELECT id, text FROM article UNION ALL SELECT id, text FROM pending")
        return dict(zip(rows["id"].to_pylist(), map(_digest, rows["text"].to_pylist()), strict=True))


def _in_order(place: Path) -> None:
    from dedup.api import Archive
    from dedup.jobs.check import check_archive as check

    if (place / "a.duckdb").exists():
        with Archive.open(place / "a.duckdb") as archive:
            found = check(archive)
        _require(not found, "; ".join(found))


def _left_over(place: Path) -> list[str]:
    """Files beside the archive that are none of its own."""
    from dedup.api import Archive

    with Archive.open(place / "a.duckdb") as archive:
        own = {f"a.duckdb.{archive.generation}.{name}" for name in _COMPANIONS}
    return sorted({path.name for path in place.iterdir()} - own - {"a.duckdb", "a.duckdb.lock", "out.jsonl"})


def _exported(place: Path) -> dict[str, str]:
    from dedup.api import Archive
    from dedup.jobs.run import export_again

    with tempfile.TemporaryDirectory() as out, Archive.open(place / "a.duckdb") as archive:
        export_again(archive, out, force=True)
        return {name: _digest((Path(out) / name).read_text()) for name in FILES}


class _Room:
    """A folder whose disk can be full: a tmpfs, or where that may not be mounted, a limit on the size of files."""

    def __init__(self, place: Path, opened: ExitStack) -> None:
        self.place = place
        self.mounted = self._mount("size=64m")
        if self.mounted:
            opened.callback(subprocess.run, ["umount", str(place)], check=True)

    def filled(self, work: Callable[[], None], left: int) -> Callable[[], None]:
        """`work` with so many bytes left."""
        if self.mounted:
            used = sum(path.stat().st_blocks * 512 for path in self.place.iterdir())
            self._mount(f"remount,size={used + left // 4096 * 4096 + 4096}")
            return work

        def limited() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (left, left))
            work()

        return limited

    def empty(self) -> None:
        """Have room again."""
        if self.mounted:
            self._mount("remount,size=64m")

    def _mount(self, options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self.place)]
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def _fork(work: Callable[[], None]) -> int:
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        with _small_commits():
            work()
        code = 0
    except SystemExit as error:
        code = int(error.code or 0)
    finally:
        os._exit(code)


def _waited(child: int) -> str:
    """How a process ended."""
    started = time.monotonic()
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if os.WIFSIGNALED(status):
                return signal.Signals(os.WTERMSIG(status)).name
            return {0: "was done", 130: "stopped", 1: "gave up"}.get(os.WEXITSTATUS(status), f"exit {status >> 8}")
        if time.monotonic() - started > _PATIENCE:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise CrashError("does not end")
        time.sleep(0.005)


def _in_child(work: Callable[[], None]) -> None:
    happened = _waited(_fork(work))
    _require(happened == "was done", f"an undisturbed command: {happened}")


def _require(held: bool, otherwise: str) -> None:
    if not held:
        raise CrashError(otherwise)


def _digest(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    chance = random.Random(options.seed)
    trials: list[Trial] = []
    broken = 0
    with tempfile.TemporaryDirectory() as folder:
        stage = prepare(Path(folder))
        print(" ".join(f"{name} {seconds:.1f} s;" for name, seconds in stage.seconds.items()), file=sys.stderr)
        for start in range(0, options.kills, _A_TIME):
            chosen = [
                (chance.choice(COMMANDS), chance.choice(ENDS)) for _ in range(min(_A_TIME, options.kills - start))
            ]
            try:
                trials += crash(stage, STARTS[start // _A_TIME % len(STARTS)], chosen, chance)
            except CrashError as error:
                broken += 1
                print(error, file=sys.stderr, flush=True)
            print(f"{start + len(chosen)} kills, {broken} archives broken", file=sys.stderr, flush=True)
    ends = sorted({trial.happened for trial in trials})
    counts = Counter((trial.command, trial.happened) for trial in trials)
    rows = [[command, *(str(counts[command, end]) for end in ends)] for command in COMMANDS]
    print(table(["command", *ends], rows))
    print(f"{len(trials)} kills survived, {broken} archives broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
