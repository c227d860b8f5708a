"""Tables that are made once on a machine: read by the next process, made anew when what they depend on is another."""

from pathlib import Path

import pytest

from dedup.kernels import Folders, folders_of_process, kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("dedup.kernels.folders.folders_of_process", folders_of_process.__wrapped__)
    return tmp_path / "dedup-kernels"


class Maker:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> dict[str, int]:
        self.times += 1
        return {"made": self.times}


def test_it_is_made_once(folder: Path) -> None:
    maker = Maker()
    assert [kept("table", ("release", 1), maker) for _ in range(3)] == [{"made": 1}] * 3
    assert [path.suffix for path in folder.iterdir()] == [".table"]


def test_another_release_is_another_table(folder: Path) -> None:
    maker = Maker()
    assert kept("table", ("release", 1), maker) == {"made": 1}
    assert kept("table", ("release", 2), maker) == {"made": 2}
    assert kept("table", ("release", 1), maker) == {"made": 1}


@pytest.mark.parametrize("damage", [b"", b"no such packing", None], ids=["empty", "other", "cut"])
def test_what_cannot_be_read_is_made_again(folder: Path, damage: bytes | None) -> None:
    maker = Maker()
    kept("table", 1, maker)
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-4] if damage is None else damage)
    assert kept("table", 1, maker) == {"made": 2}
    assert kept("table", 1, maker) == {"made": 2}


def test_where_nothing_can_be_kept_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.kernels.folders.folders_of_process", lambda: Folders((), None))
    maker = Maker()
    assert [kept("table", 1, maker)["made"] for _ in range(2)] == [1, 2]
