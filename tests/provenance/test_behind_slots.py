"""The words of a name are read to their end, but where what follows may begin within one."""

import pytest

from dedup.provenance.attribution.patterns import compile_pattern


@pytest.mark.parametrize(
    ("pattern", "text", "slot"),
    [
        ("{S} - interview", "BOTE- Interview", "BOTE"),
        ("{S} [,|.|all] rights", "Hafenbote. rights", "Hafenbote"),
        ("{S} exclusive? - interview", "Bote- Interview", "Bote"),
        ("{S} reported", "Hafen-Bote reported", "Hafen-Bote"),
    ],
)
def test_a_sign_behind_a_name_is_no_part_of_it(pattern: str, text: str, slot: str) -> None:
    match = compile_pattern(pattern, spaced=True).regex.search(text)
    assert match is not None
    assert match["s"] == slot


def test_a_gap_may_begin_within_a_word() -> None:
    other = compile_pattern("said ... {S} ... reported", spaced=True).other
    assert other is not None
    match = other.search("Bote-reported")
    assert match is not None
    assert match["s"] == "Bote-"
