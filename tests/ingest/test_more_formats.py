"""Formats beside those of dumps: Arrow, MHTML, feeds, agencies' XML, tables by their content, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

Gather = Any

TEXT = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn. "
    "The work is to cost four million and to be done by local firms, the mayor said after the session."
)
TABLE = {"id": ["a", "b"], "title": ["Pier", "Gate"], "text": [TEXT, TEXT + " More."]}


@pytest.mark.parametrize("form", ["file", "stream", "feather"])
def test_arrow(form: str, tmp_path: Path, gather: Gather) -> None:
    table, path = pa.table(TABLE), tmp_path / ("t.feather" if form == "feather" else "t.arrow")
    writer = pa.ipc.new_stream if form == "stream" else pa.ipc.new_file
    with writer(path, table.schema) as out:
        out.write_table(table)
    found = gather([path])
    assert [(row["id"], row["title"], row["text"], row["position"]) for row in found.articles] == [
        ("a", "Pier", TEXT, "row 1"),
        ("b", "Gate", TEXT + " More.", "row 2"),
    ]
    path.write_bytes(path.read_bytes()[:-200])
    assert gather([path]).rejected


def test_mhtml(tmp_path: Path, gather: Gather) -> None:
    page = f"<html><head><title>Pier</title></head><body><article><h1>Pier</h1><p>{TEXT}</p></article></body></html>"
    (tmp_path / "p.mhtml").write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://larkhaven.example/pier\nSubject: Pier\n"
        "Date: Tue, 16 Dec 2025 08:36:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\n\n'
        "--x\nContent-Type: text/html; charset=utf-8\nContent-Location: https://larkhaven.example/pier\n\n"
        f"{page}\n--x\nContent-Type: image/png\n\nnone\n--x--\n"
    )
    (article,) = gather([tmp_path / "p.mhtml"]).articles
    assert (article["url"], article["title"], article["text"]) == ("https://larkhaven.example/pier", "Pier", TEXT)
    assert article["crawled"].isoformat() == "2025-12-16T08:36:00+00:00"


FEEDS = {
    "rss": f"""<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
        xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Larkhaven Courier</title>
        <item><title>Pier &amp;amp; gate</title><link>https://larkhaven.example/1</link><guid>g1</guid>
        <pubDate>Tue, 16 Dec 2025 08:36:00 GMT</pubDate><dc:creator>Ann Orlow</dc:creator>
        <description>Short.</description><content:encoded><![CDATA[<p>{TEXT}</p>]]></content:encoded></item>
        </channel></rss>""",
    "atom": f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Larkhaven Courier</title>
        <entry><title>Pier &amp;amp; gate</title><link rel="self" href="https://larkhaven.example/feed/1"/>
        <link href="https://larkhaven.example/1"/><id>g1</id><updated>2026-01-01T00:00:00Z</updated>
        <published>2025-12-16T08:36:00Z</published><author><name>Ann Orlow</name></author>
        <content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>""",
    "nitf": f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><head><title>Pier &amp; gate</title>
        <docdata><doc-id id-string="g1"/><date.issue norm="20251216T083600Z"/></docdata></head><body><body.head>
        <hedline><hl1>Pier &amp; gate</hl1></hedline><byline>Ann Orlow</byline></body.head>
        <body.content><p>{TEXT}</p></body.content></body></nitf>""",
    "newsml": f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
        <newsItem guid="g1"><itemMeta><versionCreated>2026-01-01T00:00:00Z</versionCreated>
        <provider><name>Tarn News Agency</name></provider></itemMeta><contentMeta>
        <contentCreated>2025-12-16T08:36:00Z</contentCreated><by>Ann Orlow</by><language tag="en"/>
        <headline>Pier &amp; gate</headline></contentMeta><contentSet><inlineXML contenttype="application/nitf+xml">
        <nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf></inlineXML></contentSet></newsItem>
        </itemSet></newsMessage>""",
}


@pytest.mark.parametrize("kind", FEEDS)
def test_news_in_xml(kind: str, tmp_path: Path, gather: Gather) -> None:
    for name in ("f.xml", "f"):
        (tmp_path / name).write_text(FEEDS[kind])
        (article,) = gather([tmp_path / name]).articles
        assert (article["id"], article["title"], article["text"]) == ("g1", "Pier & gate", TEXT)
        assert (article["author"], article["published"].isoformat()) == ("Ann Orlow", "2025-12-16T08:36:00+00:00")
        assert article["url"] == ("https://larkhaven.example/1" if kind in ("rss", "atom") else None)
        if kind == "newsml":
            assert article["credits"] == [{"type": "agency", "value": "Tarn News Agency"}]


def test_an_external_entity_is_not_followed(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "secret").write_text("secret words")
    (tmp_path / "f.xml").write_text(
        f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]><rss><channel><item>'
        f"<title>T</title><description>{TEXT} &x;</description></item></channel></rss>"
    )
    assert "secret words" not in str(gather([tmp_path / "f.xml"]))


HEADS = [
    ("Издание;Дата;Заголовок;Текст;Ссылка", ";"),
    ("Medio,Fecha,Título,Texto,Enlace", ","),
    ("Zeitung;Datum;Titel;Inhalt;Lien", ";"),
    ("媒体,日期,标题,正文,链接", ","),
    ("매체\t날짜\t제목\t본문\t링크", "\t"),
    ("صحيفة,التاريخ,العنوان,النص,الرابط", ","),
    ("Gazeta;Data;Tytuł;Treść;Link", ";"),
]


@pytest.mark.parametrize(("head", "cut"), HEADS)
@pytest.mark.parametrize("name", ["t.csv", "t.txt", "t"])
@pytest.mark.parametrize("before", ["", "sep"])
def test_tables_of_other_languages(head: str, cut: str, name: str, before: str, tmp_path: Path, gather: Gather) -> None:
    row = cut.join(["Larkhaven Courier", "2025-12-16", "Pier", f'"{TEXT}"', "https://larkhaven.example/1"])
    first = f"sep={cut}\n" if before else ""
    (tmp_path / name).write_text(f"{first}{head}\n{row}\n", "utf-8")
    (article,) = gather([tmp_path / name]).articles
    assert (article["title"], article["text"], article["outlet"]) == ("Pier", TEXT, "larkhaven.example")
    assert article["published"].isoformat() == "2025-12-16T00:00:00+00:00"


@pytest.mark.parametrize("name", ["o.json", "o.jsonl", "o"])
@pytest.mark.parametrize("form", ["end to end", "pretty", "envelope"])
def test_objects_in_every_way(name: str, form: str, tmp_path: Path, gather: Gather) -> None:
    records = [{"id": str(number), "text": TEXT} for number in range(3)]
    written = {
        "end to end": "".join(map(json.dumps, records)),
        "pretty": "\n".join(json.dumps(record, indent=2) for record in records),
        "envelope": json.dumps({"status": "ok", "hits": {"total": 3, "hits": [{"_source": one} for one in records]}}),
    }
    if (name, form) == ("o.jsonl", "envelope"):
        pytest.skip("a line is a record there")
    (tmp_path / name).write_text(written[form])
    assert gather([tmp_path / name]).ids == ["0", "1", "2"]


REFUSED = [
    ("t.xlsx", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml xl/workbook.xml", "save it as CSV"),
    ("t.docx", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml word/document.xml", "save it as text or HTML"),
    ("t.arrow", b"no arrow", "not an Arrow file"),
    ("t.xml", b"<?xml version='1.0'?><catalog><book>B</book></catalog>", "XML of a kind that is not read"),
    ("t.xml", b"no xml", "not XML"),
]


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED)
def test_what_is_refused_says_what_helps(
    name: str, content: bytes, reason: str, tmp_path: Path, gather: Gather
) -> None:
    (tmp_path / name).write_bytes(content)
    found = gather([tmp_path / name])
    assert not found.articles
    assert reason in found.rejected[0]["reason"]


def test_what_browsers_save_beside_a_page_is_left_alone(tmp_path: Path, gather: Gather) -> None:
    page = f"<html><head><title>Pier</title></head><body><article><p>{TEXT}</p></article></body></html>"
    (tmp_path / "Pier.html").write_text(page)
    for folder in ("Pier_files", "Pier_Dateien", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(page)
    assert gather([tmp_path]).ids == ["Pier.html", "other_files/frame.html"]
