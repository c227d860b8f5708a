"""A filter of datatrove: documents whose story the archive has already are dropped, or marked.

    pipeline = [
        JsonlReader("crawl/"),
        DedupFilter("news.duckdb", exclusion_writer=JsonlWriter("duplicates/")),
        JsonlWriter("new/"),
    ]
    LocalPipelineExecutor(pipeline, tasks=4, workers=1).run()

An article is read from a document's `id`, `text` and `metadata`, whose fields are found by name, as those of dumps are.

An archive has one writer at a time. Of several tasks that run at once, each waits up to `wait` seconds for the one that
has the archive to end, so they take turns: with `workers=1` nobody waits. Where many must write at once, let them ask
`dedup serve`; with `read_only` they need not wait, and are not compared with each other.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from datatrove.data import Document, DocumentsPipeline
from datatrove.pipeline.filters.base_filter import BaseFilter
from datatrove.pipeline.writers.disk_base import DiskWriter

from dedup.api import opened, opened_beside
from dedup.archive import ArchiveBusyError
from dedup.config import Config
from dedup.ingest import Article, RecordReader, Rejected
from dedup.pipeline import Filter, FilterConfig, Verdict

_BATCH = 500


class DedupFilter(BaseFilter):  # type: ignore[misc]
    """A filter of datatrove that drops or marks documents whose story an archive already has.

    Documents are in the archive before they are passed on. A task that failed and is run again finds them `known`:
    give it a copy of the archive as it was before, or annotate, and drop the marked ones in a later step.
    """

    name = "🗞 dedup"

    def __init__(
        self,
        archive: str | Path,
        settings: FilterConfig | None = None,
        *,
        annotate: bool = False,
        read_only: bool = False,
        config: Config | None = None,
        wait: float = 0.0,
        against: Sequence[str | Path] = (),
        exclusion_writer: DiskWriter | None = None,
        batch_size: int = _BATCH,
    ) -> None:
        """`annotate`: drop nothing, and put what is said into `metadata` as `dedup_status`, `dedup_story`,
        `dedup_kind`, `dedup_match`, `dedup_score`, `dedup_coverage`. `config`: what a new archive is made with, and how
        metadata are called where that is not as usual. `against`: further archives, only read; what one of them holds
        is a duplicate too, and `dedup_archive` says which."""
        super().__init__(exclusion_writer, batch_size)
        self.archive = str(archive)
        self.settings = settings or FilterConfig()
        self.annotate = annotate
        self.read_only = read_only
        self.config = config
        self.wait = wait
        self.against = [str(one) for one in against]
        self._archive_filter: Filter | None = None

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:
        """Filter the documents of one task.

        Raises:
            ArchiveBusyError: if another task, or another process, has the archive for longer than `wait` seconds.
            ArchiveError, OSError: if it cannot be opened, or written.
        """
        try:
            held = opened(self.archive, read_only=self.read_only, config=self.config, wait=self.wait)
            with held as archive, opened_beside(self.against) as references:
                self._archive_filter = Filter(archive, self.settings, self.config, against=references)
                self._reader = RecordReader(self._archive_filter.config.read, f"task {rank}")
                self._count = 0
                yield from super().run(data, rank, world_size)
        except ArchiveBusyError as error:
            raise ArchiveBusyError(
                f"{error}: task {rank} of {world_size} cannot add to it; run with workers=1, give wait=SECONDS so that "
                "tasks take turns, or read_only=True"
            ) from error
        finally:
            # Neither can be sent to another process, and a step is.
            self._archive_filter = None
            self.__dict__.pop("_reader", None)

    def filter(self, doc: Document) -> bool | tuple[bool, str]:
        """Return whether to keep one document."""
        return self.filter_batch([doc])[0]

    def filter_batch(self, batch: list[Document]) -> list[bool | tuple[bool, str]]:
        """Return whether to keep each document, and if not, whether it is a `duplicate` or `known`."""
        if self._archive_filter is None:
            raise RuntimeError("documents are filtered by `run`")
        verdicts = list(self._archive_filter.add([self._item(document) for document in batch]))
        return [self._kept(document, verdict) for document, verdict in zip(batch, verdicts, strict=True)]

    def _item(self, document: Document) -> Article | Rejected:
        self._count += 1
        record: dict[str, Any] = {**document.metadata, "text": document.text}
        item = self._reader.record(record, f"document {self._count}")
        return item._replace(id=str(document.id)) if isinstance(item, Article) and document.id else item

    def _kept(self, document: Document, verdict: Verdict | None) -> bool | tuple[bool, str]:
        status = verdict.status if verdict is not None else "unreadable"
        if self.annotate:
            said = verdict.annotation() if verdict is not None else {"status": status}
            document.metadata |= {f"dedup_{name}": value for name, value in said.items()}
            self.stat_update(status)
            return True
        return True if status in ("first", "unreadable") else (False, status)
