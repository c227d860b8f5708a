"""The word translations that a run learned, as its archive keeps them."""

from collections.abc import Iterator
from typing import NamedTuple

from dedup.archive import ArchiveStore
from dedup.features import base_language


class Translation(NamedTuple):
    """Two stems that were taken to translate each other."""

    stem: str
    other: str
    strength: float
    """Geometric mean of both directions' translation probabilities, 0 to 1."""
    pieces: int
    """Pieces of parallel text in which both stood."""


def read_lexicon(archive: ArchiveStore, lang: str, other: str) -> Iterator[Translation]:
    """Yield what `archive` learned of two languages, the strongest first: stems of `lang` with those of `other`.

    Languages go by the codes that stems have: Croatian is looked for with Serbian, under either.
    """
    one, two = base_language(lang), base_language(other)
    stems = ("stem_a", "stem_b") if one < two else ("stem_b", "stem_a")
    rows = archive.rows(
        f"SELECT {stems[0]}, {stems[1]}, strength, pieces FROM lexicon WHERE lang_a = ? AND lang_b = ? "
        f"ORDER BY strength DESC, pieces DESC, {stems[0]}, {stems[1]}",
        [min(one, two), max(one, two)],
    )
    for row in zip(*(column.to_pylist() for column in rows.columns), strict=True):
        yield Translation(*row)
