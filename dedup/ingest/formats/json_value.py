"""One JSON value of a dump, whatever is wrong with it."""

import codecs
import json
import math
from typing import Any, Final

import orjson

from dedup.ingest.io.encoding import decode_legacy
from dedup.messages import whole

VALUE_BYTES: Final = 64
"""What the least value takes in memory, at least: an empty list, a short string."""


class BadJsonError(Exception):
    """The bytes are no JSON; the message says why."""


def parse_json(data: bytes) -> Any:
    """Return the value `data` holds.

    A byte order mark before it is passed over: files of some writers are joined line by line, and each brings its own.
    What orjson refuses and people's writers produce is read too: NaN, raw control characters (kept), lone surrogates
    (U+FFFD), and, by a guess, a record in an encoding older than UTF-8.

    Raises:
        BadJsonError: if it is no JSON.
    """
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return _leniently(data, error)


def too_many_values(data: bytes, limit: int) -> str | None:
    """Say why the values of a record would take more memory than `limit` bytes, or return None where they do not.

    A hundred megabytes of empty lists are valid JSON and take three gigabytes. Values are counted by the commas and
    brackets between them, those within texts too, which is seldom one character in fifty.
    """
    if VALUE_BYTES * len(data) <= limit:
        return None
    values = sum(map(data.count, (b",", b"[", b"{")))
    return f"a record of {values} values (max_record_bytes)" if VALUE_BYTES * values > limit else None


def _leniently(data: bytes, strict: orjson.JSONDecodeError) -> Any:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        guessed = decode_legacy(data)
        if guessed is None:
            raise BadJsonError(f"not UTF-8 (byte {error.start} of the record)") from error
        text = guessed
    try:
        return _whole(json.loads(text, strict=False))
    except RecursionError as error:
        raise BadJsonError("nested too deeply") from error
    except ValueError as error:
        place = f" at character {error.pos}" if isinstance(error, json.JSONDecodeError) else ""
        message = error.msg if isinstance(error, json.JSONDecodeError) else str(strict)
        raise BadJsonError(f"broken JSON: {message.lower().removesuffix(' at')}{place}") from error


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole(key): _whole(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_whole(below) for below in value]
    return value


def dump_json(value: Any, *, sort_keys: bool = False) -> bytes:
    """Write what `parse_json` gives, whatever it is: what orjson does not write (nested deeper than 254, integers of
    more than 64 bits) is written too. NaN and infinities are null, as orjson has them.

    >>> dump_json({"a": [10**20, float("nan")]})
    b'{"a":[100000000000000000000,null]}'
    """
    options = orjson.OPT_NON_STR_KEYS | (orjson.OPT_SORT_KEYS if sort_keys else 0)
    try:
        return orjson.dumps(value, default=str, option=options)
    except (orjson.JSONEncodeError, RecursionError):
        return _dumped(value, sort_keys).encode(errors="replace")


def _dumped(value: Any, sort_keys: bool) -> str:
    """Without recursion, which ends before nesting does. Punctuation waits among the values as a tuple."""
    out: list[str] = []
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, tuple):
            out.append(item[0])
        elif isinstance(item, dict):
            pairs = sorted(item.items(), key=lambda pair: str(pair[0])) if sort_keys else list(item.items())
            waiting.append(("}",))
            for place in range(len(pairs) - 1, -1, -1):
                name, below = pairs[place]
                waiting += [below, (("," if place else "") + json.dumps(str(name), ensure_ascii=False) + ":",)]
            waiting.append(("{",))
        elif isinstance(item, list):
            waiting.append(("]",))
            for place in range(len(item) - 1, -1, -1):
                waiting += [item[place], ("," if place else "",)]
            waiting.append(("[",))
        elif isinstance(item, float) and not math.isfinite(item):
            out.append("null")
        else:
            out.append(json.dumps(item, ensure_ascii=False, default=str))
    return "".join(out)
