"""What tests of several rooms share: the tables that texts are tokenized with, and one run over the samples."""

import gc
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from made_once import made_once
from whole_run import SAMPLES, Ran

import dedup
from dedup.text import TextTables

# What is printed is as wide as in a pipe, whatever starts the tests (xdist gives its workers the terminal's width).
os.environ.pop("COLUMNS", None)

_OURS = ("tmp", "dedup", ".dedup")
"""How temporary files of Python's and ours begin; a browser and Java leave others behind themselves."""

_SPARK = "tests/integrations/spark/"

# Where the tests are started in the background, the shell has them, and all that they start, ignore Ctrl-C.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The first example compiles a kernel, so no example has a deadline; the same examples every time.
settings.register_profile(
    "dedup", deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("dedup")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: Any) -> int:
    """With `-n auto`, have one process more than cores: some tests wait for a browser, a lock or Java."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: Any, log: Any) -> Any:
    """With `-n`, give a file's tests to one process: what they share is then made once. Files go in their order, which
    begins with the slowest folders, but for Spark."""
    if config.option.dist != "load":
        return None  # somebody asked for another way
    from xdist.scheduler import LoadFileScheduling

    class OneSpark(LoadFileScheduling):  # type: ignore[misc]
        """A file's tests go together, and so do those that want Spark: to start it takes half a minute of processor."""

        def _split_scope(self, nodeid: str) -> str:
            return _SPARK if nodeid.startswith(_SPARK) else str(super()._split_scope(nodeid))

    config.option.loadscopereorder = False
    return OneSpark(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what needs Spark begin first: it takes minutes, most of them in one process that nobody shares."""
    items.sort(key=lambda item: not item.nodeid.startswith(_SPARK))


def pytest_collection_finish() -> None:
    """Leave five thousand tests and all modules out of what is searched for garbage, again and again and in forks."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def temporary_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep temporary files, of this process and of those that it starts, in a folder that must be empty in the end."""
    folder = tmp_path_factory.mktemp("temporary")
    before = tempfile.tempdir, os.environ.get("TMPDIR")
    tempfile.tempdir = os.environ["TMPDIR"] = str(folder)
    yield
    tempfile.tempdir = before[0]
    if before[1] is None:
        del os.environ["TMPDIR"]
    else:
        os.environ["TMPDIR"] = before[1]
    left = sorted(path.name for path in folder.iterdir() if path.name.startswith(_OURS))
    assert not left, f"left in the folder for temporary files: {left}"


@pytest.fixture(scope="session")
def tables() -> TextTables:
    return TextTables.load()


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """The run over the samples that everybody may look at and nobody changes."""

    def run(folder: Path) -> dedup.Summary:
        return dedup.run([str(SAMPLES / "dump.jsonl"), str(SAMPLES / "pages")], folder / "out")

    folder, summary = made_once(tmp_path_factory, "ran", run)
    return Ran(folder / "out", summary)


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The text of each record of the samples' dump, by id."""
    with (SAMPLES / "dump.jsonl").open(encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}
