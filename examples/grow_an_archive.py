"""Add a dump a day to an archive, take an article down, and recompute."""

import tempfile
from pathlib import Path

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


def main(folder: Path) -> None:
    lines = (SAMPLES / "dump.jsonl").read_bytes().splitlines(keepends=True)
    archive = folder / "news.duckdb"
    for day, part in enumerate((lines[:60], lines[60:]), start=1):
        dump = folder / f"day-{day}.jsonl"
        dump.write_bytes(b"".join(part))
        added = dedup.add([str(dump)], archive)
        print(f"day {day}: {added.new} new, {added.articles} articles, {added.stories} stories")
    with dedup.Archive.open(archive, write=True) as opened:
        taken_down = opened.table("articles").to_pylist()[0]["id"]
        opened.forget(taken_down)
    dedup.refresh(archive)
    with dedup.Archive.open(archive) as opened:
        print(f"without {taken_down}: {opened.table('articles').num_rows} articles")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        main(Path(place))
