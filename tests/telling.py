"""Records that tell stories of their own, copies of them, and what is left: for tests of what was told before."""

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
    told = []
    for sentence in range(sentences):
        words = [_word(story, zlib.crc32(f"{story} {sentence} {place}".encode()) % 90) for place in range(14)]
        told.append(f"{words[0].title()} {' '.join(words[1:])}.")
    return "\n\n".join(" ".join(told[start : start + 4]) for start in range(0, sentences, 4))


def record(story: int, teller: int = 0) -> dict[str, Any]:
    """How outlet `teller` tells a story: the first in full, the others but for its last sentences."""
    whole = text(story)
    return {
        "id": f"s{story}-{teller}",
        "url": f"https://outlet-{teller}.example/{story}/{teller}.html",
        "title": f"Story {story} as outlet {teller} has it",
        "text": whole if teller == 0 else whole[: len(whole) * 3 // 4],
        "published": f"2025-03-{1 + story % 28:02}T{8 + teller % 12:02}:00:00Z",
    }
