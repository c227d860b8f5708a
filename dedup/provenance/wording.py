"""Who shares whose words: how much of an article's story wording another one lacks.

Only runs of words that at least two articles of the story share are looked at: what stands in one alone (its menu,
its background) says nothing about who took from whom. If a child has such a run and the supposed parent has not,
the child took it from elsewhere; if the parent has it and the child not, the child has cut it. Between two wordings
or two languages there are no common runs; there the coverages of the match speak.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from .records import StoryArticle, StoryMatch

Matrix = npt.NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+")
_RUN = 4
_CHARS = 8
_UNSPACED = frozenset({"zh", "ja", "th"})


class Wording:
    """The shared wording of one story's articles, by their places in `articles`."""

    def __init__(self, articles: Sequence[StoryArticle], matches: Mapping[tuple[int, int], StoryMatch]) -> None:
        self._langs = [a.lang for a in articles]
        self._articles = articles
        self._matches = matches
        self._runs = [_runs(a) for a in articles]
        seen: dict[str | None, Counter[str]] = defaultdict(Counter)
        for lang, runs in zip(self._langs, self._runs, strict=True):
            seen[lang].update(runs)
        self._seen = seen
        self._shared = [
            frozenset(r for r in runs if seen[lang][r] > 1) for lang, runs in zip(self._langs, self._runs, strict=True)
        ]
        self._all = {lang: sum(n > 1 for n in counts.values()) for lang, counts in seen.items()}
        self._least: dict[str | None, float] = {}
        for lang in seen:
            kin = [i for i, own in enumerate(self._langs) if own == lang and self._runs[i]]
            self._least[lang] = min((self._own(i) for i in kin), default=0.0) if len(kin) > 2 else 1.0
        self._most: dict[tuple[int, bool], float] = defaultdict(float)
        for (i, j), match in matches.items():
            here = (i, self._langs[i] == self._langs[j])
            self._most[here] = max(self._most[here], self._cover(i, match))

    def same_text(self) -> list[int]:
        """For each article the first one of its language with exactly the same runs of words."""
        first: dict[tuple[str | None, frozenset[str]], int] = {}
        return [
            first.setdefault((lang, runs), i) if runs else i
            for i, (lang, runs) in enumerate(zip(self._langs, self._runs, strict=True))
        ]

    def lacks(self, parents: Sequence[int], children: Sequence[int]) -> Matrix:
        """[p, c]: the share of the child's story wording that the parent does not have, 0 to 1."""
        found = np.zeros((len(parents), len(children)))
        langs = {self._langs[i]: None for i in (*parents, *children)}
        for lang in langs:
            rows = [k for k, p in enumerate(parents) if self._langs[p] == lang and self._runs[p]]
            columns = [k for k, c in enumerate(children) if self._langs[c] == lang and self._shared[c]]
            if rows and columns:
                place = {r: n for n, r in enumerate({r for k in columns for r in self._shared[children[k]]})}
                above = _incidence([self._shared[parents[k]] for k in rows], place)
                below = _incidence([self._shared[children[k]] for k in columns], place)
                common = above @ below.T
                found[np.ix_(rows, columns)] = 1 - common / below.sum(axis=1)[None, :]
        for x, p in enumerate(parents):
            for y, c in enumerate(children):
                same = self._langs[p] == self._langs[c]
                match = self._matches.get((c, p))
                if p != c and not (same and match is not None and match.kind == "copy" and self._runs[p]):
                    by_match = self._lacks_matched(p, c, match)
                    # Two wordings of one language share runs by chance: what the match aligned counts too.
                    found[x, y] = min(found[x, y], by_match) if same and self._shared[c] else by_match
        return found

    def lack_whole(self, c: int) -> float:
        """The share of the story's wording in c's language that c does not have, 0 to 1."""
        total = self._all.get(self._langs[c], 0)
        return 1 - len(self._shared[c]) / total if total else 0.0

    def alone(self, c: int) -> float:
        """The share of c's wording that stands in c alone, beyond the least such share of three or more articles.

        The first teller's text is what the others cut from; text around it that nobody took over is a background
        somebody put it into.
        """
        return max(0.0, self._own(c) - self._least[self._langs[c]]) if self._runs[c] else 0.0

    def shared_span(self, c: int, start: int, end: int) -> bool:
        """The words of a span of c's text stand in another article of its language too."""
        runs = _cut(self._articles[c].text[start:end], self._articles[c].lang)
        return bool(runs) and 2 * sum(self._seen[self._langs[c]][r] > 1 for r in runs) > len(runs)

    def _own(self, i: int) -> float:
        return 1 - len(self._shared[i]) / len(self._runs[i]) if self._runs[i] else 0.0

    def _cover(self, i: int, match: StoryMatch) -> float:
        return match.coverage_a if match.a == self._articles[i].article else match.coverage_b

    def _lacks_matched(self, p: int, c: int, match: StoryMatch | None) -> float:
        """From coverages: beside the child's best of its kind, and beside how much of the parent the child has.

        No retelling is covered in full. So a child is measured by the best that any other article covers of it, and
        by the parent's own share: one that is told from end to end in a child of which it covers half is cut short.
        """
        most = self._most[c, self._langs[p] == self._langs[c]]
        if match is None:
            return 1.0 if most > 0 else 0.0
        most = max(most, self._cover(p, match))
        return 1 - self._cover(c, match) / most if most > 0 else 0.0


def _incidence(rows: Sequence[frozenset[str]], place: Mapping[str, int]) -> npt.NDArray[np.float32]:
    """[row, run]: the row has the run."""
    found = np.zeros((len(rows), len(place)), np.float32)
    for n, runs in enumerate(rows):
        found[n, [place[r] for r in runs if r in place]] = 1
    return found


def _runs(article: StoryArticle) -> frozenset[str]:
    spans = article.body if article.body is not None else ((0, len(article.text)),)
    found: set[str] = set()
    for start, end in spans:
        found.update(_cut(article.text[start:end], article.lang))
    return frozenset(found)


def _cut(text: str, lang: str | None) -> set[str]:
    words = _WORD.findall(text.casefold())
    if lang in _UNSPACED:
        flat = "".join(words)
        return {flat[i : i + _CHARS] for i in range(len(flat) - _CHARS + 1)}
    return {" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1)}
