"""Which scripts are written without spaces, and how the characters of all scripts are spelled in ASCII.

The table of spellings is anyascii's. anyascii itself reads nearly 25,000 characters otherwise from one release to the
next (`っ` was `tsu` and is `t`), and keys of names are made of its spelling.
"""

import re
from typing import Final

from dedup.tables.stored import SPELLING, member

DENSE_RANGES: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007),  # ideographic iteration mark and zero
    (0x3041, 0x30FF),  # kana
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x323AF),
)
"""Characters of scripts without spaces, which the tokenizer cuts into pairs. Tibetan is not among them: it has no
spaces either, but a mark after every syllable."""

DENSE_CHARACTER: Final = re.compile("[" + "".join(f"{chr(low)}-{chr(high)}" for low, high in DENSE_RANGES) + "]")
"""One such character."""

PLANES: Final = 0x10000
"""Characters of one table in the file: nearly all texts need the first alone."""

_ASCII: Final = {code: chr(code) for code in range(128)}


class _Spelling(dict[int, str]):
    """What `str.translate` looks characters up in: a plane is read when a character of it comes."""

    def __missing__(self, code: int) -> str:
        plane = code // PLANES
        lines = (member(SPELLING, f"{plane}.txt") or "").split("\n")
        self.update(enumerate(lines, plane * PLANES))
        self.update(_ASCII)
        return self.setdefault(code, "")


_SPELLING: Final = _Spelling(_ASCII)


def to_ascii(text: str) -> str:
    """Return `text` spelled with ASCII characters; what has no spelling is left out.

    >>> to_ascii("Łódź"), to_ascii("Київ"), to_ascii("東京")
    ('Lodz', 'Kiyiv', 'DongJing')
    """
    return text if text.isascii() else text.translate(_SPELLING)
