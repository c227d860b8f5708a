"""Words in a file: what is read is what was added, whatever is asked for and in whatever batches it came."""

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching import TOKENS, Tokens
from dedup.pipeline.backend import token_store as token_file
from dedup.pipeline.backend.token_store import TokenFile

LISTS = st.lists(st.integers(0, 2**31 - 1), max_size=5)
ROW = st.tuples(st.sampled_from(["en", "ru", ""]), *[LISTS] * (len(TOKENS) - 2))


def table(rows: list[Any], numbers: list[int]) -> pa.Table:
    columns = [numbers, *([row[at] for row in rows] for at in range(len(TOKENS) - 1))]
    return pa.table([pa.array(column, field.type) for column, field in zip(columns, TOKENS, strict=True)], TOKENS)


def same(found: Tokens, expected: Tokens) -> bool:
    lists = [(getattr(found, name), getattr(expected, name)) for name in TOKENS.names[2:]]
    return (
        found.article.tolist() == expected.article.tolist()
        and found.lang.tolist() == expected.lang.tolist()
        and all(a.offsets.tolist() == b.offsets.tolist() and a.values.tolist() == b.values.tolist() for a, b in lists)
        and all(a.values.dtype == b.values.dtype for a, b in lists)
    )


@given(st.lists(st.lists(ROW, max_size=4), max_size=4), st.randoms(use_true_random=False), st.integers(0, 40))
def test_what_is_read_is_what_was_added(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[Any]], chance: Any, gap: int
) -> None:
    kept = TokenFile(tmp_path_factory.mktemp("run") / "tokens")
    numbers = chance.sample(range(100), sum(map(len, batches)))
    rows, given_out = {}, iter(numbers)
    for batch in batches:
        own = [next(given_out) for _ in batch]
        rows |= dict(zip(own, batch, strict=True))
        kept.add(table(batch, own))
    wanted = sorted(chance.sample(numbers, chance.randint(0, len(numbers))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(token_file, "_GAP", gap)
        expected = Tokens.of(table([rows[number] for number in wanted], wanted))
        assert same(kept.of(np.array(wanted, np.int64)), expected)
        between = sorted(number for number in numbers if 20 <= number <= 60)
        assert same(kept.between(20, 60), Tokens.of(table([rows[number] for number in between], between)))
    kept.close()


def test_an_article_without_words_does_not_cut_its_neighbour_short(tmp_path: Path) -> None:
    """It stands where the next article does, which may have a lower number: old articles are added after new ones."""
    kept = TokenFile(tmp_path / "tokens")
    empty, full = ("en", *[[]] * (len(TOKENS) - 2)), ("en", *[[7, 8, 9]] * (len(TOKENS) - 2))
    kept.add(table([empty], [5]))
    kept.add(table([full], [2]))
    assert same(kept.of(np.array([2, 5])), Tokens.of(table([full, empty], [2, 5])))
    kept.close()


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match="tokens"):
        TokenFile(tmp_path / "tokens").add(table([("en", *[[1]] * (len(TOKENS) - 2))], [0]))
