"""Decides whether two matching articles report one statement, or only share borrowed passages.

Where both stand in a story that was grouped, that decides: see `dedup.pipeline.stages.cluster` and the view `match` of
an archive. Where no story was grouped yet, the match itself decides.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from dedup.config import StoryConfig


class Tie(NamedTuple):
    """What two matching articles cover of each other, as shares from 0 to 1."""

    a: int
    b: int
    coverage_a: float
    coverage_b: float
    focus_a: float
    focus_b: float
    lead_a: float
    lead_b: float


def statement_share(tie: Tie, config: StoryConfig) -> float:
    """The share of the other's statement that one article of the tie reports, or 0 if too little."""
    share = 0.0
    for coverage, lead in ((tie.coverage_a, tie.lead_a), (tie.coverage_b, tie.lead_b)):
        if (lead >= config.told_lead and coverage >= config.told_share) or coverage >= config.whole_share:
            share = max(share, coverage)
    return share


def best_first(match: Mapping[str, Any]) -> tuple[bool, float, int]:
    """Sorts the matches of a new article (`b`), with `same_statement`: the best one, whose story it joins, first."""
    likeness = match["score"] * max(match["coverage_a"], match["coverage_b"])
    return not match["same_statement"], -likeness, match["a"]


def statement_sql(config: StoryConfig) -> str:
    """The condition `statement_share(tie, config) > 0` over the columns of a match, as SQL."""
    return " OR ".join(
        f"(lead_{side} >= {config.told_lead} AND coverage_{side} >= {config.told_share}) "
        f"OR coverage_{side} >= {config.whole_share}"
        for side in "ab"
    )


def same_statement(match: Mapping[str, Any], config: StoryConfig) -> tuple[bool, bool]:
    """Whether a match by itself says that both report one statement; and whether one of them reports the other's.

    The first also holds where the two alone would be grouped into a story.
    """
    reported = statement_share(Tie(*(match[name] for name in Tie._fields)), config) > 0
    return reported or (match["focus_a"] + match["focus_b"]) / 2 >= config.least_likeness, reported
