"""What of an article's wording was in print before it, and which possible parents lack that.

Two copies of one text that differ do not show which of them was changed. A third one may: wording that an article
shares with an earlier one was not made by it, and so was not taken from a parent that lacks it. Wording that only later
articles share may be its own, and speaks against no parent.
"""

from collections.abc import Sequence

import numpy as np

from dedup.provenance.tracing.overlap import Numbers, Runs, Wording, pack_runs
from dedup.provenance.tracing.times import Matrix, Vector, When


class FirstPrint:
    """When the shared wording of one story was first in print, by the places of its articles."""

    def __init__(self, wording: Wording, times: Sequence[When]) -> None:
        self._wording = wording
        self._earliest = np.array([t.earliest for t in times])
        self._latest = np.array([t.latest for t in times])
        self._by: list[Vector] = []
        """Each language's runs: by when one of its articles had them for certain."""
        self._from: list[tuple[Vector, Vector]] = []
        """Since when the first may have had them, and the second."""
        for tongue, size in enumerate(wording.sizes):
            by, first, second = np.full((3, size), np.inf)
            for place in wording.speakers(tongue) if size else ():
                own, since = wording.runs(place), self._earliest[place]
                by[own] = np.minimum(by[own], self._latest[place])
                second[own] = np.minimum(second[own], np.maximum(first[own], since))
                first[own] = np.minimum(first[own], since)
            self._by.append(by)
            self._from.append((first, second))

    def lacked(self, parents: Sequence[int], children: Sequence[int]) -> list[tuple[Matrix, Vector]]:
        """Return shares of the children's wording: [p, c] in print before the child and not in the parent, and [c] not
        in print before.

        Twice where dates leave the order open: with what was there before for certain, and with what may have been.
        """
        known = [[self._packed(c, own) for own in self._known(c)] for c in children]
        certain = all(sure[1] == may[1] for sure, may in known)
        return [self._shares(parents, children, [both[n] for both in known]) for n in range(1 if certain else 2)]

    def _known(self, c: int) -> tuple[Numbers, Numbers]:
        """The child's runs that another article had before it, for certain and perhaps."""
        own, tongue = self._wording.runs(c), self._wording.tongue_of(c)
        first, second = (since[own] for since in self._from[tongue])
        others = np.where(first == self._earliest[c], second, first)
        return own[self._by[tongue][own] < self._earliest[c]], own[others <= self._latest[c]]

    def _packed(self, c: int, own: Numbers) -> tuple[Runs, int]:
        return pack_runs(own, self._wording.sizes[self._wording.tongue_of(c)]), len(own)

    def _shares(
        self, parents: Sequence[int], children: Sequence[int], known: Sequence[tuple[Runs, int]]
    ) -> tuple[Matrix, Vector]:
        wording = self._wording
        whole = np.array([max(1, wording.count(c)) for c in children])
        before = np.array([number for _, number in known]) / whole
        lacking: Matrix = np.repeat(before[None, :], len(parents), axis=0)
        tongues = [np.array([wording.tongue_of(place) for place in places]) for places in (parents, children)]
        for tongue in {wording.tongue_of(c) for c, (_, number) in zip(children, known, strict=True) if number}:
            rows, columns = np.flatnonzero(tongues[0] == tongue), np.flatnonzero(tongues[1] == tongue)
            if len(rows):
                asked = [known[y][0] for y in columns.tolist()]
                held = wording.held([parents[x] for x in rows.tolist()], asked, tongue)
                lacking[np.ix_(rows, columns)] -= held / whole[columns]
        return np.maximum(lacking, 0.0), 1 - before
