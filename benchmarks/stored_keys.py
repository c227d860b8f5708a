"""What it costs to keep fewer keys of an archive's articles: true pairs lost, bytes saved.

    python -m benchmarks.stored_keys TRUTH.jsonl DUMP...

Every article of the dump is kept, and asks with all of its keys. A pair of one language is found if the later article
finds the earlier one (`later asks`), and the other way round, as when an old article comes late. Only candidates are
counted; what is a match is decided after.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.scoring import Truth
from benchmarks.tables import table
from dedup.archive import Working
from dedup.archive.index import Segment, probe, segment_bytes
from dedup.config import Config, MatchConfig
from dedup.features import KEYS, Weights, copy_keys, rewrite_keys
from dedup.features.keys import stored_passages
from dedup.matching import Tokens
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.context import Run
from dedup.pipeline.stages.candidates import stem_weights
from dedup.pipeline.stages.ingest import read_dump
from dedup.pipeline.stages.tokenize import cut_texts

Choice = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]
"""Of passages' owners and spans those that are kept."""


def every(owner: NDArray[np.int64], spans: NDArray[np.int64]) -> NDArray[np.bool_]:
    """All passages."""
    return np.ones(len(owner), bool)


@dataclass(frozen=True)
class Kept:
    """Which keys an archive keeps: of which passages, in how many bands; None keeps none."""

    copies: tuple[Choice, int] | None
    rewrites: tuple[Choice, int] | None


CHOICES: Final[Mapping[str, Kept]] = MappingProxyType(
    {
        "all": Kept((every, 32), (every, 32)),
        "copies end to end": Kept((stored_passages, 32), (every, 32)),
        "copies end to end, 24 bands": Kept((stored_passages, 24), (every, 32)),
        "copies end to end, 16 bands": Kept((stored_passages, 16), (every, 32)),
        "copies end to end, 8 bands": Kept((stored_passages, 8), (every, 32)),
        "both end to end": Kept((stored_passages, 32), (stored_passages, 32)),
        "both end to end, 24 bands": Kept((stored_passages, 24), (stored_passages, 24)),
        "both in 24 bands": Kept((every, 24), (every, 24)),
        "rewrites alone": Kept(None, (every, 32)),
        "copies alone": Kept((every, 32), None),
        "copies alone, end to end, 24 bands": Kept((stored_passages, 24), None),
    }
)


@dataclass(frozen=True)
class Passages:
    """The passages of a dump."""

    names: list[str]
    """The truth's name of each article."""
    text_bytes: int
    tokens: Tokens
    weights: Weights
    config: Config

    @classmethod
    def of(cls, dumps: Iterable[str], truth: Truth) -> "Passages":
        """Read and cut a dump."""
        config = Config(match=MatchConfig.of_kinds(["copy", "rewrite"]))
        with (
            tempfile.TemporaryDirectory() as folder,
            Working.start(Path(folder) / "archive", config.machine.memory, 2) as work,
        ):
            run = Run(work, Engine(work.connection, 2), config, lambda *_: None)
            read_dump(run, list(dumps))
            cut_texts(run)
            weights = stem_weights(run)
            rows = run.engine.table("SELECT id, file, strlen(text) AS size FROM article ORDER BY article")
            tokens = run.tokens.between(0, rows.num_rows)
        pairs = zip(rows["id"].to_pylist(), rows["file"].to_pylist(), strict=True)
        names = [id if id in truth.articles else Path(file).name for id, file in pairs]
        return cls(names, sum(rows["size"].to_pylist()), tokens, weights, config)

    def keys(self, kept: Kept) -> pa.Table:
        """The chosen keys, as `KEYS`; articles are numbered in order of `names`."""
        tokens, sketch = self.tokens, self.config.sketch
        spans = tokens.passages.values.reshape(-1, 2).astype(np.int64)
        owner = np.repeat(np.arange(len(tokens.article)), np.diff(tokens.passages.offsets) // 2)
        made = [KEYS.empty_table()]
        if kept.copies is not None:
            chosen = kept.copies[0](owner, spans)
            own = owner[chosen]
            at = spans[chosen] + tokens.words.offsets[own][:, None]
            made.append(copy_keys(own, at, tokens.words.values, replace(sketch, copy_bands=kept.copies[1])))
        if kept.rewrites is not None:
            chosen = kept.rewrites[0](owner, spans)
            own = owner[chosen]
            at = spans[chosen] + tokens.elements.offsets[own][:, None]
            bands = replace(sketch, rewrite_bands=kept.rewrites[1])
            made.append(rewrite_keys(own, at, tokens.elements.values, self.weights, bands))
        return pa.concat_tables(made).combine_chunks()


def measure(passages: Passages, truth: Truth, kept: Kept) -> list[object]:
    """Keys an article, bytes a byte of text, and the shares of copies and of rewrites found, either way round."""
    config, count = passages.config, len(passages.names)
    held = passages.keys(kept)
    asked = passages.keys(
        Kept(
            (every, kept.copies[1]) if kept.copies is not None else None,
            (every, kept.rewrites[1]) if kept.rewrites is not None else None,
        )
    )
    written = segment_bytes(held["key"], held["article"], config.index.key_bits)
    hits = probe([Segment.of_bytes(written)], asked["key"], asked["article"], config.match.neighbours)
    found = set(zip(hits.owner.tolist(), hits.article.tolist(), strict=True))
    numbers = {name: number for number, name in enumerate(passages.names) if name in truth.articles}
    shares: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
    for pair in truth.pairs():
        if pair[0] in numbers and pair[1] in numbers and truth.kind(pair) != "translation":
            early, late = (numbers[name] for name in sorted(pair, key=lambda name: truth.articles[name]["time"]))
            shares[truth.kind(pair)].append(((late, early) in found, (early, late) in found))
    return [
        f"{held.num_rows / count:.0f}",
        f"{len(written) / held.num_rows:.2f}",
        len(written) / passages.text_bytes,
        *(float(np.mean([way[side] for way in shares[kind]])) for kind in ("copy", "rewrite") for side in (0, 1)),
        f"{(len(hits.owner) - len({one for one in found if one[0] == one[1]})) / count:.1f}",
    ]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure what keeping fewer keys costs.")
    parser.add_argument("truth", type=Path)
    parser.add_argument("dump", nargs="+")
    chosen = parser.parse_args()
    truth = Truth.load(chosen.truth)
    passages = Passages.of(chosen.dump, truth)
    heads = ["kept", "keys an article", "bytes a key", "bytes a byte of text"]
    heads += ["copies, later asks", "earlier asks", "rewrites, later asks", "earlier asks", "candidates"]
    print(table(heads, [[name, *measure(passages, truth, kept)] for name, kept in CHOICES.items()]))


if __name__ == "__main__":
    main()
