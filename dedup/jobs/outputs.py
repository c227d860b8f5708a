"""Guards of what is written: nothing of the user's is replaced, with `--force` only what a run or an export wrote.

An input is never an output. A run knows the files of another by its `run.json`, which names them. An export leaves no
such list, so it looks whether a file has the form of what it is about to write there.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import orjson

from dedup.archive import same_file
from dedup.config import ARCHIVE_FILE
from dedup.export import REPORT_FOLDER, is_report
from dedup.ingest import Inputs, list_sources
from dedup.messages import OutputExistsError as OutputExistsError  # noqa: PLC0414

RUN_FILE: Final = "run.json"
_REPORTED: Final = frozenset(("config", "versions", "inputs", "stages"))
"""What a `run.json` of ours has held from the first version on."""


def refuse_inputs(inputs: Inputs, targets: Iterable[Path]) -> None:
    """Compare what will be read with what will be written, by file and not by name.

    Raises:
        OutputExistsError: if a file is both.
        dedup.ingest.InputError: if there is nothing to read.
    """
    there = [path for path in targets if path.exists()]
    for source in list_sources(inputs).sources if there else ():
        for target in there:
            if same_file(source.path, target):
                raise OutputExistsError(
                    f"{target} is read by this command and would be written over; choose another place"
                )


def refuse_to_replace(out: Path, names: Sequence[str], ours: Callable[[Path], bool], *, force: bool) -> None:
    """Look at each of the files `names` of the folder `out` that are there; `ours` says whether one may be replaced.

    Raises:
        OutputExistsError: if one is there and `force` is not set, or if dedup did not write it.
    """
    for path in (out / name for name in names):
        if not path.exists() and not path.is_symlink():
            continue
        if path.is_dir():
            raise OutputExistsError(f"{path} is a folder, and a file is to be written there")
        if not ours(path):
            raise OutputExistsError(
                f"{path} is there already, and nothing says that dedup wrote it"
                + ("; --force spares it" if force else "")
            )
        if not force:
            raise OutputExistsError(f"{out} holds a run already, or a part of one: {path.name}; --force writes over it")


def refuse_report_folder(out: Path, *, force: bool) -> None:
    """Check whether the report of all stories may be written into `REPORT_FOLDER` of the folder `out`.

    Raises:
        OutputExistsError: if it is there and `force` is not set, or if dedup did not write a page in it.
    """
    folder = out / REPORT_FOLDER
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputExistsError(f"{folder} is there already, and is no folder of pages")
    if folder.exists() and not force:
        raise OutputExistsError(f"{out} holds {REPORT_FOLDER} already")
    pages = [path for name in ("index.html", "stories-*.html") for path in folder.glob(name)]
    if foreign := sorted(str(path) for path in pages if not is_report(path)):
        raise OutputExistsError(f"{foreign[0]} is there already, and nothing says that dedup wrote it")


def of_a_run(out: Path, names: Iterable[str]) -> Callable[[Path], bool]:
    """Return a test for files that the run wrote whose `run.json` lies in `out`; `names` are those of runs that did not
    list them."""
    if (report := _report_in(out)) is None:
        return lambda _: False
    listed = report.get("files")
    written = {*(listed if isinstance(listed, dict) else names), RUN_FILE}
    return lambda path: path.name in written


def hashes_of_run(out: Path) -> dict[str, str]:
    """Return the SHA-256 of the files that the run whose `run.json` lies in `out` read, by their paths as it was given
    them; none where no run wrote the archive there."""
    report = _report_in(out) or {}
    files, inputs = report.get("files"), report.get("inputs")
    if not (isinstance(files, dict) and ARCHIVE_FILE in files and isinstance(inputs, dict)):
        return {}
    return {path: known for path, known in inputs.items() if isinstance(known, str)}


def fingerprint(path: Path) -> dict[str, int | str]:
    """Return the size of a file and its SHA-256, as `run.json` lists what was written."""
    with path.open("rb") as file:
        return {"bytes": path.stat().st_size, "sha256": hashlib.file_digest(file, "sha256").hexdigest()}


def _report_in(out: Path) -> dict[str, Any] | None:
    report: Any = None
    with suppress(OSError, ValueError):
        report = orjson.loads((out / RUN_FILE).read_bytes())
    return report if isinstance(report, dict) and report.keys() >= _REPORTED else None
