"""What is kept: nothing is dropped but for something kept that covers it."""

import gzip
import json
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from pyarrow import parquet
from typer.testing import CliRunner
from whole_run import SAMPLES, Ran
from zstandard import ZstdCompressor

import dedup
from dedup.cli.program import app
from dedup.jobs import keep
from dedup.queries import KeepRule, kept_articles

runner = CliRunner()
LEAD = (
    "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then. "
    "Divers found cracks in the hinges last Thursday, said harbour master Ilse Brandt, and no ship longer than forty "
    "metres may pass before the new bolts from Rostock are in place and tested."
)
REST = (
    "A bridge of oak was opened over the Aller on Monday; it took nine carpenters four years and 380,000 euros. "
    "The mayor thanked everybody who had given wood, and the school choir sang until it rained."
)
ROWS = [
    {"id": "short", "outlet": "a.example", "published": "2025-05-01T08:00:00Z", "text": LEAD},
    {"id": "long", "outlet": "b.example", "published": "2025-05-01T09:00:00Z", "text": f"{LEAD} {REST}"},
    {"id": "again", "outlet": "c.example", "published": "2025-05-01T10:00:00Z", "text": f"{LEAD} {REST}"},
    {"id": "other", "outlet": "d.example", "published": "2025-05-02T10:00:00Z", "text": "Nothing of the kind, ever."},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept")
    lines = [orjson.dumps(row) + b"\n" for row in ROWS]
    (path / "dump.jsonl.gz").write_bytes(gzip.compress(b"\n" + b"".join(lines)))
    dedup.run(path / "dump.jsonl.gz", path / "out", report=False)
    return path


def kept(folder: Path, **rule: Any) -> set[str]:
    with dedup.Archive.open(folder / "out" / "archive.duckdb") as archive:
        return {article.id for article in kept_articles(archive, KeepRule(**rule))}


def test_an_excerpt_goes_and_the_whole_stays(folder: Path) -> None:
    assert kept(folder) == {"short", "long", "other"}, "the excerpt was first, and does not hold the rest"
    assert kept(folder, prefer="longest") == {"long", "other"}
    assert kept(folder, prefer="outlets", outlets=("c.example",)) == {"again", "other"}
    assert kept(folder, kinds=frozenset(("translation",))) == {row["id"] for row in ROWS}
    assert kept(folder, coverage=0.2, prefer="earliest") == {"short", "other"}


def test_records_are_passed_on_as_they_came(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump = str(folder / "dump.jsonl.gz")
    answer = runner.invoke(app, ["keep", dump, "--archive", str(folder / "out"), "--prefer", "longest"])
    assert answer.exit_code == 0
    assert answer.stdout_bytes == b"".join(orjson.dumps(ROWS[place]) + b"\n" for place in (1, 3))
    assert "kept 2 of 4 articles" in answer.stderr
    ids = runner.invoke(app, ["keep", "--archive", str(folder / "out"), "--prefer", "longest", "-q"])
    assert (ids.stdout.split(), ids.stderr) == (["long", "other"], "")
    (folder / "else.jsonl").write_text("{}\n")
    other = runner.invoke(app, ["keep", str(folder / "else.jsonl"), "--archive", str(folder / "out")])
    assert other.exit_code == 3
    assert "was not made of a file by this path" in other.stderr


def test_a_file_of_kept_records_is_never_written_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dump, out = str(folder / "dump.jsonl.gz"), folder / "kept.jsonl"
    arguments = ["keep", dump, "--archive", str(folder / "out"), "--prefer", "longest", "--kept", str(out)]
    assert runner.invoke(app, arguments).exit_code == 0
    assert out.read_bytes() == b"".join(orjson.dumps(ROWS[place]) + b"\n" for place in (1, 3))
    out.write_text("mine")
    assert runner.invoke(app, arguments).exit_code == 4
    assert out.read_text() == "mine"
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0
    assert len(out.read_bytes().splitlines()) == 2
    out.unlink()
    monkeypatch.setattr(keep, "kept_lines", lambda *_: iter([str(out.write_text("mine")).encode()]))
    assert (runner.invoke(app, arguments).exit_code, out.read_text()) == (4, "mine")
    monkeypatch.undo()
    itself = runner.invoke(app, [*arguments[:-1], dump, "--force"])
    assert (itself.exit_code, "is read by this command" in itself.stderr) == (4, True)
    nothing = runner.invoke(app, ["keep", "--archive", str(folder / "out"), "--kept", str(out)])
    assert (nothing.exit_code, "needs the DUMPs" in nothing.stderr) == (2, True)
    wrong = runner.invoke(app, [*arguments[:-1], str(folder / "kept.parquet")])
    assert (wrong.exit_code, "does not end in .parquet" in wrong.stderr) == (3, True)
    assert not (folder / "kept.parquet").exists()


def test_a_line_of_several_records_is_passed_on(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(orjson.dumps({"articles": ROWS[:2]}) + b"\n" + orjson.dumps(ROWS[3]) + b"\n")
    dedup.run(dump, tmp_path / "out", report=False)
    answer = runner.invoke(app, ["keep", str(dump), "--archive", str(tmp_path / "out")])
    assert answer.stdout_bytes == dump.read_bytes()


def test_a_dump_that_changed_is_refused(tmp_path: Path) -> None:
    """Records are found by their places, which are those of other records then."""
    dump, out = tmp_path / "dump.jsonl", tmp_path / "kept.jsonl"
    lines = [orjson.dumps(row) + b"\n" for row in ROWS]
    dump.write_bytes(b"".join(lines))
    dedup.run(dump, tmp_path / "out", report=False)
    arguments = ["keep", str(dump), "--archive", str(tmp_path / "out")]
    same = runner.invoke(app, arguments)
    assert same.exit_code == 0
    dump.write_bytes(b"".join(reversed(lines)))
    for more in ([], ["--kept", str(out)]):
        answer = runner.invoke(app, [*arguments, *more])
        assert (answer.exit_code, answer.stdout_bytes) == (3, b"")
        assert "has changed since the run" in answer.stderr
    assert not out.exists()
    # What is cheap to see is refused before the dump is hashed.
    out.write_text("mine")
    assert runner.invoke(app, [*arguments, "--kept", str(out)]).exit_code == 4
    out.unlink()
    # No run says what an archive was made of that was added to: what is cut off is missed all the same.
    (tmp_path / "out" / "run.json").unlink()
    dump.write_bytes(lines[0])
    answer = runner.invoke(app, [*arguments, "--kept", str(out)])
    assert (answer.exit_code, "which is to be kept" in answer.stderr, out.exists()) == (3, True, False)


def test_rows_of_parquet_keep_all_their_columns(tmp_path: Path) -> None:
    rows = [row | {"tags": ["x", str(place)], "score": place / 3} for place, row in enumerate(ROWS)]
    table = pa.Table.from_pylist(rows).replace_schema_metadata({"made by": "us"})
    dump, out = tmp_path / "dump.parquet", tmp_path / "kept.parquet"
    parquet.write_table(table, dump, row_group_size=1)
    dedup.run(dump, tmp_path / "out", report=False)
    arguments = ["keep", str(dump), "--archive", str(tmp_path / "out"), "--prefer", "longest"]
    piped = runner.invoke(app, arguments)
    assert (piped.exit_code, "--kept FILE.parquet" in piped.stderr) == (3, True)
    assert runner.invoke(app, [*arguments, "--kept", str(out)]).exit_code == 0
    assert parquet.read_table(out).equals(table.take([1, 3]))
    parquet.write_table(table.slice(0, 2), dump)
    (tmp_path / "out" / "run.json").unlink()
    short = runner.invoke(app, [*arguments, "--kept", str(tmp_path / "short.parquet")])
    assert (short.exit_code, "has no row 4" in short.stderr) == (3, True)
    with dedup.Archive.open(tmp_path / "out") as archive:
        found = archive.kept(dedup.KeepRule(prefer="longest"))
    assert [(one.id, one.position) for one in found] == [("long", "row 2"), ("other", "row 4")]


def test_what_is_dropped_of_the_samples_stands_in_what_is_kept(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        left = {article.id for article in kept_articles(archive, KeepRule(per_language=True))}
        sizes = archive.rows("SELECT id, starts, ends FROM article JOIN body USING (article)").to_pylist()
    size = {row["id"]: sum(row["ends"]) - sum(row["starts"]) for row in sizes}
    covered = set()
    for row in ran.rows("matches.jsonl"):
        for one, other in (("a", "b"), ("b", "a")) if row["kind"] == "copy" else ():
            characters = {place for passage in row["passages"] for place in range(*passage[one])}
            if row[other] in left and len(characters) >= 0.8 * size[row[one]]:
                covered.add(row[one])
    every = {row["id"] for row in ran.rows("articles.jsonl")}
    assert every - left <= covered
    assert not left & (every - left)
    assert 60 < len(left) < len(every)


def test_outlets_of_a_file_have_names_of_several_words(tmp_path: Path) -> None:
    rows = [dict(ROWS[0], id=name, outlet=outlet) for name, outlet in (("one", "Gull Post"), ("two", "Tern Post"))]
    dump = tmp_path / "dump.jsonl.zst"
    dump.write_bytes(ZstdCompressor().compress(b"".join(orjson.dumps(row) + b"\n" for row in rows)))
    dedup.run(dump, tmp_path / "out", report=False)
    order = tmp_path / "order.txt"
    order.write_text("# ours\nTern Post\nGull Post\n", "utf-8")
    arguments = ["keep", str(dump), "--archive", str(tmp_path / "out"), "--prefer", f"outlets:{order}"]
    assert runner.invoke(app, arguments).stdout_bytes == orjson.dumps(rows[1]) + b"\n"
    order.write_bytes(b"\xff\xfe\x00")
    assert runner.invoke(app, arguments).stderr.startswith("dedup: --prefer outlets:")
    order.write_text("Tern Post\n", "utf-8")
    dump.write_bytes(dump.read_bytes()[:-9])
    (tmp_path / "out" / "run.json").unlink()  # which knows that it is not the one
    cut = runner.invoke(app, arguments)
    assert (cut.exit_code, "cut short" in cut.stderr) == (3, True)


@pytest.mark.parametrize(
    "arguments", [["--kinds", "twin"], ["--coverage", "0"], ["--prefer", "best"], ["--prefer", "outlets:none.txt"]]
)
def test_rules_that_cannot_be(folder: Path, arguments: list[str]) -> None:
    answer = runner.invoke(app, ["keep", "--archive", str(folder / "out"), *arguments])
    assert answer.exit_code in (2, 3)
    assert answer.stderr.startswith(f"dedup: {arguments[0]}")


def test_the_samples_as_a_corpus_cleaned(ran: Ran, tmp_path: Path) -> None:
    answer = runner.invoke(app, ["keep", str(SAMPLES / "dump.jsonl"), "--archive", str(ran.out)])
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    assert 40 < len(rows) < 94
