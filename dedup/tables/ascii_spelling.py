"""Text in ASCII letters, a character at a time, by the table that anyascii has.

anyascii itself reads nearly 25,000 characters otherwise from one release to the next (`っ` was `tsu` and is `t`), and
keys of names are made of its spelling.
"""

from typing import Final

from dedup.tables.stored import SPELLING, member

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
