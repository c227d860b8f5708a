"""The item pipeline in real crawls of a small site on this machine; one process each, as Scrapy wants it."""

import importlib.util
import json
import runpy
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from in_fork import call_in_fork
from made_records import record

import dedup

# Not imported: only the processes that crawl need it.
pytestmark = pytest.mark.skipif(importlib.util.find_spec("scrapy") is None, reason="scrapy is not installed")

CRAWL = Path(__file__).with_name("crawl.py")
_LOADED = (
    "scrapy.crawler",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.core.scraper",
    "scrapy.exporters",
    "scrapy.extensions.feedexport",
    "dedup.integrations.scrapy",
)
"""What every crawl loads, in so many modules that it takes a second."""


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    pages = [record(1), record(2), record(1, 1), record(3), record(2, 1)]
    for number, page in enumerate(pages):
        paragraphs = "".join(f"<p>{part}</p>" for part in page["text"].split("\n\n"))
        (folder / f"{number}.html").write_text(f"<h1>{page['title']}</h1>{paragraphs}", encoding="utf-8")
    (folder / "5.html").write_text("<div>Nothing here</div>", encoding="utf-8")
    (folder / "index.html").write_text("".join(f"<a href={n}.html>{n}</a>" for n in range(6)), encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def crawl(
    site: str, out: Path, kind: str = "dict", *, lone: bool = False, **settings: Any
) -> tuple[dict[str, dict[str, Any]], dict[str, int], str]:
    out.unlink(missing_ok=True)
    words = [str(CRAWL), site, str(out), kind, json.dumps(settings)]
    if lone:
        done = subprocess.run([sys.executable, *words], capture_output=True, timeout=300, check=False)
    else:
        # Scrapy is loaded here, once for all crawls; its reactor, of which a process has one, is not.
        for name in _LOADED:
            importlib.import_module(name)
        done = call_in_fork(partial(runpy.run_path, str(CRAWL), run_name="__main__"), words)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    rows = [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []
    return {row["url"].rpartition("/")[2]: row for row in rows}, json.loads(done.stdout), said


def test_duplicate_items_are_dropped_and_counted(site: str, tmp_path: Path) -> None:
    archive = str(tmp_path / "a.duckdb")
    rows, stats, log = crawl(site, tmp_path / "out.jsonl", DEDUP_ARCHIVE=archive)
    # Pages come in no order that can be relied on: of each story one is kept, whichever came first.
    assert len(rows) == 4
    assert len(rows.keys() & {"0.html", "2.html"}) == len(rows.keys() & {"1.html", "4.html"}) == 1
    assert {"3.html", "5.html"} <= rows.keys()
    assert stats["dedup/first"] == 3
    assert stats["dedup/duplicate"] == stats["dedup/dropped"] == stats["item_dropped_count"] == 2
    assert stats["dedup/unreadable"] == 1
    assert "duplicate of" in log
    with dedup.Archive.open(archive, write=True) as opened:  # it was let go of
        assert opened.one("SELECT count(*) FROM body") == 5
    rows, stats, log = crawl(site, tmp_path / "out.jsonl", DEDUP_ARCHIVE=archive)
    assert rows.keys() == {"5.html"}
    assert stats["dedup/known"] == 5


@pytest.mark.parametrize("kind", ["dict", "item", "dataclass"])
def test_items_of_every_kind_are_marked(site: str, tmp_path: Path, kind: str) -> None:
    rows, stats, _ = crawl(
        site, tmp_path / "out.jsonl", kind, DEDUP_ARCHIVE=str(tmp_path / "a.duckdb"), DEDUP_ANNOTATE=True
    )
    assert len(rows) == 6
    assert sorted(rows[f"{n}.html"]["dedup"]["status"] for n in range(5)) == ["duplicate"] * 2 + ["first"] * 3
    (mark,) = (rows[name]["dedup"] for name in ("0.html", "2.html") if rows[name]["dedup"]["status"] == "duplicate")
    assert mark["kind"] == "copy"
    assert mark["match"] in (f"{site}/0.html", f"{site}/2.html")
    assert not rows["5.html"].get("dedup")
    assert "dedup/dropped" not in stats


def test_kinds_window_and_wrong_settings(site: str, tmp_path: Path) -> None:
    out, archive = tmp_path / "out.jsonl", str(tmp_path / "a.duckdb")
    rows, stats, _ = crawl(site, out, DEDUP_ARCHIVE=archive, DEDUP_KINDS=["rewrite"], DEDUP_WINDOW="30d")
    assert len(rows) == 6
    assert stats["dedup/first"] == 5
    _, stats, log = crawl(site, out)
    assert "DEDUP_ARCHIVE names no archive" in log
    assert "dedup/first" not in stats


def test_an_archive_that_another_writes_to_stops_the_crawl(site: str, tmp_path: Path) -> None:
    archive = tmp_path / "a.duckdb"
    list(dedup.filter([record(9)], archive))
    with dedup.Archive.open(archive, write=True):
        # A fork would share the right to write.
        rows, _, log = crawl(site, tmp_path / "out.jsonl", lone=True, DEDUP_ARCHIVE=str(archive))
        assert not rows
        assert "another process writes to it" in log
        rows, stats, _ = crawl(site, tmp_path / "out.jsonl", DEDUP_ARCHIVE=str(archive), DEDUP_READ_ONLY=True)
        assert len(rows) == 6
        assert stats["dedup/first"] == 5
