"""What a run on Spark costs beside the local engine: seconds of processor, memory, bytes shuffled by each table.

    python -m benchmarks.spark 20000 -o FOLDER [--master 'local[2]'] [--parts 8]

makes a dump (`benchmarks.dumps`) in so many files, runs dedup on it on this machine and on Spark, compares the output
files byte by byte, and prints a table from Spark's event log. With `--master 'local-cluster[2,1,1024]'` executors are
processes of their own; `--kill` then ends one of them in the middle of the run.
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
from pathlib import Path
from typing import Any

from benchmarks import dumps
from benchmarks.tables import table

FILES = ("articles", "matches", "borrowed", "stories", "links", "rejected")
_MEASURED = """
import ctypes, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1)
code = subprocess.call(sys.argv[1:])
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(code)
"""
"""Runs a command, waits for all that it started (on Linux Spark's virtual machine becomes a child of this process when
its own parent ends), and says what they used."""


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


def run(arguments: list[str]) -> tuple[float, float, int]:
    """Run dedup; returns seconds of the clock, of processors, and bytes resident at most in one process."""
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", *arguments, "--force", "--quiet"]
    started = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", _MEASURED, *command], check=True, stdout=subprocess.PIPE, text=True)
    used, peak = said.stdout.split()
    return time.perf_counter() - started, float(used), int(peak) * 1024


def kill_an_executor(after: float) -> int:
    """End one executor of a local cluster after so many seconds; returns its process id, 0 if there was none."""
    time.sleep(after)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            said = path.read_bytes()
        except OSError:
            continue
        if b"CoarseGrainedExecutorBackend" in said and b"dedup-benchmark" in said:
            os.kill(int(path.parent.name), signal.SIGKILL)
            return int(path.parent.name)
    return 0


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
    parser.add_argument("--memory", default="3g", help="of the driver, in which a local master works")
    parser.add_argument("--conf", action="append", default=[])
    parser.add_argument("--kill", type=float, metavar="SECONDS", help="end an executor after so long")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    dump = dumps.write(args.out, args.articles)
    files = cut(dump, args.out / "parts", args.parts)
    local, spark, log = args.out / "local", args.out / "spark", args.out / "events"
    log.mkdir(exist_ok=True)
    for old in log.iterdir():
        if old.is_file():
            old.unlink()
    asked = [str(files), "--kinds", args.kinds]
    seconds, used, peak = run([*asked, "-o", str(local), "--no-report"])
    print(f"local: {seconds:.0f} s, {used:.0f} processor s, {peak / 1e6:.0f} MB", flush=True)
    settings = {
        "spark.app.name": "dedup-benchmark",
        "spark.driver.memory": args.memory,
        "spark.eventLog.enabled": "true",
        "spark.eventLog.rolling.enabled": "false",
        "spark.eventLog.compress": "false",
        "spark.eventLog.dir": log.absolute().as_uri(),
        "spark.executor.extraJavaOptions": "-Ddedup-benchmark=1",
        **dict(one.partition("=")[::2] for one in args.conf),
    }
    given = [word for name, value in settings.items() for word in ("--conf", f"{name}={value}")]
    killer = threading.Thread(target=lambda: print(f"ended executor {kill_an_executor(args.kill)}", flush=True))
    if args.kill is not None:
        killer.start()
    seconds, used, peak = run([*asked, "-o", str(spark), "--engine", "spark", "--master", args.master, *given])
    print(f"spark: {seconds:.0f} s, {used:.0f} processor s, {peak / 1e6:.0f} MB in the largest process")
    same = {name: filecmp.cmp(local / f"{name}.jsonl", spark / f"{name}.jsonl", shallow=False) for name in FILES}
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
