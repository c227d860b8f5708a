"""Pairs to be judged by a person, the least sure first."""

from collections.abc import Iterator

from dedup.archive import ArchiveStore
from dedup.config import check_kinds
from dedup.queries.truth import Pair, ordered

# The most similar match is the surest; of passages taken for borrowed, the least similar are.
_PAIRS = """
    WITH judged AS (
        SELECT x.id AS a, y.id AS b, kind,
            CASE WHEN same_statement THEN score * greatest(coverage_a, coverage_b)
                ELSE 1 - score * greatest(coverage_a, coverage_b) END AS sure
        FROM match JOIN article x ON x.article = match.a JOIN article y ON y.article = match.b
    )
    SELECT a, b FROM judged WHERE $kind IS NULL OR kind = $kind ORDER BY sure, a, b
"""


def doubtful_pairs(archive: ArchiveStore, kind: str | None = None) -> Iterator[Pair]:
    """Yield the pairs that were matched, and those that only share borrowed passages, the least sure first.

    Raises:
        ConfigError: if there is no such kind of match.
    """
    if kind is not None:
        check_kinds([kind])
    rows = archive.rows(_PAIRS, {"kind": kind})
    for a, b in zip(rows["a"].to_pylist(), rows["b"].to_pylist(), strict=True):
        yield ordered(a, b)
