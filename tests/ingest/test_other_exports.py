"""What content systems, news APIs, messengers and press databases export: read, or refused with what helps."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from dedup.ingest.formats.other_exports import no_article, several_articles

Gather = Any

PIER = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn. "
    "The work is to cost four million and to be done by local firms."
)
FERRY = (
    "A ferry with two hundred passengers ran aground off Tern Rock, and lifeboats brought all of them ashore. "
    "Nobody was hurt, the coast guard reported, and the ship is to be towed at the next high tide."
)


def drupal(number: int, text: str) -> dict[str, Any]:
    return {
        "type": "node--article",
        "id": f"n{number}",
        "links": {"self": {"href": f"https://larkhaven.example/jsonapi/node/article/n{number}"}},
        "attributes": {
            "title": "Pier",
            "created": "2025-12-16T13:36:00+00:00",
            "changed": "2025-12-17T09:00:00+00:00",
            "body": {"value": f"<p>{text}</p>", "format": "basic_html", "summary": "Short."},
        },
        "relationships": {"uid": {"data": {"type": "user--user", "id": "x"}}},
    }


def chat(name: str) -> dict[str, Any]:
    message = {"type": "message", "date": "2025-12-16T15:36:00", "date_unixtime": "1765892160", "from": name}
    return {
        "name": name,
        "type": "public_channel",
        "messages": [
            message | {"id": 2, "text": ["Of note: ", {"type": "bold", "text": PIER}]},
            message | {"id": 3, "text": FERRY, "forwarded_from": "Tern Post"},
        ],
    }


READ: dict[str, tuple[Any, list[dict[str, Any]]]] = {
    "one node of Drupal": (
        {"jsonapi": {"version": "1.0"}, "data": drupal(1, PIER), "links": {"self": {"href": "x"}}},
        [{"id": "n1", "outlet": "larkhaven.example", "text": PIER, "published": "2025-12-16T13:36:00+00:00"}],
    ),
    "nodes of Drupal": (
        {"jsonapi": {"version": "1.0"}, "data": [drupal(1, PIER), drupal(2, FERRY)]},
        [{"id": "n1", "text": PIER, "position": "record 1"}, {"id": "n2", "text": FERRY, "position": "record 2"}],
    ),
    "a blog of Ghost": (
        {"db": [{"meta": {"version": "5.0"}, "data": {"tags": [{"id": "t", "name": "News"}], "posts": [
            {"id": "p1", "title": "Pier", "html": f"<p>{PIER}</p>", "plaintext": PIER},
            {"id": "p2", "title": "Ferry", "html": f"<p>{FERRY}</p>", "plaintext": FERRY},
        ]}}]},
        [{"id": "p1", "text": PIER, "position": "record 1.1"}, {"id": "p2", "text": FERRY, "position": "record 1.2"}],
    ),
    "all chats of Telegram": (
        {"about": "Your data.", "chats": {"about": "All chats.", "list": [chat("Larkhaven News"), chat("Gull")]}},
        [
            {"outlet": "Larkhaven News", "text": f"Of note: {PIER}", "published": "2025-12-16T13:36:00+00:00"},
            {"outlet": "Larkhaven News", "credits": [{"type": "forwarded_from", "value": "Tern Post"}]},
            {"outlet": "Gull", "position": "record 2.1"},
            {"outlet": "Gull", "position": "record 2.2"},
        ],
    ),
    "pages of answers in a list": (
        [{"status": "ok", "articles": [{"title": "Pier", "content": PIER}]},
         {"status": "ok", "articles": [{"title": "Ferry", "content": FERRY}]}],
        [{"title": "Pier", "text": PIER}, {"title": "Ferry", "text": FERRY}],
    ),
    "records by key": (
        {"a1": {"title": "Pier", "text": PIER}, "b2": {"title": "Ferry", "text": FERRY}},
        [{"title": "Pier", "text": PIER, "position": "record 1"}, {"title": "Ferry", "text": FERRY}],
    ),
    "Feedly": (
        {"id": "feed/x", "title": "Larkhaven", "items": [{"id": "e1", "title": "Pier", "published": 1765892160000,
            "canonical": [{"href": "https://larkhaven.example/pier", "type": "text/html"}],
            "content": {"content": f"<p>{PIER}</p>", "direction": "ltr"}}]},
        [{"id": "e1", "url": "https://larkhaven.example/pier", "text": PIER}],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_lists_within_lists(name: str, tmp_path: Path, gather: Gather) -> None:
    value, wanted = READ[name]
    (tmp_path / "export.json").write_text(json.dumps(value, indent=1))
    found = gather([tmp_path / "export.json"])
    assert not found.rejected
    assert len(found.articles) == len(wanted)
    for article, fields in zip(found.articles, wanted, strict=True):
        article["published"] = article["published"] and article["published"].isoformat()
        assert {name: article[name] for name in fields} == fields


def test_lists_within_lists_in_a_line(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "d.jsonl").write_text("".join(json.dumps(READ["a blog of Ghost"][0]) + "\n" for _ in range(2)))
    assert [row["position"] for row in gather([tmp_path / "d.jsonl"]).articles] == [
        "line 1.1.1",
        "line 1.1.2",
        "line 2.1.1",
        "line 2.1.2",
    ]


def test_items_of_scrapy_as_xml(tmp_path: Path, gather: Gather) -> None:
    item = "<item><url>https://larkhaven.example/{}</url><title>Pier</title><body>{}</body></item>"
    listed = "".join(f"<value>{part}.</value>" for part in PIER.rstrip(".").split(". "))
    items = item.format("1", listed) + item.format("2", FERRY)
    (tmp_path / "items.xml").write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<items>\n{items}\n</items>')
    first, second = gather([tmp_path / "items.xml"]).articles
    assert (first["url"], first["title"], first["text"]) == (
        "https://larkhaven.example/1",
        "Pier",
        PIER.replace(". ", ".\n"),
    )
    assert (second["text"], second["position"]) == (FERRY, "item 2")


def test_pictures_and_menus_of_wordpress_are_no_articles(tmp_path: Path, gather: Gather) -> None:
    def item(kind: str, text: str) -> str:
        return (
            f"<item><title>T</title><link>https://larkhaven.example/{kind}</link><content:encoded><![CDATA[{text}]]>"
            f"</content:encoded><wp:post_type><![CDATA[{kind}]]></wp:post_type></item>"
        )

    listed = item("post", f"<p>{PIER}</p>") + item("attachment", "") + item("nav_menu_item", "")
    (tmp_path / "export.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:wp="http://wordpress.org/export/1.2/"><channel>{listed}{item("recension", FERRY)}</channel></rss>'
    )
    found = gather([tmp_path / "export.xml"])
    assert [row["text"] for row in found.articles] == [PIER, FERRY]
    assert found.reasons == [
        ("item 2", "a WordPress attachment, which is no article"),
        ("item 3", "a WordPress nav menu item, which is no article"),
    ]


def test_a_table_by_columns_says_how_to_write_it(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "frame.json").write_text(json.dumps({"title": {"0": "Pier"}, "text": {"0": PIER, "1": FERRY}}))
    found = gather([tmp_path / "frame.json"])
    assert (found.articles, ["orient='records'" in said for _, said in found.reasons]) == ([], [True])


RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\f0\fs24 " + PIER.encode() + rb"\par" + b"\n}"
CDX = b"example,larkhaven)/pier 20251216133600 "
REFUSED = {
    "a.rtf": (RTF, "rich text (RTF); save it as .docx or .txt"),
    "named.txt": (RTF, "rich text (RTF); save it as .docx or .txt"),
    "index.cdx": (b" CDX N b a m s k r M S V g\n" + CDX + b"https://larkhaven.example/pier text/html 200 A", "CDX"),
    "cdx.txt": (CDX + b"https://larkhaven.example/pier text/html 200 ABC 1234\n", "no texts; name the WARC files"),
    "index.cdxj": (CDX + b'{"url": "https://larkhaven.example/pier", "status": "200"}\n', "CDX"),
    "cdx.json": (b'[["urlkey","timestamp","original"],\n["example,larkhaven)/","2025","https://x.example"]]', "CDX"),
    "some.ris": (f"TY  - NEWS\nTI  - Pier\nAB  - {PIER}\nER  - \n".encode(), "references (RIS, BibTeX, EndNote)"),
    "some.bib": (f"@article{{orlow,\n  title = {{Pier}},\n  abstract = {{{PIER}}}\n}}\n".encode(), "references"),
    "some.enw": (f"%0 Newspaper Article\n%T Pier\n%X {PIER}\n".encode(), "references"),
    "all.mbox": (b"From a@b.example Tue Dec 16 13:36:00 2025\nFrom: a@b.example\n\n" + PIER.encode(), "a mailbox"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_holds_no_article_is_refused(name: str, tmp_path: Path, gather: Gather) -> None:
    data, reason = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    found = gather([tmp_path / name])
    assert not found.articles
    assert [reason in said for _, said in found.reasons] == [True]


FACTIVA = "HD   Pier\nWC   41 words\nPD   16 December 2025\n\nLP\n{}\n\nAN   Document LARKC000020251216{}\n\n"
PLAIN = "Pier\n41 words\n16 December 2025\nLarkhaven Courier\n\n{}\n\nDocument LARKC000020251216{}\n\n"
NEXIS = "Pier\nLarkhaven Courier\nLength: 41 words\nBody\n{}\nLoad-Date: December 17, 2025\nEnd of Document {}\n"
PROQUEST = "Document {1} of 2\n\nPier\n\nFull text: {0}\n\nPublication title: Larkhaven Courier\n\n"
EUROPRESSE = '<article><p class="titreArticleVisu rdp__articletitle">Pier</p><p>{}</p><i>{}</i></article>'
TELEGRAM = '<div class="message default clearfix" id="message{1}"><div class="text">{0}</div></div>'
SEVERAL = {
    "tags.txt": (FACTIVA, "several Factiva documents"),
    "plain.txt": (PLAIN, "several Factiva documents"),
    "nexis.txt": (NEXIS, "several LexisNexis documents"),
    "proquest.txt": (PROQUEST, "several ProQuest documents"),
    "europresse.html": (f"<!DOCTYPE html><html><body>{{}}{EUROPRESSE}</body></html>", "several Europresse documents"),
    "messages.html": (f"<!DOCTYPE html><html><body>{{}}{TELEGRAM}</body></html>", "export it as JSON"),
}


@pytest.mark.parametrize("name", SEVERAL)
def test_several_articles_in_a_row_are_not_one(name: str, tmp_path: Path, gather: Gather) -> None:
    form, reason = SEVERAL[name]
    if name.endswith(".html"):
        form = form.replace("{}", "", 1)
    (tmp_path / name).write_text(form.format(PIER, 1) + form.format(FERRY, 2))
    found = gather([tmp_path / name])
    assert (found.articles, [reason in said for _, said in found.reasons]) == ([], [True])
    (tmp_path / name).write_text(form.format(PIER, 1))
    (article,) = gather([tmp_path / name]).articles
    assert PIER in article["text"]


@pytest.mark.parametrize(
    "text",
    [
        "From Monday on, in 2025\nNote: the pier is closed.",
        "TY for reading.\nA pier.",
        "@larkhaven: the pier {northern} = closed.",
        "%0 of them came.\nNobody.",
        "example (news) 20251216133600 said nothing",
        "Report: the pier\nReceived with applause.",
        "CDX N of the pier",
        "{rtf is a format}",
    ],
)
def test_texts_that_only_look_alike(text: str) -> None:
    assert no_article(text.encode()) is None
    assert several_articles(f"{text}\n{text}".encode()) is None


def word_document(lines: list[str]) -> bytes:
    """A document that says nothing about itself, as converters write it."""
    types = "application/vnd.openxmlformats-"
    file, schema = io.BytesIO(), "http://schemas.openxmlformats.org/"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{schema}package/2006/content-types"><Default Extension="rels" ContentType="{types}package.'
            'relationships+xml"/><Override PartName="/word/document.xml" '
            f'ContentType="{types}officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{schema}package/2006/relationships"><Relationship Id="r1" Type="{schema}'
            'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
        named = f'xmlns:w="{schema}wordprocessingml/2006/main"'
        archive.writestr("word/document.xml", f"<w:document {named}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def test_word_documents_of_press_databases(tmp_path: Path, gather: Gather) -> None:
    pytest.importorskip("docx")
    one = NEXIS.format(PIER, "").strip().split("\n")
    (tmp_path / "one.docx").write_bytes(word_document(one))
    (article,) = gather([tmp_path / "one.docx"]).articles
    assert (PIER in article["text"], article["title"], article["author"]) == (True, None, None)
    (tmp_path / "two.docx").write_bytes(word_document([*one, *NEXIS.format(FERRY, "").strip().split("\n")]))
    assert ["several LexisNexis" in said for _, said in gather([tmp_path / "two.docx"]).reasons] == [True]


@pytest.mark.parametrize("piece", [b"\n", b"0", b"AN  AAAA", "ข่าว".encode(), b")/", b"Document AAAA", b"\xa0 "])
def test_marks_are_looked_for_in_time_by_the_length(piece: bytes) -> None:
    """By the square of the length each of these took hours."""
    data = piece * (1_000_000 // len(piece))
    assert several_articles(data) is None
    assert no_article(data[:65536]) is None


ONE = {"id": "1", "url": "https://www.tern-post.example/1"}


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (
            ONE | {"text": PIER, "_links": {"self": {"href": "https://api.hub.example/1"}}},
            [("tern-post.example", PIER)],
        ),
        (ONE | {"text": PIER, "source": {"uri": "eng-123"}}, [("tern-post.example", PIER)]),
        (ONE | {"text": PIER, "from": "Jane Doe"}, [("tern-post.example", PIER)]),
        (
            {"articles": [{"text": PIER}, {"title": "A pier", "images": [{"url": "i.jpg", "description": FERRY}]}]},
            [(None, PIER)],
        ),
    ],
    ids=["links of an API", "the number of a source", "from whom", "an article without text, with pictures"],
)
def test_what_lies_within_is_not_taken_for_more(
    record: dict[str, Any], expected: list[tuple[str | None, str]], tmp_path: Path, gather: Gather
) -> None:
    (tmp_path / "d.json").write_text(json.dumps(record), encoding="utf-8")
    articles = gather([tmp_path / "d.json"]).articles
    assert [(one["outlet"], one["text"]) for one in articles] == expected


def test_parts_of_one_record_are_no_articles(tmp_path: Path, gather: Gather) -> None:
    record = {"title": {"text": "A headline"}, "author": {"name": "Jane", "description": "Writes on piers."}}
    (tmp_path / "d.json").write_text(json.dumps(record), encoding="utf-8")
    articles = gather([tmp_path / "d.json"]).articles
    assert [one["text"] for one in articles if one["text"]] == []


def test_a_wrapped_record_keeps_its_fields(tmp_path: Path, gather: Gather) -> None:
    record = {"article": {"text": PIER, "author": "Jane Doe", "published": "2024-05-01"}}
    (tmp_path / "d.jsonl").write_text(json.dumps(record), encoding="utf-8")
    articles = gather([tmp_path / "d.jsonl"]).articles
    assert [(one["text"], one["author"], str(one["published"])[:10]) for one in articles] == [
        (PIER, "Jane Doe", "2024-05-01")
    ]


POSTS = {
    "pages": ("Page Name,Post Created,URL,Message,Link Text,Description", "Harbour Post,{},{},{},Pier,{}"),
    "pages without a description": ("Page Name,Post Created,URL,Message", "Harbour Post,{},{},{}"),
    "Instagram": ("Account,Post Created,URL,Description,Title", "Harbour Post,{},{},{},"),
}


@pytest.mark.parametrize("text", [PIER, "Today at the pier."])
@pytest.mark.parametrize("kind", POSTS)
def test_posts_of_social_media_are_those_of_their_page(kind: str, text: str, tmp_path: Path, gather: Gather) -> None:
    head, row = POSTS[kind]
    of_link = f'"{FERRY}"'
    filled = row.format("2024-03-04 10:00:00 CET", "https://www.facebook.com/1/posts/2", f'"{text}"', of_link)
    (tmp_path / "posts.csv").write_text(f"{head}\n{filled}\n")
    [post] = gather([tmp_path / "posts.csv"]).articles
    assert (post["text"], post["outlet"], post["title"]) == (text, "Harbour Post", None)
    assert post["published"].isoformat()[:16] == "2024-03-04T09:00"


def test_a_message_of_a_log_is_no_text(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "log.jsonl").write_text(json.dumps({"timestamp": 1765892160, "level": "info", "message": PIER}) + "\n")
    found = gather([tmp_path / "log.jsonl"])
    assert (found.articles, len(found.rejected)) == ([], 1)
