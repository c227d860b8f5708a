"""What the concepts of articles are worth, and by which of them articles of two languages find each other: stages that
Spark runs. The rows of an article hold its distinct stems and concepts as bytes (`worth`, `concepts`, `values`)."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.config import Config
from dedup.features import Counted, Learned
from dedup.matching import POSTINGS, Column, Tokens, postings
from dedup.pipeline.spark.pairs import SharedStatistics
from dedup.pipeline.spark.tables import binary, stretches
from dedup.pipeline.spark.words import VALUE, WORTH, distinct, ends_of

COUNTS: Final = pa.schema(
    [
        ("block", pa.int64()),
        ("concept", pa.int64()),
        ("articles", pa.int64()),
        ("factor", pa.float64()),
        ("present", pa.int64()),
        ("matched", pa.int64()),
    ]
)
BLOCK: Final = pa.schema([("block", pa.int64()), ("values", pa.binary())])
VALUED: Final = pa.schema([("article", pa.int64()), ("values", pa.binary())])
POSTING: Final = pa.schema([pa.field(one.name, pa.int64()) if one.name == "concept" else one for one in POSTINGS])


@dataclass(frozen=True)
class ValueBlock:
    """The stage that says what the concepts of a batch of articles are worth."""

    config: Config
    total: int
    has_presence: bool

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the values of concepts, as bytes."""
        rows = rows.sort_by("concept")
        concepts = rows["concept"].to_numpy().astype(np.uint32)
        counted = Counted(
            concepts, rows["articles"].to_numpy(), rows["factor"].to_numpy(), np.ones(len(concepts), np.bool_)
        )
        presence = pa.table({"concept": concepts, "present": rows["present"], "matched": rows["matched"]})
        values = counted.values(self.total, presence if self.has_presence else None, self.config.meaning)
        packed = np.empty(len(concepts), VALUE)
        for name in VALUE.names or ():
            packed[name] = getattr(values, name)
        return pa.table({"block": rows["block"].slice(0, 1), "values": binary(packed, np.array([len(packed)]))})


@dataclass(frozen=True)
class ValueArticles:
    """The stage that gives each article what its own concepts are worth."""

    learned: Learned

    def __call__(self, given: tuple[pa.Table, pa.Table]) -> pa.Table:
        """Return the values of each article's concepts, base and learned."""
        rows, blocks = given[0].sort_by("article"), given[1]
        worth = np.frombuffer(b"".join(blocks["values"].to_pylist()), VALUE)
        holders, held = _held(rows, self.learned)
        owner, concepts = distinct(holders, held)
        at = np.minimum(np.searchsorted(worth["elements"], concepts), max(0, len(worth) - 1))
        known = worth["elements"][at] == concepts if len(worth) else np.zeros(len(concepts), np.bool_)
        values = binary(worth[at[known]], ends_of(owner[known], rows.num_rows))
        return pa.table({"article": rows["article"], "values": values})


def _held(rows: pa.Table, learned: Learned) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The concepts of articles, and whose they are: a row's place."""
    base, ends = stretches(rows["concepts"], np.uint32)
    worth, stem_ends = stretches(rows["worth"], WORTH)
    at, translated = learned.of(np.ascontiguousarray(worth["element"]))
    of_base = np.searchsorted(ends, np.arange(len(base)), side="right")
    of_translated = np.searchsorted(stem_ends, at, side="right")
    return np.concatenate([of_base, of_translated]), np.concatenate([base, translated])


@dataclass(frozen=True)
class Post:
    """The stage that posts articles under their concepts of highest weight."""

    learned: Learned
    most: int

    def __call__(self, rows: pa.Table) -> pa.Table:
        """`POSTINGS` of articles."""
        rows = rows.sort_by("article")
        knowledge = SharedStatistics(None, self.learned, {})
        posted = postings(_meanings(rows), knowledge.of(rows), self.most)
        return posted.set_column(0, "concept", posted["concept"].cast(pa.int64()))


def _meanings(rows: pa.Table) -> Tokens:
    """Tokens with each stem and each concept of an article once: enough to post it."""
    base, ends = stretches(rows["concepts"], np.uint32)
    worth, stem_ends = stretches(rows["worth"], WORTH)
    elements = np.ascontiguousarray(worth["element"])
    offsets, of_stems = (np.concatenate([[0], one]).astype(np.int64) for one in (ends, stem_ends))
    nothing: Column[Any] = Column(np.zeros(0, np.int32), np.zeros(rows.num_rows + 1, np.int64))
    columns: dict[str, Column[Any]] = {
        "words": Column(elements, of_stems),
        "elements": Column(elements, of_stems),
        "concepts": Column(base, offsets),
        "concept_words": Column(np.zeros(len(base), np.int32), offsets),
    }
    lang = rows["lang"].to_numpy(zero_copy_only=False)
    names = [name for name in Tokens.__dataclass_fields__ if name not in ("article", "lang")]
    return Tokens(rows["article"].to_numpy(), lang, *(columns.get(name, nothing) for name in names))
