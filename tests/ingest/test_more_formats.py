"""Formats beside those of dumps: Arrow, MHTML, feeds, agencies' XML, tables by their content, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import dedup
from dedup.config import Config, ProvenanceConfig

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
            assert article["outlet"] == "Tarn News Agency"


SENDERS = [
    ('<provider literal="tarn.example"/>', "tarn.example"),
    ('<provider qcode="nprov:TNA"/>', "TNA"),
    ('<provider qcode="nprov:TNA"><name>Tarn News Agency</name></provider>', "Tarn News Agency"),
    ("", None),
]


@pytest.mark.parametrize("sender", SENDERS)
def test_who_releases_an_item_is_its_outlet(sender: tuple[str, str | None], tmp_path: Path, gather: Gather) -> None:
    item = G2.format(version=1, text=TEXT).replace("<itemClass", f"{sender[0]}<itemClass")
    item = item.replace("<headline>", '<infoSource literal="Holm Wire"/><creditline>Ola Wire</creditline><headline>')
    (tmp_path / "f.xml").write_text(item)
    (article,) = gather([tmp_path / "f.xml"]).articles
    assert article["outlet"] == sender[1]
    assert {"Holm Wire", "Ola Wire"} <= {credit["value"] for credit in article["credits"]}


@pytest.mark.parametrize(
    "head", ['<docdata><doc.copyright holder="Tarn"/></docdata>', "<distributor>Tarn</distributor>"]
)
def test_who_sends_nitf_is_its_outlet(head: str, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "f.xml").write_text(f"<nitf>{head}<body><body.content><p>{TEXT}</p></body.content></body></nitf>")
    (article,) = gather([tmp_path / "f.xml"]).articles
    assert article["outlet"] == "Tarn"


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


@pytest.mark.parametrize("name", ["o.json", "o.jsonl", "o.txt", "o"])
@pytest.mark.parametrize("form", ["end to end", "pretty", "envelope"])
def test_objects_in_every_way(name: str, form: str, tmp_path: Path, gather: Gather) -> None:
    records = [{"id": str(number), "text": TEXT} for number in range(3)]
    written = {
        "end to end": "".join(map(json.dumps, records)),
        "pretty": "\n".join(json.dumps(record, indent=2) for record in records),
        "envelope": json.dumps({"status": "ok", "hits": {"total": 3, "hits": [{"_source": one} for one in records]}}),
    }
    (tmp_path / name).write_text(written[form])
    assert gather([tmp_path / name]).ids == ["0", "1", "2"]


REFUSED = [
    ("t.pptx", b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml ppt/presentation.xml", "a presentation"),
    ("t.odt", b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "save it as DOCX"),
    ("t.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "save it as DOCX"),
    ("t.sqlite", b"no database", "not a SQLite database"),
    ("t.wacz", b"no archive", "not a WACZ file"),
    (
        "t.xml",
        b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>',
        "a sitemap, which has addresses and titles but no texts",
    ),
    ("t", b"<sitemapindex><sitemap/></sitemapindex>", "a sitemap, which has addresses and titles but no texts"),
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
    for folder in ("Pier_files", "Pier-Dateien", "Pier_fichiers", "Pier.files", "Pier_2024", "other_files"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "frame.html").write_text(page)
    (tmp_path / "README.md").write_text(f"# About\n\n{TEXT}")
    assert gather([tmp_path]).ids == ["Pier.html", "Pier_2024/frame.html", "other_files/frame.html"]


TABLE_LINES = [
    ["Date", "Title", "Text", "Link"],
    ["2025-12-16", "Pier", TEXT, "https://larkhaven.example/1"],
    ["2025-12-17", "Ворота", "Совет Ларкхейвена собрался в понедельник.", "https://larkhaven.example/2"],
]


@pytest.mark.parametrize(
    ("name", "encoding", "end", "first"),
    [
        ("t.txt", "utf-16", "\r\n", ""),
        ("t.csv", "utf-16", "\r\n", "sep=\t"),
        ("t.tsv", "utf-16-be", "\n", ""),
        ("t", "utf-16-le", "\r", ""),
        ("t.csv", "utf-8", "\r", ""),
        ("t.txt", "utf-8", "\r", "sep=\t"),
        ("t.dat", "utf-8", "\r\n", "sep=\t"),
        ("t", "utf-8-sig", "\r", ""),
    ],
)
def test_tables_as_spreadsheets_write_them(
    name: str, encoding: str, end: str, first: str, tmp_path: Path, gather: Gather
) -> None:
    lines = [*([first] if first else []), *map("\t".join, TABLE_LINES), ""]
    (tmp_path / name).write_bytes(end.join(lines).encode(encoding))
    found = gather([tmp_path / name])
    assert [(row["title"], row["text"], row["url"]) for row in found.articles] == [
        tuple(line[1:]) for line in TABLE_LINES[1:]
    ]
    assert not found.rejected


def test_lines_that_end_with_a_carriage_return_alone(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "l.jsonl").write_text("\r".join(json.dumps({"id": number, "text": TEXT}) for number in range(3)))
    assert gather([tmp_path / "l.jsonl"]).ids == ["0", "1", "2"]
    (tmp_path / "l.txt").write_text(f"The northern pier is rebuilt\r16 December 2025\r{TEXT}\r")
    assert gather([tmp_path / "l.txt"]).articles[0]["published_from"] == "byline"


def test_binary_data_is_no_utf16(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "b").write_bytes(bytes(range(1, 256)).replace(b"\n", b"") * 9 + b"\x01\x00" * 600)
    assert gather([tmp_path / "b"]).reasons == [("", "binary data")]


LINES_OF_SEVERAL = [
    ("a list", "[{0}, {1}]", ["line 2.1", "line 2.2"]),
    ("end to end", "{0}{1}", ["line 2.1", "line 2.2"]),
    ("an envelope", '{{"status": "ok", "articles": [{0}, {1}]}}', ["line 2.1", "line 2.2"]),
    ("a feed", '{{"title": "Feed", "description": "Of the pier", "items": [{0}, {1}]}}', ["line 2.1", "line 2.2"]),
    ("pictures beside a summary", '{{"description": "Of the pier", "pictures": [{0}, {1}]}}', ["line 2"]),
    ("a record that wraps one", '{{"_source": {{"text": "of the pier", "tags": [{0}, {1}]}}}}', ["line 2"]),
]


@pytest.mark.parametrize(("form", "line", "positions"), LINES_OF_SEVERAL)
def test_a_line_that_holds_several_records(
    form: str, line: str, positions: list[str], tmp_path: Path, gather: Gather
) -> None:
    several = line.format(*(json.dumps({"title": name, "content": TEXT}) for name in ("Pier", "Gate")))
    (tmp_path / "s.jsonl").write_text(f"{json.dumps({'id': 'a', 'text': TEXT})}\n{several}\n")
    found = gather([tmp_path / "s.jsonl"])
    assert [row["position"] for row in found.articles] == ["line 1", *positions]
    assert not found.rejected


def test_a_line_that_breaks_among_several_is_one_loss(tmp_path: Path, gather: Gather) -> None:
    one = json.dumps({"text": TEXT})
    for broken in (f"{one}{one[:-5]}", f"{one} and {one}", f'{one}"', '{"a": [{"b": 1}]}'):
        (tmp_path / "s.jsonl").write_text(f"{one}\n{broken}\n")
        found = gather([tmp_path / "s.jsonl"])
        assert [row["position"] for row in found.rejected] == ["line 2"]


NINJS = {
    "1": {
        "uri": "urn:tarn:1", "type": "text", "versioncreated": "2026-01-01T00:00:00Z", "language": "en",
        "firstcreated": "2025-12-16T08:36:00Z", "headline": "Pier", "byline": "Ann Orlow",
        "body_xhtml": f"<p>{TEXT}</p>", "infosource": [{"name": "Tarn News Agency"}],
    },
    "2": {
        "uri": "urn:tarn:1", "type": "text", "versionCreated": "2026-01-01T00:00:00Z", "language": "en",
        "firstCreated": "2025-12-16T08:36:00Z", "by": "Ann Orlow", "infoSources": [{"name": "Tarn News Agency"}],
        "headlines": [{"role": "main", "value": "Pier"}, {"role": "short", "value": "P"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": f"<p>{TEXT}</p>"}, {"value": "Short."}],
    },
}  # fmt: skip


@pytest.mark.parametrize("version", NINJS)
@pytest.mark.parametrize("name", ["n.json", "n.jsonl"])
def test_ninjs(version: str, name: str, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / name).write_text(json.dumps(NINJS[version]))
    (article,) = gather([tmp_path / name]).articles
    assert (article["title"], article["text"], article["author"]) == ("Pier", TEXT, "Ann Orlow")
    assert article["published"].isoformat() == "2025-12-16T08:36:00+00:00"
    assert [credit["value"] for credit in article["credits"]] == ["Tarn News Agency", "2026-01-01T00:00:00Z"]


G2 = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:tarn:1" version="{version}" xml:lang="en">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>2025-12-16T1{version}:00:00Z</versionCreated>
<firstCreated>2025-12-16T08:36:00Z</firstCreated></itemMeta><contentMeta><headline>Pier</headline></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html></inlineXML>
</contentSet></newsItem>"""


@pytest.mark.parametrize("form", ["ninjs", "NewsML-G2"])
def test_versions_of_an_agencys_item_are_one_article(form: str, tmp_path: Path) -> None:
    texts = {1: TEXT, 2: f"{TEXT} {TEXT}"}
    for version, text in texts.items():
        if form == "ninjs":
            item = NINJS["1"] | {"version": str(version), "body_xhtml": f"<p>{text}</p>"}
            (tmp_path / f"{version}.json").write_text(json.dumps(item))
        else:
            (tmp_path / f"{version}.xml").write_text(G2.format(version=version, text=text))
    dedup.run(tmp_path, tmp_path / "out", Config(provenance=ProvenanceConfig(trace=False)), report=False)
    records = json.loads((tmp_path / "out" / "run.json").read_text())["records"]
    assert (records["articles"], records["revisions"]) == (1, 1)
    with dedup.Archive.open(tmp_path / "out") as archive:
        assert archive.table("articles")["id"].to_pylist() == ["urn:tarn:1"]
        (row,) = archive.articles([0, 1]).to_pylist()
    assert row["text"] in texts.values()
    assert row["published"].isoformat() == "2025-12-16T08:36:00+00:00", "when the first version came, whichever stays"


def test_a_uri_that_is_an_address_is_no_id(tmp_path: Path, gather: Gather) -> None:
    rows = [{"uri": uri, "text": TEXT} for uri in ("https://a.example/pier", "/pier", "tag:a.example,2025:pier")]
    (tmp_path / "u.jsonl").write_text("\n".join(map(json.dumps, rows)))
    ids = [row["id"] for row in gather([tmp_path / "u.jsonl"]).articles]
    assert ids == ["https://a.example/pier", "u.jsonl#line 2", "tag:a.example,2025:pier"]


def test_records_of_content_systems(tmp_path: Path, gather: Gather) -> None:
    post = {
        "id": 7, "date": "2025-12-16T08:36:00", "link": "https://larkhaven.example/7", "author": 3,
        "title": {"rendered": "Pier &#8211; gate"}, "excerpt": {"rendered": "<p>Short.</p>"},
        "content": {"rendered": f"<p>{TEXT}</p>\n<p>More of it.</p>\n", "protected": False},
    }  # fmt: skip
    (tmp_path / "p.json").write_text(json.dumps([post]))
    (article,) = gather([tmp_path / "p.json"]).articles
    assert (article["id"], article["title"]) == ("7", "Pier \u2013 gate")
    assert article["text"] == f"{TEXT}\nMore of it."


def test_text_about_markup_stays(tmp_path: Path, gather: Gather) -> None:
    for text in ("<b> is bold, and </b> ends it: so a course of the town library teaches.", "<3 for the pier </3"):
        (tmp_path / "m.jsonl").write_text(json.dumps({"text": text}))
        assert gather([tmp_path / "m.jsonl"]).articles[0]["text"] == text


def test_entities_escaped_twice(tmp_path: Path, gather: Gather) -> None:
    text = "Совет Ларкхейвена собрался."
    for write in ("&#{};", "&amp;#{};", "&#x{:x};"):
        escaped = "".join(letter if letter.isascii() else write.format(ord(letter)) for letter in text)
        (tmp_path / "e.jsonl").write_text(json.dumps({"text": escaped}))
        assert gather([tmp_path / "e.jsonl"]).articles[0]["text"] == text
