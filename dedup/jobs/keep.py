"""Writes the records of a dump that are kept: lines byte for byte, rows of Parquet with all their columns.

They are read from the dump again and not from the archive, which has only what an article is made of.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from dedup.archive import folder_beside, put, working_folder
from dedup.config import ARCHIVE_FILE
from dedup.ingest import file_lines
from dedup.jobs.outputs import fingerprint, hashes_of_run, refuse_inputs
from dedup.messages import InputError, OutputExistsError, first_of
from dedup.queries import Kept

_ROW: Final = re.compile(r"row (\d+)")
_PARQUET: Final = b"PAR1"
_BATCH_ROWS: Final = 1024


def refuse_changed(archive: Path, dumps: Sequence[str]) -> None:
    """Compare dumps with what the run read that made the archive at `archive`: records are found by their places.

    An archive that no run made, but additions, has no hashes of what it was made of; nothing is compared then.

    Raises:
        InputError: if one has changed since.
        OSError: if one cannot be read.
    """
    known = hashes_of_run(archive.parent) if archive.name == ARCHIVE_FILE else {}
    for dump in dumps:
        if dump not in known or not Path(dump).is_file():
            continue
        if fingerprint(Path(dump))["sha256"] != known[dump]:
            raise InputError(
                f"{dump} has changed since the run that made {archive}: its records are not where they were; run again"
            )


def refuse_forms(dumps: Sequence[str], out: Path | None, *, force: bool = False) -> None:
    """Check whether the kept records of `dumps` can go into the file `out`, or with None to standard output. It reads a
    few bytes of each, and so comes before what reads them whole.

    Raises:
        InputError: if dumps of several forms were to go into one file, or into one of another form.
        OutputExistsError: if `out` is there and `force` is not set, or if it is one of the dumps.
        OSError: if a dump cannot be read.
    """
    rows = [dump for dump in dumps if is_parquet(dump)]
    if out is None:
        if rows:
            raise InputError(f"{rows[0]}: rows of Parquet go into a file: --kept FILE.parquet")
        return
    refuse_inputs(dumps, [out])
    _refuse_to_replace(out, force=force)
    if rows and len(rows) < len(dumps):
        raise InputError("lines and rows of Parquet do not go into one file: give the dumps of each by themselves")
    if bool(rows) != (out.suffix == ".parquet"):
        named = "rows of Parquet; give a name that ends" if rows else "lines; give a name that does not end"
        raise InputError(f"{out}: the dumps are {named} in .parquet")


def kept_lines(dumps: Sequence[str], kept: Collection[Kept]) -> Iterator[bytes]:
    """Yield the lines of `dumps` that hold a kept article, each with its end.

    Raises:
        InputError: if a dump is damaged, or lacks a line that is to be kept.
    """
    for dump in dumps:
        # A line may hold several records ("line 3.1"): it is passed on if one of them is kept.
        wanted = {article.position.partition(".")[0] for article in kept if article.file == dump}
        for record in file_lines(dump):
            if record.fault:
                raise InputError(f"{dump}, line {record.number}: {record.fault}")
            if (place := f"line {record.number}") in wanted:
                wanted.discard(place)
                yield record.data + b"\n"
        if wanted:
            raise InputError(
                f"{dump} has no {min(wanted)}, which is to be kept: it is not what the archive was made of"
            )


def write_kept(dumps: Sequence[str], kept: Collection[Kept], out: Path, *, force: bool = False) -> None:
    """Write the kept records of `dumps` into the file `out`: as Parquet where the dumps are that, else as lines.

    Raises:
        InputError: if a dump is damaged, or if dumps of several columns were to go into one file; as `refuse_forms`.
        OutputExistsError: as `refuse_forms`.
        OSError: if it cannot be written; what was there before is then as it was.
    """
    refuse_forms(dumps, out, force=force)
    out.parent.mkdir(parents=True, exist_ok=True)
    with working_folder(folder_beside(out)) as beside:
        if out.suffix == ".parquet":
            _write_rows(dumps, kept, beside / out.name)
        else:
            with (beside / out.name).open("wb") as file:
                file.writelines(kept_lines(dumps, kept))
        _refuse_to_replace(out, force=force)  # it may have come while the dumps were read
        put(beside / out.name, out)


def _refuse_to_replace(out: Path, *, force: bool) -> None:
    if out.exists() and not force:
        raise OutputExistsError(f"{out} is there already (--force overwrites it)")


def is_parquet(path: str) -> bool:
    """Return whether a file is Parquet, by its first bytes."""
    with open(path, "rb") as file:
        return file.read(len(_PARQUET)) == _PARQUET


def _write_rows(dumps: Sequence[str], kept: Collection[Kept], out: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    wanted: dict[str, set[int]] = defaultdict(set)
    for article in kept:
        if row := _ROW.fullmatch(article.position):
            wanted[article.file].add(int(row[1]))
    schema = parquet.read_schema(dumps[0])
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for dump in dumps:
            if not parquet.read_schema(dump).equals(schema):
                raise InputError(f"{dump}: its columns are not those of {dumps[0]}; give each by itself")
            first = 1
            try:
                for batch in parquet.ParquetFile(dump).iter_batches(_BATCH_ROWS):
                    rows = [first + place in wanted[dump] for place in range(batch.num_rows)]
                    writer.write_batch(batch.filter(pa.array(rows, pa.bool_())))
                    first += batch.num_rows
                if (last := max(wanted[dump], default=0)) >= first:
                    raise InputError(f"{dump} has no row {last}, which is to be kept: the archive was made of another")
            except pa.ArrowException as error:
                raise InputError(f"{dump}, from row {first} on: {first_of(error)}") from error
