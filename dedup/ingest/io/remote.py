"""Files on other machines, through fsspec: only those that the user named, with the credentials that each store's own
tools use (`AWS_…` and `~/.aws`, `GOOGLE_APPLICATION_CREDENTIALS`, `HF_TOKEN`)."""

import re
from typing import Any, BinaryIO, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

SCHEMES: Final = ("s3", "s3a", "gs", "gcs", "hf", "http", "https")

_WEB: Final = ("http", "https")
_GONE: Final = (404, 410)
_SECRET: Final = re.compile(r"sig|token|credential|secret|key|auth|passw", re.IGNORECASE)


class MissingExtraError(Exception):
    """What speaks with a store is not installed."""


def scheme_of(path: str) -> str | None:
    """Return the scheme of the address of a remote file, or None for a path of this machine."""
    scheme, mark, _ = path.partition("://")
    return scheme.lower() if mark and scheme.lower() in SCHEMES else None


def path_of(address: str) -> str:
    """Return an address without what follows the file's name in it, such as a signature."""
    return urlsplit(address).path if scheme_of(address) in _WEB else address


def shown_address(address: str) -> str:
    """Return an address without what nobody else should see of it: a password, a signature.

    >>> shown_address("https://ann:pw@store.example/a.jsonl?v=2&X-Amz-Signature=0123")
    'https://store.example/a.jsonl?v=2&X-Amz-Signature=-'
    """
    if scheme_of(address) not in _WEB:
        return address
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    pairs = [(name, "-" if _SECRET.search(name) else value) for name, value in parse_qsl(parts.query, True)]
    hidden = any(value == "-" for _, value in pairs)
    return urlunsplit((parts.scheme, host, parts.path, urlencode(pairs) if hidden else parts.query, ""))


def file_system(address: str) -> tuple[Any, str]:
    """Return the store that holds `address`, and what it calls it.

    Raises:
        MissingExtraError: if the extra `[remote]` is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(address)  # type: ignore[no-any-return]
    except ImportError as error:
        scheme = scheme_of(address)
        raise MissingExtraError(
            f"{scheme}:// needs what `pip install 'dedup-news[remote]'` brings ({error})"
        ) from error


def open_remote(address: str) -> BinaryIO:
    """Open a remote file for reading.

    Raises:
        OSError: if it cannot be read, whatever its store raises.
    """
    try:
        store, path = file_system(address)
        return store.open(path, "rb")  # type: ignore[no-any-return]
    except OSError:
        raise
    except Exception as error:
        raise OSError(unreachable(error)) from error


def unreachable(error: Exception) -> str:
    """Say in one line why a store gave nothing: each has errors of its own."""
    cause = error.__cause__
    # Of the web, fsspec says of whatever went wrong that there is no such file.
    if cause is not None and type(cause).__module__.startswith("aiohttp") and getattr(cause, "status", 0) not in _GONE:
        error = cause if isinstance(cause, Exception) else error
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    lines = str(error).splitlines()
    return f"cannot be reached ({type(error).__name__}: {lines[0][:200] if lines else ''})"
