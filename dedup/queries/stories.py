"""Lists and searches the stories of an archive: by words, outlet, language, kind and dates."""

from dataclasses import dataclass
from typing import Final

from dedup.archive import ArchiveStore
from dedup.config import ConfigError, check_kinds, edge_of
from dedup.export import FILES, first_words, from_whom_sql

ORDERS: Final = ("largest", "newest", "oldest", "outlets")


@dataclass(frozen=True)
class StoryFound:
    """A story of a list: fields as in stories.jsonl, with the title of its first article."""

    id: str
    title: str | None
    articles: int
    outlets: tuple[str, ...]
    languages: tuple[str, ...]
    independent: int
    first_seen: str | None
    last_seen: str | None
    verdict: str
    origin: str | None
    """The outlet of the article that is its origin, or its id, or the named source outside the archive."""

    confidence: float
    first: str
    """The id of its first article."""

    beginning: str | None
    """The first words of its first article where that has no title: a name to know the story by."""


_SQL: Final = f"""
    WITH stories AS ({FILES["stories.jsonl"]}),
    members AS (
        SELECT story.name AS id, article.id AS article, outlet, lower(concat_ws(' ', title, outlet)) AS words,
            body.lang AS lang, published
        FROM membership JOIN story USING (story) JOIN article USING (article) JOIN body USING (article)
    ),
    pairs AS (
        SELECT DISTINCT name AS id, kind FROM match JOIN membership ON membership.article = match.a
        JOIN story USING (story) WHERE same_statement
    )
    SELECT s.id, first.title AS title, len(s.articles) AS articles,
        list_filter(s.outlets, lambda o: o IS NOT NULL) AS outlets,
        list_filter(s.languages, lambda l: l IS NOT NULL) AS languages, independent, first_seen, last_seen,
        s.origin.verdict AS verdict,
        {from_whom_sql("s.origin", "source_article.outlet")} AS origin,
        s.origin.confidence AS confidence, first.id AS first, first.article AS number
    FROM stories s
    JOIN article first ON first.id = s.articles[1]
    LEFT JOIN article source_article ON source_article.id = s.origin.article
    WHERE CONDITIONS ORDER BY ORDER_BY LIMIT $most
"""
_ORDER_SQL: Final = {
    "largest": "articles DESC, s.id",
    "newest": "last_seen DESC NULLS LAST, s.id",
    "oldest": "first_seen NULLS LAST, s.id",
    "outlets": "len(s.outlets) DESC, articles DESC, s.id",
}


def list_stories(
    archive: ArchiveStore,
    words: str = "",
    *,
    outlet: str | None = None,
    lang: str | None = None,
    kind: str | None = None,
    since: str | None = None,
    until: str | None = None,
    order: str = "largest",
    most: int = 20,
) -> list[StoryFound]:
    """Return the stories that have all that is asked for, at most `most` of them.

    `words` must each stand in the title or the outlet of one of the story's articles; letter case does not count.
    `outlet`, `lang` and `kind` (copy, rewrite, translation) must be among those of the story. `since` and `until` are
    dates (2025, 2025-05, 2025-05-06) within which an article of it was published, both included.

    Raises:
        ConfigError: if there is no such kind or order, or a date is none.
    """
    if order not in ORDERS:
        raise ConfigError(f"no such order: {order!r}; there are {', '.join(ORDERS)}")
    if kind is not None:
        check_kinds([kind])
    asked: dict[str, object] = {"most": most}
    conditions = ["true"]
    for place, word in enumerate(words.split()[:20]):
        asked[f"word{place}"] = word
        conditions.append(f"s.id IN (SELECT id FROM members WHERE contains(words, lower($word{place})))")
    for name, value in (("outlet", outlet), ("lang", lang)):
        if value is not None:
            asked[name] = value
            conditions.append(f"s.id IN (SELECT id FROM members WHERE lower({name}) = lower(${name}))")
    if kind is not None:
        asked["kind"] = kind
        conditions.append("s.id IN (SELECT id FROM pairs WHERE kind = $kind)")
    within = []
    for name, value, edge in (("since", since, ">="), ("until", until, "<")):
        if value is not None:
            asked[name] = edge_of(name, value, after=name == "until")
            within.append(f"published {edge} ${name}::TIMESTAMPTZ")
    if within:
        conditions.append(f"s.id IN (SELECT id FROM members WHERE {' AND '.join(within)})")
    rows = archive.records(
        _SQL.replace("CONDITIONS", " AND ".join(conditions)).replace("ORDER_BY", _ORDER_SQL[order]), asked
    )
    untitled = first_words(archive, [row["number"] for row in rows if not row["title"]])
    return [
        StoryFound(
            **row | {name: tuple(row[name]) for name in ("outlets", "languages")} | {"beginning": untitled.get(number)}
        )
        for row in rows
        for number in [row.pop("number")]
    ]
