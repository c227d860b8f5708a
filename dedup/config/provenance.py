"""How attribution is read and chains are decided."""

from dataclasses import dataclass
from typing import Final

from dedup.config.renamed_settings import formerly

SURE_LINK: Final = 0.5
"""A link said with less confidence is shown, with a "perhaps", but is no answer: it is more likely wrong than right.
No results depend on it, so it is no setting of an archive."""


@formerly(reference_if_first="told_if_first", reference_if_outside="told_if_outside", reference_trust="told_trust")
@dataclass(frozen=True)
class ProvenanceConfig:
    """How attribution is read and chains are decided."""

    trace: bool = True
    """False leaves it: who took it from whom stays open, no link is written, and each story keeps its earliest article.
    It is most of the time of a run that looks for copies alone."""

    sources: str | None = None
    """A user's own table of sources, as text in the form of `provenance/attribution/sources.toml`; its lines replace
    ours by key. The text and not its path, so that an archive holds what it was made with; `provenance.read_sources`
    reads one."""

    cue_window: int = 240
    """Characters either side of a trigger that a cue pattern may use: a long sentence; only speed depends on more."""

    lead_chars: int = 700
    """A report credited in the first this many characters of the body credits the whole article: two to three
    paragraphs, where news style puts the source of the whole; later on it is taken for one quote."""

    unknown_stories: int = 3
    """A name that the table of sources lacks, credited where a person might be too, becomes a source if this many
    stories at least credit it. By judgement: two may be one story that was not recognised as one."""

    unknown_outlets: int = 2
    """And if those are of at least this many outlets: one outlet's house style is not enough."""

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

    cue_if_copied: float = 0.22
    """How often such an article credits somebody outside, though its parent does not. 0.25 fits the dev dump, where
    the most of these credits are wrong, a little better; with less, more stories from outside are seen as such, there
    and in the made-up worlds where fewer credits are wrong."""

    cue_if_copied_same: float = 0.25
    """The same, where the parent credits that source too: credits are copied, or cut, with the text. By judgement a
    little more; the dev dump does not separate the two."""

    cue_if_first: float = 0.01
    """How often an article that starts its story credits somebody outside: shared desks and twice-named partners do
    occur. Fitted."""

    cue_if_outside: float = 0.55
    """How often an article taken straight from outside the dump says so: agencies' clients mostly must. Fitted: on both
    halves the likelihood rises down to 0.5, with 0.6 and more a tenth more of the first reports get a source
    outside."""

    reference_if_first: float = 0.15
    """How often an article that starts its story refers to another medium in the running text of its top. Fitted."""

    reference_if_outside: float = 0.3
    """The same of an article taken from outside the dump. Fitted; the seeds of this project, which say "told X" and
    nothing else, are decided by their two wordings as much as by this."""

    reference_trust: float = 0.5
    """How often what the trees take from outside is from the medium that only the running text of the article refers
    to, where the story's verdict does not name it. By judgement: in the dev dump never, because the dump was made that
    way; a reader would say mostly."""

    stated_again: float = 0.7
    """What is left of the doubt in a source that the running text names, with each further wording of the story that
    names it too. By judgement: translators repeat each other's mistakes less often than not."""

    quote_strength: float = 0.2
    """A cue that may only credit one quote counts this share of one that credits the article. Fitted; 0.1 to 0.3 fit
    alike."""

    lack_cost: float = 2.5
    """Cost, in units of log-likelihood, of a parent without any of the child's shared wording, in proportion below:
    a quarter missing halves a link's chance. Fitted."""

    cut_cost: float = 0.25
    """Cost of a child without any of the parent's shared wording: cutting is common, so it says next to nothing.
    0 fits as well; above it an excerpt prefers a parent that is one too."""

    translated_cut_cost: float = 1.25
    """The same of a child in another language than the parent's: a text is mostly translated as it is there, so that
    who has half of it in another language had that half before him. Fitted; the likelihood rises up to 2 on both
    halves, but translators do cut."""

    delay_power: float = 0.4
    prompt_minutes: float = 15.0
    """The chance of having a story from an article falls with this power of the time since it came, while it is fresh;
    delays below this many minutes are alike, since clocks differ. The power is fitted: 0.2 to 0.5 fit alike; networks
    of news sites show such laws. The minutes are by judgement."""

    same_cut_gain: float = 1.0
    """Gain of a parent that lacks just what the child lacks of the story: two seldom make the same cut. By
    judgement: on one half of the dev dump the likelihood falls as little as it rises on the other; 1% more parents
    are the exact ones."""

    translation_cost: float = 1.2
    """Cost of a parent in another language: as dear as a copy with half missing. Fitted."""

    rewrite_cost: float = 2.75
    """Cost of a parent in the same language and other words: dearer than a translation, since two wordings in one
    language are mostly two translations of a third text. Fitted."""

    unmatched_cost: float = 3.0
    """Cost of a link between two articles of a story that neither a match nor common wording joins. Fitted; as nearly
    every pair is matched in the dev dump, 2 to 3 fit alike."""

    embed_cost: float = 0.75
    """Cost of a first report all of whose wording stands in it alone: others mostly take over most of a text.
    Fitted."""

    self_gain: float = 1.0
    """Gain of an article that names its own outlet as the source ("as X was told"). By judgement."""

    late_days: float = 3.0
    """A date this many days behind the middle one of its story is doubted: reprints come within a day or two,
    pages are stamped anew at any time. By judgement; 2 fits alike."""

    wide_hours: float = 6.0
    """A date that leaves as many hours open as this says between what an article came, and not when: news spreads
    within hours. By judgement."""

    stamped_days: float = 2.0
    """A date this many days behind the start of the day that the URL names is the page's, and the article is of that
    day: one day is what zones and articles written in the evening may blur. By judgement."""

    stale_chance: float = 0.7
    """How often such a date is the page's and says nothing of the article's time. Fitted; 0.5 to 0.85 fit alike."""

    apart_days: float = 1.0
    apart_chance: float = 0.25
    """A date this many days from every other one of its story is wrong in this share. By what the evaluation dump says
    of a first date that lies a day before the others: 13 of 17 are right. In the made-up world whose dates are off by
    days 0.5 does better still, in the others the two are alike (`benchmarks/worlds.py`)."""

    orders: int = 512
    """Orders that are drawn for a story with articles whose dates are missing, doubted or overlap: shares of trees
    are then good to about two hundredths."""

    most_articles: int = 200
    """Of a longer story the trees are summed over this many articles, its different texts first; every other article
    is a copy of one of those and chooses its parent among them. Bounds time by its square."""

    crowded_matches: int = 4
    """In such a story this many matches of each article count, its best: one of 100,000 notices of one outlet has 45
    on average, and what they share separates a copy from a copy no better than a few do."""

    no_parent: float = 0.6
    """An article gets no parent where having none is likelier than this, else the likeliest of its parents. Above one
    half, since the two errors are not alike: on both halves of the dev dump 0.5 loses 1% of the parents, and 0.65 gives
    up to a fifth more of the first reports a parent."""

    wording_first: float = 0.5
    """Of what speaks for the other copies of a possible parent's wording, this share counts for it too: a child is a
    copy of one wording, whichever copy of it was used. Fitted; 0.2 to 0.7 fit alike, and with 1 chance decides between
    the copies."""

    outside_bar: float = 0.4
    """A story is said to come from a source outside where it names one and the trees give that this share. Below one
    half, since the other share is split among several articles; from 0.35 to 0.5 one in twenty verdicts changes."""

    doubt_bar: float = 0.05
    """With a share between this and `outside_bar`, where some page credits a source, the verdict is `earliest_here` and
    names that source beside the article: it may have been before. By judgement: of such stories of the dev dump
    one in ten is from outside up to 0.15, and one in four above; who reads a page's credit wants to know of it."""

    credit_vote: float = 0.5
    reference_vote: float = 0.1
    """The votes for a source of a story from outside: an article that has it from outside itself has one, of others a
    page that credits the source has the first, and all whose running text refers to it have the second together,
    since such words go wherever the text goes. By judgement."""

    worth_naming: float = 0.1
    most_named: int = 3
    """An undetermined story names this many candidates at most, each with more than this share of the trees. By
    judgement: three are what a reader follows up."""

    drawn_share: float = 0.02
    """The likeliest of them is named as such only if it is this far ahead: shares of trees are good to so much
    (`orders`)."""

    min_origin: float = 0.3
    """An article is named as the origin only with this share of the trees, else the verdict is undetermined."""

    min_lead: float = 0.05
    """An article is named as the origin only this far ahead of the next: two equally early ones are undetermined."""

    sure_verdict: float = 0.5
    """A verdict of less confidence is none: it is `undetermined`, being more likely wrong than right."""

    sure_article: float = 0.67
    """The same of a verdict that names an article: it must be twice as likely right as wrong. By what made-up worlds
    say (`benchmarks/worlds.py`): of the verdicts between 0.5 and 0.67 that name an article two in five are right, since
    dates and credits mislead in more ways than the model knows; of those that name a source outside four in five.
    The likeliest article is still named, as a candidate."""

    typo_share: float = 0.05
    copied_share: float = 0.5
    """Two texts of which less than the first share of the wording is apart are the same but for typos, and with less
    than the second missing the child is a copy, where nobody compared the two. By judgement: a copy that was cut keeps
    more than half, two rewrites of one report share less."""

    link_scale: tuple[float, float] = (1.1, -0.2)
    source_scale: tuple[float, float] = (0.8, 0.5)
    origin_scale: tuple[float, float] = (0.9, 0.1)
    outside_scale: tuple[float, float] = (0.7, 0.3)
    """Slope and shift of the log-odds by which shares of trees become confidences (`tracing/calibration.py`): of links
    to a parent, of links to a source, of verdicts that name an article, and of `outside`. Round values between what
    `benchmarks/figures.py` fits on made-up worlds of many kinds and what `benchmarks/calibration.py` fits on the dev
    dump; the first gives the gaps in the worlds that were held out."""
