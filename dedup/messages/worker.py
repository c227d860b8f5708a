"""The program of a worker process (`dedup.pipeline.backend.workers` starts it)."""

import gc
import os
import pickle
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from dedup.messages.collecting import ALLOCATIONS
from dedup.messages.no_pandas import keep_pandas_out

_LOOKED_SECONDS: Final = 1.0
"""How often a worker looks whether its program is there yet."""


def serve(pandas_out: bool) -> None:
    """Answer jobs until standard input ends; with `pandas_out`, without pandas."""
    if pandas_out:
        keep_pandas_out()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    asked: BinaryIO = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(2, 1)
    gc.set_threshold(ALLOCATIONS)
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
                # What a stage loads stays as long as the worker; to look for cycles in it took 6% of reading.
                gc.freeze()
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
