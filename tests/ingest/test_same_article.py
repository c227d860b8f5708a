"""Which addresses are one page, and which records are one article."""

import json
from datetime import UTC, datetime
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from whole_run import rows_of, write_lines

import dedup
from dedup.api import opened
from dedup.ingest.identity import PIECES, archived_at, own_address, pieces_of, pieces_sql, url_key, url_key_sql
from dedup.ingest.records.outlet import Outlets
from dedup.ingest.records.values import with_ascii_host
from dedup.schema import ARTICLE

CASES = Path(__file__).parent / "cases" / "pages.jsonl"
PAGES = [json.loads(line) for line in CASES.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", PAGES, ids=lambda case: f"{case['page']} {case['urls'][0]}")
def test_one_page_has_one_key(case: dict[str, Any]) -> None:
    assert {url: url_key(url) for url in case["urls"]} == dict.fromkeys(case["urls"], case["page"])


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://пример.рф/новость/1", "https://xn--e1afmkfd.xn--p1ai/новость/1"),
        ("http://www.ПРИМЕР.рф:8080/a?b=в", "http://www.xn--e1afmkfd.xn--p1ai:8080/a?b=в"),
        ("//bücher.example", "//xn--bcher-kva.example"),
        ("straße.example/x", "xn--strae-oqa.example/x"),
        ("https://ニュース。例え。jp/1", "https://xn--zck9awe6d.xn--r8jz45g.jp/1"),
        ("https://paper.example/новость", "https://paper.example/новость"),
        ("https://a_б.example/x", "https://a_б.example/x"),
        ("https://-б-.example/x", "https://-б-.example/x"),
        (f"https://{'б' * 300}.example/x", f"https://{'б' * 300}.example/x"),
        ("не адрес", "не адрес"),
    ],
)
def test_a_host_is_written_as_browsers_send_it(url: str, written: str) -> None:
    assert with_ascii_host(url) == with_ascii_host(written) == written


def test_one_host_in_two_spellings_is_one_page(tmp_path: Path) -> None:
    text = "Северные ворота порта закрываются на одиннадцать недель, сообщил капитан порта. " * 4
    addresses = ("https://газета.example/ворота", "https://xn--80aahjj1e.example/ворота")
    rows = [{"url": url, "title": "Ворота", "text": text} for url in addresses]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    added = dedup.add(tmp_path / "dump.jsonl", tmp_path / "a.duckdb")
    assert (added.new, added.articles) == (1, 1)
    with dedup.Archive.open(tmp_path / "a.duckdb") as archive:
        (row,) = archive.table("articles").to_pylist()
        assert (row["outlet"], row["url"]) == ("газета.example", addresses[1])
        for asked in (*addresses, "газета.example/ворота/"):
            assert archive.origin(asked).article.id == row["id"]
        assert archive.check(rows[0]).status == archive.check(rows[1]).status == "known"


def test_sql_and_python_say_the_same() -> None:
    urls = [url for case in PAGES for url in case["urls"]]
    found = duckdb.execute(f"SELECT list({url_key_sql()}) FROM (SELECT unnest(?::VARCHAR[]) AS url)", [urls]).fetchall()
    assert found[0][0] == [url_key(url) for url in urls]


@pytest.mark.parametrize(
    ("url", "own", "outlet", "fetched"),
    [
        ("https://paper.example/a", "https://paper.example/a", "paper.example", None),
        ("https://a-b.cdn.ampproject.org/c/s/a.co.uk/x?y=1", "https://a.co.uk/x?y=1", "a.co.uk", None),
        ("https://web.archive.org/web/20240102030405/http://b.de/x", "http://b.de/x", "b.de", "20240102030405"),
        ("https://archive.is/20240102/https://c.fr/x", "https://c.fr/x", "c.fr", "20240102"),
        ("https://web.archive.org/web/20240102/d.example/x", "https://d.example/x", "d.example", "20240102"),
        ("https://e.example/20240102030405/x", "https://e.example/20240102030405/x", "e.example", None),
        ("https://archive.org/details/x", "https://archive.org/details/x", "archive.org", None),
    ],
)
def test_the_page_within_another_address(url: str, own: str, outlet: str, fetched: str | None) -> None:
    assert (own_address(url), Outlets().of_url(url), archived_at(url)) == (own, outlet, fetched)


def test_an_international_domain_is_one_outlet_in_both_spellings() -> None:
    outlets = Outlets()
    for host in ("www.мост.example", "www.xn--l1aeje.example", "XN--L1AEJE.example"):
        assert outlets.of_url(f"https://{host}/a") == outlets.of_name(host) == "мост.example"
    assert outlets.of_url("https://xn--.example/a") == "xn--.example"


TEXTS = {
    "ferry": "The ferry between Varn and Lissen will not sail on Sundays from May on, the line said on Monday. " * 4,
    "bridge": "Engineers set three pillars of the old bridge on new ground and found a coin of 1711 under one. " * 4,
    "school": "Parents of the school at Holm gathered enough money for a roof that was to cost the county more. " * 4,
}


def record(id: object, name: str, day: int = 1, **fields: Any) -> dict[str, Any]:
    record = {"id": id, "url": f"https://paper.example/{name}", "title": name, "text": TEXTS[name]}
    return {**record, "published": f"2025-03-{day:02}", **fields}


def names(folder: Path) -> dict[str, str]:
    return {row["title"]: row["id"] for row in rows_of(folder, "articles.jsonl")}


def test_ids_that_count_rows_lose_nothing(tmp_path: Path) -> None:
    days = [write_lines(tmp_path / f"{name}.jsonl", [record(1, name, day)]) for day, name in enumerate(TEXTS, 1)]
    found = []
    for number, order in enumerate([days, days[::-1]]):
        summary = dedup.run(order, tmp_path / f"run{number}", report=False, archive=False)
        assert (summary.articles, summary.rejected, summary.records["named"]) == (3, 0, 2)
        found.append(names(tmp_path / f"run{number}"))
    assert found[0] == found[1]
    assert found[0]["ferry"] == "1"
    assert len(set(found[0].values())) == 3
    assert all(name.startswith("1~") for title, name in found[0].items() if title != "ferry")
    archive = tmp_path / "a.duckdb"
    for again in (0, 1):
        for day in days:
            added = dedup.add([day], archive)
            assert (added.new, added.known, added.revisions) == ((0, 1, 0) if again else (1, 0, 0))
    with opened(archive, read_only=True) as there:
        assert sorted(there.table("articles")["id"].to_pylist()) == sorted(found[0].values())
    stream = [record(1, name, day) for day, name in enumerate(TEXTS, 1)]
    statuses = [one["dedup"]["status"] for one in dedup.filter(stream, tmp_path / "f.duckdb", annotate=True)]
    assert statuses == ["first"] * 3
    again = [one["dedup"]["status"] for one in dedup.filter(stream, tmp_path / "f.duckdb", annotate=True)]
    assert again == ["known"] * 3


FERRY = record("a", "ferry")
KINDS: list[tuple[str, dict[str, Any], bool]] = [
    ("another address, title and text", record("a", "bridge"), False),
    ("another address and title, the same beginning", FERRY | {"url": "https://x.example/b", "title": "b"}, True),
    ("another address and beginning", record("a", "bridge", title="ferry"), False),
    ("the same address and title", FERRY | {"id": "b", "text": TEXTS["bridge"]}, True),
    ("the same address, nothing else", record("b", "bridge", url=FERRY["url"]), False),
    ("the same address and id, nothing of the text", record("a", "bridge", url=FERRY["url"]), False),
    (
        "the same address and id, a new title and lead, the same end",
        FERRY | {"title": "b", "text": "New. " * 50 + FERRY["text"]},
        True,
    ),
    ("an AMP page", FERRY | {"id": "b", "url": FERRY["url"] + "/amp", "text": FERRY["text"] + " More."}, True),
    ("a front page", record("b", "bridge", url="https://paper.example/"), False),
    ("neither has an address", record("a", "bridge", url=None), False),
]


@pytest.mark.parametrize(("kind", "other", "same"), KINDS, ids=[kind for kind, _, _ in KINDS])
def test_one_article_or_two(tmp_path: Path, kind: str, other: dict[str, Any], same: bool) -> None:
    for number, pair in enumerate(permutations([FERRY, other])):
        dump = write_lines(tmp_path / "d.jsonl", pair)
        summary = dedup.run([dump], tmp_path / f"run{number}", report=False, archive=False)
        assert summary.articles == 2 - same
        with opened(tmp_path / f"{number}.duckdb") as archive:
            statuses = [next(archive.add([one])).status for one in pair]
        assert (statuses[1] == "known") is same


WORDS = ("", "Ferry late", " \tFerry late", "\u2003Ferry late again", "Ferry late " * 30, "Other " * 60)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "id": st.sampled_from(["a", "a~0123456789ab", "b", "dump.jsonl#line 1", "dump.jsonl#"]),
                "url": st.sampled_from(
                    [None, "", "https://amp.paper.example/a?utm_source=x", "https://paper.example/A"]
                ),
                "outlet": st.sampled_from([None, "paper.example", "other.example"]),
                "title": st.sampled_from([None, "", "Ferry late", "Other"]),
                "text": st.sampled_from(WORDS),
                "published": st.sampled_from(
                    [None, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)]
                ),
                "published_precision": st.sampled_from([None, "minute", "second, zone unknown", "day"]),
                "position": st.sampled_from(["", "line 1"]),
            }
        ),
        min_size=2,
        max_size=6,
    )
)
def test_a_few_records_are_compared_as_the_database_compares_many(records: list[dict[str, Any]]) -> None:
    """Not by the same values, for the database has hashes, but the same of two records agree."""
    rows = pa.Table.from_pylist(records, schema=pa.schema([ARTICLE.field(name) for name in records[0]]))
    with duckdb.connect() as connection:
        connection.register("rows", rows)
        theirs = connection.execute(f"SELECT {pieces_sql()} FROM rows").fetchall()
    ours = [tuple(pieces_of(record).values()) for record in records]
    for column in range(len(PIECES)):
        for place, other in combinations(range(len(records)), 2):
            shared = [values[place][column] == values[other][column] for values in (ours, theirs)]
            assert shared[0] == shared[1], PIECES[column]
        assert [values[column] is None for values in ours] == [values[column] is None for values in theirs]
