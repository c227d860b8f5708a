"""What each part of dedup is worth: the same dump with parts of it switched off.

    python -m benchmarks.ablation DUMP... TRUTH

TRUTH has the form of samples/truth.jsonl. Prints precision, recall and F1 over all pairs of articles, recall by kind
and by language pair, and seconds; with `--json`, all of it as JSON. Seconds are of one run each, on whatever else the
machine was doing.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks.scoring import KINDS, Score, Truth, score
from benchmarks.tables import table
from dedup import Config, run
from dedup.config import MatchConfig, MeaningConfig

VARIANTS: Final[Mapping[str, Config]] = MappingProxyType(
    {
        "everything": Config(),
        "no seed lexicon": Config(meaning=MeaningConfig(seed_lexicon=False)),
        "no learning": Config(meaning=MeaningConfig(lexicon_rounds=0)),
        "one round": Config(meaning=MeaningConfig(lexicon_rounds=1)),
        "neither seed nor learning": Config(meaning=MeaningConfig(seed_lexicon=False, lexicon_rounds=0)),
        "copies and rewrites": Config(match=MatchConfig.of_kinds(["copy", "rewrite"])),
        "copies": Config(match=MatchConfig.of_kinds(["copy"])),
    }
)


def ablate(
    dumps: Sequence[str], truth: Truth, variants: Mapping[str, Config] = VARIANTS
) -> dict[str, tuple[Score, float]]:
    """The score and the seconds of each variant."""
    found = {}
    for name, config in variants.items():
        with tempfile.TemporaryDirectory() as out:
            started = time.perf_counter()
            run(dumps, out, config, force=True)
            seconds = time.perf_counter() - started
            found[name] = score(truth, Path(out)), seconds
    return found


def report(found: Mapping[str, tuple[Score, float]], least_pairs: int = 10) -> str:
    """The tables; language pairs of fewer than `least_pairs` article pairs are left out."""
    everything = next(iter(found.values()))[0]
    languages = [name for name, share in everything.by_languages.items() if share.whole >= least_pairs]
    deeds = list(everything.by_deed)
    parts = [
        table(
            ["", "precision", "recall", "F1", "wrong", "wrong transl.", *KINDS, "right kind", "seconds"],
            [
                [
                    name,
                    one.precision.value,
                    one.recall.value,
                    one.f1,
                    sum(one.wrong.values()),
                    one.wrong["two"],
                    *(one.by_kind[kind].value if kind in one.by_kind else "" for kind in KINDS),
                    one.kinds.value,
                    f"{seconds:.1f}",
                ]
                for name, (one, seconds) in found.items()
            ],
        )
    ]
    for heads, title in ((languages, "translations"), (deeds, "taken by")):
        if heads:
            shares = [one.by_languages if heads is languages else one.by_deed for one, _ in found.values()]
            parts.append(
                table(
                    [title, *heads],
                    [[name, *(of[head].value for head in heads)] for name, of in zip(found, shares, strict=True)],
                )
            )
    return "\n\n".join(parts)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Run dedup with parts of it switched off, and score each run.")
    parser.add_argument("dumps", nargs="+", metavar="DUMP")
    parser.add_argument("truth", type=Path, metavar="TRUTH")
    parser.add_argument("--only", action="append", choices=list(VARIANTS), help="this variant alone; may be repeated")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    variants = {name: VARIANTS[name] for name in chosen.only or VARIANTS}
    found = ablate(chosen.dumps, Truth.load(chosen.truth), variants)
    if chosen.json:
        print(
            json.dumps(
                {name: {**asdict(one), "f1": one.f1, "seconds": seconds} for name, (one, seconds) in found.items()},
                indent=1,
            )
        )
    else:
        print(report(found))


if __name__ == "__main__":
    main()
