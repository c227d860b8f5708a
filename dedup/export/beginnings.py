"""The first words of articles: what a list shows of those that have no title."""

from collections.abc import Sequence
from typing import Final

from dedup.archive import Tables

_LETTERS: Final = 72
"""Characters at most: with the quotation marks a line of a terminal. By judgement."""


def first_words(archive: Tables, numbers: Sequence[int]) -> dict[int, str]:
    """Return the first words of the articles' own text, menus and bylines left out, by their numbers."""
    if not numbers:
        return {}
    listed = ", ".join(map(str, numbers))
    rows = archive.rows(f"""
        SELECT article.article AS article, starts, text FROM article LEFT JOIN body USING (article)
        WHERE article.article IN ({listed})
    """).to_pylist()
    found = {row["article"]: beginning_of(row["text"], row["starts"]) for row in rows}
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
