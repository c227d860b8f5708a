"""Matches new articles with an archive, one or a few at a time: what does each duplicate, and how much of it?

The stages of `dedup.pipeline.corridor`, called directly on arrays: no table is made and nothing is written, for a
batch costs 10 ms so and a second there. What is not asked here is the links (`dedup origin` does), and whether a
story is grouped differently with one more article (`dedup add` does).
"""

import datetime
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.archive import ABSENT, ArchiveStore
from dedup.config import Config, MatchConfig
from dedup.matching import TermWeights, Tokens, foreign_pairs, postings, verify_pairs
from dedup.pipeline.archive_index import Lookup
from dedup.pipeline.plans import Plan
from dedup.pipeline.stages.embed import load_embedder, verify_translations
from dedup.pipeline.stages.tokenize import Tokenizer, cut_articles
from dedup.stories import best_first, same_statement

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
    """Articles of an archive by their numbers, cut as `tokenizer` cuts them."""

    def __init__(self, archive: ArchiveStore, tokenizer: Tokenizer) -> None:
        self._archive = archive
        self._tokenizer = tokenizer
        self._kept: OrderedDict[int, Old] = OrderedDict()

    def articles(self, numbers: Sequence[int]) -> dict[int, Old]:
        """Return articles by number; those that the archive does not hold any more are left out."""
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
    """Return several batches as one."""
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


@dataclass(frozen=True)
class Match:
    """An earlier article that the asked one matches."""

    article: str
    """Its id."""
    number: int
    kind: str
    score: float
    coverage: float
    """The share of the asked article's body that the other covers."""
    same_statement: bool
    """False where the two only share borrowed passages."""


@dataclass(frozen=True)
class OnlineMatches:
    """A batch of articles, and the earlier articles that each matches."""

    matches: list[list[Match]]
    """For each article its matches among earlier ones, the best first."""
    tables: dict[str, pa.Table]
    """What an archive keeps of the batch, but for the articles themselves: bodies, matches, and keys if the plan is to
    keep any."""


class OnlineMatcher:
    """Compares articles with what an archive holds, and with each other."""

    def __init__(self, lookup: Lookup, config: Config | None = None) -> None:
        """`config` may look for fewer kinds than the archive does."""
        self.lookup = lookup
        self.archive: ArchiveStore = lookup.archive
        self.config: Config = config or lookup.knowledge.config
        self._tokenizer = lookup.knowledge.tokenizer.for_kinds(self.config)
        self._old = ArchiveTokens(lookup.archive, self._tokenizer)
        self._embedder = load_embedder(self.config) if self.config.match.translations else None

    def match(self, rows: pa.Table, plan: Plan, window: datetime.timedelta | None = None) -> OnlineMatches:
        """Match `rows` (`dedup.schema.ARTICLE`, with `article` numbers above all of the archive, rising) with the
        archive and, as `plan` says, with earlier rows.

        Articles published further apart than `window`, or than the archive's own, are not compared.
        """
        knowledge, own = self.lookup.knowledge, self.config.match.span
        window = min((span for span in (window, own) if span is not None), default=None)
        cut = cut_articles(rows, self._tokenizer)
        tokens = Tokens.of(cut["scratch.tokens"])
        weighed = knowledge.weigh(cut, single_language=True)
        found_a, found_b = self.lookup.find_pairs(tokens, weighed.weights, self.config, each_other=plan.each_other)
        pairs = set(zip(found_a.tolist(), found_b.tolist(), strict=True))
        wanted = {a for a, _ in pairs}
        if self.config.match.translations:
            posted = postings(tokens, weighed.term_weights, self.config.meaning.posted_concepts)
            wanted.update(self.lookup.find_by_concepts(posted)[0].tolist())
        numbers = rows["article"].to_pylist()
        old = self._old.articles(sorted(wanted - set(numbers)))
        ids = dict(zip(numbers, rows["id"].to_pylist(), strict=True)) | {one: held.id for one, held in old.items()}
        times = dict(zip(numbers, rows["published"].to_pylist(), strict=True))
        times |= {one: held.published for one, held in old.items()}
        both = together(cut, *(held.cut for held in old.values())) if old else cut
        at_hand, term_weights = Tokens.of(both["scratch.tokens"]), knowledge.weigh(both).term_weights
        if self.config.match.translations:
            pairs |= self._foreign(at_hand, term_weights, set(numbers), plan)
        chosen = sorted(pair for pair in pairs if pair[0] in ids and not _apart(times[pair[0]], times[pair[1]], window))
        a, b = (np.array([pair[side] for pair in chosen], np.int64) for side in (0, 1))
        matches = self._best(self._verified(a, b, at_hand, term_weights, rows), at_hand)
        found = matches.drop_columns(["passages"]).to_pylist()
        for match in found:
            match["same_statement"], match["tells"] = same_statement(match, self.config.story)
        for name in ("same_statement", "tells"):
            matches = matches.append_column(name, pa.array([match[name] for match in found], pa.bool_()))
        kept = {"body": cut["body"], "match": matches} | (self.lookup.keep(tokens, weighed) if plan.keep else {})
        return OnlineMatches(self._matches(numbers, found, ids), kept)

    def _verified(
        self, a: NDArray[np.int64], b: NDArray[np.int64], tokens: Tokens, weights: TermWeights, rows: pa.Table
    ) -> pa.Table:
        """The matches among pairs."""
        foreign = tokens.lang[tokens.rows_of(a)] != tokens.lang[tokens.rows_of(b)]

        def texts(articles: list[int]) -> pa.Table:
            held = self.archive.articles(sorted(set(articles) - set(rows["article"].to_pylist())))
            return pa.concat_tables([part.select(["article", "text"]) for part in (rows, held)])

        return pa.concat_tables(
            [
                verify_pairs(a[~foreign], b[~foreign], tokens, weights, self.config.match),
                verify_translations(a[foreign], b[foreign], tokens, weights, self.config, self._embedder, texts),
            ]
        )

    def _foreign(self, tokens: Tokens, term_weights: TermWeights, new: set[int], plan: Plan) -> set[tuple[int, int]]:
        """Pairs with a new article, in different languages, that share enough concepts by weight."""
        if len(set(tokens.lang.tolist())) < 2:
            return set()
        config = self.config.meaning
        posted = postings(tokens, term_weights, config.posted_concepts)
        pairs = foreign_pairs(posted, new, config.posted_articles, config.posted_share)
        return {(a, b) for a, b in pairs if plan.each_other or a not in new}

    def _best(self, matches: pa.Table, tokens: Tokens) -> pa.Table:
        """Without translations to which one of both has a much better counterpart, here or in the archive."""
        lang = dict(zip(tokens.article.tolist(), tokens.lang.tolist(), strict=True))
        langs = [[lang[article] for article in matches[side].to_pylist()] for side in ("a", "b")]
        foreign = pa.array([one != other for one, other in zip(*langs, strict=True)], pa.bool_())
        if not any(foreign.to_pylist()):
            return matches
        sided = matches.append_column("lang_a", pa.array(langs[0])).append_column("lang_b", pa.array(langs[1]))
        best = best_of(sided.filter(foreign), self._known(set(matches["a"].to_pylist())), self.config.match)
        pairs = zip(matches["a"].to_pylist(), matches["b"].to_pylist(), strict=True)
        kept = {pair: at for at, pair in enumerate(pairs) if pair in best}
        translated = pa.array([kept[pair] for pair in sorted(kept)], pa.int64())
        return pa.concat_tables([matches.filter(pc.invert(foreign)), matches.take(translated)])

    def _known(self, articles: set[int]) -> pa.Table:
        """The translations of some articles that the archive knows, as `best_of` wants them. Read without the views,
        whose joins take ten times as long as all that is read here."""
        listed = ", ".join(map(str, sorted(articles)))
        rows = self.archive.rows(
            " UNION ALL ".join(
                f"SELECT a, b, strength FROM {side}.match WHERE kind = 'translation' "
                f"AND (a IN ({listed}) OR b IN ({listed}))"
                for side in ("base", "live")
            )
        )
        languages = self.archive.languages
        codes = [languages.codes(rows[side].to_numpy()) for side in ("a", "b")]
        there = pa.array((codes[0] != ABSENT) & (codes[1] != ABSENT))
        for side, found in zip(("lang_a", "lang_b"), codes, strict=True):
            rows = rows.append_column(side, pa.array([languages.names[code] for code in found.tolist()], pa.string()))
        return rows.filter(there)

    def _matches(self, rows: list[int], matches: list[dict[str, Any]], ids: dict[int, str]) -> list[list[Match]]:
        found: dict[int, list[Match]] = {article: [] for article in rows}
        for match in sorted(matches, key=best_first):
            earlier, score, coverage = match["a"], round(match["score"], 4), round(match["coverage_b"], 4)
            found[match["b"]].append(
                Match(ids[earlier], earlier, match["kind"], score, coverage, match["same_statement"])
            )
        return [found[article] for article in rows]


def best_of(found: pa.Table, known: pa.Table, config: MatchConfig) -> set[tuple[int, int]]:
    """Return the pairs that `dedup.pipeline.stages.translate.best_sql` keeps, for the few matches of one article:
    planning the query takes longer than finding them."""
    best: dict[tuple[int, str], float] = {}
    for rows in (found, known):
        for a, b, strength, lang_a, lang_b in _sided(rows):
            for side in ((a, lang_b), (b, lang_a)):
                best[side] = max(best.get(side, strength), strength)
    return {
        (a, b)
        for (a, b, strength, lang_a, lang_b), kind in zip(_sided(found), found["kind"].to_pylist(), strict=True)
        if kind == "copy" or strength >= config.best_share * max(best[a, lang_b], best[b, lang_a])
    }


def _sided(rows: pa.Table) -> list[tuple[int, int, float, str, str]]:
    return list(zip(*(rows[name].to_pylist() for name in ("a", "b", "strength", "lang_a", "lang_b")), strict=True))


def _apart(one: datetime.datetime | None, other: datetime.datetime | None, window: datetime.timedelta | None) -> bool:
    return window is not None and one is not None and other is not None and abs(one - other) > window
