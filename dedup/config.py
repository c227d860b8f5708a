"""Every setting, frozen and documented field by field.

One `Config` is made at the door (the command line or the Python API), passed down, and hashed into the archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class ReadConfig:
    """How dumps are read."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our field name -> the dump's (dots go into nested records): `{"text": "body", "url": "meta.link"}`."""

    batch_articles: int = 2000
    """Articles a batch at most. Only memory depends on it, no result."""

    batch_bytes: int = 32 << 20
    """Characters of text a batch at most; one article may exceed it alone."""

    max_article_chars: int = 20_000_000
    """Longer records are set aside: 20 million characters is 30 novels, so such a record is a broken dump."""


@dataclass(frozen=True)
class ProvenanceConfig:
    """How attribution is read and chains are decided."""

    sources_file: str | None = None
    """A user's own table of sources, in the form of provenance/sources.toml; its lines replace ours by key."""

    cue_window: int = 240
    """Characters either side of a trigger that a cue pattern may use: a long sentence; only speed depends on more."""

    lead_chars: int = 700
    """A report told in the first so many characters of the body credits the whole article: two to three paragraphs,
    where news style puts the source of the whole; later on it is taken for one quote."""

    outside_prior: float = 0.35
    """How often a story starts outside the dump before any evidence: a dump rarely holds the agency itself.
    Set by judgement and compared on the dev dump: from 0.35 to 0.45 about a tenth more of the absent agencies are
    found and 2% of the origins in the dump are lost."""

    lack_cost: float = 7.0
    """Cost, in units of log-likelihood, of a parent without any of the child's shared wording, in proportion below:
    a tenth missing (0.7) halves a link's chance."""

    cut_cost: float = 1.5
    """Cost of a child without any of the parent's shared wording: cutting is common, so it says little."""

    translation_cost: float = 4.0
    """Cost of a parent in another language: dearer than a copy with a third missing."""

    rewrite_cost: float = 6.0
    """Cost of a parent in the same language and other words: dearer than a translation, since two wordings in one
    language are mostly two translations of a third text."""

    unmatched_cost: float = 2.0
    """Cost of a link between two articles of a story that no match joins directly."""

    named_gain: float = 8.0
    """Gain of a parent that the child names: it outweighs any wording but a copy of somebody else's."""

    quote_strength: float = 0.3
    """A cue that may only credit one quote counts this share of one that credits the article."""

    cue_if_first: float = 0.04
    """How often an article that starts its story names somebody outside as its source."""

    cue_if_outside: float = 0.6
    """How often an article taken straight from outside the dump says so: agencies' clients mostly must."""

    cue_if_copied: float = 0.25
    """How often an article taken from one of the dump names an outside source its parent does not name."""

    cue_if_copied_same: float = 0.4
    """The same, where the parent names that source too: credits are copied, or cut, with the text."""

    outside_share: float = 0.2
    """In a story from outside, how often an article takes it from there though another of the dump has it already.
    0.2, 0.25, 0.3 and 0.45 were compared on the dev dump; less finds more parents and fewer outside origins."""

    late_days: float = 2.0
    """A date this many days behind the middle one of its story is doubted: reprints come within a day or two,
    pages are stamped anew at any time."""

    late_chance: float = 0.15
    """How likely an article with such a date is older than another one all the same."""

    embed_cost: float = 1.5
    """Cost of a first teller all of whose wording stands in it alone: others mostly take over most of a text."""

    self_gain: float = 1.0
    """Gain of an article that names its own outlet as the source ("as X was told")."""

    rounds: int = 2
    """How often a story is weighed: the second time with what the first says of undated articles' time. A third
    changes hardly anything."""

    no_parent: float = 0.5
    """An article gets no parent where having none is likelier than this; else the likeliest of all its parents."""

    min_origin: float = 0.35
    """An article is named as the origin only with this share of the trees, else the verdict is undetermined."""

    min_lead: float = 0.15
    """An article is named as the origin only this far ahead of the next: two equally early ones are undetermined."""

    def sources_path(self) -> Path | None:
        """The user's table as a path."""
        return Path(self.sources_file) if self.sources_file else None


@dataclass(frozen=True)
class Config:
    """All settings of a run."""

    read: ReadConfig = field(default_factory=ReadConfig)

    provenance: ProvenanceConfig = field(default_factory=ProvenanceConfig)
