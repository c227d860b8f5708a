"""Which article a person means who gives an id or a URL."""

from dedup.archive import Archive


class UnknownNameError(Exception):
    """The archive has nothing of this name."""


class UnknownArticleError(UnknownNameError):
    """No article of the archive has this id or URL."""


# What a URL says besides where its page is: the scheme, `www.`, a fragment, where somebody came from, a last slash.
_BARE = r"""
    regexp_replace(regexp_replace(regexp_replace(
        {}, '[?&](utm_\w+|fbclid|gclid|yclid)=[^&#]*|#.*$', '', 'g'), '^https?://(www\.)?', '', 'i'), '/+$', '')
"""


def find_article(archive: Archive, name: str) -> int:
    """The number of the article with the id `name`, else of the first one with that URL.

    A URL is also found without its scheme, `www.`, fragment, tracking parameters and last slash.

    Raises:
        UnknownArticleError: if there is none.
    """
    exact = "SELECT article FROM article WHERE id = $1 OR url = $1 ORDER BY id <> $1, article LIMIT 1"
    found = archive.rows(exact, [name]).column(0).to_pylist()
    if not found and "." in name and "/" in name:
        bare = (
            f"SELECT article FROM article WHERE {_BARE.format('url')} = {_BARE.format('$1')} ORDER BY article LIMIT 1"
        )
        found = archive.rows(bare, [name]).column(0).to_pylist()
    if not found:
        raise UnknownArticleError(f"{archive.path}: no article has the id or URL {name!r}")
    return int(found[0])
