"""Archives of the web, whole and broken."""

import gzip
import io
import random
import zlib
from pathlib import Path
from typing import Any

import pytest
import zstandard
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PARAGRAPH = "The harbour council met on Monday and agreed to rebuild the northern pier before autumn. "


def html(number: int) -> bytes:
    return (
        f'<html lang="en"><head><title>Pier {number}</title><meta property="article:published_time" '
        f'content="2025-12-1{number}T10:00:00Z"></head><body><article><h1>Pier {number}</h1>'
        f"<p>{PARAGRAPH * 4}</p><p>Number {number}. {PARAGRAPH * 3}</p></article></body></html>"
    ).encode()


class Archive:
    def __init__(self, packed: bool) -> None:
        self.out = io.BytesIO()
        self.writer = WARCWriter(self.out, gzip=packed)

    def page(self, number: int, *, status: str = "200 OK", kind: str = "text/html; charset=utf-8", **more: Any) -> None:
        body = more.get("body", html(number))
        headers = [("Content-Type", kind), *more.get("headers", [])]
        record = self.writer.create_warc_record(
            f"https://www.larkhaven.example/{number}",
            "response",
            payload=io.BytesIO(body),
            http_headers=StatusAndHeaders(status, headers, protocol="HTTP/1.1"),
            warc_headers_dict={"WARC-Date": "2025-12-20T00:00:00Z"},
        )
        self.writer.write_record(record)

    def bytes(self) -> bytes:
        return self.out.getvalue()


def archive(packed: bool, pages: int = 5) -> bytes:
    made = Archive(packed)
    for number in range(pages):
        made.page(number)
    return made.bytes()


@pytest.mark.parametrize("packed", [True, False])
def test_pages(packed: bool, tmp_path: Path, gather: Any) -> None:
    made = Archive(packed)
    made.page(0)
    made.page(1, status="404 Not Found")
    made.page(2, kind="image/png", body=b"\x89PNG")
    made.page(3, headers=[("Content-Encoding", "gzip")], body=gzip.compress(html(3)))
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (html(4)[:100], html(4)[100:])) + b"0\r\n\r\n"
    made.page(4, headers=[("Transfer-Encoding", "chunked")], body=chunked)
    made.page(5, headers=[("Content-Encoding", "gzip")])
    (tmp_path / ("d.warc.gz" if packed else "d.warc")).write_bytes(made.bytes())
    found = gather([tmp_path])
    assert not found.rejected
    assert found.ids == [f"https://www.larkhaven.example/{number}" for number in (0, 3, 4, 5)]
    article = found.articles[1]
    assert (article["title"], article["outlet"], article["lang"]) == ("Pier 3", "larkhaven.example", "en")
    assert article["published"].isoformat() == "2025-12-13T10:00:00+00:00"
    assert article["crawled"].isoformat() == "2025-12-20T00:00:00+00:00"
    assert "Number 3." in article["text"]
    assert article["position"].startswith("byte ")


def test_wet(tmp_path: Path, gather: Any) -> None:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    text = (
        "Նավահանգստի խորհուրդը որոշել է վերականգնել\n16 դեկտեմբերի 2025, 13:36\nԽորհուրդը հավաքվել է երկուշաբթի օրը։\n"
    )
    writer.write_record(writer.create_warcinfo_record("d.wet", {}))
    writer.write_record(
        writer.create_warc_record(
            "https://larkhaven.example/hy",
            "conversion",
            payload=io.BytesIO(text.encode()),
            warc_content_type="text/plain",
            warc_headers_dict={"WARC-Date": "2025-12-20T00:00:00Z", "WARC-Identified-Content-Language": "hye,eng"},
        )
    )
    (tmp_path / "d.warc.wet.gz").write_bytes(out.getvalue())
    article = gather([tmp_path]).articles[0]
    assert article["text"] == text
    assert (article["lang"], article["published_from"], article["published_precision"]) == (
        "hy",
        "byline",
        "minute, zone unknown",
    )


@pytest.mark.parametrize("packed", [True, False])
def test_cut_short(packed: bool, tmp_path: Path, gather: Any) -> None:
    data = archive(packed)
    for name, cut in (("a", 100), ("b", len(data) // 10)):
        (tmp_path / f"{name}.warc{'.gz' if packed else ''}").write_bytes(data[:-cut])
        found = gather([tmp_path / f"{name}.warc{'.gz' if packed else ''}"])
        assert len(found.articles) == 4
        assert len(found.rejected) == 1
        assert found.rejected[0]["position"].startswith("byte ")


@pytest.mark.parametrize("packed", [True, False])
def test_broken_in_the_middle(packed: bool, tmp_path: Path, gather: Any) -> None:
    data = archive(packed)
    place = len(data) * 45 // 100
    if not packed:
        place = data.index(b"WARC/1.", data.index(b"/2\r\n") - 200)
    (tmp_path / "d.warc").write_bytes(data[:place] + b"\xff" * 40 + data[place + 40 :])
    found = gather([tmp_path])
    assert [identifier[-1] for identifier in found.ids] == ["0", "1", "3", "4"]
    assert len(found.rejected) == 1


def test_deflate_without_its_header_is_read(tmp_path: Path, gather: Any) -> None:
    made = Archive(False)
    for number, form in enumerate((15, -15)):
        packer = zlib.compressobj(wbits=form)
        body = packer.compress(html(number)) + packer.flush()
        made.page(number, headers=[("Content-Encoding", "deflate")], body=body)
    (tmp_path / "d.warc").write_bytes(made.bytes())
    found = gather([tmp_path])
    assert not found.rejected
    assert [f"Number {number}." in found.articles[number]["text"] for number in (0, 1)] == [True, True]


def cut_body(coding: str) -> tuple[tuple[str, str], bytes]:
    page = html(1).replace(PARAGRAPH.encode() * 4, bytes(random.Random(1).choices(range(97, 123), k=30_000)))
    packer = zlib.compressobj(wbits=-15)
    deflated = packer.compress(page) + packer.flush()
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (page[:9000], page[9000:]))
    if coding == "brotli":
        return ("Content-Encoding", "br"), pytest.importorskip("brotli").compress(page)[:-900]
    return {
        "gzip": (("Content-Encoding", "gzip"), gzip.compress(page)[:-900]),
        "deflate": (("Content-Encoding", "deflate"), deflated[:-900]),
        "chunked": (("Transfer-Encoding", "chunked"), chunked[:-900]),
    }[coding]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "brotli", "chunked"])
def test_a_body_that_is_cut_short_is_no_article(coding: str, tmp_path: Path, gather: Any) -> None:
    header, body = cut_body(coding)
    made = Archive(False)
    made.page(1, headers=[header], body=body)
    made.page(2)
    (tmp_path / "d.warc").write_bytes(made.bytes())
    found = gather([tmp_path])
    assert found.ids == ["https://www.larkhaven.example/2"]
    assert [row["reason"] for row in found.rejected] == ["the page is cut short: its packing does not end"]


@pytest.mark.parametrize("packed", ["gz", "zst", ""])
@pytest.mark.parametrize("kind", ["response", "request"])
def test_a_length_that_cannot_be_costs_one_record(packed: str, kind: str, tmp_path: Path, gather: Any) -> None:
    members = []
    for number in range(4):
        made = Archive(False)
        made.page(number)
        members.append(made.bytes())
    length = members[1].split(b"Content-Length: ")[1].split(b"\r\n")[0]
    members[1] = members[1].replace(b"Content-Length: " + length, b"Content-Length: 1000000000000000", 1)
    members[1] = members[1].replace(b"WARC-Type: response", b"WARC-Type: " + kind.encode())
    pack = {"gz": gzip.compress, "zst": zstandard.compress, "": bytes}[packed]
    (tmp_path / f"d.warc{'.' if packed else ''}{packed}").write_bytes(b"".join(map(pack, members)))
    found = gather([tmp_path])
    assert found.ids == [f"https://www.larkhaven.example/{number}" for number in (0, 2, 3)]
    assert len(found.rejected) == 1
    assert "the record is said to have" in found.rejected[0]["reason"]
