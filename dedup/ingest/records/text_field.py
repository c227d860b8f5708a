"""A record's text: the first that its fields hold, or why there is none."""

import math
from collections.abc import Iterable, Mapping, Set
from typing import Any, Final, NamedTuple

from dedup.ingest.records.field_names import squeezed
from dedup.ingest.records.outlet import is_url
from dedup.ingest.records.values import Ways, kind_of_value, value_at

_EMPTY: Final = "empty text"
_NO_FIELD: Final = "no text field"
_BY_COLUMNS: Final = "a table by columns, as pandas writes it; write it with orient='records', lines=True"

LEAST_TEXT: Final = 60
"""Characters from which a string that is longer than the title may be a text: sections, tags, names of files and most
captions are shorter, a paragraph is not."""

_MOST_LOOKED_AT: Final = 500
"""Values of a record that are looked at for a text: it may be in pieces, deep within others."""


class NoText(NamedTuple):
    """Why a record has no text."""

    reason: str
    absent: bool = False
    """Whether there is nothing, rather than something that is no text."""

    def named(self, field: str | None) -> str:
        """Return the reason, with the field that may hold a text where none of a known name is there."""
        return f"{self.reason}; '{field}' may be it" if field and self.reason == _NO_FIELD else self.reason


def text_of(record: dict[str, Any], ways: Ways, before: NoText | None = None) -> str | NoText:
    """Return the first text that is there, or why there is none; `before` says it of fields looked at already."""
    fault: str | None = None
    empty = before is not None and before.reason == _EMPTY
    for name, path in ways:
        value = value_at(record, path)
        if isinstance(value, dict) and len(path) == 1 and isinstance(record[str(path[0])], list):
            value = [value]  # which `value_at` took out of it
        if isinstance(value, list) and value:
            value = joined(value) or value
        if isinstance(value, bytes):
            value = value.decode(errors="replace")
        if isinstance(value, str):
            if value and not value.isspace():
                return value
            empty = True
        elif value is None or (isinstance(value, float) and math.isnan(value)):
            # NaN is how a data frame says that there is nothing.
            empty = empty or path[0] in record
        else:
            fault = fault or (
                _BY_COLUMNS
                if isinstance(value, dict) and "0" in value
                else f"the text ({name}) is {kind_of_value(value)}, not a string"
            )
    if fault:
        return NoText(fault)
    return NoText(_EMPTY if empty else _NO_FIELD, absent=True)


def holds_text(values: Iterable[Any], title_characters: int) -> bool:
    """Say whether among values, which nothing is read from, is a long string: the text of a record that seems to have
    none, under a name that nobody knows, and the user must hear of it."""
    longest = max(LEAST_TEXT, title_characters)
    waiting = list(values)
    for _ in range(_MOST_LOOKED_AT):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, str) and len(value) > longest and not is_url(value.strip()):
            return True
        if isinstance(value, dict | list):
            waiting += value.values() if isinstance(value, dict) else value
    return False


def likely_field(record: Mapping[str, Any], known: Set[str]) -> str | None:
    """Return the name of the field that holds the longest string, where that may be a text under a name not `known`.

    >>> likely_field({"page": "https://a.example/", "eintrag": "A sentence of a story. " * 5}, frozenset({"page"}))
    'eintrag'
    """
    found = [(len(value), str(name)) for name, value in record.items() if isinstance(value, str) and " " in value]
    longest, name = max(found, default=(0, ""))
    readable = name.isprintable() and len(name) < LEAST_TEXT and "'" not in name
    return name if longest > LEAST_TEXT and readable and squeezed(name) not in known else None


def joined(parts: list[Any]) -> str | None:
    """Return the text whose pieces a list holds, or None where a piece is none.

    Strings and blocks are paragraphs. Where both stand side by side they are runs of one line, of which some are marked
    (a link, a mention), as Telegram exports them.

    >>> joined(["One.", "Two."]), joined([{"text": "One."}, {"text": "Two."}])
    ('One.\\nTwo.', 'One.\\nTwo.')
    >>> joined(["Read ", {"type": "bold", "text": "this"}, "."])
    'Read this.'
    """
    found = [part.get("text") if isinstance(part, dict) else part for part in parts]
    runs = [run for run in found if isinstance(run, str)]
    if len(runs) < len(found):
        return None
    kinds = {type(part) for part in parts}
    return ("\n" if len(kinds) == 1 else "").join(runs)
