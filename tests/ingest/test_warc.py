"""Archives of the web, whole and broken."""

import gzip
import io
from pathlib import Path
from typing import Any

import pytest
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
    assert (article["lang"], article["published_from"], article["published_precision"]) == ("hy", "byline", "minute")


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
