"""A story: how large it is, where it comes from, its articles by time, its tree."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dedup.export import span_in_words, story_basis, story_verdict
from dedup.messages import count, line
from dedup.queries.printed.article_rows import ROLE_STYLES, named, published, tree
from dedup.queries.printed.layout import GREEN, MAGENTA, Page, Row

if TYPE_CHECKING:
    from dedup.queries.story import Story

VERDICT_STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "originated": f"bold {GREEN}",
        "earliest_here": "bold",
        "outside": f"bold {MAGENTA}",
        "undetermined": "bold",
    }
)


def story_page(story: "Story", verbose: bool = False) -> Page:
    """Return the story's size and verdict, its articles by time, and which came from which."""
    rows = [Row("Story:", size(story), (story.id and line(story.id), "dim"), gap=" "), *verdict_rows(story), Row()]
    for article in story.articles:
        role = (article.role.replace("_", " "), ROLE_STYLES.get(article.role, ""))
        called, at_end = named(article)
        rows.append(Row(published(article, verbose), called, article.lang, role, at_end))
        rows.append(Row(line(article.title or article.beginning or "no title"), guides="   "))
    return [*rows, Row(), Row(("Which came from which", "bold")), *tree(story, None, len(story.articles), verbose)]


def story_line(story: "Story") -> str:
    """Return the story in one line."""
    return f"{line(story.id) if story.id else 'alone'}: {size(story)}; {line(story_verdict(asdict(story)).main)}"


def verdict_rows(story: "Story") -> list[Row]:
    """Return where the story comes from, and what that rests on."""
    record = asdict(story)
    said = story_verdict(record)
    limits = f"{said.limits} {story_basis(record)}" if len(story.articles) > 1 else said.limits
    return [Row((line(said.main), VERDICT_STYLES[story.origin.verdict]), line(limits), gap=" ")]


def size(story: "Story") -> str:
    """Return how many articles, outlets and sources it has, in which languages, from when to when."""
    counts = (
        count(len(story.articles), "article"),
        count(len(story.outlets), "outlet") if story.outlets else "",
        count(story.independent, "independent source"),
    )
    times = span_in_words(story.first_seen, story.last_seen)
    known = (", ".join(filter(None, counts)), ", ".join(map(line, story.languages)), times)
    return "; ".join(part for part in known if part)
