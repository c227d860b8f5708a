"""The largest stories of an archive, a line each: what a run found, by name."""

from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderResult

from dedup.archive import Tables
from dedup.messages import count, line
from dedup.queries.printed import Row

_LARGEST = """
    SELECT arg_min(id, (coalesce(published, 'infinity'::TIMESTAMPTZ), article.article)) AS first,
        arg_min(title, (coalesce(published, 'infinity'::TIMESTAMPTZ), article.article)) AS title,
        count(*) AS articles, count(DISTINCT outlet) AS outlets
    FROM membership JOIN article USING (article) GROUP BY story ORDER BY articles DESC, first LIMIT ?
"""


@dataclass(frozen=True)
class Largest:
    """One of the largest stories."""

    first: str
    """The id of its earliest article."""

    title: str | None
    articles: int
    outlets: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        size = f"{count(self.articles, 'article')}, {count(self.outlets, 'outlet')}"
        yield Row(f"{size:>24}", (line(self.title or "no title"), "bold"), (line(self.first), "dim"))


def largest_stories(archive: Tables, most: int) -> list[Largest]:
    """Up to `most` stories with the most articles."""
    return [Largest(**row) for row in archive.rows(_LARGEST, [most]).to_pylist()]
