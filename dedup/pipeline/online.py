"""Says of each article of a stream whether it is new, a duplicate or known, in an archive or earlier in the stream.

Each batch is compared (`dedup.pipeline.online_matching`), answered, and then committed, so that what was answered is
there for all that comes later. Stories are joined at once; links are computed by `dedup refresh`.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal, TypeVar

import pyarrow as pa

from dedup.archive import ArchiveStore
from dedup.config import KINDS, Config, check_kinds, span_of
from dedup.ingest import Article, Rejected, outlet_marks, table_of, url_key
from dedup.pipeline.archive_index import open_lookup
from dedup.pipeline.context import Watch, settings_of
from dedup.pipeline.online_matching import Match, OnlineMatcher
from dedup.pipeline.plans import ONLINE, PROBE, Plan
from dedup.pipeline.stages.revisions import begin_known, resolve_revisions
from dedup.schema import ARTICLE
from dedup.stories import story_name

_Item = TypeVar("_Item", bound=Article | Rejected)
Status = Literal["first", "duplicate", "known"]


@dataclass(frozen=True)
class Verdict:
    """The answer for one article."""

    id: str
    status: Status
    """`first`: new. `duplicate`: `match` reports the same. `known`: it is `match` itself, fetched again."""
    story: str | None = None
    kind: str | None = None
    """How it duplicates `match`: copy, rewrite, translation."""
    match: str | None = None
    """The id of the earlier article: of several the best match."""
    score: float | None = None
    coverage: float | None = None
    """The share of the article that `match` covers."""
    archive: str | None = None
    """The reference archive that holds `match`, where it is not the one that was asked."""

    def annotation(self) -> dict[str, Any]:
        """Return what is added to a record: all but its own id, and the archive only where it is another."""
        return {
            name: value
            for name, value in asdict(self).items()
            if name != "id" and (name != "archive" or value is not None)
        }


_USUAL: Final = frozenset(("copy", "rewrite"))


@dataclass(frozen=True)
class FilterConfig:
    """What counts as a duplicate."""

    kinds: frozenset[str] | None = None
    """Kinds of match that count; None for copies and rewrites, as far as the archive looks for them. Translations are
    another language's readers' news; whoever does not want them asks for them to count."""

    window: datetime.timedelta | None = None
    """How far apart two articles may be published, where both dates are known. None for no limit."""

    @classmethod
    def of(cls, kinds: Sequence[str] | None = None, window: str | None = None) -> "FilterConfig":
        """Parse the kinds of match and the window: `["copy"]`, `"30d"`.

        >>> FilterConfig.of(["copy"], "2w").window.days
        14

        Raises:
            ConfigError: if there is no such kind, or the window is no span of time.
        """
        if kinds is not None:
            check_kinds(kinds)
        return cls(frozenset(kinds) if kinds is not None else None, span_of(window) if window is not None else None)


class Filter:
    """Asks an archive about articles batch by batch, and adds them to it unless it was opened for reading.

    An archive opened for reading is not added to, so articles are compared with it alone, and not with each other.
    """

    def __init__(
        self,
        archive: ArchiveStore,
        settings: FilterConfig,
        config: Config | None = None,
        watch: Watch | None = None,
        *,
        against: Sequence[ArchiveStore] = (),
    ) -> None:
        """`watch` is called while keys are made, which an archive needs once. `against` are archives that are asked
        before this one, in their order: what stands in one of them is a duplicate, and is not added here. Each is
        compared with by its own settings.

        Raises:
        ArchiveError: if the archive was made with other settings than `config`, or does not look for a kind asked for.
        """
        self.config = settings_of(archive, config)
        looked_for = [kind for kind, plural in KINDS.items() if getattr(self.config.match, plural)]
        asked = settings.kinds
        if asked is None:
            asked = frozenset(_USUAL.intersection(looked_for) or looked_for)
        for kind in sorted(asked.difference(looked_for)):
            raise archive.refusal(f"does not look for {KINDS[kind]}")
        self._kinds, self._window = asked, settings.window
        self._watch = watch
        # A reference that looks for less would pass on what it holds.
        self._references = [Filter(one, replace(settings, kinds=asked), watch=watch) for one in against]
        self._open(archive)

    def _open(self, archive: ArchiveStore) -> None:
        self.archive = archive
        # What does not count as a duplicate need not be looked for.
        match = replace(self.config.match, translations="translation" in self._kinds)
        lookup = open_lookup(archive, self.config, self._watch)
        self._matcher = OnlineMatcher(lookup, replace(self.config, match=match))
        begin_known(archive)

    def look(self, articles: Sequence[Article]) -> list[Verdict]:
        """Answer each of `articles` by itself; nothing is added, and none is compared with another."""
        return self._answered(articles, PROBE).verdicts

    def answer(self, articles: Sequence[Article]) -> "Answered":
        """Answer `articles`, of which none may be another fetch of one before it (`runs`); pass the answers on, and
        then `commit` them."""
        return self._answered(articles, ONLINE if self.archive.writable else PROBE)

    def _answered(self, articles: Sequence[Article], plan: Plan) -> "Answered":
        """Ask the references, and this archive about what none of them has."""
        found: list[Verdict | None] = [None] * len(articles)
        for one in self._references:
            left = [place for place, verdict in enumerate(found) if verdict is None]
            for place, verdict in zip(left, one.look([articles[place] for place in left]), strict=True):
                if verdict.status != "first":
                    found[place] = replace(verdict, archive=str(one.archive.path))
        left = [place for place, verdict in enumerate(found) if verdict is None]
        if articles and not left:
            return Answered([verdict for verdict in found if verdict is not None], {})
        own = self._judge([articles[place] for place in left], plan)
        verdicts = iter(own.verdicts)
        return Answered([verdict or next(verdicts) for verdict in found], own.tables)

    def stream(
        self, items: Iterable[_Item], passed_on: Callable[[], None] | None = None
    ) -> Iterator[tuple[_Item, Verdict | None]]:
        """Yield each of `items` with its answer, None for what is no article.

        An article is passed on first, then remembered: a crash between the two passes something on twice, and loses
        nothing. This calls `passed_on` in between, where a caller that buffers its output
        writes it.
        """
        for run in runs(items, self.archive.same_outlet):
            answered = self.answer([item for item in run if isinstance(item, Article)])
            verdicts = iter(answered.verdicts)
            for item in run:
                yield item, next(verdicts) if isinstance(item, Article) else None
            if passed_on is not None:
                passed_on()
            self.commit(answered)

    def add(self, items: Iterable[Article | Rejected]) -> Iterator[Verdict | None]:
        """Yield the answer for each of `items`, None for no article. Each is in the archive before it is answered."""
        for run in runs(items, self.archive.same_outlet):
            answered = self.answer([item for item in run if isinstance(item, Article)])
            self.commit(answered)
            verdicts = iter(answered.verdicts)
            yield from (next(verdicts) if isinstance(item, Article) else None for item in run)

    def _judge(self, articles: Sequence[Article], plan: Plan) -> "Answered":
        """Whether each article is `first`, `duplicate` or `known`.

        Two matches count. The best of any kind gives the story that the article joins; the best of the kinds that the
        caller asked for makes it a duplicate. So an article can be `first` and join a story.
        """
        archive = self.archive
        if not archive.writable and archive.reload():
            begin_known(archive)
        resolved = resolve_revisions(archive, table_of(articles), ARTICLE.empty_table(), note=plan.keep)
        new = resolved.articles
        found = self._matcher.match(new, plan, self._window)
        best = [next((one for one in matches if one.same_statement), None) for matches in found.matches]
        stories = StoriesJoined(archive, [one.number for one in best if one is not None])
        verdicts: dict[int, Verdict] = {}
        numbers, ids = new["article"].to_pylist(), new["id"].to_pylist()
        for at, number, name, matches, one in zip(resolved.stay, numbers, ids, found.matches, best, strict=True):
            story = None
            if one is not None and plan.keep:
                story = stories.join(number, name, one.number, one.article)
            elif one is not None:
                story = stories.would_join(name, one.number, one.article)
            counting = (match for match in matches if match.same_statement and match.kind in self._kinds)
            verdicts[at] = _verdict(name, next(counting, None), story)
        known = stories.of_ids(resolved.met.values())
        for at, other in resolved.met.items():
            verdicts[at] = Verdict(articles[at].id, "known", known.get(other), match=other)
        tables = resolved.tables | (stories.tables() | found.tables if new.num_rows else {})
        return Answered([verdicts[place] for place in range(len(articles))], tables if plan.keep else {})

    def commit(self, answered: "Answered") -> None:
        """Add to the archive what was answered.

        Raises:
            OSError: if it cannot be written; the archive is then as it was.
        """
        if not self.archive.writable or not answered.tables:
            return
        self.archive.commit(answered.tables)
        if self.archive.added() >= self.config.archive.log_articles:
            self.compact()

    def compact(self) -> None:
        """Fold what the log holds into the archive's file."""
        self._matcher.lookup.compact()
        self._open(self.archive)


@dataclass(frozen=True)
class Answered:
    """The answers for a batch of articles, and what is to be committed once they have been passed on."""

    verdicts: list[Verdict]
    tables: dict[str, pa.Table]


def runs(items: Iterable[_Item], same_outlet: str) -> Iterator[list[_Item]]:
    """Cut articles, with what else is among them, where one is another fetch of one before it (`same_outlet` is that of
    the archive): so that this is in the archive by then, and its answer does not depend on how batches fall."""
    run: list[_Item] = []
    seen: set[str] = set()
    for item in items:
        if isinstance(item, Article):
            names = {f"id {item.id}", *([f"page {page}"] if (page := url_key(item.url)) else [])}
            if same_outlet == "revision":
                shared = outlet_marks(item.outlet, item.title, item.published, item.published_precision)
                names |= {f"outlet {mark}" for mark in shared}
            if names & seen:
                yield run
                run, seen = [], set()
            seen |= names
        run.append(item)
    if run:
        yield run


def _verdict(name: str, match: Match | None, story: str | None) -> Verdict:
    if match is None:
        return Verdict(name, "first", story)
    return Verdict(name, "duplicate", story, match.kind, match.article, match.score, match.coverage)


class StoriesJoined:
    """The stories of an archive that articles of a batch join, and those that they begin."""

    def __init__(self, archive: ArchiveStore, articles: Sequence[int]) -> None:
        """`articles` are the numbers of those whose stories may be joined."""
        self._archive = archive
        listed = ", ".join(map(str, sorted(set(articles))))
        query = f"SELECT article, story, name FROM membership JOIN story USING (story) WHERE article IN ({listed})"
        rows = archive.records(query) if listed else []
        self._stories: dict[int, tuple[int, str]] = {row["article"]: (row["story"], row["name"]) for row in rows}
        self._members: list[dict[str, int]] = []
        self._begun: list[dict[str, object]] = []

    def join(self, article: int, name: str, earlier: int, earlier_name: str) -> str:
        """Put `article`, whose id is `name`, into the story of an `earlier` one; returns the story's name."""
        if earlier not in self._stories:
            self._stories[earlier] = earlier, self.would_join(name, earlier, earlier_name)
            self._begun.append({"story": earlier, "name": self._stories[earlier][1]})
            self._members.append({"article": earlier, "story": earlier})
        self._stories[article] = self._stories[earlier]
        self._members.append({"article": article, "story": self._stories[earlier][0]})
        return self._stories[article][1]

    def would_join(self, name: str, earlier: int, earlier_name: str) -> str:
        """Return the name of the story that an article would join; it does not."""
        if earlier in self._stories:
            return self._stories[earlier][1]
        return story_name((name, earlier_name))

    def of_ids(self, names: Collection[str]) -> dict[str, str]:
        """Return the stories of articles of the archive, by their ids; those of none are left out."""
        if not names:
            return {}
        rows = self._archive.records(
            "SELECT id, name FROM article JOIN membership USING (article) JOIN story USING (story) "
            "WHERE id IN (SELECT unnest($1::VARCHAR[]))",
            [sorted(set(names))],
        )
        return {row["id"]: row["name"] for row in rows}

    def tables(self) -> dict[str, pa.Table]:
        """Return what is to be committed."""
        members = pa.schema([("article", pa.int64()), ("story", pa.int64())])
        begun = pa.schema([("story", pa.int64()), ("name", pa.string())])
        return {
            name: pa.Table.from_pylist(rows, schema=schema)
            for name, rows, schema in (("membership", self._members, members), ("story", self._begun, begun))
            if rows
        }
