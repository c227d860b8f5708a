"""Tables beside an archive, where a few articles are asked about with others among them."""

from pathlib import Path

import pyarrow as pa
from kept import sample_lines

import dedup
from dedup.archive import ArchiveStore
from dedup.ingest import RecordReader


def test_tables_hold_what_they_were_filled_with_last(made: Path) -> None:
    with ArchiveStore.open(made) as archive:
        story = pa.table({"story": pa.array([1, 2], pa.int64()), "name": ["s1", "s2"]})
        aside = archive.aside({"story": story})
        aside.insert("membership", pa.table({"article": pa.array([5], pa.int64()), "story": pa.array([1], pa.int64())}))
        assert (aside.one("SELECT count(*) FROM story"), aside.one("SELECT count(*) FROM membership")) == (2, 1)
        again = archive.aside({"story": story.slice(1)})
        assert again.rows("FROM story").to_pylist() == [{"story": 2, "name": "s2"}]
        assert again.one("SELECT count(*) FROM membership") == 0


def test_one_answer_leaves_nothing_for_the_next(made: Path) -> None:
    reader = RecordReader(dedup.Config().read, "stdin")
    records = [
        {name: value for name, value in zip(("title", "text"), (item.title, item.text), strict=True)} | {"id": f"n{at}"}
        for at, item in enumerate(reader.line(line, "1") for line in sample_lines()[-4:])
        if isinstance(item, dedup.ingest.Article)
    ]
    with dedup.Archive.open(made) as archive:
        together = [archive.origin(record) for record in [*records, *records]]
    assert together[: len(records)] == together[len(records) :]
    assert len({answer.article.id for answer in together}) == len(records) > 1
    for record, answer in zip(records[-1:], together[len(records) - 1 :], strict=False):
        with dedup.Archive.open(made) as archive:
            assert archive.origin(record) == answer
