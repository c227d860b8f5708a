"""New articles against an archive, one or a few at a time: has this been told, where, and how much of it?

The same rooms as the corridor, called directly on arrays: no table is made and nothing is written. What is not asked
here is who took it from whom (`dedup origin` does), and whether a story looks different now that one more tells it
(`dedup add` does).
"""

import datetime
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive import READ_AGAIN, Archive
from dedup.config import Config
from dedup.matching import Tokens, check, postings
from dedup.pipeline.archive_index import CONCEPTS, KEYS, Lookup, concept_keys, passage_keys
from dedup.pipeline.stages.tokenize import cut_articles
from dedup.stories import Tie, tells

_REMEMBERED: Final = 4_000
"""Articles of the archive that are kept at hand: what was matched a minute ago is matched again. About 20 MB."""


@dataclass(frozen=True)
class Told:
    """An earlier article that tells what the one asked about tells."""

    article: str
    """Its id."""
    number: int
    kind: str
    score: float
    coverage: float
    """The share of the asked article's body that the other covers."""
    coverage_other: float
    same_statement: bool
    """False where the two only share borrowed passages."""
    passages: tuple[dict[str, Any], ...]
    """Aligned passages, as in `matches.jsonl`: `a` is the article asked about."""


@dataclass(frozen=True)
class Checked:
    """A batch of articles, and what of each was told before."""

    told: list[list[Told]]
    """For each article those that were there before it, the likest first."""
    tables: dict[str, pa.Table]
    """What an archive keeps of the batch, but for the articles themselves: bodies, keys, matches."""


class Checker:
    """Compares articles with what an archive holds, and with each other."""

    def __init__(self, lookup: Lookup, config: Config | None = None) -> None:
        """`config` may look for fewer kinds than the archive does."""
        self.lookup = lookup
        self.archive: Archive = lookup.archive
        self.config: Config = config or lookup.knowledge.config
        self._scissors = lookup.knowledge.scissors.for_kinds(self.config)
        self._rows: OrderedDict[int, dict[str, Any]] = OrderedDict()

    def check(self, rows: pa.Table, *, window: datetime.timedelta | None = None, each_other: bool = True) -> Checked:
        """What of `rows` (`dedup.schema.ARTICLE`, with `article` numbers above all of the archive, rising) was told
        before, in the archive or, for `each_other`, by an earlier row.

        Articles published further apart than `window` are not compared.
        """
        knowledge = self.lookup.knowledge
        cut = cut_articles(rows, self._scissors)
        tokens = Tokens.of(cut["scratch.tokens"])
        weighed = knowledge.weigh(cut, lone=True)
        keys, owners = passage_keys(tokens, weighed.weights, self.config, stored=False)
        hits = self.lookup.find(KEYS, keys, owners, self.config.match.neighbours)
        pairs = set(zip(hits.article.tolist(), hits.owner.tolist(), strict=True))
        if each_other:
            pairs |= pairs_within(keys, owners, self.config.match.neighbours)
        if self.config.match.translations:
            pairs |= self._foreign(postings(tokens, weighed.lexis, self.config.meaning.posted_concepts), each_other)
        least = rows["article"][0].as_py() if rows.num_rows else 0
        earlier = self._earlier(sorted({pair[0] for pair in pairs if pair[0] < least}))
        at_hand = pa.concat_tables([rows.select(READ_AGAIN.names).cast(READ_AGAIN), earlier])
        ids = dict(zip(at_hand["article"].to_pylist(), at_hand["id"].to_pylist(), strict=True))
        times = dict(zip(at_hand["article"].to_pylist(), at_hand["published"].to_pylist(), strict=True))
        chosen = sorted(pair for pair in pairs if pair[0] in ids and not _apart(times[pair[0]], times[pair[1]], window))
        a, b = (np.array([pair[side] for pair in chosen], np.int64) for side in (0, 1))
        both = _together(cut, cut_articles(earlier, self._scissors)) if earlier.num_rows else cut
        lexis = knowledge.weigh(both).lexis
        matches = check(a, b, Tokens.of(both["scratch.tokens"]), lexis, self.config.match)
        said = [_same_statement(match, self.config) for match in matches.to_pylist()]
        for place, name in enumerate(("same_statement", "tells")):
            matches = matches.append_column(name, pa.array([one[place] for one in said], pa.bool_()))
        kept = {"body": cut["body"], "match": matches}
        return Checked(self._told(rows["article"].to_pylist(), matches, ids), kept | self.lookup.keep(tokens, weighed))

    def _foreign(self, posted: pa.Table, each_other: bool) -> set[tuple[int, int]]:
        """Pairs that share the most telling concepts."""
        config = self.config.meaning
        keys, owners = concept_keys(posted)
        hits = self.lookup.find(CONCEPTS, keys, owners, config.posted_articles)
        order = np.lexsort((hits.article, -hits.shared, hits.owner))
        place = np.arange(len(order)) - np.searchsorted(hits.owner[order], hits.owner[order])
        chosen = order[(place < config.looked_up) & (hits.shared[order] >= config.least_looked_up)]
        found = set(zip(hits.article[chosen].tolist(), hits.owner[chosen].tolist(), strict=True))
        if not each_other:
            return found
        langs = dict(zip(posted["article"].to_pylist(), posted["lang"].to_pylist(), strict=True))
        within = pairs_within(keys, owners, config.looked_up)
        return found | {(low, high) for low, high in within if langs[low] != langs[high]}

    def _earlier(self, articles: Sequence[int]) -> pa.Table:
        """Articles of the archive, those that it still holds (`article`, `id`, `outlet`, `lang`, `text`)."""
        missing = [article for article in articles if article not in self._rows]
        if missing:
            for row in self.archive.articles(missing).to_pylist():
                self._rows[row["article"]] = row
        found = []
        for article in articles:
            if article in self._rows:
                self._rows.move_to_end(article)
                found.append(self._rows[article])
        while len(self._rows) > _REMEMBERED:
            self._rows.popitem(last=False)
        return pa.Table.from_pylist(found, schema=READ_AGAIN)

    def _told(self, rows: list[int], matches: pa.Table, ids: dict[int, str]) -> list[list[Told]]:
        found: dict[int, list[Told]] = {article: [] for article in rows}
        for match in matches.to_pylist():
            earlier, later = match["a"], match["b"]
            found[later].append(
                Told(
                    article=ids[earlier],
                    number=earlier,
                    kind=match["kind"],
                    score=round(match["score"], 4),
                    coverage=round(match["coverage_b"], 4),
                    coverage_other=round(match["coverage_a"], 4),
                    same_statement=_same_statement(match, self.config)[0],
                    passages=tuple(
                        {
                            "a": [one["b_start"], one["b_end"]],
                            "b": [one["a_start"], one["a_end"]],
                            "kind": one["kind"],
                            "score": round(one["score"], 4),
                        }
                        for one in match["passages"]
                    ),
                )
            )
        return [sorted(found[article], key=_likest) for article in rows]


def _same_statement(match: Mapping[str, Any], config: Config) -> tuple[bool, bool]:
    """Whether a match tells the same statement, as far as the two alone say; and whether one tells the other's."""
    told = tells(Tie(*(match[name] for name in Tie._fields)), config.story) > 0
    return told or (match["focus_a"] + match["focus_b"]) / 2 >= config.story.least_likeness, told


def _apart(one: datetime.datetime | None, other: datetime.datetime | None, window: datetime.timedelta | None) -> bool:
    return window is not None and one is not None and other is not None and abs(one - other) > window


def _likest(told: Told) -> tuple[bool, float, int]:
    return not told.same_statement, -told.score * max(told.coverage, told.coverage_other), told.number


def pairs_within(keys: NDArray[np.uint64], owners: NDArray[np.int64], most: int) -> set[tuple[int, int]]:
    """Pairs (earlier, later) of the owners of a common key: each owner with the `most` before it and the first of all,
    as `dedup.matching.candidates_sql` pairs them."""
    order = np.lexsort((owners, keys))
    keys, owners = keys[order], owners[order]
    found: set[tuple[int, int]] = set()
    first = np.searchsorted(keys, keys)
    for step in range(1, most + 1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        found.update(zip(owners[:-step][same].tolist(), owners[step:][same].tolist(), strict=True))
    later = np.flatnonzero(first < np.arange(len(keys)))
    found.update(zip(owners[first[later]].tolist(), owners[later].tolist(), strict=True))
    return {(low, high) for low, high in found if low != high}


def _together(cut: Mapping[str, pa.Table], other: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    names = [name for name in ("scratch.tokens", "scratch.stem", "scratch.concept") if name in cut]
    return {name: pa.concat_tables([cut[name], other[name]]) for name in names}
