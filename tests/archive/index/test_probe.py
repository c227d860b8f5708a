"""Whatever was put in is found, as in a dict, however it was spread over segments, files and memory."""

import random
import threading
import tracemalloc
from pathlib import Path
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.archive.index import Hits, KeyIndex, LiveKeys, Segment, SegmentError, probe, segment_bytes, write_segment
from index import twins
from index.entries import KEY_BITS, asked, entries
from index.twins import Entry


def segment_of(held: list[Entry], key_bits: int = KEY_BITS) -> Segment:
    return Segment.of_bytes(segment_bytes(*columns(held), key_bits))


def columns(rows: list[Entry]) -> tuple[list[int], list[int]]:
    return [key for key, _ in rows], [number for _, number in rows]


def plain(hits: Hits) -> tuple[list[tuple[int, int, int]], int]:
    return list(zip(hits.owner.tolist(), hits.article.tolist(), hits.shared.tolist(), strict=True)), hits.left_out


@given(entries, asked, st.sampled_from([1, 7, 38, 57]), st.integers(1, 5))
def test_a_segment_answers_as_a_dict_does(held: list[Entry], asking: list[Entry], key_bits: int, most: int) -> None:
    asking += [(key, 9) for key, _ in held[::3]]
    found = probe([segment_of(held, key_bits)], *columns(asking), most)
    assert plain(found) == twins.probe(held, asking, key_bits, most)


@given(entries, asked, st.integers(1, 4), st.integers(1, 5), st.randoms(use_true_random=False))
def test_segments_and_memory_answer_as_one(
    held: list[Entry], asking: list[Entry], parts: int, most: int, draw: random.Random
) -> None:
    asking += [(key, 9) for key, _ in held[::3]]
    expected = twins.probe(held, asking, KEY_BITS, most)
    # An article's keys stay together, as they do in an archive.
    spread = [[entry for entry in held if entry[1] % parts == part] for part in range(parts)]
    draw.shuffle(spread)
    draw.shuffle(asking)
    live = LiveKeys(KEY_BITS)
    for batch in spread[1:]:
        draw.shuffle(batch)
        live.add(*columns(batch))
    found = probe([segment_of(spread[0]), *live.segments], *columns(asking), most)
    assert plain(found) == expected


@given(entries, asked, st.integers(1, 5), st.integers(1, 9))
def test_keys_asked_for_a_few_at_a_time_answer_as_all_together(
    held: list[Entry], asking: list[Entry], most: int, found_at_once: int
) -> None:
    asking += [(key, owner) for key, _ in held[::2] for owner in (8, 9)]
    expected = twins.probe(held, asking, KEY_BITS, most)
    with mock.patch("dedup.archive.index.key_index._MOST_FOUND", found_at_once):
        assert plain(probe([segment_of(held)], *columns(asking), most)) == expected


def test_keys_that_all_share_are_found_within_bounds() -> None:
    """Four million answers of 32 bytes and more, as to versions of a live blog."""
    keys = np.random.default_rng(1).integers(0, 1 << 63, 25_000, np.uint64)
    segment = Segment.of_bytes(segment_bytes(np.tile(keys, 20), np.repeat(np.arange(20), len(keys)), 57))
    asking = np.tile(keys, 8), np.repeat(np.arange(20, 28), len(keys))
    tracemalloc.start()
    found = probe([segment], *asking, 20)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert plain(found) == ([(owner, article, 25_000) for owner in range(20, 28) for article in range(20)], 0)
    assert peak < 150_000_000


@settings(deadline=None)
@given(st.lists(st.integers(1, 90), max_size=12), st.randoms(use_true_random=False))
def test_live_keys_come_back_from_their_batches_in_any_order(sizes: list[int], draw: random.Random) -> None:
    live, held, blobs = LiveKeys(KEY_BITS), [], []
    for article, size in enumerate(sizes):
        batch = [(draw.getrandbits(64) if draw.random() < 0.8 else 5 << 60, article) for _ in range(size)]
        held += batch
        blobs.append(live.add(*columns(batch)))
    draw.shuffle(blobs)
    asking = [(key, 1) for key, _ in held[::2]]
    expected = twins.probe(held, asking, KEY_BITS, 3)
    assert plain(probe(live.segments, *columns(asking), 3)) == expected
    assert plain(probe(LiveKeys.of(blobs, KEY_BITS).segments, *columns(asking), 3)) == expected


def test_many_batches_lie_in_few_segments() -> None:
    live = LiveKeys(KEY_BITS)
    draw = np.random.default_rng(2)
    for article in range(1000):
        live.add(draw.integers(0, 2**64, 20, np.uint64), np.full(20, article))
    assert live.entries == 20_000
    assert len(live.segments) <= 11


def test_files_are_asked_as_one(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.keys" for number in range(3)]
    held = [(key << 50, article) for article in range(30) for key in range(article % 7)]
    for number, path in enumerate(paths):
        write_segment(path, *columns([entry for entry in held if entry[1] // 10 == number]), KEY_BITS)
    index = KeyIndex.open(paths, verify=True)
    asking = [(key << 50, owner) for owner in (4, 2) for key in range(3 + owner)]
    assert index.entries == len(held)
    assert plain(probe(index.segments, *columns(asking), 5)) == twins.probe(held, asking, KEY_BITS, 5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.keys", "1.keys", "2.keys"]


@pytest.mark.parametrize("holders", [1, 19, 20, 21, 5000])
def test_of_a_key_that_many_hold_the_earliest_few_are_found(holders: int) -> None:
    index = KeyIndex([segment_of([(11 << 40, 1000 + article) for article in range(holders)])])
    found = probe(index.segments, [11 << 40], [7], 20)
    assert found.article.tolist() == list(range(1000, 1000 + min(20, holders)))
    assert found.left_out == max(0, holders - 20)


def test_nothing_finds_nothing() -> None:
    empty = segment_of([])
    assert plain(probe([], [5, 6], [0, 1], 20)) == ([], 0)
    assert plain(probe([empty], [5, 6], [0, 1], 20)) == ([], 0)
    assert plain(probe([segment_of([(5, 1)])], [], [], 20)) == ([], 0)
    assert LiveKeys.of([], KEY_BITS).segments == ()


def test_segments_of_other_settings_are_not_mixed(tmp_path: Path) -> None:
    write_segment(tmp_path / "a", [1], [1], 38)
    write_segment(tmp_path / "b", [1], [1], 40)
    with pytest.raises(SegmentError, match="40 bits"):
        KeyIndex.open([tmp_path / "a", tmp_path / "b"])
    with pytest.raises(SegmentError, match="40 bits"):
        LiveKeys.of([segment_bytes([1], [1], 40)], 38)


def test_a_damaged_batch_is_recognised() -> None:
    batch = LiveKeys(KEY_BITS).add([1 << 40, 2 << 40], [1, 1])
    with pytest.raises(SegmentError, match="torn"):
        LiveKeys.of([batch[:-1]], KEY_BITS)
    with pytest.raises(SegmentError, match="checksum"):
        LiveKeys.of([batch[:-1] + b"\1"], KEY_BITS)


def test_articles_that_have_no_room_beside_a_key_are_refused() -> None:
    with pytest.raises(ValueError, match="64 bits"):
        segment_bytes([1, 2], [0, 1 << 26], 38)
    far = Segment.of_bytes(segment_bytes([1 << 40, 2 << 40], [1 << 60, (1 << 60) + (1 << 26) - 1], 38))
    assert plain(probe([far], [2 << 40], [0], 20)) == ([(0, (1 << 60) + (1 << 26) - 1, 1)], 0)


def test_others_may_ask_while_one_adds() -> None:
    live, wrong = LiveKeys(KEY_BITS), []
    live.add([1 << 50], [0])
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            found = probe(live.segments, [1 << 50], [0], 50).article.tolist()
            if found != list(range(len(found))) or not found:
                wrong.append(found)

    asking = threading.Thread(target=ask)
    asking.start()
    for article in range(1, 50):
        live.add([1 << 50] * 2, [article] * 2)
    done.set()
    asking.join()
    assert not wrong
    assert probe(live.segments, [1 << 50], [0], 50).article.tolist() == list(range(50))
