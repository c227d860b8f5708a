"""What `benchmarks.peers` measured is written where documents show it, all figures of one run."""

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

import dedup
from benchmarks.peers.documents import PLOT, write_documents
from benchmarks.peers.plot import Point, plot

TOP = Path(dedup.__file__).parents[1]
NAMES = ("dedup, copies", "dedup, copies, provenance", "dedup, copies and rewrites", "dedup, everything", "gaoya")
POINTS = {
    name: Point(name, 2.5 * (place + 1), 0.5 + place / 20, 4e8) for place, name in enumerate((*NAMES, "datasketch"))
}


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("README.md", "benchmarks/README.md", "docs/speed.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(TOP / name, tmp_path / name)
    (tmp_path / PLOT).parent.mkdir()
    return tmp_path


def test_all_documents_have_the_figures_of_the_run(copied: Path) -> None:
    write_documents(POINTS, "| a table |", copied)
    write_documents(POINTS, "| another table |", copied)
    readme = (copied / "README.md").read_text("utf-8")
    assert "| **dedup**, copies only | passages, verified | 2.5 | 0.500 | yes" in readme
    assert "/gaoya) | whole articles | 12.5 | 0.700 | no" in readme
    assert "/datatrove) | whole articles | - | - | no" in readme
    table = (copied / "benchmarks" / "README.md").read_text("utf-8")
    assert "| another table |" in table
    assert "| a table |" not in table
    assert "gaoya takes 12 s" in (copied / "docs" / "speed.md").read_text("utf-8").replace("\n", " ")
    assert (copied / PLOT).read_text("utf-8") == plot(POINTS.values())


def test_nothing_is_written_where_a_document_has_no_place(copied: Path) -> None:
    page = copied / "docs" / "speed.md"
    page.write_text("no place", "utf-8")
    before = (copied / "README.md").read_text("utf-8")
    with pytest.raises(ValueError, match="no place"):
        write_documents(POINTS, "| a table |", copied)
    assert (copied / "README.md").read_text("utf-8") == before


def test_the_plot_names_every_tool() -> None:
    drawn = ElementTree.fromstring(plot(POINTS.values()))
    words = {one.text for one in drawn.iter("{http://www.w3.org/2000/svg}text")}
    assert words >= set(POINTS)
    assert len(list(drawn.iter("{http://www.w3.org/2000/svg}circle"))) == len(POINTS)
