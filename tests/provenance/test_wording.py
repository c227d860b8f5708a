"""Runs of words as numbers: the plain way says the same."""

from itertools import combinations
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_stories import article, story

from dedup.provenance import StoryArticle, StoryMatch
from dedup.provenance.tracing.likelihood import place_matches
from dedup.provenance.tracing.overlap import Wording, number_runs

PIECES = st.lists(st.lists(st.text("ab .жЖ", max_size=24), max_size=3), min_size=1, max_size=4)


def plain(pieces: list[str], unspaced: bool) -> set[str]:
    found = set()
    for text in pieces:
        words = "".join(c if c.isalnum() else " " for c in text.casefold()).split()
        units = list("".join(words)) if unspaced else words
        length = 8 if unspaced else 4
        found |= {" ".join(units[at : at + length]) for at in range(len(units) - length + 1)}
    return found


@given(PIECES, st.booleans())
def test_numbers_are_equal_where_runs_are(bodies: list[list[str]], unspaced: bool) -> None:
    numbers, _ = number_runs(bodies, unspaced)
    runs = [plain(pieces, unspaced) for pieces in bodies]
    assert [len(own) for own in numbers] == [len(own) for own in runs]
    assert all((own[1:] > own[:-1]).all() for own in numbers)
    for a, b in combinations(range(len(bodies)), 2):
        assert len(set(numbers[a].tolist()) & set(numbers[b].tolist())) == len(runs[a] & runs[b])


def test_what_a_parent_lacks() -> None:
    made = story([article(1, 0, "0123"), article(2, 1, "01"), article(3, 2, "0123")])
    told = Wording(made.articles, place_matches(made.articles, made.matches))
    missing = told.missing_shares([0, 1], [0, 1, 2])
    assert missing[0].tolist() == [0, 0, 0]
    assert missing[1][1] == 0
    assert 0.3 < missing[1][2] < 0.7
    assert told.missing_of_story(0) == 0
    assert told.missing_of_story(1) == pytest.approx(missing[1][0])


def test_what_long_articles_lack_is_what_sets_say() -> None:
    """Some articles have most of thousands of runs, others few: the former are held as bits, the latter as numbers."""
    rng = np.random.default_rng(0)
    lines = [" ".join(f"w{line}x{word}" for word in range(23)) for line in range(400)]
    held = [sorted(rng.choice(400, size, replace=False).tolist()) for size in (1, 3, 9, 40, 120, 390, 400, 400)]
    articles = []
    for n, own in enumerate(held):
        stops = np.cumsum([len(lines[line]) + 1 for line in own]) - 1
        spans = [(int(stop) - len(lines[line]), int(stop)) for line, stop in zip(own, stops, strict=True)]
        articles.append(StoryArticle(n, str(n), lang="en", lines=tuple(lines[line] for line in own), body=spans))
    places = range(len(held))
    matches = {(a, b): StoryMatch(a, b, "copy", 0.9, 0.5, 0.5) for a in places for b in places if a != b}
    told = Wording(articles, matches)
    missing = told.missing_shares(places, places)
    assert missing == pytest.approx(
        np.array([[1 - len({*held[c]} & {*held[p]}) / len(held[c]) for c in places] for p in places]), abs=1e-6
    )
    assert missing.tolist() == [[told.missing_share(p, c) for c in places] for p in places]
    assert told.same_text() == [*range(7), 6]


SHARE = st.sampled_from([0.0, 0.2, 0.5, 1.0])
KINDS = st.sampled_from(["copy", "rewrite"])


@given(
    st.lists(
        st.tuples(st.sampled_from(["0123", "01", "23", "3", ""]), st.sampled_from("en ru".split())),
        min_size=2,
        max_size=6,
    ),
    st.lists(st.tuples(KINDS, SHARE, SHARE) | st.none(), min_size=15, max_size=15),
)
def test_one_pair_lacks_what_the_matrix_says(
    made: list[tuple[str, str]], found: list[tuple[str, float, float] | None]
) -> None:
    """`missing_share` is asked for one pair where a whole matrix would cost too much: the rule is one."""
    articles = [article(n, n, parts, lang=lang) for n, (parts, lang) in enumerate(made)]
    matches = {}
    for (a, b), match in zip(combinations(range(len(articles)), 2), found, strict=False):
        if match is not None:
            kind = match[0] if articles[a].lang == articles[b].lang else "translation"
            matches[a, b] = matches[b, a] = StoryMatch(a, b, kind, 0.9, match[1], match[2])  # type: ignore[arg-type]
    told = Wording(articles, matches)
    places = list(range(len(articles)))
    alone = [[told.missing_share(p, c) for c in places] for p in places]
    assert np.array(alone) == pytest.approx(told.missing_shares(places, places), abs=1e-6)


UNSPACED = {
    "th": "สะพาน เก่า ข้าม แม่น้ำ จะ เปิด อีก ครั้ง ใน เดือน พฤษภาคม หลัง ซ่อม สอง ปี นายกเทศมนตรี กล่าว",
    "lo": "ຂົວ ເກົ່າ ຂ້າມ ແມ່ນ້ຳ ຈະ ເປີດ ອີກ ຄັ້ງ ໃນ ເດືອນ ພຶດສະພາ ຫຼັງ ສ້ອມແປງ ສອງ ປີ ເຈົ້າເມືອງ ກ່າວ",
    "km": "ស្ពាន ចាស់ ឆ្លង ទន្លេ នឹង បើក ម្តង ទៀត នៅ ខែ ឧសភា បន្ទាប់ ពី ជួសជុល ពីរ ឆ្នាំ អភិបាល ក្រុង និយាយ",
    "my": "မြစ် ကူး တံတား ဟောင်း ကို နှစ် နှစ် ပြုပြင် ပြီး နောက် မေလ တွင် ပြန် ဖွင့် မည် ဟု မြို့တော်ဝန် ပြော သည်",
    "bo": "ཟམ་པ་ རྙིང་པ་ དེ་ ལོ་ གཉིས་ ཉམས་གསོ་ བྱས་ རྗེས་ ཟླ་ ལྔ་པར་ སླར་ཡང་ སྒོ་ འབྱེད་ རྒྱུ་ ཡིན་ ཞེས་ གྲོང་དཔོན་ གྱིས་ བཤད་",
}


@pytest.mark.parametrize("lang", UNSPACED)
def test_spaces_that_a_segmenter_put_are_no_other_wording(lang: str) -> None:
    """Where no spaces stand between words, the runs of a text are of its characters, wherever some were put."""
    cut = UNSPACED[lang]
    texts = (cut, cut.replace(" ", ""), cut.replace(" ", "\u200b"))
    told = Wording([article(n, n, lang=lang, text=text, words=20) for n, text in enumerate(texts)], {})
    assert told.same_text() == [0, 0, 0]


def test_one_article_of_a_language_shares_nothing() -> None:
    told = Wording([article(1, 0), article(2, 1, lang="ru")], {})
    assert told.missing_shares([0], [1]).tolist() == [[0]]
    assert told.missing_of_story(0) == told.alone(0) == 0
    assert not told.shared_span(0, 0, 50)


def test_a_span_that_a_copy_has_too_is_shared() -> None:
    told = Wording([article(1, 0, "012"), article(2, 1, "01")], {})
    text = article(1, 0, "012").text
    last = text.rindex("\n")
    assert told.shared_span(0, 0, 60)
    assert not told.shared_span(0, last, len(text))


@pytest.mark.parametrize(
    ("full", "bare"),
    [
        ("Ọ̀gá àgbà ilé ẹ̀kọ́ náà sọ pé àwọn yóò ṣí i padà", "Oga agba ile eko naa so pe awon yoo si i pada"),
        ("Trường sẽ mở cửa trở lại vào tháng sau", "Truong se mo cua tro lai vao thang sau"),
        ("تَعُودُ المَدْرَسَةُ إلى العَمَلِ في الشَّهْرِ المُقْبِلِ", "تعود المدرسة إلى العمل في الشهر المقبل"),
    ],
)
def test_marks_on_letters_make_no_other_wording(full: str, bare: str) -> None:
    (composed, decomposed, without), _ = number_runs(
        [[normalize("NFC", full)], [normalize("NFD", full)], [normalize("NFD", bare)]], unspaced=False
    )
    assert composed.size > 1
    assert composed.tolist() == decomposed.tolist() == without.tolist()
