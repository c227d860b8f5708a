"""The house holds its shape: imports point one way, and folders are entered through their `__init__`."""

import ast
import compileall
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dedup

ROOT = Path(dedup.__file__).parent
FLOORS = (
    {"messages"},
    {"config", "schema", "kernels", "tables"},
    {"text"},
    {"features", "ingest"},
    {"matching", "stories", "provenance"},
    {"archive"},
    {"export", "pipeline"},
    {"queries"},
    {"jobs"},
    {"api"},
    {"integrations", "adapters"},
    {"cli"},
    {"__main__"},
)
"""Rooms from the ground up; a module imports from its own room and from lower floors."""
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
FORMER = "adapters"
"""The former place of `integrations`: it passes on what stands there."""
MOST_NAMES = 20


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


def imports(path: Path) -> Iterator[tuple[int, str, str]]:
    """The line, module and name of everything that `path` imports from this package."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            if node.module and node.module.split(".")[0] == "dedup":
                yield from ((node.lineno, node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, "") for alias in node.names if alias.name.startswith("dedup."))


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def exported(package: Path) -> set[str]:
    tree = ast.parse((package / "__init__.py").read_text("utf-8"))
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


PACKAGES = sorted(path.parent for path in ROOT.rglob("__init__.py") if path.parent != ROOT)


def test_every_room_has_a_floor() -> None:
    assert {room(name) for name, _ in modules()} - {""} == set(FLOOR_OF)


def test_imports_point_one_way() -> None:
    upwards = [
        f"{name}:{line} imports {target}.{taken}"
        for name, path in modules()
        if room(name)
        for line, target, taken in imports(path)
        if room(target) not in ("", room(name))
        and FLOOR_OF[room(target)] >= FLOOR_OF[room(name)]
        and room(name) != FORMER
    ]
    assert not upwards


def test_other_folders_are_entered_through_their_init() -> None:
    past = [
        f"{name}:{line} imports {target}.{taken}"
        for name, path in modules()
        if room(name) not in ("", FORMER)
        for line, target, taken in imports(path)
        if room(target) not in ("", room(name))
        and target.count(".") > 1
        and not (ROOT.parent / target.replace(".", "/")).is_dir()
    ]
    assert not past


def test_a_filter_loads_no_room_that_it_does_not_enter(tmp_path: Path) -> None:
    line = json.dumps({"url": "https://kurier.test/1", "text": "The bridge over the river was closed. " * 20})
    script = (
        "import sys\nfrom dedup.cli import main\ntry:\n    main()\nfinally:\n    print(*sys.modules, file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "filter", "--quiet", "--archive", str(tmp_path / "a.duckdb")]
    done = subprocess.run(command, input=line.encode(), capture_output=True, check=True)
    loaded = {name for name in done.stderr.decode().split() if name.split(".")[0] == "dedup"}
    unused = {name for name in loaded if name.startswith(("dedup.jobs", "dedup.export", "dedup.provenance"))}
    assert done.stdout.count(b"\n") == 1
    assert not unused


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_bears_the_name_of_what_its_folder_exports(package: Path) -> None:
    inside = {path.stem for path in package.glob("*.py")} | {path.name for path in package.iterdir() if path.is_dir()}
    assert not inside & exported(package)


@pytest.mark.parametrize("package", [*PACKAGES, ROOT], ids=lambda path: str(path.relative_to(ROOT)))
def test_what_is_loaded_late_is_there_and_nothing_else_is(package: Path) -> None:
    name = ".".join(package.relative_to(ROOT.parent).parts)
    text = (package / "__init__.py").read_text("utf-8")
    if "lazy_names(__name__)" not in text:
        return
    block = next(node for node in ast.parse(text).body if isinstance(node, ast.If))
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    assert text.count("__getattr__") == 1, "one that type checkers see makes any misspelt name an Any"
    assert "\n    __getattr__, __dir__ = lazy_names(__name__)" in text
    module = importlib.import_module(name)
    names = exported(package) - {"TYPE_CHECKING", "lazy_names"}
    assert names <= set(dir(module))
    assert names == set(module.__all__), "what `import *` gives"
    with pytest.raises(AttributeError, match="no attribute 'misspelt'"):
        module.misspelt  # noqa: B018


def test_names_are_loaded_late_without_source_too(tmp_path: Path) -> None:
    """Programs are shipped compiled: `compileall -b`, PyInstaller."""
    made = tmp_path / "made"
    made.mkdir()
    given = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from made.home import bread as loaf, milk\n"
    late = "else:\n    from dedup.messages import lazy_names\n    __getattr__, __dir__ = lazy_names(__name__)\n"
    (made / "__init__.py").write_text(given + late)
    (made / "home.py").write_text("bread, milk = 1, 2\n")
    assert compileall.compile_dir(made, quiet=1, legacy=True)
    for source in made.glob("*.py"):
        source.unlink()
    script = "import made, sys; print('made.home' in sys.modules, made.loaf, made.milk, *dir(made)[-2:])"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT.parent)])}
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=environment)
    assert done.stdout.decode().split() == ["False", "1", "2", "loaf", "milk"]


def test_the_top_level_has_few_names() -> None:
    names = [path.name for path in ROOT.iterdir() if not path.name.startswith("__") and path.name != "py.typed"]
    assert len(names) <= MOST_NAMES


def test_no_file_is_long() -> None:
    long = {name: lines for name, path in modules() if (lines := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long
