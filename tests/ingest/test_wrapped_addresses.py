"""Addresses that hold another: an archive or a cache that the table names is looked for in what may be one."""

import pytest

from dedup.ingest.identity import _WRAPPING, _table, archived_at, own_address


@pytest.mark.parametrize("row", _table()["archive"] + _table()["cache"])
def test_each_row_bears_a_mark_or_spells_out_the_address_within(row: tuple[str, str]) -> None:
    letters = "".join(row).replace("\\", "")
    assert row[0] == "[^/?#]+" or any(mark in letters for mark in _WRAPPING)


@pytest.mark.parametrize(
    ("url", "own", "digits"),
    [
        ("https://WEB.archive.org/web/20240102030405/paper.example/a", "https://paper.example/a", "20240102030405"),
        ("https://archive.ph/20240102/http://paper.example/a", "http://paper.example/a", "20240102"),
        ("https://kept.example/wayback/20240102030405/http://paper.example/a", "http://paper.example/a",
         "20240102030405"),
        ("https://www.Bing.com/AMP/s/paper.example/a", "https://paper.example/a", None),
        ("https://www.google.com/amp/s/paper.example/a", "https://paper.example/a", None),
        ("https://webcache.googleusercontent.com/search?q=cache:x:paper.example/a", "https://paper.example/a", None),
        ("https://paper-example.cdn.ampproject.org/c/s/paper.example/a", "https://paper.example/a", None),
        ("https://paper.example/share?of=http://other.example/a", "https://paper.example/share?of=http://other.example/a",
         None),
        ("https://paper.example/archive/20240102/a", "https://paper.example/archive/20240102/a", None),
    ],
)  # fmt: skip
def test_the_address_within(url: str, own: str, digits: str | None) -> None:
    assert (own_address(url), archived_at(url)) == (own, digits)
