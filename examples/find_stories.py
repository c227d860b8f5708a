"""Find the stories of a dump, and print the largest with its articles."""

import sys
import tempfile
from pathlib import Path

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


def main(out: Path) -> None:
    summary = dedup.run([str(SAMPLES / "dump.jsonl"), str(SAMPLES / "pages")], out, force=True)
    print(f"{summary.articles} articles, {summary.stories} stories of two or more")
    with dedup.Archive.open(out / "archive.duckdb") as archive:
        largest = max(archive.table("stories").to_pylist(), key=lambda story: len(story["articles"]))
        print(f"the largest, {largest['id']}, in {', '.join(largest['languages'])}:")
        for article in archive.table("articles").to_pylist():
            if article["story"] == largest["id"]:
                print(f"  {article['outlet']:28} {article['lang']}  {article['role']:12} {article['title']}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(Path(folder) / "out")
