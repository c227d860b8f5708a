"""The samples themselves: what the truth says of them must hold, before anything is measured on them."""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from dedup.config import ReadConfig
from dedup.ingest import read

SAMPLES = Path(__file__).parents[2] / "samples"
FIELDS = {"id", "story", "lang", "variant", "kind", "parent", "external", "cited", "outlet", "time"}
KINDS = {"origin", "verbatim", "edited", "excerpt", "embedding", "rewrite", "translation"}
COPIES = {"verbatim", "edited", "excerpt", "embedding"}
OURS = {"id", "url", "outlet", "title", "text", "published", "lang"}

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    with open(SAMPLES / name, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


DUMP = {row["id"]: row for row in rows("dump.jsonl")}
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / "pages").iterdir())}
TRUTH = {row["id"]: row for row in rows("truth.jsonl")}


@cache
def ids() -> dict[str, str]:
    """A page goes by its URL if it has one, else by its file's name: as the reader has it."""
    return {
        Path(page["file"]).name: page["id"]
        for articles, _ in read([str(SAMPLES / "pages")], ReadConfig())
        for page in articles.to_pylist()
    }


def pages() -> dict[str, str]:
    return {ids()[name]: page for name, page in FILES.items()}


def texts() -> dict[str, str]:
    return {article: row["text"] for article, row in DUMP.items()} | pages()


def stories() -> dict[str, list[Row]]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in TRUTH.values():
        grouped[row["story"]].append(row)
    return grouped


def pairs() -> list[tuple[Row, Row]]:
    return [pair for rows in stories().values() for pair in combinations(rows, 2)]


def time(row: Row) -> datetime:
    return datetime.fromisoformat(row["time"])


def letters(text: str) -> Counter[str]:
    """How many letters of each script."""
    scripts = ("LATIN", "CYRILLIC", "ARMENIAN", "GEORGIAN", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA")
    names = (unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha())
    return Counter(name for name in names if name in scripts)


def shingles(text: str, width: int = 5) -> set[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    if any("CJK" in unicodedata.name(letter, "") for letter in text):
        words = list("".join(words))
    return {" ".join(words[i : i + width]) for i in range(len(words) - width + 1)}


def test_every_article_is_in_the_truth_once_and_the_other_way_round() -> None:
    assert len(rows("dump.jsonl")) == len(DUMP)
    assert len(rows("truth.jsonl")) == len(TRUTH)
    assert not DUMP.keys() & pages().keys()
    assert DUMP.keys() | pages().keys() == TRUTH.keys()


def test_there_is_enough_of_everything() -> None:
    assert len(TRUTH) >= 100
    assert len({row["lang"] for row in TRUTH.values()}) == 14
    assert len({max(count, key=count.__getitem__) for count in map(letters, texts().values())}) >= 8
    assert sum(len(rows) > 1 for rows in stories().values()) == 16
    assert sum(len(rows) == 1 for rows in stories().values()) >= 20
    assert {row["kind"] for row in TRUTH.values()} == KINDS
    assert sum(name.endswith(".html") for name in FILES) >= 12
    assert sum(name.endswith(".txt") for name in FILES) >= 3
    assert sum(times >= 3 for times in Counter(row["outlet"] for row in TRUTH.values()).values()) >= 18


def test_every_language_has_a_pair() -> None:
    paired = {row["lang"] for pair in pairs() for row in pair}
    assert paired == {row["lang"] for row in TRUTH.values()}


def test_retellings_in_one_language() -> None:
    reworded = Counter(a["lang"] for a, b in pairs() if a["lang"] == b["lang"] and a["variant"] != b["variant"])
    assert set(reworded) == {"en", "ru", "hy", "ka", "tr"}
    wordings = {
        tuple(sorted((a["variant"], b["variant"])))
        for a, b in pairs()
        if a["lang"] == b["lang"] and a["variant"] != b["variant"]
    }
    assert len(wordings) >= 8


@pytest.mark.parametrize("row", rows("truth.jsonl"), ids=lambda row: row["id"])
def test_a_row_of_the_truth(row: Row) -> None:
    assert row.keys() - {"background"} == FIELDS
    assert row["kind"] in KINDS
    assert time(row).utcoffset() is not None
    assert not (row["parent"] and row["external"])
    assert (row["kind"] == "origin") == (not row["parent"] and not row["external"])
    if row["parent"]:
        parent = TRUTH[row["parent"]]
        assert parent["story"] == row["story"]
        assert time(parent) < time(row)
        if row["kind"] in COPIES:
            assert (parent["lang"], parent["variant"]) == (row["lang"], row["variant"])
        elif row["kind"] == "rewrite":
            assert parent["lang"] == row["lang"]
            assert parent["variant"] != row["variant"]
        else:
            assert parent["lang"] != row["lang"]
    if "background" in row:
        assert row["kind"] == "embedding"
        assert row["background"] in stories()
        assert row["background"] != row["story"]


def test_a_story_has_one_origin_or_one_source_outside() -> None:
    for rows in stories().values():
        origins = [row for row in rows if row["kind"] == "origin"]
        sources = {row["external"] for row in rows if row["external"]}
        assert len(origins) + len(sources) == 1
        if origins:
            assert all(time(origins[0]) < time(row) for row in rows if row is not origins[0])
        assert len({row["lang"] for row in rows if row["variant"] == rows[0]["variant"]}) == 1


def test_copies_share_words_and_retellings_hardly_do() -> None:
    own = {article: shingles(text) for article, text in texts().items()}
    for a, b in pairs():
        if a["lang"] != b["lang"]:
            continue
        first, second = own[a["id"]], own[b["id"]]
        shared = len(first & second)
        if a["variant"] != b["variant"]:
            assert shared / len(first | second) < 0.10, (a["id"], b["id"])
    for row in TRUTH.values():
        if row["kind"] in COPIES and row["parent"]:
            assert len(own[row["id"]] & own[row["parent"]]) >= 25, row["id"]


def test_stories_do_not_share_words_unless_the_truth_says_so() -> None:
    own = {article: shingles("\n".join(long_lines(text))) for article, text in texts().items()}
    of_pages = pages().keys()
    for a, b in combinations(TRUTH.values(), 2):
        templates = a["story"].split("-")[0] == b["story"].split("-")[0] and a["story"][-4:].isdigit()
        lent = a.get("background") == b["story"] or b.get("background") == a["story"]
        if a["story"] == b["story"] or a["lang"] != b["lang"] or lent or templates or {a["id"], b["id"]} & of_pages:
            continue
        assert len(own[a["id"]] & own[b["id"]]) <= 25, (a["id"], b["id"])


def long_lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if len(line) > 160]


def test_records_carry_our_own_fields_and_dates_of_every_sort() -> None:
    for row in DUMP.values():
        assert OURS - {"lang", "published"} <= row.keys() <= OURS
        assert row["outlet"] == TRUTH[row["id"]]["outlet"]
        assert row["outlet"] in row["url"]
        assert row.get("lang", TRUTH[row["id"]]["lang"]) == TRUTH[row["id"]]["lang"]
    assert 0.4 < sum("lang" in row for row in DUMP.values()) / len(DUMP) < 0.6
    missing = [row for row in DUMP.values() if not row.get("published")]
    assert 0.12 < len(missing) / len(DUMP) < 0.2
    late = [
        row for row in DUMP.values() if row.get("published") and row["published"][:10] != TRUTH[row["id"]]["time"][:10]
    ]
    assert len(late) == 2
    assert sum(len(row["published"]) == len("2025-04-14") for row in DUMP.values() if row.get("published")) >= 5


def test_pages_say_where_they_come_from_in_every_way() -> None:
    html = {name: page for name, page in FILES.items() if name.endswith(".html")}
    assert any('"isBasedOn"' in page for page in html.values())
    canonical = {
        name: re.findall(r'rel="canonical" href="https://(?:www\.)?([^/"]+)', page) for name, page in html.items()
    }
    assert [name for name, hosts in canonical.items() if hosts != [TRUTH[ids()[name]]["outlet"]]] != []
    dated = [name for name, page in html.items() if '"datePublished"' in page or "article:published_time" in page]
    assert 5 <= len(dated) < len(html)


def test_ids_give_nothing_away() -> None:
    assert all(re.fullmatch(r"[2-9a-z]{7}", article) for article in DUMP)
    place = {article: number for number, article in enumerate(DUMP)}
    steps = [abs(place[a["id"]] - place[b["id"]]) for a, b in pairs() if {a["id"], b["id"]} <= DUMP.keys()]
    assert sum(steps) / len(steps) > len(DUMP) / 5


def test_files_are_small() -> None:
    assert all(path.stat().st_size < 2**20 for path in SAMPLES.rglob("*") if path.is_file())
