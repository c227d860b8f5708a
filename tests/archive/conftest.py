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


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """The same to be changed."""
    for part in made.parent.glob("a.duckdb*"):
        shutil.copy(part, tmp_path / part.name)
    return tmp_path / "a.duckdb"
