"""The structures compared by `benchmarks.index` hold the same and are asked the same."""

from pathlib import Path

import numpy as np
import pytest

from benchmarks.index import ASKED, KEYS_AN_ARTICLE, STRUCTURES, entries, keys_of, question

SIZE = 40 * KEYS_AN_ARTICLE


def test_made_up_keys_are_all_different() -> None:
    keys, articles = entries(SIZE)
    assert len(np.unique(keys)) == SIZE
    assert (np.diff(keys.view(np.uint64).astype(object)) > 0).all()
    assert (np.bincount(articles) == KEYS_AN_ARTICLE).all()


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_structure_finds_who_shares_keys(name: str, tmp_path: Path) -> None:
    build, opened = STRUCTURES[name]
    keys, articles = entries(SIZE)
    build(tmp_path / "held", keys, articles)
    asked, owners = question(5, SIZE, seed=3)
    expected = {}
    for owner in range(5):
        own = set(asked[owner * ASKED : (owner + 1) * ASKED].tolist())
        for article in range(40):
            shared = own & set(keys_of(np.array(article), np.arange(KEYS_AN_ARTICLE)).tolist())
            if shared:
                expected[owner, article] = len(shared)
    assert len(expected) >= 10
    assert opened(tmp_path / "held")(asked, owners) == expected
