"""The language of each article of an archive, in memory: two bytes an article.

Whether an article is of another language decides whether it is compared at all, and is asked of thousands for each one
that comes; reading it beside each text took a join for every stretch of the archive.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

ABSENT: Final = -1
"""The code of an article that the archive does not hold, or has not looked at yet."""


class Languages:
    """Languages by article number, as the column `lang` of the table `body` has them."""

    def __init__(self, bodies: pa.Table) -> None:
        """`bodies` has the columns `article` and `lang`."""
        self.names: list[str | None] = []
        """The language of each code."""
        self._numbers: dict[str | None, int] = {}
        self._codes = np.zeros(0, np.int16)
        self.add(bodies)

    def add(self, bodies: pa.Table) -> None:
        """Take in more articles, or others under the same numbers."""
        articles = bodies["article"].to_numpy()
        if not len(articles):
            return
        least = int(articles.max()) + 1
        if least > len(self._codes):
            grown = np.full(max(least, 2 * len(self._codes)), ABSENT, np.int16)
            grown[: len(self._codes)] = self._codes
            self._codes = grown
        langs = bodies["lang"].combine_chunks().dictionary_encode(null_encoding="encode")
        codes = np.array([self._number(name) for name in langs.dictionary.to_pylist()], np.int16)
        self._codes[articles] = codes[langs.indices.to_numpy()]

    def remove(self, articles: Iterable[int]) -> None:
        """Take articles out."""
        for article in articles:
            if article < len(self._codes):
                self._codes[article] = ABSENT

    def codes(self, articles: NDArray[np.int64]) -> NDArray[np.int16]:
        """For each article the place of its language in `names`, or `ABSENT`."""
        found = np.full(len(articles), ABSENT, np.int16)
        there = articles < len(self._codes)
        found[there] = self._codes[articles[there]]
        return found

    def there(self, articles: Sequence[int]) -> list[int]:
        """Return those of some articles that the archive holds, rising."""
        asked = np.unique(np.array(articles, np.int64))
        held: list[int] = asked[self.codes(asked) != ABSENT].tolist()
        return held

    def of(self, articles: Sequence[int]) -> list[str | None]:
        """Return the language of each of some articles that the archive holds."""
        return [self.names[code] for code in self.codes(np.array(articles, np.int64)).tolist()]

    def _number(self, name: str | None) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]
