"""The outlet of an article that names none, from where its file lies."""

from pathlib import Path

import orjson
import pytest

from dedup.cli.commands.settings import config_of
from dedup.config import Config, ConfigError, ReadConfig
from dedup.ingest import read
from dedup.ingest.batches import outlet_of_path
from dedup.ingest.io.blocks import BlockReader
from dedup.ingest.io.source import FORMAT_NAMES, KINDS

TEXT = "The old bridge over the river will open again in May after two years of repairs, the mayor said on Monday. " * 3


def outlets(folder: Path, part: str) -> list[str | None]:
    return [
        row["outlet"] for articles, _ in read([folder], ReadConfig(outlet_from=part)) for row in articles.to_pylist()
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for outlet in ("gull.example", "Вечерний берег"):
        (tmp_path / outlet).mkdir()
        (tmp_path / outlet / "2025-05-06.txt").write_text(TEXT, "utf-8")
    row = {"text": TEXT, "url": "https://heron.example/a/1"}
    (tmp_path / "gull.example" / "z.jsonl").write_bytes(orjson.dumps(row) + b"\n")
    return tmp_path


def test_a_folder_names_what_names_nobody(folder: Path) -> None:
    assert sorted(map(str, outlets(folder, "folder"))) == ["gull.example", "heron.example", "Вечерний берег"]
    assert sorted(map(str, outlets(folder, ""))) == ["None", "None", "heron.example"]


def test_lines_that_are_read_in_other_processes(tmp_path: Path) -> None:
    (tmp_path / "gull.example").mkdir()
    dump = tmp_path / "gull.example" / "z.jsonl"
    dump.write_bytes(orjson.dumps({"text": TEXT}) + b"\n")
    config = ReadConfig(outlet_from="folder")
    reader = BlockReader(config)()
    found = [
        row["outlet"]
        for articles, _ in read([dump], config, spread=lambda blocks: map(reader, blocks))
        for row in articles.to_pylist()
    ]
    assert found == ["gull.example"]


@pytest.mark.parametrize(
    ("shown", "part", "outlet"),
    [
        ("news/gull.example/1.txt", "folder", "gull.example"),
        ("1.txt", "folder", None),
        ("dumps/gull.example.jsonl.gz", "file", "gull.example"),
        ("dumps/Берег.csv", "file", "Берег"),
    ],
)
def test_parts_of_a_path(shown: str, part: str, outlet: str | None) -> None:
    assert outlet_of_path(shown, part) == outlet


@pytest.mark.parametrize("ending", KINDS)
def test_every_ending_that_is_read_is_left_out(ending: str) -> None:
    assert outlet_of_path(f"gull.example{ending}.zstd", "file") == "gull.example"
    assert FORMAT_NAMES[KINDS[ending]]


def test_another_part_is_an_error() -> None:
    with pytest.raises(ConfigError, match="outlet_from 'nosuch'"):
        outlet_of_path("a/b.txt", "nosuch")


def test_a_field_and_what_an_archive_holds() -> None:
    config = config_of(Config(), config_file=None, sets=None, mapped=["text=body"], outlet_from="paper")
    assert dict(config.read.fields) == {"text": "body", "outlet": "paper"}
    by_folder = config_of(Config(), config_file=None, sets=None, outlet_from="folder")
    assert by_folder.read.outlet_from == "folder"
    assert by_folder.settings() == Config().settings()
