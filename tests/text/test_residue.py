"""Line ends that are written out and attributes of tags part words, and every character keeps its place."""

import pytest

from dedup.text import TextTables
from dedup.text.residue import as_line_ends
from dedup.text.tokenizer import START, words_of


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            r"Der Zug hielt.\n\nNiemand stieg aus.\r\nSo blieb es.",
            ["Der Zug hielt.", "Niemand stieg aus.", "So blieb es."],
        ),
        (r"列车停了。\n没有人下车。", ["列车停了。", "没有人下车。"]),
        (r"Kept as it is.\nall of it was lower case\nonce.\n", ["Kept as it is.", "all of it was lower case", "once."]),
        ('The dike held.style="margin: 0px; color: red"class="p"Nobody slept.', ["The dike held.", "Nobody slept."]),
        (r"Saved to C:\new\notes and nowhere else.", [r"Saved to C:\new\notes and nowhere else."]),
        ('He wrote x="seven" on the board.', ['He wrote x="seven" on the board.']),
    ],
)
def test_residue_parts_lines(text: str, lines: list[str]) -> None:
    legible = as_line_ends(text)
    assert [line.strip() for line in legible.splitlines() if line.strip()] == [line.strip() for line in lines]
    assert len(legible) == len(text)
    assert all(one in (other, "\n", " ") for one, other in zip(legible, text, strict=True))


def test_words_keep_their_places(tables: TextTables) -> None:
    text = r'Rain.\nSnow. style="a: b" Wind.'
    words = words_of([text], tables.alphabet)
    assert [text[a:b] for a, b in zip(words.start, words.end, strict=True)] == ["Rain", "Snow", "Wind"]
    assert words.lines[:, START].tolist() == [0, 7, text.index("Wind")]
