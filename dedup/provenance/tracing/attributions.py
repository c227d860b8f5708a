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

    own: Citation | None
    """The surest cue that names its own outlet ("as X was told")."""

    credited: float
    """How surely the page credits a source outside the story: in a place or line of its own."""

    stated: float
    """How surely the statement itself, in its running text, refers to a source outside the story."""

    quoted: frozenset[str] = frozenset()
    """Keys of all sources that it names at all."""

    @property
    def self_named(self) -> bool:
        """Whether it names its own outlet as the source."""
        return self.own is not None

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
    by_article: dict[int, list[Citation]] = {}
    for cue in citations:
        if cue.type != "unknown":
            by_article.setdefault(cue.article, []).append(cue)
    outlets = _StoryOutlets(articles, sources)
    return [
        _sorted_cues(place, article, by_article.get(article.article, ()), outlets, wording, config)
        for place, article in enumerate(articles)
    ]


def _sorted_cues(
    place: int,
    article: StoryArticle,
    cues: Sequence[Citation],
    outlets: "_StoryOutlets",
    wording: Wording,
    config: ProvenanceConfig,
) -> Cited:
    """The cues of the article at `place`: of its own outlet, of others in the story, of sources outside."""
    inside: dict[int, Citation] = {}
    outside: dict[str, Citation] = {}
    own: Citation | None = None
    credited, stated = 0.0, 0.0
    for cue in sorted(cues, key=lambda c: (-c.confidence, c.start or -1, c.source_key, c.words)):
        namesakes = outlets.named_by(cue, article.lang)
        if cue.scope == "self" or place in namesakes:
            own = own or cue
        elif namesakes:
            for i in namesakes:
                if i not in inside or (inside[i].scope == "quote" and cue.scope == "whole"):
                    inside[i] = cue
        elif is_credit(place, article, cue, wording):
            outside.setdefault(cue.source_key, cue)
            credited = max(credited, cue.confidence)
        else:
            whole = cue.scope == "whole"
            if whole:
                outside.setdefault(cue.source_key, cue)
            stated = max(stated, cue.confidence * (1.0 if whole else config.quote_strength))
    named = frozenset(cue.source_key for cue in cues)
    return Cited(inside, tuple(outside.values()), own, credited, stated, named)


class _StoryOutlets:
    """The articles of a story by the names of their outlets."""

    def __init__(self, articles: Sequence[StoryArticle], sources: Sources) -> None:
        self._by_key: dict[str, list[int]] = {}
        # By outlet and language: a story of thousands of articles is of few outlets.
        self._outlets: dict[tuple[str | None, str | None], list[int]] = {}
        for place, article in enumerate(articles):
            names = {name for key in sources.outlet_keys(article.outlet) for name in _names_of(key)}
            for name in names:
                self._by_key.setdefault(name, []).append(place)
            self._outlets.setdefault((article.outlet, article.lang), []).append(place)

    def named_by(self, cue: Citation, lang: str | None) -> list[int]:
        """Return the places of the articles whose outlet a cue of an article in `lang` names, rising: by a key, or
        where no table lists the name, by its sound in another script."""
        by_key = {place for name in _names_of(cue.source_key) for place in self._by_key.get(name, ())}
        if by_key or not cue.source_key.startswith("~"):
            return sorted(by_key)
        outlets = self._outlets.items()
        return sorted(place for own, places in outlets if is_outlet(cue.source, lang, *own) for place in places)


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
