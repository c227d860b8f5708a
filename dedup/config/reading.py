"""How dumps are read and their texts cut."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dedup.messages import ConfigError

SAME_OUTLET: Final = ("copy", "revision")
"""What `ReadConfig.same_outlet` may be."""


@dataclass(frozen=True)
class ReadConfig:
    """How dumps are read."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """Our field name -> the dump's (dots go into nested records): `{"text": "body", "url": "meta.link"}`."""

    outlet_from: str = ""
    """What names the outlet of an article whose page or record names none: `folder` (that its file lies in) or `file`
    (its name without the ending). Nothing by default: most folders are named after days and crawls. Every article keeps
    its outlet, so this is no property of an archive, and each dump may say it for itself."""

    same_outlet: str = "copy"
    """What an article is that its outlet shows at another address, as after a new headline or a move to another
    section: a `copy`, with a match and a link of its own, or a `revision`, of which the first stays and the others are
    set aside as other fetches are. Two records are one article if outlet, text and either headline or moment of
    publication agree, or outlet, headline, moment and the first 200 characters. Copies by default: a count of what an
    outlet published should hold both, and nothing is set aside that was not asked for."""

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

    def __post_init__(self) -> None:
        """Raises:
        ConfigError: if `same_outlet` is no such choice.
        """
        if self.same_outlet not in SAME_OUTLET:
            raise ConfigError(f"read.same_outlet {self.same_outlet!r}: it is {' or '.join(SAME_OUTLET)}")


@dataclass(frozen=True)
class TextConfig:
    """How texts are cut."""

    paragraph_words: int = 100
    """Longer paragraphs are cut at sentence ends. 120 is the longest passage; 100 leaves room for the next cut."""

    passage_words: tuple[int, int] = (40, 120)
    """Paragraphs are joined into passages of at least and at most this many words. Below 40 words the overlap of two
    unrelated passages varies too much to say anything; above 120 a dropped paragraph breaks too much."""

    least_words: int = 6
    """A shorter passage is no key: what 5-word shingles are made of needs one word more."""

    recurring_articles: int = 3
    """A line is an outlet's boilerplate when this many of its articles with different leads hold it. Two may be a
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
