"""Sums up why records were set aside, with what the user can do about it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DETAIL: Final = re.compile(r"\d[\d,.]*|'[^']*'|\"[^\"]*\"|https?://\S+")
_AFTER: Final = re.compile(r", kept: .*|: (?!byte)[^:]{40,}.*|(?<=repeated id ).*|(?<=another fetch of ).*")

HINTS: Final = (
    ("no text field", "--map text=FIELD names the field that holds the text"),
    ("no text column", "--map text=COLUMN names the column that holds the text"),
    ("is an object, not a string", "--map text=FIELD.FIELD names a field within a record"),
    ("max_article_chars", "ReadConfig(max_article_chars=…) reads longer ones, from Python"),
    ("max_record_bytes", "ReadConfig(max_record_bytes=…) reads larger ones, from Python"),
    ("not a record", "each line, or each element of a list, is to be an object"),
    ("unpack it first", "unpack it and name the folder"),
    ("unforeseen fault", "please report it"),
)
"""What a reason says, and what helps against it."""


@dataclass(frozen=True)
class Reason:
    """One kind of reason, how many records it befell, and the first of them."""

    reason: str
    records: int
    example: str
    hint: str | None

    def __str__(self) -> str:
        """The reason in one line."""
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.records:,} × {self.reason} ({self.example}{hint})"


def sum_up(rejected: Iterable[tuple[str, str, str]], most: int) -> list[Reason]:
    """Return the `most` frequent kinds of reason among rows of file, position and reason; what differs between records
    in one kind, such as a number or a name, does not count."""
    counts: Counter[str] = Counter()
    examples: dict[str, tuple[str, str]] = {}
    for file, position, reason in rejected:
        kind = _DETAIL.sub("…", _AFTER.sub("…", reason))
        counts[kind] += 1
        examples[kind] = min(examples.get(kind, (file, position)), (file, position))
    return [
        Reason(
            kind, count, " ".join(examples[kind]).strip(), next((hint for mark, hint in HINTS if mark in kind), None)
        )
        for kind, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    ]
