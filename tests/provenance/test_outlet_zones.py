"""A time without a zone is no moment: beside times with one it is an interval, and its order a chance."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from made_stories import article, decide

from dedup.provenance import StoryArticle
from dedup.provenance.tracing.times import ANYWHERE, chances_before, read_times, when, zone_hours

DAY = datetime(2025, 3, 1, tzinfo=UTC)


def at(number: int, hour: float, outlet: str, precision: str = "minute, zone unknown") -> StoryArticle:
    clock = DAY.replace(hour=int(hour), minute=round(hour % 1 * 60))
    return replace(article(number, 0), outlet=outlet, published=clock, precision=precision)


@pytest.mark.parametrize(
    ("outlet", "hours"),
    [
        ("lragir.am", (4, 4)),
        ("https://www.ostby.de/x", (1, 2)),
        ("paper.co.uk", (0, 1)),
        ("gazeta.ru", (2, 12)),
        ("harbourpost.com", ANYWHERE),
        ("channel.tv", ANYWHERE),
        ("The Harbour Post", ANYWHERE),
        (None, ANYWHERE),
    ],
)
def test_the_zones_of_an_outlet_are_those_of_its_country(outlet: str | None, hours: tuple[float, float]) -> None:
    assert zone_hours(outlet) == hours


def test_a_clock_in_yerevan_shows_four_hours_more() -> None:
    found = when(at(1, 13.6, "lragir.am"))
    assert found.earliest == DAY.replace(hour=9, minute=36).timestamp()
    assert found.latest - found.earliest == 59


def test_an_unknown_zone_is_all_of_them() -> None:
    found = when(at(1, 13.6, "harbourpost.com"))
    assert (found.latest - found.earliest) / 3600 == pytest.approx(26, abs=0.1)


def test_order_beside_a_known_zone_is_right_or_a_chance() -> None:
    """13:36 in Yerevan is 09:36, and before 13:00 in Moscow, which is 10:00; of an unknown zone nobody can say."""
    moscow = at(2, 10, "gazeta.ru", "minute")
    for outlet, least, most in (("lragir.am", 1.0, 1.0), ("harbourpost.com", 0.3, 0.8)):
        times = read_times([at(1, 13.6, outlet), moscow])
        starts = np.sort(np.array([time.earliest for time in times]))
        assert least <= chances_before(times[:1], times[1:], starts)[0, 0] <= most


def test_the_earlier_by_its_own_clock_is_no_origin_for_that() -> None:
    told = decide([at(1, 10.5, "harbourpost.com"), at(2, 11, "gazeta.ru", "minute")])
    assert told.origin.verdict == "undetermined" or told.origin.confidence < 0.8
    sure = decide([at(1, 13.6, "lragir.am"), at(2, 10, "gazeta.ru", "minute")])
    assert (sure.origin.verdict, sure.origin.article) == ("earliest_here", "id1")


@pytest.mark.parametrize(
    ("outlet", "zone"),
    [
        ("lragir.am", "UTC+4"),
        ("paper.co.uk", "UTC+0 to UTC+1"),
        ("post.in", "UTC+5:30"),
        ("herald.ca", "UTC-8 to UTC-2:30"),
        ("harbourpost.com", None),
    ],
)
def test_evidence_says_which_zone_a_time_is_taken_for(outlet: str, zone: str | None) -> None:
    told = decide([at(1, 9.6, outlet), at(2, 23.9, "gazeta.ru", "minute")])
    (said,) = (e for link in told.links for e in link.evidence if e["type"] == "time")
    assert [said.get("parent_zone"), said.get("child_zone")] == [zone, None]
    (alike,) = decide([at(1, 8, "lragir.am"), at(2, 9, "lragir.am")]).links
    assert not any("parent_zone" in one or "child_zone" in one for one in alike.evidence)


def test_where_no_time_has_a_zone_one_clock_is_taken_for_all() -> None:
    told = decide([at(1, 8, "harbourpost.com"), at(2, 9, "lragir.am"), at(3, 10, "paper.co.uk")])
    assert (told.origin.verdict, told.origin.article) == ("earliest_here", "id1")
