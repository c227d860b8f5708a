"""The commands that look after an archive: info, check, compact, migrate, forget."""

import gzip
import json
import signal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from kept import added, exported, rows, sample_lines
from typer.testing import CliRunner, Result

import dedup
from dedup.api import Archive
from dedup.archive import FORMAT, ArchiveError, ArchiveStore, lock_archive, store
from dedup.cli.program import app
from dedup.jobs import find
from dedup.jobs.add import settings_of
from dedup.jobs.check import check_archive as check
from dedup.jobs.check import info
from dedup.messages import commit_points
from dedup.pipeline.archive_index import open_lookup
from dedup.queries import UnknownArticleError

FORMATS = Path(__file__).parent / "formats"


def run(command: str, archive: Path, *arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, ["archive", command, *arguments, "--archive", str(archive)], input=stdin)


def test_info(grown: Path) -> None:
    answer = run("info", grown, "--json")
    found: dict[str, Any] = json.loads(answer.stdout)
    assert (found["format"], found["articles"], found["log_articles"]) == (FORMAT, len(sample_lines()) - 5, 5)
    files = [path for path in grown.parent.glob("a.duckdb*") if path.suffix not in (".lock", ".live-shm")]
    assert found["disk_bytes"] == sum(path.stat().st_size for path in files if path.name.count(".live") < 2)
    assert {"texts", "log", "keys of passages", "keys of concepts", "table match"} <= found["parts"].keys()
    texts = rows(grown, "SELECT sum(strlen(text)) AS size FROM article")
    assert found["text_bytes"] == texts[0]["size"]
    shown = run("info", grown).stdout
    assert "times the plain text" in shown
    assert "copy, rewrite, translation" in shown


def test_an_archive_in_order(grown: Path) -> None:
    answer = run("check", grown)
    assert (answer.exit_code, answer.stdout) == (0, "no problems found\n")


@pytest.mark.parametrize(
    ("table", "row", "problem"),
    [
        ("membership", {"article": 0, "story": 987_654}, "a membership without a story"),
        ("story", {"story": 987_654, "name": "s1"}, "a story of fewer than two"),
        ("link", {"child": "nobody", "confidence": 0.5}, "a link without its child"),
        ("body", {"article": 987_654, "words": 1.0, "lang": "en"}, "a body without an article"),
        ("match", {"a": 0, "b": 987_654}, "a match without its articles"),
        ("origin", {"story": 987_654, "verdict": "x"}, "an origin without a story"),
    ],
)
def test_what_must_not_be_is_reported(archive: Path, table: str, row: dict[str, Any], problem: str) -> None:
    import pyarrow as pa

    with Archive.open(archive, write=True) as opened:
        opened.commit({table: pa.Table.from_pylist([row])})
    answer = run("check", archive)
    assert answer.exit_code == 1
    assert problem in answer.stdout


@pytest.mark.parametrize("name", ["keys", "concepts"])
def test_damaged_keys_are_reported(grown: Path, name: str) -> None:
    path = next(grown.parent.glob(f"*.{name}"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    answer = run("check", grown)
    assert answer.exit_code == 1
    assert "checksum" in answer.stdout


def test_a_damaged_file_is_reported(archive: Path) -> None:
    data = bytearray(archive.read_bytes())
    for place in range(len(data) // 3, len(data), 16_384):
        data[place] ^= 0xFF
    archive.write_bytes(data)
    assert run("check", archive).exit_code in (1, 5)


def test_wherever_a_file_is_damaged_it_is_said_in_our_words(archive: Path) -> None:
    data = archive.read_bytes()
    said = 0
    for place in range(12_288 + 100, len(data), 16_384):
        archive.write_bytes(data[:place] + bytes(byte ^ 0xFF for byte in data[place : place + 8]) + data[place + 8 :])
        try:
            with Archive.open(archive) as opened:
                opened.rows("FROM article JOIN body USING (article) LEFT JOIN membership USING (article)")
        except (ArchiveError, OSError) as error:
            said += str(archive) in str(error)
    assert said > 3


def test_compact_changes_no_answer(grown: Path) -> None:
    before = exported(grown)
    assert "folded 2 commits" in run("compact", grown).stderr
    assert exported(grown) == before
    with Archive.open(grown) as opened:
        found = info(opened)
        assert (found.log_articles, found.commits) == (0, 0)
        assert check(opened) == []
    assert "nothing to fold" in run("compact", grown).stderr


@pytest.mark.parametrize("form", range(1, FORMAT))
def test_archives_of_every_earlier_format_are_brought_up_to_date(tmp_path: Path, form: int) -> None:
    path = tmp_path / "a.duckdb"
    path.write_bytes(gzip.decompress((FORMATS / f"{form}.duckdb.gz").read_bytes()))
    with pytest.raises(dedup.ArchiveError, match="dedup archive migrate"):
        Archive.open(path)
    assert f"was of format {form}" in run("migrate", path).stderr
    with Archive.open(path) as opened:
        assert check(opened) == []
        assert opened.one("SELECT count(*) FROM article") == 15
        assert opened.one("SELECT count(*) FROM membership") > 0
    assert "up to date already" in run("migrate", path).stderr
    # From here on it is an archive like others.
    assert added(path, *sample_lines()[:20]).new == 5


def test_bringing_it_up_to_date_keeps_what_was_set(tmp_path: Path) -> None:
    """Also of settings that have other names now."""
    path = tmp_path / "a.duckdb"
    path.write_bytes(gzip.decompress((FORMATS / "1.duckdb.gz").read_bytes()))
    with duckdb.connect(path) as database:
        (stored,) = database.execute("SELECT value FROM meta WHERE key = 'settings'").fetchone() or ("",)
        settings = json.loads(stored)
        settings["story"]["told_lead"] = settings["match"]["level"] = 0.7
        database.execute("UPDATE meta SET value = ? WHERE key = 'settings'", [json.dumps(settings)])
    run("migrate", path)
    with Archive.open(path) as opened:
        assert opened.settings["story"]["told_lead"] == opened.settings["match"]["level"] == 0.7


def test_bringing_it_up_to_date_twice_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one waits for the right to write, the other is done, and articles are added."""
    from dedup.jobs import migrate, migrate_archive

    path = tmp_path / "a.duckdb"
    path.write_bytes(gzip.decompress((FORMATS / "1.duckdb.gz").read_bytes()))

    def late(where: Path, wait: float) -> object:
        monkeypatch.undo()
        assert migrate_archive(path) == "1"
        assert added(path, *sample_lines()[:20]).articles == 20
        return lock_archive(where, wait)

    monkeypatch.setattr(migrate, "lock_archive", late)
    assert migrate_archive(path, wait=60) is None
    assert rows(path, "SELECT count(*) AS n FROM article") == [{"n": 20}]


def test_forget_one(grown: Path) -> None:
    story = rows(
        grown,
        "SELECT name, list(id ORDER BY id) AS ids "
        "FROM membership JOIN story USING (story) JOIN article USING (article) "
        "GROUP BY name HAVING count(*) > 3 ORDER BY name LIMIT 1",
    )[0]
    gone, left = story["ids"][0], story["ids"][1:]
    text = rows(grown, f"SELECT text FROM article WHERE id = '{gone}'")[0]["text"]
    record = next(json.loads(line) for line in sample_lines() if json.loads(line)["id"] == gone)
    added(grown, record | {"text": text + "\n\nOne more line, for a correction."})
    answer = run("forget", grown, gone, "--yes", "--json")
    answered = json.loads(answer.stdout)
    assert (answered["articles"], answered["revisions"], answered["stories"]) == ([gone], 1, 1)
    assert answered["matches"] > 0
    with Archive.open(grown) as opened:
        assert check(opened) == []
        number = opened.one("SELECT count(*) FROM article WHERE id = $1", [gone])
        assert number == 0
        for table, column in (("link", "child"), ("link", "parent"), ("origin", "article"), ("revision", "id")):
            assert opened.one(f"SELECT count(*) FROM {table} WHERE {column} = $1", [gone]) == 0
        assert opened.one("SELECT count(*) FROM link WHERE contains(evidence, $1)", [gone]) == 0
        names = opened.connection.execute(
            "SELECT DISTINCT name FROM membership JOIN story USING (story) JOIN article USING (article) "
            "WHERE list_contains($1, id)",
            [left],
        ).fetchall()
        assert (story["name"],) in names
    assert text not in str(rows(grown, "SELECT text FROM article"))
    # Nor is it by its keys.
    with dedup.Archive.open(grown) as opened:
        assert opened.check(record).match != gone


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_ctrl_c_during_forget_says_what_was_done(when: str, grown: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says so of the rename that forgets: a log of takedowns must not be wrong."""
    gone = rows(grown, "SELECT id FROM article ORDER BY article LIMIT 1")[0]["id"]
    where, name = (ArchiveStore, "write_anew") if when == "before" else (store, "put_written")
    work = getattr(where, name)

    def interrupted(*given: Any) -> Any:
        done = work(*given)
        signal.raise_signal(signal.SIGINT)
        return done

    monkeypatch.setattr(where, name, interrupted)
    monkeypatch.setattr(commit_points, "_passed", [])
    # A command that was stopped ignores signals from then on, as its process is about to end.
    held = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        answer = run("forget", grown, gone, "--yes")
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
    assert answer.exit_code == 130
    said = {"before": "what was there before is as it was", "after": "the articles are forgotten"}
    assert {name for name, words in said.items() if words in answer.stderr} == {when}
    with Archive.open(grown) as opened:
        assert opened.one("SELECT count(*) FROM article WHERE id = $1", [gone]) == (when == "before")
        assert check(opened) == []


def test_forget_an_outlet_and_a_page(grown: Path) -> None:
    first = rows(grown, "SELECT outlet, count(*) AS n FROM article GROUP BY outlet ORDER BY n DESC, outlet LIMIT 1")[0]
    other = rows(grown, f"SELECT id, url FROM article WHERE outlet <> '{first['outlet']}' ORDER BY id LIMIT 1")[0]
    with dedup.Archive.open(grown, write=True) as opened:
        found = opened.forget(first["outlet"].upper(), other["url"] + "#top")
        assert len(found.articles) == first["n"] + 1
        assert other["id"] in found.articles
        assert check(opened) == []
        assert opened.one("SELECT count(*) FROM article WHERE outlet = $1", [first["outlet"]]) == 0
        assert opened.one("SELECT count(*) FROM article") == len(sample_lines()) - 5 - len(found.articles)


def test_forgetting_an_outlet_names_its_other_names(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    texts = [json.loads(line)["text"] for line in sample_lines()[:3]]
    outlets = ("Reuters", "reuters.com", "harbourpost.example")
    added(path, *({"id": f"of {name}", "outlet": name, "text": texts.pop()} for name in outlets))
    with dedup.Archive.open(path) as opened:
        assert find(opened, ["Reuters"]).also == ("reuters.com",)
        assert find(opened, ["reuters", "Reuters.com"]).also == ()
        assert find(opened, ["harbourpost.example"]).also == ()
    said = CliRunner().invoke(app, ["archive", "forget", "Reuters", "--yes", "--archive", str(path)])
    assert (said.stdout, "articles of 'reuters.com' stay" in said.stderr) == ("of Reuters\n", True)


def test_forgotten_texts_are_gone_from_the_disk(tmp_path: Path) -> None:
    """In the dictionary that texts are packed with there are pieces of them in the open."""
    path = tmp_path / "a.duckdb"
    marked = [{"id": f"m{n}", "text": "The word quixotrophy is nowhere else, " * 30 + str(n) * 40} for n in range(6)]
    added(path, *sample_lines()[:30], *marked)
    with dedup.Archive.open(path, write=True) as opened:
        open_lookup(opened, settings_of(opened, None))
        opened.forget(*(record["id"] for record in marked))
        assert check(opened) == []
        assert b"quixotrophy" not in opened.packer.dictionary
    assert not any(b"quixotrophy" in part.read_bytes() for part in tmp_path.glob("a.duckdb*"))


def test_forget_what_is_not_there(archive: Path) -> None:
    before = exported(archive)
    answer = run("forget", archive, json.loads(sample_lines()[0])["id"], "nowhere.example", "--yes")
    assert answer.exit_code == 5
    assert exported(archive) == before
    with dedup.Archive.open(archive, write=True) as opened, pytest.raises(UnknownArticleError):
        opened.forget("nobody")
    with dedup.Archive.open(archive) as opened, pytest.raises(dedup.ArchiveError, match="opened for reading"):
        opened.forget(json.loads(sample_lines()[0])["id"])


def test_forget_what_is_old(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    words = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
    dates = {
        "old": "2019-03-04T10:00:00Z",
        "edge": "2025-04-30T23:59:59Z",
        "other": "2019-03-04T10:00:00Z",
        "unzoned": "2025-04-30 18:00",
        "month": "2025-04",
        "year": "2025",
        "new": "2025-05-01T00:00:00Z",
        "undated": None,
    }
    added(
        path,
        *(
            {
                "id": name,
                "text": f"{words} {name}",
                "published": date,
                "outlet": "b.example" if name == "other" else None,
            }
            for name, date in dates.items()
        ),
    )
    wrong = run("forget", path, "--older-than", "yesterday", "--yes")
    assert (wrong.exit_code, "--older-than: not a span of time: 'yesterday'" in wrong.stderr) == (2, True)
    assert run("forget", path, "--older-than", "2025-13", "--yes").exit_code == 2
    assert run("forget", path, "--older-than", "999999999999d", "--yes").exit_code == 2
    assert "--older-than DATE" in run("forget", path, "--yes").stderr
    assert "give --yes" in run("forget", path, "--older-than", "2025-05").stderr
    with Archive.open(path, write=True) as opened:
        assert find(opened, ["b.example"], "2018").articles == {}
        assert list(find(opened, ["b.example"], "2025-05").articles.values()) == ["other"]
        assert set(find(opened, [], "1h").articles.values()) == set(dates) - {"undated"}
    none = run("forget", path, "b.example", "--older-than", "2018", "--yes", "--json")
    assert (none.exit_code, json.loads(none.stdout)["articles"]) == (0, [])
    found = run("forget", path, "--older-than", "2025-05", "--yes", "--json")
    why = "2025 and a clock without zone may be later"
    assert json.loads(found.stdout)["articles"] == ["edge", "month", "old", "other"], why
    assert "1 article without a date stays" in found.stderr
    with Archive.open(path) as opened:
        assert check(opened) == []
