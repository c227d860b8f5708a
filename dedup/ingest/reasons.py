"""Sums up why records were set aside, with what the user can do about it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DETAIL: Final = re.compile(r"\d[\d,.]*|'[^']*'|\"[^\"]*\"|https?://\S+")
_AFTER: Final = re.compile(
    r", kept: .*|: (?!byte)[^:]{40,}.*|(?<=repeated id ).*|(?<=another fetch of ).*|(?<=address of an article of ).*"
)

_MOST_KINDS: Final = 8
"""Kinds of reason that are reported."""
_MOST_SAID: Final = 200
"""Characters of a record's own reason that are kept: some quote what they could not read."""

_NO_TEXTS: Final = "where there are only addresses, fetch the pages and name those (docs/reading.md)"

HINTS: Final = (
    ("no text field", f"--map text=FIELD names the field that holds the text; {_NO_TEXTS}"),
    ("no text column", f"--map text=COLUMN names the column that holds the text; {_NO_TEXTS}"),
    ("letters lost", "question marks stand for them: save the file as UTF-8"),
    ("mojibake", "it was decoded with a wrong encoding: export it again as UTF-8"),
    ("read here (.pdf)", "`pdftotext` makes a text of it"),
    ("read here (.doc)", "save it as .docx or .txt"),
    ("read here (.rtf)", "save it as .docx or .txt"),
    ("read here (.odt)", "save it as .docx or .txt"),
    ("read here (.epub)", "save it as .html or .txt"),
    ("is an object, not a string", "--map text=FIELD.FIELD names a field within a record"),
    ("max_article_chars", "ReadConfig(max_article_chars=…) reads longer ones, from Python"),
    ("max_record_bytes", "ReadConfig(max_record_bytes=…) reads larger ones, from Python"),
    ("broken JSON", "write records with json.dumps, or mongoexport: JSON has double quotes, and no calls"),
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
    said: str = ""
    """The reason of the first of them, with its own names and figures."""

    def __str__(self) -> str:
        """The reason in one line; what stands for one record is said in its own words."""
        hint = f"; {self.hint}" if self.hint else ""
        said = self.said if self.records == 1 and self.said else self.reason
        return f"{self.records:,} × {said} ({self.example}{hint})"


def sum_up(rejected: Iterable[tuple[str, str, str]]) -> list[Reason]:
    """Return the most frequent kinds of reason among rows of file, position and reason; what differs between records
    in one kind, such as a number or a name, does not count."""
    kinds = Kinds()
    kinds.add(rejected)
    return kinds.commonest()


class Kinds:
    """Counts of kinds of reason, over as many rows as come."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, tuple[str, str, str]] = {}

    def add(self, rejected: Iterable[tuple[str, str, str]]) -> None:
        """Count rows of file, position and reason."""
        for file, position, reason in rejected:
            kind = _DETAIL.sub("…", _AFTER.sub("…", reason))
            self._counts[kind] += 1
            one = (file, position, _AFTER.sub("…", reason)[:_MOST_SAID])
            self._examples[kind] = min(self._examples.get(kind, one), one)

    def commonest(self) -> list[Reason]:
        """Return the most frequent kinds."""
        return [
            Reason(kind, count, " ".join(one[:2]).strip(), _hint(one[2], kind), one[2])
            for kind, count in sorted(self._counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST_KINDS]
            for one in [self._examples[kind]]
        ]


_LIKELY: Final = re.compile(r"no text field; '([^']+)' may be it")


def _hint(said: str, kind: str) -> str | None:
    if likely := _LIKELY.match(said):
        return f"--map text={likely[1]} reads it as the text"
    return next((hint for mark, hint in HINTS if mark in kind), None)
