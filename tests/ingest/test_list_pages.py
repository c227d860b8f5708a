"""A section's front page, which quotes the leads of many articles, is none; an article with lists around it is one."""

from pathlib import Path
from typing import Any

import pytest

STORIES = {
    "Storm sweeps away the old pier of Velmar": "A storm hit the northern coast on Tuesday and swept the old pier "
    "away, the mayor of Velmar said. Five people were hurt when the roof of the market hall fell in.",
    "Ferry to Norvik sails from the fishing port": "The ferry to Norvik will sail from the fishing port until repairs "
    "of the northern quay end in the autumn, the harbour authority said on Friday after an inspection.",
    "Council votes for a second tram line": "The council of Tarnmouth voted on Monday by a narrow margin for a second "
    "tram line, which is to run from the hospital to the university from the spring of next year.",
    "Bakers ask for earlier opening hours": "Bakers in the old town want to open at four in the morning and have asked "
    "the ministry of labour for a change of the law, their guild told reporters on Thursday.",
}
CARDS = "".join(
    f'<article><h2><a href="/news/{n}">{title}</a></h2><p>{lead}</p><a href="/news/{n}">Read more</a></article>'
    for n, (title, lead) in enumerate(STORIES.items())
)
BODY = "".join(f"<p>{lead} {lead.replace('said', 'added')}</p>" for lead in STORIES.values())
OWN = "<h1>Pier to be rebuilt before winter</h1>" + BODY


def page(body: str, head: str = "") -> str:
    return (
        f"<html><head><title>World - Velmar Daily</title>{head}"
        f'<link rel="canonical" href="https://velmar-daily.example/world/"></head><body>{body}</body></html>'
    )


def reasons(tmp_path: Path, gather: Any, html: str) -> list[str]:
    (tmp_path / "page.html").write_text(html)
    found = gather([tmp_path])
    assert len(found.articles) + len(found.reasons) == 1
    return [reason for _, reason in found.reasons]


def test_a_section_s_front_page_is_no_article(tmp_path: Path, gather: Any) -> None:
    assert reasons(tmp_path, gather, page("<h1>World</h1>" + CARDS)) == ["a list of articles, not one"]


def test_lists_around_an_article_leave_it_one(tmp_path: Path, gather: Any) -> None:
    assert reasons(tmp_path, gather, page(OWN + CARDS)) == []
    assert reasons(tmp_path, gather, page(CARDS + OWN)) == []


def test_a_digest_that_says_it_is_an_article_is_one(tmp_path: Path, gather: Any) -> None:
    says = '<meta property="og:type" content="article">'
    assert reasons(tmp_path, gather, page("<h1>The morning in five minutes</h1>" + CARDS, says)) == []


def test_posts_of_a_live_blog_are_one_article(tmp_path: Path, gather: Any) -> None:
    posts = CARDS.replace('href="/news/', 'href="#post')
    assert reasons(tmp_path, gather, page("<h1>Storm in Velmar: live</h1>" + posts)) == []


def test_a_tag_page_with_the_articles_themselves_is_read(tmp_path: Path, gather: Any) -> None:
    whole = "".join(f'<h2><a href="/{n}">{title}</a></h2>{BODY}' for n, title in enumerate(STORIES))
    assert reasons(tmp_path, gather, page("<h1>Tag: harbour</h1>" + whole)) == []


def subheaded(heading: str, before: str = "", after: str = "") -> str:
    return before + "".join(
        f"{heading.format(n=n, title=title)}<p>{lead}</p>" + after for n, (title, lead) in enumerate(STORIES.items(), 1)
    )


ARTICLES = {
    "linked sub-headings": "<p>What to know.</p>" + subheaded('<h2><a href="/topic/{n}">{title}</a></h2>'),
    "a count in boxes": subheaded(
        '<div><h3><a href="https://pier{n}.example/">{n}. {title}</a></h3>', "<p>Our four.</p>", "</div>"
    ),
    "a long headline over boxes": "<h1>The four decisions of this week</h1>" + CARDS,
    "a short report over boxes": "<h1>Pier to be closed from May on</h1><p>So the council said.</p>" + CARDS,
    "a report below a list, its headline no h1": "<div>"
    + subheaded('<h3><a href="/most-read/{n}">{title}</a></h3>')
    + f"</div><div><h2>Pier to be rebuilt at last</h2>{BODY[:600]}</div>",
}


@pytest.mark.parametrize("body", ARTICLES.values(), ids=ARTICLES)
def test_an_article_with_linked_headlines_is_no_list(body: str, tmp_path: Path, gather: Any) -> None:
    assert reasons(tmp_path, gather, page(body)) == []


def test_a_page_called_like_one_of_its_headlines_is_that_article(tmp_path: Path, gather: Any) -> None:
    html = page(CARDS).replace("World - Velmar Daily", f"{next(iter(STORIES))} - Velmar Daily")
    assert reasons(tmp_path, gather, html) == []


def test_a_page_with_a_date_of_publication_is_an_article(tmp_path: Path, gather: Any) -> None:
    assert reasons(tmp_path, gather, page(CARDS, '<meta name="pubdate" content="2020-05-01">')) == []
