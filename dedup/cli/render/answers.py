"""Answers as one line of JSON each."""

from collections.abc import Sequence
from dataclasses import asdict

from dedup.messages import json_line
from dedup.queries import Explanation, OriginAnswer, OutletAnswer, Story, Tally


def origin_json(answers: Sequence[OriginAnswer], tallied: Tally) -> str:
    """Return one answer as it is; several as `answers`, with what they come to."""
    answered = [asdict(answer) for answer in answers]
    return json_line(answered[0] if len(answered) == 1 else {"answers": answered, **asdict(tallied)})


def answer_json(answer: Explanation | OutletAnswer | Story) -> str:
    """Return the answer to one question."""
    return json_line(asdict(answer))
