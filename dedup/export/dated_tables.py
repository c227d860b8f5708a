"""The files of a run as Arrow tables for data frames: what they hold, with dates as dates."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pyarrow as pa

from dedup.archive import Tables
from dedup.export.jsonl import FILES
from dedup.schema import WRITTEN_FORMATS

_DATES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"articles": ("published", "modified"), "stories": ("first_seen", "last_seen")}
)


def dated_table(archive: Tables, name: str) -> pa.Table:
    """The rows of a file of `FILES` by its name without extension; dates are timestamps in UTC.

    A date known to the day, month or year is the start of that: `published_precision` says how much of it counts.

    Raises:
        ValueError: if there is no such table.
    """
    if f"{name}.jsonl" not in FILES:
        names = ", ".join(file.removesuffix(".jsonl") for file in FILES)
        raise ValueError(f"no table {name!r}: there are {names}")
    dates = ", ".join(
        f"timezone('UTC', try_strptime({one}, {WRITTEN_FORMATS})) AS {one}" for one in _DATES.get(name, ())
    )
    return archive.rows(f"SELECT *{f' REPLACE ({dates})' if dates else ''} FROM ({FILES[f'{name}.jsonl']})")
