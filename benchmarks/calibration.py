#!/usr/bin/env python3
"""How often links and verdicts that are said with a figure are right.

    calibration.py DUMP TRUTH [--run OUT]

Runs `dedup` over DUMP, or takes what an earlier run wrote to OUT, and compares it with TRUTH: one JSON object an
article with id, story, lang, variant (which wording), parent, external (the source outside), time and kind.

A link to a parent is right if it names the parent or an earlier article of the parent's wording; a link to a source
if the article came from outside, from that source. A verdict that names an article is right if that is the story's
first one, `outside` if the first one is not in the dump and the source is the right one. What is undetermined is
counted apart. A truth says who published a story first and which credits were added to it (`cited`), not where its
statement was made: a link or verdict that names a source which the news' own words name ("…, he told X") is neither
right nor wrong, and is left out, whatever it would count as. What names a credit that was added is always judged.

The gap is the mean over all links (or verdicts) of |confidence said - share right|, taken by tenths; `by chance` is
the gap to expect of so few, were every figure the very chance. Stories are split in two halves by a hash of their
names: `fit` is what the scales in `ProvenanceConfig` would be changed by, fitted on the first half only, and the gap
of the other half after that change.
"""

import argparse
import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from pathlib import Path
from random import Random
from typing import Any

import dedup
from dedup.provenance import Sources

_ABSTAINED = "undetermined"


@dataclass(frozen=True)
class Said:
    """One thing that was said, and whether it is so."""

    what: str
    first_half: bool
    confidence: float
    right: bool


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def first_half(story: str) -> bool:
    return hashlib.md5(story.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def judge(
    truth: Mapping[str, Mapping[str, Any]],
    links: Iterable[Mapping[str, Any]],
    stories: Iterable[Mapping[str, Any]],
    sources: Sources,
) -> list[Said]:
    """Everything that was said in `links` and `stories`, rows as a run writes them, by the truth."""

    def key(name: str) -> str:
        return sources.resolve(name)[1]

    by_story: dict[str, list[str]] = defaultdict(list)
    for article in truth.values():
        by_story[article["story"]].append(article["id"])
    found = []
    links = list(links)
    own = {
        (truth[link["child"]]["story"], name)
        for link in links
        for name in _named(link)
        if key(name) != key(truth[link["child"]].get("cited") or "")
    }
    for link in links:
        child = truth[link["child"]]
        if link["parent"] is None and (child["story"], link["source"]) in own:
            continue
        half = first_half(child["story"])
        if link["parent"] is not None:
            parent = truth[link["parent"]]
            meant = truth.get(child["parent"]) if child["parent"] else None
            right = meant is not None and all(parent[name] == meant[name] for name in ("story", "lang", "variant"))
            found.append(Said("link to a parent", half, link["confidence"], right and parent["time"] < child["time"]))
        else:
            right = child["external"] is not None and key(child["external"]) == key(link["source"])
            found.append(Said("link to a source", half, link["confidence"], right))
    for story in stories:
        origin = story["origin"]
        name, _ = max(sorted(Counter(truth[a]["story"] for a in story["articles"]).items()), key=lambda item: item[1])
        first = [a for a in by_story[name] if truth[a]["kind"] == "origin"]
        outside = {key(truth[a]["external"]) for a in by_story[name] if truth[a]["external"]}
        article = origin["article"] in first
        source = not first and origin["source"] is not None and key(origin["source"]) in outside
        if origin["verdict"] == "undetermined":
            found.append(Said(_ABSTAINED, first_half(name), origin["confidence"], article or source))
        elif origin["verdict"] == "outside":
            if (name, origin["source"]) in own:
                continue
            found.append(Said("verdict: outside", first_half(name), origin["confidence"], source))
        else:
            found.append(Said("verdict: an article", first_half(name), origin["confidence"], article))
    return found


def _named(link: Mapping[str, Any]) -> set[str]:
    """The sources that an article names, as far as its link shows them."""
    return {one["source"] for one in link["evidence"] if one["type"] == "cue"}


def bins(said: list[Said]) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number, by tenths of confidence."""
    tenths: dict[int, list[Said]] = defaultdict(list)
    for one in said:
        tenths[min(9, int(one.confidence * 10))].append(one)
    return [
        (sum(s.confidence for s in part) / len(part), sum(s.right for s in part) / len(part), len(part))
        for _, part in sorted(tenths.items())
    ]


def gap(said: list[Said]) -> float:
    return sum(n * abs(confidence - right) for confidence, right, n in bins(said)) / max(1, len(said))


def by_chance(said: list[Said]) -> float:
    """The gap to expect of so few, were every figure the very chance: the mean of 200 draws."""
    random = Random(0)

    def drawn(one: Said) -> Said:
        return Said(one.what, one.first_half, one.confidence, random.random() < one.confidence)

    return sum(gap([drawn(one) for one in said]) for _ in range(200)) / 200


def fit(said: list[Said]) -> tuple[float, float]:
    """Slope and shift of the log-odds under which what is right is likeliest (Platt), by Newton's method.

    A prior of a few cases keeps the slope near 1 where there is little to learn from.
    """
    odds = [log(s.confidence / (1 - s.confidence)) for s in said]
    slope, shift = 1.0, 0.0
    for _ in range(30):
        g0, g1, h00, h01, h11 = slope - 1, shift, 1.0, 0.0, 1.0
        for x, one in zip(odds, said, strict=True):
            p = 1 / (1 + exp(-max(-30.0, min(30.0, slope * x + shift))))
            g0, g1 = g0 + (p - one.right) * x, g1 + (p - one.right)
            h00, h01, h11 = h00 + p * (1 - p) * x * x, h01 + p * (1 - p) * x, h11 + p * (1 - p)
        det = h00 * h11 - h01 * h01
        # Short steps: from far off, a whole one may overshoot.
        slope -= max(-0.5, min(0.5, (h11 * g0 - h01 * g1) / det))
        shift -= max(-0.5, min(0.5, (h00 * g1 - h01 * g0) / det))
    return slope, shift


def rescaled(said: list[Said], scale: tuple[float, float]) -> list[Said]:
    def moved(confidence: float) -> float:
        odds = scale[0] * log(confidence / (1 - confidence)) + scale[1]
        return min(0.99, max(0.01, 1 / (1 + exp(-odds))))

    return [Said(s.what, s.first_half, moved(s.confidence), s.right) for s in said]


def report(said: list[Said]) -> None:
    for group, kinds in (
        ("links", ("link to a parent", "link to a source")),
        ("verdicts", ("verdict: an article", "verdict: outside")),
    ):
        for what in (*kinds, group):
            part = [s for s in said if s.what in (kinds if what == group else (what,))]
            halves = [[s for s in part if s.first_half is half] for half in (True, False)]
            if not all(halves):
                continue
            print(f"{what:20s} n={len(part):<5d} gap={gap(part):.3f} (by chance {by_chance(part):.3f})", end="  halves")
            print("".join(f" {gap(half):.3f} (by chance {by_chance(half):.3f})" for half in halves))
            if what != group:
                scale = fit(halves[0])
                after = gap(rescaled(halves[1], scale))
                print(f"    fit on the first half: {scale[0]:.2f} {scale[1]:+.2f}, gap of the other {after:.3f}")
            else:
                print("    said   right   n")
                for confidence, right, n in bins(part):
                    print(f"    {confidence:.2f}   {right:.2f}   {n}")
    abstained = [s for s in said if s.what == _ABSTAINED]
    of_two = sum(s.right for s in abstained)
    print(f"undetermined         n={len(abstained)}, of which {of_two} name the origin as one of two")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--run", type=Path, help="what an earlier run over DUMP wrote")
    given = parser.parse_args()
    truth = {article["id"]: article for article in rows(given.truth)}
    with tempfile.TemporaryDirectory() as folder:
        if given.run is None:
            dedup.run([str(given.dump)], folder, force=True)
        run = given.run or Path(folder)
        report(judge(truth, rows(run / "links.jsonl"), rows(run / "stories.jsonl"), Sources.load()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
