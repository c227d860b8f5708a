"""Notebooks run, and show what they would show today.

`DEDUP_WRITE_DOCS=1 pytest tests/house/test_notebooks.py` runs them and writes their outputs anew.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dedup

TOP = Path(dedup.__file__).parents[1]
NOTEBOOKS = sorted((TOP / "examples").glob("*.ipynb"))


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One process for all of them, emptied between two: starting it and loading its kernels is half of the time. What
    they make lies in a folder that pytest deletes: a notebook has no end at which it would."""
    pytest.importorskip("ipykernel")
    manager = pytest.importorskip("jupyter_client").manager
    started, client = manager.start_new_kernel(
        kernel_name="python3",
        cwd=str(TOP / "examples"),
        env={name: value for name, value in os.environ.items() if name != "DEDUP_ARCHIVE"}
        | {"TMPDIR": str(tmp_path_factory.mktemp("notebooks"))},
        stderr=-3,
    )
    yield client
    client.stop_channels()
    started.shutdown_kernel(now=True)


def run(cells: list[Any], client: Any) -> None:
    """Fill in the outputs of `cells`, as Jupyter would."""
    from nbformat.v4 import output_from_msg

    client.execute_interactive("%reset -f", silent=True, timeout=60)
    for number, cell in enumerate((cell for cell in cells if cell.cell_type == "code"), 1):
        cell.outputs, cell.execution_count = [], number

        def take(message: Any, cell: Any = cell, number: int = number) -> None:
            if message["msg_type"] not in ("stream", "execute_result", "display_data", "error"):
                return
            output = output_from_msg(message)
            if "execution_count" in output:
                output.execution_count = number
            if cell.outputs and output.get("name") and output.get("name") == cell.outputs[-1].get("name"):
                cell.outputs[-1].text += output.text
            else:
                cell.outputs.append(output)

        reply = client.execute_interactive(cell.source, output_hook=take, timeout=240)
        assert reply["content"]["status"] == "ok", (cell.source, cell.outputs)


def shown(cell: Any) -> list[Any]:
    """What a cell shows; of data frames only the text, since pandas writes their HTML in one way today and in another
    tomorrow."""
    found: list[Any] = []
    for output in cell.get("outputs", ()):
        data = dict(output.get("data", {"text": output.get("text")}))
        if 'class="dataframe"' in data.get("text/html", ""):
            del data["text/html"]
        found.append((output["output_type"], data))
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])
def test_a_notebook_shows_what_it_would_today(path: Path, kernel: Any) -> None:
    import nbformat

    stored, made = (nbformat.read(path, as_version=4) for _ in range(2))
    run(made.cells, kernel)
    if os.environ.get("DEDUP_WRITE_DOCS"):
        nbformat.write(made, path)
        return
    for before, now in zip(stored.cells, made.cells, strict=True):
        assert shown(before) == shown(now), now["source"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[path.name for path in NOTEBOOKS])
def test_a_notebook_names_no_place_of_a_machine(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"/(?:home|tmp|root|work|Users|var)/", text)
    assert path.name in (path.parent / "README.md").read_text("utf-8")


def test_there_is_one_for_each_sort_of_user() -> None:
    assert [path.stem for path in NOTEBOOKS] == ["clean_a_crawl", "who_repeated_it"]
