"""Merging equals building at once, byte for byte."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dedup.archive.index import LiveKeys, Segment, SegmentError, merge, segment_bytes, write_segment
from index.entries import KEY_BITS, entries
from index.twins import Entry

CHUNKS = st.sampled_from([1, 7, 1 << 21])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(entries, st.integers(1, 4), st.sets(st.integers(0, 60)), CHUNKS)
def test_merging_equals_building_at_once(
    tmp_path: Path, held: list[Entry], parts: int, drop: set[int], chunk: int
) -> None:
    spread = [[entry for entry in held if entry[1] % parts == part] for part in range(parts)]
    live = LiveKeys(KEY_BITS)
    for batch in spread[1:]:
        live.add([key for key, _ in batch], [article for _, article in batch])
    base = Segment.of_bytes(segment_bytes([key for key, _ in spread[0]], [number for _, number in spread[0]], KEY_BITS))
    merged, built = tmp_path / "merged", tmp_path / "built"
    merge(merged, [base, *live.segments], KEY_BITS, drop, chunk)
    left = [(key, article) for key, article in held if article not in drop]
    write_segment(built, [key for key, _ in left], [article for _, article in left], KEY_BITS)
    assert merged.read_bytes() == built.read_bytes()
    Segment.open(merged, verify=True)


@pytest.mark.parametrize("chunk", [1, 60, 1 << 21])
def test_a_key_that_all_hold_is_merged(tmp_path: Path, chunk: int) -> None:
    halves = [Segment.of_bytes(segment_bytes([9 << 30] * 50, range(low, low + 50), KEY_BITS)) for low in (0, 50)]
    merge(tmp_path / "merged", halves, KEY_BITS, chunk=chunk)
    write_segment(tmp_path / "built", [9 << 30] * 100, range(100), KEY_BITS)
    assert (tmp_path / "merged").read_bytes() == (tmp_path / "built").read_bytes()


def test_nothing_merges_to_nothing(tmp_path: Path) -> None:
    merge(tmp_path / "merged", [], KEY_BITS)
    assert Segment.open(tmp_path / "merged", verify=True).shape.size == 0


def test_segments_of_other_settings_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SegmentError, match="cannot be merged"):
        merge(tmp_path / "merged", [Segment.of_bytes(segment_bytes([1], [1], 40))], KEY_BITS)
    assert not list(tmp_path.iterdir())
