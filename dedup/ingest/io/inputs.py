"""What the user named, as a list of files."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from glob import glob, has_magic
from pathlib import PurePath

from dedup.errors import DedupError
from dedup.ingest.records.article import Rejected

STDIN = "-"

KINDS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".jsonlines": "jsonl",
    ".json": "json",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".txt": "txt", ".text": "txt",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".warc": "warc", ".wet": "warc",
    ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
    ".mhtml": "mhtml", ".mht": "mhtml",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".nitf": "xml", ".newsml": "xml",
}  # fmt: skip
"""Extension -> what it promises. The reader that opens the file looks at its first bytes as well."""

PACKED = (".gz", ".zst", ".zstd", ".bz2")

MARKERS = frozenset({"_SUCCESS", "_metadata", "_common_metadata"})
"""What Spark leaves beside its files."""


class InputError(DedupError):
    """There is nothing to read: no input was given, or none of those given can be opened."""


@dataclass(frozen=True)
class Source:
    """One file of the inputs."""

    path: str
    """As the user named it, or found below the folder they named; `-` is standard input."""

    name: str
    """Relative to the folder given, or the file's own name; unique among the inputs. Ids are made of it."""

    kind: str
    """jsonl, json, csv, parquet, txt, html, warc, or `unknown` where only the content can tell."""

    size: int
    """Bytes on disk; 0 for standard input."""

    @property
    def shown(self) -> str:
        """The path as it can be written to a file: names on disk need not be Unicode."""
        return os.fsencode(self.path).decode(errors="replace")


@dataclass(frozen=True)
class Listing:
    """The files of all inputs by path, and what was named or found and cannot be read."""

    sources: tuple[Source, ...]
    rejected: tuple[Rejected, ...]

    @property
    def size(self) -> int:
        """Bytes of all files on disk."""
        return sum(source.size for source in self.sources)


Inputs = str | os.PathLike[str] | Sequence[str | os.PathLike[str]]
"""One file, folder, glob or `-`, or several of them."""


def list_sources(inputs: Inputs) -> Listing:
    """Expand files, folders, globs and `-` into files, each once, sorted by path.

    Hidden files are passed over, and so are a folder's files whose extension promises no format read here (those are
    rejected by name, unopened); a file named by itself is taken whatever it is called.

    Raises:
        InputError: if nothing is left to read.
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
    elif os.path.lexists(given) or not has_magic(given):
        yield from _walk(given, PurePath(given).name or given, set(), named=True)
    else:
        found = sorted(glob(given, recursive=True))
        if not found:
            yield Rejected(_shown(given), "", "no file matches")
        for path in found:
            yield from _walk(path, PurePath(path).name, set(), named=True)


def _walk(path: str, name: str, above: set[tuple[int, int]], *, named: bool) -> Iterator[Source | Rejected]:
    """Yield the file at `path`, or those below it; `above` holds the folders walked down, to notice a loop of links."""
    try:
        status = os.stat(path)
        if not stat.S_ISDIR(status.st_mode):
            yield _file(path, name, status, named=named)
            return
        here = (status.st_dev, status.st_ino)
        if here in above:
            yield Rejected(_shown(path), "", "folder loop: a link to a folder that holds it")
            return
        entries = sorted(os.listdir(path))
    except OSError as error:
        yield Rejected(_shown(path), "", fault(error))
        return
    pages = {PurePath(entry).stem for entry in entries if PurePath(entry.lower()).suffix in (".html", ".htm")}
    for entry in entries:
        # Browsers put a saved page's pictures and frames beside it: `Story.html`, `Story_files/`.
        stem, cut, _ = entry.rpartition("_")
        if cut and stem in pages and os.path.isdir(os.path.join(path, entry)):
            continue
        if not entry.startswith(".") and entry not in MARKERS:
            below = entry if named else f"{name}/{entry}"
            yield from _walk(os.path.join(path, entry), below, above | {here}, named=False)


def _file(path: str, name: str, status: os.stat_result, *, named: bool) -> Source | Rejected:
    kind = promised_kind(path)
    # A named pipe is fine (`<(zcat …)`); one found in a folder would wait for ever.
    if not (stat.S_ISREG(status.st_mode) or named):
        return Rejected(_shown(path), "", "not a file")
    if kind == "unknown" and not named and PurePath(path).suffix:
        return Rejected(_shown(path), "", f"not a format read here ({PurePath(path).suffix})")
    if not os.access(path, os.R_OK):
        return Rejected(_shown(path), "", "no permission to read it")
    return Source(path, _shown(name), kind, status.st_size)


def promised_kind(path: str) -> str:
    """Return the format that the file's extension promises, or `unknown`."""
    plain = PurePath(path.lower())
    if plain.suffix in PACKED:
        plain = plain.with_suffix("")
    return KINDS.get(plain.suffix, "unknown")


def fault(error: OSError) -> str:
    """Say what went wrong in words that do not depend on the machine."""
    known = {FileNotFoundError: "no such file", PermissionError: "no permission to read it"}
    return known.get(type(error), (error.strerror or str(error)).lower())


def _identity(source: Source) -> str:
    return source.path if source.path == STDIN else os.path.realpath(source.path)


def _uniquely_named(sources: list[Source]) -> tuple[Source, ...]:
    """Name files by their whole path where two folders hold files of one name: their ids must differ."""
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.name] = seen.get(source.name, 0) + 1
    return tuple(source if seen[source.name] == 1 else replace(source, name=source.shown) for source in sources)


def _shown(path: str) -> str:
    return os.fsencode(path).decode(errors="replace")
