"""How dates, figures and names are written, and the first words of articles without a title: in the files, and by the
commands that ask an archive."""

from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import quote

import orjson

from dedup.archive import Tables, read_texts
from dedup.schema import ZONE_UNKNOWN

DECIMALS: Final = 4

WRITTEN_DATE: Final = f"""
    CASE published_precision
        WHEN 'year' THEN strftime(published, '%Y')
        WHEN 'month' THEN strftime(published, '%Y-%m')
        WHEN 'day' THEN strftime(published, '%Y-%m-%d')
        WHEN 'minute{ZONE_UNKNOWN}' THEN strftime(published, '%Y-%m-%dT%H:%M:%S')
        WHEN 'second{ZONE_UNKNOWN}' THEN strftime(published, '%Y-%m-%dT%H:%M:%S')
        ELSE strftime(published, '%Y-%m-%dT%H:%M:%SZ')
    END
"""
"""A date as precisely as it is known: a day stays a day, and a time that says no zone is given none."""


def from_whom_sql(origin: str, outlet: str) -> str:
    """Return SQL for whom a story comes from, given its row of `origin` and the outlet of the article that its verdict
    names.

    A story from outside has an article there too: the first copy, which is not where it comes from.
    """
    return f"""
        CASE WHEN {origin}.verdict = 'outside' THEN {origin}.source
            ELSE coalesce({outlet}, {origin}.article, {origin}.source) END
    """


def rounded(sql: str) -> str:
    """Return SQL for a share as the files have it. (Halves go to even figures, as Python rounds.)"""
    return f"round_even(({sql})::DOUBLE, {DECIMALS})"


def stream_rows(archive: Tables, sql: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query as the files have them, a batch in memory at a time."""
    for batch in archive.stream(sql):
        yield from map(readable, batch.to_pylist())


def readable(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the files have it: shares with four decimals, and evidence as the objects that it is."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        if name == "evidence":
            found[name] = orjson.loads(value or "[]")
        elif isinstance(value, float):
            found[name] = round(value, DECIMALS)
        elif name == "passages":
            found[name] = [passage | {"score": round(passage["score"], DECIMALS)} for passage in value]
        elif name == "origin":
            found[name] = value | {"confidence": round(value["confidence"], DECIMALS)}
        else:
            found[name] = value
    return found


def credit_confidence(link: dict[str, Any]) -> float | None:
    """Return how surely a link's article has the story from the named source: the link's figure, or with a parent its
    words'.

    A link with a parent and a source says two things; its own figure is that of the parent.
    """
    if link["parent"] is None:
        return float(link["confidence"]) if link["confidence"] is not None else None
    said = [one.get("confidence") for one in link["evidence"] or () if one.get("source") == link["source"]]
    return max((float(one) for one in said if one is not None), default=None)


def local_name(kind: str, name: str) -> str:
    """Return a name from a dump as an identifier of ASCII letters, digits and `-._~%`: no two names have the same.

    >>> local_name("outlet", "Голос/1")
    'outlet.%D0%93%D0%BE%D0%BB%D0%BE%D1%81%2F1'
    """
    return f"{kind}.{quote(name, safe='')}"


def urn(kind: str, name: str) -> str:
    """Return the same as a URI.

    >>> urn("source", "RIA Novosti")
    'urn:dedup:source.RIA%20Novosti'
    """
    return f"{NAMESPACE}{local_name(kind, name)}"


NAMESPACE: Final = "urn:dedup:"
"""Before every identifier and term of ours."""


_LETTERS: Final = 72
"""Characters at most: with the quotation marks a line of a terminal. By judgement."""


def first_words(archive: Tables, numbers: Sequence[int]) -> dict[int, str]:
    """Return the first words of the articles' own text, menus and bylines left out, by their numbers."""
    if not numbers:
        return {}
    rows = archive.records(
        "SELECT article, starts[:1] AS starts FROM body WHERE article IN (SELECT unnest($asked::BIGINT[]))",
        {"asked": list(numbers)},
    )
    starts = {row["article"]: row["starts"] for row in rows}
    found = {number: beginning_of(text, starts.get(number)) for number, text in read_texts(archive, numbers)}
    return {number: words for number, words in found.items() if words}


def beginning_of(text: str, starts: Sequence[int] | None) -> str | None:
    """Return the first words of a text whose own paragraphs begin at `starts`, in quotation marks; None without any."""
    text = text[next(iter(starts or ()), 0) :]
    # Four times the length is looked at: whatever is blank in it is one space afterwards.
    words = " ".join(text[: 4 * _LETTERS].split())
    return _shortened(words) if words else None


def _shortened(words: str) -> str:
    """Cut between words; where a script writes none, between characters."""
    if len(words) <= _LETTERS:
        return f"“{words}”"
    kept, _, _ = words[: _LETTERS + 1].rpartition(" ")
    return f"“{kept if len(kept) > _LETTERS // 2 else words[:_LETTERS]} …”"
