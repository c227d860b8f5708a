"""Answers as JSON."""

from collections.abc import Sequence
from dataclasses import asdict

from dedup.messages import json_line
from dedup.queries import OriginAnswer, OutletAnswer, Story, Tally


def origin_json(answers: Sequence[OriginAnswer], tallied: Tally) -> str:
    """Return one answer as one line of JSON; several as `answers`, with what they come to."""
    answered = [asdict(answer) for answer in answers]
    return json_line(answered[0] if len(answered) == 1 else {"answers": answered, **asdict(tallied)})


def story_json(story: Story) -> str:
    """Return a story as one line of JSON."""
    return json_line(asdict(story))


def outlet_json(found: OutletAnswer) -> str:
    """Return an outlet as one line of JSON."""
    return json_line(asdict(found))
