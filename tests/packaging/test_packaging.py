"""The package as others install it: a wheel outside the checkout, its types, its commands."""

import re
import subprocess
import sys
import tarfile
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).parents[2]

USER = """
import dedup

archive: dedup.Archive = dedup.Archive.open("a.duckdb")
verdict: dedup.Verdict = archive.check({"text": "some text"})
match: str | None = verdict.match
reveal_type(dedup.Config().settings())
number: int = dedup.Config().match
"""


def run(*arguments: object, cwd: Path) -> str:
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True, check=True, cwd=cwd).stdout


@pytest.mark.parametrize("arguments", [["--version"], ["version"]])
def test_the_module_runs(arguments: list[str], tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "dedup", *arguments, cwd=tmp_path).startswith("dedup ")


def test_a_type_checker_sees_the_types(tmp_path: Path) -> None:
    """Without a word of ours in the user's settings: `py.typed` is what makes mypy look."""
    (tmp_path / "user.py").write_text(USER)
    (tmp_path / "mypy.ini").write_text(
        "[mypy]\nstrict = True\nignore_missing_imports = True\nfollow_imports = silent\n"
    )
    # Installed as users have it: mypy does not see through the import hook of an editable installation.
    venv.create(tmp_path / "env", symlinks=True, with_pip=False)
    (site,) = (tmp_path / "env" / "lib").glob("python3*/site-packages")
    (site / "dedup").symlink_to(ROOT / "dedup")
    python = tmp_path / "env" / "bin" / "python"
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--python-executable", python, "--cache-dir", tmp_path / "cache", "user.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    lines = [line for line in checked.stdout.splitlines() if line.startswith("user.py")]
    assert [line.split(":")[1] for line in lines] == ["7", "8"], checked.stdout
    assert "dict[str, Any]" in lines[0].replace("builtins.", ""), "older checkers write the module too"
    assert "MatchConfig" in lines[1]


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_extras_are_asked_for_by_the_name_of_the_distribution() -> None:
    """`pip install 'dedup[serve]'` would install another project."""
    assert PROJECT["name"] == "dedup-news"
    files = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "dedup").rglob("*.py")]
    asked = re.compile(r"\b(dedup[\w-]*)\[([a-z]+)\]")
    found = {name for file in files for name in asked.findall(file.read_text("utf-8"))}
    assert {extra for _, extra in found} >= {"serve", "office", "remote", "mcp", "neural"}
    assert {name for name, _ in found} == {PROJECT["name"]}
    assert {extra for _, extra in found} <= PROJECT["optional-dependencies"].keys()


def test_an_installation_is_found_by_the_name_of_the_distribution() -> None:
    try:
        found = metadata.distribution(PROJECT["name"])
    except metadata.PackageNotFoundError:
        pytest.skip("not installed, or by an earlier name: python -m pip install -e .")
    assert found.version == dedup.__version__
    assert [point.name for point in found.entry_points] == ["dedup"]


def test_the_citation_is_of_this_version() -> None:
    cited = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"\nversion: {dedup.__version__}\n" in cited
    assert PROJECT["name"] in cited


def test_whatever_is_installed_is_pinned() -> None:
    """A library that came later than the pins may need other releases of them, and then nothing can be installed."""
    extras = PROJECT["optional-dependencies"]
    wanted = [*PROJECT["dependencies"], *(one for name, listed in extras.items() if name != "neural" for one in listed)]
    names = {re.split(r"[\[<>=!~ ;]", one, maxsplit=1)[0].lower().replace("_", "-") for one in wanted}
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.partition("==")[0].lower() for line in lines if "==" in line}
    assert names <= pinned


@pytest.mark.slow
def test_a_wheel_works_outside_the_checkout(tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--outdir", tmp_path / "dist", ROOT, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("dedup_news-*.whl")
    (sdist,) = (tmp_path / "dist").glob("*.tar.gz")
    inside = set(zipfile.ZipFile(wheel).namelist())
    data = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "dedup").rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".nbi", ".nbc", ".md"}
    }
    assert data <= inside
    with tarfile.open(sdist) as archive:
        assert {name.partition("/")[2] for name in archive.getnames()} >= data | {
            "pyproject.toml",
            "README.md",
            "LICENSE",
        }
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--constraint", ROOT / "constraints.txt", wheel, cwd=tmp_path)
    samples = ROOT / "samples"
    program = tmp_path / "venv" / "bin" / "dedup"
    run(program, "run", samples / "dump.jsonl", samples / "pages", "-o", tmp_path / "out", "--quiet", cwd=tmp_path)
    assert (tmp_path / "out" / "archive.duckdb").exists()
    assert len((tmp_path / "out" / "articles.jsonl").read_bytes().splitlines()) == 113
