"""From what passes for a translation by chance nothing is learned; from what is one, words are."""

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
    learned: set[str]
    """The tables of the archive that learning filled."""


def made_and_run(folder: Path, copied: float, meaning: MeaningConfig) -> Made:
    """A run over a made-up dump of two languages in which this share of articles are translations."""
    recipe = Recipe(copied, {"translation": 1.0}, ("en", "ru"), median_words=250, chrome=False)
    dump = write(folder, 300, seed=2, recipe=recipe)
    dedup.run([str(dump)], folder / "out", dedup.Config(meaning=meaning), report=False)
    truth = Truth.load(folder / "truth.jsonl")
    with dedup.Archive.open(folder / "out/archive.duckdb") as archive:
        learned = {table for table in TABLES if archive.rows(f"FROM {table}").num_rows}
    return Made(
        {pair_of(row["a"], row["b"]) for row in rows(folder / "out/matches.jsonl")},
        {pair for pair in truth.pairs() if truth.kind(pair) == "translation"},
        learned,
    )


def test_pairs_that_are_sure_by_chance_are_not_learned_from(tmp_path: Path):
    # Believed, they gave 69 wrong translations.
    made = made_and_run(tmp_path, 0.0, CHANCE)
    assert not made.true
    assert len(made.found) <= 2
    assert not made.learned


def test_translations_are_learned_from(tmp_path: Path):
    made = made_and_run(tmp_path, 0.4, MeaningConfig())
    assert made.learned == TABLES
    assert len(made.found & made.true) >= 0.9 * len(made.true) > 10
