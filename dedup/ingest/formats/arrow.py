"""Reader of Arrow files, streams and Feather: one record per row, a few rows at a time."""

from collections.abc import Iterator
from typing import Any

from dedup.ingest.formats.parquet import ROWS, article_of, records_of
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Progress, open_raw
from dedup.ingest.records.article import Piece, Rejected
from dedup.ingest.records.mapping import Fields
from dedup.messages import first_of

FILE = b"ARROW1"


def checked(batch: Any) -> Any:
    """Return a batch once all its offsets lead into it: Arrow follows those of a damaged file out of its memory. Texts
    that are no UTF-8 pass, and are read as well as they can be.

    Raises:
        pyarrow.ArrowException: if one does not.
    """
    import pyarrow as pa

    raw = {pa.string(): pa.binary(), pa.large_string(): pa.large_binary()}
    for column in batch.columns:
        column.validate()
        (column.view(raw[column.type]) if column.type in raw else column).validate(full=True)
    return batch


def read_arrow(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Piece]:
    """Yield an article or a rejection for each row."""
    import pyarrow as pa

    row = 0
    try:
        with pa.PythonFile(open_raw(source)) if source.is_remote else pa.OSFile(source.path) as raw:
            if raw.read(len(FILE)) == FILE:
                raw.seek(0)
                file = pa.ipc.open_file(raw)
                tables = (file.get_batch(number) for number in range(file.num_record_batches))
                names = file.schema.names
            else:
                raw.seek(0)
                tables = pa.ipc.open_stream(raw)
                names = tables.schema.names
            columns = fields.columns(names)
            if not fields.makes_articles(names):
                yield Rejected(source.shown, "", f"no text column ({', '.join(names[:20])[:200]})")
                return
            for whole in tables:
                table = checked(whole.select(columns))
                for start in range(0, table.num_rows, ROWS):
                    for record in records_of(table.slice(start, ROWS), fields.config.max_record_bytes):
                        row += 1
                        yield article_of(record, fields, source, row)
    except (pa.ArrowException, OSError) as error:
        yield Rejected(source.shown, f"row {row + 1}", f"broken Arrow file: {first_of(error)}")
    if progress:
        progress(source, source.size)
