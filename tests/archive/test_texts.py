"""Texts that are read some at a time."""

import platform
import random
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from dedup.archive import Working, read_texts
from dedup.config import Config, MachineConfig

WORDS = " ".join(map(str, range(30_000)))


# One in thirteen: a portion of them lies among all others, which are not to be read with them.
@pytest.mark.parametrize("step", [4, 13])
def test_long_texts_are_read_in_a_database_that_does_not_hold_them(tmp_path: Path, step: int) -> None:
    memory = MachineConfig(memory=500_000_000).database_memory
    with Working.start(tmp_path / "archive.duckdb", memory, 2) as work:
        for low in range(0, 800, 40):
            numbers = list(range(low, low + 40))
            texts = [f"{number} {WORDS[: 80_000 + number * 100]}" for number in numbers]
            articles = {"article": numbers, "id": [f"version-{number}" for number in numbers], "text": texts}
            work.insert("article", pa.table(articles))
            work.insert(work.lengths, pa.table({"article": numbers, "characters": list(map(len, texts))}))
        asked = [*range(0, 800, step), 1, 2, 3]
        found = dict(read_texts(work, asked))
    assert sorted(found) == sorted(asked)
    assert all(len(text) == 60_000 and text.startswith(f"{number} 0 1 2 ") for number, text in found.items())


def test_no_texts_are_read_of_no_articles(tmp_path: Path) -> None:
    with Working.start(tmp_path / "archive.duckdb", 256_000_000, 1) as work:
        assert list(read_texts(work, [])) == []


HELD = """
import resource, sys
from pathlib import Path
from dedup.archive import ArchiveStore

def held():
    return resource.getpagesize() * int(Path("/proc/self/statm").read_text().split()[1])

with ArchiveStore.open(Path(sys.argv[1])) as archive:
    archive.articles([5])
    before = held()
    rows = archive.articles(list(range(3, 400, 40)))
    print(held() - before, *rows["article"].to_pylist())
"""
"""Reads ten long articles that lie among others; says how many bytes more the process holds then."""


@pytest.mark.skipif(platform.system() != "Linux", reason="other systems do not say what a process holds")
def test_articles_are_read_without_those_between_them(tmp_path: Path) -> None:
    """2 MB of 60, most of which the database held to compare their numbers with a list."""
    drawn = random.Random(1)
    with Working.start(tmp_path / "archive.duckdb", 256_000_000, 2) as work:
        for low in range(0, 400, 40):
            numbers = list(range(low, low + 40))
            texts = [drawn.randbytes(75_000).hex() for _ in numbers]
            work.insert("article", pa.table({"article": numbers, "id": list(map(str, numbers)), "text": texts}))
            work.insert(work.lengths, pa.table({"article": numbers, "characters": list(map(len, texts))}))
            work.insert("body", pa.table({"article": numbers, "words": [1.0] * 40}))
        work.finish(Config().settings())
    command = [sys.executable, "-c", HELD, str(tmp_path / "archive.duckdb")]
    held, *numbers = map(int, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())
    assert numbers == list(range(3, 400, 40))
    assert held < 32_000_000  # 15 to 16 million, and 68 with those between
