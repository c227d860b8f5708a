"""Words about an archive, and its largest stories, a line each: what a run found, by name."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult

from dedup.archive import ArchiveStore
from dedup.config import KINDS
from dedup.export import first_words, from_whom_sql
from dedup.messages import count, line
from dedup.queries.printed import Row, origin_in_words, size_of

if TYPE_CHECKING:
    from dedup.jobs import Info


def info_text(found: "Info", everything: bool = False) -> str:
    """Return what an archive holds, in ten lines; with `everything` also the size of each part and every setting."""
    rows = [
        ("archive", line(found.path)),
        ("articles", f"{found.articles:,}"),
        ("stories", f"{found.stories:,} of two or more articles"),
        ("matching pairs", f"{found.matches:,}"),
        ("other fetches", f"{found.revisions:,} of the same pages"),
        ("not compared yet", f"{found.pending:,}"),
        ("since written", f"{count(found.log_articles, 'article')} in {count(found.commits, 'commit')} of the log"),
        ("on disk", f"{_size(found.disk_bytes)}, {found.share:.2f} times the plain text ({_size(found.text_bytes)})"),
        ("looks for", ", ".join(kind for kind, name in KINDS.items() if found.settings["match"][name])),
    ]
    other = ", ".join(found.other_tables)
    rows.append(("made with", line(f"{other}; needs a `dedup refresh`") if other else "the tables of this release"))
    if everything:
        rows += [("format", f"{found.format}"), ("generation", found.generation)]
        for name, size in found.parts.items():
            rows.append((f"  {name}", f"{_size(size):>10}  {size / max(1, found.text_bytes):6.1%} of the plain text"))
        for room, values in sorted(found.settings.items()):
            rows += [(f"{room}.{name}", line(value)) for name, value in sorted(values.items())]
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:{width}}{value}" for name, value in rows)


def _size(size: int) -> str:
    return f"{size / 1e6:,.2f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} KB"


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
    rows = archive.records(_LARGEST, [most])
    untitled = first_words(archive, [row["number"] for row in rows if not row["title"]])
    traced = archive.records(_ORIGINS, {"stories": [row["story"] for row in rows]})
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
