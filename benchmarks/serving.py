"""How many requests a server answers, and how fast: many clients at once, a record each time.

    python -m benchmarks.serving 10000 [--clients 8] [--archive FILE]

Starts `dedup serve` on an archive (a new one, or a copy of `--archive`), sends made-up articles to `POST /filter` one
by one from all clients at once, and asks `dedup.filter` about the same articles in the order in which they came: the
answers must be the same. Prints requests a second and how long one took.
"""

import argparse
import glob
import http.client
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import orjson

import dedup
from benchmarks.dumps import articles

_SEED = 77


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Measure a server.")
    parser.add_argument("requests", type=int)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--archive", type=Path)
    chosen = parser.parse_args()
    records = [orjson.dumps(article) for article, _ in articles(chosen.requests, _SEED)]
    with tempfile.TemporaryDirectory() as folder:
        many, one = Path(folder) / "many.duckdb", Path(folder) / "one.duckdb"
        for target in (many, one) if chosen.archive else ():
            for path in glob.glob(f"{glob.escape(str(chosen.archive))}*"):
                shutil.copy(path, str(target) + path.removeprefix(str(chosen.archive)))
        before = _count(many) if chosen.archive else 0
        answers, seconds, spent = _ask(many, records, chosen.clients)
        took = np.array(list(seconds.values())) * 1000
        print(f"requests {len(records):,}, clients {chosen.clients}, articles before {before:,}")
        print(f"requests a second {len(records) / spent:,.0f}")
        print(
            f"milliseconds: p50 {np.percentile(took, 50):.1f}, p99 {np.percentile(took, 99):.1f}, max {took.max():.1f}"
        )
        differing = _replay(many, one, before, {orjson.loads(record)["id"]: record for record in records}, answers)
        print(f"answers that one client would not get: {differing} of {len(answers):,}")


def _ask(archive: Path, records: list[bytes], clients: int) -> tuple[dict[str, object], dict[int, float], float]:
    command = [sys.executable, "-m", "dedup.cli", "serve", "--archive", str(archive), "--port", "0"]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert server.stderr is not None
    port = int(server.stderr.readline().rpartition(":")[2])
    answers: dict[str, object] = {}
    seconds: dict[int, float] = {}

    def ask(share: int) -> None:
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        for at in range(share, len(records), clients):
            started = time.perf_counter()
            client.request("POST", "/filter?annotate=true", records[at])
            answer = client.getresponse()
            body = answer.read()
            seconds[at] = time.perf_counter() - started
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {body[:200]!r}")
            marked = orjson.loads(body)
            answers[marked["id"]] = marked["dedup"]

    threads = [threading.Thread(target=ask, args=(share,)) for share in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.perf_counter() - started
    server.terminate()
    server.communicate()
    return answers, seconds, spent


def _replay(many: Path, one: Path, before: int, records: dict[str, bytes], answers: dict[str, object]) -> int:
    with dedup.Archive.open(many) as opened:
        came = opened.rows("SELECT id FROM article ORDER BY article OFFSET ?", [before])["id"].to_pylist()
    if sorted(came) != sorted(answers) or len(came) != len(records):
        raise RuntimeError(f"{len(records):,} sent, {len(answers):,} answered, {len(came):,} in the archive")
    alone = dedup.filter((orjson.loads(records[name]) for name in came), one, annotate=True)
    return sum(row["dedup"] != answers[row["id"]] for row in alone)


def _count(archive: Path) -> int:
    with dedup.Archive.open(archive) as opened:
        return opened.one("SELECT count(*) FROM article")


if __name__ == "__main__":
    main()
