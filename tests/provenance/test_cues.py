"""Labelled sentences: each positive names its source, no negative credits anybody."""

import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from dedup.config import ProvenanceConfig
from dedup.provenance import CITATION, Cues, Sources, find_citations
from dedup.provenance.attribution.alphabets import twin
from dedup.provenance.attribution.name_forms import host_of

CASES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
CUES, SOURCES = Cues.load(), Sources.load()

FILLER = {"zh": "会议将于下周举行，与会者将讨论预算。", "ja": "会議は来週開かれ、予算が話し合われる。"}


def cite(text: str, lang: str, **columns: object) -> list[dict[str, object]]:
    table = pa.Table.from_pylist([{"article": 7, "text": text, "lang": lang, **columns}])
    found = find_citations(table, ProvenanceConfig(), cues=CUES, sources=SOURCES)
    assert found.schema == CITATION
    return [row for row in found.to_pylist() if row["type"] != "unknown"]


def sentences(kind: str) -> list[pytest.param]:
    rows = []
    for file in CASES:
        for n, case in enumerate(tomllib.loads(file.read_text("utf-8"))[kind]):
            rows.append(pytest.param(file.stem.split("_")[0], case, id=f"{file.stem}-{n}"))
    return rows


@pytest.mark.parametrize(("lang", "case"), sentences("positive"))
def test_a_cue_names_its_source(lang: str, case: dict[str, str]) -> None:
    found = cite(case["text"], lang)
    assert case["source"] in {row["source_key"] for row in found}


@pytest.mark.parametrize(("lang", "case"), sentences("negative"))
def test_no_cue_no_source(lang: str, case: str) -> None:
    assert [row["words"] for row in cite(case, lang) if row["scope"] == "whole"] == []


@pytest.mark.parametrize(("lang", "case"), sentences("positive"))
def test_words_are_the_text_of_the_span(lang: str, case: dict[str, str]) -> None:
    text = case["text"] + "\n\n" + FILLER.get(lang, "")
    for row in cite(text, lang):
        if row["start"] is not None:
            assert text[row["start"] : row["end"]] == row["words"]


LONG = "and so on, " * 80
WHOLE = "The bridge will be closed until spring, the mayor of Ostby told Reuters on Monday."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"It rained. {WHOLE} Ferries will run.", WHOLE),
        (
            "It rained. “We have no choice. The pillars have moved,” the mayor told Reuters. Ferries will run.",
            "“We have no choice. The pillars have moved,” the mayor told Reuters.",
        ),
        ('It rained. "We wait. We pay," he told Reuters. Ferries run.', '"We wait. We pay," he told Reuters.'),
        ("It rained. He told Reuters: “We wait. We pay.” Ferries run.", "He told Reuters: “We wait. We pay.”"),
    ],
)
def test_evidence_is_a_whole_sentence_with_its_quotation(text: str, words: str) -> None:
    (row,) = cite(text, "en")
    assert row["words"] == words == text[row["start"] : row["end"]]


def test_what_is_too_long_is_cut_at_words_with_an_ellipsis() -> None:
    text = f"The mayor said that {LONG}the bridge will be closed, he told Reuters on Monday, {LONG}and that was all."
    (row,) = cite(text, "en")
    assert (row["start"], row["end"]) == (0, len(text))
    assert row["words"].startswith("…")
    assert row["words"].endswith("…")
    assert "he told Reuters" in row["words"]
    assert len(row["words"]) <= 602
    inner = row["words"].strip("…")
    assert f" {inner}" in text
    assert text[text.index(inner) + len(inner)].isspace()


def test_a_menu_entry_is_no_cue() -> None:
    assert cite("Home\nReuters\nSport\n\nThe bridge will reopen in May, officials said.", "en") == []


def test_the_outlet_itself_is_scope_self() -> None:
    rows = cite("Bu barədə APA xəbər verir.", "az", outlet="apa.az")
    assert {row["scope"] for row in rows} == {"self"}


def test_metadata_and_author() -> None:
    rows = cite(
        "The bridge will reopen.",
        "en",
        outlet="harbour-times.org",
        author="Reuters Staff",
        credits=[
            {"type": "canonical", "value": "https://www.kyivpost.com/post/1"},
            {"type": "publisher", "value": "Harbour Times"},
        ],
    )
    assert {(row["type"], row["source_key"], row["start"]) for row in rows} == {
        ("author", "reuters", None),
        ("metadata", "kyiv-post", None),
    }


def test_a_cue_outside_the_body_counts_only_on_a_line_of_its_own() -> None:
    body = "The bridge will reopen in May, officials said."
    text = f"Kommersant reported a fire at the old plant in the far north.\n{body}\nSource: Interfax"
    start = text.index(body)
    rows = cite(text, "en", body=[{"start": start, "end": start + len(body)}])
    assert [row["source_key"] for row in rows] == ["interfax"]


def test_a_report_far_down_is_one_quote() -> None:
    text = (
        "The council met on Monday. " * 60
        + "\nThe budget is settled, the mayor told Reuters in May.\n"
        + "It will meet again. " * 20
    )
    assert [row["scope"] for row in cite(text, "en")] == ["quote"]


def test_batches_do_not_matter() -> None:
    rows = [
        {"article": n, "text": case.values[1]["text"], "lang": case.values[0]}
        for n, case in enumerate(sentences("positive"))
    ]
    whole = find_citations(pa.Table.from_pylist(rows), cues=CUES, sources=SOURCES).to_pylist()
    single = [
        r for row in rows for r in find_citations(pa.Table.from_pylist([row]), cues=CUES, sources=SOURCES).to_pylist()
    ]
    assert whole == single


@pytest.mark.parametrize("lang", list(CUES))
def test_every_file_holds_together(lang: str) -> None:
    language = CUES.of(lang)
    assert language is not None
    assert not [trigger for trigger, _, _ in language.triggers if set(trigger) & set("[]|{}*")]


def test_serbian_and_uzbek_are_read_in_both_alphabets() -> None:
    assert twin("[preneo|objavljen*] ... {S} <write>", "serbian") == "[пренео|објављен*] ... {S} <write>"
    assert twin("{S} ko'ra | e'lon | yozishicha", "uzbek") == "{S} кўра | эълон | ёзишича"
    with pytest.raises(KeyError):
        twin("word", "nosuch")


@pytest.mark.parametrize("mark", "'’‘ʻʼ`")
def test_any_apostrophe_serves(mark: str) -> None:
    assert [row["source_key"] for row in cite(f"Reutersga ko{mark}ra, port ochildi.", "uz")] == ["reuters"]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("The works begin in June, The Star reported.", []),
        ("The works begin in June, the newspaper The Star reported.", ["thestar-ke"]),
        ("The police found DNA on the gloves, CBS reported.", ["cbs"]),
        ("The ministers of the G7 said on Sunday that they agree.", []),
        ("Source: Metro", ["metro-uk"]),
    ],
)
def test_a_name_that_is_a_word_first_counts_as_a_credit_only(text: str, keys: list[str]) -> None:
    assert [row["source_key"] for row in cite(text, "en")] == keys


def test_a_separator_needs_no_blank_behind_it() -> None:
    assert [row["source_key"] for row in cite("Source:Reuters", "en")] == ["reuters"]


def test_a_letter_written_on_to_a_name() -> None:
    assert [row["source_key"] for row in cite("ראש העיר אמר לרויטרס כי הגשר ייפתח.", "he")] == ["reuters"]
    assert cite("ראש העיר אמר לרופאים כי הגשר ייפתח.", "he") == []


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("据江湾日报报道，大桥将于五月重新开放。", "zh", ["江湾日报"]),
        ("另据江湾日报消息，大桥将于五月重新开放。", "zh", ["江湾日报"]),
        ("根據江灣日報報導，大橋將於五月開放。", "zh", ["江灣日報"]),
        ("市长向江湾日报表示，大桥将于五月开放。", "zh", ["江湾日报"]),
        ("他在接受江湾周刊采访时说，大桥将开放。", "zh", ["江湾周刊"]),
        ("記者從江灣晚報獲悉，大橋將於五月開放。", "zh", ["江灣晚報"]),
        ("今天江湾日报报道称大桥将开放。", "zh", ["江湾日报"]),
        ("地元の南新報によると、橋は五月に再開する。", "ja", ["南新報"]),
        ("市長は橋が再開すると南新報に語った。", "ja", ["南新報"]),
        ("橋は五月に再開すると南新報が報じた。", "ja", ["南新報"]),
        ("ตามรายงานของหนังสือพิมพ์ข่าวนครธารา สะพานจะเปิดอีกครั้ง", "th", ["ข่าวนครธารา"]),
        ("นายกเทศมนตรีกล่าวกับสำนักข่าวธารานิวส์ว่าสะพานจะเปิด", "th", ["ธารานิวส์"]),
        ("โดยหนังสือพิมพ์ธาราโพสต์รายงานว่าสะพานจะเปิด", "th", ["ธาราโพสต์"]),
        ("강만일보에 따르면 다리가 5월에 다시 열린다.", "ko", ["강만일보"]),
        ("시장은 강만일보에 다리가 열린다고 말했다.", "ko", ["강만일보"]),
        ("강만일보는 다리가 5월에 다시 열린다고 보도했다.", "ko", ["강만일보"]),
    ],
)
def test_what_is_written_on_to_an_unlisted_name_is_no_part_of_it(text: str, lang: str, names: list[str]) -> None:
    assert sorted({row["source"] for row in cite(text, lang)}) == names


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("据当地媒体报道，大桥将开放。", "zh"),
        ("据本报记者报道，大桥将开放。", "zh"),
        ("据该报报道，大桥将开放。", "zh"),
        ("据官方电视台报道，大桥将开放。", "zh"),
        ("地元紙によると、橋は五月に再開する。", "ja"),
        ("国営テレビによると、橋は再開する。", "ja"),
        ("สำนักข่าวต่างประเทศรายงานว่าสะพานจะเปิด", "th"),
        ("สำนักข่าวหลายแห่งรายงานว่าสะพานจะเปิด", "th"),
        ("สำนักข่าวของรัฐรายงานว่าสะพานจะเปิด", "th"),
        ("지역신문에 따르면 다리가 열린다.", "ko"),
        ("가짜뉴스가 퍼졌다고 경찰이 밝혔다.", "ko"),
        ("한 인터넷신문은 다리가 열린다고 보도했다.", "ko"),
    ],
)
def test_a_medium_that_is_described_is_not_named(text: str, lang: str) -> None:
    assert cite(text, lang) == []


@pytest.mark.parametrize(
    ("author", "cited"),
    [
        ("Le Monde avec AFP", {"lemonde", "afp"}),
        ("El País y EFE", {"elpais", "efe"}),
        ("Reuters+AP", {"reuters", "ap"}),
        ("apnews.com", {"ap"}),
        ("hurriyet.com.tr", {"hurriyet"}),
        ("CNN en Español", set()),
        ("Y. Prime", set()),
    ],
)
def test_an_author_field_names_its_sources(author: str, cited: set[str]) -> None:
    assert {row["source_key"] for row in cite("Nothing else is said here.", "en", author=author)} == cited


@pytest.mark.parametrize(("written", "host"), [("tut.BY", "tut.by"), ("Gazeta.Ru", "gazeta.ru"), ("verdi.Son", None)])
def test_the_end_of_a_sentence_and_the_next_one_are_no_host(written: str, host: str | None) -> None:
    assert host_of(written) == host
