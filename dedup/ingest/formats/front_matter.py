"""What a text file says of itself above its text: front matter, as writers of Markdown have it, or a head of fields.

Only what people write by hand or a program clips is read: a key and a value in a line, lists, folded texts. A whole
parser of YAML was rejected: it would be one more dependency, and reads dates, numbers and `no` as what they look like.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

from dedup.ingest.records import field_names as names

_MOST_CHARS: Final = 20_000
"""Of a block; heads of real files have ten lines. What is longer is a text between two rules."""

_FENCED: Final = re.compile(
    r"\ufeff?\s*(?:---[ \t]*\r?\n(.*?)\n(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n(.*?)\n\+\+\+)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_OPEN: Final = re.compile(r"\ufeff?\s*(.+?)\r?\n[ \t]*\r?\n", re.DOTALL)
_READER: Final = re.compile(r"\ufeff?\s*(Title:.+?)\n[ \t]*Markdown Content:[ \t]*\r?\n", re.DOTALL)
"""What Jina's reader writes above a page: its fields stand apart from each other."""
_PAIR: Final = re.compile(r"[\"']?([^\W\d][\w .-]{0,39}?)[\"']?\s*(?:[:=](?:\s+|$)|：\s*)(.*)")
_ITEM: Final = re.compile(r"\s*-\s+(.*)")
_SECTION: Final = re.compile(r"\[\[?[\w.]+\]\]?")
_FOLDED: Final = re.compile(r"[|>][+-]?\d?")
_LINK: Final = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]|]*)\]\]")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")

_TELLING: Final = frozenset(
    map(names.squeezed, (*names.TITLE, *names.URL, *names.OUTLET, *names.OUTLET_NAME, *names.PUBLISHED, *names.AUTHOR))
)
_LEAST_OPEN: Final = 2
"""Fields of these names from which lines above a blank one are a head and no text: a byline alone is one line."""


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the fields that a text gives above itself, by their names there, and the text below; nothing and the whole
    text where it gives none.

    >>> split_front_matter("---\\ntitle: Gate closes\\n---\\nThe gate closes.")
    ({'title': 'Gate closes'}, 'The gate closes.')
    """
    fenced = _FENCED.match(text, 0, _MOST_CHARS)
    match = fenced or _READER.match(text, 0, _MOST_CHARS) or _OPEN.match(text, 0, _MOST_CHARS)
    if match is None:
        return {}, text
    found = _fields(next(block for block in match.groups() if block is not None).splitlines())
    if found is None or len({names.squeezed(name) for name in found} & _TELLING) < (1 if fenced else _LEAST_OPEN):
        return {}, text
    return found, text[match.end() :].lstrip("\r\n")


def _fields(lines: Iterable[str]) -> dict[str, Any] | None:
    """The fields of a block; None if any of its lines is neither a field nor belongs to one."""
    found: dict[str, Any] = {}
    key, folded = "", False
    for line in lines:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if _SECTION.fullmatch(line.strip()):
            break  # of TOML: what follows is not the article's own
        held = found.get(key)
        if key and not folded and (item := _ITEM.fullmatch(line)):
            found[key] = [*(held if isinstance(held, list) else []), _scalar(item[1])]
        elif key and line[0] in " \t":
            below = line.strip()
            if not folded and (pair := _PAIR.fullmatch(below)) and (held == "" or isinstance(held, dict)):
                found[key] = {**(held or {}), pair[1]: _scalar(pair[2])}
            elif isinstance(held, str):
                found[key] = f"{held} {below}".strip()
        elif pair := _PAIR.fullmatch(line.strip()):
            key, folded = pair[1], bool(_FOLDED.fullmatch(pair[2]))
            found[key] = "" if folded else _value(pair[2])
        else:
            return None
    return {name: value for name, value in found.items() if value}


def _value(value: str) -> Any:
    if value[:1] == "[" and value[-1:] == "]" and value[:2] != "[[":
        return [_scalar(part) for part in value[1:-1].split(",") if part.strip()]
    return _scalar(value)


def _scalar(value: str) -> str:
    """A value without quotation marks, a remark behind it, and the brackets of Obsidian's links."""
    value = value.strip()
    if quoted := _QUOTED.fullmatch(value.partition(" #")[0].strip()) or _QUOTED.fullmatch(value):
        inner = quoted[0][1:-1]
        value = re.sub(r"\\(.)", r"\1", inner) if quoted[0][0] == '"' else inner.replace("''", "'")
    else:
        value = value.partition(" #")[0].strip()
    return "" if value in ("null", "~") else _LINK.sub(r"\1", value)
