"""What a reader gives: an article or a rejection, and the checks every text passes."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, NamedTuple

from dedup.config import ReadConfig
from dedup.ingest.io.encoding import Repaired, is_lost

if TYPE_CHECKING:
    from dedup.ingest.records.mapping import Fields

UNFORESEEN = "unforeseen fault"
"""Begins the reason of a rejection that is this package's fault, not the dump's: worth a report."""


class Credit(NamedTuple):
    """A hint of the page's own metadata that the text came from elsewhere."""

    type: str
    value: str


class Article(NamedTuple):
    """One row of `dedup.schema.ARTICLE`; times are microseconds since 1970 in UTC."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    text: str
    lang: str | None
    author: str | None
    published: int | None
    published_precision: str | None
    published_from: str | None
    crawled: int | None
    credits: tuple[Credit, ...]
    file: str
    position: str


class Rejected(NamedTuple):
    """One row of `dedup.schema.REJECTED`."""

    file: str
    position: str
    reason: str


def unforeseen(file: str, position: str, error: Exception) -> Rejected:
    """Return the rejection of what nobody foresaw: it costs itself and not the run."""
    return Rejected(file, position, f"{UNFORESEEN} ({type(error).__name__}: {error})")


Item = Article | Rejected


class Unread(ABC):
    """What a reader cut out of its source and another process may read: a page, a row. It travels by pickle."""

    @property
    @abstractmethod
    def size(self) -> int:
        """About how many bytes it holds."""

    @abstractmethod
    def read(self, fields: "Fields") -> Item:
        """Return the article, or why there is none; raises nothing."""


Piece = Item | Unread


def text_fault(repaired: Repaired, config: ReadConfig) -> str | None:
    """Say why a text cannot be an article's, or return None where it can."""
    text = repaired.text
    if not text or text.isspace():
        return "empty text"
    if len(text) > config.max_article_chars:
        return f"text of {len(text)} characters; at most {config.max_article_chars} are read (max_article_chars)"
    if is_lost(text):
        return "letters lost: question marks stand for them; save the file as UTF-8"
    if repaired.is_ruined:
        return "mojibake: the text was decoded with a wrong encoding, and that cannot be undone"
    return None


def too_large_row(size: int, file: str, position: str) -> Rejected:
    """Return the rejection of a table's row of `size` bytes."""
    return Rejected(file, position, f"a row of {size} bytes (max_record_bytes)")
