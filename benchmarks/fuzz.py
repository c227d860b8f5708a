"""Damaged and made-up input for everything that reads what strangers made, for as long as is asked.

    python -m benchmarks.fuzz 600

spends so many seconds of processor time, in turn, on dumps of every format, logs and files of archives, what an archive
says of itself (`meta`), and bodies of requests: good ones with bytes flipped, cut, inserted and doubled, and values of
any form. Nothing may end in an exception but those that are promised, a server may not answer 500, and a log that lost
a byte may not pass for whole. What is found is printed with the kind and
number by which `--only KIND --number N` makes it again.
"""

import argparse
import asyncio
import bz2
import gzip
import io
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import zstandard

from benchmarks import forked

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "dump.jsonl"
_FEW: Final = 6
"""Records of a dump: small, so that damage meets every part of it."""

Attack = Callable[[random.Random, Path], None]


class MissedError(AssertionError):
    """Damage that passed unnoticed, or an answer that may not be."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Good bytes, with one to four of them or of their stretches changed."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        piece = chance.choice((chance.randbytes(chance.randint(1, 8)), b"\0" * 4, b"\xff" * 8, b'"', b"[" * 50, b"\n"))
        match chance.randrange(4):
            case 0:
                data = data[:at] + piece + data[at + len(piece) :]
            case 1:
                data = data[:at]
            case 2:
                data = data[:at] + piece + data[at:]
            case _:
                data = data[:at] + data[max(0, at - chance.randint(1, 400)) :]
    return data


def any_value(chance: random.Random, depth: int = 0) -> Any:
    """A value of JSON, of any form."""
    match chance.randrange(9 if depth < 4 else 6):
        case 0:
            return None
        case 1:
            return chance.choice((True, False))
        case 2:
            return chance.choice((0, -1, 1 << 31, 1 << 63, 10**30, chance.randrange(1 << 20)))
        case 3:
            return chance.choice((0.5, -1e308, 1e-300, float("nan"), float("inf")))
        case 4 | 5:
            return chance.choice(("", "x" * 5_000, "\0", "\ud800", "2025-01-01", "https://a.example/", "<p>", "\u202e"))
        case 6:
            return [any_value(chance, depth + 1) for _ in range(chance.randrange(4))]
        case _:
            names = ("text", "title", "url", "id", "published", "author", "fields", "match", "copies", "")
            return {chance.choice(names): any_value(chance, depth + 1) for _ in range(chance.randrange(4))}


def dumps() -> dict[str, bytes]:
    """A good dump of each format, by the name of its file."""
    import pyarrow.parquet as pq

    lines = SAMPLES.read_bytes().splitlines()[:_FEW]
    rows = [{name: str(value) for name, value in json.loads(line).items()} for line in lines]
    rows = [{name: row.get(name, "") for name in ("id", "url", "title", "text", "published")} for row in rows]
    table, out = pa.Table.from_pylist(rows), {name: io.BytesIO() for name in ("parquet", "arrow")}
    pq.write_table(table, out["parquet"])
    with pa.ipc.new_file(out["arrow"], table.schema) as file:
        file.write_table(table)
    cells = [["text", "url", "title"], *([row["text"], row["url"], row["title"]] for row in rows)]
    page = (
        f"<html><head><title>{rows[0]['title']}</title></head><body><article><p>{rows[0]['text']}</p></article></body>"
    )
    response = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}".encode()
    record = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\n"
        b"WARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
    ) % (len(response), response)
    mhtml = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        f"Content-Type: text/html\r\n\r\n{page}\r\n--b--"
    )
    feed = (
        "<rss version='2.0'><channel><item><title>a</title><link>https://a.example/</link>"
        f"<description>{rows[0]['text']}</description></item></channel></rss>"
    )
    plain = b"\n".join(lines)
    return {
        "d.jsonl": plain,
        "d.json": json.dumps({"articles": rows}).encode(),
        "d.csv": "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in cells).encode(),
        "d.parquet": out["parquet"].getvalue(),
        "d.arrow": out["arrow"].getvalue(),
        "d.html": page.encode(),
        "d.txt": rows[0]["text"].encode(),
        "d.warc": record * 3,
        "d.warc.gz": gzip.compress(record) * 3,
        "d.warc.zst": zstandard.compress(record) * 3,
        "d.mhtml": mhtml.encode(),
        "d.xml": feed.encode(),
        "d.jsonl.gz": gzip.compress(plain),
        "d.jsonl.zst": zstandard.compress(plain),
        "d.jsonl.bz2": bz2.compress(plain),
    }


def attacks(folder: Path) -> dict[str, Attack]:
    """What is attacked, by kind; each takes a source of chance and a folder of its own."""
    from dedup.jobs.add import add_dumps

    good = folder / "good"
    good.mkdir()
    lines = SAMPLES.read_bytes().splitlines(keepends=True)
    for name, part in (("one", lines[:20]), ("two", lines[20:24])):
        (folder / name).with_suffix(".jsonl").write_bytes(b"".join(part))
    add_dumps([str(folder / "one.jsonl")], good / "a.duckdb")
    _log_of(good, [str(folder / "two.jsonl")])
    files = {f"dump {name}": _dump(name, data) for name, data in dumps().items()}
    return {
        **files,
        "log: a part": _on_copy(good, _spoil_part),
        "log: the file": _on_copy(good, _spoil_log),
        "archive: the file": _on_copy(good, _spoil_file),
        "archive: meta": _on_copy(good, _spoil_meta),
        "archive: keys": _on_copy(good, _spoil_keys),
        "request": _request(good),
    }


def _log_of(place: Path, more: list[str]) -> None:
    from dedup.config import ArchiveConfig
    from dedup.jobs.add import add_dumps

    # Never written anew: what is added stays in the log.
    with forked.defaults(ArchiveConfig, small_articles=0):
        add_dumps(more, place / "a.duckdb")


def _dump(name: str, data: bytes) -> Attack:
    from dedup.config import ReadConfig
    from dedup.ingest import InputError, read

    config = ReadConfig(max_record_bytes=200_000, max_article_chars=50_000)

    def attack(chance: random.Random, place: Path) -> None:
        spoilt = damaged(data, chance)
        if name == "d.jsonl" and chance.random() < 0.5:
            spoilt = b"\n".join(json.dumps(any_value(chance)).encode() for _ in range(5))
        (place / name).write_bytes(spoilt)
        try:
            for _ in read([str(place / name)], config):
                pass
        except InputError:
            pass

    return attack


def _on_copy(good: Path, spoil: Callable[[Path, random.Random], str | None]) -> Attack:
    from dedup.api import Archive
    from dedup.archive import ArchiveError
    from dedup.jobs.check import check_archive

    def attack(chance: random.Random, place: Path) -> None:
        shutil.copytree(good, place, dirs_exist_ok=True)
        must_notice = spoil(place, chance)
        found: Sequence[str] = ()
        try:
            with Archive.open(place / "a.duckdb") as archive:
                archive.rows("FROM article")
                found = check_archive(archive)
        except (ArchiveError, OSError):
            return
        if must_notice and not found:
            raise MissedError(must_notice)

    return attack


def _spoil_part(place: Path, chance: random.Random) -> str | None:
    (log,) = place.glob("*.live")
    with sqlite3.connect(log) as connection:
        row, column, data = chance.choice(
            [
                (number, column, blob)
                for column in [name for _, name, *_ in connection.execute("PRAGMA table_info(part)").fetchall()]
                for number, blob in connection.execute(f"SELECT rowid, {column} FROM part").fetchall()  # noqa: S608
                if isinstance(blob, bytes)
            ]
        )
        spoilt = damaged(data, chance)
        connection.execute(f"UPDATE part SET {column} = ? WHERE rowid = ?", [spoilt, row])  # noqa: S608
    connection.close()
    return "a part of the log was changed, and nothing noticed" if spoilt != data else None


def _spoil_log(place: Path, chance: random.Random) -> str | None:
    (log,) = place.glob("*.live")
    log.write_bytes(damaged(log.read_bytes(), chance))
    return None


def _spoil_file(place: Path, chance: random.Random) -> str | None:
    path = place / "a.duckdb"
    path.write_bytes(damaged(path.read_bytes(), chance))
    return None


def _spoil_keys(place: Path, chance: random.Random) -> str | None:
    for path in [*place.glob("*.keys"), *place.glob("*.concepts")]:
        path.write_bytes(damaged(path.read_bytes(), chance))
    return None


def _spoil_meta(place: Path, chance: random.Random) -> str | None:
    import duckdb

    with duckdb.connect(str(place / "a.duckdb")) as connection:
        rows = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        key = chance.choice(list(rows))
        value: str | None = rows[key]
        match chance.randrange(4):
            case 0:
                value = None
            case 1:
                value = json.dumps(any_value(chance)).encode("utf-8", "replace").decode()
            case 2:
                value = damaged(rows[key].encode(), chance).decode("utf-8", "replace").replace("\0", "")
            case _:
                settings = json.loads(rows["settings"])
                room = chance.choice(list(settings))
                if settings[room]:
                    settings[room][chance.choice(list(settings[room]))] = any_value(chance)
                key, value = "settings", json.dumps(settings).encode("utf-8", "replace").decode()
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", [value, key])
    return None


def _request(good: Path) -> Attack:
    from dedup.integrations.rest import make_app
    from dedup.integrations.service import Owner
    from dedup.pipeline import FilterConfig

    owner = Owner(good / "a.duckdb", FilterConfig(), read_only=True)
    app = make_app(owner)
    paths = ("/filter", "/filter?annotate=true", "/check", "/origin", "/ask", "/filter?annotate=%ff", "/check?x=1")
    pages = ("/", "/?q=", "/story/", "/article?id=", "/pair?a=", "/outlet?name=", "/overview?")
    lines = SAMPLES.read_bytes().splitlines()

    def attack(chance: random.Random, _: Path) -> None:
        body = json.dumps(any_value(chance)).encode()
        if chance.random() < 0.7:
            body = damaged(chance.choice((chance.choice(lines), b"[" + b",".join(lines[:3]) + b"]")), chance)
        method, path = "POST", chance.choice(paths)
        if chance.random() < 0.2:
            method, path = "GET", chance.choice(pages) + damaged(b"anything%20else", chance).decode("latin-1")
        status = ask(app, method, path, body)
        if status >= 500:
            raise MissedError(f"{method} {path[:80]!r}: {status}, {body[:300]!r}")

    return attack


def ask(app: Any, method: str, path: str, body: bytes) -> int:
    """The status of what an application of the server answers."""
    name, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
        "path": name, "raw_path": name.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"localhost"), (b"content-type", b"application/json")],
        "client": ("127.0.0.1", 5), "server": ("127.0.0.1", 8300),
    }  # fmt: skip
    status = [0]

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        status[0] = message.get("status", status[0])

    asyncio.run(app(scope, receive, send))
    return status[0]


def fuzz(kinds: dict[str, Attack], numbers: Iterator[int], seconds: float, found: list[str]) -> Counter[str]:
    """Attack each kind in turn with each of `numbers`, for `seconds` of processor time; faults go to `found`. Returns
    how often each kind was."""
    tried: Counter[str] = Counter()
    started = time.process_time()
    for number in numbers:
        for kind, attack in kinds.items():
            if time.process_time() - started > seconds:
                return tried
            with tempfile.TemporaryDirectory() as place:
                try:
                    attack(random.Random(f"{kind} {number}"), Path(place))
                except Exception:
                    found.append(f"--only {kind!r} --number {number}\n{traceback.format_exc(limit=-6)}")
                    print(found[-1], file=sys.stderr, flush=True)
            tried[kind] += 1
    return tried


def main(arguments: Sequence[str] | None = None) -> int:
    """Spend the seconds that are asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", type=float, nargs="?", default=60.0)
    parser.add_argument("--only", metavar="KIND")
    parser.add_argument("--number", type=int, help="the one attack of this number")
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    options = parser.parse_args(arguments)
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        kinds = attacks(Path(folder))
        if options.only:
            kinds = {options.only: kinds[options.only]}
        first = options.first if options.number is None else options.number
        numbers = iter(range(first, first + (10**9 if options.number is None else 1)))
        tried = fuzz(kinds, numbers, options.seconds, found)
    for kind, times in tried.items():
        print(f"{times:8,} {kind}")
    print(f"{tried.total():,} inputs, {len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
