"""Who shares whose words: how much of an article's story wording another one lacks.

Only runs of words that at least two articles of the story share are looked at: what stands in one alone (its menu,
its background) says nothing about who took from whom. If a child has such a run and the supposed parent has not,
the child took it from elsewhere; if the parent has it and the child not, the child has cut it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from .records import StoryArticle, StoryMatch

_WORD = re.compile(r"[^\W_]+")
_RUN = 4
_CHARS = 8
_UNSPACED = frozenset({"zh", "ja", "th"})


class Wording:
    """The shared wording of one story's articles, by their places in `articles`."""

    def __init__(self, articles: Sequence[StoryArticle], matches: Sequence[StoryMatch]) -> None:
        self._langs = [a.lang for a in articles]
        self._runs = [_runs(a) for a in articles]
        seen: dict[str | None, Counter[str]] = defaultdict(Counter)
        for lang, runs in zip(self._langs, self._runs, strict=True):
            seen[lang].update(runs)
        self._shared = [
            frozenset(r for r in runs if seen[lang][r] > 1) for lang, runs in zip(self._langs, self._runs, strict=True)
        ]
        self._all = {lang: sum(n > 1 for n in counts.values()) for lang, counts in seen.items()}
        place = {a.article: i for i, a in enumerate(articles)}
        self._cover: dict[tuple[int, int], float] = {}
        for m in matches:
            if m.a in place and m.b in place:
                self._cover[place[m.a], place[m.b]] = m.coverage_a
                self._cover[place[m.b], place[m.a]] = m.coverage_b
        self._most: dict[tuple[int, bool], float] = defaultdict(float)
        for (i, j), share in self._cover.items():
            here = (i, self._langs[i] == self._langs[j])
            self._most[here] = max(self._most[here], share)

    def same_language(self, p: int, c: int) -> bool:
        """The two are in one language."""
        return self._langs[p] == self._langs[c]

    def lacks(self, p: int, c: int) -> float:
        """The share of c's story wording that p does not have, 0 to 1."""
        if self.same_language(p, c) and self._shared[c] and self._runs[p]:
            return len(self._shared[c] - self._runs[p]) / len(self._shared[c])
        most = self._most[c, self.same_language(p, c)]
        return 1 - self._cover.get((c, p), 0.0) / most if most > 0 else 0.0

    def lack_whole(self, c: int) -> float:
        """The share of the story's wording in c's language that c does not have, 0 to 1."""
        total = self._all.get(self._langs[c], 0)
        return 1 - len(self._shared[c]) / total if total else 0.0

    def alone(self, c: int) -> float:
        """The share of c's wording that stands in c alone, beyond the least such share of three or more articles.

        The first teller's text is what the others cut from; text around it that nobody took over is a background
        somebody put it into.
        """
        kin = [i for i, lang in enumerate(self._langs) if lang == self._langs[c] and self._runs[i]]
        if len(kin) < 3 or not self._runs[c]:
            return 0.0
        own = {i: 1 - len(self._shared[i]) / len(self._runs[i]) for i in kin}
        return own[c] - min(own.values())


def _runs(article: StoryArticle) -> frozenset[str]:
    spans = article.body if article.body is not None else ((0, len(article.text)),)
    found: set[str] = set()
    for start, end in spans:
        words = _WORD.findall(article.text[start:end].casefold())
        if article.lang in _UNSPACED:
            flat = "".join(words)
            found.update(flat[i : i + _CHARS] for i in range(len(flat) - _CHARS + 1))
        else:
            found.update(" ".join(words[i : i + _RUN]) for i in range(len(words) - _RUN + 1))
    return frozenset(found)
