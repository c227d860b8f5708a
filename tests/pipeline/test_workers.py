"""Worker processes: what they answer, what becomes of faults, and that a run does not depend on them."""

# Jobs travel by name, and a worker does not know this file: what it does is named by what every Python has.
import functools
import operator
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dedup import Config, run
from dedup.config import MachineConfig, MatchConfig
from dedup.export import FILES
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.backend.workers import Workers


@pytest.fixture(scope="module")
def workers():
    made = Workers(2)
    made.start()
    yield made
    made.close()


def test_a_worker_answers_what_the_stage_makes_of_what_it_is_given(workers):
    job = functools.partial(functools.partial, operator.mul, 2)
    assert [workers.ask(job, number) for number in range(5)] == [0, 2, 4, 6, 8]


def test_what_a_stage_raises_is_raised_here(workers):
    job = functools.partial(functools.partial, operator.truediv, 1)
    with pytest.raises(ZeroDivisionError):
        workers.ask(job, 0)
    assert workers.ask(job, 2) == 0.5


def test_a_worker_that_dies_is_told_of():
    mortal = Workers(1)
    mortal.start()
    with pytest.raises(MemoryError, match="a worker process ended"):
        mortal.ask(functools.partial(functools.partial, os._exit), 3)
    mortal.close()


def test_what_a_stage_prints_does_not_get_between_the_answers(workers):
    assert workers.ask(functools.partial(functools.partial, print), "hello") is None
    assert workers.ask(functools.partial(functools.partial, operator.neg), 7) == -7


def test_a_run_with_workers_writes_what_one_without_writes(samples: Path, tmp_path: Path):
    match = MatchConfig.of_kinds(["copy", "rewrite"])
    for name, least in (("threads", 10**9), ("workers", 0)):
        config = Config(match=match, machine=MachineConfig(threads=2, workers_from=least, batch_chars=20_000))
        run([str(samples / "dump.jsonl")], tmp_path / name, config)
    for file in FILES:
        assert (tmp_path / "threads" / file).read_bytes() == (tmp_path / "workers" / file).read_bytes(), file


def test_no_worker_is_started_where_the_memory_does_not_bear_two():
    engine = Engine(None, 2, MachineConfig(memory=500_000_000, threads=2).workers)
    engine.start_workers()
    assert engine.workers is None
    assert MachineConfig(threads=2).workers == 2
    assert MachineConfig(threads=1).workers == 0


def test_a_worker_ends_soon_after_a_program_that_was_killed_at_work():
    """It holds standard error of the program, which ends when both have."""
    program = (
        "import functools, time\n"
        "from dedup.pipeline.backend.workers import Workers\n"
        "workers = Workers(1)\n"
        "workers.start()\n"
        "print(workers.ask(functools.partial(functools.partial, time.sleep), 0), flush=True)\n"
        "workers.ask(functools.partial(functools.partial, time.sleep), 60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"None\n"
        process.kill()
        started = time.monotonic()
        process.communicate(timeout=30)
        # One second, and some for a machine at work.
        assert time.monotonic() - started < 6
