"""Files on other machines: an HTTP server and an S3 of this test's own, and what is said where the extra is missing."""

import json
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dedup.ingest import InputError, list_sources
from dedup.ingest.io.remote import shown_address

Gather = Any

TEXT = (
    "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn. "
    "The work is to cost four million and to be done by local firms, the mayor said after the session."
)


class Handler(SimpleHTTPRequestHandler):
    """Serves files, and parts of files unless their name says that the server cannot."""

    def log_message(self, *_: Any) -> None:
        pass

    def end_headers(self) -> None:
        if "whole" not in self.path:
            self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def do_GET(self) -> None:
        asked = self.headers.get("Range", "")
        path = Path(self.translate_path(self.path))
        if not asked.startswith("bytes=") or not path.is_file() or "whole" in self.path:
            super().do_GET()
            return
        data = path.read_bytes()
        first, _, last = asked.removeprefix("bytes=").partition("-")
        begin = int(first) if first else len(data) - int(last)
        end = min(int(last) + 1 if first and last else len(data), len(data))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {begin}-{end - 1}/{len(data)}")
        self.send_header("Content-Length", str(end - begin))
        self.end_headers()
        self.wfile.write(data[begin:end])


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    folder = tmp_path / "dumps"
    (folder / "2025" / "Pier_files").mkdir(parents=True)
    (folder / "a.jsonl").write_text(json.dumps({"id": "a", "text": TEXT}) + "\n")
    pq.write_table(pa.table({"id": ["b"], "text": [TEXT]}), folder / "2025" / "b.parquet")
    page = f"<html><head><title>Pier</title></head><body><article><p>{TEXT}</p></article></body></html>"
    (folder / "2025" / "Pier.html").write_text(page)
    (folder / "2025" / "Pier_files" / "frame.html").write_text(page)
    (folder / "2025" / "notes.rst").write_text("none")
    (folder / "_SUCCESS").write_text("")
    return folder


@pytest.fixture
def site(dumps: Path) -> Iterator[str]:
    pytest.importorskip("aiohttp")
    pytest.importorskip("fsspec")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(dumps)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_http(site: str, dumps: Path, gather: Gather) -> None:
    found = gather([f"{site}/a.jsonl?X-Amz-Signature=0123", f"{site}/2025/b.parquet", f"{site}/2025/Pier.html"])
    assert sorted(found.ids) == ["Pier.html", "a", "b"]
    assert not found.rejected
    assert all("0123" not in str(row) for row in found.articles), "a signature is a secret"
    sources = list_sources([f"{site}/a.jsonl", f"{site}/a.jsonl"]).sources
    assert [(source.name, source.kind, source.size) for source in sources] == [
        ("a.jsonl", "jsonl", (dumps / "a.jsonl").stat().st_size)
    ]


def test_what_a_server_does_not_give(site: str, dumps: Path, gather: Gather) -> None:
    found = gather([f"{site}/none.jsonl", f"{site}/a.jsonl"])
    assert (found.ids, found.reasons) == (["a"], [("", "no such file")])
    for name in ("a.jsonl", "2025/b.parquet"):
        (dumps / f"whole-{Path(name).name}").write_bytes((dumps / name).read_bytes())
    found = gather([f"{site}/whole-a.jsonl", f"{site}/whole-b.parquet", "http://127.0.0.1:9/x.jsonl"])
    assert sorted(found.ids) == ["a", "b"], "a server that gives no parts of files gives them whole"
    ((_, reason),) = found.reasons
    assert reason.startswith("cannot be reached")


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    for module in ("fsspec", "fsspec.core", "s3fs"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(InputError, match=r"s3:// needs what `pip install 'dedup-news\[remote\]'` brings"):
        list_sources([str(tmp_path / "a.jsonl"), "s3://bucket/a.jsonl"])


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://ann:pw@store.example/a.jsonl", "https://store.example/a.jsonl"),
        ("https://store.example/a.jsonl?v=2", "https://store.example/a.jsonl?v=2"),
        ("https://store.example/a?sv=1&sig=abc%3D", "https://store.example/a?sv=1&sig=-"),
        ("https://store.example/a?access_token=abc#part", "https://store.example/a?access_token=-"),
        ("s3://bucket/a?b.jsonl", "s3://bucket/a?b.jsonl"),
    ],
)
def test_secrets_are_not_shown(address: str, shown: str) -> None:
    assert shown_address(address) == shown


@pytest.fixture
def bucket(dumps: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    s3fs = pytest.importorskip("s3fs")
    moto = pytest.importorskip("moto.server")
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "made",
        "AWS_SECRET_ACCESS_KEY": "up",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    store = s3fs.S3FileSystem()
    store.mkdir("larkhaven")
    store.put(f"{dumps}/", "larkhaven/dumps/", recursive=True)
    yield "s3://larkhaven"
    s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.mark.parametrize("scheme", ["gs", "gcs", "hf"])
def test_other_stores_are_asked_in_the_same_way(
    scheme: str, dumps: Path, gather: Gather, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store in memory stands for Google's and for the Hugging Face hub: what differs is fsspec's."""
    registry = pytest.importorskip("fsspec.registry")
    memory = pytest.importorskip("fsspec.implementations.memory").MemoryFileSystem

    class Store(memory):  # type: ignore[misc, valid-type]
        protocol = scheme
        store: ClassVar[dict[str, Any]] = {}
        pseudo_dirs: ClassVar[list[str]] = [""]

        @classmethod
        def _strip_protocol(cls, path: str) -> str:
            return str(memory._strip_protocol(path.removeprefix(f"{scheme}://")))

    monkeypatch.setitem(registry._registry, scheme, Store)
    Store().put(f"{dumps}/", "/larkhaven/dumps/", recursive=True)
    found, here = gather([f"{scheme}://larkhaven/dumps"]), gather([dumps])
    assert found.ids == here.ids
    assert [reason for _, reason in found.reasons] == [reason for _, reason in here.reasons]
    assert gather([f"{scheme}://larkhaven/dumps/a.jsonl"]).ids == ["a"]
    assert {row["file"].partition("://")[0] for row in found.articles} == {scheme}


def test_s3(bucket: str, dumps: Path, gather: Gather) -> None:
    found, here = gather([f"{bucket}/dumps"]), gather([dumps])
    assert found.ids == here.ids == ["2025/Pier.html", "b", "a"]
    assert found.reasons == here.reasons
    assert found.articles[1]["file"] == "s3://larkhaven/dumps/2025/b.parquet"
    assert gather([f"{bucket}/dumps/*.jsonl", f"{bucket}/dumps/**/*.parquet"]).ids == ["b", "a"]
    with pytest.raises(InputError, match="no such file"):
        gather([f"{bucket}/none.jsonl"])
    with pytest.raises(InputError, match="no file matches"):
        gather([f"{bucket}/dumps/*.csv"])
