"""What numbers the settings may hold: those of an archive may come from a stranger, and size arrays."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from dedup.config.features import SketchConfig

_MOST: Final = (1 << 31) - 1
"""What the 32-bit numbers of kernels hold."""

_CHANCE: Final = (1e-9, 1 - 1e-9)
"""Of a probability whose logarithm, and that of what is left to one, is taken."""

BOUNDS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        # Bytes and characters are compared with, and never make an array of that size.
        **dict.fromkeys(
            (
                "read.max_article_chars read.max_record_bytes read.max_unpacked_bytes read.batch_bytes machine.memory"
            ).split(),
            (0, (1 << 63) - 1),
        ),
        # None at all means nothing: sizes of batches, windows and counts that something waits for.
        **dict.fromkeys(
            (
                "archive.batch_articles archive.outlet_articles index.copy_bands machine.batch_articles "
                "machine.batch_chars machine.batch_pairs machine.batch_pair_words match.window_words "
                "read.batch_articles text.paragraph_words text.recurring_articles text.recurring_holders"
            ).split(),
            (1, _MOST),
        ),
        "text.passage_words": (1, 100_000),
        # The database starts as many as it is told to. By judgement.
        "machine.threads": (0, 1024),
        # More hashes, bands or bits were tried by nobody; a signature of 4,096 is a hundred times as exact as needed.
        "sketch.permutations": (1, 4096),
        "sketch.seed": (0, (1 << 32) - 1),
        "sketch.shingle_words": (1, 100),
        "sketch.copy_bands": (0, 4096),
        "sketch.respaced_bands": (0, 4096),
        "sketch.rewrite_bands": (0, 4096),
        "sketch.copy_rows": (1, 4096),
        "sketch.rewrite_rows": (1, 4096),
        # Together they say how often a stem is hashed: the heaviest weighs about 15.
        "sketch.weight_power": (0, 3),
        "sketch.weight_scale": (0, 10),
        "meaning.lexicon_rounds": (0, 100),
        "meaning.learning_rounds": (0, 1000),
        "match.seed_words": (1, 1000),
        "index.key_bits": (8, 64),
        "provenance.orders": (1, 1 << 16),
        "provenance.most_articles": (1, 10_000),
        **dict.fromkeys(
            (
                "provenance.named_if_copied provenance.stray_credit provenance.cue_if_copied "
                "provenance.cue_if_copied_same provenance.cue_if_first provenance.cue_if_outside "
                "provenance.reference_if_first provenance.reference_if_outside"
            ).split(),
            _CHANCE,
        ),
        **dict.fromkeys(("neural.least_neighbour", "neural.noise_cosine", "neural.even_cosine"), (-1, 1)),
        # Slopes and offsets of calibration.
        **dict.fromkeys(
            (f"provenance.{name}_scale" for name in ("link", "source", "origin", "outside")), (-1000.0, 1000.0)
        ),
    }
)
"""The least and the most of a setting, where it is not any number from 0 to `_MOST`: what sizes an array, is divided
by, has its logarithm taken, or says how often something is done over."""


def out_of_bounds(name: str, value: Any) -> str | None:
    """Return what is wrong with the value of the setting `name` (as in `match.level`); None if nothing is.

    >>> out_of_bounds("sketch.permutations", 0)
    '0 is not from 1 to 4096'
    """
    least, most = BOUNDS.get(name, (0, _MOST))
    numbers = value if isinstance(value, tuple | list) else (value,)
    for number in numbers:
        # What is not a number is out of all bounds.
        if isinstance(number, int | float) and not isinstance(number, bool) and not least <= number <= most:
            return f"{number!r:.40} is not from {least:.15g} to {most:.15g}"
    return None


def too_many_bands(sketch: "SketchConfig") -> str | None:
    """Return what is wrong with the bands of `sketch`, which are cut out of its signatures; None if nothing is."""
    for name, bands, rows in (
        ("copy_bands", sketch.copy_bands, sketch.copy_rows),
        ("rewrite_bands", sketch.rewrite_bands, sketch.rewrite_rows),
    ):
        if bands * rows > sketch.permutations:
            return f"sketch.{name} is {bands}, of {rows} rows: more than the {sketch.permutations} sketch.permutations"
    return None
