"""Words from strangers as plain text: nothing in them is obeyed by a terminal.

Texts, titles, names and even file names come from strangers. Before any of it is printed, escape sequences, control
characters and the marks that turn the reading direction round are taken out (`plain`); in JSON they are written as
escapes (`json_line`), so that nothing is lost.
"""

import re
from typing import Final

_COLOURING: Final = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_UNSEEN_MARKS: Final = "\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_UNSEEN: Final = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_UNSEEN_MARKS}]")
_UNSEEN_IN_JSON: Final = re.compile(f"[\x7f-\x9f{_UNSEEN_MARKS}]")


def plain(text: str) -> str:
    r"""Return `text` without anything that a terminal obeys: control characters but line ends, and direction marks.

    >>> plain("\x1b[31mred\x1b[0m \u202eabc\a")
    'red abc'
    """
    return _UNSEEN.sub("", _COLOURING.sub("", text).replace("\t", " ").replace("\r\n", "\n"))


def line(text: object) -> str:
    """Return `text` as `plain` does, in one line."""
    return " ".join(plain(str(text)).split())


def json_line(value: object) -> str:
    r"""Return a value, or the fields of a dataclass, as JSON in one line, with escapes for what `plain` takes out.

    >>> json_line({"title": "\u202eabc"})
    '{"title":"\\u202eabc"}'
    """
    # Here: `--help` and completion load this module, and must stay quick.
    from dataclasses import asdict, is_dataclass

    import orjson

    # Not by orjson itself, which also writes what a `cached_property` has left.
    written = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value

    def escaped(mark: re.Match[str]) -> str:
        units = mark[0].encode("utf-16-be").hex()
        return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))

    return _UNSEEN_IN_JSON.sub(escaped, orjson.dumps(written).decode())


def count(number: int, one: str, several: str | None = None) -> str:
    """Return a number with its noun.

    >>> count(1, "story", "stories"), count(2000, "article")
    ('1 story', '2,000 articles')
    """
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def whole(text: str) -> str:
    """Return `text` with lone surrogates, which no UTF-8 file and no Arrow column can hold, as U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        # Surrogates that come as a pair are one character written in two halves.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def first_of(error: Exception) -> str:
    """Return the first line of what an error says, 200 characters of it; the error's name where it says nothing."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
