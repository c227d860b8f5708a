"""Every setting, frozen and documented field by field.

One `Config` is made at the door (the command line or the Python API), passed down, and hashed into the archive.
"""

import datetime
import math
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, Final, Union, get_args, get_origin, get_type_hints

from dedup.messages import ConfigError as ConfigError  # noqa: PLC0414

if TYPE_CHECKING:
    from datetime import tzinfo

KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {"copy": "copies", "rewrite": "rewrites", "translation": "translations"}
)
"""Each kind of match, and the field of `MatchConfig` that turns it on."""

ARCHIVE_FILE: Final = "archive.duckdb"
"""The archive in the folder of a run."""

LEAST_MEMORY: Final = 256_000_000

_SPAN: Final = re.compile(r"\s*(\d+)\s*([smhdw])\s*", re.ASCII)
_SPAN_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}

PROGRAM_MEMORY: Final = 450_000_000
"""Bytes that the program takes by itself, with its libraries, kernels and tables of words: a run over one article takes
490 MB, of which 40 are in work."""

SURE_LINK: Final = 0.5
"""A link said with less confidence is shown, with a "perhaps", but is no answer: it is more likely wrong than right.
No results depend on it, so it is no setting of an archive."""

_UNITS: Final = {"": 1, "k": 1000, "m": 1000**2, "g": 1000**3, "t": 1000**4}
_BINARY_UNITS: Final = {"k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


@dataclass(frozen=True)
class ReadConfig:
    """How dumps are read."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our field name -> the dump's (dots go into nested records): `{"text": "body", "url": "meta.link"}`."""

    outlet_from: str = ""
    """What names the outlet of an article whose page or record names none: `folder` (that its file lies in) or `file`
    (its name without the ending). Nothing by default: most folders are named after days and crawls. Every article keeps
    its outlet, so this is no property of an archive, and each dump may say it for itself."""

    timezone: str | None = None
    """The zone of times that say none themselves: `Asia/Yerevan`, `UTC`. None leaves it open: the precision of such a
    time says "zone unknown", and where it stands beside times with a zone it is an interval over the zones of its
    outlet's country, or over all there are. No zone is guessed: dumps of several countries have several."""

    batch_articles: int = 2000
    """Articles a batch at most. Only memory depends on it, no result."""

    batch_bytes: int = 32 << 20
    """Characters of text a batch at most; one article may exceed it alone."""

    max_article_chars: int = 20_000_000
    """Longer records are set aside: 20 million characters is 30 novels, so such a record is a broken dump."""

    max_record_bytes: int = 128 << 20
    """A line, a JSON record or a page with more bytes is passed over unread. It bounds memory against a dump without
    line ends; six bytes a character (the longest JSON escape) of `max_article_chars` fit in."""

    max_unpacked_bytes: int = 1 << 30
    """A spreadsheet or a Word document that unpacks to more is set aside, since its reader unpacks all of it. A sheet
    of as many rows as Excel allows, a paragraph each, is a third of that."""

    max_page_tags: int = 150_000
    max_tag_attributes: int = 1_000
    """A page with more tags, or with more attributes in one tag, is set aside unparsed. Parser and extractor take 10 to
    25 microseconds a tag, and time by the square of a tag's attributes: 6 MB of `<p>` took 68 seconds, half a megabyte
    of attributes 9. Pages of news have a few thousand tags."""

    latest_published: str = "2035-01-01"
    """A publication date after this day is not believed even where no crawl date shows it to be in the future. A fixed
    day, not the clock's: the same dump must read the same next year. Move it on once a decade."""


@dataclass(frozen=True)
class TextConfig:
    """How texts are cut."""

    paragraph_words: int = 100
    """Longer paragraphs are cut at sentence ends. 120 is the longest passage; 100 leaves room for the next cut."""

    passage_words: tuple[int, int] = (40, 120)
    """Paragraphs are joined into passages of at least and at most so many words. Below 40 words the overlap of two
    unrelated passages varies too much to say anything; above 120 a dropped paragraph breaks too much."""

    least_words: int = 6
    """A shorter passage is no key: what 5-word shingles are made of needs one word more."""

    recurring_articles: int = 3
    """A line is an outlet's boilerplate when so many of its articles with different leads hold it. Two may be a
    correction; three different stories that share a line share no statement."""

    recurring_share: float = 0.33
    """Where the prose that an outlet repeats makes up this share of an article, what stands around it decides whether
    it is boilerplate: cookie and copyright lines are a tenth of an article, the body of a story that was updated under
    a new lead is most of it."""

    recurring_holders: int = 8
    """Articles with a line whose surroundings are compared, at most: 28 pairs of them settle a mean, and a line that
    100,000 have costs no more."""

    recurring_overlap: float = 0.15
    """Titles and leads that have less in common, weighted, are different stories. Of two stories on the dev dump 90%
    have less than 0.12 in common in any language, of two wordings of one story 95% more than 0.41; updates, whose
    leads report different events of one story, have 0.2 to 0.4."""


@dataclass(frozen=True)
class SketchConfig:
    """How passages become keys."""

    permutations: int = 128
    """Length of a signature. datasketch's default; twice as many gained no recall on news and cost twice the time."""

    seed: int = 1
    """Seed of the permutations, as datasketch's `MinHash(seed=1)`."""

    shingle_words: int = 5
    """Words a shingle. Shorter ones are shared by unrelated texts, longer ones are lost with every typo."""

    copy_bands: int = 32
    copy_rows: int = 4
    """Bands of copies: what datasketch chooses for a threshold of 0.4 (`dedup.features.lsh`). A passage of
    which one word in ten was changed keeps about 0.42 of its shingles."""

    rewrite_bands: int = 32
    rewrite_rows: int = 4
    """Bands of rewrites. Of two independent translations passages have a weighted Jaccard of 0.35 to 0.5: 4 rows by
    32 bands find 80% of those and nearly every article, with a fifth of the candidates of 3 rows by 40."""

    weight_power: float = 1.5
    weight_scale: float = 0.5
    """A stem of weight w goes into the weighted MinHash `round(scale * w ** power)` times. Raising the weight to 1.5
    brought a quarter fewer candidates at the same recall than 1; 2 lost recall."""

    @classmethod
    def of_copy_threshold(cls, threshold: float) -> "SketchConfig":
        """The bands of copies that datasketch chooses for a Jaccard similarity of passages' shingles; the rest as is.

        A higher threshold makes fewer candidates; whether a candidate is a match is decided as ever.

        Raises:
            ConfigError: if it is not above 0 and below 1.
        """
        from datasketch import MinHashLSH  # imports scipy

        if not 0 < threshold < 1:
            raise ConfigError(f"the threshold of copies is {threshold:g}; it must be above 0 and below 1")
        index = MinHashLSH(threshold=threshold, num_perm=cls.permutations)
        return cls(copy_bands=index.b, copy_rows=index.r)


@dataclass(frozen=True)
class MeaningConfig:
    """What stems weigh."""

    prior_articles: float = 200.0
    """How many articles of news at large the prior of a stem's frequency is worth: it decides in dumps of less than
    that, and is lost in noise from a few thousand on."""

    seed_lexicon: bool = True
    """Whether the seed lexicon is used; without it, for an ablation, names, numbers and what is learned remain."""

    looked_up: int = 40
    least_looked_up: int = 3
    """An article that comes later is compared with at most so many of an archive's in other languages, those that share
    the most concepts with it, by weight, and at least so many. By judgement."""

    lessons: int = 2
    """How often word translations are learned and all is scored again. The first round helps most, the second a
    little (Chinese and Japanese), a third changed nothing."""

    most_lessons: int = 3000
    """Pairs of articles that teach two languages at most, the surest first: learning costs the same for every dump."""

    sure_ratio: float = 1.25
    sure_gain: float = 20.0
    sure_focus: float = 0.6
    """What teaches: a pair whose alignment gains 1.25 times its cost and 20 in all, each concept counted once, and
    covers 60% of one article's focus. Of such pairs 19 of 20 are translations."""

    near_ratio: float = 0.5
    sure_share: float = 0.02
    prior_near: float = 50.0
    """Lessons are believed where sure pairs are this share, or more, of those that come near (a ratio from 0.5 to 1),
    with 50 more of these so that one sure pair among few proves nothing unless next to none comes near. In made-up
    dumps of 3,000 and 6,000 articles without translations it was 0.0005 and 0.0009, with them 0.085, in played news 2;
    without this guard one sure pair by chance taught the former 1,298 wrong translations."""

    least_pieces: int = 10
    """Fewer pieces of parallel text teach a language pair nothing but coincidences."""

    learning_rounds: int = 6
    """Rounds of IBM Model 1; more sharpen the likely pairs no further."""

    least_strength: float = 0.2
    least_together: int = 2
    """A word pair is kept if the geometric mean of both directions' probabilities is at least 0.2 and it stands in two
    pieces. At 0.1 wrong pairs made more true translations unlike than right ones made alike."""

    telling_weight: float = 1.2
    """Stems of less weight (in three articles of ten, and more) are left out of learning: function words go with
    everything."""

    most_stems: int = 60
    """Stems of a piece at most, the heaviest: bounds the cost of a long block."""

    stems_a_language: int = 2
    """Stems that one language may bring into a group."""

    reliability: float = 0.4
    reliability_pieces: float = 4.0
    """How often a concept of one side of a true translation stands on the other, before anything is learned (measured:
    0.38 to 0.40 in all), and how many pieces that is worth against what was learned of the concept itself."""

    reliability_concepts: float = 300.0
    """How many concepts of sure translations the mean fidelity of all language pairs is worth against a pair's own:
    that of about ten passages."""

    absence_scale: float = 0.45
    """Share of the log-likelihood of an absent concept that counts: concepts of one passage are not independent, so all
    of it would count one omission several times. Between 0.4 and 0.5 recall and precision trade evenly."""

    concept_share: float = 0.01
    """Share of articles that hold a concept before any are counted: what most names and meanings of news have."""

    weak_reliability: float = 0.6
    """What `reliability` is multiplied by for skeletons of names and small numbers, which translations keep less often
    than entries of a lexicon."""

    concept_level: float = 0.12
    """Weighted Jaccard similarity above which concepts speak for a translation before anything is learned: passages of
    unrelated articles stay under it in 99 of 100 cases."""

    posted_concepts: int = 80
    posted_articles: int = 150
    """An article is found by its 80 heaviest concepts that at most 150 articles have: so what an article costs does not
    grow with the dump. 60 and 100 lost one true pair in fifty."""

    posted_share: float = 0.04
    """Two articles are candidates if what they share of those is this part of what either has."""


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
    """Articles under one key are paired with so many that follow and with the first. Buckets of news rarely hold
    more; the cap only bounds what one passage in a hundred thousand articles costs."""

    crowded_neighbours: int = 4
    """So many follow where a key has more articles than that. With 20, ten thousand notices that differ in a name and
    a number made 590,000 pairs, with 4 186,000; stories of up to `StoryConfig.second_look` articles have all their
    pairs checked anyhow."""

    seed_words: int = 4
    """Verbatim runs are found from so many equal words in a row: with 5, a typo in every tenth word hides a tenth of
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

    translated_numbers: int = 4
    """A translation that has so many numbers shares one with its source at least. With 2, three wrong pairs of the dev
    dump go and fifteen true ones: Chinese writes small numbers as words."""

    form_words: float = 0.06
    form_least_words: int = 25
    """In a script without capitals names are among the words that differ: notices of one form differ in more than 6% of
    their words beside the numbers, updates of one report in fewer. A text of under 25 distinct words in which no number
    is the same is another notice whatever its names: stubs of roads, of asteroids."""

    form_verbatim: float = 0.4
    """Texts that share less of the shorter one's words are no notices of one form, so names spelled otherwise say
    nothing: two translations of one text."""

    update_days: float = 3.0
    """An update of a report comes within three days; with other numbers and later it is the next notice."""

    list_share: float = 0.15
    """Where numbers are more than this share of the words, and none is the same, it is a list of prices or results."""

    copy_share: float = 0.86
    """A match is a copy if at least this share of the aligned words is verbatim. Edited copies had 0.92 and more (99%
    of them), two machine translations of one text 0.90 and less (98%)."""

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
        """The usual settings, looking for `kinds` alone.

        >>> MatchConfig.of_kinds(["copy"]).rewrites
        False

        Raises:
            ConfigError: if there is no such kind, or none is given.
        """
        chosen = set(kinds)
        unknown = sorted(chosen - KINDS.keys())
        if unknown or not chosen:
            raise ConfigError(f"no such kind: {', '.join(unknown)}; the kinds are {', '.join(KINDS)}")
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
        if self.even_cosine <= self.noise_cosine:
            raise ConfigError("even_cosine must be above noise_cosine")
        if not 0 <= self.weight <= 1:
            raise ConfigError("weight must be from 0 to 1")


@dataclass(frozen=True)
class StoryConfig:
    """When matching articles are one story."""

    same_text: float = 0.95
    """Articles that cover each other to this share are one node: unrecognised boilerplate is less than 5%."""

    least_likeness: float = 0.58
    """Groups join down to this mean likeness. Measured with `MatchConfig.lead_bonus`: from 0.5 to 0.6 the adjusted Rand
    index rises from 0.94 to 0.98, above it excerpts fall off their stories."""

    told_lead: float = 0.65
    told_share: float = 0.15
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
    """In stories of up to so many articles every pair that no key brought is checked too: at 60 articles that is 1,770
    pairs, a tenth of a second."""

    widened: int = 20
    """Of two stories whose speakers translate each other so many articles each are compared: 400 pairs at most."""

    second_ratio: float = 0.1
    second_gain: float = 8.0
    """What aligned paragraphs must gain in that second look: two articles of one story are likely to share something,
    so less evidence does (for candidates that only a key brought, `MatchConfig.least_gain`)."""


@dataclass(frozen=True)
class MachineConfig:
    """What a run may use. No result depends on it, so it is not hashed."""

    memory: int = 4 << 30
    """Bytes that a run takes in all, about: the program by itself, and of what is left half for the database, half for
    batches in work. At least 256 MB, below which the database cannot hold its own pages."""

    threads: int = 0
    """0 takes all cores."""

    workers_from: int = 32_000_000
    """Bytes of a dump from which stages of Python run in processes of their own, as many as there are threads. Each
    takes a second to start and 150 MB: a smaller dump is read, cited and traced in two to four seconds without."""

    batch_articles: int = 1000
    batch_chars: int = 8_000_000
    """A batch ends at whichever comes first; eight million characters are about 300 MB of arrays in work."""

    batch_pairs: int = 20_000
    batch_pair_words: int = 16_000_000
    """A batch of candidates ends at whichever comes first: their articles are held in memory, at about 6 KB each, and
    a word of both sides takes ten nanoseconds to align. 20,000 pairs of news of 400 words are as many words; of a live
    blog of eight hundred paragraphs the words make the batch, or memory and the time to stop would grow with it."""

    @property
    def working_memory(self) -> int:
        """What `memory` leaves beside the program; of a small `memory` not less than the database and a batch need."""
        return max(self.memory - PROGRAM_MEMORY, LEAST_MEMORY)

    @property
    def database_memory(self) -> int:
        """What the database may hold of it; the rest it writes to disk."""
        return self.working_memory // 2

    @property
    def chars_at_once(self) -> int:
        """Characters of a batch: with less than 4 GB of memory fewer than `batch_chars`. Two threads have four batches
        in work or waiting, at 40 bytes a character: a third of the memory. By judgement."""
        return min(self.batch_chars, self.working_memory // 512)

    @property
    def pair_words_at_once(self) -> int:
        """Words of both sides of a batch of candidates: with less memory a thread fewer than `batch_pair_words`.

        Every thread has one batch in work. A word of an article takes 100 bytes then (its numbers, and the windows that
        it stands in), and of pairs in order about half of the words belong to articles that stand in several pairs: so
        a quarter of the memory. Four hundred versions of a live blog, at 50 MB of text, took 640 MB of 500 before."""
        return min(self.batch_pair_words, self.working_memory // (192 * self.cores))

    @property
    def workers(self) -> int:
        """How many worker processes the memory bears, each at 400 MB with what it works on; none where it is one."""
        fit = min(self.cores, self.working_memory // 400_000_000)
        return fit if fit > 1 else 0

    @property
    def cores(self) -> int:
        """How many threads everything that works on articles may use: a run, an addition, the making of keys."""
        return self.threads or os.cpu_count() or 1

    def __post_init__(self) -> None:
        if self.memory < LEAST_MEMORY:
            raise ConfigError(f"{self.memory:,} bytes of memory are too few: at least {LEAST_MEMORY:,}")


@dataclass(frozen=True)
class IndexConfig:
    """What an archive keeps of the keys of its articles."""

    key_bits: int = 38
    """Bits kept of a key. An article that asks with 340 keys then meets 0.03 articles by chance among 100,000, and 0.3
    among a million: each is one check in vain. A bit more is 33 bytes an article, and half of that."""

    copy_bands: int = 24
    """Bands of copies that are kept, the first of `SketchConfig.copy_bands`, of the passages that
    `dedup.features.stored_passages` chooses; with those of rewrites, which are all kept. On the dev dump that loses one
    copy of a thousand, and is a fifth smaller than all keys. Where rewrites are not looked for, keep all: nothing else
    finds what the missing keys would have."""


@dataclass(frozen=True)
class ArchiveConfig:
    """How an archive grows."""

    small_articles: int = 20_000
    """An archive of at most so many articles is recomputed each time it has grown by a quarter; with half, the
    dev dump in 40 parts had twice as many wrong pairs before a refresh as one run. From ten thousand articles of news
    on, what stems weigh hardly moves, and what translations teach is limited anyway; a larger archive is
    recomputed when it has doubled."""

    log_articles: int = 50_000
    """When the log of additions holds so many articles it is folded into the archive's file: about 300 MB in memory by
    then, and folding takes some ten seconds."""

    batch_articles: int = 5_000
    """New articles that are looked at together and committed at once. More would share what a batch costs by itself (a
    second); fewer lose less to a crash."""

    outlet_articles: int = 20
    """Earlier articles of an outlet that are read again with a new one of it, to see which lines it repeats. A menu
    shows after three; twenty make up for sections with menus of their own."""

    cached_articles: int = 4_000
    """Articles that the filter keeps cut into words, at some 10 KB each: what was matched a minute ago is matched
    again."""

    cached_keys: int = 8_000_000
    """Keys after which a segment is written while an archive's are made: some 200 MB of arrays."""


@dataclass(frozen=True)
class ProvenanceConfig:
    """How attribution is read and chains are decided."""

    trace: bool = True
    """False leaves it: who took it from whom stays open, no link is written, and each story keeps its earliest article.
    It is most of the time of a run that looks for copies alone."""

    sources: str | None = None
    """A user's own table of sources, as text in the form of provenance/sources.toml; its lines replace ours by key.
    The text and not its path, so that an archive holds what it was made with; `provenance.read_sources` reads one."""

    cue_window: int = 240
    """Characters either side of a trigger that a cue pattern may use: a long sentence; only speed depends on more."""

    lead_chars: int = 700
    """A report credited in the first so many characters of the body credits the whole article: two to three paragraphs,
    where news style puts the source of the whole; later on it is taken for one quote."""

    unknown_stories: int = 3
    """A name that the table of sources lacks, credited where a person might be too, becomes a source if so many stories
    at least credit it. By judgement: two may be one story that was not recognised as one."""

    unknown_outlets: int = 2
    """And if those are of at least so many outlets: one outlet's house style is not enough."""

    # What follows are the chances and costs of the model that `trace` sums. They are of one kind for all outlets and
    # languages. "Fitted" means: chosen from a few round values by the likelihood of the true links of one half of the
    # dev dump's stories, and compared on the other half, where the likelihood rose as much.

    outside_prior: float = 0.35
    """How often a story starts outside the dump before any evidence. By judgement: a dump rarely holds the agency
    itself; 0.3 to 0.4 fit alike."""

    outside_share: float = 0.4
    """In a story from outside, how often an article takes it from there though another of the dump has it already.
    Fitted."""

    first_taken: float = 2.0
    """How many times as often an article takes its story from the first report as from any other one. Fitted; 1.5 to
    3 fit alike."""

    named_if_copied: float = 0.3
    """How often an article taken from one of the dump names that one's outlet. Fitted."""

    stray_credit: float = 0.001
    """How often an article credits an outlet that is not its parent: hardly ever. By judgement, as a chance of 0 would
    make one wrong credit outweigh everything."""

    cue_if_copied: float = 0.2
    """How often such an article credits somebody outside, though its parent does not. 0.25 fits the dev dump, where
    the most of these credits are wrong, a little better; with 0.2 more stories from outside are seen as such, there and
    in the made-up worlds where fewer credits are wrong."""

    cue_if_copied_same: float = 0.25
    """The same, where the parent credits that source too: credits are copied, or cut, with the text. By judgement a
    little more; the dev dump does not separate the two."""

    cue_if_first: float = 0.02
    """How often an article that starts its story credits somebody outside. By judgement: 0.01 fits a little better,
    but shared desks and twice-named partners do occur."""

    cue_if_outside: float = 0.65
    """How often an article taken straight from outside the dump says so: agencies' clients mostly must. Fitted."""

    told_if_first: float = 0.15
    """How often an article that starts its story refers to another medium in the running text of its top. Fitted."""

    told_if_outside: float = 0.3
    """The same of an article taken from outside the dump. Fitted; the seeds of this project, which say "told X" and
    nothing else, are decided by their two wordings as much as by this."""

    told_trust: float = 0.5
    """How often what the trees take from outside is from the medium that only the running text of the article refers
    to, where the story's verdict does not name it. By judgement: in the dev dump never, because the dump was made that
    way; a reader would say mostly."""

    stated_again: float = 0.7
    """What is left of the doubt in a source that the running text names, with each further wording of the story that
    names it too. By judgement: translators repeat each other's mistakes less often than not."""

    quote_strength: float = 0.2
    """A cue that may only credit one quote counts this share of one that credits the article. Fitted; 0.1 to 0.3 fit
    alike."""

    lack_cost: float = 3.0
    """Cost, in units of log-likelihood, of a parent without any of the child's shared wording, in proportion below:
    a quarter missing halves a link's chance. Fitted."""

    cut_cost: float = 0.25
    """Cost of a child without any of the parent's shared wording: cutting is common, so it says next to nothing.
    0 fits as well; above it an excerpt prefers a parent that is one too."""

    same_cut_gain: float = 1.0
    """Gain of a parent that lacks just what the child lacks of the story: two seldom make the same cut. By
    judgement: on one half of the dev dump the likelihood falls as little as it rises on the other; 1% more parents
    are the exact ones."""

    translation_cost: float = 1.5
    """Cost of a parent in another language: as dear as a copy with half missing. Fitted."""

    rewrite_cost: float = 3.0
    """Cost of a parent in the same language and other words: dearer than a translation, since two wordings in one
    language are mostly two translations of a third text. Fitted."""

    unmatched_cost: float = 2.0
    """Cost of a link between two articles of a story that neither a match nor common wording joins. By
    judgement: with every pair matched, the dev dump says nothing of it."""

    embed_cost: float = 0.75
    """Cost of a first report all of whose wording stands in it alone: others mostly take over most of a text.
    Fitted."""

    self_gain: float = 1.0
    """Gain of an article that names its own outlet as the source ("as X was told"). By judgement."""

    late_days: float = 3.0
    """A date this many days behind the middle one of its story is doubted: reprints come within a day or two,
    pages are stamped anew at any time. By judgement; 2 fits alike."""

    stamped_days: float = 2.0
    """A date this many days behind the start of the day that the URL names is the page's, and the article is of that
    day: one day is what zones and articles written in the evening may blur. By judgement."""

    stale_chance: float = 0.7
    """How often such a date is the page's and says nothing of the article's time. Fitted; 0.5 to 0.85 fit alike."""

    orders: int = 512
    """Orders that are drawn for a story with articles whose dates are missing, doubted or overlap: shares of trees
    are then good to about two hundredths."""

    most_articles: int = 200
    """Of a longer story the trees are summed over so many articles, its different texts first; every other article
    is a copy of one of those and chooses its parent among them. Bounds time by its square."""

    crowded_matches: int = 4
    """In such a story so many matches of each article count, its best: one of 100,000 notices of one outlet has 45
    on average, and what they share separates a copy from a copy no better than a few do."""

    no_parent: float = 0.55
    """An article gets no parent where having none is likelier than this, else the likeliest of its parents. Above one
    half, since the two errors are not alike: on both halves of the dev dump 0.5 loses 1% of the parents, and 0.6 gives
    up to a seventh more of the first reports a parent."""

    outside_bar: float = 0.4
    """A story is said to come from a source outside where it names one and the trees give that this share. Below one
    half, since the other share is split among several articles; from 0.35 to 0.5 one in twenty verdicts changes."""

    doubt_bar: float = 0.05
    """With a share between this and `outside_bar`, where some page credits a source, the verdict is `earliest_here` and
    names that source beside the article: it may have been before. By judgement: of such stories of the dev dump
    one in ten is from outside up to 0.15, and one in four above; who reads a page's credit wants to know of it."""

    min_origin: float = 0.3
    """An article is named as the origin only with this share of the trees, else the verdict is undetermined."""

    min_lead: float = 0.05
    """An article is named as the origin only this far ahead of the next: two equally early ones are undetermined."""

    sure_verdict: float = 0.5
    """A verdict of less confidence is none: it is `undetermined`, being more likely wrong than right."""

    typo_share: float = 0.05
    copied_share: float = 0.5
    """Two texts of which less than the first share of the wording is apart are the same but for typos, and with less
    than the second missing the child is a copy, where nobody compared the two. By judgement: a copy that was cut keeps
    more than half, two rewrites of one report share less."""

    link_scale: tuple[float, float] = (1.1, -0.4)
    source_scale: tuple[float, float] = (0.8, 0.3)
    origin_scale: tuple[float, float] = (0.9, 0.2)
    outside_scale: tuple[float, float] = (0.9, 0.1)
    """Slope and shift of the log-odds by which shares of trees become confidences (`tracing/calibration.py`): of links
    to a parent, of links to a source, of verdicts that name an article, and of `outside`. Round values between what
    `benchmarks/figures.py` fits on made-up worlds of many kinds and what `benchmarks/calibration.py` fits on the dev
    dump; the first gives the gaps in the worlds that were held out."""


@dataclass(frozen=True)
class ReportConfig:
    """How much the report shows; nothing else depends on it, so no archive keeps it."""

    most_stories: int = 2_000
    """Stories of one page: the list of so many is filtered and sorted at once, and a browser opens the page in about a
    second."""

    most_articles: int = 120
    """Articles of one story that its page shows. More make no readable picture; the rest are counted."""

    most_pairs: int = 60
    """Pairs of one story that stand side by side: each article with its parent."""

    most_paired: int = 4_000
    """Articles of the stories whose pairs are shown; by far the most of the bytes are theirs. Some 20 MB of page, which
    every browser still opens."""

    most_outlets: int = 300
    """Rows of the table of outlets, and outlets of one story in the list."""


@dataclass(frozen=True)
class Config:
    """All settings of a run."""

    read: ReadConfig = field(default_factory=ReadConfig)
    text: TextConfig = field(default_factory=TextConfig)
    sketch: SketchConfig = field(default_factory=SketchConfig)
    meaning: MeaningConfig = field(default_factory=MeaningConfig)
    match: MatchConfig = field(default_factory=MatchConfig)
    neural: NeuralConfig = field(default_factory=NeuralConfig)
    index: IndexConfig = field(default_factory=IndexConfig)
    story: StoryConfig = field(default_factory=StoryConfig)
    provenance: ProvenanceConfig = field(default_factory=ProvenanceConfig)
    archive: ArchiveConfig = field(default_factory=ArchiveConfig)
    machine: MachineConfig = field(default_factory=MachineConfig)

    @classmethod
    def of(cls, settings: Mapping[str, Any], machine: "MachineConfig | None" = None) -> "Config":
        """The config whose `settings()` these are.

        Raises:
            ConfigError: if there is one that this version of dedup does not know, or one that is not of its type: an
                archive may come from a stranger.
        """
        if fault := mistyped(settings):
            raise ConfigError(fault)
        rooms = {room.name: room for room in fields(cls) if room.name not in ("machine", "archive")}
        made: dict[str, Any] = {}
        for name, values in settings.items():
            if name not in rooms:
                raise ConfigError(f"no such setting: {name}")
            kind: Any = rooms[name].default_factory
            known = {one.name for one in fields(kind)}
            for one in values:
                if one not in known:
                    raise ConfigError(f"no such setting: {name}.{one}")
            # JSON has no tuples.
            made[name] = kind(
                **{one: tuple(value) if isinstance(value, list) else value for one, value in values.items()}
            )
        return cls(**made, machine=machine or MachineConfig())

    def settings(self) -> dict[str, Any]:
        """What results depend on, as plain values: what travels with an archive and is compared with it."""
        settings = asdict(self)
        del settings["machine"], settings["archive"]
        for name in ("batch_articles", "batch_bytes", "outlet_from"):
            del settings["read"][name]
        return settings


_ROOMS: Final[Mapping[str, Any]] = MappingProxyType({room.name: room.default_factory for room in fields(Config)})


def mistyped(settings: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the first of some settings, as `Config.settings` gives them, that is not of its type;
    None if all are. One that is not known is not judged."""
    for name, values in settings.items():
        if name not in _ROOMS:
            continue
        if not isinstance(values, Mapping):
            return f"{name} cannot be {values!r:.80}"
        types = get_type_hints(_ROOMS[name])
        for one, value in values.items():
            if one in types and not _fits(value, types[one]):
                return f"{name}.{one} cannot be {value!r:.80}"
    return None


def _fits(value: object, kind: Any) -> bool:
    """Whether a value that was read from JSON is one of the type `kind` of a setting."""
    parts = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, list | tuple) and all(_fits(one, parts[0]) for one in value)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(one, part) for pair in value.items() for one, part in zip(pair, parts, strict=True)
        )
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)


def zone_of(name: str) -> "tzinfo":
    """Return the time zone of a name of the IANA table, which is what `ReadConfig.timezone` takes.

    >>> zone_of("Asia/Yerevan")
    zoneinfo.ZoneInfo(key='Asia/Yerevan')

    Raises:
        ConfigError: if there is none; the message names one that is near, if there is one.
    """
    from difflib import get_close_matches
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        # People write the city alone, or in small letters.
        known = {
            key: zone
            for zone in sorted(available_timezones())
            for key in (zone.rpartition("/")[2].casefold(), zone.casefold())
        }
        near = get_close_matches(name.strip().casefold().replace(" ", "_"), known, 1)
        advice = f"did you mean {known[near[0]]}?" if near else "write Europe/Berlin, UTC, …"
        raise ConfigError(f"no such time zone: {name!r}; {advice}") from error


def check_kinds(kinds: Iterable[str]) -> None:
    """Look whether `kinds` are kinds of match.

    Raises:
        ConfigError: if one is none.
    """
    if unknown := sorted(set(kinds) - KINDS.keys()):
        raise ConfigError(f"no such kind of match: {unknown[0]!r}; there are {', '.join(KINDS)}")


def mapping_of(pairs: Iterable[str]) -> dict[str, str]:
    """What `ReadConfig.fields` takes, from words like `text=body`.

    >>> mapping_of(["text=body", "url=meta.link"])
    {'text': 'body', 'url': 'meta.link'}

    Raises:
        ConfigError: if one has no name on either side of an equals sign.
    """
    found = {}
    for pair in pairs:
        ours, _, theirs = (part.strip() for part in pair.partition("="))
        if not ours or not theirs:
            raise ConfigError(f"cannot map {pair!r}: write OURS=THEIRS, as in text=body")
        found[ours] = theirs
    return found


def span_of(words: str) -> datetime.timedelta:
    """A span of time as people write it: 90m, 36h, 30d, 2w.

    Raises:
        ConfigError: if it is none.
    """
    found = _SPAN.fullmatch(words)
    if not found:
        raise ConfigError(f"not a span of time: {words!r}; write 90m, 36h, 30d or 2w")
    return datetime.timedelta(seconds=int(found[1]) * _SPAN_SECONDS[found[2]])


def bytes_of(size: str) -> int:
    """A size as people write it, in bytes: `4GB` is 4 billion, `4GiB` (or `4Gi`) is 4 times 2 to the 30th.

    >>> bytes_of("500MB"), bytes_of("1.5 GiB")
    (500000000, 1610612736)

    Raises:
        ConfigError: if it is no size.
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*", size, re.ASCII | re.IGNORECASE)
    units = _BINARY_UNITS if found and found[3] else _UNITS
    if not found or found[2].lower() not in units:
        raise ConfigError(f"not a size: {size!r}; write 500MB, 4GB or 4GiB")
    return int(float(found[1]) * units[found[2].lower()])
