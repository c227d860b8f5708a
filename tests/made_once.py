"""What several tests look at, made by one of the processes that run them and copied by the others."""

import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from filelock import FileLock

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], T]) -> tuple[Path, T]:
    """A folder that `make` has filled, and what it returned, which can be pickled.

    With `-n` each process has a copy: that one reads an archive while another prepares its keys is for tests that mean
    it.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ:
        folder = factory.mktemp(name)
        return folder, make(folder)
    folder = factory.getbasetemp().parent / f"made-{name}"
    returned = folder.with_suffix(".pickle")
    with FileLock(folder.with_suffix(".lock")):
        if not returned.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            returned.write_bytes(pickle.dumps(make(folder)))
    own = factory.mktemp(name)
    shutil.copytree(folder, own, dirs_exist_ok=True)
    return own, pickle.loads(returned.read_bytes())
