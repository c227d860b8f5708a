"""Segments: packed as the twin packs, whole or not at all, and what is none is told apart from one."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.archive.index import KeyIndex, Segment, SegmentError, probe, segment_bytes, write_segment
from dedup.archive.index.bitpack import pack, place_of, unpack
from dedup.archive.index.segment import replacing
from index import twins
from index.entries import KEY_BITS, entries
from index.twins import Entry

HEADER = 64


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.integers(1, 64), st.integers(0, 6), st.integers(0, 63))
def test_kernels_and_twins_pack_alike(values: list[int], width: int, bucket_bits: int, first_bit: int) -> None:
    bucket_bits = min(bucket_bits, 64 - width)
    values = sorted(value >> 64 - width - bucket_bits for value in values)
    words = np.zeros((first_bit + len(values) * width) // 64 + 1, np.uint64)
    counts = np.zeros((1 << bucket_bits) + 1, np.uint32)
    pack(np.array(values, np.uint64), width, first_bit, words, counts)
    assert int.from_bytes(words.tobytes(), "little") == twins.packed(values, width) << first_bit
    offsets = np.cumsum(counts, dtype=np.uint32)
    assert offsets.tolist() == twins.starts(values, width, bucket_bits)

    aligned = np.zeros(len(values) * width // 64 + 1, np.uint64)
    pack(np.array(values, np.uint64), width, 0, aligned, np.zeros_like(counts))
    low, high = len(values) // 3, len(values)
    assert unpack(offsets, aligned, width, low, high).tolist() == values[low:]
    for wanted in (0, (1 << width + bucket_bits) - 1, *values[::7]):
        expected = sum(value < wanted for value in values)
        assert place_of(offsets, aligned, width, len(values), np.uint64(wanted)) == expected


@given(entries)
def test_what_was_written_is_read_each_once_and_in_order(held: list[Entry]) -> None:
    segment = Segment.of_bytes(segment_bytes([key for key, _ in held], [article for _, article in held], KEY_BITS))
    read_keys, read_articles = segment.read()
    kept = {(key >> 64 - KEY_BITS << 64 - KEY_BITS, article) for key, article in held}
    assert list(zip(read_keys.tolist(), read_articles.tolist(), strict=True)) == sorted(kept)


@given(entries, st.randoms(use_true_random=False))
def test_the_same_entries_are_the_same_bytes(held: list[Entry], draw: object) -> None:
    first = segment_bytes([key for key, _ in held], [article for _, article in held], KEY_BITS)
    held = held[::-1] + held[:1]
    assert segment_bytes([key for key, _ in held], [article for _, article in held], KEY_BITS) == first


def test_an_entry_takes_its_bits() -> None:
    draw = np.random.default_rng(1)
    written = segment_bytes(draw.integers(0, 2**64, 100_000, np.uint64), np.repeat(np.arange(500), 200), KEY_BITS)
    # 38 bits of a key less 12 of its bucket, 9 of an article, and 4 bytes of offset for 24 entries.
    assert len(written) / 100_000 == pytest.approx((38 - 12 + 9) / 8 + 4 / 24, abs=0.01)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "base.keys"
    write_segment(path, np.arange(1000, dtype=np.uint64) << np.uint64(50), np.arange(1000), KEY_BITS)
    return path


@pytest.mark.parametrize("length", [0, 1, HEADER - 1, HEADER, HEADER + 1, 2000, -8, -1])
def test_a_torn_file_is_recognised(written: Path, length: int) -> None:
    written.write_bytes(written.read_bytes()[:length])
    with pytest.raises(SegmentError, match=r"base\.keys: (too short|torn)"):
        KeyIndex.open([written])


def test_a_longer_file_is_recognised(written: Path) -> None:
    written.write_bytes(written.read_bytes() + b"\0")
    with pytest.raises(SegmentError, match="torn"):
        KeyIndex.open([written])


@pytest.mark.parametrize("content", [b"SQLite format 3\0" * 100, b"\0" * 5000, b"DUCK" * 1000])
def test_a_foreign_file_is_recognised(written: Path, content: bytes) -> None:
    written.write_bytes(content)
    with pytest.raises(SegmentError, match="not a segment"):
        KeyIndex.open([written])


@pytest.mark.parametrize("place", [*range(0, HEADER, 5), HEADER - 1])
def test_a_damaged_header_is_recognised(written: Path, place: int) -> None:
    damage(written, place)
    with pytest.raises(SegmentError, match="not a segment"):
        KeyIndex.open([written])


@pytest.mark.parametrize("place", [HEADER, 1000, -1, -200])
def test_a_damaged_entry_is_recognised_when_all_is_read(written: Path, place: int) -> None:
    damage(written, place)
    with pytest.raises(SegmentError, match="checksum"):
        KeyIndex.open([written], verify=True)


def test_damaged_offsets_make_no_kernel_read_outside(written: Path) -> None:
    data = bytearray(written.read_bytes())
    data[-260:] = b"\xff" * 260
    written.write_bytes(data)
    keys = np.arange(1000, dtype=np.uint64) << np.uint64(50)
    assert probe(KeyIndex.open([written]).segments, keys, np.zeros(1000), 20).left_out == 0


def test_another_format_is_refused_by_its_number(written: Path) -> None:
    data = bytearray(written.read_bytes())
    data[8:10] = struct.pack("<H", 99)
    data[HEADER - 4 : HEADER] = struct.pack("<I", zlib.crc32(data[: HEADER - 4]))
    written.write_bytes(data)
    with pytest.raises(SegmentError, match="format 99"):
        KeyIndex.open([written])


def test_a_file_that_cannot_be_finished_leaves_the_old_one(written: Path) -> None:
    before = written.read_bytes()

    def stop() -> None:
        with replacing(written) as file:
            file.write(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="full"):
        stop()
    assert written.read_bytes() == before
    assert [path.name for path in written.parent.iterdir()] == ["base.keys"]


def test_an_open_index_outlives_the_file_it_was_opened_from(written: Path) -> None:
    index = KeyIndex.open([written])
    write_segment(written, [1 << 60], [5], KEY_BITS)
    assert probe(index.segments, [3 << 50], [0], 20).article.tolist() == [3]
    assert probe(KeyIndex.open([written]).segments, [3 << 50], [0], 20).article.tolist() == []


def damage(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)
