"""The names of the output formats, for `--help`, which loads nothing that writes them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

FORMAT_NOTES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "jsonl": "",
        "csv": "",
        "newsroom": "a CSV for people",
        "xlsx": "the same for Excel",
        "parquet": "",
        "report": "",
        "graphml": "",
        "prov-json": "",
        "jsonld": "",
    }
)
"""What help says of each format beside its name. `dedup.export.FORMATS` says what writes it."""


def formats_help() -> str:
    """Return the formats in a row, as help shows them."""
    return ", ".join(f"{name} ({note})" if note else name for name, note in FORMAT_NOTES.items())
