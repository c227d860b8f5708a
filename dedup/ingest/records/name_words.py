"""Names of fields made of a known one and of words that only say what it is of: `news_body`, `Текст статьи`.

Makers of dumps call a text `article_content`, `news_content`, `post_content` or `story_content`; no list has all of
these. Without the words that say "of the article" the name of most is one that `field_names` lists.
"""

import re
from functools import cache
from typing import Final

from dedup.ingest.records.field_names import names_of, squeezed, squeezed_names

_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def bare_name(name: str, *, of_date: bool = False) -> str | None:
    """Return a field's name, squeezed, without words that say of what it is the field; None if it has no such words,
    or no others. With `of_date` words for a publication are left out too.

    >>> bare_name("News body"), bare_name("articleURL"), bare_name("Текст статьи"), bare_name("記事本文")
    ('body', 'url', 'текст', '本文')
    >>> bare_name("image_url"), bare_name("text_de"), bare_name("data_pubblicazione", of_date=True)
    (None, None, 'data')
    >>> bare_name("Yayın tarihi", of_date=True)
    'tarihi'
    """
    words = [squeezed(word) for word in _WORD.findall(_CAMEL.sub(" ", name))]
    dropped = squeezed_names("words_of_articles", *["words_of_publication"] * of_date)
    inner, between = range(1, len(words) - 1), names_of("words_between")
    left = "".join(
        word for at, word in enumerate(words) if word not in dropped and not (at in inner and word in between)
    )
    left = left if left.isascii() else _written_on().sub("", left)
    return left if left and left != "".join(words) else None


def names_within(name: str) -> set[str]:
    """Return the names, squeezed, by which a field may be known: its own, and what it is without such words."""
    return {found for found in (squeezed(name), bare_name(name), bare_name(name, of_date=True)) if found}


@cache
def _written_on() -> re.Pattern[str]:
    """What begins a name in scripts that set no spaces between words."""
    return re.compile(f"^(?:{'|'.join(names_of('written_on'))})(?=.)")
