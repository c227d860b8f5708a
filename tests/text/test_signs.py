"""Signs are counted as `str.count` counts them, whatever other signs they begin, end or stand in."""

from hypothesis import given
from hypothesis import strategies as st

from dedup.text.signs import SignCounter

_LETTERS = "ab、”\U0001f600"


@given(
    st.lists(st.text(_LETTERS, min_size=1, max_size=4), min_size=1, max_size=6, unique=True),
    st.lists(st.text(_LETTERS + "c\ud800", max_size=20), max_size=4),
)
def test_signs_are_counted_wherever_they_begin(signs: list[str], texts: list[str]) -> None:
    places = [[sum(text.startswith(sign, at) for at in range(len(text))) for sign in signs] for text in texts]
    assert SignCounter(signs).count(texts).tolist() == places


def test_no_texts() -> None:
    assert SignCounter(["ab"]).count([]).shape == (0, 1)
