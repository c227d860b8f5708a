"""Filters frames: which rows of an Arrow table, a pandas or a polars frame are new, and which duplicates.

Rows are read through the Arrow PyCapsule interface, and only the columns that an article is read from; pandas and
polars need not be there. The rest of a frame is not looked at, and comes back as it was: index, types, order.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import pyarrow as pa

from dedup.api import Archive, opened, opened_beside
from dedup.config import Config
from dedup.ingest import RecordReader, records_of
from dedup.pipeline import Filter, FilterConfig, Verdict

Frame = TypeVar("Frame")

_BATCH_ROWS: Final = 500
"""Compared together, as many as lines of a pipe."""

MARKS: Final = pa.schema(
    [
        ("dedup_status", pa.string()),
        ("dedup_story", pa.string()),
        ("dedup_kind", pa.string()),
        ("dedup_match", pa.string()),
        ("dedup_score", pa.float64()),
    ]
)
"""The columns that are added: `dedup.Verdict`, with the status `unreadable` for rows that hold no article."""

_ARCHIVE: Final = pa.field("dedup_archive", pa.string())
"""The column that is added as well where other archives are asked: the path of the one that holds the match."""


def filter_frame(
    frame: Frame,
    archive: Archive | str | Path,
    settings: FilterConfig | None = None,
    *,
    annotate: bool = False,
    read_only: bool = False,
    config: Config | None = None,
    wait: float = 0.0,
    against: Sequence[str | Path] = (),
) -> Frame:
    """Return the rows of `frame` that are new, as a frame of the same kind; with `annotate` all rows, and the
    columns `MARKS`.

    `archive` is an open one, or the path of one, which is made if there is none. Rows are compared with it and with
    those above them, and added, unless it is opened for reading. `config` says how columns are called, where that is
    not as usual. They are committed some hundred at a time: whoever is interrupted finds them `known` the next time,
    with their own id as `dedup_match`. Rows without an article stay. What one of the archives `against` holds is a
    duplicate as well; these are only read, and with `annotate` a column `dedup_archive` says which of them has it.

    Raises:
        TypeError: if it is no frame that can be read through Arrow.
        ValueError: if no column could hold a text or a title, or with `annotate` if there is a column of `MARKS`
            already.
        ArchiveError, ArchiveBusyError, OSError: as `Archive.open` and `Archive.filter`.
    """
    if not isinstance(archive, Archive):
        with opened(archive, read_only=read_only, config=config, wait=wait) as held:
            return filter_frame(frame, held, settings, annotate=annotate, config=config, against=against)
    with opened_beside(against) as references:
        return _filtered(frame, archive, settings, references, annotate=annotate, config=config)


def _filtered(
    frame: Frame,
    archive: Archive,
    settings: FilterConfig | None,
    references: Sequence[Archive],
    *,
    annotate: bool,
    config: Config | None,
) -> Frame:
    form = _form_of(frame)
    marks = MARKS.append(_ARCHIVE) if references else MARKS
    taken = sorted(set(marks.names) & set(form.columns()))
    if annotate and taken:
        raise ValueError(f"the frame has a column {taken[0]} already")
    filter_ = Filter(archive, settings or FilterConfig(), config, against=references)
    reader = RecordReader(filter_.config.read, "frame")
    if not reader.makes_articles(form.columns()):
        raise ValueError(f"no text column ({', '.join(form.columns()[:20])[:200]})")
    table = form.table(reader.columns(form.columns()))
    verdicts = [verdict for batch in _batches(table, reader) for verdict in filter_.add(batch)]
    if annotate:
        return form.marked(_marks(verdicts, marks))  # type: ignore[no-any-return]
    return form.kept([verdict is None or verdict.status == "first" for verdict in verdicts])  # type: ignore[no-any-return]


def _batches(table: pa.Table, reader: RecordReader) -> Iterator[list[Any]]:
    row = 0
    for batch in table.to_batches(max_chunksize=_BATCH_ROWS):
        items = []
        for record in records_of(batch, reader.most):
            row += 1
            items.append(reader.record(record, f"row {row}"))
        yield items


def _marks(verdicts: Sequence[Verdict | None], marks: pa.Schema) -> pa.Table:
    unreadable = {"dedup_status": "unreadable"}
    rows = [
        {name: getattr(verdict, name.removeprefix("dedup_")) for name in marks.names} if verdict else unreadable
        for verdict in verdicts
    ]
    return pa.Table.from_pylist(rows, marks)


@dataclass(frozen=True)
class _Arrow:
    """Whatever gives Arrow; an Arrow table comes back."""

    frame: Any

    def columns(self) -> list[str]:
        return list(self.frame.column_names)

    def table(self, columns: list[str]) -> pa.Table:
        return self.frame.select(columns)

    def kept(self, mask: list[bool]) -> Any:
        return self.frame.filter(pa.array(mask, pa.bool_()))

    def marked(self, marks: pa.Table) -> Any:
        found = self.frame
        for name in marks.column_names:
            found = found.append_column(name, marks[name])
        return found


class _Pandas(_Arrow):
    def columns(self) -> list[str]:
        return [name for name in self.frame.columns if isinstance(name, str)]

    def table(self, columns: list[str]) -> pa.Table:
        return pa.Table.from_pandas(self.frame[columns], preserve_index=False)

    def kept(self, mask: list[bool]) -> Any:
        return self.frame[mask]

    def marked(self, marks: pa.Table) -> Any:
        return self.frame.assign(**{name: marks[name].to_pandas().to_numpy() for name in marks.column_names})


class _Polars(_Arrow):
    def columns(self) -> list[str]:
        return list(self.frame.columns)

    def table(self, columns: list[str]) -> pa.Table:
        return pa.table(self.frame.select(columns))

    def kept(self, mask: list[bool]) -> Any:
        return self.frame.filter(mask)

    def marked(self, marks: pa.Table) -> Any:
        return self.frame.hstack(type(self.frame)(marks))


def _form_of(frame: Any) -> _Arrow:
    # Who holds a frame has imported its library.
    for library, form in (("pandas", _Pandas), ("polars", _Polars)):
        if library in sys.modules and isinstance(frame, sys.modules[library].DataFrame):
            return form(frame)
    if isinstance(frame, pa.Table):
        return _Arrow(frame)
    if hasattr(frame, "__arrow_c_stream__") or hasattr(frame, "__arrow_c_array__"):
        return _Arrow(pa.table(frame))
    raise TypeError(f"not a frame: {type(frame).__name__}; an Arrow table, a pandas or a polars DataFrame is")
