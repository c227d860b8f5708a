"""Made-up worlds are what they say, and the model is right where everything is said and silent where nothing is."""

from dataclasses import replace
from datetime import datetime

import pytest

from benchmarks.made_stories import World, stories
from benchmarks.worlds import WORLDS, play
from dedup.config import ProvenanceConfig
from dedup.provenance import Sources

SOURCES = Sources.load()


def made(world: World, count: int = 60) -> list[tuple[object, list[dict[str, object]]]]:
    return list(stories(world, count, 5, SOURCES))


@pytest.mark.parametrize("name", sorted(WORLDS))
def test_worlds_are_the_same_every_time_and_in_order(name: str) -> None:
    world = WORLDS[name]
    stories = made(world, 8)
    assert stories == made(world, 8)
    for given, truth in stories:
        by_id = {row["id"]: row for row in truth}
        assert {article.id for article in given.articles} == set(by_id)
        for row in truth:
            parent = by_id[row["parent"]] if row["parent"] else None
            assert parent is None or parent["time"] < row["time"]
            assert (row["kind"] == "origin") == (row["parent"] is None and row["external"] is None)


def test_knobs_turn() -> None:
    def share(world: World, **of: object) -> float:
        rows = [row for _, truth in made(world) for row in truth]
        return sum(all(row[k] == v for k, v in of.items()) for row in rows) / len(rows)

    plain = World(outside=0.0)
    assert share(plain, kind="origin") > 0.2
    assert share(replace(plain, outside=1.0), kind="origin") == 0
    assert share(replace(plain, miscredit=0.0), cited=None) == 1
    assert share(replace(plain, miscredit=0.5), cited=None) < 0.8
    dates = [a.published for given, _ in made(replace(plain, undated=1.0)) for a in given.articles]
    assert set(dates) == {None}
    late = replace(plain, first_late=1.0, late=0.0, undated=0.0, day=0.0)
    for given, truth in made(late):
        stamped = [a.published for a, row in zip(given.articles, truth, strict=True) if a.published]
        assert (stamped[0] - datetime.fromisoformat(str(truth[0]["time"]))).days >= 1
    soon = [a for given, _ in made(replace(plain, fetched=0.1)) for a in given.articles if a.published and a.crawled]
    assert {a.crawled >= a.published for a in soon} == {True}
    assert sum((a.crawled - a.published).days < 1 for a in soon) > len(soon) / 2


def test_where_all_is_said_all_is_found() -> None:
    clear = World(credit=1.0, named=1.0, miscredit=0.0, inherit=1.0, told=0.0, undated=0.0, late=0.0, day=0.0)
    found = play(clear, 120, 5, ProvenanceConfig(), SOURCES)
    assert found["exact"] > 0.95
    assert found["in"] > 0.95
    assert found["out"] > 0.95
    assert found["false"] < 0.05


def test_without_dates_and_credits_little_is_said_for_sure() -> None:
    """More is undetermined than in a world where dates and credits speak, and no agency is made up."""
    dark = World(outside=0.0, credit=0.0, named=0.0, miscredit=0.0, inherit=0.0, told=0.0, undated=1.0)
    found = play(dark, 120, 5, ProvenanceConfig(), SOURCES)
    lit = play(replace(dark, undated=0.0), 120, 5, ProvenanceConfig(), SOURCES)
    assert found["in?"] > lit["in?"] + 0.2
    assert found["sources"] == 0
