"""An item pipeline of Scrapy: items whose story the archive has already are dropped, or marked.

    ITEM_PIPELINES = {"dedup.integrations.scrapy.DedupPipeline": 300}
    DEDUP_ARCHIVE = "news.duckdb"

| setting | meaning |
| --- | --- |
| `DEDUP_ARCHIVE` | the archive; made if there is none |
| `DEDUP_ANNOTATE` | True: nothing is dropped, every item gets the field `dedup` |
| `DEDUP_AGAINST` | further archives, a list: what one of them holds is a duplicate too; they are only read |
| `DEDUP_KINDS` | what counts as a duplicate: `["copy", "rewrite"]` by default |
| `DEDUP_WINDOW` | compare only what was published within: `"30d"` |
| `DEDUP_READ_ONLY` | True: nothing is added |
| `DEDUP_WAIT` | seconds to wait for another process that writes; one may at a time |

An item is in the archive before the next pipeline has it. Items may be dicts, `scrapy.Item`s (which need a field
`dedup` to be marked), dataclasses and attrs classes; their fields are found by name, as those of dumps are.
"""

from typing import TYPE_CHECKING, Any, Self

from itemadapter import ItemAdapter
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.utils.defer import maybe_deferred_to_future

from dedup.ingest import RecordReader, Rejected
from dedup.integrations.service import Owner
from dedup.pipeline import FilterConfig, Verdict

if TYPE_CHECKING:
    from concurrent.futures import Future

    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred


class DedupPipeline:
    """An item pipeline of Scrapy that drops or marks items whose story an archive already has.

    The archive is open from `open_spider` to `close_spider`; the crawl does not wait while it is asked.

    Counts: `dedup/first`, `dedup/duplicate`, `dedup/known`, `dedup/unreadable`, `dedup/dropped`.
    """

    def __init__(self, crawler: "Crawler") -> None:
        """Raises:
        NotConfigured: if no archive is named.
        ConfigError: if there is no such kind, or the window is no span of time.
        """
        settings = crawler.settings
        self._archive = settings.get("DEDUP_ARCHIVE")
        if not self._archive:
            raise NotConfigured("DEDUP_ARCHIVE names no archive")
        self._stats = crawler.stats
        self._annotate = settings.getbool("DEDUP_ANNOTATE")
        self._read_only = settings.getbool("DEDUP_READ_ONLY")
        self._wait = settings.getfloat("DEDUP_WAIT")
        self._against = settings.getlist("DEDUP_AGAINST")
        kinds = settings.getlist("DEDUP_KINDS") or None
        self._settings = FilterConfig.of(kinds, settings.get("DEDUP_WINDOW"))
        self._items = 0

    @classmethod
    def from_crawler(cls, crawler: "Crawler") -> Self:
        """As Scrapy makes it."""
        return cls(crawler)

    def open_spider(self, spider: object = None) -> None:
        """Open the archive.

        Raises:
            ArchiveError, ArchiveBusyError, OSError: if it cannot be opened.
        """
        self._owner = Owner(
            self._archive, self._settings, read_only=self._read_only, wait=self._wait, against=self._against
        )
        self._reader = RecordReader(self._owner.config.read, "item")

    async def close_spider(self, spider: object = None) -> None:
        """Let go of the archive."""
        self._owner.close()

    async def process_item(self, item: Any, spider: object = None) -> Any:
        """Pass the item on, marked or not.

        Raises:
            DropItem: if it is a duplicate, or known.
        """
        adapter = ItemAdapter(item)
        self._items += 1
        article = self._reader.record(adapter.asdict(), str(self._items))
        if isinstance(article, Rejected):
            self._count("unreadable")
            return item
        (verdict,) = await maybe_deferred_to_future(_deferred(self._owner.add([article])))
        self._count(verdict.status)
        if self._annotate:
            adapter["dedup"] = verdict.annotation()
        elif verdict.status != "first":
            self._count("dropped")
            raise DropItem(_reason(verdict))
        return item

    def _count(self, name: str) -> None:
        if self._stats is not None:
            self._stats.inc_value(f"dedup/{name}")


def _reason(verdict: Verdict) -> str:
    if verdict.status == "known":
        return f"{verdict.archive or 'the archive'} has it as {verdict.match!r}"
    held = f" in {verdict.archive}" if verdict.archive else ""
    return f"duplicate of {verdict.match!r}{held} ({verdict.kind}, score {verdict.score}, story {verdict.story})"


def _deferred(answer: "Future[list[Verdict]]") -> "Deferred[list[Verdict]]":
    """An answer that another thread gives, in the thread of the crawl."""
    from twisted.internet import reactor
    from twisted.internet.defer import Deferred

    found: Deferred[list[Verdict]] = Deferred()

    def pass_on(given: "Future[list[Verdict]]") -> None:
        error = given.exception()
        if error is not None:
            found.errback(error)
        else:
            found.callback(given.result())

    answer.add_done_callback(lambda given: reactor.callFromThread(pass_on, given))
    return found
