"""Every setting, frozen and documented field by field.

One `Config` is made at the door (the command line or the Python API), passed down, and hashed into the archive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class TextConfig:
    """How texts are cut."""

    paragraph_words: int = 100
    """Longer paragraphs are cut at sentence ends. 120 is the longest passage; 100 leaves room for the next cut."""

    passage_words: tuple[int, int] = (40, 120)
    """Paragraphs are joined into passages of at least and at most so many words. Below 40 words the overlap of two
    unrelated passages varies too much to tell anything; above 120 a dropped paragraph breaks too much."""

    least_words: int = 6
    """A shorter passage is no key: what 5-word shingles are made of needs one word more."""

    recurring_articles: int = 3
    """A line is an outlet's boilerplate when so many of its articles with different leads hold it. Two may be a
    correction; three different stories that share a line share no statement."""


@dataclass(frozen=True)
class Config:
    """All settings of a run."""

    read: ReadConfig = field(default_factory=ReadConfig)
    text: TextConfig = field(default_factory=TextConfig)
