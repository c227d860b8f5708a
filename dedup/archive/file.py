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
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final

import duckdb
import orjson
import pyarrow as pa
import zstandard

from dedup.archive.compression import SAMPLE_ARTICLES, Packer, train
from dedup.archive.connection import append, connect, define, quoted, refuse_all_but_tables
from dedup.archive.errors import ArchiveError, first_line
from dedup.archive.looked_through import looked_through, note_looked_through, version_of
from dedup.archive.stored_articles import PORTION_CHARACTERS, VECTOR, read_revisions
from dedup.config import StoryConfig, fault_in, known_names
from dedup.schema import KEPT_TABLES, TABLES
from dedup.tables import MadeWith, made_with

FORMAT: Final = 2
"""Raised with every change of the tables that an older version could not read. 1 held texts in the open and nothing
for articles to come."""

_SMALL: Final = 50_000_000
"""Characters of text below which blocks of 16 KiB save more than they cost: each column fills a part of one."""
_FEW_MATCHES: Final = 20_000
"""Matches up to which they do. With three passages each a file is of one size then, of 2 MB, with either; 200,000 of
twenty passages took 75 MB in small blocks and 43 in large ones. And what does not fit in memory the database puts aside
block by block, each small one in a file of its own: these took 6 seconds and 4,000 files instead of 1.4 and 3."""
_SAMPLE_CHARACTERS: Final = 11_000_000
"""Characters of text that a dictionary is made of: 33 MB at most, for a Chinese one takes three bytes."""
_OWN_WRITER: Final = 1_000_000
"""Characters of text from which a database of its own writes them. To open one takes 20 ms, which shows in a run over a
few articles; a million characters are the 3 MB of which `_VECTOR_SHARE` speaks."""
Part = tuple[int, int, int]
LENGTHS: Final = "scratch.length"
"""The table of how many characters each text of a run's `article` has (article, characters) and, without a number, each
of `revision`. To ask the texts takes as much memory as two thousand of them: of a live blog more than 250 MB."""
_VECTOR_SHARE: Final = 3
"""So many bytes the database may take for a character of texts that it writes at once."""
_SHOWN: Final = 80
"""Characters of a setting in a message; a whole table of sources would not fit."""
GENERATION: Final = re.compile("[0-9a-f]{16}")
_MOST_META: Final = 1_000
"""Rows of `meta` that are read: a run writes a handful."""


def write_base(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    settings: Mapping[str, Any],
    made: Sequence[MadeWith] | None = None,
    follows: str | None = None,
    memory: int | None = None,
) -> str:
    """Write what `dedup.schema.TABLES` name on `connection` into a new archive file at `path`; returns its generation.

    `made` names the releases and tables that what it holds was made with; by default those of this process. `follows`
    is the generation of the file that it takes the place of, whose log ends with that. `memory` is how many bytes the
    database of a run may hold; that of an archive, where these are views, has no bound.

    Raises:
        duckdb.Error: if it cannot be written.
    """
    lengths = "(SELECT article, length(text) AS characters FROM article)" if memory is None else LENGTHS
    parts = _parts(connection, lengths)
    matches = connection.execute("SELECT count(*) FROM match").fetchall()[0][0]
    characters = sum(size for _, _, size in parts)
    small = characters < _SMALL and matches <= _FEW_MATCHES
    generation = secrets.token_hex(8)
    notes = orjson.dumps(list(made or [made_with()])).decode()
    threads = int(connection.execute("SELECT current_setting('threads')").fetchall()[0][0])
    # Long texts by a database of its own: what is asked of the other meanwhile takes memory there.
    apart = {"article"} if memory is None else {"article", "revision"}
    others = ";".join(f"INSERT INTO new_base.{table} BY NAME FROM {table}" for table in TABLES if table not in apart)
    if "revision" in apart:
        revised = f"SELECT coalesce(sum(characters), 0)::BIGINT FROM {LENGTHS} WHERE article IS NULL"
        characters += connection.execute(revised).fetchall()[0][0]
    long = characters >= _OWN_WRITER
    with (
        closing(_writer(connection, path, memory, threads)) if long else nullcontext(connection) as writer,
        _attached(writer, path, f"BLOCK_SIZE {16_384 if small else 262_144}, STORAGE_VERSION 'latest'"),
    ):
        define(writer, (f"CREATE TABLE new_base.{table} ({columns})" for table, columns in KEPT_TABLES.items()))
        packer = Packer(train(_sample(connection, parts)))
        writer.execute(
            "INSERT INTO new_base.meta VALUES ('format', ?), ('settings', ?), ('generation', ?), ('made_with', ?)",
            [str(FORMAT), orjson.dumps(settings).decode(), generation, notes],
        )
        if follows is not None:
            writer.execute("INSERT INTO new_base.meta VALUES ('follows', ?)", [follows])
        writer.execute("INSERT INTO new_base.dictionary VALUES (?)", [packer.dictionary])
        with connection.cursor() as cursor:
            for rows in _packed(cursor, parts, packer, threads):
                append(writer, "new_base.article", rows)
            for rows in read_revisions(cursor) if "revision" in apart else ():
                append(writer, "new_base.revision", rows)
        if not long:
            connection.execute(others)
    # All others by the one that holds them, which neither copies them nor keeps what it has written.
    if long:
        with _attached(connection, path):
            connection.execute(others)
    return generation


@contextmanager
def _attached(connection: duckdb.DuckDBPyConnection, path: Path, *options: str) -> Iterator[None]:
    """Attach the file at `path` as `new_base`, and write what the context puts there."""
    # A file that is not finished is not recovered: a log of what goes into it would be written for nothing.
    connection.execute(f"ATTACH {quoted(path)} AS new_base ({', '.join(['RECOVERY_MODE no_wal_writes', *options])})")
    try:
        yield
        connection.execute("CHECKPOINT new_base")
    finally:
        connection.execute("DETACH new_base")


def _writer(
    connection: duckdb.DuckDBPyConnection, path: Path, memory: int | None, threads: int
) -> duckdb.DuckDBPyConnection:
    """A database that may write the file at `path`, with half as much memory as the one that it is filled from; with
    more where the texts of a vector, which are written at once, take more."""
    if memory is None:
        return connect([path], path.parent, ordered=False, threads=threads)
    longest = f"SELECT sum(characters) FROM (FROM {LENGTHS} ORDER BY characters DESC LIMIT {VECTOR})"
    needed = _VECTOR_SHARE * int(connection.execute(longest).fetchall()[0][0] or 0)
    return connect(
        [path],
        path.parent,
        ordered=False,
        threads=threads,
        memory_limit=f"{max(memory // 2, needed) // 2**20}MiB",
        temp_directory=str(path.parent / "written"),
    )


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
        return meta, Packer(rows[0][0], path)
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
        before = version_of(path)
        connection.execute(f"ATTACH {quoted(path)} AS base (READ_ONLY)")
        # Another process may have put another file there meanwhile.
        if version_of(path) != before or not looked_through(before):
            refuse_all_but_tables(connection, path)
            if version_of(path) == before:
                note_looked_through(before)
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


def first_difference(old: Mapping[str, Any], new: Mapping[str, Any], within: str = "") -> str | None:
    """Return what the first setting was that differs, and what it is; None if none does."""
    for name in sorted({*old, *new}):
        was, now = old.get(name), new.get(name)
        if isinstance(was, dict) and isinstance(now, dict):
            deeper = first_difference(was, now, f"{within}{name}.")
            if deeper:
                return deeper
        elif was != now:
            return f"{within}{name} was {_short(was)}, is {_short(now)}"
    return None


def _short(value: object) -> str:
    """A setting as a message shows it."""
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"


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


def _parts(connection: duckdb.DuckDBPyConnection, lengths: str) -> list[Part]:
    """The articles in parts of about `PORTION_CHARACTERS`: first number, last number, characters."""
    return connection.execute(f"""
        SELECT min(article), max(article), sum(characters)::BIGINT FROM (
            SELECT article, characters,
                (sum(characters) OVER (ORDER BY article) - characters) // {PORTION_CHARACTERS} AS part
            FROM (
                SELECT article, coalesce(characters, 0) AS characters FROM article LEFT JOIN {lengths} USING (article)
            )
        ) GROUP BY part ORDER BY 1
    """).fetchall()


def _sample(connection: duckdb.DuckDBPyConnection, parts: Sequence[Part]) -> list[str]:
    """Texts spread evenly over the archive, of about `_SAMPLE_CHARACTERS` in all: long ones make fewer."""
    fits = -(-sum(size for _, _, size in parts) // _SAMPLE_CHARACTERS)
    rows = [
        connection.execute(
            "SELECT text FROM article WHERE article BETWEEN ? AND ? "
            "AND article % greatest(?, 1 + (SELECT count(*) FROM article) // ?) = 0 ORDER BY article",
            [low, high, fits, SAMPLE_ARTICLES],
        ).fetchall()
        for low, high, _ in parts
    ]
    return [text for part in rows for (text,) in part]


def _packed(
    cursor: duckdb.DuckDBPyConnection, parts: Sequence[Part], packer: Packer, threads: int
) -> Iterator[pa.Table]:
    """The articles by number, part by part, their texts packed. One query over all would sort all texts in memory."""
    for low, high, _ in parts:
        found = cursor.sql("FROM article WHERE article BETWEEN ? AND ? ORDER BY article", params=[low, high])
        for batch in found.to_arrow_reader(VECTOR):
            rows = pa.Table.from_batches([batch])
            texts = rows.column_names.index("text")
            yield rows.set_column(texts, "packed", packer.pack_column(rows["text"], threads))
