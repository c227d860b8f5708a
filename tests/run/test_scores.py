"""What is found in the samples, against their truth. Floors, not targets: a change that falls below one broke something."""

from pathlib import Path

import pytest
from scoring import names, score, true_pairs, truth

from tests.conftest import Ran

LEAST_RECALL = {"copy": 0.89, "rewrite": 0.72}
MOST_WRONG = 3


@pytest.fixture(scope="module")
def kinds(ran: Ran, samples: Path) -> dict[frozenset[str], str]:
    """The kind of every pair that the run says tells one statement, in the truth's names."""
    named = names(ran.archive, truth(samples))
    return {frozenset((named[row["a"]], named[row["b"]])): row["kind"] for row in ran.rows("matches.jsonl")}


@pytest.mark.parametrize("kind", LEAST_RECALL)
def test_recall(kinds: dict[frozenset[str], str], samples: Path, kind: str) -> None:
    found = score(true_pairs(truth(samples), kind), set(kinds))
    assert found.recall >= LEAST_RECALL[kind], sorted(map(sorted, found.missed))


@pytest.mark.parametrize("kind", LEAST_RECALL)
def test_kinds_are_right(kinds: dict[frozenset[str], str], samples: Path, kind: str) -> None:
    found = score(true_pairs(truth(samples), kind), set(kinds)).found
    assert sum(kinds[pair] == kind for pair in found) >= 0.97 * len(found)


def test_hardly_any_pair_is_wrong(kinds: dict[frozenset[str], str], samples: Path) -> None:
    known = truth(samples)
    wrong = set(kinds) - true_pairs(known, "copy") - true_pairs(known, "rewrite")
    assert len(wrong) <= MOST_WRONG, sorted(map(sorted, wrong))


def test_near_misses_are_in_no_story(ran: Ran, samples: Path) -> None:
    known = truth(samples)
    near = {
        *("derbent-bypass", "aktau-berth", "village-gas", "beet-ban", "akcayazi-life", "arpi-fish"),
        *("berulava-lecture", "norvik-shares", "elbe-strike", "lutava-bus", "jiangwan-degree"),
    }
    named = names(ran.archive, known)
    told = {known[named[article]]["story"] for story in ran.rows("stories.jsonl") for article in story["articles"]}
    assert not told & near


def test_few_stories_are_glued_together(ran: Ran, samples: Path) -> None:
    known = truth(samples)
    named = names(ran.archive, known)
    glued = [
        told
        for story in ran.rows("stories.jsonl")
        if len(told := {known[named[article]]["story"] for article in story["articles"]}) > 1
    ]
    # Reports of weather and of exchange rates, each from one template, with other figures.
    assert all(all(story.startswith(("rates-", "weather-")) for story in told) for told in glued), glued
