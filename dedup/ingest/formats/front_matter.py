"""What a text file says of itself above its text: front matter, as writers of Markdown have it, or a head of fields.

Only what people write by hand or a program clips is read: a key and a value in a line, lists, folded texts. A whole
parser of YAML was rejected: it would be one more dependency, and reads dates, numbers and `no` as what they look like.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from dedup.ingest.records import field_names as names

_MOST_CHARS: Final = 20_000
"""Of a block; heads of real files have ten lines. What is longer is a text between two rules."""

_FENCED: Final = re.compile(
    r"\ufeff?\s*+(?:---[ \t]*\r?\n(.*?)\n(?:---|\.\.\.)|(\+\+\+)[ \t]*\r?\n(.*?)\n\+\+\+)[ \t]*(?:\r?\n|$)",
    re.DOTALL,
)
_READER: Final = re.compile(r"\ufeff?\s*+(Title:.+?)\n[ \t]*Markdown Content:[ \t]*\r?\n", re.DOTALL)
"""What Jina's reader writes above a page: its fields stand apart from each other."""
_BLANK: Final = re.compile(r"\ufeff?\s*+")
_BLANK_LINES: Final = re.compile(r"(?:[ \t]*+\r?\n)*+")
_PAIR: Final = re.compile(r"[\"']?([^\W\d][\w .-]{0,39}?)[\"']?\s*(?:[:=](?:\s+|$)|：\s*)(.*)")
_OTHER_PAIR: Final = re.compile(r"(\S+)[:=](?:\s+|$)(.*)")
"""Of a name that articles have none of, as `og:title`."""
_CLOSING: Final = frozenset(("]", "],", "}", "},"))
_ITEM: Final = re.compile(r"\s*-\s+(.*)")
_SECTION: Final = re.compile(r"\[\[?[\w.]+\]\]?")
_FOLDED: Final = re.compile(r"[|>][+-]?\d?")
_LINK: Final = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")

_TELLING: Final = ("title", "url", "outlet", "outlet_name", "published", "author")
_LEAST_OPEN: Final = 2
"""Fields of names of these from which lines above a text are a head and none of it: a byline alone is one line."""

_AS_MAILS: Final = {"subject": "title", "from": "author", "sent": "published"}
"""What people call fields who write a head as that of a mail."""
_OF_HEADS: Final = (*_AS_MAILS, *"to cc tags keywords section category".split())
"""Names, beside those of fields, by which a line without a fence is known as a field: any words may stand before a
colon in a headline."""


def split_front_matter(text: str, named: Iterable[str] = ()) -> tuple[dict[str, Any], str]:
    """Return the fields that a text gives above itself, by their names there, and the text below; nothing and the whole
    text where it gives none. `named` are further names of fields.

    >>> split_front_matter("---\\ntitle: Gate closes\\n---\\nThe gate closes.")
    ({'title': 'Gate closes'}, 'The gate closes.')
    """
    least = 1
    if fenced := _FENCED.match(text, 0, _MOST_CHARS):
        found = _fenced_fields((fenced[3] or fenced[1]).splitlines(), toml=bool(fenced[2]))
        end = fenced.end()
    elif reader := _READER.match(text, 0, _MOST_CHARS):
        pairs = (_PAIR.fullmatch(line.strip()) for line in reader[1].splitlines())
        found, end = {pair[1]: pair[2] for pair in pairs if pair}, reader.end()
    else:
        found, end = _head(text, _names_of_heads().union(map(names.squeezed, named)))
        least = _LEAST_OPEN
    if len({names.squeezed(name) for name in found} & names.squeezed_names(*_TELLING)) < least:
        return {}, text
    blank = _BLANK_LINES.match(text, end)
    return found, text[blank.end() if blank else end :]


def _head(text: str, known: frozenset[str]) -> tuple[dict[str, Any], int]:
    """The fields of a head that nothing fences, and where it ends: at the first line that is no field of a known name.
    Its values are as they stand there."""
    found: dict[str, Any] = {}
    blank = _BLANK.match(text)
    end = blank.end() if blank else 0
    for line in text[end:_MOST_CHARS].splitlines(keepends=True):
        pair = _PAIR.fullmatch(line.strip())
        if pair is None or (name := names.squeezed(pair[1])) not in known:
            break
        _add(found, _AS_MAILS.get(name, pair[1]), pair[2])
        end += len(line)
    return {name: value for name, value in found.items() if value}, end


def _fenced_fields(lines: Iterable[str], *, toml: bool) -> dict[str, Any]:
    """The fields of a block between fences; none if any of its lines is neither a field nor belongs to one."""
    found: dict[str, Any] = {}
    key, folded = "", set[str]()
    for line in lines:
        below = line.strip()
        if not below or below.startswith("#"):
            continue
        if toml and _SECTION.fullmatch(below):
            break  # what follows is not the article's own
        held = found.get(key)
        opened = held if isinstance(held, str) and held[:1] == "[" else ""
        item = _ITEM.fullmatch(line) if key and key not in folded and (held == "" or isinstance(held, list)) else None
        if below in _CLOSING:
            found |= {key: f"{opened}]"} if opened and below[0] == "]" else {}
        elif item:
            pair = _PAIR.fullmatch(item[1])
            found[key] = held or []
            found[key].append({pair[1]: _scalar(pair[2])} if pair else _scalar(item[1]))
        elif key and (line[0] in " \t" or opened[-1:] in ("[", ",")):
            found[key] = _continued(held, below, folded=key in folded)
        elif pair := _PAIR.fullmatch(below) or _OTHER_PAIR.fullmatch(below):
            key = pair[1]
            if _FOLDED.fullmatch(pair[2]):
                folded.add(key)
            _add(found, key, "" if key in folded else pair[2])
        else:
            return {}
    values = {name: value if name in folded else _value(value) for name, value in found.items()}
    return {name: value for name, value in values.items() if value}


def _continued(held: Any, below: str, *, folded: bool) -> Any:
    """A field's value with one more line of it: of a text, or of the fields below it or below its list's last item."""
    inner = held[-1] if isinstance(held, list) and held else held
    pair = _PAIR.fullmatch(below) if not folded and (inner == "" or isinstance(inner, dict)) else None
    if pair and held == "":
        return {pair[1]: _scalar(pair[2])}
    if pair and isinstance(inner, dict):
        inner[pair[1]] = _scalar(pair[2])
    elif isinstance(held, str):
        return f"{held} {below}".strip()
    return held


@cache
def _names_of_heads() -> frozenset[str]:
    fields = set(names.FIELDS) - {"text", "page"}
    return names.squeezed_names("outlet_name", *fields).union(_OF_HEADS)


def _add(found: dict[str, Any], name: str, value: str) -> None:
    """Add a field; of one that comes again all authors count, and else the first."""
    held = found.get(name)
    if held and names.squeezed(name) in names.squeezed_names("author"):
        found[name] = [*(held if isinstance(held, list) else [held]), value]
    elif not held:
        found[name] = value


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value[:1] == "[" and value[-1:] == "]" and value[:2] != "[[":
        return [_scalar(part) for part in value[1:-1].split(",") if part.strip()]
    return _scalar(value)


def _scalar(value: str) -> str:
    """A value of YAML without quotation marks, a remark behind it, and the brackets of Obsidian's links."""
    value = value.strip()
    if quoted := _QUOTED.fullmatch(value.partition(" #")[0].strip()) or _QUOTED.fullmatch(value):
        inner = quoted[0][1:-1]
        value = re.sub(r"\\(.)", r"\1", inner) if quoted[0][0] == '"' else inner.replace("''", "'")
    else:
        value = value.partition(" #")[0].strip()
    return "" if value in ("null", "~") else _LINK.sub(r"\1", value)
