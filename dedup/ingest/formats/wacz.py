"""Reader of WACZ, the web archive in a zip file that browser crawlers write: its WARC files are read, and nothing else
of it, since its lists of pages hold the same pages again."""

import zipfile
from collections.abc import Iterator

from dedup.ingest.formats.warc import read_records
from dedup.ingest.io.source import Source
from dedup.ingest.io.streams import Progress, open_raw, packing
from dedup.ingest.records.article import Item, Rejected
from dedup.ingest.records.context import Context


def read_wacz(source: Source, context: Context, progress: Progress | None) -> Iterator[Item]:
    """Yield an article or a rejection for each page of each WARC file inside."""
    try:
        with open_raw(source) as raw, zipfile.ZipFile(raw) as packed:
            names = sorted(name for name in packed.namelist() if name.lower().endswith((".warc", ".warc.gz")))
            if not names:
                yield Rejected(source.shown, "", "a WACZ file without web archives")
            for name in names:
                with packed.open(name) as head:
                    kind = packing(head.read(8))
                with packed.open(name) as archive:
                    yield from read_records(archive, kind, source, f"{name} ", context, None)  # type: ignore[arg-type]
    except zipfile.BadZipFile as error:
        yield Rejected(source.shown, "", f"broken WACZ file: {error}")
    if progress:
        progress(source, source.size)
