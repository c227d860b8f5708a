"""Recall of translations by language, on the parallel texts of `benchmarks/parallel`.

    python -m benchmarks.parallel_texts [LANGUAGE...]

Each file holds the same made-up reports in one language; `en_other.txt` holds English reports of other events of the
same kinds. Two tables come out of it: each language alone beside all of English, and all languages in one dump. The
texts were written by one author without a native reader in any language but English, so they are fit to compare two
versions of dedup and not to say what recall on real news is.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from benchmarks.scoring import Pair, pair_of, rows
from benchmarks.tables import table
from dedup import Config, run

FOLDER: Final = Path(__file__).parent / "parallel"
ENGLISH: Final = "en"
OTHERS: Final = "en_other"


@dataclass(frozen=True)
class Found:
    """What a run found of a set of parallel texts."""

    true: int
    right: int
    wrong: int
    """Pairs of different stories."""
    unnamed: int
    """Articles whose language was not found."""


def languages() -> list[str]:
    """Every language that has texts beside English."""
    return sorted(path.stem for path in FOLDER.glob("*.txt") if path.stem not in {ENGLISH, OTHERS})


def stories(name: str) -> dict[str, str]:
    """The texts of a file by the name of their story."""
    parts = (FOLDER / f"{name}.txt").read_text("utf-8").split("## ")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts}


def records(names: Iterable[str]) -> list[dict[str, str]]:
    """The articles of some files, without a language or a title: both have to be found."""
    return [
        {"id": f"{name}/{story}", "url": f"https://{name}.example/{number}", "text": text}
        for name in names
        for number, (story, text) in enumerate(stories(name).items())
    ]


def measure(names: Sequence[str], config: Config | None = None) -> Found:
    """Run dedup over the texts of some files and compare its matches with their stories."""
    made = records(names)
    with tempfile.TemporaryDirectory() as folder:
        dump, out = Path(folder, "dump.jsonl"), Path(folder, "out")
        dump.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in made), "utf-8")
        run([str(dump)], str(out), config or Config(), force=True)
        matched = {pair_of(row["a"], row["b"]) for row in rows(out / "matches.jsonl")}
        named = {str(row["id"]): row["lang"] for row in rows(out / "articles.jsonl")}
    true = _true_pairs(record["id"] for record in made)
    lacking = sum(named.get(record["id"]) is None for record in made)
    return Found(len(true), len(true & matched), len(matched - true), lacking)


def _true_pairs(ids: Iterable[str]) -> set[Pair]:
    by_story: dict[str, list[str]] = {}
    for one in ids:
        by_story.setdefault(one.partition("/")[2], []).append(one)
    return {pair_of(*pair) for group in by_story.values() for pair in combinations(group, 2)}


def report(found: Mapping[str, Found]) -> str:
    """The table."""
    lines = [
        [name, one.true, one.right / max(1, one.true), one.wrong, one.unnamed] for name, one in sorted(found.items())
    ]
    return table(["", "pairs", "recall", "wrong", "no language"], lines)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("languages", nargs="*")
    wanted = parser.parse_args().languages or languages()
    found = {name: measure([ENGLISH, OTHERS, name]) for name in wanted}
    if len(wanted) > 1:
        found["all in one"] = measure([ENGLISH, OTHERS, *wanted])
    print(report(found))


if __name__ == "__main__":
    main()
