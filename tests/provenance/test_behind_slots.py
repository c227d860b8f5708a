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


@pytest.mark.parametrize(
    "text",
    [
        "according to Hafenbote, which",
        "according to … and according to the Hafenbote.",  # behind the first words stands no slot
        "as he told them: according to «Hafen Bote» a ship sank",
        "according to nobody",
        "told … and told him Hafenbote",
        "told him …, told her …",
    ],
)
@pytest.mark.parametrize("pattern", ["according to {S}", "told [him|her]? {S}", "{S} told", "^ according to {S} $"])
def test_a_slot_is_found_behind_its_words_where_the_whole_expression_finds_it(pattern: str, text: str) -> None:
    compiled = compile_pattern(pattern, spaced=True)
    for first in range(len(text)):
        match = compiled.regex.search(text, first, len(text) - 1)
        assert compiled.find(text, first, len(text) - 1) == (match and (match.span(), match.span("s")))


def test_the_slot_that_ends_an_expression_is_not_compiled_with_it() -> None:
    compiled = compile_pattern("according to {S}", spaced=True)
    assert compiled.find("according to Hafenbote", 0, 22) == ((0, 22), (13, 22))
    assert "regex" not in vars(compiled)
