"""The archive as programs use it."""

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import pytest
from made_records import record, text

import dedup


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[dedup.Archive]:
    list(dedup.filter([record(1)], tmp_path / "a.duckdb"))
    with dedup.Archive.open(tmp_path / "a.duckdb", write=True) as opened:
        yield opened


def test_a_bad_record_costs_none_of_those_before_it(archive: dedup.Archive) -> None:
    adding = archive.add([record(2), record(1, 1), {"id": "bad", "text": ""}, record(3)])
    assert [next(adding).status for _ in range(2)] == ["first", "duplicate"]
    with pytest.raises(dedup.UnreadableRecordError, match="record 3: empty text"):
        next(adding)
    assert sorted(archive.table("articles")["id"].to_pylist()) == ["s1-0", "s1-1", "s2-0"]


def test_the_place_of_a_bad_record_is_that_in_the_whole(archive: dedup.Archive) -> None:
    with pytest.raises(dedup.UnreadableRecordError, match="record 71: "):
        list(archive.add([*(record(n) for n in range(70)), {}]))


def test_a_check_adds_nothing_and_leaves_nothing(archive: dedup.Archive) -> None:
    for _ in range(3):
        assert archive.check(record(5)).status == "first"
        assert archive.check(record(1, 1)).match == "s1-0"
    held = archive.one("SELECT count(*) FROM article")
    assert [archive.check(record(6)).status for _ in range(2)] == ["first", "first"]
    assert archive.one("SELECT count(*) FROM article") == held
    assert [verdict.status for verdict in archive.add([record(5)])] == ["first"]
    assert archive.check(record(5)).status == "known"


def test_a_mapping_that_is_no_dict(archive: dedup.Archive) -> None:
    assert archive.check(MappingProxyType(record(1, 1))).status == "duplicate"


def test_names_without_id_and_url_are_those_of_the_archive(archive: dedup.Archive) -> None:
    names = [next(archive.add([{"text": text(n)}])).id for n in (11, 12)]
    assert len(set(names)) == 2
    assert set(names) <= set(archive.table("articles")["id"].to_pylist())


def again(number: int) -> list[dict[str, object]]:
    """A page, the page under another id, the same id with another text, and a copy."""
    page = record(number)
    return [
        page,
        page | {"id": f"s{number}-refetched", "url": page["url"] + "?utm_source=x"},
        page | {"text": text(number + 500)},
        record(number, 2),
    ]


def test_what_is_said_does_not_depend_on_how_batches_fall(tmp_path: Path) -> None:
    records = [one for number in range(20, 25) for one in again(number)]
    together = list(dedup.filter(records, tmp_path / "together.duckdb", annotate=True))
    with dedup.Archive.open(tmp_path / "together.duckdb") as opened:
        articles = opened.table("articles")
        revisions = opened.one("SELECT count(*) FROM revision")
    for one in records:
        list(dedup.filter([one], tmp_path / "alone.duckdb"))
    with dedup.Archive.open(tmp_path / "alone.duckdb") as opened:
        assert opened.table("articles") == articles
        assert opened.one("SELECT count(*) FROM revision") == revisions == 10
    assert [one["dedup"]["status"] for one in together] == ["first", "known", "known", "duplicate"] * 5
    assert [one["dedup"]["match"] for one in together[:4]] == [None, "s20-0", "s20-0", "s20-0"]


def test_questions_are_methods_and_answer_as_the_functions(archive: dedup.Archive) -> None:
    list(archive.add([record(1, 1), record(2)]))
    assert archive.origin("s1-1") == dedup.origin(archive, "s1-1")
    asked = archive.origin(record(1, 2))
    assert (asked.in_archive, asked.article.id, {one.id for one in asked.story.articles}) == (
        False,
        "s1-2",
        {"s1-0", "s1-1", "s1-2"},
    )
    assert archive.explain("s1-0", "s1-1") == dedup.explain(archive, "s1-0", "s1-1")
    assert archive.story("s1-0") == dedup.story_of(archive, "s1-1")
    assert archive.outlet("outlet-1.example") == dedup.outlet(archive, "outlet-1.example")
    assert list(archive.lexicon("en", "ru")) == list(dedup.lexicon(archive, "en", "ru"))
    with pytest.raises(dedup.UnreadableRecordError):
        archive.origin({"id": "x"})


def test_an_archive_is_folded_recomputed_and_asked_again(archive: dedup.Archive) -> None:
    list(archive.add([record(1, 1), record(2)]))
    before = archive.origin(record(1, 2)).story
    assert archive.info().articles == 3
    assert archive.compact() > 0
    assert archive.compact() == 0
    assert archive.origin(record(1, 2)).story == before
    assert {stage.name for stage in archive.refresh()} >= {"match", "provenance"}
    assert archive.check(record(1, 2)).status == "duplicate"
    assert [verdict.status for verdict in archive.add([record(2, 1)])] == ["duplicate"]


def test_a_reader_cannot_change_an_archive(archive: dedup.Archive) -> None:
    with dedup.Archive.open(archive.path) as reader:
        for change in (reader.compact, reader.refresh):
            with pytest.raises(dedup.ArchiveError, match="opened for reading"):
                change()
