"""What is found in the samples, against their truth. Floors: what falls below one broke something."""

from pathlib import Path

import pytest
from scoring import score, true_pairs, truth
from whole_run import Ran

LEAST_RECALL = {"copy": 0.98, "rewrite": 0.72, "translation": 0.97}
MOST_WRONG = 3


@pytest.fixture(scope="module")
def kinds(ran: Ran) -> dict[frozenset[str], str]:
    """The kind of every pair that the run says report one statement."""
    return {frozenset((row["a"], row["b"])): row["kind"] for row in ran.rows("matches.jsonl")}


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
    wrong = set(kinds) - set().union(*(true_pairs(known, kind) for kind in LEAST_RECALL))
    assert len(wrong) <= MOST_WRONG, sorted(map(sorted, wrong))


def test_near_misses_are_in_no_story(ran: Ran, samples: Path) -> None:
    known = truth(samples)
    near = {
        *("derbent-bypass", "aktau-berth", "village-gas", "beet-ban", "akcayazi-life", "arpi-fish"),
        *("berulava-lecture", "norvik-shares", "elbe-strike", "lutava-bus", "jiangwan-degree"),
    }
    stories = {known[article]["story"] for story in ran.rows("stories.jsonl") for article in story["articles"]}
    assert not stories & near


def test_no_stories_are_glued_together(ran: Ran, samples: Path) -> None:
    known = truth(samples)
    for story in ran.rows("stories.jsonl"):
        assert len({known[article]["story"] for article in story["articles"]}) == 1, story["articles"]
