"""How passages become keys and concepts, and what an archive keeps of them."""

from dataclasses import dataclass

from dedup.config.renamed_settings import formerly
from dedup.messages import ConfigError


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

    respaced_bands: int = 16
    """Bands of the units that no space cuts, of `copy_rows` rows, where a language has such units. They serve copies
    whose spaces differ, which keep nearly all units; but passages are cut by words, so that one may hold twice what
    the other's does, and of those 16 bands find two thirds. An archive made before has none of these keys: its
    articles are found by them after a refresh."""

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
        """Return the bands of copies that datasketch chooses for a Jaccard similarity of passages' shingles; the rest
        as is.

        A higher threshold makes fewer candidates; whether a candidate is a match is decided as ever.

        Raises:
            ConfigError: if it is not above 0 and below 1.
        """
        from datasketch import MinHashLSH  # imports scipy

        if not 0 < threshold < 1:
            raise ConfigError(f"{threshold:g} is no threshold of copies: that is above 0 and below 1")
        index = MinHashLSH(threshold=threshold, num_perm=cls.permutations)
        return cls(copy_bands=index.b, copy_rows=index.r)


@formerly(lexicon_rounds="lessons", lexicon_pairs="most_lessons")
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
    """An article that comes later is compared with at most this many of an archive's in other languages, those that
    share the most concepts with it, by weight, and at least this many. By judgement."""

    lexicon_rounds: int = 2
    """How often word translations are learned and all is scored again. The first round helps most, the second a
    little (Chinese and Japanese), a third changed nothing."""

    lexicon_pairs: int = 3000
    """Pairs of articles from which the words of two languages are learned, at most, the surest first: learning costs
    the same for every dump."""

    sure_ratio: float = 1.25
    sure_gain: float = 20.0
    sure_focus: float = 0.6
    """What is learned from: a pair whose alignment gains 1.25 times its cost and 20 in all, each concept counted once,
    and covers 60% of one article's focus. Of such pairs 19 of 20 are translations."""

    near_ratio: float = 0.5
    sure_share: float = 0.02
    prior_near: float = 50.0
    """Translations are learned from where sure pairs are this share, or more, of those that come near (a ratio from 0.5
    to 1), with 50 more of these so that one sure pair among few proves nothing unless next to none comes near. In
    made-up dumps of 3,000 and 6,000 articles without translations it was 0.0005 and 0.0009, with them 0.085, in played
    news 2; without this guard one sure pair by chance gave the former 1,298 wrong translations."""

    least_pieces: int = 10
    """From fewer pieces of parallel text a language pair learns nothing but coincidences."""

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
    """Share of articles that hold a concept before any are counted: what names and the rarer meanings of news have.
    What is commoner stands in a table (`dedup.features.weights`)."""

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
