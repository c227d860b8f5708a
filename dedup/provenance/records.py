"""What the provenance room takes and gives: frozen records of one story, and the Arrow schema of citations.

A story is decided on its own, so a pipeline can group an Arrow batch of whole stories into `StoryInput`s,
call `trace`, and write the answers, in one process or under Spark's `mapInArrow`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Kind = Literal["copy", "rewrite", "translation"]
Scope = Literal["whole", "quote", "self"]
OriginVerdict = Literal["originated", "earliest_here", "outside", "undetermined"]

CITATION = pa.schema(
    [
        ("article", pa.int64()),
        ("source", pa.string()),  # canonical name where the source is known, else the name as written
        ("source_key", pa.string()),  # equal for one source in any script, case form or domain
        ("type", pa.string()),  # dateline, credit_line, sentence, help, unknown, title, author, metadata, link
        ("scope", pa.string()),  # whole, quote, self
        ("start", pa.int32()),  # span of the sentence in the text, in characters; null for metadata and titles
        ("end", pa.int32()),
        ("words", pa.string()),  # the sentence that says so; of one over 600 characters a part, with ellipses
        ("confidence", pa.float32()),
    ]
)
"""One attribution cue of one article."""


@dataclass(frozen=True)
class Citation:
    """One attribution cue: the words of an article that name a source. Fields as in `CITATION`."""

    article: int
    source: str
    source_key: str
    type: str
    scope: Scope
    start: int | None
    end: int | None
    words: str
    confidence: float


@dataclass(frozen=True)
class StoryArticle:
    """One article of a story, with what is known of its time and wording."""

    article: int
    """The article's number in the run."""

    id: str
    """The article's id; the only thing ties are broken by."""

    outlet: str | None = None
    """Who published it: a domain or a name."""

    lang: str | None = None
    """ISO 639-1."""

    published: datetime | None = None
    """Start of the interval that `precision` describes; without a time zone it is taken as UTC."""

    precision: str | None = None
    """second, minute, day, month or year; None reads as minute if there is a date. `, zone unknown` behind it says
    that `published` is what a clock showed somewhere, written as if in UTC."""

    crawled: datetime | None = None
    """When the page was fetched: an upper bound of its publication, never the publication itself."""

    words: int = 0
    """Words of body (character bigrams where a script has no spaces)."""

    lines: tuple[str, ...] = ()
    """The lines of the text, for comparing wordings; of none only the matches' coverages speak. Versions of a live blog
    have most of theirs in common: held as lines they are a hundredth of their texts."""

    body: Sequence[tuple[int, int]] | npt.NDArray[np.int32] | None = None
    """Spans of `text` that are the article's own; None for all of it. As an array `[spans, 2]` those of 800 versions of
    a live blog take 3 MB, and 60 as pairs of Python's numbers."""

    addressed: date | None = None
    """The day that its URL names (`/2025/10/01/`): when the page was made, whatever date is written on it now."""

    @property
    def text(self) -> str:
        """The text, put together anew each time."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class StoryMatch:
    """Two articles of the story that report the same statement."""

    a: int
    b: int
    kind: Kind
    score: float
    """Strength of the match, 0 to 1."""

    coverage_a: float
    """Share of a's body that is aligned with b, 0 to 1."""

    coverage_b: float
    """Share of b's body that is aligned with a, 0 to 1."""


@dataclass(frozen=True)
class StoryInput:
    """The input of `trace`: one story with its articles, matches and citations."""

    id: str
    articles: tuple[StoryArticle, ...]
    matches: tuple[StoryMatch, ...] = ()
    citations: tuple[Citation, ...] = ()


Evidence = Mapping[str, object]
"""One reason: `type` (cue, time, match, wording, language, date_doubted, candidate) and what it rests on."""


@dataclass(frozen=True)
class Link:
    """Who an article took the statement from. A row of links.jsonl."""

    child: str
    parent: str | None
    source: str | None
    """A named origin outside the dump. Without a parent: whom the child took it from, directly or through `via`. With
    one: whom the child credits beside; how surely its words do so is the `confidence` of that cue in `evidence`."""

    via: tuple[str, ...]
    """Named sources between child and parent (or source), nearest first."""

    kind: Kind | None
    """How the child reports the parent's statement; None without a parent."""

    confidence: float
    """How often a link said with this figure is right, 0 to 1."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Origin:
    """Where a story comes from. The `origin` of a row of stories.jsonl."""

    article: str | None
    """The article that is the origin; for `outside` the one through which the story came into the dump, or None where
    that is not clear; for `undetermined` the likeliest of those that may be the origin, None of two as likely."""

    source: str | None
    """The named source outside the dump, for `outside`; for `undetermined` the one that may be the origin, if any."""

    verdict: OriginVerdict
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class StoryTrace:
    """What `trace` decided about one story."""

    id: str
    links: tuple[Link, ...]
    """At most one for each article, by child id; an article without parent and named source has none."""

    origin: Origin
    independent: int
    """Number of independent sources: articles without a parent, those of one named source or one owner as one."""
