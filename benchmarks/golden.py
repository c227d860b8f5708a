"""The outputs that a change of the code's shape must not change, and what changed where it did.

    python -m benchmarks.golden                      compare digests with those recorded
    python -m benchmarks.golden --record             record them, after a change that is meant
    python -m benchmarks.golden --against HEAD~3     make the outputs of another state as well, and show what differs
    python -m benchmarks.golden --articles 20000     a larger made dump; without recorded digests, for `--against`

Outputs are made in five ways: a run over the samples with every export, a run over a made dump (`benchmarks.dumps`),
an archive that grew in seven parts, a stream through the filter, and articles that an archive does not have, asked
about one by one. `--only` chooses some of them.
"""

import argparse
import dataclasses
import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import orjson

import dedup
from benchmarks import dumps
from dedup.cli.program import app
from dedup.config import ArchiveConfig

ROOT: Final = Path(__file__).parents[1]
DIGESTS: Final = ROOT / "tests" / "golden" / "digests.json"
ARTICLES: Final = 600
"""Of the made dump whose digests are recorded; all five ways take a minute of processor time."""
_FORMATS: Final = ("prov-json", "jsonld", "graphml", "csv")
"""Parquet files differ with the library that wrote them."""
_SHOWN: Final = 20
_NEVER_AFRESH: Final = dedup.Config(archive=ArchiveConfig(small_articles=0, batch_articles=400))
_TABLES: Final = ("articles", "matches", "borrowed", "stories", "links")


def run_samples(folder: Path, _: Path) -> None:
    """Every file of a run over the samples, and the keys of its report."""
    samples = ROOT / "samples"
    inputs = [str(samples / "dump.jsonl"), str(samples / "pages")]
    dedup.run(inputs, folder)
    command = ["export", "--archive", str(folder / "archive.duckdb"), "-o", str(folder / "other")]
    app([*command, "--format", ",".join(_FORMATS)], standalone_mode=False)
    report = json.loads((folder / "run.json").read_bytes())
    report["inputs"] = len(report["inputs"])  # by their paths
    (folder / "run-keys.json").write_text("\n".join(_keys(report)) + "\n")
    for name in ("run.json", "archive.duckdb"):
        (folder / name).unlink()


def run_made(folder: Path, dump: Path) -> None:
    """The files of a run over the made dump, and what it learned."""
    dedup.run([str(dump)], folder)
    with dedup.Archive.open(folder / "archive.duckdb") as archive:
        for table in ("stem", "concept", "learned", "presence", "fidelity", "lexicon", "recurring"):
            rows = archive.connection.table(table).to_arrow_table().to_pylist()
            (folder / f"{table}.jsonl").write_bytes(b"".join(sorted(orjson.dumps(row) + b"\n" for row in rows)))
    for name in ("run.json", "archive.duckdb"):
        (folder / name).unlink()


def grow(folder: Path, dump: Path) -> None:
    """Tables of an archive of most of the made dump, to which the rest was added in six parts."""
    archive = folder / "archive.duckdb"
    for part in _parts(dump, folder / "part.jsonl"):
        dedup.add([str(part)], archive, _NEVER_AFRESH)
    _write_tables(archive, folder)


def stream(folder: Path, dump: Path) -> None:
    """What the filter says of the last quarter of the made dump, in the kinds of one language and in all."""
    lines = dump.read_bytes().splitlines(keepends=True)
    start = len(lines) * 3 // 4
    begun = folder / "begun"
    begun.mkdir()
    (begun / "part.jsonl").write_bytes(b"".join(lines[:start]))
    records = [orjson.loads(line) for line in lines[start : start + 300]]
    dedup.add([str(begun / "part.jsonl")], begun / "archive.duckdb")
    for name, kinds in (("filter", ("copy", "rewrite")), ("filter-all", ("copy", "rewrite", "translation"))):
        shutil.copytree(begun, folder / name)
        archive = folder / name / "archive.duckdb"
        found = dedup.filter(records, archive, dedup.FilterConfig.of(kinds), annotate=True)
        marks = [orjson.dumps({"id": record["id"], **record["dedup"]}) + b"\n" for record in found]
        (folder / name / "marks.jsonl").write_bytes(b"".join(marks))
        _write_tables(archive, folder / name)
        (folder / name / "part.jsonl").unlink()
    shutil.rmtree(begun)


def ask(folder: Path, _: Path) -> None:
    """What is said of thirty records of the samples, from files, by an archive that has only the others."""
    records = [orjson.loads(line) for line in (ROOT / "samples" / "dump.jsonl").read_bytes().splitlines()]
    asked = records[::3][:30]
    rest = [record for record in records if record not in asked]
    (folder / "part.jsonl").write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in rest))
    dedup.add([str(folder / "part.jsonl")], folder / "archive.duckdb")
    answers = []
    with dedup.Archive.open(folder / "archive.duckdb") as archive:
        for start in range(0, len(asked), 10):
            path = folder / f"asked-{start}.jsonl"
            path.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in asked[start : start + 10]))
            answers += [dataclasses.asdict(answer) for answer in dedup.origin_of_file(archive, str(path))]
            path.unlink()
    lines = [orjson.dumps(_without_paths(answer), default=str) + b"\n" for answer in answers]
    (folder / "answers.jsonl").write_bytes(b"".join(lines))
    for name in ("part.jsonl", "archive.duckdb"):
        (folder / name).unlink()


WAYS: Final[Mapping[str, Callable[[Path, Path], None]]] = MappingProxyType(
    {"samples": run_samples, "made": run_made, "grown": grow, "stream": stream, "asked": ask}
)


def make_dump(folder: Path, articles: int = ARTICLES) -> Path:
    """Write the made dump."""
    return dumps.write(folder / "dump", articles, seed=11)


def make(folder: Path, ways: Sequence[str], dump: Path) -> None:
    """Make the outputs of `ways` in folders of `folder`; `dump` is the made one."""
    for way in ways:
        (folder / way).mkdir()
        WAYS[way](folder / way, dump)


def digests(folder: Path, ways: Sequence[str]) -> dict[str, str]:
    """A hash of each output, by its path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for way in ways
        for path in sorted((folder / way).rglob("*"))
        if path.is_file() and ".duckdb" not in path.name
    }


def difference(old: Path, new: Path, ways: Sequence[str]) -> list[str]:
    """What differs between two folders of outputs, line by line; the first lines of each file."""
    before, after = digests(old, ways), digests(new, ways)
    said = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) == after.get(name):
            continue
        sides = [(side / name).read_text().splitlines() if (side / name).exists() else [] for side in (old, new)]
        lines = [
            line[:400]
            for line in difflib.unified_diff(*(sorted(side) for side in sides), "before", "after", lineterm="", n=0)
            if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        more = [f"… {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        said += [f"{name}: {len(lines)} lines of {len(sides[0])} and {len(sides[1])}", *lines[:_SHOWN], *more]
    return said


def recorded() -> dict[str, str]:
    """The digests in the repository."""
    found: dict[str, str] = json.loads(DIGESTS.read_bytes())
    return found


def _parts(dump: Path, path: Path) -> Iterator[Path]:
    lines = dump.read_bytes().splitlines(keepends=True)
    cuts = [0, *(len(lines) * (8 + at) // 14 for at in range(7))]
    for low, high in pairwise(cuts):
        path.write_bytes(b"".join(lines[low:high]))
        yield path
    path.unlink()


def _write_tables(path: Path, folder: Path) -> None:
    with dedup.Archive.open(path) as archive:
        for name in _TABLES:
            rows = archive.table(name).to_pylist()
            lines = [orjson.dumps(row, default=str) + b"\n" for row in rows]
            (folder / f"{name}.jsonl").write_bytes(b"".join(lines))
    path.unlink()


def _without_paths(value: Any) -> Any:
    """The same, with files called by their names alone."""
    if isinstance(value, dict):
        return {name: _without_paths(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_paths(held) for held in value]
    return Path(value).name if isinstance(value, str) and value.startswith("/") else value


def _keys(value: Any, within: str = "") -> list[str]:
    if not isinstance(value, dict):
        return [within]
    return [key for name in sorted(value) for key in _keys(value[name], f"{within}.{name}" if within else name)]


@contextmanager
def _state(revision: str) -> Iterator[Path]:
    """Another state of the code, checked out."""
    if Path(revision).is_dir():
        yield Path(revision)
        return
    with tempfile.TemporaryDirectory() as folder:
        git = partial(subprocess.run, check=True, cwd=ROOT)
        git(["git", "worktree", "add", "--quiet", "--detach", f"{folder}/state", revision])
        try:
            yield Path(folder) / "state"
        finally:
            git(["git", "worktree", "remove", "--force", f"{folder}/state"])


def _make_elsewhere(state: Path, folder: Path, ways: Sequence[str], articles: int) -> None:
    """Make the outputs with the code of `state`, by this module."""
    code = f"""
import runpy, sys
sys.argv[0] = {str(Path(__file__).resolve())!r}
sys.path.insert(0, sys.argv.pop(1))
runpy.run_path(sys.argv[0], run_name="__main__")
"""
    command = [sys.executable, "-c", code, str(state), "--make", str(folder), "--articles", str(articles)]
    only = [word for way in ways for word in ("--only", way)]
    subprocess.run([*command, *only], check=True, cwd=state, env=os.environ | {"PYTHONPATH": str(state)})


def main() -> int:
    """The command; 1 where outputs differ."""
    parser = argparse.ArgumentParser(description="Compare outputs with those of before.")
    parser.add_argument("--record", action="store_true", help="record the digests of what this state makes")
    parser.add_argument("--against", metavar="REVISION", help="a commit, or a folder with the code")
    parser.add_argument("--only", action="append", choices=list(WAYS), help="may be repeated; all by default")
    parser.add_argument("--articles", type=int, default=ARTICLES, help="of the made dump")
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="make the outputs in FOLDER, and nothing else")
    chosen = parser.parse_args()
    ways = chosen.only or list(WAYS)
    if chosen.make is not None:
        make(chosen.make, ways, make_dump(chosen.make, chosen.articles))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new"
        make(new, ways, make_dump(new, chosen.articles))
        if chosen.against is not None:
            with _state(chosen.against) as state:
                _make_elsewhere(state, Path(folder) / "old", ways, chosen.articles)
            said = difference(Path(folder) / "old", new, ways)
        else:
            found = digests(new, ways)
            known = recorded() if DIGESTS.exists() else {}
            if chosen.record:
                kept = {name: digest for name, digest in known.items() if name.partition("/")[0] not in ways}
                DIGESTS.parent.mkdir(exist_ok=True)
                DIGESTS.write_text(json.dumps(kept | found, indent=1, sort_keys=True) + "\n")
                return 0
            said = changed(found, known, ways)
    print("\n".join(said) if said else "the same")
    return 1 if said else 0


def changed(found: Mapping[str, str], known: Mapping[str, str], ways: Sequence[str]) -> list[str]:
    """The outputs of which digests differ, by name."""
    of_ways = {name: digest for name, digest in known.items() if name.partition("/")[0] in ways}
    return sorted(name for name in of_ways.keys() | found.keys() if of_ways.get(name) != found.get(name))


if __name__ == "__main__":
    sys.exit(main())
