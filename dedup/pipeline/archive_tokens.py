"""A cache of the tokens of archived articles, which new articles are compared with.

An article of the archive is cut into words again when it is first a candidate; its words stay at hand, for what was
matched a minute ago is matched again.
"""

import datetime
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive import ArchiveStore
from dedup.pipeline.stages.tokenize import Tokenizer, cut_articles

COMPARED: Final = ("scratch.tokens", "scratch.stem", "scratch.concept")
"""What articles are compared by, of what `cut_articles` gives."""

_OWN: Final = (("scratch.stem", "element", "elements"), ("scratch.concept", "concept", "concepts"))
"""Tables of what a batch holds, the column that says what, and that of its articles."""


@dataclass(frozen=True)
class Old:
    """An article of the archive, cut."""

    id: str
    published: datetime.datetime | None
    cut: Mapping[str, pa.Table]
    """Tables of `COMPARED`, of this article alone."""


class ArchiveTokens:
    """Articles of an archive by their numbers, cut as `tokenizer` do."""

    def __init__(self, archive: ArchiveStore, tokenizer: Tokenizer) -> None:
        self._archive = archive
        self._tokenizer = tokenizer
        self._kept: OrderedDict[int, Old] = OrderedDict()

    def articles(self, numbers: Sequence[int]) -> dict[int, Old]:
        """Articles by number; those that the archive does not hold any more are left out."""
        missing = [number for number in numbers if number not in self._kept]
        if missing:
            rows = self._archive.articles(missing)
            cut = cut_articles(rows, self._tokenizer)
            named = zip(*(rows[name].to_pylist() for name in ("article", "id", "published")), strict=True)
            for (number, name, published), own in zip(named, _split(cut), strict=True):
                self._kept[number] = Old(name, published, own)
        found = {number: self._kept[number] for number in numbers if number in self._kept}
        for number in found:
            self._kept.move_to_end(number)
        while len(self._kept) > self._tokenizer.config.archive.cached_articles:
            self._kept.popitem(last=False)
        return found


def together(*cuts: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Several batches as one."""
    return {
        name: pa.concat_tables([cut[name].select(cuts[-1][name].column_names) for cut in cuts])
        for name in COMPARED
        if name in cuts[0]
    }


def _split(cut: Mapping[str, pa.Table]) -> list[dict[str, pa.Table]]:
    """What `cut_articles` found in a batch, article by article."""
    tokens = cut["scratch.tokens"]
    langs = tokens["lang"].to_pylist()
    # Copied, so that an article does not keep the words of its batch.
    found = [{"scratch.tokens": tokens.take(pa.array([row]))} for row in range(tokens.num_rows)]
    for name, key, column in _OWN:
        if name not in cut:
            continue
        counted = _by_language(cut[name], key)
        nobody = cut[name].select(_WEIGHED[name]).slice(0, 0)
        for own, lang in zip(found, langs, strict=True):
            keys, rows = counted.get(lang, (np.zeros(0, np.uint32), nobody))
            held = np.unique(own["scratch.tokens"][column].combine_chunks().flatten().to_numpy())
            at = np.minimum(np.searchsorted(keys, held), max(len(keys) - 1, 0))
            own[name] = rows.take(pa.array(at[keys[at] == held] if len(keys) else at[:0]))
    return found


_WEIGHED: Final = {
    "scratch.stem": ["lang", "element", "prior_share"],
    "scratch.concept": ["lang", "concept", "factor"],
}
"""What `Knowledge.weigh` asks of them."""


def _by_language(table: pa.Table, key: str) -> dict[str, tuple[NDArray[np.uint32], pa.Table]]:
    """The rows of each language, by rising `key`, with the keys."""
    name = "scratch.stem" if key == "element" else "scratch.concept"
    table = table.select(_WEIGHED[name]).sort_by([("lang", "ascending"), (key, "ascending")]).combine_chunks()
    langs, firsts, counts = np.unique(
        table["lang"].to_numpy(zero_copy_only=False), return_index=True, return_counts=True
    )
    parts = zip(langs.tolist(), firsts.tolist(), counts.tolist(), strict=True)
    return {lang: ((rows := table.slice(first, count))[key].to_numpy(), rows) for lang, first, count in parts}
