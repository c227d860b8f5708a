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
from collections.abc import Sequence
from typing import Any

from benchmarks.calibration import Said, gap, judge
from benchmarks.made_stories import World, stories
from benchmarks.tables import table
from dedup.config import ProvenanceConfig
from dedup.provenance import Sources, StoryTrace, trace

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
    "clients only": World(outside=0.9, direct=0.8, credit=0.8, agreed=1.0, languages=1, retold=0.1),
    "aggregators": World(members=10.0, verbatim=0.95, retold=0.05, credit=0.3, named=0.7, inherit=0.5),
    "fetched soon, no dates": World(undated=1.0, fetched=0.25),
    "originals late": World(first_late=0.5),
    "translations only": World(languages=5, retold=1.0),
    # As some dumps are: a wire's clients of whom half say so; an agency's report that one outlet translates and others
    # of its country reprint; a site that repeats all with a line on the source; dates of the crawl; a report of one's
    # own that clients have from two agencies; one outlet beside its competitors.
    "wire": World(
        outside=0.95, direct=0.95, credit=0.5, languages=1, retold=0.0, verbatim=0.5, members=12.0, named=0.05
    ),
    "translated once": World(outside=0.9, direct=0.05, credit=0.9, inherit=0.6, named=0.5, retold=0.1, languages=3),
    "source lines": World(members=6.0, verbatim=0.95, retold=0.05, named=0.95),
    "crawl dates": World(stamped=0.8, undated=0.05),
    "two agencies": World(outside=0.0, miscredit=0.7, agreed=0.5, inherit=0.6, verbatim=0.5),
    "competitors": World(outside=0.85, credit=0.3, named=0.1, told=0.3, members=2.0),
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
        "clients only",
        "aggregators",
        "fetched soon, no dates",
        "originals late",
        "translations only",
        "wire",
        "translated once",
        "two agencies",
    }
)
"""The worlds that no figure of the model was fitted on: one or two of each sort."""


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
