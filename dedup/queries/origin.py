"""Where an article has its story from: did its outlet originate it, or whom did it take it from?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from dedup.archive import ArchiveStore, MemoryArchive
from dedup.config import SURE_LINK
from dedup.export import origin_html
from dedup.provenance import Link, Sources, came_by
from dedup.queries.find import find_article
from dedup.queries.story import Member, Story, read_story

Answer = Literal["originated", "earliest_here", "taken", "outside", "undetermined"]


@dataclass(frozen=True)
class OriginAnswer:
    """Where one article has its story from, and all that the archive knows of that."""

    article: Member
    answer: Answer
    """`originated`: this article reported it first, by evidence. `earliest_here`: it is the first in the
    archive. `taken`: from the article `parent`. `outside`: from `source`, not in the archive. `undetermined`."""

    confidence: float
    parent: str | None
    """The id of the article that it was taken from; with the answer `outside`, of one that it may have come through."""

    source: str | None
    """The named source outside the archive that its chain ends at."""

    credits: str | None
    """The source outside the archive that the article itself names, whether it took the story from there or not."""

    via: tuple[str, ...]
    """Named sources between this article and its parent or source, nearest first."""

    teller: str
    """The independent source: see `independent_source`. JSON has it under this name."""

    owner: str
    """Who that source belongs to, where the table of sources knows it. Sources of one owner count as one."""

    chain: tuple[Link, ...]
    """The links from this article to where its chain begins, nearest first."""

    story: Story
    comparable: bool
    """False if its text is too short to be compared: then nothing could be found that it shares with any other."""

    in_archive: bool = True

    @property
    def independent_source(self) -> str:
        """The source that its chain ends at, else the outlet of the first article, else that article's id."""
        return self.teller

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, origin_page

        return as_text(origin_page(self))

    def __repr__(self) -> str:
        from dedup.queries.printed import answer_line

        return f"<OriginAnswer {answer_line(self)}>"

    def _repr_html_(self) -> str:
        return origin_html(asdict(self))


@dataclass(frozen=True)
class Tally:
    """What several answers come to."""

    articles: int
    stories: int
    """An article that stands alone counts as a story of its own."""

    independent: int
    """Number of sources that their chains come down to; those of one owner count as one."""

    tellers: tuple[str, ...]
    """The independent sources: see `independent_sources`."""

    @property
    def independent_sources(self) -> tuple[str, ...]:
        """The names of those sources, in order."""
        return self.tellers

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, tally_page

        return as_text(tally_page(self))


def find_origin(archive: ArchiveStore, name: str, *, near: bool = True) -> OriginAnswer:
    """Return where the article with the id or URL `name` has its story from; `near` as `find_article` has it.

    Raises:
        UnknownArticleError: if the archive has no such article.
    """
    return answer_of(archive, find_article(archive, name, near=near))


def answer_of(archive: ArchiveStore | MemoryArchive, article: int) -> OriginAnswer:
    """Return the answer of `find_origin` for the article with this number."""
    (row,) = archive.records("SELECT id FROM article WHERE article = ?", [article])
    story = read_story(archive, article)
    config, asked = archive.config, story.by_id[row["id"]]
    chain = _chain(story, asked.id)
    answer, confidence = _answer(story, asked.id) if story.comparable else ("undetermined", 0.0)
    root = story.by_id[(chain[-1].parent if chain else None) or (chain[-1].child if chain else asked.id)]
    source = chain[-1].source if chain and chain[-1].parent is None else None
    unsure_way = answer == "outside" and bool(chain) and chain[0].parent is not None
    if story.origin.verdict == "outside" and (source is None or unsure_way):
        source = story.origin.source
    independent_source = source or root.outlet or root.id
    sources = Sources.load(config.provenance.sources)
    return OriginAnswer(
        article=asked,
        answer=answer,
        confidence=confidence,
        parent=chain[0].parent if chain else None,
        source=source,
        credits=chain[0].source if chain else None,
        via=chain[0].via if chain and not unsure_way else (),
        teller=independent_source,
        owner=sources.owner(sources.resolve(independent_source)[1]),
        chain=chain,
        story=story,
        comparable=story.comparable,
    )


def tally(answers: Sequence[OriginAnswer]) -> Tally:
    """Count the stories of these articles, and the independent sources that those come from."""
    source_of = {
        answer.owner: answer.independent_source
        for answer in sorted(answers, key=lambda answer: answer.independent_source, reverse=True)
    }
    stories = {answer.story.id or answer.article.id for answer in answers}
    articles = {answer.article.id for answer in answers}
    return Tally(len(articles), len(stories), len(source_of), tuple(sorted(source_of.values())))


def _chain(story: Story, article: str) -> tuple[Link, ...]:
    links: list[Link] = []
    at: str | None = article
    while at is not None and (link := story.link_of.get(at)) is not None:
        links.append(link)
        at = link.parent
    return tuple(links)


def _answer(story: Story, article: str) -> tuple[Answer, float]:
    """What is said of one article, with the figure of the link or verdict that says it: one claim has one figure."""
    link, verdict = story.link_of.get(article), story.origin
    way = came_by(article, link, verdict, SURE_LINK)
    if way == "first":
        return ("originated" if verdict.verdict == "originated" else "earliest_here"), verdict.confidence
    if link is not None and way == "taken":
        return "taken", link.confidence
    if link is not None and link.parent is None:
        return ("outside" if way == "from_source" else "undetermined"), link.confidence
    if verdict.verdict == "outside":
        # Which way it took may be unsure; where the story is from is not.
        return "outside", verdict.confidence
    if link is None:
        return "undetermined", 0.0
    if verdict.verdict in ("originated", "earliest_here"):
        # Where another article is the first, this one was taken from somebody, though from whom is not sure.
        return ("taken" if verdict.confidence >= SURE_LINK else "undetermined"), verdict.confidence
    return "undetermined", link.confidence
