"""What the archive knows of one story: its articles, their links as trees, its origin. It says what the files say."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from dedup.archive import ArchiveStore, MemoryArchive
from dedup.export import first_words, readable, rows_of, story_html
from dedup.messages import UnknownArticleError
from dedup.pipeline import story_tables
from dedup.provenance import Link, Origin, Sources, StoryTrace, TreeNode, grow_trees, story_inputs, trace, trace_tables
from dedup.queries.find import Listed, find_article


def retrace(archive: ArchiveStore | MemoryArchive, story: int, articles: Sequence[int]) -> StoryTrace:
    """Trace the story with this number, of these articles, given by number."""
    config = archive.config.provenance
    members = f"(SELECT unnest({list(articles)}::BIGINT[]) AS article, {story}::BIGINT AS story)"
    inputs = story_inputs(*story_tables(archive.rows, members, config))
    (found,) = trace(inputs, config, sources=Sources.load(config.sources))
    return found


@dataclass(frozen=True)
class Member(Listed):
    """An article of a story, and where its date was found."""

    published_from: str | None
    role: str
    parent: str | None
    beginning: str | None = None
    """The first words of an article that has no title: a name to know it by."""


@dataclass(frozen=True)
class Story:
    """A story, or an article that stands alone. Fields as in stories.jsonl, with articles and links as they are."""

    id: str | None
    """None for an article that stands alone."""

    articles: tuple[Member, ...]
    """By time, those without a date last."""

    links: tuple[Link, ...]
    """By child; at most one for each article."""

    origin: Origin
    outlets: tuple[str, ...]
    independent: int
    """Number of articles that seem to have taken it from none of the others."""

    languages: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    comparable: bool = True
    """False of an article that stands alone, credits nobody, and has too little text to share any with another."""

    @cached_property
    def by_id(self) -> dict[str, Member]:
        """The articles by their ids."""
        return {article.id: article for article in self.articles}

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, story_page

        return as_text(story_page(self))

    def __repr__(self) -> str:
        from dedup.queries.printed import story_line

        return f"<Story {story_line(self)}>"

    def _repr_html_(self) -> str:
        return story_html(asdict(self))

    @cached_property
    def link_of(self) -> dict[str, Link]:
        """The link of each article that has one, by its id."""
        return {link.child: link for link in self.links}


def story_of(archive: ArchiveStore, name: str) -> Story:
    """Return the story with the id `name`, or the one that the article with the id or URL `name` belongs to.

    Raises:
        UnknownArticleError: if there is neither.
    """
    # A story that became part of another is still found by its own name.
    found = archive.records(
        """
        WITH RECURSIVE known AS (
            SELECT $1 AS name UNION SELECT renamed.name FROM renamed JOIN known ON old = known.name
        )
        SELECT min(article) AS article FROM known JOIN story USING (name) JOIN membership USING (story) GROUP BY story
        """,
        [name],
    )
    try:
        return read_story(archive, int(found[0]["article"]) if found else find_article(archive, name, near=True))
    except UnknownArticleError as error:
        raise UnknownArticleError(str(error).replace("no article has", "no story or article has", 1)) from error


def read_story(archive: ArchiveStore | MemoryArchive, article: int) -> Story:
    """Return the story of the article with this number."""
    own = "SELECT story FROM membership WHERE article = ?"
    within = archive.records(f"FROM membership WHERE story = ({own}) ORDER BY article", [article])
    alone = not within
    numbers = [row["article"] for row in within] or [article]
    members = read_members(archive, numbers)
    # An article that stands alone has the verdict of a story of its own number.
    origin, independent, traced = _origin(archive, article if alone else within[0]["story"], numbers, alone)
    links = tuple(
        Link(**row | {"via": tuple(row["via"]), "evidence": tuple(row["evidence"])})
        for row in rows_of(archive, "links.jsonl", numbers)
    )
    if alone:
        (only,) = members.values()
        links = links or traced
        # Whom it credits says something of a text of any length; that nothing was found, only where something could be.
        words = archive.one("SELECT words FROM body WHERE article = ?", [article])
        comparable = bool(links) or words >= archive.config.match.least_block_words
        return Story(
            id=None,
            articles=(only,),
            links=links,
            origin=origin if comparable else Origin(None, None, "undetermined", 0.0),
            outlets=(only.outlet,) if only.outlet else (),
            independent=independent,
            languages=(only.lang,) if only.lang else (),
            first_seen=only.published,
            last_seen=only.published,
            comparable=comparable,
        )
    (row,) = rows_of(archive, "stories.jsonl", numbers)
    return Story(
        id=row["id"],
        articles=tuple(members[name] for name in row["articles"]),
        links=links,
        origin=origin,
        outlets=tuple(name for name in row["outlets"] if name),
        independent=row["independent"],
        languages=tuple(lang for lang in row["languages"] if lang),
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
    )


def read_members(archive: ArchiveStore | MemoryArchive, numbers: list[int]) -> dict[str, Member]:
    """Return the articles with these numbers, by their ids."""
    if not numbers:
        return {}
    dated = archive.records(
        "SELECT id, published_from, article FROM article WHERE article IN (SELECT unnest($asked::BIGINT[]))",
        {"asked": numbers},
    )
    found_in = {row["id"]: row["published_from"] for row in dated}
    number_of = {row["id"]: row["article"] for row in dated}
    members: dict[str, Member] = {}
    rows = rows_of(archive, "articles.jsonl", numbers)
    untitled = {row["id"] for row in rows if not row["title"]}
    beginnings = first_words(archive, [number_of[name] for name in untitled])
    for row in rows:
        row["published_from"] = found_in[row["id"]]
        row["beginning"] = beginnings.get(number_of[row["id"]])
        members[row["id"]] = Member(**{name: row[name] for name in Member.__dataclass_fields__})
    return members


def _origin(
    archive: ArchiveStore | MemoryArchive, story: int, numbers: list[int], alone: bool
) -> tuple[Origin, int, tuple[Link, ...]]:
    """The verdict that the archive has; of an article that stands alone and names nobody it has none yet."""
    found = archive.records("FROM origin WHERE story = ?", [story])
    links: tuple[Link, ...] = ()
    if not found and alone:
        traced = retrace(archive, story, numbers)
        found, links = trace_tables([traced])[1].to_pylist(), traced.links
    if not found:
        return Origin(None, None, "undetermined", 0.0), len(numbers), ()
    row = readable(found[0])
    verdict = Origin(row["article"], row["source"], row["verdict"], row["confidence"], tuple(row["evidence"]))
    return verdict, row["independent"], links


Node = TreeNode[Member, Link]
"""An article of a story, or a named source, with those below it."""


def trees(story: Story) -> list[Node]:
    """Return the roots of a story, each above those who took it from there; all in the order of the story's
    articles."""
    articles = ((article.id, article) for article in story.articles)
    return grow_trees(articles, story.link_of, lambda link: (link.parent, link.source))


def nearest(story: Story, roots: list[Node], article: str, most: int) -> frozenset[str]:
    """Return the ids of about `most` articles that stand nearest to `article`: all above it, those below it, then the
    others.

    Whoever is named is named with all above it.
    """
    kept: dict[str, None] = {}
    at: str | None = article
    while at is not None and at in story.by_id:
        kept[at] = None
        at = link.parent if (link := story.link_of.get(at)) else None
    asked = [node for node in _breadth_first(roots) if node.article is not None and node.article.id == article]
    for node in (*_breadth_first(asked), *_breadth_first(roots)):
        if len(kept) >= most:
            break
        if node.article is not None:
            kept[node.article.id] = None
    return frozenset(kept)


def _breadth_first(roots: list[Node]) -> Iterator[Node]:
    waiting = deque(roots)
    while waiting:
        node = waiting.popleft()
        yield node
        waiting += node.children
