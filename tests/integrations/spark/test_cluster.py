"""A run on executors that are processes of their own, as on a cluster, one of which is killed: `pytest -m slow`."""

import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from whole_run import SAMPLES, Ran

import dedup
from dedup.export import FILES
from dedup.integrations.spark import need_spark, run_dumps, spark_session

pytestmark = pytest.mark.slow

# Two executors of one core and a gigabyte.
MASTER = "local-cluster[2,1,1024]"


def executors() -> list[int]:
    found = subprocess.run(["pgrep", "-f", "CoarseGrainedExecutorBackend"], capture_output=True, text=True, check=False)
    return [int(number) for number in found.stdout.split()]


def test_an_executor_is_killed(tmp_path: Path) -> None:
    try:
        need_spark()
    except dedup.ConfigError as missing:
        pytest.skip(str(missing))
    dump = str(SAMPLES / "dump.jsonl")
    locally = Ran(tmp_path / "local", dedup.run(dump, tmp_path / "local", report=False))
    killed: list[int] = []

    def kill() -> None:
        # In the middle of the work: reading takes the first seconds.
        time.sleep(25)
        victim = executors()[0]
        os.kill(victim, signal.SIGKILL)
        killed.append(victim)

    with spark_session(MASTER, {"spark.sql.shuffle.partitions": "2", "spark.default.parallelism": "2"}) as session:
        threading.Thread(target=kill, daemon=True).start()
        run_dumps(session, dump, tmp_path / "cluster")
        now = executors()
    assert killed
    assert killed[0] not in now
    for name in FILES:
        assert (tmp_path / "cluster" / name).read_bytes() == (locally.out / name).read_bytes(), name
