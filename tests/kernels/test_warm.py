"""First runs: what `warmup` compiles is all that any command needs; two at once; nowhere to keep anything."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

import dedup
from dedup.jobs import warm as warming_up
from dedup.kernels import KERNELS

COMMAND = (sys.executable, "-m", "dedup.cli")
FEW = 8
"""Kernels that are compiled anew here: enough that each process has a second one beside it."""
EVERYTHING = """
import json, sys
from pathlib import Path
import dedup
from dedup.cli import main
from dedup.kernels import KERNELS

folder, out = map(Path, sys.argv[1:])
sys.argv = ["dedup", "run", str(folder / "one.jsonl"), "-o", str(out)]
try:
    main()
except SystemExit as end:
    if end.code:
        raise
with dedup.Archive.open(out / "archive.duckdb", write=True) as archive:
    list(archive.add(json.loads(line) for line in (folder / "two.jsonl").open()))
dedup.add([str(folder / "two.jsonl")], out / "grown.duckdb")
dedup.add([str(folder / "one.jsonl")], out / "grown.duckdb")
dedup.refresh(out / "grown.duckdb")
print(json.dumps({name: [one.misses, one.signatures] for name, one in KERNELS.items()}))
"""
"""Whatever needs kernels, after a run that is the command's."""

NOWHERE = """
import numpy
from dedup.features.lsh import band_keys
from dedup.kernels import folders_of_process
print(band_keys(numpy.zeros((2, 4), numpy.uint32), 2, 2, numpy.uint64(7)).shape, folders_of_process().written)
"""


def clean(folder: Path) -> dict[str, str]:
    """An environment whose kernels lie in `folder`."""
    return os.environ | {"NUMBA_CACHE_DIR": str(folder)}


def kept(folder: Path) -> set[str]:
    return {path.name.rpartition("-")[0] for path in (folder / "dedup-kernels").glob("*.kernel")}


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Path:
    """Two halves of some stories of the samples."""
    folder = tmp_path_factory.mktemp("dumps")
    rows = (samples / "dump.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "one.jsonl").write_text("".join(rows[0:60:2]), encoding="utf-8")
    (folder / "two.jsonl").write_text("".join(rows[1:60:2]), encoding="utf-8")
    return folder


def warm_up_two(folder: Path) -> list[str]:
    """What two processes say on standard error that compile into `folder` at once."""
    started = [
        subprocess.Popen([*COMMAND, "warmup"], env=clean(folder), stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate(timeout=500)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert all(str(folder) in one for one in said)
    return said


@pytest.fixture(scope="module")
def warming(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A folder into which two processes have compiled what was missing at once, and what they said: the kernels that
    compile most quickly, beside those that this machine has from before."""
    folder = tmp_path_factory.mktemp("warm")
    (folder / "dedup-kernels").mkdir()
    for name in sorted(all_kernels(), key=lambda name: KERNELS[name].size)[FEW:]:
        if path := KERNELS[name]._store.find():
            shutil.copy(path, folder / "dedup-kernels")
    return folder, warm_up_two(folder)


@pytest.fixture(scope="module")
def warm(warming: tuple[Path, list[str]]) -> Path:
    return warming[0]


def all_kernels() -> set[str]:
    return {name for name in warming_up.all_kernels() if name.startswith("dedup.")}


def test_every_module_that_holds_kernels_is_known() -> None:
    root = Path(dedup.__file__).parent
    holders = {
        ".".join(path.relative_to(root.parent).with_suffix("").parts)
        for path in root.rglob("*.py")
        if "\n@kernel(" in path.read_text("utf-8")
    }
    # Not those of the kernels at hand: what another test loaded is among them.
    known = {f"dedup.{room}.{name}" for room, names in warming_up._HOLDERS.items() for name in names.split()}
    assert known == holders


def test_two_at_once_compile_what_is_missing_and_leave_nothing_else(warming: tuple[Path, list[str]]) -> None:
    folder, said = warming
    assert kept(folder) == all_kernels()
    # What lay there before was not overlooked: each process knows of all.
    known = len(all_kernels())
    assert all(f" of {known} kernels in " in one or f"all {known} kernels are" in one for one in said)
    assert {path.suffix for path in (folder / "dedup-kernels").iterdir()} == {".kernel", ".table"}


@pytest.mark.long
def test_two_at_once_compile_all_from_nothing(tmp_path: Path) -> None:
    said = warm_up_two(tmp_path)
    assert kept(tmp_path) == all_kernels()
    assert any(f"compiled {len(all_kernels())} of {len(all_kernels())} kernels" in one for one in said)


def test_warm_again_compiles_nothing(warm: Path) -> None:
    ran = subprocess.run([*COMMAND, "warmup"], env=clean(warm), capture_output=True, text=True, check=True)
    assert "compiled already" in ran.stderr


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation beside which nothing can be kept: a file is in the way, for root is stopped by no mode."""
    package = tmp_path_factory.mktemp("installed") / "site" / "dedup"
    shutil.copytree(Path(dedup.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    (package / "kernels" / "__pycache__").write_text("")
    return package.parent


def without_home(site: Path, code: str, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `code` with the package in `site`, no home, and `folder` for temporary files."""
    env = {name: value for name, value in os.environ.items() if name not in ("HOME", "NUMBA_CACHE_DIR")}
    env |= {"XDG_CACHE_HOME": os.devnull, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    begin = f"import sys; sys.path.insert(0, {str(site)!r})\n"
    command = [sys.executable, "-P", "-c", begin + code, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=300, check=False)


@dataclass(frozen=True)
class Served:
    """What a service user without a home was told by a process that did everything, all kernels but one being there."""

    folder: Path
    left_out: Path
    private: Path
    ran: subprocess.CompletedProcess[str]

    @property
    def kernels(self) -> dict[str, list[int]]:
        """How often the process compiled each, and for how many signatures."""
        found: dict[str, list[int]] = json.loads(self.ran.stdout.splitlines()[-1])
        return found


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, read_only: Path, warm: Path, dumps: Path) -> Served:
    folder = tmp_path_factory.mktemp("served")
    private = folder / f"dedup-kernels-{os.getuid()}"
    private.mkdir(mode=0o700)
    left_out = next((warm / "dedup-kernels").glob("*lsh._band_keys-*"))
    for path in (warm / "dedup-kernels").iterdir():
        if path != left_out:
            shutil.copy(path, private)
    ran = without_home(read_only, EVERYTHING, folder, str(dumps), str(folder / "out"))
    assert ran.returncode == 0, ran.stderr
    return Served(folder, left_out, private, ran)


needs_users = pytest.mark.skipif(os.name == "nt", reason="the folder is known by its owner there too, not by its name")


@needs_users
def test_after_warmup_nothing_is_compiled_and_no_kernel_has_two_signatures(served: Served) -> None:
    assert {name for name, (misses, _) in served.kernels.items() if misses} == {"dedup.features.lsh._band_keys"}
    assert {name for name, (_, signatures) in served.kernels.items() if signatures > 1} == set()
    assert sum(signatures for _, signatures in served.kernels.values()) > len(served.kernels) // 2


@needs_users
def test_a_run_says_what_it_compiles_and_where_it_goes(served: Served, warm: Path) -> None:
    assert "compiling 1 kernel, once" in served.ran.stderr
    assert str(served.private) in served.ran.stderr
    assert {path.name for path in served.private.glob("*.kernel")} == {
        path.name for path in (warm / "dedup-kernels").glob("*.kernel")
    }


@needs_users
def test_a_service_user_without_home_keeps_them_among_temporary_files(served: Served) -> None:
    assert (served.private / served.left_out.name).exists()
    assert (served.folder / "out" / "run.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_where_nothing_can_be_kept_kernels_work_all_the_same(tmp_path: Path, read_only: Path) -> None:
    (tmp_path / f"dedup-kernels-{os.getuid()}").mkdir()
    (tmp_path / f"dedup-kernels-{os.getuid()}").chmod(0o777)
    ran = without_home(read_only, NOWHERE, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "(2, 2) None\n"
    assert not list((tmp_path / f"dedup-kernels-{os.getuid()}").iterdir())
