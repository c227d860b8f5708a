"""Reader of Arrow files, streams and Feather: a record a row, a few rows at a time."""

from collections.abc import Iterator

from dedup.ingest.formats.parquet import ROWS, article_of, records_of
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Progress, open_raw
from dedup.ingest.records.article import Item, Rejected
from dedup.ingest.records.mapping import Fields

FILE = b"ARROW1"
STREAM = b"\xff\xff\xff\xff"
"""How the stream form begins, in which Hugging Face's `datasets` keeps its tables."""


def read_arrow(source: Source, fields: Fields, progress: Progress | None) -> Iterator[Item]:
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
            if not fields.has_text(dict.fromkeys(names)):
                yield Rejected(source.shown, "", f"no text column ({', '.join(names[:20])[:200]})")
                return
            for table in tables:
                for start in range(0, table.num_rows, ROWS):
                    for record in records_of(table.slice(start, ROWS).select(columns), fields.config.max_record_bytes):
                        row += 1
                        yield article_of(record, fields, source, row)
    except (pa.ArrowException, OSError) as error:
        yield Rejected(source.shown, f"row {row + 1}", f"broken Arrow file: {str(error).splitlines()[0][:200]}")
    if progress:
        progress(source, source.size)
