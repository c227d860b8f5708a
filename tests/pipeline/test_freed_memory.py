"""Between the stages of a run within little memory, what is freed goes back to the system."""

import platform
from pathlib import Path

import pytest

from dedup.messages import release_freed_memory


def held() -> int:
    """Bytes of this process in memory."""
    return 4096 * int(Path("/proc/self/statm").read_text().split()[1])


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
