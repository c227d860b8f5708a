"""What it costs to look up keys among those of an archive, by the structure that holds them.

    python -m benchmarks.index 25000000 -o FOLDER

fills each structure with so many entries, 250 of them an article, and asks it for what 1 and 1,000 new articles share
with those it holds: 300 keys an article, of which 30 are held. Each is built and asked in a process of its own; times
are medians of several askings, after a first one that opens everything, with the file in the page cache.
"""

import argparse
import multiprocessing
import os
import platform
import resource
import sqlite3
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.tables import table
from dedup.archive.index import KeyIndex, probe, write_segment
from dedup.config import IndexConfig, MatchConfig

KEYS_AN_ARTICLE: Final = 250
ASKED, HELD = 300, 10
"""Keys an asking article has, and keys that it shares with each of three of the archive."""

_ASKINGS: Final = 30
_MOST: Final = MatchConfig().neighbours

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]
Ask = Callable[[Keys, Numbers], dict[tuple[int, int], int]]
"""(owner, article) and the keys they share, of keys and their owners."""


def keys_of(article: Numbers, place: Numbers) -> Keys:
    """Made-up keys, each worked out from its article and place alone (SplitMix64, Steele and others, 2014)."""
    value = (article * KEYS_AN_ARTICLE + place + 1).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    value = (value ^ value >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ value >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return value ^ value >> np.uint64(31)


def entries(size: int) -> tuple[Keys, Numbers]:
    """Keys and articles, sorted by key as a build would have them from a query."""
    number = np.arange(size)
    keys = keys_of(number // KEYS_AN_ARTICLE, number % KEYS_AN_ARTICLE)
    order = np.argsort(keys, kind="stable")
    return keys[order], number[order] // KEYS_AN_ARTICLE


def question(owners: int, size: int, seed: int) -> tuple[Keys, Numbers]:
    """What `owners` new articles ask for."""
    draw = np.random.default_rng(seed)
    keys = draw.integers(0, 2**64, (owners, ASKED), np.uint64)
    held = size // KEYS_AN_ARTICLE
    article = draw.integers(0, held, (owners, 1))
    for third in range(3):
        own = keys_of((article + third * (held // 3)) % held, np.arange(HELD)[None, :])
        keys[:, third * HELD : (third + 1) * HELD] = own
    return keys.ravel(), np.repeat(np.arange(owners), ASKED)


def build_segment(path: Path, keys: Keys, articles: Numbers) -> None:
    write_segment(path, keys, articles, IndexConfig().key_bits)


def ask_segment(path: Path) -> Ask:
    index = KeyIndex.open([path])

    def ask(keys: Keys, owners: Numbers) -> dict[tuple[int, int], int]:
        hits = probe(index.segments, keys, owners, _MOST)
        pairs = zip(hits.owner.tolist(), hits.article.tolist(), strict=True)
        return dict(zip(pairs, hits.shared.tolist(), strict=True))

    return ask


def build_duckdb(path: Path, keys: Keys, articles: Numbers) -> None:
    import duckdb

    with duckdb.connect(str(path)) as connection:
        connection.register("entries", pa.table({"key": keys, "article": articles.astype(np.uint32)}))
        connection.execute("CREATE TABLE held AS FROM entries ORDER BY key")


def ask_duckdb(path: Path) -> Ask:
    import duckdb

    connection = duckdb.connect(str(path), read_only=True)

    def ask(keys: Keys, owners: Numbers) -> dict[tuple[int, int], int]:
        connection.register("asked", pa.table({"key": keys, "owner": owners}))
        found = connection.execute(
            "SELECT owner, article, count(*) FROM asked JOIN held USING (key) GROUP BY ALL"
        ).fetchall()
        return {(owner, article): shared for owner, article, shared in found}

    return ask


def build_sqlite(path: Path, keys: Keys, articles: Numbers) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 8192")
    connection.execute("CREATE TABLE held (key INTEGER, article INTEGER, PRIMARY KEY (key, article)) WITHOUT ROWID")
    signed = keys.view(np.int64)
    # In order of the signed keys, as its tree has them.
    half = int(np.searchsorted(keys, np.uint64(1 << 63)))
    for part in (slice(half, None), slice(0, half)):
        rows = zip(signed[part].tolist(), articles[part].tolist(), strict=True)
        connection.executemany("INSERT INTO held VALUES (?, ?)", rows)
    connection.commit()
    connection.close()


def ask_sqlite(path: Path) -> Ask:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA mmap_size = 8000000000")
    connection.execute("CREATE TEMP TABLE asked (key INTEGER, owner INTEGER)")

    def ask(keys: Keys, owners: Numbers) -> dict[tuple[int, int], int]:
        connection.execute("DELETE FROM asked")
        rows = zip(keys.view(np.int64).tolist(), owners.tolist(), strict=True)
        connection.executemany("INSERT INTO asked VALUES (?, ?)", rows)
        found = connection.execute(
            "SELECT owner, article, count(*) FROM asked CROSS JOIN held USING (key) GROUP BY owner, article"
        )
        return {(owner, article): shared for owner, article, shared in found}

    return ask


def _lmdb(path: Path, **options: Any) -> tuple[Any, Any]:
    import lmdb

    environment = lmdb.open(str(path), subdir=False, lock=False, max_dbs=1, map_size=1 << 36, **options)
    form = {"integerkey": True, "dupsort": True, "integerdup": True, "dupfixed": True}
    return environment, environment.open_db(b"held", **form)


def build_lmdb(path: Path, keys: Keys, articles: Numbers) -> None:
    environment, held = _lmdb(path)
    with environment.begin(write=True, db=held) as transaction:
        cursor = transaction.cursor()
        for low in range(0, len(keys), 1 << 20):
            part = slice(low, low + (1 << 20))
            written = keys[part].tobytes(), articles[part].astype(np.uint32).tobytes()
            pairs = [
                (written[0][8 * at : 8 * at + 8], written[1][4 * at : 4 * at + 4]) for at in range(len(keys[part]))
            ]
            cursor.putmulti(pairs, append=True)
    environment.close()


def ask_lmdb(path: Path) -> Ask:
    environment, held = _lmdb(path, readonly=True)

    def ask(keys: Keys, owners: Numbers) -> dict[tuple[int, int], int]:
        written, shared = keys.tobytes(), Counter[tuple[int, int]]()
        by_key: dict[bytes, list[int]] = {}
        for at, owner in enumerate(owners.tolist()):
            by_key.setdefault(written[8 * at : 8 * at + 8], []).append(owner)
        with environment.begin(db=held) as transaction:
            found = transaction.cursor().getmulti(sorted(by_key), dupdata=True, dupfixed_bytes=4, keyfixed=False)
            for key, article in found:
                number = int.from_bytes(article, sys.byteorder)
                shared.update((owner, number) for owner in by_key[bytes(key)])
        return dict(shared)

    return ask


STRUCTURES: Final[Mapping[str, tuple[Callable[[Path, Keys, Numbers], None], Callable[[Path], Ask]]]] = MappingProxyType(
    {
        "segment": (build_segment, ask_segment),
        "DuckDB, sorted table": (build_duckdb, ask_duckdb),
        "LMDB, duplicates of a key": (build_lmdb, ask_lmdb),
        "SQLite, WITHOUT ROWID": (build_sqlite, ask_sqlite),
    }
)


@dataclass(frozen=True)
class Cost:
    """What a structure takes."""

    bytes_an_entry: float
    build: float
    one: float
    """Seconds of an asking of one article."""
    thousand: float
    resident: int
    """Bytes resident at most while asked, above those before it was opened; pages of mapped files are among them."""


def _build(name: str, path: Path, size: int) -> float:
    keys, articles = entries(size)
    if name == "segment":
        # Kernels are compiled once an installation, not once a build.
        build_segment(path, keys[:100], articles[:100])
    started = time.perf_counter()
    STRUCTURES[name][0](path, keys, articles)
    return time.perf_counter() - started


def _ask(name: str, path: Path, size: int) -> tuple[float, float, int]:
    question(1000, size, 0)
    before = _peak()
    ask = STRUCTURES[name][1](path)
    medians = []
    for owners, askings in ((1, _ASKINGS), (1000, _ASKINGS // 5)):
        times = []
        for seed in range(askings + 1):
            keys, who = question(owners, size, seed)
            started = time.perf_counter()
            found = ask(keys, who)
            times.append(time.perf_counter() - started)
            if sum(shared >= HELD for shared in found.values()) < 2.9 * owners:
                raise AssertionError(f"{name} found {len(found)} of {3 * owners} pairs")
        medians.append(statistics.median(times[1:]))
    return medians[0], medians[1], _peak() - before


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def measure(name: str, folder: Path, size: int) -> Cost:
    """Build the structure `name` in `folder` and ask it."""
    path = folder / f"{list(STRUCTURES).index(name)}.held"
    path.unlink(missing_ok=True)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as pool:
        build = pool.submit(_build, name, path, size).result()
        one, thousand, resident = pool.submit(_ask, name, path, size).result()
    return Cost(path.stat().st_size / size, build, one, thousand, resident)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description="Compare structures that keys can be looked up in.")
    parser.add_argument("size", type=int, nargs="?", default=25_000_000, metavar="ENTRIES")
    parser.add_argument("-o", "--out", type=Path, required=True, help="a folder for the files: 2 GB for 25 million")
    parser.add_argument("--only", action="append", choices=list(STRUCTURES), help="this one alone; may be repeated")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    rows = []
    for name in chosen.only or STRUCTURES:
        cost = measure(name, chosen.out, chosen.size)
        times = (f"{1000 * seconds:.2f}" for seconds in (cost.one, cost.thousand))
        rows.append([name, f"{cost.bytes_an_entry:.2f}", f"{cost.build:.1f}", *times, f"{cost.resident / 1e6:,.0f}"])
    heads = [
        f"{chosen.size:,} entries",
        "bytes an entry",
        "build s",
        "1 article ms",
        "1,000 articles ms",
        "resident MB",
    ]
    print(table(heads, rows))


if __name__ == "__main__":
    main()
