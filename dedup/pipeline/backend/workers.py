"""Processes that work beside this one, where Python's lock would keep a second core idle.

A worker is an interpreter of its own that is given jobs over its standard input and answers on its standard output, so
nothing depends on how the program that uses this package was started, and a worker ends when that program does.
Kernels, Arrow and the database release the lock by themselves: stages made of those run on threads (`engine.py`).
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Queue
from typing import Any, Final

from dedup.messages import is_pandas_out

Job = Callable[[], Callable[[Any], Any]]
"""Makes a stage, loading what it needs. It travels to the worker by pickle; what it makes stays there."""

_COMMAND: Final = "from dedup.messages import serve; serve({pandas_out})"
"""The room of `serve` loads nothing: a worker that reads articles needs neither kernels nor the database."""


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
                [sys.executable, "-P", "-c", _COMMAND.format(pandas_out=is_pandas_out())],
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
