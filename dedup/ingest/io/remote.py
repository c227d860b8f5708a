"""Files on other machines, through fsspec: only those that the user named, with the credentials that each store's own
tools use (`AWS_…` and `~/.aws`, `GOOGLE_APPLICATION_CREDENTIALS`, `HF_TOKEN`).

Which remote files the user named: one, those of a folder, those that a pattern fits; and what any folder's entries
are passed over, not rejected: parts or marks of other files there.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from glob import has_magic
from pathlib import PurePath, PurePosixPath
from typing import Any, BinaryIO, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from dedup.ingest.io.source import Source, promised_kind
from dedup.ingest.records.article import Rejected

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


MARKERS = frozenset({"_SUCCESS", "_metadata", "_common_metadata"})
"""What Spark leaves beside its files."""

OF_DATASETS = frozenset({"dataset_info.json", "state.json", "dataset_dict.json", "dataset_infos.json"})
"""What Hugging Face's `datasets` writes about a folder of tables: no records."""


_BESIDE = frozenset(
    """_files .files -dateien _fichiers _bestanden _file _archivos -filer _tiedostot _pliki _soubory _elemei _ficheiros
    _arquivos _dosyalar _datoteke _fitxers _failid _fails _bylos _fajlovi _fitxategiak""".split()
)
"""What browsers add to the name of a page for the folder of its pictures and frames, by language (Microsoft's list of
connected files, which the others follow)."""

_READMES = frozenset({"readme.md", "readme.markdown"})
"""What says of a folder's files what they are, and is none of them."""


class Entries:
    """The entries of one folder."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = frozenset(names)
        self._is_dataset = "dataset_dict.json" in listed or {"dataset_info.json", "state.json"} <= listed
        self._pages = {PurePath(name).stem for name in listed if PurePath(name.lower()).suffix in (".html", ".htm")}

    def leave_alone(self, name: str, is_folder: Callable[[], bool]) -> bool:
        """Say whether the entry called `name` is passed over: hidden, a mark of a program, or part of a saved page."""
        if name.startswith(".") or name in MARKERS or (self._is_dataset and name in OF_DATASETS):
            return True
        if name.lower() in _READMES:
            return True
        # Browsers put a saved page's pictures and frames beside it: `Story.html`, `Story_files/`. Another folder whose
        # name begins as the page's does (`news.html`, `news_2024/`) holds pages of its own.
        cut = max(map(name.rfind, "_-."))
        return cut > 0 and name[:cut] in self._pages and name[cut:].lower() in _BESIDE and is_folder()


def list_remote(given: str) -> Iterator[Source | Rejected]:
    """Yield the files that an address names, by path, as a local folder's are.

    Raises:
        MissingExtraError: if the extra `[remote]` is not installed.
    """
    try:
        yield from _listed(given)
    except MissingExtraError:
        raise
    except Exception as error:
        # Each store has errors of its own, for which there is no common class.
        yield Rejected(shown_address(given), "", unreachable(error))


def _listed(given: str) -> Iterator[Source | Rejected]:
    store, path = file_system(given)
    if scheme_of(given) in ("http", "https"):
        # A page of the web is one file: what it links to was not named.
        size = store.info(path).get("size")
        yield Source(given, PurePosixPath(path_of(given)).name or given, promised_kind(given), size or 0)
    elif has_magic(path) and not store.exists(path):
        found = sorted(store.glob(path))
        if not found:
            yield Rejected(given, "", "no file matches")
        for one in found:
            yield from _at(store, one)
    else:
        yield from _at(store, path)


def _at(store: Any, path: str) -> Iterator[Source | Rejected]:
    info = store.info(path)
    if info["type"] != "directory":
        yield _source(store, path, PurePosixPath(path).name, info)
        return
    found: dict[str, Any] = store.find(path, detail=True)
    root = path.rstrip("/") + "/"
    below = {one.removeprefix(root): one for one in found if one.startswith(root)}
    folders: dict[str, set[str]] = {}
    for name in below:
        parts = PurePosixPath(name).parts
        for depth in range(len(parts)):
            folders.setdefault("/".join(parts[:depth]), set()).add(parts[depth])
    beside = {folder: Entries(names) for folder, names in folders.items()}
    for name, one in sorted(below.items()):
        if _left_alone(name, beside):
            continue
        if promised_kind(name) == "unknown" and PurePath(name).suffix:
            yield Rejected(store.unstrip_protocol(one), "", f"not a format read here ({PurePath(name).suffix})")
        else:
            yield _source(store, one, name, found[one])


def _left_alone(name: str, beside: dict[str, Entries]) -> bool:
    parts = PurePosixPath(name).parts
    folders = len(parts) - 1
    return any(
        beside["/".join(parts[:depth])].leave_alone(part, partial(int.__lt__, depth, folders))
        for depth, part in enumerate(parts)
    )


def _source(store: Any, path: str, name: str, info: dict[str, Any]) -> Source:
    return Source(store.unstrip_protocol(path), name, promised_kind(path), info.get("size") or 0)
