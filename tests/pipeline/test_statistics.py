"""What an archive knows of words does not depend on the order in which rows of them come."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

import dedup
from dedup.pipeline import Knowledge

TEXT = "The harbour board closes the northern gate of Velmar for eleven weeks, and ferries will sail from the old quay."


@pytest.fixture
def knowledge(tmp_path: Path) -> Iterator[Knowledge]:
    dump = tmp_path / "dump.jsonl"
    dump.write_text("".join(json.dumps({"id": name, "text": f"{TEXT} {name}", "lang": "en"}) + "\n" for name in "ab"))
    dedup.add(dump, tmp_path / "a.duckdb")
    with dedup.Archive.open(tmp_path / "a.duckdb") as archive:
        yield Knowledge.of(archive, dedup.Config())


def stems(elements: list[int], langs: list[str], priors: list[float]) -> pa.Table:
    return pa.table({"element": pa.array(elements, pa.uint32()), "lang": langs, "prior_share": priors})


def test_a_stem_of_two_languages_weighs_the_same_in_any_order(knowledge: Knowledge) -> None:
    """Elements are hashes: a stem of one language may have that of another, with another prior."""
    rows = stems([7, 9, 7], ["en", "en", "xx"], [0.05, 0.1, 0.3])
    weighed = [knowledge.weigh({"scratch.stem": rows.take(order)}).weights for order in ([0, 1, 2], [2, 1, 0])]
    assert weighed[0].elements.tolist() == weighed[1].elements.tolist() == [7, 9]
    assert np.array_equal(weighed[0].weights, weighed[1].weights)
