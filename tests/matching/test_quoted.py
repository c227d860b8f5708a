"""A long quote that two articles have in common is no statement of theirs, unless it is most of both."""

import json
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from dedup.config import Config
from dedup.matching import TOKENS, Tokens
from dedup.matching.similarity import BLOCK
from dedup.matching.verify import quoted_shares
from dedup.stories import same_statement
from dedup.text import TextTables
from matching.articles import Dump

CASES = [json.loads(line) for line in (Path(__file__).parent / "quotes.jsonl").read_text("utf-8").splitlines()]


def reported(a: str, b: str, lang: str, tables: TextTables) -> bool:
    """Whether two articles, which match, report one statement."""
    [match] = Dump([a, b], [lang] * 2, tables).verify([(0, 1)]).to_pylist()
    return same_statement(match, Config().story)[0]


def around(quote: str, paragraphs: list[str]) -> str:
    return "\n\n".join([*paragraphs[:2], quote, *paragraphs[2:]])


@pytest.mark.parametrize("case", CASES, ids=[case["lang"] for case in CASES])
def test_a_column_and_a_report_that_quote_one_speech_share_no_statement(
    tables: TextTables, case: dict[str, str]
) -> None:
    column, report = (
        "\n\n".join(case[name] for name in ("frame", "quote", "other_frame")),
        around(case["quote"], list(case["report"])),
    )
    assert not reported(column, report, case["lang"], tables)


@pytest.mark.parametrize("case", CASES, ids=[case["lang"] for case in CASES])
def test_a_speech_in_two_frames_is_one_statement(tables: TextTables, case: dict[str, str]) -> None:
    first, second = (around(case["quote"], [case[name]]) for name in ("frame", "other_frame"))
    assert reported(first, second, case["lang"], tables)


@pytest.mark.parametrize("case", CASES, ids=[case["lang"] for case in CASES])
def test_what_is_shared_beside_the_quote_makes_a_statement(tables: TextTables, case: dict[str, str]) -> None:
    report = list(case["report"])
    excerpt = "\n\n".join([report[0], case["quote"]])
    assert reported(excerpt, around(case["quote"], report), case["lang"], tables)


def test_the_quoted_part_is_counted_in_words_of_the_blocks_of_each_pair() -> None:
    counts = {"words": [range(10), range(20)], "quoted": [[2, 6, 3, 4], []]}
    columns = {
        field.name: pa.array(counts.get(field.name, [[], []]), field.type)
        for field in TOKENS
        if field.name not in ("article", "lang")
    }
    tokens = Tokens.of(pa.table({"article": [0, 1], "lang": ["en", "en"], **columns}, schema=TOKENS))
    blocks = np.zeros(3, BLOCK)
    blocks["pair"], blocks["a_first"], blocks["a_last"], blocks["b_last"] = [0, 1, 1], [0, 2, 8], [10, 4, 10], 5
    left, right = np.array([0, 0]), np.array([1, 1])
    on_left, on_right = quoted_shares(np.array([0, 1]), left, right, blocks, tokens, tokens.quoted)
    assert on_left.tolist() == [0.4, 0.5]
    assert on_right.tolist() == [0, 0]


GUESTS = {
    "zh": "市政协副主席罗文凯、沈玉芬、周明、何鲁平、孙秀兰、霍振东、叶国权、朱光远、钱正红、胡建民、赵朴成出席。",
    "en": "Those present were Mayor Olga Siebert, Martin Renner, Ruth Okoro, Paolo Ferrante, Dina Arkwell, Bo Lykke, "
    "Eero Salmi, Maren Tolley, Inge Caldeira, Taufa Kelea, Greta Holm, Siri Dahl, Luca Ferri, Carla Montt.",
}
MEETINGS = {
    "zh": (
        "青禾市周一召开防汛工作会议，要求沿江各区在月底前完成堤防检查，备足沙袋和水泵，落实夜间值班。会议通报了去年汛期的损失情况。",
        "青禾市周五举行老城区改造座谈会，听取居民对拆迁补偿和学校搬迁的意见，多位代表提出保留旧码头仓库。方案两周内公布。",
    ),
    "en": (
        "The council met on Monday to prepare for floods. Districts along the river have to check their dikes by the "
        "end of the month, fill sandbags and name people for the night watch. Losses were put at nine million, and "
        "the harbour asked for two more pumps, which the treasurer refused until the insurer has paid for old ones.",
        "Residents of the old town discussed plans for its renewal on Friday. Several of them asked to keep the "
        "warehouses at the former wharf and to move the school only once a new one is built. A revised plan is due in "
        "two weeks; then it is to be shown in the library, where everybody may write what they think of it.",
    ),
}


@pytest.mark.parametrize("lang", MEETINGS)
def test_two_meetings_of_the_same_guests_share_no_statement(tables: TextTables, lang: str) -> None:
    report, other = MEETINGS[lang]
    first, second = f"{GUESTS[lang]}\n\n{report}", f"{other}\n\n{GUESTS[lang]}"
    matches = Dump([first, second], [lang] * 2, tables).verify([(0, 1)]).to_pylist()
    assert not any(same_statement(match, Config().story)[0] for match in matches)
    assert reported(first, f"{first}\n\n{other}", lang, tables)


LEADS = [json.loads(line) for line in (Path(__file__).parent / "meetings.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", LEADS, ids=[case["lang"] for case in LEADS])
def test_guests_whom_one_report_names_in_its_lead_too_are_no_statement(
    tables: TextTables, case: dict[str, str]
) -> None:
    parts = ("lead", "guests", "own"), ("other", "other_guests")
    reports = ["\n\n".join(case[part] for part in report) for report in parts]
    matches = Dump(reports, [case["lang"]] * 2, tables).verify([(0, 1)]).to_pylist()
    assert not any(same_statement(match, Config().story)[0] for match in matches)
