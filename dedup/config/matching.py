"""When candidates are matches, and matches one story."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from dedup.config.renamed_settings import formerly
from dedup.config.units import span_of
from dedup.messages import ConfigError

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"copy": "copies", "rewrite": "rewrites", "translation": "translations"}
)
"""Each kind of match, and the field of `MatchConfig` that turns it on."""


def check_kinds(kinds: Iterable[str]) -> None:
    """Check that each of `kinds` is a kind of match.

    Raises:
        ConfigError: if one is not.
    """
    if unknown := sorted(set(kinds) - KINDS.keys()):
        raise ConfigError(f"no such kind of match: {unknown[0]!r}; there are {', '.join(KINDS)}{_meant(unknown)}")


def _meant(names: Iterable[str]) -> str:
    """The end of a message: the kinds that are written much like `names`, "copies" for one; empty if none is."""
    from difflib import get_close_matches

    found = [near for name in names for near in get_close_matches(name.strip().lower(), KINDS, 1, 0.55)]
    return f"; did you mean {','.join(dict.fromkeys(found))}?" if found else ""


@dataclass(frozen=True)
class MatchConfig:
    """When candidates are matches."""

    copies: bool = True
    rewrites: bool = True
    translations: bool = True

    window: str | None = None
    """Compare only articles published within this span of each other (`36h`, `30d`, `2w`); those without a date are
    compared with all. None for no limit: a copy may be found years later, and that is worth knowing. Where texts recur
    by the calendar (budgets, weather, anniversaries), a window is what keeps the years apart."""

    neighbours: int = 20
    """Articles under one key are paired with this many that follow and with the first. Buckets of news rarely hold
    more; the cap only bounds what one passage in a hundred thousand articles costs."""

    crowded_neighbours: int = 4
    """So many follow where a key has more articles than that. With 20, ten thousand notices that differ in a name and
    a number made 590,000 pairs, with 4 186,000; stories of up to `StoryConfig.second_look` articles have all their
    pairs checked anyhow."""

    seed_words: int = 4
    """Verbatim runs are found from this many equal words in a row: with 5, a typo in every tenth word hides a tenth of
    the text, with 3, set phrases become runs."""

    seed_places: int = 16
    """Places of one seed that are tried: bounds the cost of a text that repeats itself."""

    gap_words: int = 12
    """Runs join into a block over gaps of at most a clause."""

    least_block_words: int = 8
    """Shorter verbatim blocks are set phrases and names of offices."""

    least_likeness: float = 0.5
    """A verbatim block must have this share of its words in common, in order (rapidfuzz's normalised Indel
    similarity): runs that only happen to lie close to each other fall below."""

    level: float = 0.26
    """Weighted Jaccard similarity that unrelated passages of one language stay under (99.99th percentile over news)."""

    window_words: int = 120
    """Paragraphs are joined for alignment up to the length of a passage."""

    least_gain: float = 18.0
    """Weight above `level` that the aligned paragraphs of a rewrite must share, in all. The weakest of 229 true
    rewrites gained 34, the weakest of 1,051 copies 19; of unrelated candidates one in a thousand gains 18."""

    least_match_words: float = 24.0
    """Words of the longest verbatim block that make a match alone: longer than any agency's standing footer line."""

    short_coverage: float = 0.5
    short_match_words: float = 12.0
    """Where a block covers half of an article, 12 words are enough: flashes of two sentences are news too."""

    least_translation_gain: float = 15.0
    least_translation_ratio: float = 0.7
    """What the aligned paragraphs of a translation must gain: in all, where each concept counts once in however many of
    them it stands, and as a part of the smaller article's cost. The weakest of 213 true pairs of the dev dump gained
    19; of 3,000 made-up articles of which one in twenty has the names and words of another the highest gained 13.
    Counted in each paragraph, those names made 14 wrong translations, and 837 with 3% of true ones to learn from."""

    least_concepts: int = 8
    """Distinct concepts that a translation shares with its source at least: reports of one person share his name, his
    office and his town. True pairs shared 10 and more, on the dev dump and in texts of 45 words in 17 languages."""

    most_enumerated: int = 4
    """Of the countries, cities and currencies that both share so many count, those beyond it in neither number nor
    gain: news enumerates the members of ASEAN and of the Gulf council. In 15,000 real articles in Chinese and English
    that share nothing such lists made 11 wrong translations, all there were."""

    best_share: float = 0.6
    """A translation must be at least this good (by ratio) beside the best that either article has in the other's
    language: two reports of one event resemble each other, but each resembles its own translation more."""

    flash_coverage: float = 0.9
    """Where a block is nearly all of both articles, `least_block_words` are enough: agencies' one-line flashes."""

    template_agreement: float = 0.6
    """A statement keeps its numbers, a form is filled with others: of a pair that shares less than this part of the
    fewer distinct numbers, read by value, what else fills it decides. Of true pairs 99% share three quarters and
    more."""

    template_numbers: int = 5
    """Where that many numbers stand and most changed, names must agree four to one for an update of one report."""

    template_many_numbers: int = 8
    template_prose: float = 0.25
    """Where both articles have that many numbers and most changed, it is another notice whatever the names, unless both
    have a stretch without a number of this part of their words: a report whose toll rises says more than figures.
    With names alone to decide, 500 weather reports of one region, which name the same places, made 759 copies; their
    longest stretch was 12% of their words. By judgement."""

    translated_numbers: int = 2
    """A translation that has this many numbers shares half of them, rounded down, with its source at least: of 749 true
    pairs of the dev dump all do. Reports of strikes, courts and elections in different countries share their words and
    none of two, one of four."""

    form_words: float = 0.06
    form_least_words: int = 25
    """In a script without capitals names are among the words that differ: notices of one form differ in more than 6% of
    their words beside the numbers, updates of one report in fewer. A text of under 25 distinct words in which no number
    is the same is another notice whatever its names: stubs of roads, of asteroids."""

    filled_numbers: int = 3
    filled_agreement: float = 0.85
    filled_words: float = 0.15
    """A form may keep most of its numbers, those of a law and an address. It is filled anew where each side has this
    many numbers of its own, less than this share agrees, and each side has a word twice that the other never has, a
    name, while no more than this share of its words is its own; in a script with capitals the names must not agree four
    to one within days, as those of an update do. Undated or over days later no word need stand twice where as much
    differs as in other forms: lists of winners. Of 393 pairs of real Chinese articles that share a text
    it parts three pairs of court rulings, a complaint that two people signed, four pairs of advertisements, and no two
    reports of one event."""

    form_own_words: int = 3
    """Where each side has this many words twice that the other never has, two numbers of its own are enough: those of
    paragraphs and of a law agree. It is an update, told by papers that name themselves, if it comes within days and
    differs no more than updates do. Without any numbers, two copies of one long article would be parted by what stands
    around them: of 380 pairs of real Chinese articles 38 were."""

    titled_coverage: float = 0.8
    titled_pairs: int = 2
    """A form is filled anew where the title of each text has a word that stands in that text and nowhere in the other,
    fewer than `filled_agreement` of the numbers agree and no more than `filled_words` is other, all over this share of
    both: an excerpt lacks what the title of the whole names. An update, which comes within days and keeps its names,
    has such words in its title, too, and stays. In a script without spaces it takes two pairs of characters, for one
    lies across any two words. Of 524 real Chinese matches it parted, updates included, a result of tenders and three
    acts on other matters, all wrong, and nothing else; of 2,578 of the dev dump none."""

    form_verbatim: float = 0.4
    """Texts that share less of the shorter one's words are no notices of one form, so names spelled otherwise say
    nothing: two translations of one text."""

    update_days: float = 3.0
    """An update of a report comes within three days; with other numbers and later it is the next notice. In a script
    without capitals it may differ in `filled_words`, for it tells of the dead and of the cause, where it has twice
    `form_least_words`, half of the numbers agree and neither side has a word twice that the other never has. By
    judgement, of updates and of notices of one day in zh, ja and ko."""

    list_share: float = 0.15
    list_agreement: float = 0.25
    """Where numbers are more than this share of the words, and no more than this part of them is the same, it is a list
    of prices, temperatures or results. Of updates whose toll rises half and more stay. By judgement."""

    copy_share: float = 0.86
    """A match is a copy if at least this share of the aligned words is verbatim. Edited copies had 0.92 and more (99%
    of them), two machine translations of one text 0.90 and less (98%)."""

    respaced: float = 0.95
    """Two articles of a freely spaced language are compared again without their spaces where one has fewer words than
    this share of what the other has for its length. Every tenth space that is gone is 0.9; two articles of one language
    and style lie within a few hundredths, and are not compared twice."""

    quoted_share: float = 0.8
    quote_coverage: float = 0.5
    """Where this part of what two articles share is quoted in both, or a list of names, and it covers less than half of
    one of them, they share a quote or a list and report no statement: such a pair is borrowed, unless it is nearly all
    of an article (`StoryConfig.whole_share`). What is not quoted of the rest are words such as "the minister said". By
    judgement."""

    listed_share: float = 0.95
    """Where this part of what one of them shares is a list of names or a law, the other may say more of the same
    persons: reports of two meetings on one day. Of 524 real Chinese matches it parts one, which is wrong; of 2,578 of
    the dev dump none."""

    lead_words: int = 50
    lead_bonus: float = 3.0
    """The first 50 words of an article count four times when it is asked what the article is about: news puts its
    statement first, and what it borrows from other stories later. Without the bonus, one story in seven was glued to
    the story it had borrowed background from."""

    def __post_init__(self) -> None:
        if self.window is not None:
            span_of(self.window)

    @property
    def span(self) -> datetime.timedelta | None:
        """`window` as a span of time."""
        return span_of(self.window) if self.window is not None else None

    @classmethod
    def of_kinds(cls, kinds: Iterable[str]) -> "MatchConfig":
        """Return the usual settings, looking for `kinds` alone.

        >>> MatchConfig.of_kinds(["copy"]).rewrites
        False

        Raises:
            ConfigError: if there is no such kind, or none is given.
        """
        chosen = set(kinds)
        unknown = sorted(chosen - KINDS.keys())
        if unknown or not chosen:
            raise ConfigError(f"no such kind: {', '.join(unknown)}; the kinds are {', '.join(KINDS)}{_meant(unknown)}")
        switches: dict[str, Any] = {switch: kind in chosen for kind, switch in KINDS.items()}
        return cls(**switches)


@dataclass(frozen=True)
class NeuralConfig:
    """What a neural model adds to translations, where the user has one."""

    embedder: str | None = None
    """A folder with a model of sentence-transformers or model2vec, or its OWNER/NAME on the Hugging Face hub, which is
    downloaded because it was named. None: no model is asked."""

    bring_candidates: bool = False
    """Whether the model also brings candidates that no key brings. Every article is compared with every one of another
    language, so the time of that grows with the square of the dump: a minute for 100,000 articles."""

    neighbours: int = 5
    """Articles in other languages that each article brings at most."""

    least_neighbour: float = 0.5
    """Cosine of two whole articles below which they are no candidates: multilingual models give unrelated news 0.1 to
    0.4."""

    weight: float = 0.5
    """Share of the model's opinion in the decision; the rest is that of the concepts."""

    noise_cosine: float = 0.3
    even_cosine: float = 0.6
    """Cosines of aligned passages at which the model says nothing for a translation, and just enough. Models differ:
    set by those of multilingual sentence-transformers, on judgement, not measured."""

    def __post_init__(self) -> None:
        if self.embedder is not None and not self.embedder.strip():
            raise ConfigError("the embedder has no name: it is a folder or OWNER/NAME")
        if self.even_cosine <= self.noise_cosine:
            raise ConfigError("even_cosine must be above noise_cosine")
        if not 0 <= self.weight <= 1:
            raise ConfigError("weight must be from 0 to 1")


@formerly(group_likeness="least_likeness", reported_lead="told_lead", reported_share="told_share")
@dataclass(frozen=True)
class StoryConfig:
    """When matching articles are one story."""

    same_text: float = 0.95
    """Articles that cover each other to this share are one node: unrecognised boilerplate is less than 5%."""

    group_likeness: float = 0.58
    """Groups join down to this mean likeness. Measured with `MatchConfig.lead_bonus`: from 0.5 to 0.6 the adjusted Rand
    index rises from 0.94 to 0.98, above it excerpts fall off their stories."""

    reported_lead: float = 0.65
    reported_share: float = 0.15
    """An article reports another's statement, whatever else it reports, if it covers this share of the other's lead and
    this share of its whole: digests and columns do. Borrowed background leaves the lead behind: of pairs of different
    stories that share passages, nine in ten cover less."""

    whole_share: float = 0.85
    """The same, where nearly all of the other article is covered: an excerpt that left the lead out."""

    grown_share: float = 0.5
    """Versions of a text that grows are one story where one group of them is covered by the next to `whole_share` and
    an article of each covers this share of the other. A digest of three items or more covers less of each of them; of
    400 versions of a live blog, a paragraph longer each, every group holds an article that is half of one of the
    next."""

    second_look: int = 60
    """In stories of up to this many articles every pair that no key brought is checked too: at 60 articles that is
    1,770 pairs, a tenth of a second."""

    widened: int = 20
    """Of two stories whose speakers translate each other this many articles each are compared: 400 pairs at most."""

    second_ratio: float = 0.1
    second_gain: float = 8.0
    """What aligned paragraphs must gain in that second look: two articles of one story are likely to share something,
    so less evidence does (for candidates that only a key brought, `MatchConfig.least_gain`)."""
