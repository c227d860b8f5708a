"""MinHash signatures of an archive's articles, in datasketch's own types.

They are signatures of `MinHash(num_perm, seed, scheme="affine32")` over the 32-bit hashes of word shingles that
`shingle_hashes` gives, with the numbers that the archive's settings have (128 permutations of seed 1 over five words).
Signatures of one's own are comparable where they are made of those hashes:

    minhash = MinHash(num_perm=128, seed=1, scheme="affine32", hashfunc=int)
    minhash.update_batch(dedup.shingle_hashes(text))

The signature of an article is that of all its passages together, page boilerplate left out.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray

from dedup.archive import ArchiveStore
from dedup.config import Config, ConfigError, SketchConfig
from dedup.features import permutations, shingles_of, sign_shingles
from dedup.pipeline import Knowledge, settings_of
from dedup.text import Bodies, TextTables, cut_bodies

if TYPE_CHECKING:
    from datasketch import LeanMinHash, MinHash, MinHashLSH

SCHEME: Final = "affine32"
_BATCH: Final = 2_000

Unit = Literal["article", "passage"]


def shingle_hashes(text: str, config: SketchConfig | None = None) -> list[int]:
    """Return the 32-bit hashes of the word shingles of a text's passages: what signatures are made of."""
    bodies = cut_bodies([text], [None], [None], np.zeros(0, np.uint64), TextTables.load(), Config().text)
    size = (config or SketchConfig()).shingle_words
    found: list[int] = np.unique(shingles_of(bodies.words, _spans(bodies), size)).tolist()
    return found


def minhashes(archive: ArchiveStore, unit: Unit = "article") -> Iterator[tuple[Hashable, "LeanMinHash"]]:
    """Yield the signature of every article by its id, or of every passage by id, first and end character.

    Articles without a usable passage have none: nothing comparable is not the same as equal.
    """
    config = settings_of(archive, None)
    recurring = Knowledge.of(archive, config).tokenizer.recurring
    tables = TextTables.load()
    numbers = archive.rows("SELECT article FROM article ORDER BY article")["article"].to_pylist()
    for start in range(0, len(numbers), _BATCH):
        rows = archive.articles(numbers[start : start + _BATCH])
        ids = rows["id"].to_pylist()
        texts, outlets, langs = (rows[name].to_pylist() for name in ("text", "outlet", "lang"))
        bodies = cut_bodies(texts, outlets, langs, recurring, tables, config.text)
        yield from _signed(ids, bodies, config.sketch, unit)


def fill_lsh(
    archive: ArchiveStore,
    threshold: float,
    storage_config: Mapping[str, Any] | None = None,
    unit: Unit = "article",
    also: Iterable[tuple[Hashable, "MinHash | LeanMinHash"]] = (),
) -> "MinHashLSH":
    """Return datasketch's index over the signatures of an archive, and over those of `also`, by their keys.

    `storage_config` is what `MinHashLSH` takes: Redis, Cassandra, or the memory of this process by default.

    Raises:
        ConfigError: if a signature of `also` is of another length, seed or scheme than the archive's.
    """
    from datasketch import MinHashLSH

    sketch = settings_of(archive, None).sketch
    lsh = MinHashLSH(
        threshold=threshold,
        num_perm=sketch.permutations,
        storage_config=dict(storage_config) if storage_config else None,
    )
    with lsh.insertion_session() as session:
        for key, minhash in minhashes(archive, unit):
            session.insert(key, minhash)
        for key, given in also:
            _refuse_incomparable(key, given, sketch)
            session.insert(key, given)
    return lsh


def _refuse_incomparable(key: Hashable, given: "MinHash | LeanMinHash", sketch: SketchConfig) -> None:
    ours = {"length": sketch.permutations, "seed": sketch.seed, "scheme": SCHEME}
    theirs = {"length": len(given), "seed": given.seed, "scheme": given.scheme}
    for name, value in ours.items():
        if theirs[name] != value:
            raise ConfigError(f"the signature {key!r} has {name} {theirs[name]}, those of the archive {value}")


def _spans(bodies: Bodies) -> NDArray[np.int64]:
    """First and end word of each passage, over the words of all."""
    spans: NDArray[np.int64] = bodies.offsets[bodies.passages[:, 0]][:, None] + bodies.passages[:, 2:4]
    return spans


def _signed(
    ids: Sequence[str], bodies: Bodies, sketch: SketchConfig, unit: Unit
) -> Iterator[tuple[Hashable, "LeanMinHash"]]:
    from datasketch import LeanMinHash

    def lean(values: NDArray[np.uint32]) -> "LeanMinHash":
        return LeanMinHash(seed=sketch.seed, hashvalues=values, scheme=SCHEME)

    signatures = sign_shingles(
        bodies.words, _spans(bodies), sketch.shingle_words, *permutations(sketch.permutations, sketch.seed)
    )
    owners = bodies.passages[:, 0]
    if unit == "passage":
        for owner, row, signature in zip(owners.tolist(), bodies.passages.tolist(), signatures, strict=True):
            yield (ids[owner], row[4], row[5]), lean(signature)
        return
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    for first, last in zip(firsts, [*firsts[1:], len(owners)], strict=True):
        yield ids[owners[first]], lean(signatures[first:last].min(axis=0))
