"""What a text says of itself: front matter, heads of fields, headings, mails."""

import time
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from dedup.ingest.formats.front_matter import split_front_matter

Gather = Any

TEXT = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn.\n\n"
    "The work is to cost four million and to be done by local firms, the mayor said after the session."
)
URL = "https://larkhaven.example/pier"
FENCED: dict[str, tuple[str, dict[str, Any]]] = {
    "a writer's": (
        '---\ntitle: "Pier: to be rebuilt"\ndate: 2025-12-16 13:36:00 +0100\nauthor: Ann Orlow\nurl: ' + URL +
        "\noutlet: Larkhaven Courier\nlang: en # British\ntags: [a, b]\ndraft: false\n---\n\n",
        {"id": URL, "title": "Pier: to be rebuilt", "published": "2025-12-16T12:36:00+00:00", "author": "Ann Orlow",
         "outlet": "Larkhaven Courier", "lang": "en", "url": URL},
    ),
    "a clipper's": (
        f"---\r\ntitle: 'The council''s pier'\r\nsource: \"{URL}\"\r\nauthor:\r\n  - \"[[Ann Orlow]]\"\r\n"
        '  - "[[people/bo|Bo Tarn]]"\r\npublished: 2025-12-16\r\ncreated: 2025-12-18\r\ndescription: >-\r\n  Of\r\n'
        '  piers.\r\ntags:\r\n  - "clippings"\r\n---\r\n',
        {"id": URL, "title": "The council's pier", "published": "2025-12-16T00:00:00+00:00",
         "author": "Ann Orlow, Bo Tarn", "outlet": "larkhaven.example"},
    ),
    "TOML": (
        '+++\ntitle = "Pier"\ndate = 2025-12-16T13:36:00Z\nauthors = ["Ann Orlow", "Bo Tarn"]\n\n[params]\nx = 1\n'
        "+++\n",
        {"id": "a.md", "title": "Pier", "published": "2025-12-16T13:36:00+00:00", "author": "Ann Orlow, Bo Tarn"},
    ),
    "a record within": (
        "---\ntitle: Pier\nauthor:\n  name: Ann Orlow\n  email: a@b.example\npublication: Tern Post\n"
        f"link: {URL}\n---\n",
        {"title": "Pier", "author": "Ann Orlow", "outlet": "larkhaven.example", "url": URL},
    ),
    "a head of fields": (
        "Title: Pier to be rebuilt\nDate: 16 December 2025\nSource: Larkhaven Courier\n\n",
        {"id": "a.md", "title": "Pier to be rebuilt", "published": "2025-12-16T00:00:00+00:00",
         "outlet": "Larkhaven Courier"},
    ),
    "German": (
        "Titel: Steg wird neu gebaut\nDatum: 16.12.2025\nMedium: Larkhafener Bote\nVerfasser: Anna Orlow\n\n",
        {"title": "Steg wird neu gebaut", "published": "2025-12-16T00:00:00+00:00", "outlet": "Larkhafener Bote",
         "author": "Anna Orlow"},
    ),
    "Russian": (
        "---\nЗаголовок: Причал построят\nДата: 16.12.2025\nИздание: Вестник Ларкхейвена\nАвтор: Анна Орлова\n---\n",
        {"title": "Причал построят", "published": "2025-12-16T00:00:00+00:00", "outlet": "Вестник Ларкхейвена",
         "author": "Анна Орлова"},
    ),
    "Chinese": (
        "标题：议会重建码头\n日期：2025年12月16日\n来源：拉克港日报\n作者：王五\n\n",
        {"title": "议会重建码头", "published": "2025-12-16T00:00:00+00:00", "outlet": "拉克港日报", "author": "王五"},
    ),
    "Arabic": (
        "العنوان: بناء الرصيف\nالتاريخ: 16 ديسمبر 2025\nالكاتب: آن أورلو\n\n",
        {"title": "بناء الرصيف", "published": "2025-12-16T00:00:00+00:00", "author": "آن أورلو"},
    ),
    "a reader's": (
        f"Title: Pier to be rebuilt\n\nURL Source: {URL}\n\nPublished Time: 2025-12-16T13:36:00Z\n\n"
        "Markdown Content:\n",
        {"id": URL, "title": "Pier to be rebuilt", "published": "2025-12-16T13:36:00+00:00"},
    ),
    "several authors": (
        "---\nog:title: Another\n'@type': Article\nauthors:\n  - name: Ann Orlow\n    role: staff\n  - name: Bo Tarn\n"
        'og:tags:\n  - a\ntags: [\n  a,\n]\ntitle: "Pier to be\n  rebuilt"\n---\n',
        {"title": "Pier to be rebuilt", "author": "Ann Orlow, Bo Tarn"},
    ),
    "TOML's list over lines": (
        '+++\ntags = [\n"a",\n"b",\n]\nauthors = [\n  "Ann Orlow",\n  "Bo Tarn"\n]\ntitle = "Pier"\n+++\n',
        {"title": "Pier", "author": "Ann Orlow, Bo Tarn"},
    ),
    "no YAML": (
        "Title: Team #1 wins the cup\nAuthor: Ann\nAuthor: Bo\nDate: 2025-12-16\n \n",
        {"title": "Team #1 wins the cup", "author": "Ann, Bo", "published": "2025-12-16T00:00:00+00:00"},
    ),
    "a word of YAML": ("Title: null\nAuthor: 'Ann' # 1\n\n", {"title": "null", "author": "'Ann' # 1"}),
    "a mail's, by hand": (
        f"Subject: Pier\nFrom: Ann Orlow\nDate: 16 December 2025\nOutlet: Larkhaven Courier\nURL: {URL}\n\n",
        {"title": "Pier", "author": "Ann Orlow", "outlet": "Larkhaven Courier", "url": URL},
    ),
    "a heading": ("# Pier to be rebuilt\n\n", {"id": "a.md", "title": "Pier to be rebuilt"}),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["md", "txt"])
@pytest.mark.parametrize("kind", FENCED)
def test_what_stands_above_a_text_is_said_of_it(kind: str, ending: str, tmp_path: Path, gather: Gather) -> None:
    head, wanted = FENCED[kind]
    (tmp_path / f"a.{ending}").write_bytes((head + TEXT).encode())
    (article,) = gather([tmp_path]).articles
    article["published"] = article["published"] and article["published"].isoformat()
    wanted = {name: f"a.{ending}" if value == "a.md" else value for name, value in wanted.items()}
    assert {name: article[name] for name in wanted} == wanted
    assert article["text"] == (head + TEXT if kind == "a heading" else TEXT)


NONE = {
    "a conversation": "Host: Good morning to all of you.\nGuest: Hello there.\n\n" + TEXT,
    "a byline alone": "Source: Larkhaven Courier\n\n" + TEXT,
    "a text between rules": "---\n\nThe mayor said this: a pier.\n\n---\n\n" + TEXT,
    "fields of something else": "---\nlicense: mit\npipeline: text\n---\n" + TEXT,
    "a rule that nothing ends": "---\ntitle: Pier\n\n" + TEXT,
    "a block longer than any": "---\ntitle: Pier\n" + "x: yyyyyyyyyyyyyyyyyyyyyyyyyyyy\n" * 1000 + "---\n" + TEXT,
}


@pytest.mark.parametrize("kind", NONE)
def test_what_is_no_front_matter_stays_in_the_text(kind: str, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "a.txt").write_text(NONE[kind])
    (article,) = gather([tmp_path / "a.txt"]).articles
    assert (article["text"], article["outlet"], article["id"]) == (NONE[kind], None, "a.txt")


BELOW = {
    "a mark": ("Title: Pier\nAuthor: Ann\n", "[Video]\nThe first.\n\nMore of it.", "Pier"),
    "a headline with a colon": ("By: Ann\nDate: 3 May 2024\n", "Pier closes: what we know\n\n" + TEXT, None),
    "a paragraph": ("Title: Pier\nAuthor: Ann\n", "    The first.\n- A point.\n\nMore.", "Pier"),
    "another field": ("Title: Pier\nAuthor: Ann\n", "Text: The first.\n\nMore.", "Pier"),
}


@pytest.mark.parametrize("kind", BELOW)
def test_a_head_ends_where_its_fields_do(kind: str, tmp_path: Path, gather: Gather) -> None:
    head, below, title = BELOW[kind]
    (tmp_path / "a.txt").write_text(head + below)
    (article,) = gather([tmp_path / "a.txt"]).articles
    assert (article["text"], article["author"]) == (below, "Ann")
    assert title in (None, article["title"])


@pytest.mark.parametrize("fields", [{"text": "description"}, {"text": "story"}, {"text": "a.b"}, {}])
def test_the_text_of_a_file_is_what_stands_below(fields: dict[str, str], tmp_path: Path, gather: Gather) -> None:
    head = f"---\ntitle: Pier\ndescription: {'Of piers and of storms. ' * 9}\ntext: Another.\n---\n"
    (tmp_path / "a.md").write_text(head + "It closes.")
    (article,) = gather([tmp_path / "a.md"], fields=fields).articles
    assert (article["text"], article["title"]) == ("It closes.", "Pier")


@pytest.mark.parametrize("text", [" " * 20_000, "---\ntitle: " + "[" * 19_900 + "\n---\nText.", "\n" * 20_000])
def test_no_head_takes_long(text: str) -> None:
    start = time.process_time()
    split_front_matter(text)
    assert time.process_time() - start < 0.2  # 2 s where each place is a start; 2 ms measured


@pytest.mark.parametrize(
    "head", ["---\ntitle: Pier\npaper: Tern Post\n---\n", "Title: Pier\nBy: Ann\nPaper: Tern Post\n\n"]
)
def test_a_field_of_front_matter_may_be_named(head: str, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "a.md").write_text(head + TEXT)
    (article,) = gather([tmp_path / "a.md"], fields={"outlet": head.partition("aper")[0][-1] + "aper"}).articles
    assert article["outlet"] == "Tern Post"


def mail(kind: str) -> bytes:
    if kind == "as a writer sees it":
        return f"From: Ann Orlow\nDate: Tue, 16 Dec 2025 13:36:00 +0100\nSubject: Ein Stück Pier\n\n{TEXT}".encode()
    if kind == "as Outlook shows it":
        head = "From:\tAnn Orlow\r\nSent:\tTuesday, December 16, 2025 12:36 PM\r\nTo:\tDesk\r\nSubject:\tEin Stück Pier"
        return f"{head}\r\n\r\n{TEXT}".encode()
    message = EmailMessage()
    message["From"] = "Ann Orlow <ann@larkhaven.example>"
    message["To"] = "Desk <desk@tern.example>"
    message["Date"] = "Tue, 16 Dec 2025 13:36:00 +0100"
    message["Subject"] = "Ein Stück Pier"
    message["Message-ID"] = "<1@larkhaven.example>"
    page = "<html><head><title>Letter</title></head><body><article>{}</article></body></html>"
    body = page.format("".join(f"<p>{part}</p>" for part in TEXT.split("\n\n")))
    if kind == "a page within":
        message.set_content("Read it on the web.")
        message.add_alternative(body, subtype="html", charset="iso-8859-1")
        message.get_payload()[1].add_related(b"x", "image", "png")  # type: ignore[union-attr, index]
    elif kind == "a page alone":
        message.set_content(body, subtype="html")
    else:
        message.set_content(TEXT, charset="iso-8859-15", cte="quoted-printable")
        message.add_attachment("Another text that is attached. " * 20, filename="a.txt")
    return bytes(message)


@pytest.mark.parametrize("name", ["one.eml", "one.txt", "one"])
@pytest.mark.parametrize(
    "kind", ["as a writer sees it", "as Outlook shows it", "a page within", "a page alone", "text"]
)
def test_a_mail_is_an_article(kind: str, name: str, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / name).write_bytes(mail(kind))
    (article,) = gather([tmp_path / name]).articles
    assert article["text"].split() == TEXT.split()
    assert (article["title"], article["author"], article["outlet"]) == ("Ein Stück Pier", "Ann Orlow", None)
    assert article["published"].isoformat()[:16] == "2025-12-16T12:36"


@pytest.mark.parametrize(
    "data", [b"Subject: =?utf-8?b?x?=\nFrom: \xff\xfe <\nMessage-ID: <\n\n", b"Message-ID: <1>\nTo: x\n"]
)
def test_a_mail_without_a_text_costs_itself(data: bytes, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "one.eml").write_bytes(data)
    found = gather([tmp_path])
    assert (found.articles, found.reasons) == ([], [("", "no text in the mail")])


@pytest.mark.parametrize(
    ("subject", "encoding", "declared"),
    [
        ("Été à Paris", "latin-1", ""),
        ("Été à Paris", "latin-1", "Content-Type: text/plain; charset=iso-8859-1\n"),
        ("Été à Paris", "latin-1", "Content-Type: text/plain; charset=utf-8\n"),
        ("Совет собрался", "koi8-r", "Content-Type: text/plain; charset=koi8-r\n"),
    ],
)
def test_a_head_of_a_mail_in_an_encoding_of_old(
    subject: str, encoding: str, declared: str, tmp_path: Path, gather: Gather
) -> None:
    head = f"Subject: {subject}\nFrom: a@b.example\nMIME-Version: 1.0\n{declared}\n"
    (tmp_path / "one.eml").write_bytes(head.encode(encoding) + TEXT.encode())
    (article,) = gather([tmp_path]).articles
    assert (article["title"], article["text"]) == (subject, TEXT)


@pytest.mark.parametrize("depth", [50, 4000])
def test_remarks_within_remarks_cost_a_mail_its_sender_only(depth: int, tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "one.eml").write_text(f"Subject: Pier\nMessage-ID: <1@b.example>\nFrom: {'(' * depth}\n\n{TEXT}")
    (article,) = gather([tmp_path]).articles
    assert (article["title"], article["text"]) == ("Pier", TEXT)
