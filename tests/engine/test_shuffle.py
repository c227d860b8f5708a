"""Rows by key: all come back, those of one key together."""

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.shuffle import Shuffle

rows = st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**40)), max_size=60)


@given(st.lists(rows, max_size=4))
def test_all_rows_come_back_and_those_of_a_key_together(batches):
    with TemporaryDirectory() as folder:
        shuffle = Shuffle(Path(folder) / "keys")
        for batch in batches:
            columns = np.array(batch, object).reshape(-1, 2)
            shuffle.add(columns[:, 0].astype(np.uint64), columns[:, 1].astype(np.int64))
        places = defaultdict(set)
        found = []
        for part in shuffle.parts():
            loaded = Shuffle.load(part)
            assert not part.exists()
            found += [(int(row["key"]), int(row["value"])) for row in loaded]
            for key in loaded["key"].tolist():
                places[key].add(part)
        assert sorted(found) == sorted(row for batch in batches for row in batch)
        assert shuffle.rows == len(found)
        assert all(len(parts) == 1 for parts in places.values())
