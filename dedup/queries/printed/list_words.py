"""Stories in a list: what they are about, how large they are, where they come from."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dedup.export import in_words
from dedup.messages import count, line
from dedup.queries.printed.layout import Page, Row
from dedup.queries.printed.story_words import VERDICT_STYLES

if TYPE_CHECKING:
    from dedup.queries.stories import StoryFound

_ORIGINS = {
    "originated": "originated by {}",
    "earliest_here": "earliest here {}",
    "outside": "from {}, which is not in the archive",
}


def size_of(articles: int, outlets: int) -> str:
    """Return how many articles a story has, and of how many outlets where any is known."""
    return count(articles, "article") + (f", {count(outlets, 'outlet')}" if outlets else "")


def stories_page(stories: "Sequence[StoryFound]") -> Page:
    """Two rows a story."""
    rows = []
    for story in stories:
        times = " to ".join(dict.fromkeys(in_words(one, None) for one in (story.first_seen, story.last_seen) if one))
        size = size_of(story.articles, len(story.outlets))
        origin = _ORIGINS.get(story.verdict, "").format(line(story.origin or "?"))
        sure = f" ({story.confidence:.0%})" if origin else ""
        rows.append(Row((line(story.title or story.beginning or "no title"), "bold"), (line(story.id), "dim")))
        known = (size, ", ".join(map(line, story.languages)), times)
        rows.append(
            Row(
                "; ".join(part for part in known if part),
                (origin + sure or "origin not determined", VERDICT_STYLES[story.verdict]),
                guides="   ",
            )
        )
    return rows
