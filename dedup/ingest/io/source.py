"""One file of the inputs, the format that its name promises, and addresses of databases:
`sqlite:///news.db?table=article`, `duckdb:///news.duckdb?query=SELECT …`."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Final
from urllib.parse import parse_qsl, unquote

from dedup.ingest.io.remote import path_of, scheme_of, shown_address
from dedup.ingest.records.article import Rejected

STDIN = "-"

KINDS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".jl": "jsonl", ".jsonlines": "jsonl",
    ".json": "json",
    ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".parquet": "parquet", ".pq": "parquet",
    ".txt": "txt", ".text": "txt", ".md": "txt", ".markdown": "txt",
    ".eml": "mail",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".shtml": "html",
    ".warc": "warc", ".wet": "warc",
    ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow",
    ".xlsx": "spreadsheet", ".xlsm": "spreadsheet", ".xlsb": "spreadsheet", ".xls": "spreadsheet",
    ".ods": "spreadsheet",
    ".docx": "word", ".docm": "word",
    ".sqlite": "sqlite", ".sqlite3": "sqlite",
    ".wacz": "wacz",
    ".mhtml": "mhtml", ".mht": "mhtml",
    ".xml": "xml", ".rss": "xml", ".atom": "xml", ".nitf": "xml", ".newsml": "xml",
}  # fmt: skip
"""Extension -> what it promises. The reader that opens the file looks at its first bytes as well."""

PACKED = (".gz", ".zst", ".zstd", ".bz2")

FORMAT_NAMES: Final = {
    "jsonl": "lines of JSON", "json": "one JSON text", "csv": "a table (CSV)", "txt": "a text", "html": "an HTML page",
    "xml": "XML", "news xml": "XML of news (RSS, Atom, NITF, NewsML-G2)", "mail": "an e-mail", "mhtml": "an MHTML file",
    "warc": "a WARC file", "wacz": "a WACZ file", "parquet": "a Parquet file", "arrow": "an Arrow file",
    "spreadsheet": "a spreadsheet", "word": "a Word document",
    "sqlite": "a SQLite database", "duckdb": "a DuckDB database",
}  # fmt: skip
"""What messages call each format that is read."""


@dataclass(frozen=True)
class Source:
    """One file of the inputs."""

    path: str
    """As the user named it, or found below the folder they named; `-` is standard input, an address a remote file."""

    name: str
    """Relative to the folder given, or the file's own name; unique among the inputs. Ids are made of it."""

    kind: str
    """What `KINDS` promises, or `unknown` where only the content can tell."""

    size: int
    """Bytes on disk; 0 for standard input."""

    within: str = ""
    """What of a database is meant: `table=NAME` or `query=SQL`."""

    @cached_property
    def shown(self) -> str:
        """The path as it can be written to a file: names on disk need not be Unicode, and addresses hold secrets."""
        shown = shown_address(self.path) if self.is_remote else shown_path(self.path)
        return f"{shown}?{self.within}" if self.within else shown

    @property
    def is_remote(self) -> bool:
        """Whether the file is on another machine."""
        return scheme_of(self.path) is not None


@dataclass(frozen=True)
class Listing:
    """The files of all inputs by path, and what was named or found and cannot be read."""

    sources: tuple[Source, ...]
    rejected: tuple[Rejected, ...]

    @property
    def size(self) -> int:
        """Bytes of all files on disk."""
        return sum(source.size for source in self.sources)


def promised_kind(path: str) -> str:
    """Return the format that the file's extension promises, or `unknown`."""
    plain = PurePath(path_of(path).lower())
    if plain.suffix in PACKED:
        plain = plain.with_suffix("")
    return KINDS.get(plain.suffix, "unknown")


def shown_path(path: str) -> str:
    """Return a path as it can be written to a file."""
    return os.fsencode(path).decode(errors="replace")


_SCHEMES: Final = ("sqlite", "duckdb")


def database_of(given: str) -> Source | None:
    """Return the database that an address names, or None for what is no such address.

    As SQLAlchemy has it, three slashes come before a path from here and four before one from the root. Three before one
    from the root are taken for that where they lead to nothing else.
    """
    scheme, mark, rest = given.partition(":///")
    if not mark or scheme.lower() not in _SCHEMES:
        return None
    path, _, within = rest.partition("?")
    path = unquote(path)
    if not os.path.lexists(path) and os.path.lexists(f"/{path}"):
        path = f"/{path}"
    name = PurePath(path).name
    return Source(path, f"{name}?{within}" if within else name, scheme.lower(), 0, within)


def table_and_query(source: Source) -> tuple[str | None, str | None]:
    """Return the table, or else the query, that the address of a database names.

    Raises:
        ValueError: if it names anything else.
    """
    name, _, value = source.within.partition("=")
    if name == "query" and " " in value:
        return None, value  # Written as SQL is: `LIKE '%de%'` and `a + b` mean themselves.
    named = dict(parse_qsl(source.within, keep_blank_values=True))
    if strange := sorted(named.keys() - {"table", "query"}) or (len(named) > 1 and ["table and query"]):
        raise ValueError(f"names {', '.join(strange)}: it is table=NAME or query=SQL")
    return named.get("table"), named.get("query")
