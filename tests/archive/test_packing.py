"""Texts as they lie in an archive: columns are packed as single texts are, and come back letter by letter."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from dedup.archive.compression import Packer, train

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), max_size=8)
TRAINED = train(
    [f"The harbour closes for {number} weeks, boats use canal lock {number}. " * 20 for number in range(60)]
)


@given(TEXTS, st.integers(0, 3), st.sampled_from([b"", TRAINED]))
def test_a_column_is_packed_as_its_texts_are(texts: list[str], skipped: int, dictionary: bytes) -> None:
    packer = Packer(dictionary)
    column = pa.chunked_array([pa.array(["skipped"] * skipped + texts[:2], pa.string()).slice(skipped), texts[2:]])
    frames = packer.pack_column(column.cast(pa.string()), 2).to_pylist()
    assert frames == packer.pack(texts)
    assert packer.unpack(frames) == texts
