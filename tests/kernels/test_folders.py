"""Where kernels are kept: in a folder that can be written to, and by nobody else."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.kernels import folders_of_process

posix = pytest.mark.skipif(os.name == "nt", reason="owners and modes are those of POSIX")


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A machine on which no folder of the list is there yet, and the package lies where nothing can be written."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    # A file in the way stands for a folder without permission: tests may run as root, whom no mode stops.
    in_the_way = tmp_path / "package"
    in_the_way.write_text("")
    monkeypatch.setattr("dedup.kernels.folders.__file__", str(in_the_way / "folders.py"))
    folders_of_process.cache_clear()
    yield tmp_path
    folders_of_process.cache_clear()


def private(tmp_path: Path) -> Path:
    return tmp_path / f"dedup-kernels-{os.getuid()}"


def test_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.kernels.folders.__file__", str(tmp_path / "folders.py"))
    assert folders_of_process().written == tmp_path / "__pycache__"


def test_where_the_user_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "named"))
    assert folders_of_process().written == tmp_path / "named" / "dedup-kernels"


@posix
def test_in_the_users_cache_closed_to_others(tmp_path: Path) -> None:
    folder = folders_of_process().written
    assert folder == tmp_path / "cache" / "dedup" / "kernels"
    assert folder.stat().st_mode & 0o777 == 0o700


@posix
def test_without_a_home_among_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("")
    folder = folders_of_process().written
    assert folder == private(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700


@posix
def test_a_folder_that_others_can_write_to_is_neither_written_nor_read(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    private(tmp_path).mkdir()
    private(tmp_path).chmod(0o777)
    found = folders_of_process()
    assert found.written is None
    assert not found.read


@posix
def test_a_link_that_somebody_has_put_there_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    private(tmp_path).symlink_to(elsewhere)
    assert folders_of_process().written is None


@posix
def test_a_folder_of_another_user_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folders_of_process().written
    assert folder is not None
    folders_of_process.cache_clear()
    monkeypatch.setattr(os, "geteuid", lambda: os.stat(folder).st_uid + 1)
    assert folder not in folders_of_process().read


def test_what_cannot_be_written_to_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    image = tmp_path / "image" / "__pycache__"
    image.mkdir(parents=True)
    monkeypatch.setattr("dedup.kernels.folders.__file__", str(image.parent / "folders.py"))

    def refused(dir: Path) -> object:
        if Path(dir) == image:
            raise PermissionError("read-only file system")
        return open(os.devnull, "rb")

    monkeypatch.setattr(tempfile, "TemporaryFile", refused)
    found = folders_of_process()
    assert found.read == (image, tmp_path / "cache" / "dedup" / "kernels")
    assert found.written == tmp_path / "cache" / "dedup" / "kernels"
