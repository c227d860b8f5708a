"""Signatures in datasketch's types: the same numbers, an index filled, a threshold's bands."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from typer.testing import CliRunner
from whole_run import SAMPLES, Ran

import dedup
from dedup.cli import app
from dedup.config import Config, ConfigError, MatchConfig, SketchConfig
from dedup.features import respaced_keys

if TYPE_CHECKING:
    from datasketch import MinHash

runner = CliRunner()


def own(text: str, **settings: int) -> "MinHash":
    """A signature that a user of datasketch makes, without anything of ours but the hashes of shingles."""
    from datasketch import MinHash  # not at the top: it brings scipy into every process that collects

    minhash = MinHash(**{"num_perm": 128, "seed": 1} | settings, scheme="affine32", hashfunc=int)
    minhash.update_batch(dedup.shingle_hashes(text))
    return minhash


def test_a_users_own_signature_is_the_archives(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(90))
    with dedup.Archive.open(archive_of(tmp_path, {"id": "a", "text": text})) as archive:
        ((key, minhash),) = archive.minhashes()
    assert key == "a"
    assert minhash.hashvalues.tolist() == own(text).hashvalues.tolist()
    assert minhash.jaccard(own(text)) == 1.0


def archive_of(folder: Path, *records: dict[str, str]) -> Path:
    path = folder / "a.duckdb"
    with dedup.Archive.open(new(path), write=True) as archive:
        list(archive.add(records))
    return path


def new(path: Path) -> Path:
    from dedup.archive import create

    create(path, Config())
    return path


def test_every_comparable_article_has_a_signature(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        found = dict(archive.minhashes())
        passages = list(archive.minhashes("passage"))
        texts = {row["id"]: row["text"] for row in archive.rows("SELECT id, text FROM article").to_pylist()}
    assert set(found) <= set(texts)
    assert len(found) > 0.9 * len(texts)
    assert {key[0] for key, _ in passages} == set(found)
    assert len({key for key, _ in passages}) == len(passages)
    assert all(0 <= start < end <= len(texts[name]) for (name, start, end), _ in passages)


def test_copies_are_found_through_datasketch(ran: Ran) -> None:
    from datasketch import MinHashLSH

    copies = [row for row in ran.rows("matches.jsonl") if row["kind"] == "copy" and row["score"] == 1.0]
    whole = next(row for row in copies if row["coverage_a"] > 0.95 and row["coverage_b"] > 0.95)
    with dedup.Archive.open(ran.archive) as archive:
        index = archive.to_datasketch(0.5, also=[("mine", own("Nothing that any sample says. " * 20))])
        signatures = dict(archive.minhashes())
    assert isinstance(index, MinHashLSH)
    assert {whole["a"], whole["b"]} <= set(index.query(signatures[whole["a"]]))
    assert "mine" in index
    assert index.query(own("Nothing that any sample says. " * 20)) == ["mine"]


def test_passages_in_an_index_whose_storage_is_named(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        index = archive.to_datasketch(0.7, {"type": "dict"}, unit="passage")
        key, minhash = next(archive.minhashes("passage"))
    assert key in index.query(minhash)


@pytest.fixture
def redis() -> Iterator[tuple[str, int]]:
    """Host and port of a Redis: one that somebody names, else one that is made up here and speaks its protocol."""
    if named := os.environ.get("DEDUP_TEST_REDIS"):
        host, _, port = named.partition(":")
        yield host, int(port)
        return
    from fakeredis import TcpFakeServer

    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address
    server.shutdown()
    server.server_close()


def test_an_index_in_redis(ran: Ran, redis: tuple[str, int]) -> None:
    host, port = redis
    storage = {"type": "redis", "redis": {"host": host, "port": port}, "basename": os.urandom(8)}
    with dedup.Archive.open(ran.archive) as archive:
        index = archive.to_datasketch(0.7, storage)
        in_memory = archive.to_datasketch(0.7)
        signatures = dict(archive.minhashes())
    assert {key: set(index.query(minhash)) for key, minhash in signatures.items()} == {
        key: set(in_memory.query(minhash)) for key, minhash in signatures.items()
    }


@pytest.mark.parametrize(("settings", "name"), [({"num_perm": 64}, "length"), ({"seed": 2}, "seed")])
def test_signatures_of_another_sort_are_refused(ran: Ran, settings: dict[str, int], name: str) -> None:
    with dedup.Archive.open(ran.archive) as archive, pytest.raises(ConfigError, match=f"has {name}"):
        archive.to_datasketch(0.5, also=[("mine", own("some words or other", **settings))])


def test_a_threshold_chooses_bands_and_rows_as_datasketch_does() -> None:
    from datasketch import MinHashLSH

    chosen = SketchConfig.of_copy_threshold(0.7)
    index = MinHashLSH(threshold=0.7, num_perm=128)
    assert (chosen.copy_bands, chosen.copy_rows) == (index.b, index.r)
    assert SketchConfig.of_copy_threshold(0.4) == SketchConfig()
    for threshold in (0.0, 1.0, -3.0, 70.0, float("nan")):
        with pytest.raises(ConfigError, match="above 0 and below 1"):
            SketchConfig.of_copy_threshold(threshold)


def test_no_band_goes_beyond_the_signature() -> None:
    units = np.arange(100, dtype=np.uint32)
    for threshold in (0.4, 0.7, 0.95):
        sketch = SketchConfig.of_copy_threshold(threshold)
        keys = respaced_keys(np.zeros(1, np.int64), np.array([[0, 100]]), units, sketch)
        assert keys.num_rows == min(sketch.respaced_bands, sketch.permutations // sketch.copy_rows)


@pytest.mark.parametrize("threshold", [0.2, 0.7, 0.95])
def test_an_archive_keeps_its_threshold(tmp_path: Path, threshold: float) -> None:
    path = tmp_path / "a.duckdb"
    dump = tmp_path / "dump.jsonl"
    lines = (SAMPLES / "dump.jsonl").read_bytes().splitlines(keepends=True)
    dump.write_bytes(b"".join(lines[:20]))
    arguments = ["add", str(dump), "--archive", str(path), "--copy-threshold", str(threshold), "--quiet"]
    assert runner.invoke(app, arguments).exit_code == 0
    with dedup.Archive.open(path) as archive:
        config = Config.of(archive.settings)
        assert config.sketch == SketchConfig.of_copy_threshold(threshold)
        assert config.match == MatchConfig()
    # The same without it grows the archive as it is; with another it is refused.
    dump.write_bytes(lines[20])
    assert runner.invoke(app, ["add", str(dump), "--archive", str(path), "--quiet"]).exit_code == 0
    refused = runner.invoke(app, [*arguments[:-2], "0.5", "--quiet"])
    assert refused.exit_code == 5
    assert "copy_" in refused.stderr
