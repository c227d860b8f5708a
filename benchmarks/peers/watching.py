"""What a command and all processes that it starts take: time, processor, memory, disk."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_EVERY: Final = 0.02
_TICK: Final = os.sysconf("SC_CLK_TCK")
_PAGE: Final = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Taken:
    """What a command took."""

    seconds: float
    cpu: float
    """Seconds of processor, all processes."""
    memory: int
    """Bytes resident at most, all processes together."""
    disk: int
    """Bytes in its folder at most."""


def watch(command: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path) -> Taken:
    """Run `command` in a session of its own and look at all processes of that session fifty times a second (Linux).

    What it prints goes to `log`.

    Raises:
        subprocess.CalledProcessError: if it fails.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    spent: dict[int, float] = {}
    memory = disk = looks = 0
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment, start_new_session=True)
        while process.poll() is None:
            resident = 0
            for pid, cpu, size in _processes(process.pid):
                spent[pid] = cpu
                resident += size
            memory = max(memory, resident)
            if looks % 10 == 0:
                disk = max(disk, _size(folder))
            looks += 1
            time.sleep(_EVERY)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Children that nobody waited for are in the one figure, what lived shorter than a look in the other.
    reaped = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(seconds, max(reaped, sum(spent.values())), memory, max(disk, _size(folder)))


def _processes(session: int) -> list[tuple[int, float, int]]:
    """(process, seconds of processor, bytes resident) of each process of a session."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                stat = Path(entry.path, "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[3]) == session:
                found.append((int(entry.name), (int(stat[11]) + int(stat[12])) / _TICK, int(stat[21]) * _PAGE))
    return found


def _size(folder: Path) -> int:
    total = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(path, name)).st_size
            except OSError:
                continue
    return total
