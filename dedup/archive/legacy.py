"""Archives that earlier versions of dedup wrote: their articles, so that the rest can be recomputed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Self

import duckdb
import pyarrow as pa

from dedup.archive.connection import Tables, connect
from dedup.archive.errors import ArchiveError, first_line
from dedup.archive.file import attach, settings_in
from dedup.schema import ARTICLE, TABLES


def _of_format_1(connection: duckdb.DuckDBPyConnection) -> None:
    """Texts in the open, no revisions, no names of stories."""
    connection.execute(f"CREATE VIEW article AS SELECT {', '.join(ARTICLE.names)} FROM base.article")
    connection.execute("CREATE VIEW rejected AS FROM base.rejected")
    for name in ("revision", "renamed"):
        connection.execute(f"CREATE TABLE {name} ({TABLES[name]})")


_FORMATS: Final[MappingProxyType[str, Callable[[duckdb.DuckDBPyConnection], None]]] = MappingProxyType(
    {"1": _of_format_1}
)


class LegacyArchive(Tables):
    """An archive of an earlier format: its articles, as `dedup.pipeline.stages.ingest.read_archive` asks for them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, form: str, settings: dict[str, Any]) -> None:
        super().__init__(connection)
        self.form = form
        self.settings = settings

    @classmethod
    def open(cls, path: Path) -> Self | None:
        """Open the archive at `path`; None if it is of the present format, or of one that is not known.

        Raises:
            ArchiveError: if there is none.
        """
        connection = connect([path])
        try:
            meta = attach(connection, path)
            if meta.get("format") in _FORMATS:
                _FORMATS[meta["format"]](connection)
                return cls(connection, meta["format"], settings_in(meta, path))
        except duckdb.Error as error:
            connection.close()
            raise ArchiveError(f"{path}: not an archive of dedup ({first_line(error)})") from error
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def every_record(self, _most: int) -> Iterator[pa.Table]:
        """Yield all articles, a few thousand at a time."""
        return map(pa.Table.from_batches, ([batch] for batch in self.stream("FROM article")))

    def let_go(self) -> None:
        """Close the file."""
        self.connection.close()
