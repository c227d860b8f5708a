"""The first words of articles: what a list shows of those that have no title."""

from collections.abc import Sequence
from typing import Final

from dedup.archive import ArchiveStore

_LETTERS: Final = 72
"""Characters at most: with the quotation marks a line of a terminal. By judgement."""


def first_words(archive: ArchiveStore, numbers: Sequence[int]) -> dict[int, str]:
    """Return the first words of the articles' own text, menus and bylines left out, by their numbers."""
    if not numbers:
        return {}
    listed = ", ".join(map(str, numbers))
    bodies = archive.rows(f"SELECT article, starts FROM body WHERE article IN ({listed})")
    starts = dict(zip(*(column.to_pylist() for column in bodies.columns), strict=True))
    found = {}
    for row in archive.articles(sorted(numbers)).select(["article", "text"]).to_pylist():
        text = row["text"][next(iter(starts.get(row["article"]) or ()), 0) :]
        # Four times the length is looked at: whatever is blank in it is one space afterwards.
        if words := " ".join(text[: 4 * _LETTERS].split()):
            found[row["article"]] = _shortened(words)
    return found


def _shortened(words: str) -> str:
    """Cut between words; where a script writes none, between characters."""
    if len(words) <= _LETTERS:
        return f"“{words}”"
    kept, _, _ = words[: _LETTERS + 1].rpartition(" ")
    return f"“{kept if len(kept) > _LETTERS // 2 else words[:_LETTERS]} …”"
