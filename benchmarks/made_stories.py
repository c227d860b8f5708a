"""Stories made as a world says: the records that `provenance.trace` is given, with their texts, and their truth."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from dedup.provenance import Citation, Sources, StoryArticle, StoryInput, StoryMatch
from dedup.schema import ZONE_UNKNOWN

_AGENCIES = ("Reuters", "AFP", "TASS", "dpa", "EFE", "ANSA", "Xinhua", "Ukrinform")
_MEDIA = ("Der Spiegel", "El País", "BBC", "Corriere della Sera", "Kommersant")
_START = datetime(2025, 3, 1, tzinfo=UTC)
_WORDS = 4000


@dataclass(frozen=True)
class World:
    """How outlets behave: shares of stories, articles or dates."""

    outside: float = 0.3
    """Stories whose first teller is an agency that is not in the dump."""

    agency_here: float = 0.0
    """Of the other stories, those whose first teller is an agency."""

    direct: float = 0.5
    """In a story from outside, articles that have it straight from there though the dump has it already."""

    credit: float = 0.6
    """Articles taken from an agency that say so."""

    named: float = 0.3
    """Articles taken from an outlet of the dump that say so."""

    miscredit: float = 0.1
    """Articles taken from another that credit an agency, though that one does not. Where the story is from an agency,
    it is that one; else it is a wrong one."""

    agreed: float = 0.7
    """Wrong credits of one story that name the same agency: the one that everybody there takes the news from."""

    inherit: float = 0.3
    """Articles whose parent credits an agency that credit it too."""

    told: float = 0.15
    """Stories whose statement refers to some other medium in its running text."""

    members: float = 3.0
    """Articles of a story beside its first, on average."""

    retold: float = 0.3
    """Articles that tell it in other words or another language."""

    undated: float = 0.15
    day: float = 0.07
    late: float = 0.04
    """Dates that are the page's, and weeks late."""

    wrong: float = 0.0
    """Dates that are off by up to three days, either way."""

    first_late: float = 0.0
    """First tellers whose date is one to five days late: their page was edited, those that took it over were not."""

    stamped: float = 0.0
    """Dates that are those of the crawl: a day behind the article on average."""

    fetched: float = 60.0
    """Days from an article to the day on which its page was fetched, on average if less than 60."""

    zoneless: float = 0.0
    """Times that are a clock's somewhere, with no zone beside them."""

    shifted: float = 0.0
    """Times that are written as UTC and are a clock's somewhere."""

    verbatim: float = 0.3
    """Copies that change nothing; the others are edited, cut, or put into another text."""

    updates: float = 0.0
    """Articles that are a later version of another one, at its outlet, with its credit."""

    fresh: float = 0.0
    """Articles that take it from the newest one there is."""

    languages: int = 2


@dataclass(frozen=True)
class Version:
    """One article as it was made: which sentences, in which wording."""

    lang: str
    variant: str
    sentences: tuple[str, ...]
    """`s<n>` is the n-th sentence of the statement in this wording; others stand in this article and its copies."""

    credits: str | None
    """The agency that its page credits."""

    kind: str


def stories(world: World, count: int, seed: int, sources: Sources) -> Iterator[tuple[StoryInput, list[dict[str, Any]]]]:
    """`count` stories with the truth of each article, in the form of `samples/truth.jsonl`."""
    for number in range(count):
        yield _story(world, number, np.random.default_rng([seed, number]), sources)


def _story(
    world: World, number: int, random: np.random.Generator, sources: Sources
) -> tuple[StoryInput, list[dict[str, Any]]]:
    def chance(share: float) -> bool:
        return bool(random.random() < share)

    agency = str(random.choice(_AGENCIES))
    usual = str(random.choice([a for a in _AGENCIES if a != agency]))
    medium = str(random.choice(_MEDIA)) if chance(world.told) else None
    outside = chance(world.outside)
    here = not outside and chance(world.agency_here)
    size = int(random.integers(6, 24))
    whole = tuple(f"s{n}" for n in range(size))
    base = Version("l0", "l0-0", whole, None, "origin")
    made: list[Version] = [] if outside else [base]
    parents: list[int] = [] if outside else [-1]
    named: list[bool] = [] if outside else [False]
    versions: list[int] = [] if outside else [-1]
    for _ in range(max(outside, int(random.geometric(1 / (world.members + 1))) - (not outside))):
        again = bool(made) and world.updates > 0 and chance(world.updates)
        direct = not again and outside and (not made or chance(world.direct))
        p = -1 if direct else 0 if chance(0.4) else int(random.integers(len(made)))
        if p >= 0 and world.fresh > 0 and chance(world.fresh):
            p = len(made) - 1
        if again:
            made.append(replace(_reworded(made[p], replace(world, retold=0.0), random), credits=made[p].credits))
            parents.append(p)
            named.append(False)
            versions.append(p)
            continue
        article = _reworded(base if direct else made[p], world, random)
        above = None if direct else made[p].credits
        versions.append(-1)
        if direct or (here and p == 0):
            said = agency if chance(world.credit) else None
        elif above is not None:
            said = above if chance(world.inherit) else None
        else:
            other = usual if chance(world.agreed) else str(random.choice([a for a in _AGENCIES if a != agency]))
            said = (agency if outside else other) if chance(world.miscredit) else None
        made.append(replace(article, credits=said))
        parents.append(p)
        named.append(not direct and not (here and p == 0) and chance(world.named))
    outlets = [f"o{n}.example" for n in random.permutation(500)[: len(made)]]
    if here:
        outlets[0] = sources.get(sources.resolve(agency)[1]).domains[0]  # type: ignore[union-attr]
    for n, p in enumerate(versions):
        if p >= 0:
            outlets[n] = outlets[p]
    return _records(world, number, made, parents, named, outlets, agency if outside else None, medium, random, sources)


def _reworded(parent: Version, world: World, random: np.random.Generator) -> Version:
    lang, variant, sentences = parent.lang, parent.variant, parent.sentences
    changed = (1 - world.verbatim) / 14
    shares = [world.verbatim, 6 * changed, 5 * changed, 3 * changed]
    kind = str(random.choice(["verbatim", "edited", "excerpt", "embedding"], p=shares))
    if random.random() < world.retold:
        others = [f"l{n}" for n in range(world.languages) if f"l{n}" != lang]
        kind = "translation" if others and random.random() < 0.8 else "rewrite"
        lang = str(random.choice(others)) if kind == "translation" else lang
        variant = f"{lang}-{int(random.integers(1, 4))}"
        sentences = tuple(s for s in sentences if s.startswith("s"))
    elif kind == "edited":
        touched = random.random(len(sentences))
        mark = int(random.integers(1 << 30))
        sentences = tuple(
            s if t > 0.15 else f"e{mark}.{s}" for s, t in zip(sentences, touched, strict=True) if t > 0.08
        )
    elif kind == "excerpt" and len(sentences) > 3:
        keep = max(2, round(len(sentences) * random.uniform(0.3, 0.7)))
        start = 0 if random.random() < 0.6 else int(random.integers(len(sentences) - keep + 1))
        sentences = sentences[start : start + keep]
    elif kind == "embedding":
        mark, more = int(random.integers(1 << 30)), int(random.integers(3, 10))
        at = int(random.integers(2)) * more
        around = tuple(f"b{mark}-{n}" for n in range(more))
        sentences = (*around[:at], *sentences, *around[at:])
    return Version(lang, variant, sentences or parent.sentences, None, kind)


def _records(
    world: World,
    number: int,
    made: Sequence[Version],
    parents: Sequence[int],
    named: Sequence[bool],
    outlets: Sequence[str],
    agency: str | None,
    medium: str | None,
    random: np.random.Generator,
    sources: Sources,
) -> tuple[StoryInput, list[dict[str, Any]]]:
    time = _START + timedelta(minutes=int(random.integers(200 * 1440)))
    ids = [f"{number}-{n:02d}" for n in random.permutation(len(made))]
    articles, cues, truth = [], [], []
    for n, version in enumerate(made):
        time += timedelta(minutes=int(random.exponential(120)) + 1)
        text = "\n\n".join(_sentence(number, version.variant, s, medium) for s in version.sentences)
        late = world.first_late > 0 and parents[n] < 0 and random.random() < world.first_late
        stamped = time + timedelta(days=float(random.uniform(1, 5))) if late else time
        published, precision = _date(world, stamped, random)
        wait = world.fetched if world.fetched >= 60 else float(random.exponential(world.fetched))
        articles.append(
            StoryArticle(
                n,
                ids[n],
                outlets[n],
                version.lang,
                published,
                precision,
                max(time + timedelta(wait), published or time),
                text.count(" ") + 1,
                tuple(text.split("\n")),
            )
        )
        if medium is not None and "s0" in version.sentences:
            at = text.index(medium)
            cues.append(_cue(n, medium, "sentence", at, at + len(medium), 0.87, sources))
        if version.credits is not None:
            cues.append(_cue(n, version.credits, "credit_line", None, None, 0.94, sources))
        if named[n]:
            cues.append(_cue(n, outlets[parents[n]], "credit_line", None, None, 0.92, sources))
        truth.append(
            {
                "id": ids[n],
                "story": f"w{number}",
                "lang": version.lang,
                "variant": version.variant,
                "kind": version.kind,
                "parent": ids[parents[n]] if parents[n] >= 0 else None,
                "external": agency if parents[n] < 0 else None,
                "cited": version.credits,
                "time": time.isoformat(),
            }
        )
    return StoryInput(str(number), tuple(articles), tuple(_matches(made, articles, random)), tuple(cues)), truth


def _matches(
    made: Sequence[Version], articles: Sequence[StoryArticle], random: np.random.Generator
) -> Iterator[StoryMatch]:
    for a, one in enumerate(made):
        for b, other in enumerate(made[:a]):
            # An edited sentence still aligns with the one that it was. Background goes along with copies alone.
            mine, theirs = ([s.split(".")[-1] for s in version.sentences] for version in (one, other))
            common = len(set(mine) & set(theirs))
            if common == 0:
                continue
            copied = one.variant == other.variant
            share = 1.0 if copied else float(random.uniform(0.75, 0.95))
            kind = "copy" if copied else "rewrite" if one.lang == other.lang else "translation"
            covered = (share * common / len(version.sentences) for version in (one, other))
            yield StoryMatch(articles[a].article, articles[b].article, kind, share, *covered)  # type: ignore[arg-type]


def _sentence(story: int, variant: str, name: str, medium: str | None) -> str:
    """A sentence of made-up words: others in every wording, and nearly the same ones where it was edited."""
    *edits, kept = name.split(".")
    own = variant if kept[0] != "b" else ""
    words = [f"w{n}" for n in Random(f"{story}/{own}/{kept}").choices(range(_WORDS), k=14)]
    for edit in reversed(edits):
        words[Random(f"{edit}/{kept}").randrange(14)] = edit
    if medium is not None and kept == "s0":
        words[7:7] = ["told", medium]
    return " ".join(words) + "."


def _date(world: World, time: datetime, random: np.random.Generator) -> tuple[datetime | None, str | None]:
    drawn = random.random()
    if drawn < world.undated:
        return None, None
    if random.random() < world.late:
        time += timedelta(days=float(random.uniform(5, 40)))
    elif random.random() < world.wrong:
        time += timedelta(days=float(random.uniform(-3, 3)))
    if world.stamped > 0 and random.random() < world.stamped:
        time += timedelta(days=float(random.exponential(1)))
    if drawn < world.undated + world.day:
        return time.replace(hour=0, minute=0), "day"
    bare = world.zoneless > 0 and random.random() < world.zoneless
    if bare or (world.shifted > 0 and random.random() < world.shifted):
        time += timedelta(hours=int(random.integers(-8, 10)))
    return time, "minute" + ZONE_UNKNOWN * bare


def _cue(
    article: int, source: str, kind: str, start: int | None, end: int | None, sure: float, sources: Sources
) -> Citation:
    name, key = sources.resolve(source)
    return Citation(article, name, key, kind, "whole", start, end, source, sure)
