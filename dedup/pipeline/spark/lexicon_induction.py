"""Stages that Spark runs: the induction of a bilingual lexicon from candidates in two languages, and the choice of the
best translations of either side."""

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from dedup.archive import lent
from dedup.config import Config
from dedup.matching import PIECES, parallel_pieces
from dedup.pipeline.spark.pairs import SharedStatistics
from dedup.pipeline.spark.small_run import small_run
from dedup.pipeline.spark.tables import filled
from dedup.pipeline.spark.words import tokens_of, weights_in
from dedup.schema import MATCH

PARALLEL_TEXT: Final = pa.schema(
    [
        ("sort", pa.string()),
        ("lang_a", pa.string()),
        ("lang_b", pa.string()),
        ("a", pa.int64()),  # of a count of concepts the concept
        ("b", pa.int64()),
        ("place", pa.int32()),
        ("ratio", pa.float64()),
        ("stems_a", pa.list_(pa.int64())),
        ("stems_b", pa.list_(pa.int64())),
        ("one", pa.int64()),
        ("other", pa.int64()),
    ]
)
"""The parallel text of candidates: its pieces, and counts in pairs (`one`, `other`)."""


@dataclass(frozen=True)
class AlignCandidates:
    """The stage that aligns candidates and keeps what of them is parallel text."""

    config: Config
    knowledge: SharedStatistics

    def __call__(self, given: tuple[pa.Table, pa.Table]) -> pa.Table:
        """Return the parallel text of a group of candidates, as `PARALLEL_TEXT`."""
        pairs, words = given
        if not pairs.num_rows:
            return PARALLEL_TEXT.empty_table()
        weights = weights_in(words["worth"])
        left, right = pairs["a"].to_numpy(), pairs["b"].to_numpy()
        found = parallel_pieces(
            left, right, tokens_of(words), self.knowledge.of(words), weights, self.config.match, self.config.meaning
        )
        pieces, presence, kept, sureness = found.pieces, found.presence, found.kept, found.sureness
        return pa.concat_tables(
            [
                _rows("piece", {name: pieces[name] for name in PIECES.names}, pieces.num_rows),
                _rows(
                    "presence",
                    {
                        "lang_a": presence["lang_a"],
                        "lang_b": presence["lang_b"],
                        "a": presence["concept"],
                        "one": presence["present"],
                        "other": presence["matched"],
                    },
                    presence.num_rows,
                ),
                _rows(
                    "kept",
                    {"lang_a": kept["lang"], "lang_b": kept["other"], "one": kept["held"], "other": kept["kept"]},
                    kept.num_rows,
                ),
                _rows(
                    "sureness",
                    {
                        "lang_a": sureness["lang_a"],
                        "lang_b": sureness["lang_b"],
                        "one": sureness["sure"],
                        "other": sureness["near"],
                    },
                    sureness.num_rows,
                ),
            ]
        )


def _rows(sort: str, columns: dict[str, Any], rows: int) -> pa.Table:
    return filled(PARALLEL_TEXT, {**columns, "sort": pa.repeat(pa.scalar(sort), rows)}, rows)


@dataclass(frozen=True)
class KeepBest:
    """The stage that drops translations of which either side has a much better one."""

    best_share: float

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Of matches with the best strength of either side, those that are near it."""
        with small_run(None) as run, lent(run.connection, _found=rows):
            found = run.engine.query(
                f"SELECT {', '.join(MATCH.names)} FROM _found WHERE kind = 'copy' "
                f"OR strength >= {self.best_share} * greatest(best_a, best_b)"
            )
        return found
