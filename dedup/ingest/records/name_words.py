"""Names of fields made of a known one and of words that only say what it is of: `news_body`, `Текст статьи`.

Makers of dumps call a text `article_content`, `news_content`, `post_content` or `story_content`; no list has all of
these. Without the words that say "of the article" the name of most is one that `field_names` lists.
"""

import re
from typing import Final

from dedup.ingest.records.field_names import squeezed

_OF_ARTICLES: Final = frozenset(
    (
        *"article articles news story post page webpage document doc item entry".split(),
        *"full complete main final raw clean cleaned extracted parsed markdown meta web".split(),
        "the",
        *"статьи статью статья новости новость материала материал публикации публикацию поста страницы".split(),
        *"полный полная статті статтю новини новину матеріалу публікації повний статията новината".split(),
        *"artikel artikels artikeln meldung nachricht beitrag beitrags vollständiger".split(),
        *"bericht cikk článku článok".split(),
        *"actualité complet noticia nota artículo articulo".split(),
        *"completa completo notícia matéria materia artigo articolo notizia".split(),
        *"articolului știrii artykułu artykulu wiadomości haber haberin makale berita bài viết báo άρθρου".split(),
        *"الخبر المقال المقالة خبر مقاله הכתבה समाचार খবরের সংবাদ".split(),
        *"기사 뉴스".split(),
    )
)
"""Words that tell the fields of an article from nothing else that a record holds. Not among them: `source`, `author`,
`image`, `comment`, `site` and `original`, whose title, text or address is another one than the article's."""

_BETWEEN: Final = frozenset(
    "of the to for a an in on на zum zur des der van het de du la le les l d del el da do dell della".split()
)
"""Words that join two others; the first of a name, or its last, says something else: `text_de`, `date_to`, `in_url`."""

_OF_PUBLICATION: Final = frozenset(
    (
        *"publication publish published publishing posting release veröffentlichung erscheinung".split(),
        *"publicación publicacion publicação publicacao pubblicazione parution publikacji yayın yayınlanma".split(),
        *"публикации публікації выхода النشر انتشار terbit đăng פרסום δημοσίευσης".split(),
    )
)
"""Words that say of a date what it is the date of; a title or an address "of the publication" is the outlet's."""

_BEFORE: Final = re.compile("^(?:新闻|新聞|文章|ニュース|記事の?|기사|뉴스)(?=.)")
"""The same words in scripts that set no spaces between words."""

_WORD: Final = re.compile(r"[^\W_]+")
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def bare_name(name: str, *, of_date: bool = False) -> str | None:
    """Return a field's name, squeezed, without words that say of what it is the field; None if it has no such words,
    or no others. With `of_date` words for a publication are left out too.

    >>> bare_name("News body"), bare_name("articleURL"), bare_name("Текст статьи"), bare_name("記事本文")
    ('body', 'url', 'текст', '本文')
    >>> bare_name("image_url"), bare_name("text_de"), bare_name("data_pubblicazione", of_date=True)
    (None, None, 'data')
    """
    words = [squeezed(word) for word in _WORD.findall(_CAMEL.sub(" ", name))]
    dropped = _OF_ARTICLES | _OF_PUBLICATION if of_date else _OF_ARTICLES
    inner = range(1, len(words) - 1)
    left = "".join(
        word for at, word in enumerate(words) if word not in dropped and not (at in inner and word in _BETWEEN)
    )
    left = left if left.isascii() else _BEFORE.sub("", left)
    return left if left and left != "".join(words) else None


def names_within(name: str) -> set[str]:
    """Return the names, squeezed, by which a field may be known: its own, and what it is without such words."""
    return {found for found in (squeezed(name), bare_name(name), bare_name(name, of_date=True)) if found}
