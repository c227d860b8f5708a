"""What articles are recognised by, and of which language they are, in memory: the same as the tables say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from kept import added, copied

import dedup
from dedup.archive import ABSENT, ArchiveStore, IdentityIndex
from dedup.features import base_language
from dedup.ingest import given_id, given_id_sql, url_key_sql
from dedup.matching import Tokens, postings
from dedup.pipeline import open_lookup
from dedup.pipeline.stages.tokenize import cut_articles

NEAR_SQL = f"""
    WITH asked AS (SELECT unnest($1::VARCHAR[]) AS id, unnest($2::VARCHAR[]) AS url),
    new AS (SELECT hash({given_id_sql()}) AS id, {url_key_sql()} AS url FROM asked),
    seen AS (SELECT article, hash({given_id_sql()}) AS id, {url_key_sql()} AS url FROM article)
    SELECT article FROM seen JOIN new USING (id) UNION SELECT article FROM seen JOIN new USING (url) ORDER BY article
"""
PAGE = {"id": "page-1", "url": "https://norvik-herald.example/2026/ferry", "text": "The ferry stays in port. " * 20}


@pytest.fixture(scope="session")
def with_pages(made_and_grown: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with articles in its file and in its log; nobody changes it."""
    path = copied(made_and_grown, tmp_path_factory.mktemp("pages"))
    added(path, PAGE, PAGE | {"id": "page-2", "url": None, "text": "Another text altogether. " * 20})
    return path


def near(opened: ArchiveStore, marks: IdentityIndex, ids: list[str], urls: list[str | None]) -> list[int]:
    found = marks.near(ids, urls)
    assert found == opened.rows(NEAR_SQL, [ids, urls])["article"].to_pylist()
    return found


def test_marks_find_what_a_join_finds(with_pages: Path) -> None:
    with dedup.Archive.open(with_pages) as opened:
        rows = opened.rows("SELECT id, url FROM article ORDER BY article")
        marks = IdentityIndex(opened)
        assert near(opened, marks, ["page-1"], [None])
        assert near(opened, marks, ["x"], ["http://www.norvik-herald.example/2026/ferry/?utm_source=feed#top"])
        assert near(opened, marks, ["page-2~0123456789ab"], [None]) == near(opened, marks, ["page-2"], [None])
        assert near(opened, marks, ["nobody"], ["https://nowhere.example/a"]) == []
        assert len(near(opened, marks, rows["id"].to_pylist(), rows["url"].to_pylist())) == rows.num_rows


def test_marks_grow_with_what_is_about_to_be_committed(archive: Path) -> None:
    with dedup.Archive.open(archive) as opened:
        marks = IdentityIndex(opened)
        marks.add([(7_000, "late~0123456789ab", "https://m.late.example/x?fbclid=1"), (7_001, "no page", None)])
        assert marks.near(["late"], [None]) == marks.near(["y"], ["late.example/x"]) == [7_000]
        assert marks.near(["no page"], [None]) == [7_001]


def test_the_file_is_marked_once(with_pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(self: ArchiveStore, sql: str, *rest: object) -> object:
        asked.append(sql)
        return rows(self, sql, *rest)

    rows: Callable[..., object] = ArchiveStore.rows
    with dedup.Archive.open(with_pages) as opened:
        opened.check(PAGE | {"text": "Quite other words that nobody wrote. " * 20})
        monkeypatch.setattr(ArchiveStore, "rows", counted)
        assert opened.check({"text": "Words of which the archive has none at all. " * 20}).status == "first"
        assert not any(url_key_sql() in sql for sql in asked)
        assert len(asked) <= 1


def test_an_id_without_what_was_added() -> None:
    assert given_id("a~0123456789ab") == given_id("a~01234567") == "a"
    assert given_id("a~0123456789ab\n") == "a~0123456789ab\n"


def test_languages_are_those_of_the_bodies(grown: Path) -> None:
    with dedup.Archive.open(grown, write=True) as opened:
        rows = opened.rows("SELECT article, lang FROM body ORDER BY article")
        numbers = rows["article"].to_pylist()
        assert opened.languages.there([*numbers, 10**6, opened.next_number()]) == numbers
        assert opened.languages.of(numbers) == rows["lang"].to_pylist()
        again = opened.articles([*reversed(numbers), 10**6])
        assert again["article"].to_pylist() == numbers
        assert again["lang"].to_pylist() == rows["lang"].to_pylist()
        texts = opened.rows("SELECT text FROM article ORDER BY article")["text"].to_pylist()
        assert again["text"].to_pylist() == texts
        list(opened.add([{"id": "late", "text": "Die Fähre bleibt bis Montag im Hafen, sagte der Kapitän. " * 9}]))
        late = opened.rows("SELECT article FROM article WHERE id = 'late'")["article"].to_pylist()
        assert opened.languages.of(late) == ["de"]
        opened.languages.remove(late)
        assert opened.languages.codes(opened.rows("SELECT article FROM body")["article"].to_numpy()).min() == ABSENT
        assert not opened.articles(late).num_rows


def test_nothing_in_one_language_is_a_candidate_for_translation(with_pages: Path) -> None:
    with dedup.Archive.open(with_pages) as opened:
        lookup = open_lookup(opened, dedup.Config.of(opened.settings))
        numbers = opened.rows("SELECT article FROM body")["article"].to_pylist()
        cut = cut_articles(opened.articles(numbers), lookup.knowledge.tokenizer)
        tokens = Tokens.of(cut["scratch.tokens"])
        weights = lookup.knowledge.weigh(cut, single_language=True).term_weights
        found, asking = lookup.find_by_concepts(postings(tokens, weights, 80))
        langs = dict(zip(numbers, map(base_language, opened.languages.of(numbers)), strict=True))
        assert len(found) > 20
        assert all(langs[one] != langs[other] for one, other in zip(found.tolist(), asking.tolist(), strict=True))
