"""What is read of pages with known answers, in 21 languages, six layouts and 18 charsets: floors that may only rise."""

import datetime
import re
from collections import Counter
from typing import NamedTuple

import pytest

from benchmarks.pages import DAY, LAYOUTS, Made, pages
from dedup.config import ReadConfig
from dedup.ingest.formats.html import decode_html, page_article
from dedup.ingest.io.source import Source
from dedup.ingest.records.article import Article
from dedup.ingest.records.context import make_context

_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")

FLOORS = {"read": 126, "title": 126, "outlet": 126, "date": 126, "recall": 0.999, "precision": 0.958}
"""Pages of which it is right, and shares of words, over all pages."""


class Answer(NamedTuple):
    made: Made
    article: Article | None
    words: int
    """Of the article as written."""
    read: int
    """Words that were read, its own or not."""
    shared: int

    @property
    def day(self) -> str | None:
        if self.article is None or self.article.published is None:
            return None
        return str(datetime.datetime.fromtimestamp(self.article.published / 1e6, datetime.UTC).date())


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    context = make_context(ReadConfig())
    found = []
    for made in pages():
        source = Source(made.name, made.name, "html", len(made.data))
        html = decode_html(made.data, None)
        article = page_article(html, context, source, "", identifier=made.name) if html else None
        article = article if isinstance(article, Article) else None
        wanted = Counter(_WORD.findall(made.text))
        got = Counter(_WORD.findall(article.text if article else ""))
        found.append(Answer(made, article, wanted.total(), got.total(), (wanted & got).total()))
    return found


def right(answer: Answer, what: str) -> bool:
    article = answer.article
    if article is None:
        return False
    return {
        "read": True,
        "title": article.title == answer.made.title,
        "outlet": article.outlet == answer.made.outlet,
        "date": answer.day == DAY,
    }[what]


@pytest.mark.parametrize("what", ["read", "title", "outlet", "date"])
def test_of_so_many_pages_it_is_right(what: str, answers: list[Answer]) -> None:
    wrong = [answer.made.name for answer in answers if not right(answer, what)]
    assert len(answers) - len(wrong) >= FLOORS[what], wrong


def test_text(answers: list[Answer]) -> None:
    recall = sum(one.shared for one in answers) / sum(one.words for one in answers)
    precision = sum(one.shared for one in answers) / sum(one.read for one in answers)
    poor = sorted((one.shared / one.words, one.shared / max(one.read, 1), one.made.name) for one in answers)[:20]
    assert recall >= FLOORS["recall"], poor
    assert precision >= FLOORS["precision"], poor


def test_the_pages_are_as_many_as_they_are_said_to_be(answers: list[Answer]) -> None:
    made = [answer.made for answer in answers]
    assert len(made) >= 120
    assert len({one.layout for one in made}) == len(LAYOUTS)
    assert len({one.lang for one in made}) >= 20
    assert len({one.charset for one in made}) >= 15


def test_what_is_done_to_a_tree_before_its_text_is_read() -> None:
    from lxml.html import fromstring, tostring

    from dedup.ingest.formats.html import JOINERS, joiners_kept, prepare

    def prepared(body: str) -> str:
        tree = fromstring(f"<html><body>{body}</body></html>")
        prepare(tree)
        return tostring(tree, encoding="unicode").removeprefix("<html><body>").removesuffix("</body></html>")

    figures = "<table><tr><td>Year</td><td>Boats</td></tr><tr><td>2025</td><td>14</td></tr></table>"
    assert prepared(figures) == figures, "a table of figures stays one"
    assert prepared(f"<table><tr><td><h1>Pier</h1><p>Rebuilt.</p>{figures}</td></tr></table>").count("<table>") == 0
    for name in ("cookie-notice", "eu consent banner", "social-share", "sharedaddy", "ya-share2"):
        assert prepared(f'<div class="{name}">Accept all.</div>by') == "by"
    long = "The council met. " * 50
    for kept in ('<div class="shareholders">Met.</div>', f'<div class="has cookie">{long}</div>',
                 '<div class="share"><h1>Pier</h1></div>', '<p class="share">Met.</p>'):  # fmt: skip
        assert prepared(kept) == kept
    for words in ("می‌کند", "क्‍ष", "plain"):
        tree = fromstring(f"<p title='x'>{words}<b>{words}</b>{words}</p>")
        before = tostring(tree)
        with joiners_kept(tree) as back:
            assert not any(sign in tree.text_content() for sign in JOINERS)
            assert tree.text_content().translate(back or {}) == words * 3
        assert tostring(tree) == before
