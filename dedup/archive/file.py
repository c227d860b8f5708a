"""The archive's file: a DuckDB database that is written once, renamed into its place, and never changed.

So whatever happens to a process, the file is whole: the old one or the new one. What is added later is kept beside it
(`live`) until a new file is written that holds both.
"""

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson
import pyarrow as pa

from dedup.archive.compression import SAMPLE_ARTICLES, Packer, train
from dedup.archive.errors import ArchiveError, first_line
from dedup.archive.tables import append
from dedup.schema import KEPT_TABLES, TABLES

FORMAT: Final = 2
"""Raised with every change of the tables that an older version could not read. 1 held texts in the open and nothing
for articles to come."""

_SMALL: Final = 50_000_000
"""Characters of text below which blocks of 16 KiB save more than they cost: each column fills a part of one."""
_BATCH_ROWS: Final = 2_000


def write_base(connection: duckdb.DuckDBPyConnection, path: Path, settings: Mapping[str, Any]) -> str:
    """Write what `dedup.schema.TABLES` name on `connection` into a new archive file at `path`; returns its generation.

    Raises:
        duckdb.Error: if it cannot be written.
    """
    size = connection.execute("SELECT coalesce(sum(strlen(text)), 0) FROM article").fetchall()[0][0]
    block = 16_384 if size < _SMALL else 262_144
    generation = secrets.token_hex(8)
    # Written once at the end: every checkpoint between would leave a copy of what it had to write again.
    connection.execute("SET checkpoint_threshold = '1TB'")
    connection.execute(f"ATTACH '{quoted(path)}' AS new_base (BLOCK_SIZE {block}, STORAGE_VERSION 'latest')")
    try:
        for table, columns in KEPT_TABLES.items():
            connection.execute(f"CREATE TABLE new_base.{table} ({columns})")
        packer = Packer(train(_sample(connection)))
        connection.execute(
            "INSERT INTO new_base.meta VALUES ('format', ?), ('settings', ?), ('generation', ?)",
            [str(FORMAT), orjson.dumps(settings).decode(), generation],
        )
        connection.execute("INSERT INTO new_base.dictionary VALUES (?)", [packer.dictionary])
        for rows in _packed(connection, packer):
            append(connection, "new_base.article", rows)
        for table in TABLES:
            if table != "article":
                connection.execute(f"INSERT INTO new_base.{table} BY NAME SELECT * FROM {table}")
        connection.execute("CHECKPOINT new_base")
    finally:
        connection.execute("DETACH new_base")
    return generation


def attach_base(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[dict[str, str], Packer]:
    """Attach the archive file at `path` as `base`; returns what its table `meta` holds, and how its texts are packed.

    Raises:
        ArchiveError: if there is none, or another version of dedup wrote it.
    """
    if not path.is_file():
        raise ArchiveError(f"{path}: no such archive")
    try:
        connection.execute(f"ATTACH '{quoted(path)}' AS base (READ_ONLY)")
        meta = dict(connection.execute("SELECT key, value FROM base.meta").fetchall())
    except duckdb.Error as error:
        raise ArchiveError(f"{path}: not an archive of dedup ({first_line(error)})") from error
    if meta.get("format") != str(FORMAT):
        raise ArchiveError(
            f"{path}: format {meta.get('format')}, this version of dedup reads {FORMAT}"
            + ("; `dedup archive migrate` brings it up to date" if meta.get("format") == "1" else "")
        )
    return meta, Packer(connection.execute("SELECT zstd FROM base.dictionary").fetchall()[0][0])


def _sample(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """Texts spread evenly over the archive."""
    rows = connection.execute(
        "SELECT text FROM article WHERE article % (1 + (SELECT count(*) FROM article) // ?) = 0 ORDER BY article",
        [SAMPLE_ARTICLES],
    ).fetchall()
    return [text for (text,) in rows]


def _packed(connection: duckdb.DuckDBPyConnection, packer: Packer) -> Iterator[pa.Table]:
    """The articles by number, batch by batch, their texts packed."""
    with connection.cursor() as cursor:
        for batch in cursor.sql("FROM article ORDER BY article").to_arrow_reader(_BATCH_ROWS):
            rows = pa.Table.from_batches([batch])
            texts = rows.column_names.index("text")
            packed = packer.pack_column(rows["text"])
            yield rows.set_column(texts, "packed", packed)


def quoted(path: Path) -> str:
    """A path within an SQL string; ATTACH takes no parameters."""
    return str(path).replace("'", "''")
