"""Versions of a text that grows, a live blog, are one story; a digest does not join the stories that it holds."""

import random
import tracemalloc
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
import pytest

from dedup.config import LEAST_MEMORY, PROGRAM_MEMORY, MachineConfig, StoryConfig
from dedup.provenance.records import StoryArticle
from dedup.provenance.tracing.overlap import Wording
from dedup.stories import Tie, group_articles


def ties(held: Sequence[frozenset[str]], pairs: Iterable[tuple[int, int]]) -> list[Tie]:
    """What articles cover of each other that hold these paragraphs, of one length each."""
    made = []
    for a, b in pairs:
        common = len(held[a] & held[b])
        if common:
            share_a, share_b = common / len(held[a]), common / len(held[b])
            made.append(Tie(a, b, share_a, share_b, share_a, share_b, 0.0, 0.0))
    return made


def sizes(stories: dict[int, int]) -> list[int]:
    return sorted((list(stories.values()).count(story) for story in set(stories.values())), reverse=True)


def blog(versions: int) -> list[frozenset[str]]:
    return [frozenset(f"entry {n}" for n in range(version + 1)) for version in range(versions)]


@pytest.mark.parametrize("seed", range(3))
def test_versions_of_a_live_blog_are_one_story(seed: int) -> None:
    """As candidates bring them: each version meets a few others, wherever they stand."""
    chance = random.Random(seed)
    pairs = {tuple(sorted(chance.sample(range(300), 2))) for _ in range(300 * 16)}
    pairs |= {(version, version + 1) for version in range(299)}
    assert sizes(group_articles(ties(blog(300), sorted((a, b) for a, b in pairs)), StoryConfig())) == [300]


def test_versions_of_a_digest_do_not_join_the_stories_that_they_hold() -> None:
    """Each story in three reprints and a longer article, all of them in three editions of a digest."""
    stories = [[frozenset(f"story {story} {n}" for n in range(size)) for size in (4, 4, 5, 6)] for story in range(10)]
    digest = [
        frozenset(line for story in stories for line in story[3]) | {f"edition {edition} {n}" for n in range(6)}
        for edition in range(3)
    ]
    held = [*(article for story in stories for article in story), *digest]
    assert sizes(group_articles(ties(held, combinations(range(len(held)), 2)), StoryConfig())) == [*(10 * [4]), 3]


def test_the_wording_of_a_live_blog_takes_the_memory_of_its_paragraphs() -> None:
    """And not that of all versions: 200 versions of 200 paragraphs are 800,000 words, 8,000 of them different."""
    entries = [" ".join(f"{'word' * 8}{n}x{word}" for word in range(40)) for n in range(200)]
    stops = np.cumsum([len(entry) + 1 for entry in entries]).tolist()
    spans = [(stop - len(entry) - 1, stop - 1) for entry, stop in zip(entries, stops, strict=True)]
    versions = [
        StoryArticle(n, str(n), lang="en", lines=tuple(entries[: n + 1]), body=tuple(spans[: n + 1]))
        for n in range(200)
    ]
    Wording(versions, {}).missing_shares(range(1), range(1))  # Compiles the kernel, which takes more than is measured.
    tracemalloc.start()
    wording = Wording(versions, {})
    made = tracemalloc.get_traced_memory()[1]
    wording.missing_shares(range(200), range(200))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert wording.missing_of_story(100) == pytest.approx(98 / 199)
    assert made < 8_000_000
    assert peak < 12_000_000


def test_batches_of_pairs_of_long_articles_fit_into_the_memory() -> None:
    """At 100 bytes a word, half of the words another pair's too, a thread a batch."""
    for memory, threads in ((256 << 20, 1), (500 << 20, 2), (4 << 30, 64)):
        machine = MachineConfig(memory=memory, threads=threads)
        assert machine.pair_words_at_once * threads * 50 <= memory / 3


def test_the_program_the_database_and_the_batches_fit_into_the_memory_together() -> None:
    for memory, threads in ((750_000_000, 1), (1_000_000_000, 2), (4 << 30, 64)):
        machine = MachineConfig(memory=memory, threads=threads)
        batches = machine.pair_words_at_once * threads * 50
        assert PROGRAM_MEMORY + machine.database_memory + batches <= memory
    assert MachineConfig(memory=LEAST_MEMORY).database_memory == LEAST_MEMORY // 2
