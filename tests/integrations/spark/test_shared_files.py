"""Which task reads what of the files."""

import gzip
import json
import pickle
import random
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dedup.ingest import ByteRange, list_sources

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# As `conftest` sets them.
MOST = 60 << 10


def test_large_files_are_cut_and_small_ones_put_together(spark: "SparkSession", tmp_path: Path) -> None:
    from dedup.pipeline.spark import Scratch
    from dedup.pipeline.spark.sharing import Hash, OneTaskWarning, Whole, share_out

    draw = random.Random(5)
    lines = [json.dumps({"id": f"b{number}", "text": draw.randbytes(400).hex()}) for number in range(300)]
    dump = tmp_path / "dump"
    dump.mkdir()
    (dump / "big.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (dump / "packed.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    for number in range(30):
        (dump / f"small-{number:02}.jsonl").write_text(lines[number] + "\n", "utf-8")
    listing = list_sources(str(dump))
    with pytest.warns(OneTaskWarning, match=r"packed\.jsonl\.gz: 0 MB are read by one task, because gzip") as said:
        rows = share_out(Scratch(spark, str(tmp_path / "work")), listing)
    assert len([one for one in said if one.category is OneTaskWarning]) == 1
    shares = [pickle.loads(row["parts"]) for row in sorted(rows.collect(), key=lambda row: row["share"])]
    assert rows.rdd.getNumPartitions() == len(shares)
    parts = [part for share in shares for part in share]
    ranges = [part for part in parts if isinstance(part, ByteRange)]
    assert len(ranges) > 3
    assert all(one.end == other.start for one, other in pairwise(ranges))
    assert (ranges[0].start, ranges[-1].end) == (0, (dump / "big.jsonl").stat().st_size)
    assert max(one.end - one.start for one in ranges) <= MOST
    assert [one.first for one in ranges] == sorted({one.first for one in ranges})
    # Files stay in their order, by which records are told apart that are alike in all else; hashes come last.
    others = [part.source.name for part in parts if not isinstance(part, ByteRange)]
    assert others == [*sorted(source.name for source in listing.sources)[1:], listing.sources[0].name]
    assert isinstance(parts[-1], Hash)
    assert sum(any(isinstance(part, Whole) and "small" in part.source.name for part in share) for share in shares) < 4
