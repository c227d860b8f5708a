"""What the user named, as a list of files."""

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from glob import glob, has_magic
from pathlib import PurePath, PurePosixPath
from typing import Any

from dedup.ingest.io.remote import MissingExtraError, file_system, path_of, scheme_of, shown_address, unreachable
from dedup.ingest.io.source import STDIN, Listing, Source, database_of, promised_kind, shown_path
from dedup.ingest.records.article import Rejected
from dedup.messages import InputError as InputError  # noqa: PLC0414

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


Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
"""One file, folder, glob or `-`, or several of them."""


def list_sources(inputs: Inputs) -> Listing:
    """Expand files, folders, globs and `-` into files, each once, sorted by path.

    Hidden files are passed over, and so are a folder's files whose extension promises no format read here (those are
    rejected by name, unopened); a file named by itself is taken whatever it is called.

    Raises:
        InputError: if nothing is left to read, or if a remote input needs the extra `[remote]`.
    """
    sources: list[Source] = []
    rejected: list[Rejected] = []
    named = [inputs] if isinstance(inputs, str | os.PathLike) else inputs
    for given in dict.fromkeys(os.fspath(one) for one in named):
        for item in _expand(given):
            (sources if isinstance(item, Source) else rejected).append(item)  # type: ignore[arg-type]
    if not sources:
        reasons = "; ".join(f"{row.file}: {row.reason}" for row in rejected[:5]) or "no inputs"
        raise InputError(f"nothing to read ({reasons})")
    unique = {_identity(source): source for source in sorted(sources, key=lambda source: source.path, reverse=True)}
    return Listing(
        _uniquely_named(sorted(unique.values(), key=lambda source: source.path)), tuple(sorted(set(rejected)))
    )


def _expand(given: str) -> Iterator[Source | Rejected]:
    if given == STDIN:
        yield Source(STDIN, "stdin", "unknown", 0)
    elif scheme_of(given):
        yield from _remote(given)
    elif database := database_of(given):
        try:
            status = os.stat(database.path)
        except OSError as error:
            yield Rejected(database.shown, "", fault(error))
        else:
            yield replace(database, size=status.st_size)
    elif os.path.lexists(given) or not has_magic(given):
        yield from _walk(given, PurePath(given).name or given, set(), named=True)
    else:
        found = sorted(glob(given, recursive=True))
        if not found:
            yield Rejected(shown_path(given), "", "no file matches")
        for path in found:
            yield from _walk(path, PurePath(path).name, set(), named=True)


def _remote(given: str) -> Iterator[Source | Rejected]:
    try:
        yield from list_remote(given)
    except MissingExtraError as error:
        # A run over the rest would look like a run over all.
        raise InputError(str(error)) from error


def _walk(path: str, name: str, above: set[tuple[int, int]], *, named: bool) -> Iterator[Source | Rejected]:
    """Yield the file at `path`, or those below it; `above` holds the folders walked down, to notice a loop of links."""
    try:
        status = os.stat(path)
        if not stat.S_ISDIR(status.st_mode):
            yield _file(path, name, status, named=named)
            return
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield Rejected(shown_path(path), "", "folder loop: a link to a folder that holds it")
            return
        entries = sorted(os.listdir(path))
    except OSError as error:
        yield Rejected(shown_path(path), "", fault(error))
        return
    beside = Entries(entries)
    for entry in entries:
        inside = os.path.join(path, entry)
        if not beside.leave_alone(entry, partial(os.path.isdir, inside)):
            yield from _walk(inside, entry if named else f"{name}/{entry}", above | {here}, named=False)


def _file(path: str, name: str, status: os.stat_result, *, named: bool) -> Source | Rejected:
    kind = promised_kind(path)
    # A named pipe is fine (`<(zcat …)`); one found in a folder would wait for ever.
    if not (stat.S_ISREG(status.st_mode) or named):
        return Rejected(shown_path(path), "", "not a file")
    if kind == "unknown" and not named and PurePath(path).suffix:
        return Rejected(shown_path(path), "", f"not a format read here ({PurePath(path).suffix})")
    if not os.access(path, os.R_OK):
        return Rejected(shown_path(path), "", "no permission to read it")
    return Source(path, shown_path(name), kind, status.st_size)


def fault(error: OSError) -> str:
    """Say what went wrong in words that do not depend on the machine."""
    known = {FileNotFoundError: "no such file", PermissionError: "no permission to read it"}
    return known.get(type(error), (error.strerror or str(error)).lower())


def _identity(source: Source) -> tuple[str, str]:
    as_named = source.path == STDIN or source.is_remote
    return source.path if as_named else os.path.realpath(source.path), source.within


def _uniquely_named(sources: list[Source]) -> tuple[Source, ...]:
    """Name files by their whole path where two folders hold files of one name: their ids must differ."""
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.name] = seen.get(source.name, 0) + 1
    return tuple(source if seen[source.name] == 1 else replace(source, name=source.shown) for source in sources)
