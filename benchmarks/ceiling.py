#!/usr/bin/env python3
"""What tracing could reach on a dump, were everything before it right.

    python -m benchmarks.ceiling DUMP TRUTH

The model is given the true stories, the true times of all articles, the credits that the truth says stand in them, and
the kinds of the true pairs, with how much of each text stands in the other. What is wrong then is the model's alone;
what a run loses beside that, it loses in finding stories, dates and credits. DUMP is JSON Lines with id and text,
TRUTH as in `benchmarks/calibration.py`, with what each article cites.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.calibration import rows
from dedup.provenance import Citation, Sources, StoryArticle, StoryInput, StoryMatch, trace

_RUN = 4
_ALIKE = 0.85  # how much of a text another wording of it covers, as the matcher finds it

Row = Mapping[str, Any]


def true_stories(texts: Mapping[str, str], truth: Sequence[Row], sources: Sources) -> Iterator[StoryInput]:
    """Each story of the truth with nothing left to find."""
    stories: dict[str, list[Row]] = defaultdict(list)
    for row in truth:
        stories[row["story"]].append(row)
    for name, told in sorted(stories.items()):
        articles, cues = [], []
        for number, row in enumerate(told):
            text = texts[row["id"]]
            time = datetime.fromisoformat(row["time"])
            words = max(1, len(text.split()))
            lines = tuple(text.split("\n"))
            articles.append(
                StoryArticle(number, row["id"], row["outlet"], row["lang"], time, "second", None, words, lines)
            )
            if row.get("cited"):
                source, key = sources.resolve(row["cited"])
                cues.append(Citation(number, source, key, "credit_line", "whole", None, None, row["cited"], 0.95))
        yield StoryInput(name, tuple(articles), tuple(_matches(told, articles)), tuple(cues))


def _matches(told: Sequence[Row], articles: Sequence[StoryArticle]) -> Iterator[StoryMatch]:
    runs = [_runs(article.text) for article in articles]
    for a, b in combinations(range(len(told)), 2):
        same = told[a]["variant"] == told[b]["variant"] and told[a]["lang"] == told[b]["lang"]
        kind = "copy" if same else "rewrite" if told[a]["lang"] == told[b]["lang"] else "translation"
        if same:
            common = len(runs[a] & runs[b])
            covered = common / max(1, len(runs[a])), common / max(1, len(runs[b]))
        else:
            sizes = articles[a].words, articles[b].words
            covered = min(1.0, sizes[1] / sizes[0]) * _ALIKE, min(1.0, sizes[0] / sizes[1]) * _ALIKE
        yield StoryMatch(a, b, kind, 0.9, *covered)  # type: ignore[arg-type]


def _runs(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", text.casefold())
    return {" ".join(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def measure(texts: Mapping[str, str], truth: Sequence[Row], sources: Sources) -> dict[str, float]:
    """Shares of parents and origins that the model gets right: `exact`, `like`, `false`, `origin`, `outside`."""
    by_id = {row["id"]: row for row in truth}
    traces = list(trace(true_stories(texts, truth, sources), sources=sources))
    parent = {link.child: link.parent for traced in traces for link in traced.links}
    children = [row for row in truth if row["parent"]]
    first = {row["story"]: row["id"] for row in truth if row["kind"] == "origin"}

    def like(row: Row) -> bool:
        said, meant = by_id.get(parent.get(row["id"]) or ""), by_id[row["parent"]]
        return said is not None and all(said[n] == meant[n] for n in ("variant", "lang")) and said["time"] < row["time"]

    sizes: dict[str, int] = defaultdict(int)
    outside: dict[str, set[str]] = defaultdict(set)
    cited: dict[str, set[str]] = defaultdict(set)
    for row in truth:
        sizes[row["story"]] += 1
        for field, found in (("external", outside), ("cited", cited)):
            if row.get(field):
                found[row["story"]].add(sources.resolve(row[field])[1])
    told = [traced for traced in traces if sizes[traced.id] > 1]
    inside = [traced.origin.article == first[traced.id] for traced in told if traced.id in first]
    absent = [
        traced.origin.source is not None and sources.resolve(traced.origin.source)[1] in outside[traced.id]
        for traced in told
        if traced.id not in first and outside[traced.id] & cited[traced.id]
    ]
    return {
        "exact": sum(parent.get(row["id"]) == row["parent"] for row in children) / max(1, len(children)),
        "like": sum(map(like, children)) / max(1, len(children)),
        "false": sum(parent.get(name) is not None for name in first.values()) / max(1, len(first)),
        "origin": sum(inside) / max(1, len(inside)),
        "outside": sum(absent) / max(1, len(absent)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("truth", type=Path)
    given = parser.parse_args()
    texts = {row["id"]: row["text"] for row in rows(given.dump)}
    truth = [row for row in rows(given.truth) if row["id"] in texts]
    for name, share in measure(texts, truth, Sources.load()).items():
        print(f"{name:8s} {share:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
