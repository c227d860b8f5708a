"""The archive's file: a DuckDB database that one process writes and renames into its place, and whose tables no process
changes after that.

So whatever happens to a process, the file is whole: the old one or the new one. What is added later is kept beside it
(`dedup.archive.log`) until a process writes a new file that holds both. The first commit to that log writes its name
behind the last block of the file (`dedup.archive.companions`), where the database does not look: checksums of the file
differ before and after.
"""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson
import pyarrow as pa
import zstandard

from dedup.archive.compression import SAMPLE_ARTICLES, Packer, train
from dedup.archive.connection import append, quoted, refuse_all_but_tables
from dedup.archive.errors import ArchiveError, first_line
from dedup.config import StoryConfig, fault_in, known_names
from dedup.schema import KEPT_TABLES, TABLES
from dedup.tables import MadeWith, made_with

FORMAT: Final = 2
"""Raised with every change of the tables that an older version could not read. 1 held texts in the open and nothing
for articles to come."""

_SMALL: Final = 50_000_000
"""Characters of text below which blocks of 16 KiB save more than they cost: each column fills a part of one."""
_PART_BYTES: Final = 32_000_000
"""Bytes of text that are fetched and packed at a time, and that a dictionary is made of: of a live blog a thousand
articles are a hundred megabytes."""
Part = tuple[int, int, int]
_BATCH_ROWS: Final = 2_000
GENERATION: Final = re.compile("[0-9a-f]{16}")
_MOST_META: Final = 1_000
"""Rows of `meta` that are read: a run writes a handful."""


def write_base(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    settings: Mapping[str, Any],
    made: Sequence[MadeWith] | None = None,
    follows: str | None = None,
) -> str:
    """Write what `dedup.schema.TABLES` name on `connection` into a new archive file at `path`; returns its generation.

    `made` names the releases and tables that what it holds was made with; by default those of this process. `follows`
    is the generation of the file that it takes the place of, whose log ends with that.

    Raises:
        duckdb.Error: if it cannot be written.
    """
    parts = _parts(connection)
    block = 16_384 if sum(size for _, _, size in parts) < _SMALL else 262_144
    generation = secrets.token_hex(8)
    notes = orjson.dumps(list(made or [made_with()])).decode()
    connection.execute(f"ATTACH {quoted(path)} AS new_base (BLOCK_SIZE {block}, STORAGE_VERSION 'latest')")
    try:
        # Each commit is a write to disk and a wait for it: one for all tables, not one for each.
        tables = ";".join(f"CREATE TABLE new_base.{table} ({columns})" for table, columns in KEPT_TABLES.items())
        connection.execute(f"BEGIN; {tables}; COMMIT")
        packer = Packer(train(_sample(connection, parts)))
        connection.execute(
            "INSERT INTO new_base.meta VALUES ('format', ?), ('settings', ?), ('generation', ?), ('made_with', ?)",
            [str(FORMAT), orjson.dumps(settings).decode(), generation, notes],
        )
        if follows is not None:
            connection.execute("INSERT INTO new_base.meta VALUES ('follows', ?)", [follows])
        connection.execute("INSERT INTO new_base.dictionary VALUES (?)", [packer.dictionary])
        for rows in _packed(connection, parts, packer):
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
        ArchiveError: if there is none, if another version of dedup wrote it, or if it is not what dedup writes.
    """
    meta = attach(connection, path)
    if meta.get("format") != str(FORMAT):
        raise ArchiveError(
            f"{path}: format {meta.get('format')}, this version of dedup reads {FORMAT}"
            + ("; `dedup archive migrate` brings it up to date" if meta.get("format") == "1" else "")
        )
    if not GENERATION.fullmatch(meta.get("generation", "")):
        raise ArchiveError(f"{path}: not an archive of dedup (its generation is not sixteen hexadecimal digits)")
    try:
        rows = connection.execute("SELECT zstd FROM base.dictionary LIMIT 2").fetchall()
        if len(rows) != 1 or rows[0][0] is None:
            raise ArchiveError(f"{path}: not an archive of dedup (it needs one dictionary)")
        return meta, Packer(rows[0][0])
    except (duckdb.Error, zstandard.ZstdError) as error:
        raise ArchiveError(f"{path}: damaged ({first_line(error)})") from error


def attach(connection: duckdb.DuckDBPyConnection, path: Path) -> dict[str, str]:
    """Attach the archive file of whatever format at `path` as `base`; returns what its table `meta` holds.

    Raises:
        ArchiveError: if there is none, or if it holds anything but tables.
    """
    if not path.is_file():
        raise ArchiveError(f"{path}: no such archive")
    try:
        connection.execute(f"ATTACH {quoted(path)} AS base (READ_ONLY)")
        refuse_all_but_tables(connection, path)
        rows = connection.execute(f"SELECT key, value FROM base.meta LIMIT {_MOST_META}").fetchall()
    except duckdb.Error as error:
        raise ArchiveError(f"{path}: not an archive of dedup ({first_line(error)})") from error
    return {str(key): str(value) for key, value in rows}


def settings_in(meta: Mapping[str, str], path: Path) -> dict[str, Any]:
    """Return the settings that an archive was made with, by part and name.

    Raises:
        ArchiveError: if it does not say so.
    """
    try:
        settings = orjson.loads(meta.get("settings", ""))
    except orjson.JSONDecodeError as error:
        raise ArchiveError(f"{path}: not an archive of dedup (its settings are no JSON)") from error
    if not isinstance(settings, dict) or not all(isinstance(room, dict) for room in settings.values()):
        raise ArchiveError(f"{path}: not an archive of dedup (its settings are not of that form)")
    if fault := fault_in(settings):
        raise ArchiveError(f"{path}: not an archive of dedup (its setting {fault})")
    return settings


def story_config(settings: Mapping[str, Any]) -> StoryConfig:
    """Return what the stories of an archive with these settings were grouped by; what it does not say has its
    default."""
    known = known_names(StoryConfig)
    return StoryConfig(**{name: value for name, value in settings.get("story", {}).items() if name in known})


def notes_in(meta: Mapping[str, str]) -> list[MadeWith]:
    """Return the releases and tables that an archive was made with; one empty note where it does not say so."""
    try:
        notes = orjson.loads(meta.get("made_with", ""))
    except orjson.JSONDecodeError:
        return [{}]
    if not isinstance(notes, list) or not notes:
        return [{}]
    return [{str(key): str(value) for key, value in note.items()} if isinstance(note, dict) else {} for note in notes]


def _parts(connection: duckdb.DuckDBPyConnection) -> list[Part]:
    """The articles in parts of about `_PART_BYTES` of text: first number, last number, bytes."""
    return connection.execute(f"""
        SELECT min(article), max(article), sum(size)::BIGINT FROM (
            SELECT article, size, (sum(size) OVER (ORDER BY article) - size) // {_PART_BYTES} AS part
            FROM (SELECT article, coalesce(strlen(text), 0) AS size FROM article)
        ) GROUP BY part ORDER BY 1
    """).fetchall()


def _sample(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> list[str]:
    """Texts spread evenly over the archive, of as many bytes as a part in all: long ones make fewer."""
    fits = 1 + sum(size for _, _, size in parts) // _PART_BYTES
    rows = connection.execute(
        "SELECT text FROM article WHERE article % greatest(?, 1 + (SELECT count(*) FROM article) // ?) = 0 "
        "ORDER BY article",
        [fits if len(parts) > 1 else 1, SAMPLE_ARTICLES],
    ).fetchall()
    return [text for (text,) in rows]


def _packed(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part], packer: Packer) -> Iterator[pa.Table]:
    """The articles by number, part by part, their texts packed. One query over all would sort all texts in memory."""
    with connection.cursor() as cursor:
        for low, high, _ in parts:
            found = cursor.sql("FROM article WHERE article BETWEEN ? AND ? ORDER BY article", params=[low, high])
            for batch in found.to_arrow_reader(_BATCH_ROWS):
                rows = pa.Table.from_batches([batch])
                texts = rows.column_names.index("text")
                packed = packer.pack_column(rows["text"])
                yield rows.set_column(texts, "packed", packed)
