"""Files of a run are put in place all or none, whenever the process dies, and words about a stop are true."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dedup.archive import placing
from dedup.archive.placing import (
    PLACING,
    finish_placing,
    folder_beside,
    place,
    signals_held,
    sweep_folders,
    working_folder,
    write_file,
)
from dedup.messages import passed

NAMES = ["archive.duckdb", "articles.jsonl", "links.jsonl", "run.json"]
# Puts files in place and is killed when it is about to give the one its name that is given.
KILLED = """
import os, sys
from pathlib import Path
from dedup.archive.placing import folder_beside, working_folder
from dedup.archive.placing import place
out, number, names = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
left = [number]
def die(event, args):
    if event in ("os.rename", "os.remove") and str(out) in str(args[-1] if event == "os.remove" else args[1]):
        if not left[0]:
            os.kill(os.getpid(), 9)
        left[0] -= 1
with working_folder(folder_beside(out / "x")) as folder:
    for name in names:
        (folder / name).write_text("new")
    sys.addaudithook(die)
    place(folder, out, names)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    for name in NAMES:
        (tmp_path / name).write_text("old")
    (tmp_path / "mine").write_text("mine")
    return tmp_path


def content(out: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in out.iterdir() if path.is_file()}


def put_all(out: Path) -> None:
    with working_folder(folder_beside(out / "x")) as folder:
        for name in NAMES:
            (folder / name).write_text("new")
        place(folder, out, NAMES)


def test_all_are_put_in_place(old: Path) -> None:
    put_all(old)
    assert content(old) == dict.fromkeys(NAMES, "new") | {"mine": "mine"}
    assert not [path for path in old.iterdir() if path.is_dir()]


def test_killed_between_any_two_names_it_is_all_or_none(old: Path) -> None:
    states = set()
    for number in range(7):
        for name in NAMES:
            (old / name).write_text("old")
        subprocess.run([sys.executable, "-c", KILLED, str(old), str(number), *NAMES], check=False)
        if "run.json" in content(old):
            # Who reads without dedup sees by it that all are of one run.
            assert len({content(old)[name] for name in NAMES}) == 1
        finish_placing(old)
        sweep_folders(old)
        found = content(old)
        assert found.pop("mine") == "mine"
        assert set(found) == set(NAMES)
        assert len(set(found.values())) == 1
        assert not [path for path in old.iterdir() if path.is_dir()]
        states |= set(found.values())
    assert states == {"old", "new"}


def test_a_folder_in_the_way_changes_nothing(old: Path) -> None:
    (old / "links.jsonl").unlink()
    (old / "links.jsonl").mkdir()
    before = content(old)
    with pytest.raises(OSError, match="a folder is in the way"):
        put_all(old)
    assert content(old) == before


def test_a_folder_of_that_name_that_is_not_ours_stays(old: Path) -> None:
    (old / PLACING).mkdir()
    (old / PLACING / "lock").touch()
    (old / PLACING / "diary").write_text("mine")
    with pytest.raises(OSError, match="not a folder that dedup left"):
        put_all(old)
    assert (old / PLACING / "diary").read_text() == "mine"
    assert content(old)["run.json"] == "old"


def test_a_signal_waits_for_the_last_name(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(out: Path) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        give(out)

    give = placing._give_names
    monkeypatch.setattr(placing, "_give_names", interrupted)
    with pytest.raises(KeyboardInterrupt):
        put_all(old)
    assert content(old) == dict.fromkeys(NAMES, "new") | {"mine": "mine"}
    assert "the new files are in place" in passed()


def test_signals_that_are_ignored_stay_so() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with signals_held():
            os.kill(os.getpid(), signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_folder_belongs_to_who_holds_its_lock_whatever_its_number(tmp_path: Path) -> None:
    """In a container the number of a dead process is that of a living one, and the other way round."""
    code = (
        "import sys, time; from pathlib import Path; from dedup.archive.placing import working_folder\n"
        "with working_folder(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    )
    folder = tmp_path / f".dedup-{os.getpid()}-dead"
    with subprocess.Popen([sys.executable, "-c", code, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        sweep_folders(tmp_path)
        assert folder.is_dir()
        process.kill()
    sweep_folders(tmp_path)
    assert not folder.exists()


def test_a_folder_that_is_about_to_get_its_lock_stays(tmp_path: Path) -> None:
    (tmp_path / ".dedup-young").mkdir()
    (tmp_path / ".dedup-old").mkdir()
    os.utime(tmp_path / ".dedup-old", (1, 1))
    sweep_folders(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".dedup-young"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = tmp_path / "story.svg", tmp_path / "link.svg"
    link.symlink_to(path)
    write_file(link, b"old")
    assert (path.read_bytes(), link.is_symlink()) == (b"old", True)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(placing, "_sync", full)
        with pytest.raises(OSError, match=r"story\.svg"):
            write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link.svg", "story.svg"]
    reader, writer = os.pipe()
    write_file(Path(f"/dev/fd/{writer}"), b"through a pipe")
    os.close(writer)
    with os.fdopen(reader, "rb") as read:
        assert read.read() == b"through a pipe"
