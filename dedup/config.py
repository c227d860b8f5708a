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

    max_record_bytes: int = 128 << 20
    """A line, a JSON record or a page with more bytes is passed over unread. It bounds memory against a dump without
    line ends; six bytes a character (the longest JSON escape) of `max_article_chars` fit in."""

    latest_published: str = "2035-01-01"
    """A publication date after this day is not believed even where no crawl date tells it is from the future. A fixed
    day, not the clock's: the same dump must read the same next year. Move it on once a decade."""


@dataclass(frozen=True)
class Config:
    """All settings of a run."""

    read: ReadConfig = field(default_factory=ReadConfig)
