"""The report as a file: what it says, that it says it alike each time, and that no text of a dump becomes markup."""

import base64
import html
import json
import pickle
import re
import warnings
import zlib
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import orjson
import pytest
from attack import ATTACKS, attack_dump
from whole_run import SAMPLES, Ran

import dedup
from dedup.api import Archive
from dedup.archive import create
from dedup.archive.compression import Packer
from dedup.config import ReportConfig
from dedup.export import REPORT_FILE, gather_stories, story_rows, write_report_folder
from dedup.export.report.gather import _chosen_pairs
from dedup.export.report.page import environment, web_address
from dedup.export.report.pair import align
from dedup.export.report.write import report_parts
from dedup.jobs import OutputExistsError, export_again

_PACKED = re.compile(r'<script type="text/plain" id="t-(s\w+)">([^<]*)</script>')
VOID = {"meta", "input", "br"}


def pages(html: str) -> dict[str, str]:
    """The markup of each story and its pairs."""
    return {name: zlib.decompress(base64.b64decode(text)).decode() for name, text in _PACKED.findall(html)}


class Markup(HTMLParser):
    """The elements of a page with their attributes, and whether each is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def report(ran: Ran) -> str:
    return (ran.out / REPORT_FILE).read_text("utf-8")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    folder = tmp_path_factory.mktemp("attacked")
    dump = attack_dump(folder)
    return Ran(folder / "out", dedup.run([str(dump)], folder / "out"))


def test_every_story_and_its_links_are_in_it(ran: Ran, report: str) -> None:
    found = pages(report)
    stories = ran.rows("stories.jsonl")
    assert found.keys() == {story["id"] for story in stories}
    by_story = {article: story["id"] for story in stories for article in story["articles"]}
    for link in ran.rows("links.jsonl"):
        if link["child"] in by_story and link["source"]:
            assert link["source"] in found[by_story[link["child"]]]
    for article in ran.rows("articles.jsonl"):
        if article["story"] and article["title"]:
            assert article["title"][:40] in html.unescape(found[article["story"]])


def test_the_figures_of_the_overview_are_those_of_the_files(ran: Ran, report: str) -> None:
    assert (
        f'<h1 id="overview-h">{ran.summary.articles} articles, {ran.summary.stories} stories of two or more' in report
    )
    for role in ("copy", "translation", "alone"):
        assert f'<i class="key role-{role}"></i>\n  <b>{ran.summary.roles[role]}</b>' in report


def test_markup_is_whole(report: str) -> None:
    assert not Markup(report).open
    for page in pages(report).values():
        assert not Markup(page).open


def test_the_archive_gives_the_same_bytes_as_the_run(ran: Ran, report: str, tmp_path: Path) -> None:
    with Archive.open(ran.archive) as archive:
        export_again(archive, tmp_path, formats=["report"])
        again = "".join(report_parts(archive, None, ReportConfig()))
    assert (tmp_path / REPORT_FILE).read_text("utf-8") == report == again


def test_stories_may_be_rendered_in_other_processes(ran: Ran, report: str) -> None:
    def elsewhere(job: Any, parts: Iterable[Any]) -> Iterator[Any]:
        stage = pickle.loads(pickle.dumps(job))()
        return (pickle.loads(pickle.dumps(stage(pickle.loads(pickle.dumps(part))))) for part in parts)

    with Archive.open(ran.archive) as archive:
        assert "".join(report_parts(archive, spread=elsewhere)) == report


def test_a_row_is_read_by_its_fields_whatever_they_are_called() -> None:
    row = {"id": "a", "items": "no method", "get": "neither"}
    template = environment().from_string("{{ row.id }} {{ row.get('id') }} {{ row.items() | list | length }}")
    assert template.render(row=row) == "a a 3"


def test_order_and_threads_change_no_byte(report: str, tmp_path: Path) -> None:
    rows = (SAMPLES / "dump.jsonl").read_bytes().splitlines(keepends=True)
    (tmp_path / "dump.jsonl").write_bytes(b"".join(reversed(rows)))
    inputs = [str(SAMPLES / "pages"), str(tmp_path / "dump.jsonl")]
    machine = dedup.config.MachineConfig(threads=1, batch_articles=17)  # type: ignore[attr-defined]
    dedup.run(inputs, tmp_path / "out", dedup.Config(machine=machine))
    assert (tmp_path / "out" / REPORT_FILE).read_text("utf-8") == report


def test_no_text_becomes_markup(attacked: Ran) -> None:
    html = (attacked.out / REPORT_FILE).read_text("utf-8")
    allowed = {"script", "style", "meta", "link", "template"}
    assert len(re.findall("<script>", html)) == 1
    for page in (re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.S), *pages(html).values()):
        parsed = Markup(page)
        assert not parsed.open
        for tag, attributes in parsed.elements:
            assert tag not in {"iframe", "object", "embed", "base", "img", "audio", "video", "frame", "form"} - (
                {"form"} if attributes.get("id") == "filters" else set()
            )
            assert tag not in allowed - {"meta", "template"}
            assert not [name for name in attributes if name.startswith("on") or name in ("style", "src", "srcdoc")]
            assert re.match(r"(?i)#|https?://", attributes.get("href") or "#")


def test_attacks_are_shown_as_text(attacked: Ran) -> None:
    together = "".join(pages((attacked.out / REPORT_FILE).read_text("utf-8")).values())
    assert "&lt;script&gt;" in together
    assert "\u202e" not in together
    assert not any(attack in together for attack in ATTACKS if "<" in attack)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//x.example", "http:", "", None]
)
def test_only_web_addresses_are_links(url: str | None) -> None:
    assert web_address(url) is None


def test_a_users_report_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / REPORT_FILE).write_text("mine")
    with pytest.raises(OutputExistsError, match=REPORT_FILE):
        dedup.run([str(SAMPLES / "pages")], tmp_path)
    assert (tmp_path / REPORT_FILE).read_text() == "mine"


def test_without_a_report_an_old_one_goes(tmp_path: Path) -> None:
    dump = attack_dump(tmp_path)
    dedup.run([str(dump)], tmp_path / "out")
    dedup.run([str(dump)], tmp_path / "out", force=True, report=False)
    assert not (tmp_path / "out" / REPORT_FILE).exists()
    (tmp_path / "out" / REPORT_FILE).write_text("mine")
    dedup.run([str(dump)], tmp_path / "out", force=True, report=False)
    assert (tmp_path / "out" / REPORT_FILE).read_text() == "mine"


def test_a_fault_of_the_report_leaves_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise ValueError("made to fail")

    monkeypatch.setattr("dedup.export.report.write.report_parts", fails)
    with pytest.warns(UserWarning, match=r"report.html is left out: ValueError: made to fail"):
        dedup.run([str(attack_dump(tmp_path))], tmp_path / "out")
    assert (tmp_path / "out" / "stories.jsonl").stat().st_size
    assert not (tmp_path / "out" / REPORT_FILE).exists()
    assert not list((tmp_path / "out").glob(".dedup-*"))


def test_limits_are_said(ran: Ran) -> None:
    with Archive.open(ran.archive) as archive:
        html = "".join(report_parts(archive, None, ReportConfig(most_stories=3, most_articles=2, most_paired=4)))
    found = pages(html)
    assert len(found) == 3
    assert "This page shows the 3 stories that the most outlets carry; 13 more are in the archive" in html
    assert "Its origin and its earliest 2 articles are shown" in next(iter(found.values()))
    assert "The side-by-side view is left out of the last 1 stories" in html


def test_an_archive_without_articles_has_a_report(tmp_path: Path) -> None:
    create(tmp_path / "a.duckdb", dedup.Config())
    with dedup.Archive.open(tmp_path / "a.duckdb") as archive:
        export_again(archive, tmp_path / "out", formats=["report"])
    assert "0 articles, 0 stories" in (tmp_path / "out" / REPORT_FILE).read_text("utf-8")


def test_both_texts_are_shown_in_their_order() -> None:
    a = {"text": "Menu. One two three four five six seven. Own words of a.", "body": [(6, 56)]}
    b = {"text": "One two three four five six eight. More of b. Footer", "body": [(0, 45)]}
    passage = {"kind": "copy", "score": 0.9, "a": (6, 40), "b": (0, 34)}
    rows = align({"a": a, "b": b, "passages": [passage]})
    assert [[(piece.text, piece.kind) for piece in row.left] for row in rows] == [
        [("Menu.", "boilerplate")],
        [("One two three four five six ", "plain"), ("seven", "changed"), (".", "plain")],
        [("Own words of a.", "plain")],
    ]
    assert [[(piece.text, piece.kind) for piece in row.right] for row in rows] == [
        [],
        [("One two three four five six ", "plain"), ("eight", "changed"), (".", "plain")],
        [("More of b.", "plain"), ("Footer", "boilerplate")],
    ]


def test_the_mark_that_ends_a_sentence_stands_with_it() -> None:
    a, b = {"text": "One two three four。 Own words."}, {"text": "“One two three four” Other words."}
    passage = {"kind": "copy", "score": 0.9, "a": (0, 18), "b": (1, 19)}
    row, rest = align({"a": a, "b": b, "passages": [passage]})[-2:]
    ends = ["".join(piece.text for piece in side)[-5:] for side in (row.left, row.right)]
    assert ends == ["four。", "four”"]
    assert [[piece.text for piece in side] for side in (rest.left, rest.right)] == [["Own words."], ["Other words."]]


def test_run_says_no_report(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    from dedup.cli.program import app

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = CliRunner().invoke(
            app, ["run", str(attack_dump(tmp_path)), "-o", str(tmp_path / "out"), "--no-report", "-q"]
        )
    assert found.exit_code == 0
    assert not (tmp_path / "out" / REPORT_FILE).exists()
    assert "report" not in [
        stage["name"] for stage in json.loads((tmp_path / "out" / "run.json").read_bytes())["stages"]
    ]
    assert orjson.loads((tmp_path / "out" / "run.json").read_bytes())["stories"]


def test_a_story_as_a_picture(ran: Ran, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    from typer.testing import CliRunner

    from dedup.cli.program import app

    story = ran.rows("stories.jsonl")[0]
    asked = ["story", story["id"], "--archive", str(ran.archive), "--svg", str(tmp_path / "picture.svg")]
    assert CliRunner().invoke(app, asked).exit_code == 0
    root = ElementTree.fromstring((tmp_path / "picture.svg").read_text("utf-8"))
    said = " ".join("".join(part.itertext()) for part in root.iter("{http://www.w3.org/2000/svg}text"))
    assert story["id"] in said
    assert all(outlet in said for outlet in story["outlets"])
    assert "settings" in said
    assert CliRunner().invoke(app, asked).exit_code == 4
    assert CliRunner().invoke(app, [*asked, "--force"]).exit_code == 0


def test_notebooks_show_answers(ran: Ran, attacked: Ran, tmp_path: Path) -> None:
    for run in (ran, attacked):
        link = next(link for link in run.rows("links.jsonl") if link["parent"])
        with dedup.Archive.open(run.archive) as archive:
            report = dedup.report(archive)
            story = dedup.story_of(archive, link["child"])
            answers = (
                story,
                dedup.explain(archive, link["child"], link["parent"]),
                dedup.origin(archive, link["child"]),
                report,
            )
        for answer in answers:
            parsed = Markup(answer._repr_html_())
            assert not parsed.open
            assert not {"script", "img", "base"} & {tag for tag, _ in parsed.elements}
            assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
        assert run is attacked or story.outlets[0] in story._repr_html_()
        report.save(tmp_path / "report.html")
        assert (tmp_path / "report.html").read_bytes() == (run.out / REPORT_FILE).read_bytes()


def test_a_folder_of_pages_holds_every_story(ran: Ran, tmp_path: Path) -> None:
    stories = {story["id"] for story in ran.rows("stories.jsonl")}
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "mine.html").write_text("mine")
    with Archive.open(ran.archive) as archive:
        for size, count in ((3, 6), (7, 3)):
            write_report_folder(archive, tmp_path, ReportConfig(most_stories=size))
            files = {path.name: path.read_text("utf-8") for path in (tmp_path / "report").iterdir()}
            assert files.pop("mine.html") == "mine"
            assert len(files) == count
            found = [name for html in files.values() for name in pages(html)]
            assert sorted(found) == sorted(stories)
            for html in files.values():
                assert not Markup(html).open
                assert all(target in files for target in re.findall(r'href="([^"#]+html)#', html))


def test_a_story_is_gathered_without_unpacking_the_texts_of_others(ran: Ran, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an archive of 100,000 articles that took most of a second."""
    unpacked: list[int] = []
    whole = Packer.unpack

    def counted(packer: Packer, frames: Iterable[bytes]) -> list[str]:
        frames = list(frames)
        unpacked.append(len(frames))
        return whole(packer, frames)

    monkeypatch.setattr(Packer, "unpack", counted)
    config = ReportConfig()
    with dedup.Archive.open(ran.archive) as archive:
        row = min(story_rows(archive, config, 100), key=lambda row: row["articles"])
        unpacked.clear()
        (found,) = gather_stories(archive, [row], config)
        assert len(found.texts) == row["articles"]
        assert sum(unpacked) <= 2 * row["articles"] < archive.one("SELECT count(*) FROM article")
        unpacked.clear()
        rows = story_rows(archive, config, 100)
        without = list(gather_stories(archive, rows, config, paired=False))
        assert [one.story["id"] for one in without] == [row["id"] for row in rows]
        quoted = {
            one.get("article") or link["child"]
            for found in without
            for link in (*found.story["links"], {"child": None, "evidence": found.story["origin"]["evidence"]})
            for one in link["evidence"]
            if one["type"] == "cue"
        }
        untitled = {one["id"] for found in without for one in found.story["articles"] if not one["title"]}
        assert {name for found in without for name in found.texts} == quoted | untitled
        assert sum(unpacked) <= len(quoted | untitled) < sum(row["articles"] for row in rows)


def test_a_jinja_that_writes_its_calls_otherwise_escapes_as_well() -> None:
    made = environment.__wrapped__()
    del made.code_generator_class._output_child_pre
    page = '{{ v }} <a title="{{ v }}">{{ n }}</a>{% macro m(a) %}{{ a }}{% endmacro %}{{ m(v) }}'
    given = {"v": "<b>\u202e\"'&", "n": 3}
    slow, fast = (one.from_string(page).render(given) for one in (made, environment()))
    assert "environment.shown" not in made.compile(page, raw=True)
    assert html.unescape(slow) == html.unescape(fast)
    assert "<b>" not in slow + fast
    assert "\u202e" not in slow + fast


def test_a_parent_stands_on_the_left_also_where_its_own_origin_is_open() -> None:
    """Its best match is that with its child: the pair stood the other way, and had no link to it from the evidence."""
    members = [{"id": "early", "article": 2}, {"id": "late", "article": 1}]
    rows = {"early": {"role": "copy"}, "late": {"role": "copy"}}
    match = {"a": 1, "b": 2, "score": 1.0, "coverage_a": 1.0, "coverage_b": 1.0}
    (pair,) = _chosen_pairs(members, rows, {"late": {"parent": "early"}}, [match], ReportConfig())
    assert pair["turned"]
    (alone,) = _chosen_pairs(members, rows, {}, [match], ReportConfig())
    assert not alone["turned"]
