"""Pages: the text without boilerplate, the right date among many wrong ones, and what names an origin."""

from pathlib import Path
from typing import Any

import pytest

BODY = "".join(
    f"<p>{sentence * 4}</p>"
    for sentence in (
        "The harbour council met on Monday and agreed to rebuild the northern pier before autumn. ",
        "The mayor said that the three towns on the bay would share the costs of the work. ",
        "Fishermen had asked for a new pier since the flood of 2019-03-04 broke the old one. ",
    )
)
ARTICLE = f"<article><h1>Pier to be rebuilt in the bay</h1>{{under}}{BODY}</article>"
NOISE = """
<nav><a href="/">Home</a> <span class="date">Monday, 12 January 2026</span></nav>
<aside class="latest-news"><ul><li><time datetime="2026-01-09">09.Jan.2026</time> Ferry fares to rise</li>
<li><span class="date">08.01.2026</span> New lamps for the square</li></ul></aside>
"""
FOOTER = '<footer><p class="date">Copyright 2026. Fetched 14 Jan 2026. Updated 2026-01-13.</p></footer>'


def page(head: str = "", under: str = "", attributes: str = 'lang="en-GB"') -> str:
    return (
        f"<!DOCTYPE html><html {attributes}><head>{head}<title>Pier to be rebuilt in the bay | Courier</title>"
        f'<meta property="article:modified_time" content="2026-01-13T10:00:00Z"></head>'
        f"<body>{NOISE}<main>{ARTICLE.format(under=under)}</main>{FOOTER}</body></html>"
    )


def ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


LIST = '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2026-01-09","url":"https://x.example/"}]}'

DATES = {
    "json-ld": (
        ld('{"@context":"https://schema.org","@type":"NewsArticle","datePublished":"2025-12-16T17:36:00+04:00",'
           '"dateModified":"2026-01-13"}'), "", "2025-12-16T13:36:00+00:00", "second", "json-ld",
    ),
    "graph": (
        ld(LIST) + ld('{"@graph":[{"@type":"WebSite"},{"@type":["NewsArticle"],"datePublished":"2025-12-16"}]}'),
        "", "2025-12-16T00:00:00+00:00", "day", "json-ld",
    ),
    "the page's own of several": (
        '<link rel="canonical" href="https://larkhaven.example/pier">'
        + ld('[{"@type":"NewsArticle","url":"https://larkhaven.example/fares","datePublished":"2026-01-09"},'
             '{"@type":"NewsArticle","url":"https://larkhaven.example/pier","datePublished":"2025-12-16"}]'),
        "", "2025-12-16T00:00:00+00:00", "day", "json-ld",
    ),
    "only a list of others": (ld(LIST), "", None, None, None),
    "broken json-ld, then meta": (
        ld('{"@type":"NewsArticle",') + '<meta property="article:published_time" content="2025-12-16T13:36Z">',
        "", "2025-12-16T13:36:00+00:00", "minute", "meta:article:published_time",
    ),
    "itemprop": (
        "", '<time itemprop="datePublished" datetime="2025-12-16T13:36:00Z">16 Dec</time>',
        "2025-12-16T13:36:00+00:00", "second", "time",
    ),
    "under the headline": (
        "", '<div class="post-date">16 December 2025, 13:36</div>',
        "2025-12-16T13:36:00+00:00", "minute, zone unknown", "page",
    ),
    "plain paragraph": (
        "", "<p>16 декабря 2025, 13:36</p>", "2025-12-16T13:36:00+00:00", "minute, zone unknown", "byline",
    ),
    "an hour of a day that the page does not name": (
        "", '<p class="byline"><time datetime="2025-12-16T13:36:00+03:00">Сегодня, 13:36</time></p>',
        "2025-12-16T10:36:00+00:00", "second", "page",
    ),
    "an hour without minutes": (
        "", '<p class="byline"><time datetime="2025-12-16T11:00+03:00">Heute, 11 Uhr</time></p>',
        "2025-12-16T08:00:00+00:00", "minute", "page",
    ),
    "the day of the visit in a time element": (
        "", '<div class="top">Today is <time datetime="2026-01-13">Tuesday 13 January</time></div>', None, None, None,
    ),
    "the day of the visit": ("", '<p class="date">Today: 13 January 2026</p>', None, None, None),
    "none": ("", "", None, None, None),
    "only a change": ("", '<time class="updated" datetime="2026-01-13">13 Jan 2026</time>', None, None, None),
    "a default": (ld('{"@type":"Article","datePublished":"1970-01-01"}'), "", None, None, "disbelieved:json-ld"),
}  # fmt: skip


@pytest.mark.parametrize("name", DATES)
def test_dates(name: str, tmp_path: Path, gather: Any) -> None:
    head, under, time, precision, place = DATES[name]
    (tmp_path / "pier.html").write_text(page(head, under), "utf-8")
    article = gather([tmp_path / "pier.html"]).articles[0]
    found = article["published"] and article["published"].isoformat()
    assert (found, article["published_precision"], article["published_from"]) == (time, precision, place)


def test_text_and_names(tmp_path: Path, gather: Any) -> None:
    head = (
        '<meta property="og:title" content="Pier to be rebuilt in the bay">'
        '<meta property="og:site_name" content="Larkhaven Courier"><meta name="author" content="Ann Orlow">'
        '<link rel="canonical" href="https://www.larkhaven.example/pier">'
    )
    (tmp_path / "pier.html").write_text(page(head), "utf-8")
    found = gather([tmp_path])
    article = found.articles[0]
    assert article["text"].startswith("The harbour council met")
    assert len(article["text"].splitlines()) == 3
    assert not {"Ferry", "Copyright", "Home"} & set(article["text"].split())
    assert {name: article[name] for name in ("id", "url", "outlet", "title", "author", "lang", "credits")} == {
        "id": "https://www.larkhaven.example/pier",
        "url": "https://www.larkhaven.example/pier",
        "outlet": "larkhaven.example",
        "title": "Pier to be rebuilt in the bay",
        "author": "Ann Orlow",
        "lang": "en",
        "credits": [{"type": "modified", "value": "2026-01-13T10:00:00Z"}],
    }


def test_a_page_without_an_address_is_its_publishers(tmp_path: Path, gather: Any) -> None:
    said = ld('{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"Larkhaven Courier"}}')
    (tmp_path / "pier.html").write_text(page(said), "utf-8")
    assert gather([tmp_path]).articles[0]["outlet"] == "Larkhaven Courier"


def test_half_a_sign_in_json_ld(tmp_path: Path, gather: Any) -> None:
    said = r'{"@type":"NewsArticle","headline":"Pier to be \ud83d rebuilt","author":{"name":"Ann \udfff Orlow"}}'
    (tmp_path / "pier.html").write_text(page(f'<script type="application/ld+json">{said}</script>'), "utf-8")
    article = gather([tmp_path]).articles[0]
    assert (article["title"], article["author"]) == ("Pier to be \ufffd rebuilt", "Ann \ufffd Orlow")


def test_credits(tmp_path: Path, gather: Any) -> None:
    head = (
        '<link rel="canonical" href="https://tarn.example/1">'
        '<meta property="og:url" content="https://larkhaven.example/p">'
        '<meta name="syndication-source" content="https://tarn.example/1">'
        '<meta property="og:site_name" content="Larkhaven">'
        + ld('{"@type":"NewsArticle","isBasedOn":"https://orlow.example/2","creditText":"Tarn News Agency",'
             '"publisher":{"name":"Larkhaven"},"sourceOrganization":{"name":"Tarn News Agency"}}')
    )  # fmt: skip
    (tmp_path / "pier.html").write_text(page(head), "utf-8")
    article = gather([tmp_path]).articles[0]
    assert (article["url"], article["outlet"]) == ("https://larkhaven.example/p", "larkhaven.example")
    assert [(credit["type"], credit["value"]) for credit in article["credits"]] == [
        ("canonical", "https://tarn.example/1"),
        ("syndication-source", "https://tarn.example/1"),
        ("isBasedOn", "https://orlow.example/2"),
        ("creditText", "Tarn News Agency"),
        ("sourceOrganization", "Tarn News Agency"),
        ("modified", "2026-01-13T10:00:00Z"),
    ]


@pytest.mark.parametrize(("encoding", "declared"), [("cp1251", "windows-1251"), ("koi8-r", None), ("utf-8", None)])
def test_encodings(encoding: str, declared: str | None, tmp_path: Path, gather: Any) -> None:
    text = "Совет гавани собрался в понедельник и решил восстановить северный пирс до осенних штормов. "
    meta = f'<meta charset="{declared}">' if declared else ""
    body = f"<article><p>{text * 5}</p><p>{text * 4}</p></article>"
    html = f"<html><head>{meta}<title>Пирс</title></head><body>{body}</body></html>"
    (tmp_path / "pier.html").write_bytes(html.encode(encoding))
    article = gather([tmp_path]).articles[0]
    assert article["title"] == "Пирс"
    assert article["text"].startswith(text.strip())


def test_pages_without_an_article(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "a.html").write_text("<html><body></body></html>")
    (tmp_path / "b.html").write_text("<html>" + "<div>" * 50_000)
    (tmp_path / "c.html").write_text('<?xml version="1.0" encoding="utf-8"?><html><body><!-- --></body></html>')
    found = gather([tmp_path])
    assert not found.articles
    assert len(found.rejected) == 3
    assert not [row for row in found.rejected if row["reason"].startswith("unforeseen")]
