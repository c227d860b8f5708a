"""dedup beside other tools, side by side on one dump.

    python3 -m venv PEERS
    PEERS/bin/pip install orjson datasketch rensa gaoya text-dedup 'datatrove[io,processing]' spacy 'setuptools<81'
    python -m benchmarks.dumps 100000 -o DIR --wire
    python -m benchmarks.peers DIR -o OUT --python PEERS/bin/python --runs 3

Every tool runs in processes of its own, one after the other, `--runs` times in turns (those that take over a minute
once); the table shows the run of the middle by time. With `--write-docs .` the table, the plot and the figures of the
README and of docs/speed.md are those of this run. `--python` is the interpreter that has the other tools (some ask for
older libraries than dedup does). Reading the dump and writing what was found is included. A tool that is not installed,
or fails, is named with its reason.

Recall is of planted copies: articles that were found with the one that they were taken from, or in one group with it.
Precision is of pairs, those within groups counted: articles of one story, of all pairs said to report the same.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from benchmarks.peers.documents import write_documents
from benchmarks.peers.plot import Point, plot
from benchmarks.peers.watching import Taken, watch
from benchmarks.scoring import Pair, Score, Truth, pair_of, rows, score_pairs
from benchmarks.tables import table

PEERS: Final = ("gaoya", "rensa", "datasketch", "text-dedup", "datatrove")
OURS: Final = {
    "dedup, copies": ["--kinds", "copy", "--no-provenance", "--no-report", "--no-archive"],
    "dedup, copies, provenance": ["--kinds", "copy"],
    "dedup, copies and rewrites": ["--kinds", "copy,rewrite", "--no-provenance"],
    "dedup, everything": [],
}
"""The first does what the others do; the second also says who took it from whom, the last looks for translations, too,
and all but the first write archive and report."""
_BESIDE: Final = "gaoya"
"""What the others are compared with, where it was measured: the fastest of those that verify what they find."""
_LONG: Final = 60.0
_GROUP: Final = 2000
"""Members of a group whose pairs are counted: of a larger one the rest is noise."""


@dataclass(frozen=True)
class Found:
    """What a tool took and found in its middle run."""

    taken: Taken
    score: Score
    runs: int


def run_tool(name: str, dump: Path, out: Path, python: str) -> Taken:
    """One run of a tool into the folder `out`, made anew.

    Raises:
        subprocess.CalledProcessError: if it fails; what it said is in `out`.log.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    environment = dict(os.environ)
    if name in OURS:
        command = [sys.executable, "-c", "from dedup.cli import main; main()", "run", str(dump), "-o", str(out)]
        command += [*OURS[name], "--quiet"]
    else:
        command = [python, "-m", "benchmarks.peers.tools", name, str(dump), str(out)]
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    return watch(command, out, environment, out.with_suffix(".log"))


def pairs_found(out: Path) -> dict[Pair, str]:
    """The pairs that a tool wrote, or that are in one of its groups."""

    def pairs() -> Iterator[Pair]:
        if (out / "matches.jsonl").exists():
            yield from (pair_of(row["a"], row["b"]) for row in rows(out / "matches.jsonl"))
        elif (out / "pairs.jsonl").exists():
            yield from (pair_of(*row) for row in rows(out / "pairs.jsonl"))
        else:
            for group in rows(out / "groups.jsonl"):
                yield from (pair_of(*pair) for pair in combinations(sorted(group)[:_GROUP], 2))

    return dict.fromkeys(pairs(), "copy")


def measure(
    names: Sequence[str], dump: Path, truth: Truth, out: Path, python: str, runs: int, minutes: float
) -> dict[str, Found | str]:
    """The run of the middle by time of each tool, scored; the reason of one that fails.

    The tools take turns, so that a clock that wanders wanders for all. Whoever takes over a minute runs once: what
    moves a run by seconds does not show there. No round begins that would last beyond `minutes`."""
    ended = time.monotonic() + 60 * minutes
    taken: dict[str, list[Taken]] = {name: [] for name in names}
    failed: dict[str, str] = {}
    found: dict[str, Score] = {}
    for done in range(runs):
        begun = time.monotonic()
        for name in names:
            if name in failed or (done and taken[name][0].seconds >= _LONG):
                continue
            folder = folder_of(out, name)
            try:
                taken[name].append(run_tool(name, dump, folder, python))
                found[name] = found.get(name) or score_pairs(truth, pairs_found(folder))
            except subprocess.CalledProcessError:
                said = folder.with_suffix(".log").read_text(errors="replace").strip().splitlines()
                failed[name] = said[-1][:200] if said else "it failed and said nothing"
            print(f"{name}: {failed.get(name) or taken[name][-1]}", file=sys.stderr, flush=True)
        long = sum(one[0].seconds for one in taken.values() if one and one[0].seconds >= _LONG)
        if 2 * time.monotonic() - begun - (long if not done else 0) > ended:
            break
    return {name: failed.get(name) or Found(_middle(taken[name]), found[name], len(taken[name])) for name in names}


def _middle(taken: Sequence[Taken]) -> Taken:
    seconds = statistics.median_low([one.seconds for one in taken])
    return next(one for one in taken if one.seconds == seconds)


def folder_of(out: Path, name: str) -> Path:
    """Where a tool writes."""
    return out / name.replace(", ", "-").replace(" ", "-")


def report(found: dict[str, Found | str], beside: str) -> str:
    """The tables, as Markdown. `found` holds a reason where a tool gave no result."""
    best = found[beside]
    assert isinstance(best, Found)
    done = {name: one for name, one in found.items() if isinstance(one, Found)}
    deeds = list(best.score.by_deed)
    lines = [
        table(
            ["", "seconds", f"/ {beside}", "CPU s", f"/ {beside}", "peak MB", "disk MB", "precision", "recall", *deeds],
            [
                [
                    name,
                    f"{one.taken.seconds:.1f}",
                    f"{one.taken.seconds / best.taken.seconds:.2f}",
                    f"{one.taken.cpu:.1f}",
                    f"{one.taken.cpu / best.taken.cpu:.2f}",
                    f"{one.taken.memory / 1e6:,.0f}",
                    f"{one.taken.disk / 1e6:,.0f}",
                    one.score.precision.value,
                    recall(one.score),
                    *(one.score.by_deed[deed].value for deed in deeds),
                ]
                for name, one in done.items()
            ],
        )
    ]
    lines += [f"{name}: not measured ({one})" for name, one in found.items() if isinstance(one, str)]
    return "\n\n".join(lines)


def recall(score: Score) -> float:
    """The share of all planted copies that were found with their parent."""
    return sum(share.part for share in score.by_deed.values()) / sum(share.whole for share in score.by_deed.values())


def machine() -> str:
    """What this ran on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = {line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line}
        model = ", ".join(sorted(models)) or model
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def main(arguments: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("dump", type=Path, help="a folder with dump.jsonl and truth.jsonl, of `benchmarks.dumps`")
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the other tools")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--minutes", type=float, default=12.0, help="begin no round of runs that would last longer")
    parser.add_argument(
        "--write-docs",
        type=Path,
        metavar="REPOSITORY",
        help="also write table, plot and figures into the documents of this checkout",
    )
    parser.add_argument("--only", action="append", choices=[*OURS, *PEERS], help="this one; may be repeated")
    chosen = parser.parse_args(arguments)
    dump, truth = chosen.dump / "dump.jsonl", Truth.load(chosen.dump / "truth.jsonl")
    names = chosen.only or [*OURS, *PEERS]
    found = measure(names, dump, truth, chosen.out, chosen.python, chosen.runs, chosen.minutes)
    done = {name: one for name, one in found.items() if isinstance(one, Found)}
    if not done:
        parser.exit(1, "nothing could be measured\n")
    beside = _BESIDE if _BESIDE in done else min(done, key=lambda name: done[name].taken.seconds)
    size, runs = dump.stat().st_size / 1e6, max(one.runs for one in done.values())
    text = f"{len(truth.articles):,} articles, {size:,.0f} MB; {machine()}; medians of {runs}, in turns.\n\n"
    text += report(found, beside)
    points = {name: Point(name, one.taken.seconds, recall(one.score), one.taken.memory) for name, one in done.items()}
    (chosen.out / "peers.md").write_text(text + "\n")
    (chosen.out / "peers.svg").write_text(plot(points.values()))
    print(text)
    if chosen.write_docs is not None:
        write_documents(points, text, chosen.write_docs)


if __name__ == "__main__":
    main()
