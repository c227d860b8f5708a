"""A story: how large it is, where it comes from, its articles by time, its tree; and stories in a list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dedup.export import span_in_words, story_basis, story_verdict
from dedup.messages import count, line
from dedup.queries.printed.article_rows import ROLE_STYLES, named, published, tree
from dedup.queries.printed.layout import GREEN, MAGENTA, Page, Row

if TYPE_CHECKING:
    from dedup.queries.stories import StoryFound
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


_ORIGINS = {
    "originated": "originated by {}",
    "earliest_here": "earliest here {}",
    "outside": "from {}, not in the archive",
}


def size_of(articles: int, outlets: int) -> str:
    """Return how many articles a story has, and of how many outlets where any is known."""
    return count(articles, "article") + (f", {count(outlets, 'outlet')}" if outlets else "")


def origin_in_words(verdict: str, origin: str | None, confidence: float) -> str:
    """Return where a story comes from, in a few words: "from dpa, not in the archive (91%)"."""
    if verdict not in _ORIGINS:
        return "origin not determined"
    return f"{_ORIGINS[verdict].format(line(origin or '?'))} ({confidence:.0%})"


def stories_page(stories: "Sequence[StoryFound]") -> Page:
    """Return three rows a story: what, from whom, how large. Each is where the eye looks for it in the story before."""
    rows = []
    for story in stories:
        # A list is scanned: the days say enough, and hours are a `dedup story` away.
        times = span_in_words(*(one and one[:10] for one in (story.first_seen, story.last_seen)))
        size = size_of(story.articles, len(story.outlets))
        rows.append(Row((line(story.title or story.beginning or "no title"), "bold"), (line(story.id), "dim")))
        known = (size, ", ".join(map(line, story.languages)), times)
        origin = origin_in_words(story.verdict, story.origin, story.confidence)
        rows.append(Row((origin, VERDICT_STYLES[story.verdict]), guides="   "))
        rows.append(Row("; ".join(part for part in known if part), guides="   "))
    return rows
