"""What each article of a story says about sources, sorted by whom it names and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.config import ProvenanceConfig
from dedup.provenance.attribution.name_forms import is_outlet
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import Citation, StoryArticle
from dedup.provenance.tracing.overlap import Wording

# Longer than the one, a paragraph says more than its source; shorter than the other, it says nothing else, and is a
# credit even where others copied it along.
_SENTENCE_LINE, _CREDIT_LINE = 110, 60
_ARTICLES = ("~the", "~les", "~los", "~las", "~der", "~die", "~das", "~het", "~la", "~le", "~el", "~il", "~de")
_LEFT = 4
"""Letters of a name that are left at least."""


@dataclass(frozen=True)
class Cited:
    """The sources that one article cites, in the story and outside."""

    inside: Mapping[int, Citation]
    """Place of another article of the story -> the surest cue that names its outlet."""

    outside: tuple[Citation, ...]
    """Cues for the article as such that name nobody in the story, surest first, one a source."""

    self_named: bool

    credited: float
    """How surely the page credits a source outside the story: in a place or line of its own."""

    stated: float
    """How surely the statement itself, in its running text, refers to a source outside the story."""

    quoted: frozenset[str] = frozenset()
    """Keys of all sources that it names at all."""

    @property
    def named_inside(self) -> float:
        """How surely it names another article's outlet as its source."""
        return max((q.confidence for q in self.inside.values() if q.scope == "whole"), default=0.0)


def read_cues(
    articles: Sequence[StoryArticle],
    citations: Sequence[Citation],
    wording: Wording,
    sources: Sources,
    config: ProvenanceConfig,
) -> list[Cited]:
    """Return what each article says about sources, sorted into articles of the story and sources outside it."""
    keys = [frozenset(n for key in sources.outlet_keys(a.outlet) for n in _names_of(key)) for a in articles]
    by_key: dict[str, list[int]] = {}
    for place, own in enumerate(keys):
        for key in own:
            by_key.setdefault(key, []).append(place)
    outlets: dict[tuple[str | None, str | None], list[int]] = {}
    for place, article in enumerate(articles):
        outlets.setdefault((article.outlet, article.lang), []).append(place)
    by_article: dict[int, list[Citation]] = {}
    for cue in citations:
        if cue.type != "unknown":
            by_article.setdefault(cue.article, []).append(cue)
    found = []
    for place, article in enumerate(articles):
        inside: dict[int, Citation] = {}
        outside: dict[str, Citation] = {}
        self_named, credited, stated = False, 0.0, 0.0
        cues = sorted(
            by_article.get(article.article, ()), key=lambda c: (-c.confidence, c.start or -1, c.source_key, c.words)
        )
        for cue in cues:
            namesakes = sorted({i for name in _names_of(cue.source_key) for i in by_key.get(name, ())})
            namesakes = namesakes or _by_sound(cue, article.lang, outlets)
            if cue.scope == "self" or place in namesakes:
                self_named = True
                continue
            here = [i for i in namesakes if i != place]
            for i in here:
                if i not in inside or (inside[i].scope == "quote" and cue.scope == "whole"):
                    inside[i] = cue
            if here:
                continue
            credit = is_credit(place, article, cue, wording)
            if cue.scope == "whole" or credit:
                outside.setdefault(cue.source_key, cue)
            if credit:
                credited = max(credited, cue.confidence)
            else:
                stated = max(stated, cue.confidence * (1.0 if cue.scope == "whole" else config.quote_strength))
        named = frozenset(c.source_key for c in cues)
        found.append(Cited(inside, tuple(outside.values()), self_named, credited, stated, named))
    return found


def _by_sound(
    cue: Citation, lang: str | None, outlets: Mapping[tuple[str | None, str | None], Sequence[int]]
) -> list[int]:
    """The articles whose outlet a name that nobody lists names in another script; `outlets` has those of each outlet
    and language, for a story of thousands of articles is of few."""
    if not cue.source_key.startswith("~"):
        return []
    return sorted(place for own, places in outlets.items() if is_outlet(cue.source, lang, *own) for place in places)


def _names_of(key: str) -> frozenset[str]:
    """The keys by which a name meets others: its own and, where it is not listed, those without an article that it may
    begin with. `harbourpost.example` is The Harbour Post; "La Segunda" is no "Las Egunda" alone."""
    cut = (key[len(the) :] for the in _ARTICLES if key.startswith(the) and len(key) >= len(the) + _LEFT)
    return frozenset([key, *(f"~{rest}" for rest in cut)])


def is_credit(place: int, article: StoryArticle, cue: Citation, wording: Wording) -> bool:
    """Return whether the cue is something said about the page, not a part of the statement.

    Metadata, authors, datelines and credit lines are; so is a short paragraph of one sentence that names the source,
    if it says nothing else or no other article of the story shares it. A clause in running text ("…, he told X") is
    part of the story, wherever that goes, and so says little of where this page has it from.
    """
    if cue.type != "sentence":
        return cue.type not in ("title", "help")
    text = article.text
    if cue.start is None or not text:
        return False
    start = text.rfind("\n", 0, cue.start) + 1
    end = text.find("\n", cue.start)
    end = len(text) if end < 0 else end
    line = text[start:end].strip()
    if len(line) > _SENTENCE_LINE or len(line) > (cue.end or 0) - cue.start + 3:
        return False
    return len(line) <= _CREDIT_LINE or not wording.shared_span(place, start, end)
