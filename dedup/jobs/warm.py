"""Compiling kernels ahead: all of them when asked to, or in a second process while a first run is at its first stages.

What two processes compile at the same time is shared by files: whoever is first compiles a kernel, and the other waits
for it or takes another one, so this costs no more processor time than compiling in one.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from dedup.kernels import KERNELS, Kernel, folders_of_process
from dedup.pipeline import Watch, unwatched
from dedup.text import load_identifier

_COMMAND: Final = "from dedup.jobs.warm import compile_beside; compile_beside()"
_LATE: Final = ("dedup.matching", "dedup.provenance", "dedup.features.concepts", "dedup.features", "dedup.pipeline")
"""Where kernels stand that a run comes to late: the second process begins with these, in this order."""
_HOLDERS: Final = {
    "archive.index": "bitpack",
    "features": "hash_table keys lsh minhash",
    "features.concepts": "word_translation",
    "matching": "candidates distinct_gain passage_pairs similarity templates titles windows",
    "pipeline.backend": "shuffle token_store",
    "provenance.attribution": "scan_kernel",
    "provenance.tracing": "overlap tree_sums",
    "text": "boilerplate passages picture_credits recurring signs tail_notices tokenizer unrelated",
}
"""The modules that hold kernels."""
_GAUGES: Final = ("dedup.matching.passage_pairs._weigh", "dedup.text.passages._join_passages")
"""Two small kernels: the first takes in what numba does once in a process, the second shows how fast the machine is."""
_LEAST: Final = 4
"""Kernels that are worth a second process, which takes a second to start."""


@dataclass(frozen=True)
class Warmed:
    """What compiling took."""

    kernels: int
    """All there are."""
    compiled: int
    """Those that were not there yet."""
    seconds: float
    folder: Path | None
    """Where they are kept; None if there is no folder to keep them in."""


@dataclass(frozen=True)
class Cost:
    """What a first run must compile."""

    kernels: int
    seconds: float
    """Of processor time, by what one kernel took here just now."""
    folder: Path | None


def warm_kernels(watch: Watch | None = None) -> Warmed:
    """Compile all kernels that are not kept yet and unpack the model of languages, so that no later run has to."""
    watch, started = watch or unwatched, time.perf_counter()
    missing = _missing()
    with compiling_beside(os.cpu_count() or 1):
        for done, kernel in enumerate(missing):
            watch("kernels", done, len(missing))
            kernel.compile()
    load_identifier()
    return Warmed(len(all_kernels()), len(missing), time.perf_counter() - started, folders_of_process().written)


def compiling_cost() -> Cost | None:
    """Return what must be compiled before a run is through, measured on a small kernel; None where nothing need be."""
    missing = _missing()
    if not missing:
        return None
    for name in _GAUGES:
        started = time.thread_time()
        KERNELS[name].compile()
        took = time.thread_time() - started
    rest = _missing()
    # Where the gauge was kept it says nothing; then most are, too.
    pace = took / KERNELS[_GAUGES[-1]].size if KERNELS[_GAUGES[-1]].misses else 0.0
    return Cost(len(missing), pace * sum(kernel.size for kernel in rest), folders_of_process().written)


@contextmanager
def compiling_beside(threads: int) -> Iterator[None]:
    """Have a second process compile what is missing, from the last stages on, for as long as the context lasts."""
    if threads < 2 or folders_of_process().written is None or len(_missing()) < _LEAST:
        yield
        return
    paths = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _COMMAND],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": paths},
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()


def compile_beside() -> None:
    """Compile what nobody else does, until all is there or standard input ends: whoever started this is gone then."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for kernel in sorted(_missing(), key=_rank):
        if not kernel.kept:
            kernel.compile(wait=False)


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def _rank(kernel: Kernel) -> tuple[int, int]:
    late = next((rank for rank, place in enumerate(_LATE) if kernel.name.startswith(f"{place}.")), len(_LATE))
    return late, -kernel.size


def all_kernels() -> dict[str, Kernel]:
    """Load the modules that hold kernels; returns these by name."""
    for package, modules in _HOLDERS.items():
        for module in modules.split():
            import_module(f"dedup.{package}.{module}")
    return KERNELS


def _missing() -> list[Kernel]:
    return [kernel for kernel in all_kernels().values() if not kernel.kept]
