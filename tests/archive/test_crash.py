"""An archive whose writer dies: the short form of `python -m benchmarks.crashes`."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import crashes, forked


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[crashes.Stage]:
    with forked.few_stages():
        yield crashes.prepare(tmp_path_factory.mktemp("crashes"))


def test_nothing_is_lost_whoever_dies(stage: crashes.Stage) -> None:
    chance = random.Random(11)
    ends = [
        ("add", "SIGKILL"),
        ("filter", "SIGKILL"),
        ("add", "full disk"),
        ("compact", "SIGKILL"),
        ("refresh", "SIGTERM"),
    ]
    assert len(crashes.crash(stage, "nothing", ends, chance)) == 5


def test_an_archive_in_use_dies(stage: crashes.Stage) -> None:
    chance = random.Random(12)
    ends = [
        ("filter", "SIGINT"),
        ("refresh", "SIGKILL"),
        ("compact", "full disk"),
        ("add", "SIGKILL"),
        ("filter", "full disk"),
    ]
    assert len(crashes.crash(stage, "base", ends, chance)) == 5


def test_a_loss_is_noticed(stage: crashes.Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(place: Path) -> dict[str, str]:
        held = whole(place)
        return {} if (place / "a.duckdb").exists() and next(times) > 0 else held

    whole, times = crashes.texts_checked, iter(range(9))
    monkeypatch.setattr(crashes, "texts_checked", forgetful)
    with pytest.raises(crashes.CrashError, match="lost"):
        crashes.crash(stage, "base", [("compact", "SIGKILL")], random.Random(1))
