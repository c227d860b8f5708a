"""Reports of one kind from two countries, in two languages: the words of a market, a court or an election are the same,
the figures are others. `reports_of_a_kind.jsonl`, by a whole run."""

import json
from itertools import combinations
from pathlib import Path

import pytest

import dedup

with (Path(__file__).parent / "reports_of_a_kind.jsonl").open(encoding="utf-8") as lines:
    REPORTS: list[dict[str, str]] = [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> set[frozenset[str]]:
    """The pairs of ids that a run over all reports says tell one statement."""
    folder = tmp_path_factory.mktemp("reports")
    with (folder / "dump.jsonl").open("w", encoding="utf-8") as dump:
        for report in REPORTS:
            row = {"id": report["id"], "url": f"https://{report['id']}.example/x", "published": "2026-03-09"}
            print(json.dumps(row | {"lang": report["lang"], "text": report["text"]}), file=dump)
    dedup.run([str(folder / "dump.jsonl")], folder / "out", report=False)
    with (folder / "out" / "matches.jsonl").open(encoding="utf-8") as found:
        return {frozenset((row["a"], row["b"])) for row in map(json.loads, found)}


def _pairs(*, same: bool) -> list[frozenset[str]]:
    return [
        frozenset((one["id"], other["id"]))
        for one, other in combinations(REPORTS, 2)
        if (one["statement"] == other["statement"]) == same
    ]


@pytest.mark.parametrize("pair", _pairs(same=True), ids=lambda pair: " ".join(sorted(pair)))
def test_one_report_in_two_languages_matches(matched: set[frozenset[str]], pair: frozenset[str]) -> None:
    assert pair in matched


def test_reports_of_one_kind_do_not_match(matched: set[frozenset[str]]) -> None:
    assert not matched.intersection(_pairs(same=False))
