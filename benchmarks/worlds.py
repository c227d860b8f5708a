#!/usr/bin/env python3
"""Made-up worlds of stories: does the provenance model hold where outlets behave otherwise?

    python -m benchmarks.worlds [--stories 400] [--seed 1] [--world NAME]...

A world says how often a story starts outside the dump, whether outlets credit, and credit rightly, what dates are
worth, and so on. Its stories are made as the records that `provenance.trace` is given, with their texts, so that
nothing else of `dedup` has a part in the result: matches are perfect, stories are neither split nor merged, and every
credit is found. One row a world:

- `exact`, `like`: articles taken from another of the dump whose link names it, or an earlier one of its wording
- `false`: first tellers that were given a parent
- `in`, `out`: stories that start in the dump (outside it, if some page credits the source) with the right verdict;
  `in?`, `out?`: those that are undetermined; `in x`, `out x`: those with a wrong verdict
- `links`, `sources`, `verdicts`: mean gap between the confidence said and the share right
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import numpy as np

from benchmarks.calibration import Said, gap, judge
from benchmarks.tables import table
from dedup.config import ProvenanceConfig
from dedup.provenance import Citation, Sources, StoryArticle, StoryInput, StoryMatch, StoryTrace, trace
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


WORLDS = {
    "plain": World(),
    "as dev": World(outside=0.26, direct=0.65, credit=0.55, miscredit=0.24, inherit=0.24, named=0.3),
    "agencies here": World(outside=0.1, agency_here=0.6, credit=0.7),
    "no credits": World(credit=0.0, named=0.0, miscredit=0.0, inherit=0.0, told=0.0),
    "all credit": World(credit=1.0, named=0.9, miscredit=0.02, inherit=0.9),
    "all outside": World(outside=0.95),
    "none outside": World(outside=0.0, miscredit=0.05),
    "dates missing": World(undated=0.8),
    "days only": World(day=0.9, undated=0.05),
    "dates late": World(late=0.3),
    "dates off by days": World(wrong=0.4),
    "one language": World(languages=1, retold=0.05),
    "many languages": World(languages=5, retold=0.7),
    "large stories": World(members=14.0),
    "much told": World(told=0.7),
    "few credits": World(credit=0.25, named=0.1, inherit=0.1, miscredit=0.05),
    "wrong credits": World(miscredit=0.4),
    "wrong credits differ": World(miscredit=0.3, agreed=0.0),
    "credits copied": World(credit=0.9, inherit=0.9, miscredit=0.02),
    "reprints credited": World(credit=0.3, named=0.8, inherit=0.05),
    "no zones": World(zoneless=0.5),
    "clocks shifted": World(shifted=0.3),
    "many reprints": World(verbatim=0.9, retold=0.05, members=8.0),
    "updates": World(updates=0.3),
    "fresh news": World(fresh=0.5),
}

HELD_OUT = frozenset(
    {
        "all outside",
        "dates late",
        "many languages",
        "large stories",
        "credits copied",
        "few credits",
        "no zones",
        "updates",
        "fresh news",
    }
)
"""The worlds that no figure of the model was fitted on: one or two of each sort."""


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
    for n, told in enumerate(made):
        time += timedelta(minutes=int(random.exponential(120)) + 1)
        text = "\n\n".join(_sentence(number, told.variant, s, medium) for s in told.sentences)
        published, precision = _date(world, time, random)
        articles.append(
            StoryArticle(
                n, ids[n], outlets[n], told.lang, published, precision, time + timedelta(60), text.count(" ") + 1, text
            )
        )
        if medium is not None and "s0" in told.sentences:
            at = text.index(medium)
            cues.append(_cue(n, medium, "sentence", at, at + len(medium), 0.87, sources))
        if told.credits is not None:
            cues.append(_cue(n, told.credits, "credit_line", None, None, 0.94, sources))
        if named[n]:
            cues.append(_cue(n, outlets[parents[n]], "credit_line", None, None, 0.92, sources))
        truth.append(
            {
                "id": ids[n],
                "story": f"w{number}",
                "lang": told.lang,
                "variant": told.variant,
                "kind": told.kind,
                "parent": ids[parents[n]] if parents[n] >= 0 else None,
                "external": agency if parents[n] < 0 else None,
                "cited": told.credits,
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
            mine, theirs = ([s.split(".")[-1] for s in told.sentences] for told in (one, other))
            common = len(set(mine) & set(theirs))
            if common == 0:
                continue
            copied = one.variant == other.variant
            share = 1.0 if copied else float(random.uniform(0.75, 0.95))
            kind = "copy" if copied else "rewrite" if one.lang == other.lang else "translation"
            covered = (share * common / len(told.sentences) for told in (one, other))
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


def traced(
    world: World, count: int, seed: int, config: ProvenanceConfig, sources: Sources
) -> tuple[list[StoryTrace], list[list[dict[str, Any]]]]:
    """What the model makes of each story of a world, and the truth of each."""
    made = list(stories(world, count, seed, sources))
    return list(trace((given for given, _ in made), config, sources=sources)), [rows for _, rows in made]


def play(world: World, count: int, seed: int, config: ProvenanceConfig, sources: Sources) -> dict[str, float]:
    """What the model makes of a world, by the columns of the table."""
    traces, truths = traced(world, count, seed, config, sources)
    truth = {row["id"]: row for rows in truths for row in rows}
    said = judged(traces, truths, sources)
    parent = {link.child: link.parent for story in traces for link in story.links}
    children = [row for row in truth.values() if row["parent"] is not None]
    first = [row for row in truth.values() if row["kind"] == "origin"]
    found: dict[str, float] = {
        "exact": sum(parent.get(row["id"]) == row["parent"] for row in children) / max(1, len(children)),
        "like": sum(s.right for s in said if s.what == "link to a parent") / max(1, len(children)),
        "false": sum(parent.get(row["id"]) is not None for row in first) / max(1, len(first)),
    }
    outcomes = Counter(
        _outcome(story, rows, sources) for story, rows in zip(traces, truths, strict=True) if len(rows) > 1
    )
    for where in ("in", "out"):
        marks = [where, where + "?", where + " x"]
        whole = sum(outcomes[mark] for mark in marks)
        found |= {mark: outcomes[mark] / max(1, whole) for mark in marks}
    for name, what in (("links", "link to a parent"), ("sources", "link to a source"), ("verdicts", "verdict: ")):
        found[name] = gap([s for s in said if s.what.startswith(what)])
    return found


def judged(traces: Sequence[StoryTrace], truths: Sequence[Sequence[dict[str, Any]]], sources: Sources) -> list[Said]:
    """Everything that the model said of stories, by their truths."""
    links = [vars(link) for traced in traces for link in traced.links]
    origins = [
        {"articles": [row["id"] for row in rows], "origin": vars(traced.origin)}
        for traced, rows in zip(traces, truths, strict=True)
        if len(rows) > 1
    ]
    return judge({row["id"]: row for rows in truths for row in rows}, links, origins, sources)


def _outcome(traced: StoryTrace, rows: Sequence[dict[str, Any]], sources: Sources) -> str:
    """`in` or `out` for where the story starts, with a mark where the verdict is none or wrong."""

    def keys(field: str) -> set[str]:
        return {sources.resolve(row[field])[1] for row in rows if row[field]}

    origin = traced.origin
    outside = keys("external")
    if outside and not outside & keys("cited"):
        return "nobody can know"
    if outside:
        right = origin.source is not None and sources.resolve(origin.source)[1] in outside
    else:
        right = origin.verdict != "outside" and origin.article == next(r["id"] for r in rows if r["kind"] == "origin")
    mark = "?" if origin.verdict == "undetermined" else "" if right else " x"
    return ("out" if outside else "in") + mark


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", action="append", choices=sorted(WORLDS), help="only this one; more than once")
    given = parser.parse_args()
    sources, config = Sources.load(), ProvenanceConfig()
    rows = {name: play(WORLDS[name], given.stories, given.seed, config, sources) for name in given.world or WORLDS}
    heads = list(next(iter(rows.values())))
    print(table(["world", *heads], [[name, *row.values()] for name, row in rows.items()]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
