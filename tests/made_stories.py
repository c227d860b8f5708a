"""Small stories, made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dedup.provenance import Citation, Sources, StoryArticle, StoryInput, StoryMatch, StoryTrace, trace

SOURCES = Sources.load()
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
PARTS = [
    "The old bridge over the river will open again in May after two years of repairs, the mayor said on Monday.",
    "Engineers found that three of its pillars had moved by almost a hand and had to be set on new ground.",
    "The city paid for the work with a loan that it means to pay back from the harbour's fees within ten years.",
    "Fishermen asked for a second ramp, which the council refused because the bank there is too steep.",
]


def article(number: int, hours: float | None, parts: str = "0123", **other: object) -> StoryArticle:
    text = "\n\n".join(PARTS[int(p)] for p in parts)
    made = StoryArticle(
        number,
        f"id{number}",
        f"outlet-{number}.org",
        "en",
        NOON + timedelta(hours=hours) if hours is not None else None,
        "minute",
        None,
        max(1, len(text.split())),
        tuple(text.split("\n")),
    )
    if "text" in other:
        other["lines"] = (other.pop("text"),)
    return replace(made, **other)  # type: ignore[arg-type]


def cue(number: int, source: str, scope: str = "whole") -> Citation:
    name, key = SOURCES.resolve(source)
    return Citation(number, name, key, "sentence", scope, 0, 9, f"reported by {source}", 0.95)  # type: ignore[arg-type]


def story(articles: list[StoryArticle], *cues: Citation, kind: str = "copy") -> StoryInput:
    matches = tuple(
        StoryMatch(
            a.article,
            b.article,
            "translation" if a.lang != b.lang else kind,
            0.9,
            min(1.0, b.words / a.words),
            min(1.0, a.words / b.words),
        )  # type: ignore[arg-type]
        for n, a in enumerate(articles)
        for b in articles[n + 1 :]
    )
    return StoryInput("s", tuple(articles), matches, cues)


def decide(*given: object, **other: str) -> StoryTrace:
    return next(trace([story(*given, **other)], sources=SOURCES))  # type: ignore[arg-type]


def credit(number: int, source: str) -> Citation:
    return replace(cue(number, source), type="credit_line", start=None, end=None)
