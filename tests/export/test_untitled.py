"""Articles without a title are called by their first words; pictures are there as pixels too."""

import json
import struct
import zlib
from base64 import b64decode
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dedup
from dedup.cli.program import app
from dedup.config import ReportConfig
from dedup.export import story_rows
from dedup.export.report import svg

runner = CliRunner()

WORDS = (
    "The northern gate of the harbour closes on Monday for eleven weeks, the harbour master said. Divers found cracks "
    "in two of its hinges in spring. Fishing boats use the canal lock until then, and the ferry sails an hour later."
)
CHINESE = (
    "港口管理局周一宣布，北闸门将关闭十一周进行维修。潜水员今年春天在两个铰链上发现了裂缝，工程师建议立即更换。"
    "在此期间，渔船使用运河船闸通行，渡轮将推迟一小时出发，旅客可以免费改签车票。"
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("untitled")
    rows = [
        {"id": f"{text[:1]}{outlet}", "outlet": f"{outlet}.example", "text": text, "published": f"2025-05-0{day}"}
        for text in (WORDS, CHINESE)
        for day, outlet in enumerate(("gull", "tern"), 1)
    ]
    (folder / "dump.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    dedup.run(folder / "dump.jsonl", folder / "out")
    return folder / "out"


@pytest.mark.parametrize("begins", ["“The northern gate of the harbour closes on Monday", "“港口管理局周一宣布"])
def test_first_words_stand_for_a_title(out: Path, begins: str) -> None:
    report = (out / "report.html").read_text("utf-8")
    assert begins in report
    packed = [part.split("<")[0] for part in report.split('<script type="text/plain" id="t-')[1:]]
    shown = [zlib.decompress(b64decode(part.partition(">")[2])).decode() for part in packed]
    (page,) = [page for page in shown if begins in page]
    assert f"{begins}" in page.partition("<h1")[2].partition("</h1>")[0]
    first = "Tgull" if begins[1] == "T" else "港gull"
    said = runner.invoke(app, ["story", first, "--archive", str(out)]).stdout
    assert begins[:20] in said
    assert "no title" not in said
    with dedup.Archive.open(out) as archive:
        assert begins in dedup.story_of(archive, first)._repr_html_()


def test_a_picture_as_pixels(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py", reason="the extra `png` is not installed")
    picture, drawing = tmp_path / "story.png", tmp_path / "story.svg"
    asked = ["story", "Tgull", "--archive", str(out), "--png", str(picture)]
    assert runner.invoke(app, [*asked, "--svg", str(drawing)]).exit_code == 0
    written = picture.read_bytes()
    width, height = struct.unpack(">II", written[16:24])
    assert (written[:8], width, height > 300) == (b"\x89PNG\r\n\x1a\n", 1800, True)
    again = runner.invoke(app, asked)
    assert (again.exit_code, "--force writes over it" in again.stderr) == (4, True)
    monkeypatch.setattr(svg, "find_spec", lambda _: None)
    missing = runner.invoke(app, [*asked[:-1], str(tmp_path / "b.png"), "--svg", str(tmp_path / "b.svg")])
    assert (missing.exit_code, "pip install 'dedup-news[png]'" in missing.stderr) == (2, True)
    assert not list(tmp_path.glob("b.*"))


def test_the_list_names_whom_a_story_comes_from(out: Path) -> None:
    with dedup.Archive.open(out) as archive:
        rows = story_rows(archive, ReportConfig(), 10)
    report = (out / "report.html").read_text("utf-8")
    assert {row["origin"]["verdict"] for row in rows} == {"earliest_here"}
    for row in rows:
        assert row["whom"] == "gull.example"
        assert f'<td data-label="origin"><bdi>{row["whom"]}</bdi> <small class="quiet">earliest here' in report
