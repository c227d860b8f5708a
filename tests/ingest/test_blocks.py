"""JSON Lines read in blocks: the same articles and rejections as line by line, wherever the blocks are cut."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import ConfigError, ReadConfig
from dedup.ingest import BlockReader, read
from dedup.ingest.io import blocks

LINES = [
    b'{"id": "1", "text": "The bridge was closed for a week."}',
    '{"id": "2", "text": "Мост закрыли."}'.encode(),
    b"",
    b"   ",
    b"{broken",
    b'{"id": "3", "text": ""}',
    b'{"id": "4", "text": "' + b"long " * 60 + b'"}',
    b'{"id": "5", "text": "caf\xe9 in another encoding"}',
    b"[1, 2]",
]


def rows(folder: Path, config: ReadConfig, *, spread: bool) -> list[list[dict[str, object]]]:
    reader = BlockReader(config)()
    found = read([str(folder)], config, spread=(lambda parts: map(reader, parts)) if spread else None)
    articles, rejected = zip(*found, strict=True)
    return [[row for part in parts for row in part.to_pylist()] for parts in (articles, rejected)]


@given(
    files=st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), min_size=1, max_size=3),
    size=st.integers(1, 200),
    ended=st.booleans(),
)
def test_blocks_are_read_as_lines_are(
    tmp_path_factory: pytest.TempPathFactory, files: list[list[bytes]], size: int, ended: bool
) -> None:
    folder = tmp_path_factory.mktemp("dumps")
    (folder / "page.txt").write_text("A page among the dumps.")
    for number, lines in enumerate(files):
        (folder / f"{number}.jsonl").write_bytes(b"\n".join(lines) + b"\n" * ended)
    config = ReadConfig(max_record_bytes=200)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_BYTES", size)
        assert rows(folder, config, spread=True) == rows(folder, config, spread=False)


def test_a_file_that_is_cut_short_loses_only_what_was_cut(tmp_path: Path) -> None:
    import gzip

    packed = gzip.compress(b"\n".join(LINES[:2] * 500))
    (tmp_path / "a.jsonl.gz").write_bytes(packed[:-40])
    config = ReadConfig()
    assert rows(tmp_path, config, spread=True) == rows(tmp_path, config, spread=False)


@pytest.mark.parametrize("spread", [True, False])
def test_a_mapped_field_that_no_record_has_is_an_error_wherever_records_are_read(tmp_path: Path, spread: bool) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(LINES * 3 + [b'{"story": {"body": "The bridge."}}']))
    with pytest.raises(ConfigError, match="--map text=tale: no record has that field; there are id, text"):
        rows(tmp_path, ReadConfig(fields={"text": "tale"}), spread=spread)
    articles, _ = rows(tmp_path, ReadConfig(fields={"text": "story.body"}), spread=spread)
    assert "The bridge." in [article["text"] for article in articles]
