"""Which articles a person means who gives an id, a URL, words of a title, or an outlet.

People type the name of a file without its ending, the beginning of a long id, or one letter wrong. What fits one
article alone is taken; what fits several is answered with their ids, and so is what only resembles some. Taking the
nearest was rejected: an answer about another article than the one that was meant looks like any other answer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from dedup.archive import ArchiveStore
from dedup.export import WRITTEN_DATE
from dedup.ingest import url_key_sql, with_ascii_host
from dedup.messages import UnknownArticleError
from dedup.queries.near_names import did_you_mean

URL_KEY = url_key_sql()
"""The key of the page at the column `url`."""

SAME_PAGE = f"(SELECT {URL_KEY} FROM (SELECT $1::VARCHAR AS url))"
"""The same of the page at the URL `$1`."""

_SHOWN: Final = 5
"""Ids that a message lists."""

_LEAST: Final = 4
"""Characters of a beginning or of a name with a slip: shorter ones resemble ids by chance."""

_SLIPS: Final = 6
"""Of so many characters one may be wrong; and no more than three of any name."""

_ENDING: Final = r"(\.[A-Za-z0-9]{1,5}){1,2}"
"""What may follow a file's name in an id: `.txt`, `.html.gz`."""

_LAST: Final = r"regexp_extract(lower(id), '[^/\\]*$')"
"""An id without the folders before it."""


def page_asked(name: str) -> str | None:
    """Return the address that a person means by `name`, as archives keep addresses; None if it is no page's."""
    return with_ascii_host(name) if "." in name and "/" in name else None


def find_article(archive: ArchiveStore, name: str, *, near: bool = False) -> int:
    """Return the number of the article with the id `name`, else of the first one with that URL.

    A URL is also found without its scheme, `www.`, fragment, tracking parameters and last slash. With `near` an id is
    also found without the ending of a file (`page-1` for `page-1.txt`), without the folders before it, in other letter
    case, and by its beginning, where one article alone is called so.

    Raises:
        UnknownArticleError: if there is none; with `near` the message lists several that it may be.
    """
    exact = "SELECT article FROM article WHERE id = $1 OR url = $1 ORDER BY id <> $1, article LIMIT 1"
    found = archive.records(exact, [name])
    if not found and (asked := page_asked(name)) is not None:
        page = f"SELECT article FROM article WHERE {URL_KEY} = {SAME_PAGE} ORDER BY article LIMIT 1"
        found = archive.records(page, [asked])
    if found:
        return int(found[0]["article"])
    unknown = f"{archive.path}: no article has the id or URL {name!r}"
    if not near:
        raise UnknownArticleError(unknown)
    for condition in _conditions(name):
        several = (
            f"SELECT article, id, count(*) OVER () AS many FROM article WHERE {condition} ORDER BY id LIMIT {_SHOWN}"
        )
        rows = archive.records(several, [name])
        if len(rows) == 1:
            return int(rows[0]["article"])
        if rows:
            many = rows[0]["many"]
            shown = ", ".join([*(repr(row["id"]) for row in rows), *(["…"] if many > len(rows) else [])])
            raise UnknownArticleError(f"{unknown}, and {many:,} have ids like it: {shown}")
    meant = did_you_mean(near_ids(archive, name)) or "; `dedup stories WORDS` finds stories by title and outlet"
    raise UnknownArticleError(unknown + meant)


def _conditions(name: str) -> Iterator[str]:
    """Ways to read an id that is not there as it stands, the closest first."""
    if not name.strip():
        return
    yield "lower(id) = lower($1)"
    if "/" not in name and "\\" not in name:
        yield f"{_LAST} = lower($1)"
        yield _without_ending(_LAST)
    yield _without_ending("lower(id)")
    # An address is the beginning of another that lies below it: an outlet's front page is none of its articles.
    if len(name) >= _LEAST and "://" not in name:
        yield "starts_with(lower(id), lower($1))"


def _without_ending(called: str) -> str:
    rest = f"substr({called}, length(lower($1)) + 1)"
    return f"starts_with({called}, lower($1)) AND regexp_full_match({rest}, '{_ENDING}')"


def near_ids(archive: ArchiveStore, name: str) -> list[str]:
    """Return the ids that begin with `name` or differ from it in a few characters, the nearest first.

    Of a path its last part counts, as ids of files have no folders that were named.
    """
    address = "://" in name
    name = name if address else name.rpartition("/")[2] or name
    # Most pages of an outlet begin with its address.
    begins = "false" if address else "starts_with(lower(id), lower($1))"
    slips = min(3, -(-len(name) // _SLIPS))
    if len(name) < _LEAST and name.strip():
        begin = "SELECT id FROM article WHERE starts_with(lower(id), lower($1)) ORDER BY id LIMIT 3"
        return list(archive.rows(begin, [name])["id"].to_pylist())
    if len(name) < _LEAST or len(name) > 200:
        return []
    found: list[str] = archive.rows(
        f"""
        SELECT id FROM (
            SELECT id, CASE WHEN {begins} THEN 0 ELSE damerau_levenshtein(lower(id), lower($1)) END AS slips
            FROM article WHERE {begins} OR abs(length(id) - length($1)) <= {slips}
        ) WHERE slips <= {slips} ORDER BY slips, id LIMIT 3
        """,
        [name],
    )["id"].to_pylist()
    return found


_FOUND = f"""
    SELECT article.id AS id, url, outlet, title, body.lang AS lang, {WRITTEN_DATE} AS published, published_precision,
        story.name AS story
    FROM article JOIN body USING (article) LEFT JOIN membership USING (article)
    LEFT JOIN story ON story.story = membership.story
    WHERE {{}}
    ORDER BY article.published DESC NULLS LAST, article.id LIMIT $most
"""


@dataclass(frozen=True)
class Listed:
    """What lists show of an article; fields as in articles.jsonl."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    lang: str | None
    published: str | None
    published_precision: str | None


@dataclass(frozen=True)
class ArticleFound(Listed):
    """An article that was searched for."""

    story: str | None


def search_articles(archive: ArchiveStore, words: str, most: int = 100) -> list[ArticleFound]:
    """Return the articles that have the id or URL `words`, else those whose title or outlet holds each of the words.

    The latest come first. Letter case does not count.
    """
    try:
        asked: dict[str, object] = {"most": most, "number": find_article(archive, words.strip())}
        condition = "article.article = $number"
    except UnknownArticleError:
        asked = {"most": most}
        conditions = []
        for place, word in enumerate(words.split()[:20]):
            asked[f"word{place}"] = word
            conditions.append(f"contains(lower(concat_ws(' ', title, outlet)), lower($word{place}))")
        condition = " AND ".join(conditions) or "false"
    return [ArticleFound(**row) for row in archive.records(_FOUND.format(condition), asked)]
