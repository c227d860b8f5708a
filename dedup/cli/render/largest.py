"""The largest stories of an archive, a line each: what a run found, by name."""

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult

from dedup.archive import ArchiveStore
from dedup.export import from_whom_sql
from dedup.messages import line
from dedup.queries import first_words
from dedup.queries.printed import Row, origin_in_words, size_of

_LARGEST = """
    SELECT arg_min(article.article, (coalesce(published, 'infinity'::TIMESTAMPTZ), article.article)) AS number,
        arg_min(id, (coalesce(published, 'infinity'::TIMESTAMPTZ), article.article)) AS first,
        arg_min(title, (coalesce(published, 'infinity'::TIMESTAMPTZ), article.article)) AS title,
        count(*) AS articles, count(DISTINCT outlet) AS outlets, story
    FROM membership JOIN article USING (article) GROUP BY story ORDER BY articles DESC, first LIMIT ?
"""
_ORIGINS = f"""
    SELECT story, verdict, confidence, {from_whom_sql("origin", "article.outlet")} AS origin
    FROM origin LEFT JOIN article ON article.id = origin.article WHERE story IN (SELECT unnest($stories::BIGINT[]))
"""  # noqa: S608 - a constant of this file


@dataclass(frozen=True)
class Largest:
    """One of the largest stories."""

    first: str
    """The id of its earliest article."""

    title: str | None
    """Its title, or how it begins where it has none."""

    articles: int
    outlets: int
    origin: str
    """Where it comes from, in words; empty where nothing was worked out."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Row(
            f"{size_of(self.articles, self.outlets):>24}",
            (line(self.title or "no title"), "bold"),
            self.origin,
            (line(self.first), "dim"),
        )


def largest_stories(archive: ArchiveStore, most: int) -> list[Largest]:
    """Return up to `most` stories with the most articles."""
    rows = archive.rows(_LARGEST, [most]).to_pylist()
    untitled = first_words(archive, [row["number"] for row in rows if not row["title"]])
    traced = archive.rows(_ORIGINS, {"stories": [row["story"] for row in rows]}).to_pylist()
    origins = {row.pop("story"): origin_in_words(**row) for row in traced}
    return [
        Largest(
            row["first"],
            row["title"] or untitled.get(row["number"]),
            row["articles"],
            row["outlets"],
            origins.get(row["story"], ""),
        )
        for row in rows
    ]
