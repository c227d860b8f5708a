"""Between the stages of a run within little memory, what is freed goes back to the system; else it is kept for the
next batch."""

import platform
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dedup.messages import release_freed_memory


def held() -> int:
    """Bytes of this process in memory."""
    return resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[1])


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="the C library is another")
def test_what_lies_below_something_in_use_is_given_back() -> None:
    """The C library by itself gives back only what lies above all that is in use."""
    blocks = [bytes([1]) * 60_000 for _ in range(1_500)]
    last = blocks[-1]
    before = held()
    del blocks
    release_freed_memory()
    assert held() < before - 60_000_000
    assert len(last) == 60_000


BATCHES = """
import resource, sys, threading
from dedup.messages import keep_freed_memory

def work():
    for _ in range(30):
        held = [bytearray(size << 20) for size in (1, 4, 8, 20)]
        del held

if sys.argv[1:]:
    keep_freed_memory()
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
"""
"""Frees and takes the memory of a batch again and again; says how many pages the system had to find."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such setting")
def test_memory_of_a_batch_serves_the_next_one() -> None:
    kept, given_back = (
        int(subprocess.run([sys.executable, "-c", BATCHES, *asked], check=True, capture_output=True, text=True).stdout)
        for asked in (["keep"], [])
    )
    assert kept < 0.75 * given_back


BETWEEN = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from dedup.messages import give_freed_memory_back

if sys.argv[1:]:
    give_freed_memory_back()
large = bytearray(30 << 20)
del large
held, kept = [], []
for _ in range(10):
    held.append(bytearray(8 << 20))
    kept.append(bytearray(5_000))
del held
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(pages * resource.getpagesize(), pa.default_memory_pool().backend_name)
"""
"""Frees arrays between others that stay, after a larger one; says how many bytes the process holds then."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries have no such setting")
def test_what_was_freed_between_others_is_given_back() -> None:
    (given_back, pool), (kept, _) = (
        subprocess.run(
            [sys.executable, "-c", BETWEEN, *asked], check=True, capture_output=True, text=True
        ).stdout.split()
        for asked in (["back"], [])
    )
    assert int(given_back) < int(kept) - 60_000_000
    assert pool == "system"
