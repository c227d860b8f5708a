"""Nasty dumps at a size for tests: what is found and what is left out, in counts, for times depend on the machine."""

import json
from pathlib import Path

import pytest

from benchmarks import nasty
from dedup import Config, run
from dedup.config import MatchConfig, ProvenanceConfig

CONFIG = Config(match=MatchConfig.of_kinds(["copy"]), provenance=ProvenanceConfig(trace=False))


def report(tmp_path: Path, name: str, count: int) -> dict:
    nasty.write(tmp_path / "dump.jsonl", name, count)
    run([str(tmp_path / "dump.jsonl")], tmp_path / "out", CONFIG)
    return json.loads((tmp_path / "out/run.json").read_bytes())


@pytest.mark.parametrize("name", ["one passage in all", "notices"])
def test_a_passage_in_all_articles_brings_pairs_in_proportion_and_says_so(tmp_path: Path, name: str):
    count = 600
    found = report(tmp_path, name, count)
    pairs = (tmp_path / "out/matches.jsonl", tmp_path / "out/borrowed.jsonl")
    written = sum(len(path.read_bytes().splitlines()) for path in pairs)
    assert 0 < written < 40 * count
    assert found["capped"]["keys of more articles than are paired"] > 0
    assert found["capped"]["pairs of such keys left out"] > count * count // 4


def test_reports_from_one_template_are_no_copies(tmp_path: Path):
    assert report(tmp_path, "weather reports", 500)["matches"] == {}


def test_a_very_long_article_is_matched_with_its_excerpt(tmp_path: Path):
    found = report(tmp_path, "a million words", 2000)
    assert found["articles"] == 200
    assert found["matches"] == {"copy": 1}
    assert found["capped"] == {}


def test_one_line_texts_are_matched_and_nothing_is_left_out(tmp_path: Path):
    found = report(tmp_path, "one-line texts", 500)
    assert found["matches"]["copy"] >= 40
    assert found["capped"] == {}
