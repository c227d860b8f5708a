"""Outputs are byte for byte what they were: see `benchmarks/golden.py`."""

from pathlib import Path

import pytest

from benchmarks import golden


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return golden.make_dump(tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("way", list(golden.WAYS))
def test_same_bytes_as_before(tmp_path: Path, dump: Path, way: str) -> None:
    golden.make(tmp_path, [way], dump)
    differing = golden.changed(golden.digests(tmp_path, [way]), golden.recorded(), [way])
    assert not differing, (
        f"{differing} changed. `python -m benchmarks.golden --against HEAD --only {way}` shows how; "
        "if it is meant, `python -m benchmarks.golden --record` records it."
    )
