"""The program in a fork of the tests' own process, where all is loaded: a process of its own, without the seconds that
Python, numba and the tables take to start. Who tests the start itself starts `python -m dedup`."""

import os
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn

import dedup.cli


def in_fork(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run the program with `arguments`, and wait for its end."""
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        words = ["dedup", *map(str, arguments)]
        child = os.fork()
        if not child:
            _be_the_program(words, given.fileno(), out.fileno(), err.fileno())
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        out.seek(0)
        err.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


def _be_the_program(words: list[str], *standard_files: int) -> NoReturn:
    code = 70
    try:
        for place, number in enumerate(standard_files):
            os.dup2(number, place)
        # pytest has put others in their places.
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout, sys.stderr = (os.fdopen(place, "w", encoding="utf-8", closefd=False) for place in (1, 2))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.argv = words
        try:
            dedup.cli.main()
            code = 0
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        except BaseException:
            traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
