"""Rows by key: all come back, those of one key together."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.pipeline.backend.shuffle import VALUE_BITS, Shuffle

rows = st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 2**VALUE_BITS - 1)), max_size=60)


@given(st.lists(rows, max_size=4))
def test_all_rows_come_back_and_those_of_a_key_together(batches):
    with TemporaryDirectory() as folder:
        shuffle = Shuffle(Path(folder) / "keys")
        for batch in batches:
            columns = np.array(batch, object).reshape(-1, 2)
            shuffle.add(columns[:, 0].astype(np.uint64), columns[:, 1].astype(np.int64))
        found = []
        for part in shuffle.parts():
            keys, values = Shuffle.load(part)
            assert not part.exists()
            # The first five bits are the file's number, and the last 23 are not kept.
            loaded = [
                (int(part.name) << 36 | key, value) for key, value in zip(keys.tolist(), values.tolist(), strict=True)
            ]
            assert loaded == sorted(loaded)
            found += loaded
        assert found == sorted((key >> 23, value) for batch in batches for key, value in batch)
        assert shuffle.rows == len(found)


def test_a_value_that_does_not_fit_is_refused(tmp_path):
    with pytest.raises(OverflowError):
        Shuffle(tmp_path / "keys").add(np.array([1], np.uint64), np.array([1 << VALUE_BITS]))
