"""One JSON value of a dump, whatever is wrong with it."""

import json
from typing import Any

import orjson

from dedup.ingest.io.encoding import decode_legacy
from dedup.ingest.records.article import whole


class BadJsonError(Exception):
    """The bytes are no JSON; the message says why."""


def parse_json(data: bytes) -> Any:
    """Return the value `data` holds.

    What orjson refuses and people's writers produce is read too: NaN, raw control characters (kept), lone surrogates
    (U+FFFD), and, by a guess, a record in an encoding older than UTF-8.

    Raises:
        BadJsonError: if it is no JSON.
    """
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return _leniently(data, error)


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
        raise BadJsonError(f"broken JSON: {message.lower()}{place}") from error


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, dict):
        return {whole(key): _whole(below) for key, below in value.items()}
    if isinstance(value, list):
        return [_whole(below) for below in value]
    return value
