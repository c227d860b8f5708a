"""`dedup evaluate`: figures that are worked out by hand here, and those of the samples."""

import json
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner
from whole_run import SAMPLES, Ran

import dedup
from dedup.cli.program import app
from dedup.queries import evaluate, read_truth

runner = CliRunner()
ONE = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
TWO = "A bridge of oak was opened over the Aller on Monday; it took nine carpenters four years and 380,000 euros."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two stories: a, b, c and d, e; f stands alone."""
    folder = tmp_path_factory.mktemp("evaluated")
    texts = {"a": ONE, "b": ONE, "c": ONE, "d": TWO, "e": TWO, "f": "Nothing of this kind was ever reported by anyone."}
    rows = (orjson.dumps({"id": id, "text": text, "lang": "en"}) for id, text in texts.items())
    (folder / "dump.jsonl").write_bytes(b"\n".join(rows))
    dedup.run(folder / "dump.jsonl", folder / "run", report=False)
    return folder / "run" / "archive.duckdb"


def truth(folder: Path, *rows: dict[str, object]) -> Path:
    path = folder / "truth.jsonl"
    path.write_bytes(b"\n".join(map(orjson.dumps, rows)))
    return path


def test_clusters(archive: Path, tmp_path: Path) -> None:
    # c belongs to d and e, and f is not alone: true ab, cd, ce, de, and with g, which the archive lacks, fg.
    clusters = {"a": 1, "b": 1, "c": 2, "d": 2, "e": 2, "f": 3, "g": 3}
    path = truth(tmp_path, *({"id": id, "cluster": name} for id, name in clusters.items()))
    with dedup.Archive.open(archive) as opened:
        found = evaluate(opened, read_truth(path))
    assert (found.articles, found.missing) == (6, ("g",))
    assert (found.pairs.right, found.pairs.found, found.pairs.true) == (2, 4, 4)  # of ab, ac, bc, de: ab and de
    assert (found.missed, found.wrong) == ((("c", "d"), ("c", "e")), (("a", "c"), ("b", "c")))
    precision = (2 * 2 / 3 + 1 / 3 + 2 * 1 + 1) / 6
    recall = (2 * 1 + 1 / 3 + 2 * 2 / 3 + 1) / 6
    assert found.b_cubed == pytest.approx((precision, recall, 2 * precision * recall / (precision + recall)))
    # (2 - 4 * 4 / 15) / ((4 + 4) / 2 - 4 * 4 / 15)
    assert found.ari == pytest.approx((2 - 16 / 15) / (4 - 16 / 15))
    assert [score.name for score in found.by_languages] == ["en-en"]
    assert [score.found for _, score in found.thresholds] == sorted(
        (s.found for _, s in found.thresholds), reverse=True
    )


def test_pairs_count_as_far_as_they_are_listed(archive: Path, tmp_path: Path) -> None:
    path = truth(
        tmp_path, {"a": "b", "b": "a", "kind": "copy"}, {"a": "a", "b": "d"}, {"a": "a", "b": "c", "same": False}
    )
    with dedup.Archive.open(archive) as opened:
        found = evaluate(opened, read_truth(path))
    assert (found.pairs.right, found.pairs.found, found.pairs.true) == (1, 2, 2)
    assert {score.name for score in found.by_kind} == {"copy", "no direct match"}
    only = truth(tmp_path, {"a": "a", "b": "b"}, {"a": "d", "b": "c"})
    with dedup.Archive.open(archive) as opened:
        found = evaluate(opened, read_truth(only))
    assert (found.pairs.right, found.pairs.found, found.pairs.true) == (1, 3, 2), "what is left out differs"


def test_csv_of_a_spreadsheet(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "truth.csv").write_text("\ufeffA;B;Same\na;b;yes\na;d;no\n", "utf-8")
    answer = runner.invoke(app, ["evaluate", str(tmp_path / "truth.csv"), "--archive", str(archive), "--json"])
    found = json.loads(answer.stdout)
    assert (found["pairs"]["precision"], found["pairs"]["recall"]) == (1.0, 1.0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"a": "x"}', "line 1: neither a pair"),
        ("{", "line 1: not JSON"),
        ("[1]", "line 1: not an object"),
        ("", "no pair and no article"),
        ('{"a": "x", "b": "y", "same": "perhaps"}', "same is 'perhaps'"),
        ('{"a": "x", "b": "y"}\n{"id": "x", "cluster": 1}', "pairs and clusters in one file"),
        ('{"id": "nobody", "cluster": 1}', "are the ids the same?"),
    ],
)
def test_a_truth_that_is_none(archive: Path, tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "truth.jsonl").write_text(text)
    answer = runner.invoke(app, ["evaluate", str(tmp_path / "truth.jsonl"), "--archive", str(archive)])
    assert answer.exit_code == 3
    assert says in answer.stderr


def test_the_samples(ran: Ran, tmp_path: Path) -> None:
    plot = tmp_path / "curve.svg"
    arguments = ["evaluate", str(SAMPLES / "truth.jsonl"), "--archive", str(ran.out), "--plot", str(plot)]
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 0
    assert all(words in answer.stdout for words in ("copy", "translation", "en-ru", "ARI", "B³", "said with"))
    assert max(map(len, answer.stdout.splitlines())) <= 80
    assert plot.read_text().startswith("<svg")
    assert runner.invoke(app, arguments).exit_code == 4
    found = json.loads(runner.invoke(app, [*arguments, "--force", "--json"]).stdout)
    assert found["articles"] == 113
    assert found["pairs"]["precision"] > 0.95
    assert found["thresholds"][0]["found"] <= found["pairs"]["found"], "a match between stories is not found"
    assert found["ari"] > 0.9
    assert sum(one["links"] for one in found["calibration"]) > 20
