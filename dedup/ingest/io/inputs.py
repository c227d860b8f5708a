"""What the user named, as a list of files."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from glob import glob, has_magic
from pathlib import PurePath

from dedup.ingest.io.remote import MissingExtraError, scheme_of
from dedup.ingest.io.remote_listing import Entries, list_remote
from dedup.ingest.io.source import STDIN, Listing, Source, database_of, promised_kind, shown_path
from dedup.ingest.records.article import Rejected
from dedup.messages import InputError as InputError  # noqa: PLC0414

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
