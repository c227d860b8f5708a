"""What is printed is laid out for eyes: nothing that is read at a glance is broken, and colours are seen everywhere."""

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.cli.program import app
from dedup.cli.render.terminal import make_console
from dedup.config import ConfigError, MatchConfig, check_kinds
from dedup.export import span_in_words
from dedup.ingest import sum_up
from dedup.queries.printed import Row, laid_out, origin_page, stories_page, story_page
from dedup.queries.printed.layout import CYAN, GREEN, MAGENTA, RED

runner = CliRunner()

BROKEN = re.compile(r"\d{1,2} [A-Z][a-z]{2}$|^\W*\d{4}, |^\W*UTC|^\W*\(?unknown\)|^[^\w(]*\d+%")


@pytest.mark.parametrize("width", [60, 72, 80, 93, 100])
def test_dates_and_figures_are_not_broken(ran: Ran, width: int) -> None:
    console = Console(file=io.StringIO(), width=width, markup=False, highlight=False, emoji=False)
    with dedup.Archive.open(ran.archive) as archive:
        listed = dedup.list_stories(archive)
        pages = [stories_page(listed), story_page(dedup.story_of(archive, listed[0].id))]
        pages += [origin_page(dedup.origin(archive, story.first)) for story in listed[:3]]
    shown = [laid_out(page, console) for page in pages]
    assert all(cell_len(line) <= width or "/" in line for page in shown for line in page.splitlines())
    assert not [line for page in shown for line in page.splitlines() if BROKEN.search(line)]
    assert all("\ufdd0" not in page for page in shown)


def test_an_article_without_an_outlet_is_called_by_its_id(ran: Ran) -> None:
    console = Console(file=io.StringIO(), width=100, markup=False, highlight=False, emoji=False)
    with dedup.Archive.open(ran.archive) as archive:
        story = dedup.story_of(archive, dedup.list_stories(archive)[0].id)
    bare = replace(story, articles=tuple(replace(article, outlet=None) for article in story.articles))
    first = bare.articles[0]
    shown = laid_out(story_page(bare), console)
    assert f"UTC  {first.id}  {first.lang}  origin\n" in shown
    assert shown.count(first.id) == 3, "in the verdict, the list and the tree, and not at the ends of rows again"
    assert f"  {story.articles[0].outlet}  {first.lang}  origin  {first.id}\n" in laid_out(story_page(story), console)


def test_what_does_not_fit_is_folded_all_the_same() -> None:
    console = Console(file=io.StringIO(), width=30, markup=False, highlight=False, emoji=False)
    shown = laid_out(
        [Row("6 May 2025, 15:30 (zone unknown)", "a-name-of-an-outlet-without-any-blank.example")], console
    )
    assert all(len(line) <= 30 for line in shown.splitlines())
    assert "".join(shown.split()) == "6May2025,15:30(zoneunknown)a-name-of-an-outlet-without-any-blank.example"


def test_an_address_is_not_folded() -> None:
    console = Console(file=io.StringIO(), width=40, markup=False, highlight=False, emoji=False)
    address = "https://www.harbourpost.example/world/2025/05/06/no-ransom-paid-says-norvik-boss"
    shown = laid_out([Row("6 May 2025", address, "by the paper of the harbour town", guides="├─ ")], console)
    assert shown.splitlines()[1] == f"│     {address}", "it can be copied, and clicked on"
    assert all(cell_len(row) <= 40 for row in shown.splitlines() if address not in row)
    assert " ".join(shown.replace("│", "").split()) == f"├─ 6 May 2025 {address} by the paper of the harbour town"


@pytest.mark.parametrize("style", [GREEN, CYAN, MAGENTA, RED])
def test_colours_are_seen_on_white_and_on_black(style: str) -> None:
    parts = [channel / 255 for channel in Color.parse(style).get_truecolor()]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    assert 1.05 / (luminance + 0.05) >= 3.8
    assert (luminance + 0.05) / 0.05 >= 3.8


def test_bars_have_no_colours_of_rich_that_are_weak_on_white() -> None:
    console = make_console(stderr=True)
    for name in ("progress.percentage", "progress.elapsed", "progress.remaining"):
        assert console.get_style(name).color is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-05-06T08:00:00Z", "2025-05-06T14:00:00Z", "6 May 2025, 08:00 to 14:00 UTC"),
        ("2025-05-06T08:00:00", "2025-05-06T14:00:00Z", "6 May 2025, 08:00 (zone unknown) to 14:00 UTC"),
        ("2025-05-06T08:00:00Z", "2025-05-07T14:00:00Z", "6 May 2025, 08:00 UTC to 7 May 2025, 14:00 UTC"),
        ("2025-05-06", "2025-05-10", "6 to 10 May 2025"),
        ("2025-05-06", "2025-06-10", "6 May to 10 Jun 2025"),
        ("2024-12-31", "2025-01-01", "31 Dec 2024 to 1 Jan 2025"),
        ("2025-05", "2025-06", "May 2025 to Jun 2025"),
        ("2025-05-06", "2025-05-06T14:00:00Z", "6 May 2025 to 6 May 2025, 14:00 UTC"),
        ("2025-05-06", "2025-05-06", "6 May 2025"),
        (None, None, ""),
    ],
)
def test_spans(first: str | None, last: str | None, words: str) -> None:
    assert span_in_words(first, last) == words


def test_a_kind_that_is_nearly_one(tmp_path: Path) -> None:
    for name, meant in (("copies", "copy"), ("translations", "translation"), ("Rewrites", "rewrite")):
        with pytest.raises(ConfigError, match=f"did you mean {meant}\\?"):
            MatchConfig.of_kinds([name])
        with pytest.raises(ConfigError, match=f"did you mean {meant}\\?"):
            check_kinds([name])
    with pytest.raises(ConfigError) as error:
        check_kinds(["zebra"])
    assert "did you mean" not in str(error.value)


def test_an_id_that_is_not_there(ran: Ran) -> None:
    found = runner.invoke(app, ["origin", "no-such-thing", "--archive", str(ran.archive)])
    assert found.exit_code == 5
    assert "`dedup stories WORDS` finds stories by title and outlet" in found.stderr


def test_a_table_of_sources_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text("Harbour Post", "utf-8")
    asked = ["run", str(tmp_path / "sources.toml"), "-o", str(tmp_path / "o")]
    found = runner.invoke(app, [*asked, "--sources", str(tmp_path / "sources.toml")])
    assert (found.exit_code, '[[sources]], key = "hp"' in found.stderr) == (2, True)


def test_links_to_a_third_article_are_said_in_words(ran: Ran) -> None:
    rows = {row["id"]: row for row in ran.rows("articles.jsonl")}
    child = next(row for row in rows.values() if row["role"] == "copy" and row["parent"] and row["published"])
    with dedup.Archive.open(ran.archive) as archive:
        shown = " ".join(str(dedup.explain(archive, child["id"], child["id"])).split())
    above = rows[child["parent"]]
    plain = shown.replace(f" ({child['id']})", "").replace(f" ({above['id']})", "")
    assert f"{child['outlet']} is a copy of the article of {above['outlet']} (confidence" in plain
    assert "It is dated" in shown
    assert "child:" not in shown


def test_a_summary_reads_as_the_command_prints_it(ran: Ran) -> None:
    shown = str(ran.summary).splitlines()
    assert shown[0].split() == ["articles", f"{ran.summary.articles:,}"]
    assert len({len(line) for line in shown}) == 1
    assert "Stage(" not in str(ran.summary)


def test_one_record_that_was_set_aside_is_named_in_its_own_words() -> None:
    (reason,) = sum_up([("a.csv", "line 3", "2 columns where the header has 5")])
    assert str(reason) == "1 × 2 columns where the header has 5 (a.csv line 3)"
    (reason,) = sum_up([("a.csv", "line 9", "7 columns where x 5"), ("a.csv", "line 4", "8 columns where x 5")])
    assert str(reason) == "2 × … columns where x … (a.csv line 4)"


@pytest.mark.parametrize(
    ("reason", "helps"),
    [
        ("no text field; 'eintrag' may be it", "--map text=eintrag reads it as the text"),
        ("no text field", "where there are only addresses, fetch the pages"),
        ("no text column in the header (id, title, url)", "where there are only addresses, fetch the pages"),
        ("letters lost: question marks stand for them; save the file as UTF-8", "save the file as UTF-8"),
        ("not a format read here (.pdf)", "`pdftotext` makes a text of it"),
    ],
)
def test_a_reason_says_what_helps(reason: str, helps: str) -> None:
    for rows in ([("a", "line 3", reason)], [("a", "line 3", reason), ("a", "line 4", reason)]):
        assert helps in str(sum_up(rows)[0])
