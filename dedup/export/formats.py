"""The forms that an archive can be written in."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from dedup.archive import Tables
from dedup.config import ConfigError
from dedup.export.graphml import GRAPHML_FILE, write_graphml
from dedup.export.jsonl import FILES, write
from dedup.export.jsonld import JSONLD_FILE, write_jsonld
from dedup.export.newsroom import NEWSROOM_FILE, write_newsroom
from dedup.export.prov import PROV_FILE, write_prov
from dedup.export.report import REPORT_FILE, write_report
from dedup.export.tabular import CSV_FILES, PARQUET_FILES, write_csv, write_parquet
from dedup.export.workbook import WORKBOOK_FILE, write_workbook


class Format(NamedTuple):
    """One form: its files, and what writes them into a folder."""

    files: tuple[str, ...]
    write: Callable[[Tables, Path], None]


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "jsonl": Format(tuple(FILES), write),
        "prov-json": Format((PROV_FILE,), write_prov),
        "jsonld": Format((JSONLD_FILE,), write_jsonld),
        "graphml": Format((GRAPHML_FILE,), write_graphml),
        "csv": Format(CSV_FILES, write_csv),
        "parquet": Format(PARQUET_FILES, write_parquet),
        "newsroom": Format((NEWSROOM_FILE,), write_newsroom),
        "xlsx": Format((WORKBOOK_FILE,), write_workbook),
        "report": Format((REPORT_FILE,), write_report),
    }
)


def formats_of(names: Sequence[str]) -> list[Format]:
    """Return the forms of these names.

    Raises:
        ConfigError: if there is no such form, or none is given.
    """
    unknown = sorted(set(names) - FORMATS.keys())
    if unknown or not names:
        raise ConfigError(f"no such format: {', '.join(unknown)}; the formats are {', '.join(FORMATS)}")
    return [FORMATS[name] for name in FORMATS if name in names]
