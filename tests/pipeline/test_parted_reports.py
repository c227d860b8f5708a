"""Two outlets report one event in two languages each: what matches within the languages says which report is whose."""

from collections.abc import Sequence

import duckdb
import pytest

from dedup.pipeline.stages.translate import parted_sql

ENGLISH, OTHER_ENGLISH, GERMAN, OTHER_GERMAN, FRENCH = range(5)
LANGS = ("en", "en", "de", "de", "fr")

Match = tuple[int, int, str, float]
OWN: list[Match] = [(ENGLISH, GERMAN, "translation", 3.0), (OTHER_ENGLISH, OTHER_GERMAN, "translation", 2.5)]
CROSSED: list[Match] = [(ENGLISH, OTHER_GERMAN, "translation", 1.0), (OTHER_ENGLISH, GERMAN, "translation", 1.4)]


def parted(matches: Sequence[Match], first_new: int = 0) -> set[tuple[int, int]]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE body (article BIGINT, lang VARCHAR)")
        connection.executemany("INSERT INTO body VALUES (?, ?)", list(enumerate(LANGS)))
        connection.execute("CREATE TABLE match (a BIGINT, b BIGINT, kind VARCHAR, strength DOUBLE)")
        connection.executemany("INSERT INTO match VALUES (?, ?, ?, ?)", list(matches))
        return set(connection.execute(parted_sql(first_new)).fetchall())


def test_reports_with_better_counterparts_are_parted() -> None:
    assert parted([*OWN, *CROSSED]) == {(a, b) for a, b, _, _ in CROSSED}


@pytest.mark.parametrize(
    "agreed", [(ENGLISH, OTHER_ENGLISH, "rewrite", 2.0), (GERMAN, OTHER_GERMAN, "copy", 4.0)], ids=["en", "de"]
)
def test_one_match_within_a_language_keeps_all(agreed: Match) -> None:
    assert not parted([*OWN, *CROSSED, agreed])


def test_an_article_without_a_counterpart_of_its_own_keeps_what_it_has() -> None:
    """An excerpt matches the whole less than another excerpt of it does."""
    assert not parted([(ENGLISH, GERMAN, "translation", 3.0), (OTHER_ENGLISH, GERMAN, "translation", 1.0)])


def test_a_better_counterpart_in_a_third_language_is_no_rival() -> None:
    own = [(ENGLISH, FRENCH, "translation", 3.0), (OTHER_ENGLISH, OTHER_GERMAN, "translation", 2.5)]
    assert not parted([*own, (ENGLISH, OTHER_GERMAN, "translation", 1.0)])


def test_what_an_archive_holds_stays() -> None:
    assert parted([*OWN, *CROSSED], first_new=OTHER_GERMAN) == {(ENGLISH, OTHER_GERMAN)}
    assert not parted([*OWN, *CROSSED], first_new=FRENCH)
