"""An archive of the samples, copied for whoever changes it."""

import shutil
from pathlib import Path

import pytest
from kept import added, sample_lines


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all samples but ten; nobody changes it."""
    path = tmp_path_factory.mktemp("made") / "a.duckdb"
    added(path, *sample_lines()[:-10])
    return path


@pytest.fixture(scope="session")
def made_and_grown(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One to which five of the ten were added: they stand in its log, and it has keys. Nobody changes it."""
    path = copied(made, tmp_path_factory.mktemp("grown"))
    added(path, *sample_lines()[-10:-5])
    return path


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """An archive of all samples but ten, to be changed."""
    return copied(made, tmp_path)


@pytest.fixture
def grown(made_and_grown: Path, tmp_path: Path) -> Path:
    """The same with five more in its log and with keys, to be changed."""
    return copied(made_and_grown, tmp_path)


def copied(archive: Path, folder: Path) -> Path:
    """A copy of an archive that nobody has open, with its log and its keys."""
    for part in archive.parent.glob("a.duckdb*"):
        shutil.copy(part, folder / part.name)
    return folder / archive.name
