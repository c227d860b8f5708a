"""Processes that work beside this one, where Python's lock would keep a second core idle.

A worker is an interpreter of its own that is given jobs over its standard input and answers on its standard output, so
nothing depends on how the program that uses this package was started, and a worker ends when that program does.
Kernels, Arrow and the database let go of the lock by themselves: stages made of those run on threads (`engine.py`).
"""

import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Queue
from typing import Any, BinaryIO, Final

Job = Callable[[], Callable[[Any], Any]]
"""Makes a stage, loading what it needs. It travels to the worker by pickle; what it makes stays there."""

_LOOKED_SECONDS: Final = 1.0
"""How often a worker looks whether its program is there yet."""

_COMMAND: Final = "from dedup.pipeline.backend.workers import serve; serve()"


@dataclass
class Workers:
    """Some processes and the jobs that they know."""

    count: int
    peak: dict[int, int] = field(default_factory=dict)
    """The most bytes that each process has held, as it last said."""
    _processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _idle: "Queue[subprocess.Popen[bytes]]" = field(default_factory=Queue)

    def start(self) -> None:
        """Start the processes; they load what they need while this one goes on."""
        paths = os.pathsep.join(path for path in sys.path if path)
        for _ in range(self.count):
            # Ctrl-C is for this process, which then ends its workers.
            process = subprocess.Popen(
                [sys.executable, "-P", "-c", _COMMAND],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=os.environ | {"PYTHONPATH": paths},
            )
            self._processes.append(process)
            self._idle.put(process)

    def ask(self, job: Job, given: Any) -> Any:
        """Return what the stage that `job` makes answers to `given`, from a worker that has nothing else to do.

        Raises:
            MemoryError: if the worker died, which is what happens to processes when memory is full.
            Exception: what the stage raised.
        """
        process = self._idle.get()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            # The job apart: what it was made of may be nothing that a dictionary takes for a key.
            pickle.dump((pickle.dumps(job), given), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            answer, error, self.peak[process.pid] = pickle.load(process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError) as died:
            raise MemoryError(f"a worker process ended with code {process.wait()}") from died
        finally:
            self._idle.put(process)
        if error is not None:
            raise error
        return answer

    def close(self) -> None:
        """End the processes, whatever they are doing."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()


def serve() -> None:
    """Answer jobs until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    asked: BinaryIO = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    stages: dict[bytes, Callable[[Any], Any]] = {}
    while True:
        try:
            job, given = pickle.load(asked)
        except EOFError:
            return
        answer: Any = None
        failed: Exception | None = None
        try:
            if job not in stages:
                stages[job] = pickle.loads(job)()
            answer = stages[job](given)
        except Exception as error:
            failed = error
        pickle.dump((answer, failed, peak_memory()), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _end_with(parent: int) -> None:
    """End this process soon after `parent`: one that was killed gave nobody word, and a job may take minutes."""
    while os.getppid() == parent:
        time.sleep(_LOOKED_SECONDS)
    os._exit(1)


def peak_memory() -> int:
    """Return the most bytes that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
