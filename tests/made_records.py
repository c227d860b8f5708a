"""Records of made stories, and copies of them: for tests of what is new and what a duplicate."""

import zlib
from typing import Any

_SYLLABLES = (
    "ba be bo da de do fa fe fo ga go ha ho ka ke ko la le lo ma me mo na ne no pa pe po ra re ro sa so ta to".split()
)


def _word(story: int, number: int) -> str:
    """One of a story's own words."""
    drawn = zlib.crc32(f"{story} {number}".encode())
    return "".join(_SYLLABLES[(drawn >> 5 * place) % len(_SYLLABLES)] for place in range(4))


def text(story: int, sentences: int = 12) -> str:
    """A text of its own for every story, in words of its own."""
    sentences_made = []
    for sentence in range(sentences):
        words = [_word(story, zlib.crc32(f"{story} {sentence} {place}".encode()) % 90) for place in range(14)]
        sentences_made.append(f"{words[0].title()} {' '.join(words[1:])}.")
    return "\n\n".join(" ".join(sentences_made[start : start + 4]) for start in range(0, sentences, 4))


def record(story: int, outlet: int = 0) -> dict[str, Any]:
    """How outlet `outlet` reports a story: the first in full, the others but for its last sentences."""
    whole = text(story)
    return {
        "id": f"s{story}-{outlet}",
        "url": f"https://outlet-{outlet}.example/{story}/{outlet}.html",
        "title": f"Story {story} as outlet {outlet} has it",
        "text": whole if outlet == 0 else whole[: len(whole) * 3 // 4],
        "published": f"2025-03-{1 + story % 28:02}T{8 + outlet % 12:02}:00:00Z",
    }
