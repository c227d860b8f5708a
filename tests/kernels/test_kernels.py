"""A kernel is compiled once, for one signature, from code that its file is named after."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import dedup
from dedup.kernels import KERNELS, kernel, part
from dedup.kernels.dispatch import Kernel

ROOT = Path(dedup.__file__).parent


@part
def doubled(value):  # type: ignore[no-untyped-def]
    return value * FACTOR


FACTOR = 2


@kernel("i8[] i8[]! i8")
def shifted(values, out, by):  # type: ignore[no-untyped-def]
    for at in range(len(values)):
        out[at] = doubled(values[at]) + by


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for kernels."""
    from dedup.kernels import Folders, dispatch

    monkeypatch.setattr(dispatch, "folders_of_process", lambda: Folders((tmp_path,), tmp_path))
    return tmp_path


def again() -> Kernel:
    """The same kernel as another process has it."""
    return Kernel(shifted.function, "i8[] i8[]! i8", {})


def test_whatever_it_is_given_it_has_one_signature(fresh: Path) -> None:
    one, out = again(), np.zeros(3, np.int64)
    frozen = np.arange(3)
    frozen.flags.writeable = False
    for values in (np.arange(3), frozen, np.arange(3, dtype=np.int32), np.arange(6)[::2], [0, 1, 2]):
        one(values, out, np.int32(1))
        assert out.tolist() == [2 * int(value) + 1 for value in values]
    assert one.signatures == one.misses == 1


@pytest.mark.parametrize(
    ("values", "out"),
    [
        (np.zeros(3), np.zeros(3, np.int64)),  # a number would be cut
        (np.zeros((3, 1), np.int64), np.zeros(3, np.int64)),
        (np.zeros(3, np.int64), np.zeros(3, np.int32)),  # what is written would go into a copy
        (np.zeros(3, np.int64), np.zeros(6, np.int64)[::2]),
    ],
)
def test_what_does_not_fit_is_refused(values: object, out: object) -> None:
    with pytest.raises(TypeError):
        shifted(values, out, 1)


def test_it_is_kept_and_found_again(fresh: Path) -> None:
    out = np.zeros(1, np.int64)
    again()(np.ones(1, np.int64), out, 1)
    assert [path.suffix for path in fresh.iterdir()] == [".kernel"]
    other = again()
    other(np.ones(1, np.int64), out, 1)
    assert other.misses == 0
    assert out.tolist() == [3]


def test_a_damaged_file_is_made_anew(fresh: Path) -> None:
    out = np.zeros(1, np.int64)
    again()(np.ones(1, np.int64), out, 1)
    (path,) = fresh.iterdir()
    path.write_bytes(path.read_bytes()[:100])
    other = again()
    other(np.ones(1, np.int64), out, 1)
    assert (other.misses, out.tolist()) == (1, [3])
    assert path.stat().st_size > 100


def test_a_constant_of_a_part_is_seen(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = np.zeros(1, np.int64)
    again()(np.ones(1, np.int64), out, 1)
    monkeypatch.setitem(globals(), "FACTOR", 3)
    other = again()
    assert not other.kept
    other(np.ones(1, np.int64), out, 1)
    assert out.tolist() == [4]


def test_a_folder_that_takes_nothing_costs_the_file_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dedup.kernels import Folders, dispatch

    gone = tmp_path / "gone"
    monkeypatch.setattr(dispatch, "folders_of_process", lambda: Folders((gone,), gone))
    out = np.zeros(1, np.int64)
    again()(np.ones(1, np.int64), out, 1)
    assert out.tolist() == [3]


def nodes_of_files_with(words: str) -> Iterator[tuple[Path, ast.AST]]:
    """What stands in files that `words` are found in. (All files are many seconds' work, and each process collects.)"""
    for path in ROOT.rglob("*.py"):
        if re.search(words, text := path.read_text("utf-8")):
            yield from ((path, node) for node in ast.walk(ast.parse(text)))


def numba_users() -> list[Path]:
    return [
        path
        for path, node in nodes_of_files_with("numba")
        if isinstance(node, ast.Import | ast.ImportFrom)
        and any(name.startswith("numba") for name in [getattr(node, "module", "") or "", *(a.name for a in node.names)])
    ]


def test_kernels_are_declared_as_such() -> None:
    assert {path.parent.name for path in numba_users()} == {"kernels"}


def compiled_functions() -> list[tuple[str, ast.FunctionDef]]:
    return [
        (path.stem, node)
        for path, node in nodes_of_files_with("@(kernel|part|large_part)")
        if isinstance(node, ast.FunctionDef)
        and any(
            (isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "kernel")
            or (isinstance(one, ast.Name) and one.id in ("part", "large_part"))
            for one in node.decorator_list
        )
    ]


SCALARS = {"uint8", "uint32", "uint64", "int32", "int64", "float32"}


@pytest.mark.parametrize(
    ("name", "node"), [pytest.param(name, node, id=f"{name}.{node.name}") for name, node in compiled_functions()]
)
def test_no_kernel_calls_functions_of_numpy(name: str, node: ast.FunctionDef) -> None:
    """They take longer to compile than the kernel: make arrays, sort and count before and after."""
    used = {
        one.attr
        for one in ast.walk(node)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "np"
    }
    assert used <= SCALARS
    calls = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    assert {one.attr for one in calls if isinstance(one, ast.Attribute)} <= SCALARS


def test_every_kernel_has_a_name_of_its_own() -> None:
    assert all(name == one.name for name, one in KERNELS.items())
