"""What the user has is never written over: inputs, files of others, files of another kind."""

import json
import shutil
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from dedup import Archive, Config
from dedup.archive import output_folder
from dedup.cli.program import app
from dedup.jobs import run_dumps
from dedup.jobs.run import export_again
from dedup.messages import OutputExistsError

TEXT = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then. "
RECORDS = b"".join(orjson.dumps({"id": name, "text": TEXT * 2}) + b"\n" for name in ("one", "two"))
WRITTEN = (
    *("articles.jsonl", "matches.jsonl", "borrowed.jsonl", "stories.jsonl", "links.jsonl", "rejected.jsonl"),
    *("run.json", "archive.duckdb", "report.html"),
)


def invoke(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments), "-q"])


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(RECORDS)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of the dump and the files of a run over it, which nobody changes."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "dump.jsonl").write_bytes(RECORDS)
    assert invoke("add", folder / "dump.jsonl", "--archive", folder / "a.duckdb").exit_code == 0
    assert invoke("run", folder / "dump.jsonl", "-o", folder / "out").exit_code == 0
    return folder


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """An archive of the dump."""
    for part in made.glob("a.duckdb*"):
        shutil.copy(part, tmp_path)
    return tmp_path / "a.duckdb"


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    """The files of a run over the dump."""
    return Path(shutil.copytree(made / "out", tmp_path / "out"))


@pytest.mark.parametrize("force", [(), ("--force",)])
@pytest.mark.parametrize("name", WRITTEN)
def test_a_file_that_no_run_wrote_is_not_replaced(dump: Path, tmp_path: Path, name: str, force: tuple[str]) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / name).write_text("mine")
    answer = invoke("run", dump, "-o", out, *force)
    assert answer.exit_code == 4, answer.output
    assert name in answer.stderr
    assert [path.name for path in out.iterdir()] == [name]
    assert (out / name).read_text() == "mine"


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_an_input_is_never_an_output(tmp_path: Path, force: tuple[str]) -> None:
    dump = tmp_path / "articles.jsonl"
    dump.write_bytes(RECORDS)
    (tmp_path / "other").symlink_to(tmp_path)
    for given in (dump, tmp_path, f"{tmp_path}/*.jsonl", tmp_path / "other" / dump.name):
        answer = invoke("run", given, "-o", tmp_path, *force)
        assert answer.exit_code == 4
        assert "is read by this command" in answer.stderr
        assert dump.read_bytes() == RECORDS
    assert sorted(path.name for path in tmp_path.iterdir()) == ["articles.jsonl", "other"]


def test_what_a_run_wrote_is_no_input_of_the_run_that_replaces_it(dump: Path, tmp_path: Path) -> None:
    assert invoke("run", dump, "-o", tmp_path).exit_code == 0
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert invoke("run", tmp_path, "-o", tmp_path, "--force").exit_code == 4
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_force_replaces_what_a_run_wrote(dump: Path, out: Path) -> None:
    assert invoke("run", dump, "-o", out).exit_code == 4
    assert invoke("run", dump, "-o", out, "--force").exit_code == 0
    report = json.loads((out / "run.json").read_bytes())
    assert report["files"].keys() == {*WRITTEN} - {"run.json"}
    for name, found in report["files"].items():
        assert found["bytes"] == (out / name).stat().st_size
    # Runs of earlier versions did not list their files.
    del report["files"]
    (out / "run.json").write_bytes(orjson.dumps(report))
    assert invoke("run", dump, "-o", out, "--force").exit_code == 0


def test_a_run_with_an_archive_asks_for_the_files_that_it_exports(dump: Path, tmp_path: Path) -> None:
    out, archive = tmp_path / "out", tmp_path / "a.duckdb"
    assert invoke("run", dump, "-o", out, "--archive", archive).exit_code == 0
    (out / "stories.jsonl").write_text('{"mine": 1}\n')
    for path in (archive, tmp_path / "b.duckdb"):
        answer = invoke("run", dump, "-o", out, "--archive", path, "--force")
        assert answer.exit_code == 4
    assert "stories.jsonl" in answer.stderr
    assert not (tmp_path / "b.duckdb").exists()
    (tmp_path / "links.jsonl").write_bytes(RECORDS)
    answer = invoke("run", tmp_path / "links.jsonl", "-o", tmp_path, "--archive", archive, "--force")
    assert answer.exit_code == 4
    assert (tmp_path / "links.jsonl").read_bytes() == RECORDS


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "prov-json", "jsonld", "graphml"])
def test_an_export_replaces_only_what_an_export_wrote(archive: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    arguments = ["export", "--archive", str(archive), "-o", str(out), "--format", form]
    runner = CliRunner()
    assert runner.invoke(app, arguments).exit_code == 0
    assert runner.invoke(app, arguments).exit_code == 4
    assert runner.invoke(app, [*arguments, "--force"]).exit_code == 0
    with Archive.open(archive) as opened:
        for path in list(out.iterdir()):
            ours = path.read_bytes()
            for theirs in (b"mine", RECORDS, b'"id","mine"\r\n1,2\r\n', b'{"mine": {}}'):
                path.write_bytes(theirs)
                with pytest.raises(OutputExistsError, match=path.name):
                    export_again(opened, out, formats=[form], force=True)
                assert path.read_bytes() == theirs
            path.write_bytes(ours)
    path.write_bytes(b"mine")
    answer = runner.invoke(app, [*arguments, "--force"])
    assert answer.exit_code == 4, path
    assert path.name in answer.stderr
    assert path.read_bytes() == b"mine"


def test_no_archive_that_a_command_reads_is_written_to(dump: Path, archive: Path, tmp_path: Path) -> None:
    """Neither the rejects of a filter, for which other archives are read as well, nor what is kept, even by force."""
    other = tmp_path / "b.duckdb"
    (tmp_path / "hard").hardlink_to(archive)
    shutil.copy(archive, other)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    answers = [
        invoke("filter", dump, "--archive", archive, "--against", other, "--rejects", tmp_path / name)
        for name in ("hard", "b.duckdb", "b.duckdb.0123456789abcdef.live")
    ]
    for name in ("a.duckdb", "a.duckdb.lock", "hard"):
        written = tmp_path / name
        answers.append(invoke("keep", dump, "--archive", archive, "--kept", written, "--force"))
        asked = ["story", "one", "--archive", str(archive), "--svg", str(written), "--force"]
        answers.append(CliRunner().invoke(app, asked))
    for answer in answers:
        assert answer.exit_code == 2, answer.output
        assert "is the archive" in answer.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("name", ["lines.jsonl", "a.duckdb", "a.duckdb.lock", "./../{}/lines.jsonl", "link"])
def test_filter_does_not_write_to_what_it_reads(archive: Path, tmp_path: Path, name: str) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(RECORDS)
    (tmp_path / "link").symlink_to(lines)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    rejects = tmp_path / name.format(tmp_path.name)
    answer = invoke("filter", lines, "--archive", archive, "--rejects", rejects)
    assert answer.exit_code == 2, answer.output
    assert "--rejects" in answer.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_adding_what_holds_no_article_says_so(dump: Path, archive: Path) -> None:
    assert invoke("add", dump, "--archive", archive).exit_code == 0
    dump.write_text('{"no": "text"}\n')
    for arguments in (("add", dump), ("run", dump)):
        answer = invoke(*arguments, "--archive", archive)
        assert answer.exit_code == 3
        assert "no article could be read" in answer.stderr


def test_a_run_does_not_replace_an_archive_that_another_process_writes_to(dump: Path, out: Path) -> None:
    """What that one adds would be gone with the log."""
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    with Archive.open(out / "archive.duckdb", write=True):
        answer = invoke("run", dump, "-o", out, "--force")
    assert answer.exit_code == 6
    assert "another process writes to it" in answer.stderr
    assert {name: (out / name).read_bytes() for name in before} == before


def test_a_run_that_replaces_an_archive_ends_its_log(dump: Path, out: Path, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_bytes(orjson.dumps({"id": "three", "text": TEXT.replace("northern", "southern") * 2}))
    assert invoke("add", more, "--archive", out / "archive.duckdb").exit_code == 0
    assert list(out.glob("archive.duckdb.*.live"))
    assert invoke("run", dump, "-o", out, "--force").exit_code == 0
    assert {path.name for path in out.iterdir()} <= {*WRITTEN, "archive.duckdb.lock"}
    with Archive.open(out / "archive.duckdb") as archive:
        assert archive.other_logs() == []
        assert archive.one("SELECT count(*) FROM article") == 2


def test_a_run_writes_a_folder_of_pages_and_spares_those_of_others(dump: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert invoke("run", dump, "-o", out, "--report-folder").exit_code == 0
    assert (out / "report" / "index.html").read_bytes().startswith(b"<!doctype html>")
    assert invoke("run", dump, "-o", out, "--report-folder", "--force").exit_code == 0
    (out / "report" / "index.html").write_text("mine")
    before = (out / "run.json").read_bytes()
    assert invoke("run", dump, "-o", out, "--report-folder", "--force").exit_code == 4
    export = ["export", "--archive", str(out / "archive.duckdb"), "-o", str(out), "--report-folder", "--force"]
    assert CliRunner().invoke(app, export).exit_code == 4
    assert (out / "report" / "index.html").read_text() == "mine"
    assert (out / "run.json").read_bytes() == before


def test_two_commands_do_not_write_into_one_folder(dump: Path, archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with output_folder(out):
        for command in (["run", dump], ["export", "--archive", archive]):
            answer = CliRunner().invoke(app, [*map(str, command), "-o", str(out)])
            assert answer.exit_code == 6, answer.output
            assert "about to write there" in answer.stderr
        assert not list(out.iterdir())
    assert invoke("run", dump, "-o", out).exit_code == 0


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("name", ["stories.jsonl", "archive.duckdb"])
def test_what_comes_while_a_run_works_is_not_replaced(dump: Path, tmp_path: Path, name: str, force: bool) -> None:
    out = tmp_path / "out"

    def put(*_: object) -> None:
        (out / name).write_text("mine")

    with pytest.raises(OutputExistsError, match=name):
        run_dumps([dump], out, Config(), force=force, report=False, watch=put)
    assert {path.name: path.read_text() for path in out.iterdir()} == {name: "mine"}
