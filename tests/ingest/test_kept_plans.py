"""What a reader keeps of earlier records (plans of fields, outlets of hosts, languages) changes its speed alone: each
record is read as a reader reads it that has met no other."""

from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.config import ReadConfig
from dedup.ingest.io.source import Source
from dedup.ingest.records import mapping
from dedup.ingest.records.context import make_context
from dedup.ingest.records.mapping import Fields

SOURCE = Source("dump.jsonl", "dump.jsonl", "jsonl", 0)
NAMES = (
    "id url link canonical_url outlet source publisher site_name title headline text body content description summary "
    "lang language author byline published date Date timestamp crawled modified credits metadata html article "
    "date_unixtime"
).split()
PLAIN = st.sampled_from(
    [
        "The harbour gate was closed after the storm, the port said.",
        "<p>The harbour gate was closed.</p>",
        "https://www.gull.example/2025/gate?utm_source=x",
        "https://news.google.com/rss/articles/1",
        "//amp.gull.example/gate",
        "Gull Gazette",
        "gull.example",
        "2025-05-06T07:08:09+02:00",
        "6 мая 2025, 07:08",
        "05/06/2025",
        "en-US",
        "Українська",
        "",
        " ",
        "\ud83d",
    ]
)
ODD = st.one_of(
    PLAIN, st.none(), st.booleans(), st.integers(-5, 2_000_000_000), st.floats(), st.lists(PLAIN, max_size=2)
)
VALUES = st.one_of(PLAIN, ODD, st.dictionaries(st.sampled_from(NAMES), ODD, max_size=3))
RECORDS = st.dictionaries(st.sampled_from(NAMES), VALUES, min_size=1, max_size=7)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(RECORDS, min_size=2, max_size=6), st.sampled_from([{}, {"published": "date"}, {"text": "metadata.body"}])
)
def test_a_record_is_read_as_if_it_were_the_only_one(records: list[dict[str, Any]], named: dict[str, str]) -> None:
    config = ReadConfig(fields=named)
    alone = [Fields(make_context(config)).article(record, SOURCE, "1") for record in records]
    kept = Fields(make_context(config))
    for _ in range(2):  # once all is new, once all is known
        assert [repr(kept.article(record, SOURCE, "1")) for record in records] == list(map(repr, alone))
    with patch.object(mapping, "PLANS_KEPT", 1):
        full = Fields(make_context(config))
        assert [repr(full.article(record, SOURCE, "1")) for record in records] == list(map(repr, alone))
