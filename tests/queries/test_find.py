"""Which article a name that is no whole id means: one hit is taken, several are listed, a slip is answered."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dedup
from dedup.cli.program import app
from dedup.config import Config, ProvenanceConfig
from dedup.jobs import find
from dedup.queries import list_stories, search_articles

runner = CliRunner()
WORDS = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
STATEMENT = f"""{WORDS}
The port authority said on Monday that two of the lock's hinges had rusted through. Divers found
the damage in March, when a barge could not leave. Repairs cost four million crowns, which city and region share.
Fishermen asked for a pier of their own in the meantime; the harbour master promised them one by the end of May."""
IDS = (
    "000_ff80a1.txt",
    "page-1.txt",
    "page-10.txt",
    "page-11.txt",
    "saved/gate.html.gz",
    "https://a.example/gate-1",
    "Ворота.txt",
    "row 12",
    "Straße.txt",
    "Κόσμος.txt",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named")
    rows = "".join(f'{{"id": "{name}", "text": "{WORDS} {name}"}}\n' for name in IDS)
    (folder / "dump.jsonl").write_text(rows, encoding="utf-8")
    path = folder / "named.duckdb"
    dedup.add(folder / "dump.jsonl", path, Config(provenance=ProvenanceConfig(trace=False)))
    return path


@pytest.fixture
def opened(archive: Path) -> Iterator[dedup.Archive]:
    with dedup.Archive.open(archive) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("000_ff80", "000_ff80a1.txt"),
        ("page-1", "page-1.txt"),
        ("page-10", "page-10.txt"),
        ("PAGE-1.TXT", "page-1.txt"),
        ("gate", "saved/gate.html.gz"),
        ("gate.html", "saved/gate.html.gz"),
        ("saved/gate", "saved/gate.html.gz"),
        ("gate-1", "https://a.example/gate-1"),
        ("ворота", "Ворота.txt"),
        ("STRAßE", "Straße.txt"),
        ("Κόσμος", "Κόσμος.txt"),
    ],
)
def test_one_hit_is_taken(opened: dedup.Archive, name: str, article: str) -> None:
    assert dedup.origin(opened, name).article.id == article
    assert dedup.explain(opened, name, name).a.id == article


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("page", ", and 3 have ids like it: 'page-1.txt', 'page-10.txt', 'page-11.txt'"),
        ("page-2.txt", "; did you mean 'page-1.txt' or 'page-10.txt' or 'page-11.txt'?"),
        ("pgae-10.txt", "; did you mean 'page-10.txt'"),
        ("https://a.example/", "the id or URL 'https://a.example/'"),
        ("row", "the id or URL 'row'; did you mean 'row 12'?"),
        ("000", "; did you mean '000_ff80a1.txt'?"),
        ("pages/000_ff80a1", "; did you mean '000_ff80a1.txt'?"),
        ("zz", "the id or URL 'zz'"),
        ("nothing like it", "the id or URL 'nothing like it'"),
        ("  ", "the id or URL '  '"),
        ("%", "the id or URL '%'"),
    ],
)
def test_what_is_not_sure_is_refused(opened: dedup.Archive, name: str, says: str) -> None:
    for ask in (dedup.origin, dedup.story):
        with pytest.raises(dedup.UnknownArticleError) as caught:
            ask(opened, name)
        assert says in str(caught.value)
        assert str(caught.value).endswith("?") == ("did you mean" in says)


def test_a_file_is_meant_before_an_id_that_resembles_its_name(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("page-1").write_text("too short")
    answer = runner.invoke(app, ["origin", "page-1", "--archive", str(archive)])
    assert "page-1.txt" not in answer.stdout + answer.stderr


def test_nothing_is_forgotten_by_half_a_name(archive: Path) -> None:
    answer = runner.invoke(app, ["archive", "forget", "page-1.tx", "--yes", "--archive", str(archive)])
    assert (answer.exit_code, "did you mean 'page-1.txt'" in answer.stderr) == (5, True)


@pytest.fixture(scope="module")
def international(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pages of outlets that have names in two scripts, and of a listed one."""
    folder = tmp_path_factory.mktemp("international")
    urls = {
        "one": "https://газета.example/ворота/1",
        "two": "https://xn--80aahjj1e.example/ворота/2",
        "three": "https://interfax.ru/gate/3",
    }
    rows = "".join(f'{{"id": "{name}", "url": "{url}", "text": "{WORDS} {name}"}}\n' for name, url in urls.items())
    (folder / "dump.jsonl").write_text(rows, encoding="utf-8")
    path = folder / "a.duckdb"
    dedup.add(folder / "dump.jsonl", path, Config(provenance=ProvenanceConfig(trace=False)))
    return path


@pytest.mark.parametrize(
    ("address", "article"),
    [
        ("https://газета.example/ворота/1", "one"),
        ("http://www.газета.example/ворота/2/#top", "two"),
        ("https://xn--80aahjj1e.example/ворота/1", "one"),
        ("газета.example/ворота/2", "two"),
        ("https://газета.example/%D0%B2%D0%BE%D1%80%D0%BE%D1%82%D0%B0/1", "one"),
    ],
)
def test_an_address_in_letters_is_found_by_every_command(international: Path, address: str, article: str) -> None:
    with dedup.Archive.open(international) as opened:
        assert dedup.origin(opened, address).article.id == article
        assert dedup.explain(opened, address, "three").a.id == article
        assert article in {member.id for member in dedup.story(opened, address).articles}
        assert [found.id for found in search_articles(opened, address)] == [article]
        assert list(find(opened, [address]).articles.values()) == [article]


def test_titles_are_found_whatever_their_letters(tmp_path: Path) -> None:
    """Python and the database lower ß, a final ς and İ each in a way of its own."""
    titles = ("Die Straße am Hafen", "Ο Κόσμος του λιμανιού", "İstanbul limanı")
    rows = [
        {"id": str(n), "title": title, "text": STATEMENT, "outlet": f"{n}.example"} for n, title in enumerate(titles)
    ]
    (tmp_path / "dump.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    dedup.add(tmp_path / "dump.jsonl", tmp_path / "a.duckdb", Config(provenance=ProvenanceConfig(trace=False)))
    with dedup.Archive.open(tmp_path / "a.duckdb") as opened:
        for number, words in enumerate(("straße Hafen", "Κόσμος", "İstanbul")):
            assert [found.id for found in search_articles(opened, words)] == [str(number)]
            assert [story.articles for story in list_stories(opened, words)] == [3]


def test_an_outlet_is_forgotten_only_as_the_archive_calls_it(international: Path) -> None:
    with dedup.Archive.open(international) as opened:
        assert sorted(find(opened, ["ГАЗЕТА.example"]).articles.values()) == ["one", "two"]
        for name, called in (
            ("Интерфакс", "interfax.ru"),
            ("Interfaks", "interfax.ru"),
            ("xn--80aahjj1e.example", "газета.example"),
        ):
            with pytest.raises(dedup.UnknownArticleError, match=f"did you mean '{called}'"):
                find(opened, [name])
        assert dedup.outlet(opened, "Интерфакс").outlet == "interfax.ru"
        assert dedup.outlet(opened, "xn--80aahjj1e.example").outlet == "газета.example"
