"""Decides each story: who took it from whom, where it comes from, how many told it independently.

Two accounts of a story compete. Either one of its articles is where it starts, and every other one descends from it;
or it starts outside the dump, and one or more articles took it from there. Each account is the sum of all its trees
(`trees`), weighted by time, wording, language and cues (`weigh`). The links are the surest of both accounts
together, and their shares of the trees are the confidences.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import exp, inf, log

from ..config import ProvenanceConfig
from .evidence import link_evidence
from .origin import Entry, decide_origin
from .records import Citation, Kind, Link, StoryArticle, StoryInput, StoryTrace
from .sources import Sources
from .times import chances_before, doubt_late, sharpen, when
from .trees import Matrix, best_tree, many_roots, one_root
from .weigh import Case, Cited, read_cues, weigh
from .wording import Wording


def trace(
    stories: Iterable[StoryInput], config: ProvenanceConfig | None = None, *, sources: Sources | None = None
) -> Iterator[StoryTrace]:
    """The decision on each story, in the order given; a story of one article may only have a link to a named source.

    Raises ValueError for a story without articles, or whose articles share an id or number.
    """
    config = config or ProvenanceConfig()
    sources = sources or Sources.load(config.sources_path())
    for story in stories:
        yield _trace(story, config, sources)


def _trace(story: StoryInput, config: ProvenanceConfig, sources: Sources) -> StoryTrace:
    articles = sorted(story.articles, key=lambda a: a.id)
    if (
        not articles
        or len({a.id for a in articles}) < len(articles)
        or len({a.article for a in articles}) < len(articles)
    ):
        raise ValueError(f"story {story.id!r} needs articles with ids and numbers of their own")
    times = doubt_late([when(a) for a in articles], config.late_days)
    cited = read_cues(articles, story.citations, sources, config)
    case = Case(articles, times, cited, story.matches, Wording(articles, story.matches))
    before = chances_before(times, config.late_chance)
    for _ in range(config.rounds):
        weights = weigh(case, before, sources, config)
        inside = one_root(weights.links, weights.first)
        outside = many_roots(weights.links_outside, weights.outside)
        p_outside = _share(
            outside.log_total + log(config.outside_prior), inside.log_total + log(1 - config.outside_prior)
        )
        links: Matrix = (1 - p_outside) * inside.links + p_outside * outside.links
        before = sharpen(before, times, links)
    from_outside: Matrix = p_outside * outside.roots
    first: Matrix = (1 - p_outside) * inside.roots
    parents = best_tree(
        _options(links, first + from_outside, config.no_parent), [t.earliest for t in times], [t.latest for t in times]
    )
    kinds = {frozenset((m.a, m.b)): m.kind for m in story.matches}
    rows = []
    for c, p in enumerate(parents):
        evidence = link_evidence(c, p, case, weights)
        if p >= 0:
            rows.append(
                Link(
                    articles[c].id,
                    articles[p].id,
                    None,
                    (),
                    _kind(articles, c, p, kinds),
                    _figure(links[p, c]),
                    evidence,
                )
            )
        elif cited[c].outside:
            chain = chain_of(cited[c].outside)
            sure = max(from_outside[c], 0.0) if len(articles) > 1 else cited[c].strength
            rows.append(Link(articles[c].id, None, chain[-1], tuple(chain[:-1]), None, _figure(sure), evidence))
    origin = decide_origin(case, Entry(parents, first, from_outside, p_outside), config)
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


def _options(links: Matrix, none: Matrix, bar: float) -> list[list[tuple[float, int]]]:
    """Each article's parents, likeliest first; in front of them none (-1) where it is likelier than `bar`."""
    found = []
    for c in range(len(none)):
        options = [(float(links[p, c]), p) for p in range(len(none)) if links[p, c] > 0]
        options.sort(key=lambda o: (-round(o[0], 9), o[1]))
        found.append(
            [(float(none[c]), -1), *options] if none[c] > bar or not options else [*options, (float(none[c]), -1)]
        )
    return found


def _share(a: float, b: float) -> float:
    """exp(a) / (exp(a) + exp(b))."""
    if a == -inf or b == -inf:
        return 0.0 if a == -inf else 1.0
    return 1 / (1 + exp(min(700.0, b - a)))


def _figure(share: float) -> float:
    return round(float(min(0.99, max(0.01, share))), 3)


def _kind(articles: Sequence[StoryArticle], c: int, p: int, kinds: dict[frozenset[int], Kind]) -> Kind:
    known = kinds.get(frozenset((articles[c].article, articles[p].article)))
    return known or ("translation" if articles[c].lang != articles[p].lang else "rewrite")


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
