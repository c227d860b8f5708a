"""A signal is heard within three seconds, whatever the command is at."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from in_fork import Fork, call_in_fork

import dedup.cli
import dedup.jobs
from dedup.cli.stopping import allow_seconds
from dedup.pipeline.backend.engine import Engine


def native(*_: object, **__: object) -> None:
    """Hold the main thread in native code, or a thread that it waits for: no signal interrupts it, and it takes no
    processor, which other tests want."""
    library = ctypes.CDLL(None)
    mutex = ctypes.create_string_buffer(256)  # more than any system's takes
    library.pthread_mutex_init(mutex, None)
    library.pthread_mutex_lock(mutex)
    os.write(2, b"at work\n")
    library.pthread_mutex_lock(mutex)


def native_in_threads(*_: object, **__: object) -> None:
    list(Engine(None, 2).map(native, range(2)))  # type: ignore[arg-type]


@pytest.mark.parametrize("where", ["main", "thread"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_native_code_does_not_keep_a_signal_waiting(where: str, number: int, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text("{}\n")

    def program() -> None:
        # As after a command of this process that may take long to end, such as `serve`.
        allow_seconds(60)
        dedup.jobs.run_dumps = native if where == "main" else native_in_threads  # type: ignore[assignment]
        dedup.cli.main()

    process = Fork.start("run", tmp_path / "d.jsonl", "-o", tmp_path / "o", "--quiet", program=program)
    try:
        assert process.stderr.readline() == b"at work\n"
        time.sleep(0.2)
        sent = time.monotonic()
        process.send_signal(number)
        process.communicate(20)
        assert process.returncode == 130
        # Three seconds, and some for a machine at work.
        assert time.monotonic() - sent < 6
    finally:
        process.kill()


STOPPED_AT_ONCE = """
import atexit, os, signal, time
import dedup.cli, dedup.jobs

def stop(*_, **__):
    print("before", end="")
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(60)

atexit.register(time.sleep, 60)
dedup.jobs.run_dumps = stop
dedup.cli.main()
"""


def test_a_command_that_was_stopped_does_not_wait_for_the_end_of_python(tmp_path: Path) -> None:
    """Python may take seconds to free what a run of hundreds of megabytes held; what was printed is not lost."""
    (tmp_path / "d.jsonl").write_text("{}\n")
    command = [sys.executable, "-c", STOPPED_AT_ONCE, "run", "d.jsonl", "-o", "o", "--quiet"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True, timeout=50)
    assert (done.returncode, done.stdout) == (130, "before")
    assert done.stderr.split("\n")[1:] == ["dedup: stopping", "dedup: stopped; what was there before is as it was", ""]


STOPPED_AT_A_PAGER = """
import os, sys
import dedup.cli, dedup.jobs

def print_on(*_, **__):
    os.write(2, b"at work\\n")
    while True:
        sys.stdout.buffer.write(b"a line of many\\n")

dedup.jobs.run_dumps = print_on
dedup.cli.main()
"""


def test_a_reader_that_stands_still_does_not_keep_a_stopped_command(tmp_path: Path) -> None:
    """As a pager does, which Ctrl-C does not end: what is left in the buffer never gets into the pipe."""
    (tmp_path / "d.jsonl").write_text("{}\n")
    command = [sys.executable, "-c", STOPPED_AT_A_PAGER, "run", "d.jsonl", "-o", "o", "--quiet"]
    # Without a buffer nothing is left in it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) as process:  # type: ignore[call-overload]
        try:
            assert process.stderr.readline() == b"at work\n"
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 130
        finally:
            process.kill()


def test_a_program_in_a_fork_that_never_ends_is_ended() -> None:
    asleep = call_in_fork(lambda: time.sleep(60), ["dedup"], limit=0.2)
    assert asleep.returncode == -signal.SIGALRM
