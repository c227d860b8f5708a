"""The program in a fork of the tests' own process, where all is loaded: a process of its own, without the seconds that
Python, numba and the tables take to start. Who tests the start itself starts `python -m dedup`."""

import os
import select
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

import dedup.cli


def in_fork(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the program with `arguments`, and wait for its end."""
    return call_in_fork(dedup.cli.main, ["dedup", *map(str, arguments)], stdin)


def call_in_fork(
    program: Callable[[], object], words: Sequence[str], stdin: bytes = b"", limit: float = 300
) -> subprocess.CompletedProcess[bytes]:
    """Call `program` with `words` as its command line, and wait for its end, which a signal brings after `limit`
    seconds."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        child = os.fork()
        if not child:
            signal.setitimer(signal.ITIMER_REAL, limit)
            _be_the_program(program, words, given.fileno(), out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(list(words), code, out.read(), err.read())


@dataclass
class Fork:
    """A program that goes on in a fork, with the methods of `subprocess.Popen` that tests need."""

    pid: int
    stderr: IO[bytes]
    returncode: int | None = None

    @classmethod
    def start(cls, *arguments: str | Path, program: Callable[[], object] = dedup.cli.main) -> "Fork":
        """Start `program` with `arguments`."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            nothing = os.open(os.devnull, os.O_RDWR)
            _be_the_program(program, ["dedup", *map(str, arguments)], nothing, nothing, writing)
        os.close(writing)
        return cls(child, os.fdopen(reading, "rb"))

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, timeout: float) -> tuple[bytes, bytes]:
        """Nothing, and what it still says on standard error until its end.

        Raises:
            subprocess.TimeoutExpired: if that does not come in time.
        """
        end = time.monotonic() + timeout
        said = b""
        while not self.stderr.closed:
            if not select.select([self.stderr], [], [], max(0.0, end - time.monotonic()))[0]:
                raise subprocess.TimeoutExpired("dedup", timeout)
            more = self.stderr.read1()  # type: ignore[attr-defined]
            if not more:
                self.stderr.close()
            said += more
        if self.returncode is None:
            # It closes what it writes to at its very end.
            self.returncode = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        return b"", said


def _be_the_program(program: Callable[[], object], words: Sequence[str], *standard_files: int) -> NoReturn:
    code = 70
    try:
        for place, number in enumerate(standard_files):
            os.dup2(number, place)
        # pytest has put others in their places.
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout, sys.stderr = (os.fdopen(place, "w", 1, encoding="utf-8", closefd=False) for place in (1, 2))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = list(words)
        try:
            program()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
