"""What becomes of an archive whose writer dies, or whose disk or clock fails.

    python -m benchmarks.crashes 200

ends `add`, `filter`, `refresh`, `serve`, `archive compact` and `archive forget` at random moments and at placed ones
(between each two renames, each two commits) by SIGKILL, SIGTERM, SIGHUP and SIGINT, once and twice; or fills the disk
under them with bytes or with files, has it fail (EIO), or sets the clock back. After each:

- the archive opens and `dedup archive check` finds it in order;
- what a reader saw before the end, and what `filter` or `serve` had answered, is there, letter by letter;
- nothing is there that was in no dump;
- what the command said is true: that all is as it was, that articles are forgotten, that it is done;
- adding the dumps again goes on where it stopped, leaves no file behind, and after a refresh the files that users read
  are those of one run (asked for after every fifth end: archives die several times).

Every tenth time `archive migrate` ends so, and is then run again. Writers are forks of one process that has everything
loaded: an end hits the work and not the start of Python. See `benchmarks.faults` for what each fault needs; one that
cannot be had here is left out, and said.
"""

import argparse
import gzip
import http.client
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import faults, forked
from benchmarks.forked import CrashError, require
from benchmarks.tables import table
from benchmarks.what_is_left import digest, exported, left_over, texts_checked, texts_in

COMMANDS: Final = ("add", "filter", "refresh", "compact", "forget", "serve")
STARTS: Final = ("nothing", "base", "grown")
"""An archive that is yet to be made, one with the first dump in its file, and one with the second in its log."""
SIGNALS: Final = ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGINT twice")
PLACED: Final = tuple(f"placed {name}" for name in ("SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"))
ENDS: Final = (*SIGNALS, *PLACED, "full disk", "no more files", "EIO", "clock set back")
_FIRST, _ALL = 7, 12
"""Articles of the archive at first, and of both dumps: few, but more than a commit and a fold take."""
_FORMER: Final = Path(__file__).parents[1] / "tests" / "archive" / "formats" / "1.duckdb.gz"
_A_TIME: Final = 10
"""So often one archive dies."""


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
    steps: dict[str, int]
    """How many steps of it change files: see `benchmarks.faults.Placed`."""
    former: dict[str, str]
    """The texts of an archive of the former format."""

    def run(self, command: str, place: Path) -> Callable[[], None]:
        """What a fork does: `command` on the archive in `place`."""
        return forked.run_command(command, place, self.first, self.second, self.folder / "address")

    def dumped(self) -> set[str]:
        """The ids of both dumps."""
        lines = [*self.first.read_bytes().splitlines(), *self.second.read_bytes().splitlines()]
        return {json.loads(line)["id"] for line in lines}


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
    from dedup.jobs.add import settings_of
    from dedup.pipeline.archive_index import open_lookup

    lines = forked.SAMPLES.read_bytes().splitlines(keepends=True)[:_ALL]
    first, second = folder / "first.jsonl", folder / "second.jsonl"
    first.write_bytes(b"".join(lines[:_FIRST]))
    second.write_bytes(b"".join(lines[_FIRST:]))
    texts = {row["id"]: digest(row["text"]) for row in map(json.loads, lines)}
    base, grown, whole = (folder / name for name in ("base", "grown", "whole"))
    for made, dumps in ((whole, [first, second]), (base, [first])):
        made.mkdir()
        # Here and not in a child, so that the children find everything loaded.
        forked.warm([partial(forked.dedup_command, "add", made, *dumps)])
    with forked.small_commits():
        with Archive.open(base / "a.duckdb", write=True) as archive:
            open_lookup(archive, settings_of(archive, None))
        shutil.copytree(base, grown)
    forked.warm([partial(forked.dedup_command, "add", grown, second)])
    stage = Stage(folder, first, second, texts, exported(whole), {}, {}, {})
    (folder / "format 1.duckdb").write_bytes(gzip.decompress(_FORMER.read_bytes()))
    _warm(stage)
    for command in (*COMMANDS, "migrate"):
        with tempfile.TemporaryDirectory(dir=folder) as named:
            place = Path(named)
            _furnish(stage, place, "grown" if command in ("refresh", "compact", "forget") else "base", command)
            counted = faults.Placed(place)
            started = time.perf_counter()
            forked.in_child(_counting(stage, command, place, counted))
            stage.seconds[command] = time.perf_counter() - started
            stage.steps[command] = int((folder / "steps").read_text())
            if command == "migrate":
                stage.former.update(texts_in(place))
    return stage


def _warm(stage: Stage) -> None:
    """Do every command once in this process."""
    import dedup.integrations.rest  # noqa: F401 - a server ends the process that it serves in

    with ExitStack() as opened:
        works = []
        for command in ("add", "refresh", "filter", "forget", "compact", "migrate"):
            place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=stage.folder)))
            _furnish(stage, place, "grown" if command in ("refresh", "compact", "forget") else "base", command)
            works.append(stage.run(command, place))
        forked.warm(works)


def _furnish(stage: Stage, place: Path, start: str, command: str) -> None:
    if command == "migrate":
        shutil.copy(stage.folder / "format 1.duckdb", place / "a.duckdb")
    elif start != "nothing":
        shutil.copytree(stage.folder / start, place, dirs_exist_ok=True)


def _counting(stage: Stage, command: str, place: Path, counted: faults.Placed) -> Callable[[], None]:
    def work() -> None:
        counted.watch()
        try:
            if command == "serve":
                # It ends when it is asked to, once it answers.
                forked.serve_archive(
                    place, lambda _: threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
                )
            else:
                stage.run(command, place)()
        except SystemExit as error:
            if error.code and command != "serve":
                raise
        finally:
            (stage.folder / "steps").write_text(str(counted.steps))

    return work


def crash(stage: Stage, first: str, ends: Sequence[tuple[str, str]], chance: random.Random) -> list[Trial]:
    """Let commands die one after the other (`ends`: command, how) on one archive, `first` of `STARTS`, and look at
    what is left each time; then go on undisturbed, and compare with one run.

    Raises:
        CrashError: if something is wrong.
    """
    trials = []
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=stage.folder)))
        room = faults.Room(place, opened)
        _furnish(stage, place, first, "")
        held = texts_checked(place)
        for command, end in ends:
            try:
                trial, held = _crash_once(stage, place, room, command, end, chance, held)
                trials.append(trial)
            except CrashError as error:
                raise CrashError(f"{command}, {end}, after {trials}: {error}") from error
        faults.a_minute_later(place)
        forked.in_child(stage.run("add", place))
        held = texts_checked(place)
        require(stage.dumped() == held.keys() and held.items() <= stage.texts.items(), "adding again did not bring all")
        require(not left_over(place), f"left over: {left_over(place)}")
        forked.in_child(lambda: forked.dedup_command("refresh", place))
        require(exported(place) == stage.expected, f"a refresh is not one run, after {trials}")
    return trials


def migrate(stage: Stage, end: str, chance: random.Random) -> Trial:
    """Let `archive migrate` end; then it is run again, and must have what it had.

    Raises:
        CrashError: if something is wrong.
    """
    with ExitStack() as opened:
        place = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=stage.folder)))
        room = faults.Room(place, opened)
        _furnish(stage, place, "nothing", "migrate")
        happened, delay, _ = _ended(stage, place, room, "migrate", end, chance)
        room.empty()
        with suppress(CrashError):
            forked.in_child(lambda: forked.dedup_command("migrate", place))
        require(texts_checked(place) == stage.former, f"migrate, {end}: lost")
        return Trial("migrate", end, happened, 0, delay)


def _crash_once(
    stage: Stage,
    place: Path,
    room: faults.Room,
    command: str,
    end: str,
    chance: random.Random,
    before: dict[str, str],
) -> tuple[Trial, dict[str, str]]:
    """Let a command end on an archive that held the articles `before`: how it was, and what the archive holds then."""
    (place / "out.jsonl").unlink(missing_ok=True)
    happened, delay, seen = _ended(stage, place, room, command, end, chance)
    room.empty()
    words = (stage.folder / "words").read_text(errors="replace")
    # 70 is a fork whose command raised: a fault of ours, with a traceback.
    require(happened != "exit 70", f"no plain words: {words[-2_000:]}")
    after = texts_checked(place)
    forgotten = {forked.FORGOTTEN} if command == "forget" else set()
    kept = {name: text for name, text in (before | seen).items() if name not in forgotten}
    require(after.items() >= kept.items(), "what was committed is lost")
    require(after.items() <= stage.texts.items(), "there is what nobody added")
    answered = place / "out.jsonl"
    lines = answered.read_bytes().count(b"\n") if answered.exists() else 0
    named = [json.loads(line)["id"] for line in stage.second.read_bytes().splitlines()]
    require(after.keys() >= set(named[: max(0, lines - 1) // forked.BATCH * forked.BATCH]), "what was answered is lost")
    if "is as it was" in words:
        require(after == before, "false words: it is not as it was")
    if "forgotten" in words or (command == "forget" and happened == "was done"):
        require(forked.FORGOTTEN not in after, "false words: it was not forgotten")
    if command == "add" and happened == "was done":
        require(after.keys() == stage.dumped(), "false words: not added")
    return Trial(command, end, happened, len(after.keys() - before.keys()), delay), after


def _ended(
    stage: Stage, place: Path, room: faults.Room, command: str, end: str, chance: random.Random
) -> tuple[str, float, dict[str, str]]:
    """Let a command begin and end: how it ended, after how long, and what a reader saw before."""
    work = stage.run(command, place)
    delay, seen = chance.uniform(0.0, stage.seconds[command]), {}
    (stage.folder / "words").write_text("")
    signals: list[int] = []
    if end == "full disk":
        work = room.filled(work, chance.randrange(400_000))
    elif end == "no more files":
        work = room.crowded(work, chance.randrange(6)) if room.mounted else room.filled(work, 0)
    elif end == "EIO":
        writes, bytes_left = chance.randrange(60), chance.randrange(400_000)
        work = faults.failing(work, writes) if faults.preloaded() else room.filled(work, bytes_left)
    elif end == "clock set back":
        looks, seconds = chance.randrange(200), chance.choice((2, 4_000, 90_000))
        work = faults.going_back(work, looks, seconds) if faults.preloaded() else work
    elif end.startswith("placed "):
        work = faults.at_a_step(
            work, faults.Placed(place, chance.randrange(stage.steps[command] + 1), signal.Signals[end.split()[1]])
        )
    else:
        signals = [signal.Signals[end.partition(" ")[0]]] * (2 if end.endswith("twice") else 1)
    child = forked.fork(work, stage.folder / "words")
    if command == "serve":
        seen = _served(stage, child, place, delay, signals or [signal.SIGTERM])
    elif signals:
        time.sleep(delay * 0.7)
        # What a reader sees while the other writes must be there when that is dead.
        seen = texts_in(place) if command != "migrate" else {}
        time.sleep(delay * 0.3)
        for number in signals:
            with suppress(ProcessLookupError):
                os.kill(child, number)
            time.sleep(0.02)
    return forked.waited(child), delay, seen


def _served(stage: Stage, child: int, place: Path, delay: float, signals: Sequence[int]) -> dict[str, str]:
    """Ask a server, once it answers, for what it has not seen, until it ends: the texts that it said it has."""
    address = stage.folder / "address"
    started = time.monotonic()
    while not address.exists() and time.monotonic() - started < forked.PATIENCE and not forked.is_over(child):
        time.sleep(0.01)
    if not address.exists():
        return {}
    host = address.read_text().removeprefix("http://")
    address.unlink()

    def end() -> None:
        for number in signals:
            with suppress(ProcessLookupError):
                os.kill(child, number)

    timer = threading.Timer(delay, end)
    timer.start()
    answered: dict[str, str] = {}
    lines = stage.second.read_bytes().splitlines(keepends=True)
    with suppress(OSError, http.client.HTTPException):
        for at in range(0, len(lines), forked.BATCH):
            connection = http.client.HTTPConnection(host, timeout=20)
            connection.request("POST", "/filter?annotate=true", b"".join(lines[at : at + forked.BATCH]))
            answer = connection.getresponse()
            if answer.read() and answer.status == 200:
                for row in map(json.loads, lines[at : at + forked.BATCH]):
                    answered[row["id"]] = stage.texts[row["id"]]
            connection.close()
    timer.join()
    return answered


def _processor_seconds() -> float:
    """Of this process and of all its forks."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first end, a multiple of ten")
    parser.add_argument("--all-stages", action="store_true", help="archives with rewrites, translations and provenance")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of processor time, after which to stop")
    options = parser.parse_args(arguments)
    faults.preload(["-m", "benchmarks.crashes", *(sys.argv[1:] if arguments is None else arguments)])
    trials: list[Trial] = []
    broken = 0
    if faults.preloaded() is None:
        print("no C compiler: EIO is a limit on the size of files, and the clock stays", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder, nullcontext() if options.all_stages else forked.few_stages():
        # What is left out between two changes of files takes most of the time, and ends hit changes of files.
        stage = prepare(Path(folder))
        print(
            " ".join(f"{name} {stage.seconds[name]:.1f} s, {stage.steps[name]} steps;" for name in stage.seconds),
            file=sys.stderr,
        )
        for start in range(options.first, options.first + options.kills, _A_TIME):
            if _processor_seconds() > options.seconds:
                break
            count = min(_A_TIME, options.first + options.kills - start)
            # Each archive has a source of chance of its own, so that any of them can be made again alone.
            chance = random.Random(f"{options.seed} {start}")
            chosen = [(chance.choice(COMMANDS), chance.choice(ENDS)) for _ in range(count)]
            try:
                if start // _A_TIME % 10 == 9:
                    trials += [migrate(stage, end, chance) for _, end in chosen]
                else:
                    trials += crash(stage, STARTS[start // _A_TIME % len(STARTS)], chosen, chance)
            except CrashError as error:
                broken += 1
                print(error, file=sys.stderr, flush=True)
            took = _processor_seconds() / (start + count - options.first)
            print(f"{start + count} ends, {broken} archives broken, {took:.2f} processor s each", file=sys.stderr)
    names = (*COMMANDS, "migrate")
    for heading, values in (("ended", [trial.happened for trial in trials]), ("by", [trial.end for trial in trials])):
        counts = Counter((trial.command, value) for trial, value in zip(trials, values, strict=True))
        columns = sorted(set(values))
        print(table([heading, *columns], [[name, *(str(counts[name, one]) for one in columns)] for name in names]))
    print(f"{len(trials)} ends survived, {broken} archives broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
