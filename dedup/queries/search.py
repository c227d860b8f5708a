"""Which articles a person means who gives an address, an id, words of a title, or an outlet."""

from dataclasses import dataclass

from dedup.archive import ArchiveStore
from dedup.export import WRITTEN_DATE
from dedup.queries.find import UnknownArticleError, find_article

_FOUND = f"""
    SELECT article.id AS id, url, outlet, title, body.lang AS lang, {WRITTEN_DATE} AS published, published_precision,
        story.name AS story
    FROM article JOIN body USING (article) LEFT JOIN membership USING (article)
    LEFT JOIN story ON story.story = membership.story
    WHERE {{}}
    ORDER BY article.published DESC NULLS LAST, article.id LIMIT $most
"""


@dataclass(frozen=True)
class Found:
    """An article that was searched for; fields as in articles.jsonl."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    lang: str | None
    published: str | None
    published_precision: str | None
    story: str | None


def search_articles(archive: ArchiveStore, words: str, most: int = 100) -> list[Found]:
    """The articles that have the id or URL `words`, else those whose title or outlet holds each of the words.

    The latest come first. Letter case does not count.
    """
    try:
        asked: dict[str, object] = {"most": most, "number": find_article(archive, words.strip())}
        condition = "article.article = $number"
    except UnknownArticleError:
        asked = {"most": most}
        conditions = []
        for place, word in enumerate(words.split()[:20]):
            asked[f"word{place}"] = word.casefold()
            conditions.append(f"contains(lower(concat_ws(' ', title, outlet)), $word{place})")
        condition = " AND ".join(conditions) or "false"
    return [Found(**row) for row in archive.rows(_FOUND.format(condition), asked).to_pylist()]
