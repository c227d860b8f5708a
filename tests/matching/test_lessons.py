"""What passes for a translation by chance teaches nothing; what is one does."""

from pathlib import Path
from typing import NamedTuple

import dedup
from benchmarks.dumps import Recipe, write
from benchmarks.scoring import Pair, Truth, pair_of, rows
from dedup.config import MeaningConfig

TABLES = {"lexicon", "learned", "presence"}
# Low enough that a small dump has pairs which are sure by chance, as a large one has by the usual values.
CHANCE = MeaningConfig(sure_gain=10, sure_focus=0.4)


class Made(NamedTuple):
    """What came of a made-up dump."""

    found: set[Pair]
    true: set[Pair]
    taught: set[str]
    """The tables of the archive that a lesson filled."""


def made_and_run(folder: Path, copied: float, meaning: MeaningConfig) -> Made:
    """A run over a made-up dump of two languages in which this share of articles are translations."""
    recipe = Recipe(copied, {"translation": 1.0}, ("en", "ru"), median_words=250, chrome=False)
    dump = write(folder, 300, seed=2, recipe=recipe)
    dedup.run([str(dump)], folder / "out", dedup.Config(meaning=meaning), report=False)
    truth = Truth.load(folder / "truth.jsonl")
    with dedup.Archive.open(folder / "out/archive.duckdb") as archive:
        taught = {table for table in TABLES if archive.rows(f"FROM {table}").num_rows}
    return Made(
        {pair_of(row["a"], row["b"]) for row in rows(folder / "out/matches.jsonl")},
        {pair for pair in truth.pairs() if truth.kind(pair) == "translation"},
        taught,
    )


def test_pairs_that_are_sure_by_chance_teach_nothing(tmp_path: Path):
    # Believed, they taught 69 wrong translations.
    made = made_and_run(tmp_path, 0.0, CHANCE)
    assert not made.true
    assert len(made.found) <= 2
    assert not made.taught


def test_translations_still_teach(tmp_path: Path):
    made = made_and_run(tmp_path, 0.4, MeaningConfig())
    assert made.taught == TABLES
    assert len(made.found & made.true) >= 0.9 * len(made.true) > 10
