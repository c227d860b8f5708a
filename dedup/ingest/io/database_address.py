"""Addresses of databases: `sqlite:///news.db?table=article`, `duckdb:///news.duckdb?query=SELECT …`."""

import os
from pathlib import PurePath
from typing import Final
from urllib.parse import parse_qsl, unquote

from dedup.ingest.io.source import Source

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
