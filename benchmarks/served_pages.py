"""How long the pages of `dedup serve` take on a large archive.

    python -m benchmarks.served_pages 100000

makes an archive of so many articles: those of the samples over and over, each time under other names and in stories of
their own, without looking at them again. It then asks for every page some times and prints the processor time of each,
the first time and the median of the others.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import quote

from benchmarks.fuzz import ask
from benchmarks.tables import table

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "dump.jsonl"
_TIMES: Final = 5
_COPIED: Final = {
    "article": "article + $n AS article, id || $s AS id, url || $s AS url",
    "body": "article + $n AS article",
    "match": "a + $n AS a, b + $n AS b",
    "membership": "article + $n AS article, story + $n AS story",
    "story": "story + $n AS story, name || $s AS name",
    "citation": "article + $n AS article",
    "link": "child || $s AS child, parent || $s AS parent",
    "origin": "story + $n AS story, article || $s AS article",
}


def make(folder: Path, articles: int) -> Path:
    """An archive of about so many articles in `folder`."""
    from dedup.api import Archive
    from dedup.archive import Working
    from dedup.jobs.run import run_dumps

    run_dumps([str(SAMPLES)], folder / "out", report=False)
    path = folder / "large.duckdb"
    with Archive.open(folder / "out" / "archive.duckdb") as small, Working.start(path, 2 << 30, 2) as work:
        held = {name: small.rows(f"FROM {name}") for name in _COPIED}
        count = held["article"].num_rows
        for name, rows in held.items():
            work.connection.register(f"_{name}", rows)
        for number in range(-(-articles // count)):
            values = {"n": number * count, "s": f"-{number}"}
            for name, changed in _COPIED.items():
                used = {key: value for key, value in values.items() if f"${key}" in changed}
                sql = f"INSERT INTO {name} BY NAME SELECT * REPLACE ({changed}) FROM _{name}"  # noqa: S608
                work.connection.execute(sql, used)
        work.finish(small.settings)
    return path


def time_pages(path: Path) -> list[list[str]]:
    """For each page: what it is, milliseconds of processor time the first time, and the median of the others."""
    from dedup.api import Archive
    from dedup.integrations.rest import make_app
    from dedup.integrations.service import Owner
    from dedup.pipeline import FilterConfig

    with Archive.open(path) as archive:
        found = archive.rows("""
            SELECT any_value(name) AS name, min(article.id) AS a, max(article.id) AS b, any_value(outlet) AS outlet,
                any_value(url) AS url, any_value(title) AS title
            FROM article JOIN membership USING (article) JOIN story USING (story) GROUP BY story
            ORDER BY story DESC LIMIT 1
        """).to_pylist()[0]
    pages = {
        "stories": "/",
        "stories, page 200": "/?page=200",
        "search: words": f"/?q={quote(' '.join(str(found['title']).split()[:2]))}",
        "search: an address": f"/?q={quote(found['url'])}",
        "overview": "/overview",
        "a story": f"/story/{quote(found['name'])}",
        "an article's origin": f"/article?id={quote(found['a'])}",
        "a pair": f"/pair?a={quote(found['a'])}&b={quote(found['b'])}",
        "an outlet": f"/outlet?name={quote(found['outlet'])}",
        "ask": "/ask",
    }
    rows = []
    with Owner(path, FilterConfig(), read_only=True) as owner:
        app: Any = make_app(owner)
        for name, address in pages.items():
            took = []
            for _ in range(_TIMES):
                started = time.process_time()
                status = ask(app, "GET", address, b"")
                took.append(1000 * (time.process_time() - started))
            rows.append([name, str(status), f"{took[0]:.0f}", f"{median(took[1:]):.0f}"])
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=int, nargs="?", default=100_000)
    parser.add_argument("--archive", type=Path, help="one that is there, instead of a made one")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        rows = time_pages(options.archive or make(Path(folder), options.articles))
    print(table(["page", "status", "first, ms", "median, ms"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
