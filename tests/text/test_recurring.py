"""Lines that articles repeat: a footer and a paywall are found, and a developing story's own paragraphs are not."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import duckdb
import pytest

import dedup
from benchmarks.parallel_texts import stories
from dedup.config import TextConfig
from dedup.text import TextTables, body, recurring_and_long_lines, recurring_lines, tokenizer
from dedup.text.characters import Alphabet
from dedup.text.recurring import content_words, mean_overlap
from dedup.text.tokenizer import Words

SLOGAN = "The Lake Herald, read on four shores since the winter of 1902"
STORIES = (
    "The last paddle steamer of Lake Orre will sail again this summer with a boiler that was built in Kirnau.",
    "A court in Velmar found that the heirs of the composer have no claim on the anthem of the outer islands.",
    "Farmers in the Asla valley began to harvest lavender three weeks early after the warmest spring they remember.",
    "The only bakery on Skarv will close in June because its owner wants to see the mainland before she dies.",
)
ENDINGS = (
    "The captain practised all winter.",
    "The judge gave no reasons.",
    "The perfume makers pay a fifth less.",
    "The council looks for a successor.",
)
Page = tuple[str, str | None, str | None]
"""Text, outlet, title."""
Bodies = Callable[[Sequence[Page]], list[str]]


@pytest.fixture
def bodies(tmp_path: Path) -> Bodies:
    """The bodies that a run finds in pages, by page."""

    def found(pages: Sequence[Page]) -> list[str]:
        dump, out = tmp_path / "dump.jsonl", tmp_path / "out"
        with dump.open("w", encoding="utf-8") as lines:
            for number, (text, outlet, title) in enumerate(pages):
                print(json.dumps({"id": f"{number:03}", "text": text, "outlet": outlet, "title": title}), file=lines)
        dedup.run([str(dump)], out, force=True, report=False)
        with duckdb.connect(out / "archive.duckdb", read_only=True) as archive:
            rows = archive.execute("SELECT starts, ends FROM body JOIN article USING (article) ORDER BY id").fetchall()
        return [
            "\n".join(text[start:end] for start, end in zip(starts, ends, strict=True))
            for (text, _, _), (starts, ends) in zip(pages, rows, strict=True)
        ]

    return found


def untitled(texts: Sequence[str], outlet: str | None = "Lake Herald") -> list[Page]:
    return [(text, outlet, None) for text in texts]


def test_a_line_under_three_stories_is_left_out(bodies: Bodies) -> None:
    texts = [f"{story}\n{ending}" for story, ending in zip(STORIES, ENDINGS, strict=True)]
    for where in ("{}\n" + SLOGAN + ".", SLOGAN + ".\n{}"):
        assert bodies(untitled([where.format(text) for text in texts[:3]])) == texts[:3]


def test_two_stories_or_other_outlets_do_not_make_a_line_recur(bodies: Bodies) -> None:
    pages = [f"{story}\n{SLOGAN}." for story in STORIES]
    assert bodies(untitled(pages[:2])) == pages[:2]
    assert bodies([*untitled(pages[:2]), *untitled(pages[2:], "Shore Post")]) == pages
    assert bodies(untitled(pages, None)) == pages


def test_a_page_that_was_scraped_again_and_again_keeps_its_text(bodies: Bodies) -> None:
    page = f"{STORIES[0]}\n{STORIES[1]}"
    assert bodies(untitled([page] * 6)) == [page] * 6


UPDATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "en": (
        "The ferry Merrow ran aground off Teresa on Sunday night with sixty passengers, all of whom were taken ashore "
        "by fishing boats before the fog lifted, the coast guard has said in each of its reports since then.",
        (
            "Divers looked at the hull of the Merrow at first light on Monday and found no leak below the water line.",
            "Two tugs from Velmar reached the stranded Merrow at noon but could not move her before the tide fell.",
            "The captain of the Merrow told an inquiry in Velmar that the light on Teresa had been out since Friday.",
            "The Merrow floated free of the rocks at Teresa on Tuesday and was towed to the yard in Velmar.",
        ),
    ),
    "ru": (
        "Паром «Мерроу» сел на мель у острова Тереса в ночь на воскресенье с шестьюдесятью пассажирами на борту, всех "
        "их до рассвета сняли рыбаки на своих лодках, сообщала береговая охрана в каждой своей сводке с тех пор.",
        (
            "Водолазы утром в понедельник осмотрели днище парома «Мерроу» у острова Тереса и не нашли пробоин.",
            "Два буксира из Вельмара подошли днём к парому «Мерроу», но не смогли сдвинуть его до начала отлива.",
            "Капитан парома «Мерроу» рассказал следствию в Вельмаре, что маяк на острове Тереса не горел с пятницы.",
            "Паром «Мерроу» во вторник сняли с камней у острова Тереса и повели буксиром на верфь в Вельмар.",
        ),
    ),
    "ko": (
        "여객선 메로호는 일요일 밤 승객 육십 명을 태우고 테레사섬 앞바다에서 좌초했으며 승객은 모두 안개가 걷히기 전에 "
        "어선들이 구조했다고 해양경찰이 발표할 때마다 밝혀 왔고 선원 네 명은 배에 남아 있었다고 덧붙였다.",
        (
            "잠수사들이 월요일 새벽 테레사섬 앞의 메로호 선체를 살폈으나 물이 새는 곳은 찾지 못했다고 한다.",
            "예인선 두 척이 정오에 좌초한 메로호에 닿았지만 썰물 전까지 테레사섬에서 배를 움직이지 못했다.",
            "메로호 선장은 벨마르 조사위원회에서 테레사섬 등대가 금요일부터 꺼져 있었다고 진술했다고 한다.",
            "메로호가 화요일 테레사섬 바위에서 떨어져 나와 벨마르 조선소로 예인되었다고 선사가 밝혔다.",
        ),
    ),
    "zh": (
        "渡轮梅罗号周日夜间载着六十名乘客在特雷萨岛附近搁浅，全部乘客在浓雾散去之前由渔船接上岸，海岸警卫队此后每次通报都这样说明。",
        (
            "潜水员周一清晨检查了搁浅在特雷萨岛的渡轮梅罗号船体，没有发现水线以下有任何漏水的地方。",
            "两艘拖船中午抵达搁浅的渡轮梅罗号旁边，但在退潮之前未能把船从特雷萨岛的礁石上移开。",
            "渡轮梅罗号的船长对调查委员会说，特雷萨岛上的灯塔从周五起就一直没有亮过，无人修理。",
            "渡轮梅罗号周二从特雷萨岛的礁石上脱困，被拖往船厂修理，船东说六周之后可以恢复航行。",
        ),
    ),
    "ar": (
        "جنحت العبارة ميرو قبالة جزيرة تيريزا ليل الأحد وعلى متنها ستون راكبا نقلتهم قوارب الصيد جميعا إلى البر قبل أن "
        "ينقشع الضباب كما قال خفر السواحل في كل بيان من بياناته منذ ذلك الحين ولم يصب أحد منهم بأذى",
        (
            "فحص الغواصون فجر الاثنين هيكل العبارة ميرو قرب جزيرة تيريزا ولم يجدوا تسربا تحت خط الماء.",
            "وصلت قاطرتان ظهرا إلى العبارة ميرو الجانحة لكنهما لم تتمكنا من تحريكها عن صخور تيريزا قبل الجزر.",
            "قال قبطان العبارة ميرو أمام لجنة التحقيق إن منارة جزيرة تيريزا كانت مطفأة منذ يوم الجمعة.",
            "تحررت العبارة ميرو من صخور جزيرة تيريزا يوم الثلاثاء وجرى قطرها إلى حوض السفن للإصلاح.",
        ),
    ),
}


@pytest.mark.parametrize("lang", UPDATES)
def test_a_developing_story_keeps_its_paragraphs(bodies: Bodies, lang: str) -> None:
    background, updates = UPDATES[lang]
    for pages in (
        [f"{background}\n{update}" for update in updates],
        [f"{update}\n{background}" for update in updates],
    ):
        assert bodies(untitled(pages)) == pages


TEASER = (
    "The rest of what our people wrote is kept for those who carry the Herald's card, which is sold at every kiosk on "
    "the quay and lasts for a year of mornings; whoever has one types its number below and turns the page."
)
"""No phrase of a table: known by what stands around it alone."""


def test_a_notice_under_short_leads_is_no_text(bodies: Bodies) -> None:
    leads = [" ".join(story.split()[:9]) + "." for story in STORIES]
    pages = [(f"{lead}\n{TEASER}", "Lake Herald", lead) for lead in leads]
    assert bodies(pages) == leads


TITLES = ("Steamer sails again", "Anthem is free", "Lavender harvest begins", "Bakery shuts its door")


def test_the_same_words_under_other_titles_are_a_notice_at_any_outlet(bodies: Bodies) -> None:
    outlets = ["Lake Herald", "Shore Post", "Isle Gazette", None]
    pages = [(TEASER, outlet, title) for outlet, title in zip(outlets, TITLES, strict=True)]
    assert bodies(pages) == [""] * 4


def test_a_reprint_under_the_outlets_own_titles_is_text(bodies: Bodies) -> None:
    text, titles = UPDATES["en"][0], ("Merrow aground", "Sixty saved from a ferry", "Night on the rocks of Teresa")
    pages = [(text, outlet, title) for outlet, title in zip(("Herald", "Post", "Gazette"), titles, strict=True)]
    assert bodies(pages) == [text] * 3


def test_a_footer_of_a_small_outlet_with_many_copies_of_few_stories(bodies: Bodies) -> None:
    pages = [f"{STORIES[number % 3]}\n{ENDINGS[number % 3]}\n{SLOGAN}." for number in range(6)]
    assert all(SLOGAN not in body for body in bodies(untitled(pages)))


def test_articles_without_lines_have_none(tables: TextTables) -> None:
    assert all(not found.num_rows for found in recurring_lines([], [], [], [], tables, TextConfig()))
    texts = ["", "Some words stand here."]
    assert all(
        not found.num_rows for found in recurring_lines([0, 1], ["a", None], texts, [None, ""], tables, TextConfig())
    )


def test_lines_that_may_be_notices_come_with_the_others_from_one_cut(
    tables: TextTables, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[Sequence[str]] = []

    def words_of(texts: Sequence[str], alphabet: Alphabet) -> Words:
        cut.append(texts)
        return tokenizer.words_of(texts, alphabet)

    monkeypatch.setattr(body, "words_of", words_of)
    notice = "Readers of the Lake Herald may write to the editor on any day of the week but Sunday."
    texts = [f"{STORIES[0]}\n{notice}\nMenu", f"{STORIES[1]}\n{notice}\n{notice}"]
    given = [0, 1], ["herald", None], texts, list(TITLES[:2]), tables, TextConfig()
    outlet, untitled, long = recurring_and_long_lines(*given)
    assert cut.count(texts) == 1
    assert (outlet, untitled) == recurring_lines(*given)
    lines = [set(row["line"] for row in long.to_pylist() if row["article"] == number) for number in (0, 1)]
    assert len(lines[0] & lines[1]) == 1
    assert long.num_rows == 4


SCRIPTS = ("en", "th", "lo", "km", "my", "bo", "ml", "ta", "bn", "si", "ko", "am")


@pytest.mark.parametrize("lang", SCRIPTS)
def test_unrelated_reports_have_little_in_common_in_any_script(lang: str) -> None:
    assert mean_overlap(list(stories(lang).values())) < TextConfig.recurring_overlap


@pytest.mark.parametrize(
    ("lead", "update"),
    [
        ("ไฟไหม้โรงงานรองเท้าในจังหวัดสมุทรปราการ เสียชีวิต 3 คน", "ยอดเสียชีวิตไฟไหม้โรงงานรองเท้าสมุทรปราการเพิ่มเป็น 5 คน"),
        ("भोपाल की जूता फैक्ट्री में आग से तीन मजदूरों की मौत", "भोपाल जूता फैक्ट्री की आग में मरने वाले मजदूरों की संख्या पांच हुई"),
        ("ཤིང་བྲག་བཟོ་གྲྭར་མེ་སྐྱོན་བྱུང་", "ཤིང་བྲག་བཟོ་གྲྭར་མེ་སྐྱོན་ཐེངས་གཉིས་པ་བྱུང་"),
    ],
)
def test_an_update_has_much_in_common_with_what_it_updates(lead: str, update: str) -> None:
    assert mean_overlap([lead, update]) > TextConfig.recurring_overlap


def test_words_keep_their_vowel_signs() -> None:
    assert list(content_words("मंत्री ने कहा")) == ["मंत्री", "ने", "कहा"]


@pytest.mark.parametrize("lang", ["th", "km", "bo", "ml", "am"])
def test_a_notice_of_an_outlet_is_left_out_in_scripts_with_many_marks(bodies: Bodies, lang: str) -> None:
    """It is most of each page, so what stands around it decides."""
    *reports, notice = [text.replace("\n", " ") for text in stories(lang).values()]
    texts = [f"{report}\n{notice}" for report in reports]
    assert all(notice[-30:] not in body for body in bodies(untitled(texts)))
