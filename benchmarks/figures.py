#!/usr/bin/env python3
"""What the figures of the model should be, from many kinds of worlds, and how well they hold in other kinds.

    python -m benchmarks.figures [--stories 200] [--seed 1]

The scales of `ProvenanceConfig` (slope and shift of the log-odds of a share of trees) are fitted on some of the made-up
worlds of `benchmarks/worlds.py`, all together; the table shows the mean gap between the figure said and the share
right in those and in the worlds that were held out (`HELD_OUT`), with the scales as they are and as fitted. `by chance`
is the gap to expect of so few, were every figure the very chance. A figure that comes from words and not from trees is
in no scale's reach, and is left out by the rule of `benchmarks/calibration.py`.
"""

import argparse
import sys
from collections import defaultdict
from dataclasses import replace

from benchmarks.calibration import Said, by_chance, fit, gap, rescaled
from benchmarks.tables import table
from benchmarks.worlds import HELD_OUT, WORLDS, judged, traced
from dedup.config import ProvenanceConfig
from dedup.provenance import Sources

SCALES = {
    "link to a parent": "link_scale",
    "link to a source": "source_scale",
    "verdict: an article": "origin_scale",
    "verdict: outside": "outside_scale",
}
_PLAIN = (1.0, 0.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    sources, config = Sources.load(), ProvenanceConfig()
    plain = replace(config, **dict.fromkeys(SCALES.values(), _PLAIN))
    learned: dict[str, list[Said]] = defaultdict(list)
    shares: dict[str, dict[str, list[Said]]] = {}
    for name, world in WORLDS.items():
        shares[name] = defaultdict(list)
        for one in judged(*traced(world, given.stories, given.seed, plain, sources), sources):
            shares[name][one.what].append(one)
            if name not in HELD_OUT:
                learned[one.what].append(one)
    fitted = {what: fit(learned[what]) for what in SCALES}
    for what, name in SCALES.items():
        now: tuple[float, float] = getattr(config, name)
        print(f"{name}: is {now[0]:.2f} {now[1]:+.2f}, fitted {fitted[what][0]:.2f} {fitted[what][1]:+.2f}")
        rows = []
        for held in (False, True):
            of = {world: found[what] for world, found in shares.items() if (world in HELD_OUT) is held and found[what]}
            for world, said in [*of.items(), ("all", [one for part in of.values() for one in part])]:
                scaled = rescaled(said, now)
                gaps = gap(said), gap(scaled), gap(rescaled(said, fitted[what])), by_chance(scaled)
                rows.append(["held out" if held else "fitted on", world, len(said), *gaps])
        print(table(["", "world", "n", "shares", "as it is", "as fitted", "by chance"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
