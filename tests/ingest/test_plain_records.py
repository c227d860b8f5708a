"""The short way of plain records gives the article that the long way gives, or none."""

from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import ReadConfig
from dedup.ingest.io.source import Source
from dedup.ingest.records.article import Article
from dedup.ingest.records.context import make_context
from dedup.ingest.records.mapping import Fields

SOURCE = Source("dump.jsonl", "dump.jsonl", "jsonl", 0)
TEXT = "The harbour gate was closed after the storm, the port of Gull Bay said on Monday."
RECORD = {
    "id": "g1",
    "url": "https://www.gull.example/2025/gate",
    "outlet": "Gull Gazette",
    "title": "The gate is closed",
    "text": TEXT,
    "lang": "en",
    "author": "Ada Tern",
    "published": "2025-05-06T07:08:09+02:00",
    "modified": "2025-05-07T07:08:09+02:00",
    "crawled": "2025-05-08",
}
ODD: dict[str, list[Any]] = {
    "id": [7, "", " x ", None, "N/A", True],
    "url": ["", None, " https://gull.example/a ", "gull.example/a", "//gull.example/a", "https://гавань.example/1",
            "https://web.archive.org/web/20240102030405/http://paper.example/a", "https://amp.gull.example/2025/01/02/a",
            "https://news.google.com/rss/articles/1", "ftp://", ["https://gull.example/a"]],
    "outlet": ["", None, " ", "gull.example", "https://tern.example/", "A & B", "Möwe", "x" * 300, ["Gull"], 3],
    "title": ["", None, " ", "Gate &amp; port", "Ворота закрыты", "KÃ¶nig", " a\u00a0", ["The gate"],
              {"rendered": "x"}],
    "text": [f"<p>{TEXT}</p>", f" {TEXT}", TEXT * 3 + "?" * 30, f"{TEXT}\n&quot;So&quot; &amp; so.", TEXT + "\\n" * 4,
             f"['{TEXT}', 'b']", "Short.", "", None, [TEXT, TEXT], TEXT.replace("o", "Ã¶"), "Закрыто. " * 20,
             f"\u00a0{TEXT}", "\u2003" * 80, "?" * 90, {"rendered": TEXT}, "a\ufffd" * 60, "b'" + TEXT + "'"],
    "lang": ["", None, " ", "en-US", "Українська", "xx", ["de"], 3],
    "author": ["", None, " ", "Ada Tern, Bo Auk ", ["Ada Tern"], {"name": "Ada Tern"}, "JosÃ©"],
    "published": ["", None, " ", "2025-05-06", "2025-05-06 07:08", "1970-01-01", "2999-01-01", "6 мая 2025, 07:08",
                  "05/06/2025", 1_746_500_000, 1e300, float("nan"), True, ["2025-05-06"], {"$date": "2025-05-06"}],
    "modified": ["", None, "2025-05-06", "no date", ["2025-05-06"], 1_746_500_000, True],
    "crawled": ["", None, "2025-05-06T07:08:09Z", "no date", 1_746_500_000, "2024-01-01", ["2025-05-06"]],
}  # fmt: skip
OTHER_NAMES = {
    "id": ["_id", "guid", "uri"],
    "url": ["link", "source_url"],
    "outlet": ["source", "site_name", "from", "publisher"],
    "title": ["headline"],
    "text": ["body", "description"],
    "author": ["byline"],
    "published": ["date", "date_gmt", "timestamp"],
    "lang": ["language"],
}


def records() -> st.SearchStrategy[dict[str, Any]]:
    """Plain records with some odd values, some fields missing, of other names, or there twice."""
    odd = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in ODD.items()})
    gone = st.sets(st.sampled_from(sorted(RECORD)), max_size=3)
    twice = st.lists(
        st.sampled_from([(field, name) for field, names in OTHER_NAMES.items() for name in names]), max_size=2
    )

    def made(given: tuple[dict[str, Any], set[str], list[tuple[str, str]]]) -> dict[str, Any]:
        values = RECORD | given[0]
        named = [(name, RECORD[field]) for field, name in given[2]]
        return dict([*((name, value) for name, value in values.items() if name not in given[1]), *named])

    return st.tuples(odd, gone, twice).map(made)


def both_ways(record: dict[str, Any], config: ReadConfig) -> tuple[Article | None, Any]:
    fields = Fields(make_context(config))
    with patch.object(Fields, "_plainly", lambda *_: None):
        long = fields.article(record, SOURCE, "line 1")
    return fields._plainly(record, SOURCE, "line 1"), long


@settings(max_examples=600, deadline=None)
@given(
    records(), st.sampled_from([{}, {"published": "date"}, {"text": "body"}, {"url": "0"}, {"outlet": "nowhere.at"}])
)
def test_where_there_is_a_short_way_it_gives_the_same_article(record: dict[str, Any], named: dict[str, str]) -> None:
    short, long = both_ways(record, ReadConfig(fields=named, timezone="Europe/Vienna"))
    assert short is None or repr(short) == repr(long)


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in ODD.items() for value in values])
def test_each_odd_value_is_read_alike(name: str, value: Any) -> None:
    short, long = both_ways(RECORD | {name: value}, ReadConfig())
    assert short is None or repr(short) == repr(long)


@pytest.mark.parametrize("gone", [[], ["author", "modified", "crawled"], ["id", "url"], ["published", "lang", "title"]])
def test_plain_records_take_the_short_way(gone: list[str]) -> None:
    record = {name: value for name, value in RECORD.items() if name not in gone}
    short, long = both_ways(record, ReadConfig())
    assert short == long
    assert short is not None


@pytest.mark.parametrize("name", ["og:site_name", "site_name", "source", "nowhere known"])
def test_the_outlet_is_that_of_the_field_that_the_user_names(name: str) -> None:
    """Fields of some of these names give way to the address where nobody asked for them."""
    record = {"url": RECORD["url"], "text": TEXT, name: "Larkhaven Courier"}
    read = Fields(make_context(ReadConfig(fields={"outlet": name}))).article(record, SOURCE, "line 1")
    assert isinstance(read, Article)
    assert read.outlet == "Larkhaven Courier"
