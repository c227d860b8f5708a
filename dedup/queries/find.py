"""Which article a person means who gives an id or a URL."""

from dedup.archive import ArchiveStore
from dedup.errors import UnknownArticleError, UnknownNameError
from dedup.ingest import url_key_sql

__all__ = ["SAME_PAGE", "URL_KEY", "UnknownArticleError", "UnknownNameError", "find_article"]

URL_KEY = url_key_sql()
"""The key of the page at the column `url`."""

SAME_PAGE = f"(SELECT {URL_KEY} FROM (SELECT $1::VARCHAR AS url))"
"""The same of the page at the URL `$1`."""


def find_article(archive: ArchiveStore, name: str) -> int:
    """The number of the article with the id `name`, else of the first one with that URL.

    A URL is also found without its scheme, `www.`, fragment, tracking parameters and last slash.

    Raises:
        UnknownArticleError: if there is none.
    """
    exact = "SELECT article FROM article WHERE id = $1 OR url = $1 ORDER BY id <> $1, article LIMIT 1"
    found = archive.rows(exact, [name]).column(0).to_pylist()
    if not found and "." in name and "/" in name:
        page = f"SELECT article FROM article WHERE {URL_KEY} = {SAME_PAGE} ORDER BY article LIMIT 1"
        found = archive.rows(page, [name]).column(0).to_pylist()
    if not found:
        raise UnknownArticleError(f"{archive.path}: no article has the id or URL {name!r}")
    return int(found[0])
