"""Line ends that are written out and attributes of tags part words, and every character keeps its place."""

import pytest

from dedup.text import TextTables
from dedup.text.residue import as_line_ends, may_hold_residue
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
    assert may_hold_residue(f"Rain.{text}")
    assert all(one in (other, "\n", " ") for one, other in zip(legible, text, strict=True))


def test_words_keep_their_places(tables: TextTables) -> None:
    text = r'Rain.\nSnow. style="a: b" Wind.'
    words = words_of([text], tables.alphabet)
    assert [text[a:b] for a, b in zip(words.start, words.end, strict=True)] == ["Rain", "Snow", "Wind"]
    assert words.lines[:, START].tolist() == [0, 7, text.index("Wind")]


def test_texts_without_residue_are_cut_as_beside_one_with_it(tables: TextTables) -> None:
    plain, odd = "Rain fell. Foto: A. Lind", r'Snow.\nHail. id="a"'
    together, alone = words_of([plain, odd, plain], tables.alphabet), words_of([plain], tables.alphabet)
    first = slice(*together.offsets[:2])
    for name in ("start", "end", "hash", "surface", "flags"):
        assert getattr(together, name)[first].tolist() == getattr(alone, name).tolist()
    assert "".join(map(chr, together.codes)) == plain + odd + plain
    assert together.code_offsets.tolist() == [0, len(plain), len(plain + odd), len(plain + odd + plain)]
