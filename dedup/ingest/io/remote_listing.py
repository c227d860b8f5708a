"""Which remote files the user named: one, those of a folder, those that a pattern fits; and what any folder's entries
are passed over, not rejected: parts or marks of other files there."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from glob import has_magic
from pathlib import PurePath, PurePosixPath
from typing import Any

from dedup.ingest.io.remote import MissingExtraError, file_system, path_of, scheme_of, shown_address, unreachable
from dedup.ingest.io.source import Source, promised_kind
from dedup.ingest.records.article import Rejected

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
