"""Records that tell stories of their own, copies of them, and what is left: for tests of what was told before."""

import zlib
from typing import Any

_WORDS = (
    "harbour council bridge engineer loan winter ferry market school tower river garden minister vote strike miners "
    "orchestra museum flood rescue pilot railway tunnel budget hospital nurses vaccine satellite launch crater forest "
    "fire brigade volunteers election ballot recount judge verdict appeal prison reform tariff export wheat drought"
).split()


def text(story: int, sentences: int = 12) -> str:
    """A text of its own for every story: no two share five words in a row but by chance."""
    told = []
    for sentence in range(sentences):
        at = [zlib.crc32(f"{story} {sentence} {word}".encode()) for word in range(14)]
        words = [f"{_WORDS[n % len(_WORDS)]}{'' if n % 3 else 'er'}" for n in at]
        told.append(f"{words[0].title()} {' '.join(words[1:])} {at[0] % 900}.")
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
