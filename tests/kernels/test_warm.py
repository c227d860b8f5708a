"""First runs: what `warmup` compiles is all that any command needs; two at once; nowhere to keep anything."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dedup
from dedup.kernels import KERNELS

COMMAND = (sys.executable, "-m", "dedup.cli")
EVERYTHING = """
import json, sys
from pathlib import Path
import dedup
from dedup.kernels import KERNELS

folder = Path(sys.argv[1])
out = folder / "out"
dedup.run([str(folder / "one.jsonl")], out)
with dedup.Archive.open(out / "archive.duckdb", write=True) as archive:
    list(archive.add(json.loads(line) for line in (folder / "two.jsonl").open()))
dedup.add([str(folder / "two.jsonl")], folder / "grown.duckdb")
dedup.add([str(folder / "one.jsonl")], folder / "grown.duckdb")
dedup.refresh(folder / "grown.duckdb")
print(json.dumps({name: [one.misses, one.signatures] for name, one in KERNELS.items()}))
"""

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


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which two processes have compiled all kernels at once."""
    folder = tmp_path_factory.mktemp("warm")
    started = [
        subprocess.Popen([*COMMAND, "warmup"], env=clean(folder), stderr=subprocess.PIPE, text=True) for _ in range(2)
    ]
    said = [process.communicate(timeout=500)[1] for process in started]
    assert [process.returncode for process in started] == [0, 0], said
    assert all(str(folder) in one for one in said)
    return folder


def test_two_at_once_compile_all_and_leave_nothing_else(warm: Path) -> None:
    # Asked for, so that all modules that hold kernels are loaded.
    assert callable(dedup.warmup)
    assert kept(warm) == {name for name in KERNELS if name.startswith("dedup.")}
    assert {path.suffix for path in (warm / "dedup-kernels").iterdir()} == {".kernel", ".table"}


def test_after_warmup_nothing_is_compiled_and_no_kernel_has_two_signatures(warm: Path, dumps: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", EVERYTHING, str(dumps)], env=clean(warm), capture_output=True, text=True, check=True
    )
    found: dict[str, list[int]] = json.loads(ran.stdout)
    assert {name for name, (misses, _) in found.items() if misses} == set()
    assert {name for name, (_, signatures) in found.items() if signatures > 1} == set()
    assert sum(signatures for _, signatures in found.values()) > len(found) // 2


def test_warm_again_compiles_nothing(warm: Path) -> None:
    ran = subprocess.run([*COMMAND, "warmup"], env=clean(warm), capture_output=True, text=True, check=True)
    assert "compiled already" in ran.stderr


def test_a_run_says_what_it_compiles_and_where_it_goes(tmp_path: Path, dumps: Path, warm: Path) -> None:
    folder = tmp_path / "kernels"
    (folder / "dedup-kernels").mkdir(parents=True)
    files = sorted((warm / "dedup-kernels").glob("*.kernel"))
    for path in files:
        if "lsh._band_keys" not in path.name:
            (folder / "dedup-kernels" / path.name).write_bytes(path.read_bytes())
    ran = subprocess.run(
        [*COMMAND, "run", str(dumps / "one.jsonl"), "-o", str(tmp_path / "out")],
        env=clean(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    assert "compiling 1 kernel, once" in ran.stderr
    assert str(folder) in ran.stderr
    assert len(kept(folder)) == len(files)


@pytest.fixture
def read_only(tmp_path: Path) -> Path:
    """An installation beside which nothing can be kept: a file is in the way, for root is stopped by no mode."""
    package = tmp_path / "site" / "dedup"
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


@pytest.mark.skipif(os.name == "nt", reason="the folder is known by its owner there too, but not by its name")
def test_a_service_user_without_home_keeps_them_among_temporary_files(
    tmp_path: Path, read_only: Path, warm: Path, dumps: Path
) -> None:
    private = tmp_path / f"dedup-kernels-{os.getuid()}"
    private.mkdir(mode=0o700)
    left_out = next((warm / "dedup-kernels").glob("*lsh._band_keys-*"))
    for path in (warm / "dedup-kernels").iterdir():
        if path != left_out:
            shutil.copy(path, private)
    run = "from dedup.cli import main; main()"
    arguments = ("run", str(dumps / "one.jsonl"), "-o", str(tmp_path / "out"))
    ran = without_home(read_only, run, tmp_path, *arguments)
    assert ran.returncode == 0, ran.stderr
    assert str(private) in ran.stderr
    assert (private / left_out.name).exists()
    assert (tmp_path / "out" / "run.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_where_nothing_can_be_kept_kernels_work_all_the_same(tmp_path: Path, read_only: Path) -> None:
    (tmp_path / f"dedup-kernels-{os.getuid()}").mkdir()
    (tmp_path / f"dedup-kernels-{os.getuid()}").chmod(0o777)
    ran = without_home(read_only, NOWHERE, tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "(2, 2) None\n"
    assert not list((tmp_path / f"dedup-kernels-{os.getuid()}").iterdir())
