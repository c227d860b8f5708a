"""The first law: the same articles and settings give the same bytes, whatever the order, the batches or the threads."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from whole_run import Ran

import dedup
from dedup.config import MachineConfig, ReadConfig

FILES = ("articles.jsonl", "matches.jsonl", "borrowed.jsonl", "stories.jsonl", "links.jsonl")

Inputs = Callable[[Path, Path], list[str]]


def as_given(samples: Path, _: Path) -> list[str]:
    return [str(samples / "dump.jsonl"), str(samples / "pages")]


def shuffled(samples: Path, folder: Path) -> list[str]:
    """The dump in another order, in two files whose names sort the other way round; the pages first."""
    lines = (samples / "dump.jsonl").read_bytes().splitlines(keepends=True)
    random.Random(20).shuffle(lines)
    (folder / "b.jsonl").write_bytes(b"".join(lines[:30]))
    (folder / "a.jsonl").write_bytes(b"".join(lines[30:]))
    return [str(samples / "pages"), str(folder / "b.jsonl"), str(folder / "a.jsonl")]


@pytest.fixture(scope="module")
def some(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a third of the samples and what one run makes of them, for what takes long an article."""
    folder = tmp_path_factory.mktemp("some")
    lines = (samples / "dump.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "some.jsonl").write_bytes(b"".join(lines[:40]))
    dedup.run([str(folder / "some.jsonl")], folder / "out", report=False)
    kinds = {json.loads(line)["kind"] for line in (folder / "out" / "matches.jsonl").open()}
    assert kinds == {"copy", "rewrite", "translation"}
    return folder


@pytest.mark.parametrize(
    ("inputs", "config"),
    [
        pytest.param(shuffled, dedup.Config(), id="shuffled"),
        pytest.param(as_given, dedup.Config(machine=MachineConfig(threads=1)), id="one thread"),
        pytest.param(as_given, dedup.Config(machine=MachineConfig(threads=2)), id="two threads"),
        pytest.param(
            shuffled,
            dedup.Config(
                read=ReadConfig(batch_articles=7),
                machine=MachineConfig(threads=3, batch_articles=9, batch_chars=20_000, batch_pairs=5),
            ),
            id="small batches, shuffled, three threads",
        ),
    ],
)
def test_same_bytes(ran: Ran, samples: Path, tmp_path: Path, inputs: Inputs, config: dedup.Config) -> None:
    dedup.run(inputs(samples, tmp_path), tmp_path / "out", config, report=False)
    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (ran.out / name).read_bytes(), name


def test_batches_of_one_and_less_memory(some: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = MachineConfig(batch_articles=1, batch_chars=1, batch_pairs=1, memory=10**9)
    # Bounds that only large dumps reach.
    monkeypatch.setattr(MachineConfig, "meetings_at_once", 20)
    monkeypatch.setattr(MachineConfig, "words_remembered", 50)
    # As if there were too much for queries to be planned with fewer looks.
    monkeypatch.setattr("dedup.jobs.run.FEW_BYTES", 0)
    config = dedup.Config(read=ReadConfig(batch_articles=1), machine=machine)
    dedup.run([str(some / "some.jsonl")], tmp_path / "out", config, report=False)
    for name in FILES:
        assert (tmp_path / "out" / name).read_bytes() == (some / "out" / name).read_bytes(), name


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"},
        {"TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8", "PYTHONUTF8": "0", "PYTHONHASHSEED": "3"},
    ],
    ids=lambda surroundings: surroundings["TZ"],
)
def test_same_bytes_on_any_machine(ran: Ran, samples: Path, tmp_path: Path, surroundings: dict[str, str]) -> None:
    """Whatever its time zone and its locale, and in whichever order Python's sets come."""
    commands = [
        ["run", *as_given(samples, tmp_path), "-o", str(tmp_path / "out"), "--no-report"],
        ["export", "--archive", str(tmp_path / "out" / "archive.duckdb"), "-o", str(tmp_path / "again")],
    ]
    # Both in one process: starting one takes as long as the export.
    code = f"from dedup.cli import app\nfor command in {commands!r}: app(command, standalone_mode=False)"
    subprocess.run([sys.executable, "-c", code], env=os.environ | surroundings, check=True)
    for folder in ("out", "again"):
        for name in FILES:
            assert (tmp_path / folder / name).read_bytes() == (ran.out / name).read_bytes(), name


def test_export_says_what_the_run_said(ran: Ran, tmp_path: Path) -> None:
    from dedup.jobs.run import export_again

    with dedup.Archive.open(ran.archive) as archive:
        export_again(archive, tmp_path / "again")
    for name in (*FILES, "rejected.jsonl"):
        assert (tmp_path / "again" / name).read_bytes() == (ran.out / name).read_bytes(), name
