"""The last change of an article is kept beside its publication, never for it, and bounds it from above."""

import json
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.schema import MODIFIED

Gather = Any


TEXT = (
    "The northern gate of the harbour closes on Monday for eleven weeks, the harbour master said. Divers found cracks "
    "in two of its hinges in spring. Fishing boats use the canal lock until then, and the ferry sails an hour later."
)
LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Gate closes",%s}</script>'


def page(head: str = "", beside: str = "", lang: str = "en") -> str:
    return (
        f'<html lang="{lang}"><head><title>Gate closes</title><meta property="og:title" content="Gate closes">{head}'
        f"</head><body><article><h1>Gate closes</h1>{beside}<p>{TEXT}</p></article></body></html>"
    )


PAGES = [
    (page(LD % '"dateModified":"2025-05-07T09:00:00+02:00"'), None, "2025-05-07T07:00:00Z"),
    (
        page(LD % '"datePublished":"2025-05-06T08:00:00Z","dateModified":"2025-05-07T09:00:00Z"'),
        "2025-05-06T08:00:00+00:00",
        "2025-05-07T09:00:00Z",
    ),
    (page('<meta property="article:modified_time" content="2025-05-07T09:00:00Z">'), None, "2025-05-07T09:00:00Z"),
    (page('<meta property="og:updated_time" content="2025-05-07">'), None, "2025-05-07"),
    (
        page(beside='<time itemprop="dateModified" datetime="2025-05-07T09:00">7 May</time>'),
        None,
        "2025-05-07T09:00:00",
    ),
    (page(beside='<span class="updated">Updated: 7 May 2025, 09:00</span>'), None, "2025-05-07T09:00:00"),
    (page(beside='<div class="post-modified">Обновлено 7 мая 2025</div>', lang="ru"), None, "2025-05-07"),
    (page(beside='<div class="updated">Aktualisiert am 7. Mai 2025</div>', lang="de"), None, "2025-05-07"),
    # Two dates, a list of other articles, a date to come: none of them is this article's.
    (page(beside='<i class="updated">7 May 2025</i><i class="updated">9 May 2025</i>'), None, None),
    (page(beside='<aside><i class="updated">Updated 7 May 2025</i></aside>'), None, None),
    (page('<meta property="article:modified_time" content="2125-05-07T09:00:00Z">'), None, None),
    (page('<meta property="article:modified_time" content="yesterday">'), None, None),
    (page(), None, None),
]


@pytest.mark.parametrize("case", range(len(PAGES)))
def test_pages(case: int, tmp_path: Path, gather: Gather) -> None:
    html, published, modified = PAGES[case]
    (tmp_path / "page.html").write_text(html, "utf-8")
    (article,) = gather([tmp_path]).articles
    assert changed(article) == modified
    assert (article["published"] and article["published"].isoformat()) == published


def changed(article: dict[str, Any]) -> str | None:
    found = [credit["value"] for credit in article["credits"] if credit["type"] == MODIFIED]
    assert len(found) <= 1
    return found[0] if found else None


RECORDS = [
    ({"updated_at": "2025-05-07T09:00:00Z"}, None, "2025-05-07T09:00:00Z"),
    ({"published": "2025-05-06", "dateModified": "2025-05-07 09:00"}, "2025-05-06", "2025-05-07T09:00:00"),
    ({"date": "2025-05-06", "modified": 1746608400}, "2025-05-06", "2025-05-07T09:00:00Z"),
    ({"Дата": "06.05.2025", "Обновлено": "07.05.2025"}, "2025-05-06", "2025-05-07"),
    (
        {"published": "2025-05-06", "fields": {"lastModified": "2025-05-07T09:00:00Z"}},
        "2025-05-06",
        "2025-05-07T09:00:00Z",
    ),
    ({"published": "2025-05-06", "updated": True}, "2025-05-06", None),
    ({"published": "2025-05-06", "modified": ""}, "2025-05-06", None),
]


@pytest.mark.parametrize("case", range(len(RECORDS)))
def test_records(case: int, tmp_path: Path, gather: Gather) -> None:
    fields, published, modified = RECORDS[case]
    (tmp_path / "dump.jsonl").write_text(json.dumps({"id": "a", "text": TEXT, **fields}), "utf-8")
    (article,) = gather([tmp_path / "dump.jsonl"]).articles
    assert changed(article) == modified
    assert (article["published"] and article["published"].date().isoformat()) == published


def test_a_record_is_believed_before_the_page_that_it_holds(tmp_path: Path, gather: Gather) -> None:
    html = page('<meta property="article:modified_time" content="2025-05-07T09:00:00Z">')
    for fields, modified in (({"modified": "2025-05-08"}, "2025-05-08"), ({}, "2025-05-07T09:00:00Z")):
        (tmp_path / "dump.jsonl").write_text(json.dumps({"id": "a", "html": html, **fields}), "utf-8")
        (article,) = gather([tmp_path / "dump.jsonl"]).articles
        assert changed(article) == modified


ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>g</id><title>Gate</title>{}<content>{}</content></entry></feed>'
G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:tarn:1" version="{}"><itemMeta>{}</itemMeta>
<contentMeta><headline>Gate</headline></contentMeta><contentSet><inlineXML><p>{}</p></inlineXML></contentSet></newsItem>"""
FEEDS = [
    (ATOM.format("<updated>2025-05-07T09:00:00Z</updated>", TEXT), None, "2025-05-07T09:00:00Z"),
    (
        ATOM.format("<updated>2025-05-07T09:00:00Z</updated><published>2025-05-06T08:00:00Z</published>", TEXT),
        "2025-05-06",
        "2025-05-07T09:00:00Z",
    ),
    (G2.format(1, "<versionCreated>2025-05-06T08:00:00Z</versionCreated>", TEXT), "2025-05-06", None),
    (G2.format(3, "<versionCreated>2025-05-07T09:00:00Z</versionCreated>", TEXT), None, "2025-05-07T09:00:00Z"),
]


@pytest.mark.parametrize("case", range(len(FEEDS)))
def test_feeds(case: int, tmp_path: Path, gather: Gather) -> None:
    xml, published, modified = FEEDS[case]
    (tmp_path / "f.xml").write_text(xml, "utf-8")
    (article,) = gather([tmp_path / "f.xml"]).articles
    assert changed(article) == modified
    assert (article["published"] and article["published"].date().isoformat()) == published


def test_it_is_exported_and_bounds_an_article_without_a_date(tmp_path: Path) -> None:
    """Both have no publication date; the one was changed before the other came out, so it is the earlier one."""
    rows = [
        {"id": "late", "outlet": "tern.example", "published": "2025-05-09T08:00:00Z"},
        {"id": "undated", "outlet": "gull.example", "modified": "2025-05-07T09:00:00Z"},
    ]
    dump = "".join(json.dumps({**row, "title": "Gate", "text": TEXT}) + "\n" for row in rows)
    (tmp_path / "dump.jsonl").write_text(dump, "utf-8")
    dedup.run(tmp_path / "dump.jsonl", tmp_path / "out", report=False)
    found = {row["id"]: row for row in map(json.loads, (tmp_path / "out" / "articles.jsonl").read_text().splitlines())}
    assert {name: row["modified"] for name, row in found.items()} == {"late": None, "undated": "2025-05-07T09:00:00Z"}
    assert (found["undated"]["published"], found["late"]["parent"]) == (None, "undated")
    with dedup.Archive.open(tmp_path / "out") as archive:
        times = dict(zip(*(archive.table("articles")[name].to_pylist() for name in ("id", "modified")), strict=True))
    assert times["undated"].isoformat() == "2025-05-07T09:00:00+00:00"


def test_a_line_may_date_the_publication_and_the_change(tmp_path: Path, gather: Any) -> None:
    page = (
        "<html><head><title>Pier</title></head><body><article><h1>The northern pier is to be rebuilt</h1>"
        '<div class="article-info">Published 3 May 2024, 09:00 | Updated 5 May 2024, 10:00</div>'
        f"<p>{TEXT}</p></article></body></html>"
    )
    (tmp_path / "p.html").write_text(page)
    (article,) = gather([tmp_path / "p.html"]).articles
    assert article["published"].isoformat()[:16] == "2024-05-03T09:00"
