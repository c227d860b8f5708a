"""The commands in this process: what they print, what they write, how they exit."""

import json
import re
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner
from whole_run import Ran

from dedup.cli.program import EXIT_CODES, app

runner = CliRunner()

WORDS = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def lines(*rows: dict[str, str]) -> bytes:
    return b"".join(orjson.dumps(row) + b"\n" for row in rows)


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(lines({"id": "one", "text": WORDS}, {"id": "two", "text": WORDS}))
    return path


@pytest.fixture(scope="module")
def pair(ran: Ran) -> tuple[str, str]:
    row = next(row for row in ran.rows("matches.jsonl") if row["kind"] == "rewrite")
    return row["a"], row["b"]


def test_help_names_commands_and_exit_codes() -> None:
    answer = runner.invoke(app, ["--help"])
    assert answer.exit_code == 0
    for word in ("run", "explain", "export", "version", *EXIT_CODES, *EXIT_CODES.values()):
        assert word in answer.stdout


@pytest.mark.parametrize("arguments", [["version"], ["--version"]])
def test_version(arguments: list[str]) -> None:
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 0
    assert re.fullmatch(r"dedup \d+\.\d+\.\d+\S*\n", answer.stdout)


def test_run_says_what_it_found_on_stderr_alone(dump: Path, tmp_path: Path) -> None:
    answer = runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), "-v"])
    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert re.search(r"articles +2\n", answer.stderr)
    assert re.search(r"pairs: copy +1\n", answer.stderr)
    assert re.search(r"provenance +\d", answer.stderr)
    assert "\x1b" not in answer.stderr


def test_quiet_is_quiet(dump: Path, tmp_path: Path) -> None:
    answer = runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), "--quiet"])
    assert (answer.exit_code, answer.output) == (0, "")


def test_summary_as_json(dump: Path, tmp_path: Path) -> None:
    answer = runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), "--json", "-q"])
    found = json.loads(answer.stdout)
    assert (found["articles"], found["stories"], found["matches"]) == (2, 1, {"copy": 1})


def test_fields_are_mapped(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_bytes(orjson.dumps({"key": "x", "meta": {"link": "https://a.example/1"}, "words": WORDS}) + b"\n")
    arguments = ["--map", "text=words", "--map", "url=meta.link", "--map", "id=key", "-q"]
    assert runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), *arguments]).exit_code == 0
    row = json.loads((tmp_path / "out" / "articles.jsonl").read_bytes())
    assert (row["id"], row["url"], row["outlet"]) == ("x", "https://a.example/1", "a.example")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--map", "text"], "OURS=THEIRS"),
        (["--map", "nonsense=body"], "cannot map nonsense"),
        (["--kinds", "copy,hologram"], "no such kind: hologram"),
        (["--kinds", ""], "no such kind"),
        (["--memory", "much"], "not a size: 'much'"),
        (["--memory", "1MB"], "too few"),
        (["--threads", "-1"], "threads"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage(dump: Path, tmp_path: Path, arguments: list[str], says: str) -> None:
    answer = runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), *arguments])
    assert answer.exit_code == 2
    assert says in answer.stderr
    assert not (tmp_path / "out" / "archive.duckdb").exists()


def test_run_needs_a_dump_and_a_folder() -> None:
    assert runner.invoke(app, ["run"]).exit_code == 2
    assert runner.invoke(app, ["run", "dump.jsonl"]).exit_code == 2


def test_nothing_to_read(tmp_path: Path) -> None:
    answer = runner.invoke(app, ["run", str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "out")])
    assert answer.exit_code == 3
    assert "none.jsonl: no such file" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_nothing_that_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "dump.jsonl").write_text('{"no": "text"}\n')
    answer = runner.invoke(app, ["run", str(tmp_path / "dump.jsonl"), "-o", str(tmp_path / "out")])
    assert answer.exit_code == 3
    assert "1 × no text field" in answer.stderr
    assert "--map text=FIELD" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_a_mapped_field_that_no_record_has(tmp_path: Path) -> None:
    (tmp_path / "dump.jsonl").write_text('{"text": "The council met on Monday."}\n')
    arguments = ["run", str(tmp_path / "dump.jsonl"), "-o", str(tmp_path / "out"), "--map", "title=headlin"]
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 2
    assert "headlin" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_output_exists(dump: Path, tmp_path: Path) -> None:
    arguments = ["run", str(dump), "-o", str(tmp_path / "out"), "-q"]
    assert runner.invoke(app, arguments).exit_code == 0
    dump.write_bytes(lines({"id": "one", "text": WORDS}))
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 4
    assert "holds a run already" in answer.stderr
    assert len((tmp_path / "out" / "articles.jsonl").read_text().splitlines()) == 2
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0
    assert len((tmp_path / "out" / "articles.jsonl").read_text().splitlines()) == 1


def test_output_that_cannot_be(dump: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    answer = runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "file")])
    assert answer.exit_code == 1
    assert str(tmp_path / "file") in answer.stderr


def test_explain(ran: Ran, pair: tuple[str, str]) -> None:
    answer = runner.invoke(app, ["explain", *pair, "--archive", str(ran.archive)])
    assert answer.exit_code == 0
    assert "rewrite, score 0." in answer.stdout
    assert re.search(r"covers \d+% of A and \d+% of B", answer.stdout)
    assert "\x1b" not in answer.stdout
    assert max(map(len, answer.stdout.splitlines())) <= 80


def test_explain_as_json(ran: Ran, pair: tuple[str, str]) -> None:
    answer = runner.invoke(app, ["explain", *pair, "--archive", str(ran.archive), "--json"])
    found = json.loads(answer.stdout)
    assert (found["a"]["id"], found["b"]["id"], found["kind"]) == (*pair, "rewrite")
    assert found["passages"][0]["a_text"]


def test_explain_marks_what_a_copy_changed(ran: Ran) -> None:
    pair = "nvjuh68", "yz4qfum"
    shown = runner.invoke(app, ["explain", *pair, "--archive", str(ran.archive), "--width", "220"]).stdout
    assert "[-$11m-]" in shown
    assert "{+11 million dollars+}" in shown
    found = json.loads(runner.invoke(app, ["explain", *pair, "--archive", str(ran.archive), "--json"]).stdout)
    changed = [
        (edit["op"], found["a"]["text"][slice(*edit["a"])], found["b"]["text"][slice(*edit["b"])])
        for passage in found["passages"]
        for edit in passage["edits"]
    ]
    assert ("replace", "$11m", "11 million dollars") in changed
    assert ("replace", "19", "nineteen") in changed
    assert all(op in {"insert", "delete", "replace"} for op, _, _ in changed)


def test_explain_marks_nothing_in_another_wording(ran: Ran) -> None:
    row = next(row for row in ran.rows("matches.jsonl") if row["kind"] == "translation")
    arguments = ["explain", row["a"], row["b"], "--archive", str(ran.archive)]
    assert "[-" not in runner.invoke(app, arguments).stdout
    found = json.loads(runner.invoke(app, [*arguments, "--json"]).stdout)
    assert {passage["edits"] for passage in found["passages"]} == {None}


def test_explain_shows_links_with_their_evidence(ran: Ran) -> None:
    link = next(row for row in ran.rows("links.jsonl") if row["parent"])
    answer = runner.invoke(app, ["explain", link["child"], link["parent"], "--archive", str(ran.archive)])
    assert f"{link['child']} ← {link['parent']}" in " ".join(answer.stdout.split())
    said = {
        "match": "has a counterpart",
        "time": "; the other was ",
        "cue": " credits ",
        "wording": "wording",
        "language": "It is written in",
    }
    for evidence in link["evidence"]:
        assert said[evidence["type"]] in " ".join(answer.stdout.split())


def test_explain_an_article_and_itself(ran: Ran) -> None:
    assert (
        "the same article"
        in runner.invoke(app, ["explain", "yz4qfum", "yz4qfum", "--archive", str(ran.archive)]).stdout
    )


def test_explain_two_that_do_not_match(ran: Ran) -> None:
    alone = [row["id"] for row in ran.rows("articles.jsonl") if row["role"] == "alone"]
    answer = runner.invoke(app, ["explain", alone[0], alone[1], "--archive", str(ran.archive)])
    assert answer.exit_code == 0
    assert "no match: no shared passages found" in answer.stdout


def test_explain_borrowed_passages(ran: Ran) -> None:
    row = ran.rows("borrowed.jsonl")[0]
    answer = runner.invoke(app, ["explain", row["a"], row["b"], "--archive", str(ran.archive)])
    assert "not the same statement" in answer.stdout


@pytest.mark.parametrize("archive", ["no.duckdb", "text.duckdb", "."])
def test_no_archive(tmp_path: Path, archive: str) -> None:
    (tmp_path / "text.duckdb").write_text("no database")
    answer = runner.invoke(app, ["explain", "a", "b", "--archive", str(tmp_path / archive)])
    assert answer.exit_code == 5
    assert str(tmp_path / archive) in answer.stderr


def test_no_such_article(ran: Ran) -> None:
    answer = runner.invoke(app, ["explain", "no\x1b[31mbody", "b", "--archive", str(ran.archive)])
    assert answer.exit_code == 5
    assert "no article has the id or URL" in answer.stderr
    assert "\x1b" not in answer.stderr


@pytest.mark.parametrize("command", [["origin"], ["story"], ["stories"], ["outlet"], ["explain", "yz4qfum"]])
def test_a_name_in_another_charset_is_a_name_that_nothing_has(ran: Ran, command: list[str]) -> None:
    """A terminal in Latin-1 passes on bytes that are no UTF-8: half signs."""
    answer = runner.invoke(app, [*command, "caf\udce9", "--archive", str(ran.archive)])
    assert isinstance(answer.exception, SystemExit | None)
    assert answer.exit_code in (0, 5)


def test_export(ran: Ran, tmp_path: Path) -> None:
    arguments = ["export", "--archive", str(ran.archive), "-o", str(tmp_path / "again")]
    assert runner.invoke(app, arguments).exit_code == 0
    for path in (tmp_path / "again").iterdir():
        assert path.read_bytes() == (ran.out / path.name).read_bytes()
    assert runner.invoke(app, arguments).exit_code == 4
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0


def test_hostile_articles_do_not_reach_the_terminal(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    text = f"{WORDS} \x1b]0;owned\x07 \x1b[2J \u202egnp.exe\u202c \x9b31m [bold red]markup[/] :smile: {WORDS}"
    dump.write_bytes(lines(*({"id": f"{n}\x1b[31m", "title": "\x1b[5mblink\u2066", "text": text} for n in range(2))))
    assert runner.invoke(app, ["run", str(dump), "-o", str(tmp_path / "out"), "-q"]).exit_code == 0
    ids = [json.loads(row)["id"] for row in (tmp_path / "out" / "articles.jsonl").open(encoding="utf-8")]
    arguments = ["explain", *ids, "--archive", str(tmp_path / "out" / "archive.duckdb")]
    answer = runner.invoke(app, arguments)
    assert answer.exit_code == 0
    assert not OBEYED.search(answer.stdout)
    assert all(word in answer.stdout for word in ("[bold", "red]markup[/]", ":smile:"))
    as_json = runner.invoke(app, [*arguments, "--json"])
    assert not OBEYED.search(as_json.stdout)
    assert "\u202egnp" in json.loads(as_json.stdout)["a"]["text"]
