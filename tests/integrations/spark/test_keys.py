"""Keys of which a partition's batches hold parts bring the pairs that whole keys bring."""

import pickle

import numpy as np
import pyarrow as pa
import pytest

from dedup.config import Config, MatchConfig
from dedup.matching import pair_up

KEYS = np.array([1, 1, 1, 2, 3, 3, 5, 5, 5, 5, 5, 5, 5, 8, 9, 9])
ARTICLES = np.array([4, 6, 9, 1, 2, 7, 0, 1, 2, 3, 4, 5, 6, 1, 3, 4])


@pytest.mark.parametrize("rows", [1, 2, 3, 5, 16])
def test_batches_do_not_show(rows: int) -> None:
    pytest.importorskip("pyspark")
    from dedup.pipeline.spark.pairs import PairUp

    config = MatchConfig()
    table = pa.table({"key": KEYS, "article": ARTICLES})
    batches = (table.slice(first, rows) for first in range(0, table.num_rows, rows))
    found = [
        (row["a"], row["b"])
        for made in PairUp(config)(iter([table.slice(0, 0), *batches]))
        for row in made.to_pylist()
        if row["a"] is not None
    ]
    a, b, _ = pair_up(KEYS.astype(np.uint64), ARTICLES.astype(np.uint64), config.neighbours, config.crowded_neighbours)
    # A pair of two keys may come twice: they are made distinct later.
    assert set(found) == set(zip(a.tolist(), b.tolist(), strict=True))
    assert len(found) > 10


def test_a_stage_that_was_used_can_be_sent() -> None:
    pytest.importorskip("pyspark")
    from dedup.pipeline.spark.tables import filled
    from dedup.pipeline.spark.text import Text
    from dedup.pipeline.spark.words import ARTICLES

    stage = Text(Config())
    words = " ".join(f"word{number}" for number in range(60))
    given = {"article": [0], "id": ["a"], "outlet": ["The Courier"], "text": [words], "recurring": [[]]}
    schema = pa.schema([*ARTICLES, ("recurring", pa.list_(pa.int64()))])
    rows = filled(schema, {name: pa.array(value, schema.field(name).type) for name, value in given.items()}, 1)
    made = stage(rows)
    assert pickle.loads(pickle.dumps(stage))(rows) == made
