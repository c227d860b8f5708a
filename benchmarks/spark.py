"""What a run on Spark costs beside the local engine: seconds of processor, memory, bytes shuffled by each table.

    python -m benchmarks.spark 20000 -o FOLDER [--wire] [--master 'local[2]'] [--parts 8]
    python -m benchmarks.spark 10000 -o FOLDER --nasty 'weather reports'

makes a dump (`benchmarks.dumps`; with `--wire` bare copies of a kilobyte, with `--nasty` one that is hard to bear, of
`benchmarks.nasty`) in so many files, runs dedup on it on this machine and on Spark, compares the output files byte by
byte, and prints what each kind of process took and a table from Spark's event log. With `--master
'local-cluster[2,1,1024]'` executors are processes of their own; `--kill` then ends one of them in mid-run.
"""

import argparse
import filecmp
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import dumps, nasty
from benchmarks.tables import table
from dedup.config import bytes_of

FILES = ("articles", "matches", "borrowed", "stories", "links", "rejected")
_MEASURED = """
import ctypes, os, subprocess, sys
ctypes.CDLL(None).prctl(36, 1)
code = subprocess.call(sys.argv[1:])
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
used = os.times()
print(used.children_user + used.children_system)
sys.exit(code)
"""
"""Runs a command, waits for all that it started (on Linux Spark's virtual machine becomes a child of this process when
its own parent ends), and says what they used."""
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Used:
    """What a run took."""

    seconds: float = 0.0
    processor: float = 0.0
    resident: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Bytes of all processes of a kind at once, at most."""
    by_kind: dict[str, float] = field(default_factory=dict)
    """Processor seconds of the processes of a kind, as far as they were seen."""
    processes: dict[str, int] = field(default_factory=dict)
    """How many of a kind were seen: an idle Python worker is ended, and a new one loads everything again."""

    def __str__(self) -> str:
        kinds = ", ".join(
            f"{kind} ({self.processes.get(kind, 0)}): {self.by_kind.get(kind, 0):.0f} processor s, {size / 1e6:.0f} MB"
            for kind, size in sorted(self.resident.items())
        )
        return f"{self.seconds:.0f} s, {self.processor:.0f} processor s ({kinds})"


def _kind(command: bytes) -> str:
    if b"pyspark.daemon" in command:
        return "Python workers"
    if b"CoarseGrainedExecutorBackend" in command:
        return "executors"
    return "driver's JVM" if b"java" in command.split(b"\0")[0] else "program"


def _below(root: int) -> dict[int, tuple[float, int, str]]:
    """Processor seconds, bytes resident and kind of the processes that `root` and those started."""
    parents, found = dict[int, int](), dict[int, tuple[float, int, str]]()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            command = (path / "cmdline").read_bytes()
        except OSError:
            continue
        if not command:  # it has ended, and does not say any more what it was
            continue
        kind = _kind(command)
        parents[int(path.name)] = int(fields[1])
        found[int(path.name)] = (int(fields[11]) + int(fields[12])) / _TICKS, int(fields[21]) * _PAGE, kind
    below = {}
    for number, said in found.items():
        above = parents[number]
        while above not in (0, root):
            above = parents.get(above, 0)
        if above == root:
            below[number] = said
    return below


def _watch(root: int, used: Used, ended: threading.Event) -> None:
    """Look twice a second at what `root` started."""
    seconds: dict[tuple[str, int], float] = {}
    while not ended.wait(0.5):
        resident: dict[str, int] = defaultdict(int)
        for number, (processor, size, kind) in _below(root).items():
            resident[kind] += size
            seconds[kind, number] = processor
        for kind, size in resident.items():
            used.resident[kind] = max(used.resident[kind], size)
    for kind in {kind for kind, _ in seconds}:
        of_kind = [value for (other, _), value in seconds.items() if other == kind]
        used.by_kind[kind], used.processes[kind] = sum(of_kind), len(of_kind)


def cut(dump: Path, folder: Path, parts: int) -> Path:
    """The lines of a dump, spread over so many files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [(folder / f"part-{number:03}.jsonl").open("wb") for number in range(parts)]
    with dump.open("rb") as lines:
        for number, line in enumerate(lines):
            files[number % parts].write(line)
    for file in files:
        file.close()
    return folder


def run(arguments: list[str]) -> Used:
    """Run dedup."""
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", *arguments, "--force", "--quiet"]
    used, ended = Used(), threading.Event()
    started = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _MEASURED, *command], stdout=subprocess.PIPE, text=True) as process:
        watcher = threading.Thread(target=_watch, args=(process.pid, used, ended))
        watcher.start()
        said, _ = process.communicate()
        ended.set()
        watcher.join()
    if process.returncode:
        raise SystemExit(process.returncode)
    used.seconds = time.perf_counter() - started
    # Of workers that others end without waiting for them, the system forgets what they took.
    used.processor = max(float(said.split()[-1]), sum(used.by_kind.values()))
    return used


def kill_an_executor(after: float) -> int:
    """End one executor of a local cluster after so many seconds; returns its process id, 0 if there was none."""
    time.sleep(after)
    for number, (_, _, kind) in _below(os.getpid()).items():
        if kind == "executors":
            os.kill(number, signal.SIGKILL)
            return number
    return 0


def _nasty(name: str, folder: Path, articles: int) -> Path:
    path = folder / "dump.jsonl"
    nasty.write(path, name, articles)
    return path


def events(folder: Path) -> dict[str, dict[str, float]]:
    """Of each table of a run: tasks, seconds of executors, bytes shuffled, bytes spilled, from Spark's event log."""
    named: dict[int, str] = {}
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", errors="replace") as lines:
            for line in lines:
                event: dict[str, Any] = json.loads(line)
                if event["Event"] == "SparkListenerJobStart":
                    said = event.get("Properties", {}).get("spark.job.description") or "other"
                    named |= {stage["Stage ID"]: said.removeprefix("dedup: ") for stage in event["Stage Infos"]}
                elif event["Event"] == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                    metrics = event["Task Metrics"]
                    one = found[named.get(event["Stage ID"], "other")]
                    one["tasks"] += 1
                    one["failed"] += event["Task End Reason"]["Reason"] != "Success"
                    one["seconds"] += metrics["Executor Run Time"] / 1000
                    one["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
                    one["spilled"] += metrics["Disk Bytes Spilled"]
                    one["written"] += metrics["Output Metrics"]["Bytes Written"]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--parts", type=int, default=8)
    parser.add_argument("--kinds", default="copy,rewrite,translation")
    parser.add_argument("--memory", type=bytes_of, help="of the driver, in which a local master works: 8GB")
    made = parser.add_mutually_exclusive_group()
    made.add_argument("--nasty", metavar="NAME", help="a dump of benchmarks.nasty")
    made.add_argument("--wire", action="store_true", help="bare texts of a kilobyte, one language, copies only")
    parser.add_argument("--no-local", action="store_true", help="only on Spark")
    parser.add_argument("--conf", action="append", default=[])
    parser.add_argument("--kill", type=float, metavar="SECONDS", help="end an executor after so long")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    dump = (
        _nasty(args.nasty, args.out, args.articles)
        if args.nasty
        else dumps.write(args.out, args.articles, recipe=dumps.WIRE if args.wire else None)
    )
    files = cut(dump, args.out / "parts", args.parts)
    local, spark, log = args.out / "local", args.out / "spark", args.out / "events"
    log.mkdir(exist_ok=True)
    for old in log.iterdir():
        if old.is_file():
            old.unlink()
    asked = [str(files), "--kinds", args.kinds]
    if not args.no_local:
        print(f"local: {run([*asked, '-o', str(local), '--no-report'])}", flush=True)
    settings = {
        "spark.app.name": "dedup-benchmark",
        **({"spark.driver.memory": f"{args.memory >> 20}m"} if args.memory else {}),
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": log.absolute().as_uri(),
        **dict(one.partition("=")[::2] for one in args.conf),
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    killer = threading.Thread(target=lambda: print(f"ended executor {kill_an_executor(args.kill)}", flush=True))
    if args.kill is not None:
        killer.start()
    print(f"spark: {run([*asked, '-o', str(spark), '--engine', 'spark', '--master', args.master, *given])}", flush=True)
    compared = () if args.no_local else FILES
    same = {name: filecmp.cmp(local / f"{name}.jsonl", spark / f"{name}.jsonl", shallow=False) for name in compared}
    print(", ".join(f"{name}: {'same bytes' if equal else 'OTHER BYTES'}" for name, equal in same.items()))
    rows = [
        [
            name,
            f"{one['tasks']:.0f}",
            f"{one['failed']:.0f}",
            f"{one['seconds']:.1f}",
            f"{1e6 * one['seconds'] / args.articles:.0f}",
            f"{one['shuffled'] / args.articles:.0f}",
            f"{one['spilled'] / args.articles:.0f}",
            f"{one['written'] / args.articles:.0f}",
        ]
        for name, one in events(log).items()
    ]
    names = ["table", "tasks", "failed", "task s", "µs an article", "shuffled B an article", "spilled", "written"]
    print(table(names, rows))
    sys.exit(not all(same.values()))


if __name__ == "__main__":
    main()
