"""Stories in a list: what they are about, how large they are, where they come from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dedup.export import span_in_words
from dedup.messages import count, line
from dedup.queries.printed.layout import Page, Row
from dedup.queries.printed.story_words import VERDICT_STYLES

if TYPE_CHECKING:
    from dedup.queries.stories import StoryFound

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
    """Three rows a story: what, from whom, how large. Each is where the eye looks for it in the story before."""
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
