"""Read an archive's tables as Arrow, and count which outlet takes from which.

`table(...).to_pandas()` and `polars.from_arrow(table(...))` give data frames of the same tables.
"""

import tempfile
from collections import Counter
from pathlib import Path

import dedup

SAMPLES = Path(__file__).parents[1] / "samples"


def main(out: Path) -> None:
    dedup.run([str(SAMPLES / "dump.jsonl"), str(SAMPLES / "pages")], out, force=True)
    with dedup.Archive.open(out / "archive.duckdb") as archive:
        outlet = {row["id"]: row["outlet"] for row in archive.table("articles").to_pylist()}
        links = archive.table("links").to_pylist()
    taken = Counter((outlet[link["child"]], outlet.get(link["parent"]) or link["source"]) for link in links)
    for (child, parent), count in taken.most_common(10):
        print(f"{count:3}  {child:28} <- {parent}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "out")
