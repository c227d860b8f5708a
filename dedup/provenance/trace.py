"""Decides each story: who took it from whom, where it comes from, how many told it independently.

Two accounts of a story compete. Either one of its articles is where it starts, and every other one descends from it;
or it starts outside the dump, and one or more articles took it from there. Each account is the sum of all its trees
(`trees`), weighted by time, wording, language and cues (`weigh`). The links are the surest of both accounts
together, and their shares of the trees are the confidences.

The sum takes the cube of the number of articles. Of a story of more than `most_articles` only so many, its different
texts and the earliest of each, are summed over; the others, copies of those, choose their parents among them.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from ..config import ProvenanceConfig
from .cited import Cited, read_cues
from .evidence import link_evidence
from .figures import figure
from .origin import Entry, decide_origin
from .records import Citation, Kind, Link, StoryArticle, StoryInput, StoryTrace
from .sources import Sources
from .sums import choose_parents, core_of, sum_trees
from .times import doubt_late, when
from .weigh import Case, place_matches
from .wording import Wording


def trace(
    stories: Iterable[StoryInput], config: ProvenanceConfig | None = None, *, sources: Sources | None = None
) -> Iterator[StoryTrace]:
    """The decision on each story, in the order given; a story of one article may only have a link to a named source.

    Raises ValueError for a story without articles, or whose articles share an id or number.
    """
    config = config or ProvenanceConfig()
    sources = sources or Sources.load(config.sources)
    for story in stories:
        yield _trace(story, config, sources)


def _trace(story: StoryInput, config: ProvenanceConfig, sources: Sources) -> StoryTrace:
    articles = sorted(story.articles, key=lambda a: a.id)
    n = len(articles)
    if not articles or len({a.id for a in articles}) < n or len({a.article for a in articles}) < n:
        raise ValueError(f"story {story.id!r} needs articles with ids and numbers of their own")
    matches = place_matches(articles, story.matches)
    wording = Wording(articles, matches)
    cited = read_cues(articles, story.citations, wording, sources, config)
    case = Case(articles, doubt_late([when(a) for a in articles], config.late_days), cited, matches, wording)
    sums = sum_trees(case, core_of(case, config.most_articles), sources, config)
    chosen = choose_parents(case, sums, config)
    first, from_outside = np.zeros(n), np.zeros(n)
    first[sums.core], from_outside[sums.core] = sums.first, sums.from_outside
    rows = []
    for c, (p, share, before) in enumerate(chosen):
        evidence = link_evidence(c, p, case, before)
        if p >= 0:
            kind = _kind(case, c, p)
            rows.append(
                Link(articles[c].id, articles[p].id, None, (), kind, figure(share, config.link_scale), evidence)
            )
        elif cited[c].outside:
            chain = chain_of(cited[c].outside)
            sure = float(from_outside[c])
            if n == 1:  # without another article to have it from, what its text says is believed
                sure = max(sure, config.told_trust * cited[c].told)
            rows.append(
                Link(
                    articles[c].id,
                    None,
                    chain[-1],
                    tuple(chain[:-1]),
                    None,
                    figure(sure, config.source_scale),
                    evidence,
                )
            )
    parents = [p for p, _, _ in chosen]
    origin = decide_origin(case, Entry(parents, first, from_outside, sums.outside), config)
    return StoryTrace(story.id, tuple(rows), origin, _independent(articles, parents, cited, sources))


def chain_of(cues: Sequence[Citation]) -> list[str]:
    """The named sources of one article, nearest first: who supplied the text before whom the text refers to."""
    supplied = {"dateline": 0, "author": 0, "metadata": 0, "credit_line": 1, "title": 1}
    ordered = sorted(
        cues, key=lambda q: (supplied.get(q.type, 2), q.start if q.start is not None else -1, q.source_key)
    )
    names: list[str] = []
    for cue in ordered:
        if cue.source not in names:
            names.append(cue.source)
    return names


def _kind(case: Case, c: int, p: int) -> Kind:
    match = case.matches.get((c, p))
    if match is not None:
        return match.kind
    return "translation" if case.articles[c].lang != case.articles[p].lang else "rewrite"


def _independent(
    articles: Sequence[StoryArticle], parents: Sequence[int], cited: Sequence[Cited], sources: Sources
) -> int:
    tellers = set()
    for c, p in enumerate(parents):
        if p >= 0:
            continue
        if cited[c].outside:
            tellers.add(("source", chain_of(cited[c].outside)[-1]))
        else:
            keys = sorted(sources.outlet_keys(articles[c].outlet))
            tellers.add(("owner", sources.owner(keys[0]) if keys else articles[c].id))
    return len(tellers)
