"""How long a large archive takes to take articles in, and to answer.

    python -m benchmarks.kept 100000

makes a dump of a wire's articles (`benchmarks.dumps --wire`), an archive of all but the last thousand, and has that
take in the thousand by `add` and by `filter`, and answer about some of them by `check` and `origin`. It prints
processor time, of all threads and worker processes. What the first article costs (the archive's opening, tables that
are loaded for it) stands in a row of its own, and is taken off the others.
"""

import argparse
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, Final

import orjson

from benchmarks import dumps
from benchmarks.tables import table

MORE: Final = 1_000
_ASKED: Final = 100


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time that `work` takes, of this process and of those that it starts and waits for."""
    before = _spent()
    work()
    return _spent() - before


def _spent() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def make(folder: Path, articles: int) -> tuple[Path, list[dict[str, Any]]]:
    """An archive of so many articles in `folder`, and a thousand records that come later."""
    from dedup.jobs import run_dumps

    made = dumps.articles(articles + MORE, recipe=dumps.WIRE)
    dump = folder / "dump.jsonl"
    with dump.open("wb") as file:
        file.writelines(orjson.dumps(record) + b"\n" for record, _ in islice(made, articles))
    run_dumps([str(dump)], folder / "out", report=False)
    return folder / "out" / "archive.duckdb", [record for record, _ in made]


def measure(archive: Path, more: Sequence[dict[str, Any]], folder: Path) -> list[list[str]]:
    """What each way costs."""
    import dedup

    def copy(name: str) -> Path:
        shutil.copytree(archive.parent, folder / name)
        return folder / name / archive.name

    def taken(records: Iterable[dict[str, Any]], path: Path) -> float:
        file = folder / "more.jsonl"
        file.write_bytes(b"".join(orjson.dumps(record) + b"\n" for record in records))
        return spent(lambda: dedup.add([str(file)], path))

    with dedup.Archive.open(archive) as opened:
        first = spent(lambda: opened.check(more[0]))
        checks = [spent(partial(opened.check, one)) for one in more[1 : 1 + _ASKED]]
        opened.origin(more[-1])
        origins = [spent(partial(opened.origin, one)) for one in more[-1 - _ASKED : -1]]
    filtered = copy("filtered")
    some = spent(lambda: list(dedup.filter(more[:1], filtered)))
    all_of_them = spent(lambda: list(dedup.filter(more[1:], filtered)))
    added = copy("added")
    one, rest = taken(more[:1], added), taken(more[1:], added)
    return [
        ["the first check, with the keys made", f"{first:.1f} s"],
        ["check", f"{1000 * median(checks):.0f} ms"],
        ["origin of a record", f"{1000 * median(origins):.0f} ms"],
        ["filter, one article", f"{some:.1f} s"],
        ["filter, articles a second beyond", f"{(len(more) - 1) / max(all_of_them - some, 1e-3):,.0f}"],
        ["add, one article", f"{one:.1f} s"],
        ["add, articles a second beyond", f"{(len(more) - 1) / max(rest - one, 1e-3):,.0f}"],
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, more = make(folder, options.articles)
        print(table(["", "processor time"], measure(archive, more, folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
