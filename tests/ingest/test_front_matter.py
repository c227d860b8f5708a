"""What a text says of itself: front matter, heads of fields, headings, mails."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

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


def test_a_field_of_front_matter_may_be_named(tmp_path: Path, gather: Gather) -> None:
    (tmp_path / "a.md").write_text(f"---\ntitle: Pier\npaper: Tern Post\n---\n{TEXT}")
    (article,) = gather([tmp_path / "a.md"], fields={"outlet": "paper"}).articles
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
