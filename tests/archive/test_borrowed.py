"""Which matches are borrowed passages: a run's own files and an export of its archive say the same."""

from pathlib import Path

from kept import FILES, exported
from made_records import text
from whole_run import write_lines

import dedup


def test_a_weak_pair_of_a_story_is_borrowed_in_a_run_and_in_an_export(tmp_path: Path) -> None:
    """Two reports are one story through a third that holds both; of each other they share one paragraph."""
    one, other = (text(story, 48).split("\n\n") for story in (1, 2))
    texts = {"long": one + other, "one": one, "other": [*other, one[-1]]}
    records = [{"id": name, "text": "\n\n".join(parts)} for name, parts in texts.items()]
    dedup.run(write_lines(tmp_path / "dump.jsonl", records), tmp_path / "out", report=False)
    written = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}
    assert b'"a":"one","b":"other"' in written["borrowed.jsonl"]
    assert b'"articles":["long","one","other"]' in written["stories.jsonl"]
    assert exported(tmp_path / "out" / "archive.duckdb")["borrowed.jsonl"] == written["borrowed.jsonl"]
    assert exported(tmp_path / "out" / "archive.duckdb") == written
