"""What a run costs as the dump grows: time, memory, and what was found of what was planted.

    python -m benchmarks.scale 2500 10000 40000 -o FOLDER

makes a dump of each size (`benchmarks.dumps`), runs dedup on it in a process of its own, looking for copies, for
copies and rewrites, and for everything, and prints a table of each. `--runs 3` prints medians of three. Seconds are
wall clock: compare them only with others of the same machine with nothing else to do.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from benchmarks import dumps
from benchmarks.scoring import KINDS, Score, Truth, score
from benchmarks.tables import table

LOOKING_FOR: Final[Mapping[str, str]] = MappingProxyType(
    {"copies": "copy", "copies and rewrites": "copy,rewrite", "everything": "copy,rewrite,translation"}
)
_PEAK: Final = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""
"""Runs a command in a child of its own, so that its peak is not confused with that of an earlier one."""


@dataclass(frozen=True)
class Cost:
    """What one run took and found."""

    articles: int
    seconds: float
    peak: int
    """Bytes resident at most."""
    stages: Mapping[str, float]
    matches: int
    score: Score


def measure(dump: Path, truth: Truth, out: Path, kinds: str, memory: str) -> Cost:
    """Run dedup on `dump` in a process of its own.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", str(dump), "-o", str(out)]
    command += ["--kinds", kinds, "--memory", memory, "--force", "--quiet"]
    started = time.perf_counter()
    said = subprocess.run([sys.executable, "-c", _PEAK, *command], check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - started
    report: dict[str, Any] = json.loads((out / "run.json").read_bytes())
    return Cost(
        articles=report["articles"],
        seconds=seconds,
        peak=int(said.stdout) * (1 if sys.platform == "darwin" else 1024),
        stages={stage["name"]: stage["seconds"] for stage in report["stages"]},
        matches=sum(report["matches"].values()),
        score=score(truth, out),
    )


def median(costs: Sequence[Cost]) -> Cost:
    """The run of the middle, by time."""
    middle = statistics.median_low([cost.seconds for cost in costs])
    return next(cost for cost in costs if cost.seconds == middle)


def report(costs: Mapping[int, Cost]) -> str:
    """The tables of one setting, a row a size."""
    stages = list(next(iter(costs.values())).stages)
    deeds = sorted({deed for cost in costs.values() for deed in cost.score.by_deed})
    return "\n\n".join(
        [
            table(
                ["articles", "seconds", "ms/article", "peak MB", "matches", "precision", *KINDS],
                [
                    [
                        f"{size:,}",
                        f"{cost.seconds:.1f}",
                        f"{1000 * cost.seconds / size:.2f}",
                        f"{cost.peak / 1e6:,.0f}",
                        f"{cost.matches:,}",
                        cost.score.precision.value,
                        *(cost.score.by_kind[kind].value if kind in cost.score.by_kind else "" for kind in KINDS),
                    ]
                    for size, cost in costs.items()
                ],
            ),
            table(
                ["ms/article of", *stages],
                [
                    [f"{size:,}", *(f"{1000 * cost.stages.get(stage, 0) / size:.3f}" for stage in stages)]
                    for size, cost in costs.items()
                ],
            ),
            table(
                ["found with parent", *deeds],
                [
                    [
                        f"{size:,}",
                        *(cost.score.by_deed[deed].value if deed in cost.score.by_deed else "" for deed in deeds),
                    ]
                    for size, cost in costs.items()
                ],
            ),
        ]
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure dedup on made-up dumps of several sizes.")
    parser.add_argument("sizes", type=int, nargs="+", metavar="ARTICLES")
    parser.add_argument(
        "-o", "--out", type=Path, required=True, help="a folder for dumps and runs; dumps in it are used again"
    )
    parser.add_argument(
        "--only", action="append", choices=list(LOOKING_FOR), help="this setting alone; may be repeated"
    )
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    truths = {}
    for size in chosen.sizes:
        folder = chosen.out / f"dump-{size}-{chosen.seed}"
        # The mark is made last: a dump that was not finished is made again.
        if not (folder / "made").exists():
            dumps.write(folder, size, chosen.seed)
            (folder / "made").touch()
        truths[folder] = Truth.load(folder / "truth.jsonl")
    for name in chosen.only or LOOKING_FOR:
        costs = {}
        for size, (folder, truth) in zip(chosen.sizes, truths.items(), strict=True):
            out = chosen.out / f"run-{size}-{chosen.seed}"
            runs = [
                measure(folder / "dump.jsonl", truth, out, LOOKING_FOR[name], chosen.memory) for _ in range(chosen.runs)
            ]
            costs[size] = median(runs)
        print(f"\n{name}\n\n{report(costs)}", flush=True)


if __name__ == "__main__":
    main()
