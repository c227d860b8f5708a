"""Long lists of names are found in every script that shows where an item ends, and clauses are no items."""

import pytest

from dedup.text.quotations import enumerations


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("会议周二举行。副主席罗文凯、沈玉芬、周明、何鲁平、孙秀兰、霍振东出席了会议。", 1),
        ("式典には青浜市長の成宮文雄、柴崎玉枝、周藤明、森田一、岡部ゆりの各氏が出席した。", 1),
        ("彼は朝早く家を出て、いつもの道を川まで歩き、橋の上で長いあいだ立ち止まってから、ようやく、駅へ向かった。", 0),
        ("他说，天冷了，路滑，车慢，人少，店也关了。", 0),
        ("The council was attended by Mayor Olga Siebert, Martin Renner, Ruth Okoro, Paolo Ferrante, Dina Arkwell, "
         "Bo Lykke and Eero Salmi.", 1),
        ("На встрече были Анна Ковач, Пётр Лисин, Ольга Зиберт, Мартин Реннер, Рут Окоро, Бо Люкке и Эро Салми.", 1),
        ("He came late, sat down, asked for tea, read the paper, paid for two, left a coin, and went home.", 0),
        ("Rain fell in Asbach, Kirnau and Velmar.", 0),
    ],
)  # fmt: skip
def test_lists(text: str, lists: int) -> None:
    assert len(enumerations(text)) == lists
