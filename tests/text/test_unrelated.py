"""Tickers and lists of other stories' headlines go, whatever their headlines look like; an article's own lines stay."""

import numpy as np
import pytest

from dedup.text import TextTables
from dedup.text.boilerplate import find_phrases, mark_boilerplate
from dedup.text.recurring import content_words
from dedup.text.tokenizer import DIGITS, END, ENDED, FIRST, FLAGS, HALF_WORDS, LAST, START, words_of
from dedup.text.unrelated import (
    LEAST_HALF_WORDS,
    LEAST_LINES,
    LONG_HALF_WORDS,
    MOST_HALF_WORDS,
    MOST_SHARED,
    mark_unrelated,
)

PAGES = {
    "en": (
        [
            "Ministers split over a tax on empty houses in the capital",
            "Why did nobody hear the bells of Orsk on Sunday evening?",
            "Rowers cross the strait in nine hours and forty minutes!",
            "Old lighthouse keeper of Skarv rows home after thirty years",
        ],
        [
            "Harbour gate closes for eleven weeks, captain of the port says",
            "Ferries will use the southern basin meanwhile",
        ],
        "The northern gate of the harbour closes for eleven weeks, the captain of the port said on Monday, and ferries "
        "to the islands will use the southern basin until the new hinges of the gate have been delivered and tested.",
    ),
    "de": (
        [
            "Streit um Steuer auf leere Wohnungen in der Hauptstadt",
            "Warum hat niemand die Glocken von Orsk gehört?",
            "Ruderer schaffen die Meerenge in neun Stunden!",
        ],
        ["Hafentor schließt für elf Wochen", "Fähren weichen in das südliche Becken aus"],
        "Das nördliche Hafentor schließt für elf Wochen, wie der Kapitän des Hafens am Montag mitteilte; die Fähren zu "
        "den Inseln legen so lange im südlichen Becken an, bis neue Angeln geliefert und geprüft worden sind.",
    ),
    "ru": (
        [
            "Министры спорят о налоге на пустующие квартиры",
            "Почему никто не услышал колоколов Орска?",
            "Гребцы пересекли пролив за девять часов!",
        ],
        ["Северные ворота порта закроют на одиннадцать недель", "Паромы будут причаливать в южном бассейне"],
        "Северные ворота порта закрываются на одиннадцать недель, сообщил в понедельник капитан порта; паромы на "
        "острова всё это время будут причаливать в южном бассейне, пока не доставят и не испытают новые петли.",
    ),
    "ko": (
        [
            "빈집 세금 두고 장관들 의견 갈려",
            "왜 아무도 오르스크 종소리 못 들었나?",
            "조정 선수들 해협 아홉 시간 만에 횡단!",
        ],
        ["항구 북문 11주 동안 닫힌다", "여객선은 남쪽 선착장 이용"],
        "항구 북문이 11주 동안 닫힌다고 항만 책임자가 월요일 밝혔다. 섬으로 가는 여객선은 그동안 남쪽 선착장을 "
        "이용하며, 새 경첩이 도착해 시험을 마칠 때까지 북문 앞 도로도 통제된다고 항만 당국은 덧붙였다.",
    ),
    "zh": (
        ["空置房税引发内阁分歧", "为何无人听见奥尔斯克的钟声？", "划手九小时横渡海峡创下新纪录！"],
        ["港口北闸关闭十一周", "渡轮改停南港池码头"],
        "港务局长周一宣布，港口北闸将关闭十一周，前往各岛的渡轮在此期间改停南港池码头，直到新的铰链运抵并完成测试为止，"
        "届时北闸才会重新开放，港口方面提醒旅客提前查询时刻。",
    ),
}


def kept(text: str, tables: TextTables) -> list[str]:
    words = words_of([text], tables.alphabet)
    before = mark_boilerplate(
        words.lines, words.line_offsets, find_phrases(words, tables.phrases), np.zeros(len(words.lines), np.bool_)
    )
    marked = mark_unrelated(words, before, tables.alphabet)
    assert (marked == plainly(text, before, tables)).all()
    assert (before <= marked).all()
    return [text[row[START] : row[END]] for row in words.lines[~marked]]


def plainly(text: str, boilerplate: np.ndarray, tables: TextTables) -> np.ndarray:
    """The same in plain Python."""
    words = words_of([text], tables.alphabet)
    rows = words.lines
    lines = [text[row[START] : row[END]] for row in rows]
    ended = [bool(row[FLAGS] & ENDED) for row in rows]
    prose = [
        at for at, row in enumerate(rows) if ended[at] and row[HALF_WORDS] >= LONG_HALF_WORDS and not boilerplate[at]
    ]
    found = boilerplate.copy()
    if not prose:
        return found

    def fits(at: int) -> bool:
        row = rows[at]
        headline = not ended[at] or lines[at].rstrip("\"'”»")[-1] in "!?！？"
        sized = LEAST_HALF_WORDS <= row[HALF_WORDS] <= MOST_HALF_WORDS
        return headline and sized and at not in prose and row[DIGITS] * 2 < row[LAST] - row[FIRST]

    said = set().union(*(content_words(lines[at]) for at in prose))
    for side in (range(prose[0]), range(prose[-1] + 1, len(rows))):
        strange: list[int] = []
        for at in [*side, None]:
            if at is not None and fits(at):
                own = content_words(lines[at])
                if sum(weight for word, weight in own.items() if word in said) < MOST_SHARED * sum(own.values()):
                    strange.append(at)
                continue
            if len(strange) >= LEAST_LINES:
                found[strange] = True
            strange = []
    return found


@pytest.mark.parametrize("lang", PAGES)
def test_a_ticker_goes_and_what_belongs_to_the_article_stays(lang: str, tables: TextTables) -> None:
    ticker, own, prose = PAGES[lang]
    assert kept("\n".join([*ticker, *own, prose]), tables) == [*own, prose]
    # Below the prose its shape gives most of it away; the calls and questions in it looked like sentences.
    assert kept("\n".join([*own, prose, *ticker]), tables) == [*own, prose]


@pytest.mark.parametrize("lang", PAGES)
def test_two_strange_lines_prove_nothing(lang: str, tables: TextTables) -> None:
    ticker, own, prose = PAGES[lang]
    assert kept("\n".join([*ticker[:2], *own, prose]), tables) == [*ticker[:2], *own, prose]


@pytest.mark.parametrize("lang", PAGES)
def test_lines_without_prose_are_the_article(lang: str, tables: TextTables) -> None:
    """A flash, or a list of headlines that is sent as an article."""
    ticker, own, _ = PAGES[lang]
    text = "\n".join([*ticker, *own])
    words = words_of([text], tables.alphabet)
    nothing = np.zeros(len(words.lines), np.bool_)
    assert not mark_unrelated(words, nothing, tables.alphabet).any()


def test_a_strange_line_between_others_is_no_list(tables: TextTables) -> None:
    """Subheadings and verses: sentences of the article stand between them."""
    ticker, own, prose = PAGES["en"]
    calls = [*ticker[1:3], "Who rows out to Skarv now that he has gone?"]
    verses = [line for call in calls for line in (call, "The gate of the harbour closes.")]
    assert kept("\n".join([*own, prose, *verses]), tables) == [*own, prose, *verses]


def test_short_sentences_of_the_article_stay_though_their_words_are_new(tables: TextTables) -> None:
    _, own, prose = PAGES["en"]
    ends = ["Nobody was hurt by it at all.", "A festival begins there this Friday.", "Orsk lost its trains years ago."]
    assert kept("\n".join([*own, prose, *ends]), tables) == [*own, prose, *ends]


def test_articles_of_a_batch_do_not_share_their_words(tables: TextTables) -> None:
    """Each is judged by its own prose, not by that of the article before it."""
    texts = ["\n".join([*ticker, *own, prose]) for ticker, own, prose in PAGES.values()]
    texts.insert(1, "\n".join([*PAGES["ru"][0], PAGES["de"][2]]))
    words = words_of(texts, tables.alphabet)
    nothing = np.zeros(len(words.lines), np.bool_)
    found = mark_unrelated(words, nothing, tables.alphabet)
    alone = [
        mark_unrelated(one, np.zeros(len(one.lines), np.bool_), tables.alphabet)
        for text in texts
        for one in [words_of([text], tables.alphabet)]
    ]
    assert (found == np.concatenate(alone)).all()
    assert found.sum() == sum(len(ticker) for ticker, _, _ in PAGES.values()) + 3
