"""The archive as programs use it: opened, asked, added to.

with dedup.Archive.open("news.duckdb", write=True) as archive:
    for answer in archive.add([{"id": "1", "text": "…"}]):
        print(answer.status, answer.match)
    print(archive.check({"text": "…"}))
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.archive import ArchiveError, ArchiveStore, create, real_path
from dedup.config import Config
from dedup.messages import UnreadableRecordError as UnreadableRecordError  # noqa: PLC0414
from dedup.messages import count

if TYPE_CHECKING:
    import pyarrow as pa
    from datasketch import LeanMinHash, MinHash, MinHashLSH

    from dedup.ingest import RecordReader
    from dedup.jobs import Forgotten, Info
    from dedup.pipeline import Filter, FilterConfig, Stage, Verdict, Watch
    from dedup.queries import (
        Explanation,
        KeepRule,
        Kept,
        Matcher,
        OriginAnswer,
        OutletAnswer,
        Story,
        Translation,
        Unit,
    )

_BATCH: int = 64
"""Records read ahead when an iterable is filtered: a batch costs some 10 ms however small it is."""


class Archive(ArchiveStore):
    """An archive on disk. Use as a context manager; `Archive.open(path)` reads, `Archive.open(path, write=True)` adds.

    One process writes at a time; others may read meanwhile. An archive object is used by one thread at a time.
    """

    def __repr__(self) -> str:
        if self.closed:
            return f"<Archive {str(self.path)!r}, closed>"
        articles = count(self.one("SELECT count(*) FROM article"), "article")
        stories = count(self.one("SELECT count(DISTINCT story) FROM membership"), "story", "stories")
        return (
            f"<Archive {str(self.path)!r}: {articles}, {stories}; open for {'writing' if self.writable else 'reading'}>"
        )

    @cached_property
    def _filter(self) -> "Filter":
        from dedup.pipeline import Filter, FilterConfig

        kinds = [kind for kind in ("copy", "rewrite", "translation") if self._looks_for(kind)]
        return Filter(self, FilterConfig.of(kinds))

    @cached_property
    def _matcher(self) -> "Matcher":
        from dedup.queries import Matcher

        return Matcher(self)

    @cached_property
    def _reader(self) -> "RecordReader":
        # Made once: what it needs to know outlets and languages takes 50 ms to load.
        from dedup.ingest import RecordReader

        return RecordReader(self._filter.config.read, "record")

    def _looks_for(self, kind: str) -> bool:
        from dedup.config import KINDS

        return bool(self.settings["match"][KINDS[kind]])

    def check(self, article: Mapping[str, Any]) -> "Verdict":
        """Say whether `article`, a record with the fields that dumps have, is new or a duplicate; nothing is added.

        Every kind of match counts that the archive looks for, translations too, and the answer names it. `filter`
        drops records, so there only the kinds of its `FilterConfig` do: copies and rewrites, unless it says more.

        Raises:
            UnreadableRecordError: if the record holds no article.
        """
        from dedup.ingest import Rejected

        item = self._reader.record(article, "1")
        if isinstance(item, Rejected):
            raise UnreadableRecordError(item.reason)
        return self._filter.look([item])[0]

    def add(self, articles: Iterable[Mapping[str, Any]]) -> Iterator["Verdict"]:
        """Add records one batch after the other, and say of each whether it is new or a duplicate, as `check` does.

        Stories are joined at once; links and verdicts on origins follow with `dedup.refresh`.

        Raises:
            ArchiveError: if the archive was opened for reading.
            UnreadableRecordError: if a record holds no article; those before it are added.
            OSError: if it cannot be written; what was answered before is there.
        """
        from dedup.ingest import Article, Rejected

        self._need_right()
        count = 0
        for batch in batched(articles, _BATCH):
            items = [self._reader.record(record, f"{count + at}") for at, record in enumerate(batch, start=1)]
            count += len(batch)
            articles_of_it = takewhile(lambda item: isinstance(item, Article), items)
            yield from (verdict for verdict in self._filter.add(articles_of_it) if verdict is not None)
            if faulty := next((item for item in items if isinstance(item, Rejected)), None):
                raise UnreadableRecordError(f"record {faulty.position}: {faulty.reason}")

    def minhashes(self, unit: "Unit" = "article") -> Iterator[tuple[Hashable, "LeanMinHash"]]:
        """Yield datasketch's signature of every article by its id, or of every `passage` by id, start and end.

        Articles without a usable passage have none. See `dedup.queries.signatures` for how they compare with others.
        """
        from dedup.queries import minhashes

        return minhashes(self, unit)

    def to_datasketch(
        self,
        threshold: float,
        storage_config: Mapping[str, Any] | None = None,
        *,
        unit: "Unit" = "article",
        also: Iterable[tuple[Hashable, "MinHash | LeanMinHash"]] = (),
    ) -> "MinHashLSH":
        """Fill datasketch's `MinHashLSH` with the archive's signatures, and with those of `also`.

        `storage_config` is what `MinHashLSH` takes: Redis for instance. The default is this process's memory.

        Raises:
            ConfigError: if a signature of `also` is of another length, seed or scheme than the archive's.
        """
        from dedup.queries import fill_lsh

        return fill_lsh(self, threshold, storage_config, unit, also)

    def origin(self, article: str | Mapping[str, Any]) -> "OriginAnswer":
        """Say where an article has its story from: one of the archive by id or URL, or a record that it may not have.

        Nothing is added. See `dedup.origin_of_file` for the articles of a file.

        Raises:
            UnknownArticleError: if no article has this id or URL.
            UnreadableRecordError: if the record holds no article.
        """
        from dedup.ingest import Rejected, table_of
        from dedup.queries import find_origin, origin_of_article

        if isinstance(article, str):
            return find_origin(self, article)
        item = self._reader.record(article, "1")
        if isinstance(item, Rejected):
            raise UnreadableRecordError(item.reason)
        return origin_of_article(self, table_of([item]), self._matcher)

    def explain(self, a: str, b: str) -> "Explanation":
        """Show why two articles, given by id or URL, match or do not: aligned passages, links, evidence.

        Raises:
            UnknownArticleError: if no article has one of these ids or URLs.
        """
        from dedup.queries import explain_pair

        return explain_pair(self, a, b)

    def story(self, name: str) -> "Story":
        """Return the story with this id, or that of the article with this id or URL.

        Raises:
            UnknownArticleError: if there is neither.
        """
        from dedup.queries import story_of

        return story_of(self, name)

    def outlet(self, name: str) -> "OutletAnswer":
        """Say what an outlet does with stories: what is its own, whom it copies, how late, and who copies it.

        Raises:
            UnknownOutletError: if no article is of an outlet of this name.
        """
        from dedup.queries import find_outlet

        return find_outlet(self, name)

    def lexicon(self, lang: str, other: str) -> "Iterator[Translation]":
        """Yield the word translations between two languages that runs learned, the strongest first."""
        from dedup.queries import read_lexicon

        return read_lexicon(self, lang, other)

    def export(self, out: str | Path, formats: Sequence[str] = ("jsonl",), *, force: bool = False) -> None:
        """Write what the archive holds into the folder `out`, as `jsonl`, `csv`, `parquet`, `xlsx`, `report` and more.

        Raises:
            ConfigError: if there is no such format, or it needs a package that is not installed.
            OutputExistsError: if a file is there and `force` is not set, or if dedup did not write it.
            OSError: if `out` cannot be written; it is left as it was.
        """
        from dedup.jobs import export_again

        export_again(self, out, formats=formats, force=force)

    def kept(self, rule: "KeepRule | None" = None) -> "list[Kept]":
        """Return the articles to keep so that little text is lost, with the files and places that they were read
        from."""
        from dedup.queries import KeepRule, kept_articles

        return kept_articles(self, rule or KeepRule())

    def info(self) -> "Info":
        """Return what the archive is made of, and what it takes on disk."""
        from dedup.jobs import info

        return info(self)

    def compact(self) -> int:
        """Fold the log of additions into the archive's file; returns how many commits that were.

        Raises:
            ArchiveError: if the archive was opened for reading.
            OSError: if it cannot be written.
        """
        from dedup.jobs import compact_store

        self._need_right()
        folded = compact_store(self)
        self._written_anew()
        return folded

    def refresh(self, config: Config | None = None, watch: "Watch | None" = None) -> "list[Stage]":
        """Recompute the archive: as one run over all that was ever added to it; returns what each stage took.

        Raises:
            ArchiveError: if the archive was opened for reading, or was made with other settings than `config`.
            OSError, MemoryError: if it cannot be done; the archive is then as it was.
        """
        from dedup.jobs import refresh_store
        from dedup.pipeline import settings_of

        self._need_right()
        stages = refresh_store(self, settings_of(self, config), watch)
        self._written_anew()
        return stages

    def _need_right(self) -> None:
        if not self.writable:
            raise ArchiveError(f"{self.path}: opened for reading")

    def _written_anew(self) -> None:
        """Let go of what was made for the file that was there before."""
        self.__dict__.pop("_filter", None)
        self.__dict__.pop("_matcher", None)

    def forget(self, *names: str, older_than: str | None = None) -> "Forgotten":
        """Remove articles by id or URL, or all of an outlet, with whatever rests on them, from the disk as well.

        With `older_than` (`2025-05-06`, `30d`) only those that were published before; without names, of all articles.

        Raises:
            ArchiveError: if the archive was opened for reading.
            UnknownArticleError: if a name is none of these; nothing is removed then.
            ConfigError: if `older_than` is neither a date nor a span of time.
            OSError: if the archive cannot be written anew; it is then as it was, and to be opened again.
        """
        from dedup.jobs import find
        from dedup.jobs import forget_articles as forget

        found = forget(self, find(self, names, older_than))
        self._written_anew()
        return found

    def filter(
        self,
        records: Iterable[Mapping[str, Any]],
        settings: "FilterConfig | None" = None,
        *,
        annotate: bool = False,
        config: Config | None = None,
        against: Sequence[ArchiveStore] = (),
    ) -> Iterator[Mapping[str, Any]]:
        """Yield the records that are new, in order; with `annotate` all of them, with a field `dedup` more.

        They are added to the archive, unless that was opened for reading. Records without an article in them are
        passed on as they are. `config` says how fields are called, where that is not as usual. What an archive of
        `against` holds (a test set, another year's) is a duplicate too, and is not added.

        Raises:
            ArchiveError: if the archive was made with other settings than `config`, or does not look for a kind of
                match that `settings` name.
            OSError: if it cannot be written; what was passed on before is there.
        """
        from dedup.ingest import RecordReader
        from dedup.pipeline import Filter, FilterConfig

        filter_ = Filter(self, settings or FilterConfig(), config, against=against)
        reader = RecordReader(filter_.config.read, "record")
        count = 0
        for batch in batched(records, _BATCH):
            items = [reader.record(record, f"{count + at}") for at, record in enumerate(batch, start=1)]
            count += len(batch)
            waiting = iter(batch)
            for _, verdict in filter_.stream(items):
                record = next(waiting)
                if verdict is not None and annotate:
                    yield {**record, "dedup": verdict.annotation()}
                elif verdict is None or annotate or verdict.status == "first":
                    yield record

    def table(self, name: str) -> "pa.Table":
        """Return what the archive knows, as the files of a run have it: `articles`, `matches`, `borrowed`, `stories`,
        `links` (whose evidence is JSON) or `rejected`. Dates are timestamps in UTC; `published_precision` says how much
        of one is known. For pandas `.to_pandas()`, for polars `polars.from_arrow(...)`.

        Raises:
            ValueError: if there is no such table.
        """
        from dedup.export import dated_table

        return dated_table(self, name)


@contextmanager
def opened_beside(paths: Iterable[str | Path]) -> Iterator[list[Archive]]:
    """Give further archives, which are only read, for as long as the context lasts.

    Raises:
        ArchiveError, ArchiveBusyError, OSError: as `Archive.open`.
    """
    with ExitStack() as opening:
        yield [opening.enter_context(Archive.open(one)) for one in paths]


@contextmanager
def opened(
    path: str | Path, *, read_only: bool = False, config: Config | None = None, wait: float = 0.0
) -> Iterator[Archive]:
    """Give the archive at `path` for as long as the context lasts. Unless it is `read_only` it may be added to, and is
    made if there is none.

    Raises:
        ArchiveError, ArchiveBusyError, OSError: as `Archive.open`.
    """
    path = real_path(path)
    if not read_only and not path.exists():
        create(path, config or Config(), wait)
    with Archive.open(path, write=not read_only, wait=wait) as archive:
        yield archive


def filter_records(
    records: Iterable[Mapping[str, Any]],
    archive: str | Path,
    settings: "FilterConfig | None" = None,
    *,
    annotate: bool = False,
    read_only: bool = False,
    config: Config | None = None,
    wait: float = 0.0,
    against: Sequence[str | Path] = (),
) -> Iterator[Mapping[str, Any]]:
    """Yield the records that are new to the archive at a path, in order; with `annotate` all of them, marked.

    The archive is made if there is none, and closed at the end. Each record is compared with the archive and with those
    before it, and is added, unless `read_only` is set. A record without an article in it is passed on as it is. What
    one of the archives `against` holds is a duplicate as well; these are only read.

    Raises:
        ArchiveError, ArchiveBusyError, OSError: as `Archive.open` and `Archive.filter`.
    """
    reading = opened(archive, read_only=read_only, config=config, wait=wait)
    with opened_beside(against) as others, reading as held:
        yield from held.filter(records, settings, annotate=annotate, config=config, against=others)


def batched(records: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[Mapping[str, Any]]]:
    """Yield up to `size` records at a time."""
    waiting = iter(records)
    while batch := list(islice(waiting, size)):
        yield batch
