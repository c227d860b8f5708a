"""Values within a record: found by a way of names, and as what an article's fields need."""

import re
import warnings
from ast import literal_eval
from html import unescape
from typing import Any, Final

from dedup.ingest.records.outlet import is_domain, is_url
from dedup.messages import whole

_HOST: Final = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?(?:[^/?#@\s]*@)?([^/?#@:\s]+[.。．｡][^/?#@:\s]+)")
_LONGEST: Final = 253
"""Characters of a host's name at most: what the domain name system allows."""


def with_ascii_host(url: str) -> str:
    """Return `url` with its host in ASCII, as browsers send it; as it is where that is no valid name.

    So one page has one key and one id however its address was written, and an address that imitates another in letters
    of another script shows it. Outlets are named in letters all the same (`outlet`). The other way round was rejected:
    SQL cannot decode names, and crawlers write them so.

    >>> with_ascii_host("https://пример.рф/новость/1")
    'https://xn--e1afmkfd.xn--p1ai/новость/1'
    """
    if url.isascii():
        return url
    found = _HOST.match(url)
    if found is None or found[2].isascii() or len(found[2]) > _LONGEST:
        return url
    import idna

    try:
        host = idna.encode(found[2], uts46=True).decode()
    except UnicodeError:  # what idna raises is one
        return url
    return url[: found.start(2)] + host + url[found.end(2) :]


Path = tuple[str | int, ...]
"""The way to a value: names of fields, and places in lists."""

Ways = tuple[tuple[str, Path], ...]
"""Where a field may be found, the best place first: its names, and the ways to them."""

_HELD = ("rendered", "#text", "__cdata", "$t", "main", "value", "@value")
"""Names under which a string lies alone in an object: in the APIs of WordPress and The New York Times, in JSON that was
XML, in BigQuery's dates, in JSON-LD."""

_HELD_AMONG_FEW: Final = ("content", "text")
"""As those, where at most two other values stand beside the string and none of them is an article's: in Feedly's items,
in Opoint's documents. A record within a record has a text too."""
_OF_ARTICLES: Final = frozenset(("title", "headline", "url", "link", "id", "date"))


def value_at(record: Any, path: Path) -> Any:
    """Return the value at the end of a way, or None. Of a list of one it is that one, of an object around a string the
    string."""
    # Nearly all values are strings of the record itself.
    if len(path) == 1 and isinstance(record, dict) and isinstance(value := record.get(path[0]), str):
        return value
    value = record
    for step in path:
        if isinstance(value, dict):
            value = value.get(str(step)) if isinstance(step, int) else value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        elif isinstance(value, list) and value and isinstance(value[0], dict) and isinstance(step, str):
            # The first of several is the main one: ninjs has a list of headlines and one of bodies.
            value = value[0].get(step)
        else:
            return None
    # Scrapy's item loaders make every value a list, mostly of one.
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        few = len(value) <= 3 and path[-1:] != ("article",) and not value.keys() & _OF_ARTICLES
        names = (*_HELD, *_HELD_AMONG_FEW) if few else _HELD
        return next((value[name] for name in names if isinstance(value.get(name), str)), value)
    return value


def address(record: dict[str, Any], ways: Ways) -> str | None:
    """Return the first address among some fields."""
    for name, path in ways:
        value = value_at(record, path)
        if not isinstance(value, str) or not (value := value.strip()):
            continue
        if name in ("source", "source_url", "source_link", "guid", "href", "uri") and not is_url(value):
            continue
        if "://" in value or value.startswith("//") or is_domain(value.split("/")[0]):
            return with_ascii_host(whole(value))
    return None


_CLOCK: Final = re.compile(r"\d[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?")


def with_zone_of(name: str, value: Any) -> Any:
    """Return a date with the zone that its field is named after, where it says none itself.

    >>> with_zone_of("date_gmt", "2025-12-16T13:36:00"), with_zone_of("date", "2025-12-16T13:36:00")
    ('2025-12-16T13:36:00Z', '2025-12-16T13:36:00')
    """
    named = name.endswith(("_gmt", "_utc")) and isinstance(value, str)
    return f"{value}Z" if named and (found := _CLOCK.search(value)) and found.end() == len(value) else value


_NO_ID = frozenset({"nan", "none", "null", "na", "n/a", "<na>", "nat"})
"""What stands in a table for no value."""

_LASTING: Final = ("urn:", "tag:")
"""Names of things, where other URIs may be addresses."""


def identifier(record: dict[str, Any], ways: Ways) -> str | None:
    """Return the first id among some fields."""
    for name, path in ways:
        value = value_at(record, path)
        if name == "uri" and not (isinstance(value, str) and value.strip().lower().startswith(_LASTING)):
            continue
        if isinstance(value, dict) and len(value) == 1:
            value = value.get("$oid")
        if isinstance(value, bool) or value is None:
            continue
        if isinstance(value, str | int | float) and (text := str(value).strip()) and text.lower() not in _NO_ID:
            return whole(text)
    return None


def first_string(record: dict[str, Any], ways: Ways) -> str | None:
    """Return the first string among some fields that is not blank."""
    for _, path in ways:
        value = value_at(record, path)
        if isinstance(value, str) and (value := value.strip()):
            return value
    return None


def people(value: Any) -> str | None:
    """Return the names that a value holds, in one line."""
    return ", ".join(dict.fromkeys(strings(value))) or None


def strings(value: Any) -> list[str]:
    """Return the names or addresses that a value holds: it may be one, a list, or records with a name."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, list):
        return [text for part in value[:50] if not isinstance(part, list) for text in strings(part)]
    if isinstance(value, dict):
        named = (value.get(key) for key in ("url", "name", "title"))
        return next((found for one in named if isinstance(one, str) and (found := strings(one))), [])
    return []


def kind_of_value(value: Any) -> str:
    """Say what a value is, in the words of a rejection."""
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number" if isinstance(value, int | float) else type(value).__name__)


_ENTITY = re.compile(r"&(?:#[0-9]{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]{2,8}[0-9]?);")

_NUMBER = re.compile(r"&#(?:[0-9]{2,7}|[xX][0-9a-fA-F]{2,6});")

SEVERAL = 3
"""Entities from which a text is one that nobody resolved, and not one about HTML."""


def plain_text(line: str) -> str:
    """Return a title or a name with its entities resolved; a page may hold them escaped twice."""
    return unescape(unescape(line)) if "&" in line and _ENTITY.search(line) else line


WRITTEN: Final[dict[str, tuple[str, ...]]] = {"['": ("']", '"]'), '["': ("']", '"]'), "b'": ("'",), 'b"': ('"',)}
"""How the text of a list or of bytes begins and ends as Python writes it."""
_MOST_WRITTEN: Final = 1_000_000
"""Characters of a value that is read as Python writes it."""
_ITEM: Final = re.compile(r"(\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?)(\s+(?=[\"']))?", re.DOTALL)
"""A string, and the space to one that follows without a comma: Python would take the two for one."""


def as_written(text: str) -> str:
    """Return the text that a table holds as Python writes a list of strings or bytes: pandas saves such columns so. An
    array of NumPy is written without commas.

    >>> as_written("['The gate closes.', 'It opens in May.']"), as_written("['It opens.' 'In May.']")
    ('The gate closes.\\nIt opens in May.', 'It opens.\\nIn May.')
    """
    if text[:2] not in WRITTEN or not text.rstrip().endswith(WRITTEN[text[:2]]) or len(text) > _MOST_WRITTEN:
        return text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a backslash before a letter that it means nothing with
            value = literal_eval(_ITEM.sub(lambda item: f"{item[1]}," if item[2] else item[1], text.strip()))
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return text
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    whole_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return "\n".join(value) if whole_list else text


_ESCAPE: Final = re.compile(r"\\(?:[nrt\"'/\\]|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
_LINE_ENDS: Final = re.compile(r"(?:(?:\\r)?\\n)+")
_AFTER_SENTENCE: Final = re.compile(
    r"(?:[.!?…。！？」』”»:：;；)）\]】]|\\\")[ \u3000]?(?:(?:\\r)?\\n)+(?!\\[nr]|[a-z]|[\"'`]\s*(?:[),;+\]}]|$))"
    r"|(?:(?:\\r)?\\n){2,}|\\n\u3000"
)
_OF_CODE: Final = re.compile(r"\b[A-Za-z]:\\(?!n(?![a-z]))|\\\\[\w$]")
"""Paths of Windows; `Q:` may end a line."""


def with_line_ends(text: str) -> str:
    """Return a text whose line ends were written as a backslash and an `n`, as tables and data sets have them, with
    line ends in their place, and what else was escaped so.

    Sure is only a text of one line, with several of them, most of which end a sentence or a paragraph, and with no
    backslash of another kind: a path of Windows, a regular expression, a formula or a program stays as it is.

    >>> with_line_ends(r"The gate closes.\\n\\nIt opens in May.\\nTolls rise.")
    'The gate closes.\\n\\nIt opens in May.\\nTolls rise.'
    """
    # One sign is looked for faster than two.
    if "\\" not in text or "\n" in text:
        return text
    ends = len(_LINE_ENDS.findall(text))
    if (
        text.count("\\n") < SEVERAL
        or len(_ESCAPE.findall(text)) + text.count("\\\\") < text.count("\\")
        or _OF_CODE.search(text)
    ):
        return text
    if len(_AFTER_SENTENCE.findall(text)) <= ends / 2:
        return text
    return _ESCAPE.sub(_meant, text.replace("\\r\\n", "\\n"))


def _meant(escape: re.Match[str]) -> str:
    sign = escape[0][1:]
    return chr(int(sign[1:], 16)) if len(sign) > 1 else {"n": "\n", "r": "\n", "t": "\t"}.get(sign, sign)


def resolved(text: str) -> str:
    """Return an article's text with its entities resolved, where it has several."""
    if "&" not in text or len(_ENTITY.findall(text)) < SEVERAL:
        return text
    once = unescape(text)
    # A feed within a feed escapes the ampersands of the first; a text about HTML shows a few names and no numbers.
    return unescape(once) if len(_NUMBER.findall(once)) >= SEVERAL else once
