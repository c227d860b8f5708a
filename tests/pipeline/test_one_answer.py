"""Law 10: a run, an addition, the filter and a question about a file say the same of the same articles.

One article of every story of the samples is forgotten by the archive of a run and comes back, by each way in. The
archive keeps what it counted over all of them, so all ways weigh words alike, and what differs is the way itself.
"""

import shutil
from dataclasses import replace
from typing import NamedTuple

import orjson
import pyarrow as pa
import pytest
from whole_run import SAMPLES, Ran

import dedup
from dedup.config import ArchiveConfig, Config
from dedup.pipeline import OnlineMatcher, open_lookup
from dedup.pipeline.plans import INCREMENTAL, ONLINE, PROBE

KINDS = ("copy", "rewrite", "translation")

Pairs = dict[tuple[str, str], tuple[str, float, float, float]]
"""By the ids of two articles, the second one new: kind, score, what of each the other covers."""


class Ways(NamedTuple):
    """What each way said: pairs with a new article, by its id and the other's; stories; answers."""

    matches: dict[str, Pairs]
    borrowed: dict[str, Pairs]
    stories: dict[str, set[frozenset[str]]]
    parents: dict[str, dict[str, tuple[str, str | None]]]


def pairs_of(archive: dedup.Archive, table: str, new: frozenset[str]) -> Pairs:
    """The rows of a table of pairs with a new article."""
    found: Pairs = {}
    for row in archive.table(table).to_pylist():
        a, b = row["a"], row["b"]
        first, second = row["coverage_a"], row["coverage_b"]
        if b not in new or (a in new and a > b):
            a, b, first, second = b, a, second, first
        if b in new:
            found[a, b] = row["kind"], row["score"], first, second
    return found


def stories_of(archive: dedup.Archive) -> set[frozenset[str]]:
    rows = archive.rows(
        "SELECT list(id) AS ids FROM membership JOIN article USING (article) GROUP BY story"
    ).to_pylist()
    return {frozenset(row["ids"]) for row in rows}


@pytest.fixture(scope="module")
def ways(ran: Ran, tmp_path_factory: pytest.TempPathFactory) -> Ways:
    folder = tmp_path_factory.mktemp("ways")
    records = {row["id"]: row for row in map(orjson.loads, (SAMPLES / "dump.jsonl").read_bytes().splitlines())}
    with dedup.Archive.open(ran.archive) as archive:
        whole = stories_of(archive)
        new = frozenset(max(story & records.keys()) for story in whole if len(story & records.keys()) > 1)
        matches = {"run": pairs_of(archive, "matches", new)}
        borrowed = {"run": pairs_of(archive, "borrowed", new)}
        answers = {name: dedup.origin(archive, name) for name in sorted(new)}
    stories = {"run": whole}
    parents = {"run": {name: (answer.answer, answer.parent) for name, answer in answers.items()}}
    shutil.copytree(ran.out, folder / "less")
    with dedup.Archive.open(folder / "less" / "archive.duckdb", write=True) as archive:
        archive.forget(*sorted(new))
    (folder / "new.jsonl").write_bytes(b"".join(orjson.dumps(records[name]) + b"\n" for name in sorted(new)))
    for way in ("add", "filter"):
        shutil.copytree(folder / "less", folder / way)
        path = folder / way / "archive.duckdb"
        if way == "add":
            assert not dedup.add(
                [str(folder / "new.jsonl")], path, Config(archive=ArchiveConfig(small_articles=0))
            ).refreshed
        else:
            list(dedup.filter([records[name] for name in sorted(new)], path, dedup.FilterConfig.of(KINDS)))
        with dedup.Archive.open(path) as archive:
            matches[way], borrowed[way] = (pairs_of(archive, table, new) for table in ("matches", "borrowed"))
            stories[way] = stories_of(archive)
            if way == "add":
                answers = {name: dedup.origin(archive, name) for name in sorted(new)}
                parents[way] = {name: (answer.answer, answer.parent) for name, answer in answers.items()}
    with dedup.Archive.open(folder / "less" / "archive.duckdb") as archive:
        asked = dedup.origin_of_file(archive, str(folder / "new.jsonl"))
    parents["origin"] = {answer.article.id: (answer.answer, answer.parent) for answer in asked}
    stories["origin"] = {frozenset(answer.story.by_id) for answer in asked}
    return Ways(matches, borrowed, stories, parents)


def of_kind(pairs: Pairs, kind: str) -> Pairs:
    return {pair: said for pair, said in pairs.items() if said[0] == kind}


@pytest.mark.parametrize("kind", KINDS)
def test_a_run_and_an_addition_match_the_same_pairs(ways: Ways, kind: str) -> None:
    assert of_kind(ways.matches["run"], kind)
    assert of_kind(ways.matches["run"], kind) == of_kind(ways.matches["add"], kind)


def test_a_run_and_an_addition_find_the_same_borrowed_passages(ways: Ways) -> None:
    assert ways.borrowed["run"] == ways.borrowed["add"]


@pytest.mark.parametrize("kind", ["copy", "rewrite"])
def test_an_addition_and_the_filter_match_the_same_pairs(ways: Ways, kind: str) -> None:
    assert of_kind(ways.matches["add"], kind) == of_kind(ways.matches["filter"], kind)


def test_the_filter_lacks_nothing_but_what_a_second_look_finds(ways: Ways) -> None:
    assert (INCREMENTAL.second_look, ONLINE.second_look) == (True, False)
    assert ways.matches["filter"].items() <= ways.matches["add"].items()
    lacking = ways.matches["add"].keys() - ways.matches["filter"].keys()
    assert lacking
    assert all(any({*pair} <= story for story in ways.stories["filter"]) for pair in lacking)


def test_a_run_and_an_addition_make_the_same_stories(ways: Ways) -> None:
    assert ways.stories["run"] == ways.stories["add"]


def test_an_addition_and_the_filter_make_the_same_stories(ways: Ways) -> None:
    assert ways.stories["add"] == ways.stories["filter"]


def test_an_addition_answers_as_a_run(ways: Ways) -> None:
    assert ways.parents["run"] == ways.parents["add"]


def test_a_file_is_answered_as_by_a_run(ways: Ways) -> None:
    assert ways.parents["run"] == ways.parents["origin"]


@pytest.mark.parametrize(("share", "found"), [(None, True), (1.0, False)])
def test_the_filter_takes_candidates_in_two_languages_as_an_addition_does(
    ran: Ran, share: float | None, found: bool
) -> None:
    """An article that comes again is of one story with its translations if it shares `posted_share` with them."""
    with dedup.Archive.open(ran.archive) as archive:
        config = Config.of(archive.settings)
        asked = replace(config.meaning, posted_share=config.meaning.posted_share if share is None else share)
        again = archive.rows("""
            SELECT article.* FROM article JOIN match ON article = b
            WHERE kind = 'translation' AND same_statement ORDER BY article LIMIT 1
        """)
        number = pa.array([archive.next_number()], again.schema.field("article").type)
        rows = again.set_column(again.schema.get_field_index("article"), "article", number)
        matched = OnlineMatcher(open_lookup(archive, config), replace(config, meaning=asked)).match(rows, PROBE)
    kinds = {match.kind for match in matched.matches[0]}
    assert "copy" in kinds
    assert ("translation" in kinds) is found
