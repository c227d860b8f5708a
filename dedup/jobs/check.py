"""What an archive is made of, and whether all of it is in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np

from dedup.archive import FORMAT, ArchiveError, ArchiveStore, companion, damaged_values, first_line
from dedup.archive.index import KeyIndex, SegmentError
from dedup.matching import Tokens
from dedup.messages import count
from dedup.pipeline import CONCEPTS, KEYS, Knowledge, Lookup, cut_articles, passage_keys, settings_of
from dedup.schema import KEPT_TABLES

_BATCH: Final = 2_000
_ASKED_AGAIN: Final = 2_000
"""So many articles, spread over the archive, are looked up by their own keys: a few seconds."""


@dataclass(frozen=True)
class Info:
    """What an archive is made of."""

    path: str
    format: int
    generation: str
    articles: int
    pending: int
    """Articles that were read and are yet to be looked at."""
    revisions: int
    stories: int
    matches: int
    log_articles: int
    """Articles that lie in the log."""
    commits: int
    text_bytes: int
    """The plain text of all articles, in UTF-8."""
    disk_bytes: int
    share: float
    """Bytes on disk by byte of plain text."""
    parts: dict[str, int]
    """Bytes on disk, by what they hold, the most first."""
    settings: dict[str, Any]
    made_with: list[dict[str, str]]
    """Releases and tables that it was made with, and then those that others added with; empty where not known."""
    other_tables: list[str]
    """What of that is not what is installed here; `dedup refresh` recomputes the archive with what is."""


def info(archive: ArchiveStore) -> Info:
    """Return what an archive is made of; reads the texts to know their size."""
    files = {
        "log": sum(_size(archive, name) for name in ("live", "live-wal")),
        "keys of passages": _size(archive, KEYS),
        "keys of concepts": _size(archive, CONCEPTS),
    }
    parts = {name: size for name, size in (_tables(archive) | files).items() if size}
    texts = "(SELECT text FROM article UNION ALL SELECT text FROM pending)"
    text_bytes, disk_bytes = archive.one(f"SELECT sum(strlen(text)) FROM {texts}"), sum(parts.values())
    return Info(
        path=str(archive.path),
        format=FORMAT,
        generation=archive.generation,
        articles=archive.one("SELECT count(*) FROM article"),
        pending=archive.one("SELECT count(*) FROM pending"),
        revisions=archive.one("SELECT count(*) FROM revision"),
        stories=archive.one("SELECT count(*) FROM story"),
        matches=archive.one("SELECT count(*) FROM match WHERE same_statement"),
        log_articles=archive.one("SELECT count(*) FROM live.article"),
        commits=archive.log.last() if archive.log is not None else 0,
        text_bytes=text_bytes,
        disk_bytes=disk_bytes,
        share=round(disk_bytes / text_bytes, 3) if text_bytes else 0.0,
        parts=dict(sorted(parts.items(), key=lambda part: (-part[1], part[0]))),
        settings=archive.settings,
        made_with=[dict(made) for made in archive.made_with],
        other_tables=archive.other_tables(),
    )


def check_archive(archive: ArchiveStore) -> list[str]:
    """Return what is wrong with an archive; nothing, if all is in order.

    Everything on disk is read: the tables, whose blocks DuckDB has checksums of, the log, every text, the keys. Then
    what must hold between the tables is asked for, and articles are looked up by their own keys.
    """
    found: list[str] = []
    for problems in (_broken_tables, _broken_texts, _broken_keys):
        found += problems(archive)
    if found:
        # What rests on a broken part cannot be asked for.
        return found
    found += damaged_values(archive.connection)
    lost = list(_not_found(archive))
    if lost and (other := archive.other_tables()):
        # Not one by one as if its files were damaged: other stems are other keys.
        return [
            *found,
            f"{count(len(lost), 'article')} not found by keys made here, for the archive was made with "
            f"{', '.join(other)}; `dedup refresh` recomputes it",
        ]
    return found + [f"not found by its own keys: {name}" for name in lost]


def _broken_tables(archive: ArchiveStore) -> Iterator[str]:
    for name in KEPT_TABLES:
        try:
            archive.connection.execute(f"SELECT bit_xor(hash(one)) FROM base.{name} AS one").fetchall()
        except duckdb.Error as error:
            yield f"the table {name} cannot be read: {first_line(error)}"
    if archive.log is not None:
        yield from (f"the log is damaged: {problem}" for problem in archive.log.damage())
    for log in archive.other_logs():
        yield (
            f"{log}: a log that belongs to another file of that name, which was moved or replaced without it; it is "
            "needed to read that, and is kept"
        )


def _broken_texts(archive: ArchiveStore) -> Iterator[str]:
    with archive.connection.cursor() as cursor:
        for side in ("base", "live"):
            try:
                for batch in cursor.sql(f"SELECT id, packed FROM {side}.article").to_arrow_reader(_BATCH):
                    for name, frame in zip(batch["id"].to_pylist(), batch["packed"].to_pylist(), strict=True):
                        try:
                            archive.packer.unpack([frame])
                        except ArchiveError:
                            yield f"the text of {name} cannot be unpacked"
            except duckdb.Error as error:
                yield f"the texts cannot be read: {first_line(error)}"


def _broken_keys(archive: ArchiveStore) -> Iterator[str]:
    for name in (KEYS, CONCEPTS):
        path = companion(archive.path, archive.generation, name)
        try:
            if path.exists():
                KeyIndex.open([path], verify=True)
        except (SegmentError, OSError) as error:
            yield str(error)


def _not_found(archive: ArchiveStore) -> Iterator[str]:
    """The ids of articles that are not found by any of their own keys, though they have some."""
    lookup = Lookup(Knowledge.of(archive, settings_of(archive, None)))
    if not lookup.ready:
        return
    total = archive.one("SELECT count(*) FROM article")
    numbers = archive.rows("SELECT article FROM article ORDER BY article")["article"].to_pylist()
    numbers = numbers[:: -(-total // _ASKED_AGAIN) or 1]
    for start in range(0, len(numbers), _BATCH):
        rows = archive.articles(numbers[start : start + _BATCH])
        cut = cut_articles(rows, lookup.knowledge.tokenizer)
        weights = lookup.knowledge.weigh(cut, single_language=True).weights
        keys, owners = passage_keys(Tokens.of(cut["scratch.tokens"]), weights, lookup.knowledge.config, stored=True)
        hits = lookup.find(KEYS, keys, owners, total)
        missing = np.setdiff1d(owners, hits.owner[hits.owner == hits.article])
        ids = dict(zip(rows["article"].to_pylist(), rows["id"].to_pylist(), strict=True))
        yield from (ids[number] for number in missing.tolist())


def _size(archive: ArchiveStore, name: str) -> int:
    path = companion(archive.path, archive.generation, name)
    return path.stat().st_size if path.exists() else 0


def _tables(archive: ArchiveStore) -> dict[str, int]:
    """Bytes of the archive's file by table; a block that several tables share is divided among them."""
    block = archive.one("SELECT block_size FROM pragma_database_size() WHERE database_name = 'base'")
    used: dict[int, set[str]] = {}
    for name in KEPT_TABLES:
        rows = archive.connection.execute(
            f"SELECT column_name, block_id, additional_block_ids FROM pragma_storage_info('base.{name}')"
        ).fetchall()
        for column, number, more in rows:
            part = "texts" if (name, column) == ("article", "packed") else name
            for one in [number, *(more or [])]:
                if one is not None and one >= 0:
                    used.setdefault(one, set()).add(part)
    sizes: dict[str, int] = {}
    for parts in used.values():
        for part in parts:
            sizes[part] = sizes.get(part, 0) + block // len(parts)
    rest = archive.path.stat().st_size - sum(sizes.values())
    return {name if name == "texts" else f"table {name}": size for name, size in sizes.items()} | {"catalogue": rest}
