"""Decides whether two matching articles report one statement, or only share borrowed passages.

The rule stands here twice, as a function and as SQL, held together by a test: one of the two reports the other's
statement (`reports_sql`), or they stand in one story and share more than a passage (`same_statement_sql`). Stories are
grouped by a run, and looked up by the view `match` of an archive. Where none was grouped yet, a match counts as one
story if the two alone would be.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

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
    """Return the share of the other's statement that one article of the tie reports, or 0 if too little."""
    share = 0.0
    for coverage, lead in ((tie.coverage_a, tie.lead_a), (tie.coverage_b, tie.lead_b)):
        if _reaches(coverage, config.whole_share) or (
            _reaches(lead, config.reported_lead) and _reaches(coverage, config.reported_share)
        ):
            share = max(share, coverage)
    return share


def _reaches(share: float, least: float) -> bool:
    """Compares as the database does: shares are kept as single floats, of which 0.65 is less than the double."""
    return bool(np.float32(share) >= np.float32(least))


def best_first(match: Mapping[str, Any]) -> tuple[bool, float, int]:
    """Return the sort key of a match of a new article (`b`), with `same_statement`: the best match, whose story the
    article joins, comes first."""
    likeness = match["score"] * max(match["coverage_a"], match["coverage_b"])
    return not match["same_statement"], -likeness, match["a"]


def reports_sql(config: StoryConfig) -> str:
    """Return the condition `statement_share(tie, config) > 0` over the columns of a match, as SQL."""
    return " OR ".join(
        f"(lead_{side} >= {config.reported_lead} AND coverage_{side} >= {config.reported_share}) "
        f"OR coverage_{side} >= {config.whole_share}"
        for side in "ab"
    )


def same_statement_sql(one_story: str, config: StoryConfig) -> str:
    """Return the condition that a match, with its column `tells`, is of one statement, as SQL. `one_story` is the
    condition that its articles stand in one story. `same_statement` is the same in Python."""
    return f"tells OR (greatest(coverage_a, coverage_b) >= {config.reported_share} AND coalesce({one_story}, false))"


def same_statement(
    match: Mapping[str, Any], config: StoryConfig, *, one_story: bool | None = None
) -> tuple[bool, bool]:
    """Return whether both articles of a match report one statement; and whether one of them reports the other's.

    `one_story` says whether they stand in one story; None where none was grouped yet: then they do if the two alone
    would be grouped into one.
    """
    reported = statement_share(Tie(*(match[name] for name in Tie._fields)), config) > 0
    if one_story is None:
        one_story = (match["focus_a"] + match["focus_b"]) / 2 >= config.group_likeness
    shared = _reaches(max(match["coverage_a"], match["coverage_b"]), config.reported_share)
    return reported or (one_story and shared), reported
