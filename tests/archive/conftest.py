"""An archive of the samples, copied for whoever changes it."""

from pathlib import Path

import pytest
from kept import added, copied, sample_lines
from made_once import made_once

from dedup.api import Archive
from dedup.jobs.add import settings_of
from dedup.pipeline.archive_index import open_lookup


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all samples but ten, with keys; nobody changes it."""

    def make(folder: Path) -> None:
        added(folder / "a.duckdb", *sample_lines()[:-10])
        with Archive.open(folder / "a.duckdb") as archive:
            open_lookup(archive, settings_of(archive, None))

    return made_once(tmp_path_factory, "made", make)[0] / "a.duckdb"


@pytest.fixture(scope="session")
def made_and_grown(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One to which five of the ten were added: they stand in its log, and it has keys. Nobody changes it."""
    folder, _ = made_once(
        tmp_path_factory, "grown", lambda folder: added(copied(made, folder), *sample_lines()[-10:-5]).new
    )
    return folder / "a.duckdb"


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """An archive of all samples but ten, to be changed."""
    return copied(made, tmp_path)


@pytest.fixture
def grown(made_and_grown: Path, tmp_path: Path) -> Path:
    """The same with five more in its log and with keys, to be changed."""
    return copied(made_and_grown, tmp_path)
