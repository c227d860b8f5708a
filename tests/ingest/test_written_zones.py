"""Times without a zone: kept as their clock showed them, unless the user says which clock it was."""

import json
from pathlib import Path

import pytest

import dedup
from dedup.config import Config, ConfigError, ReadConfig
from dedup.ingest.dates.parse import Dates
from dedup.ingest.records.context import make_context

TEXT = (
    "The ferry between Ostby and Lund will stop for the winter, the harbour office said. Its engine needs parts that a "
    "yard abroad can deliver in March at the earliest, and cars must go round by the bridge at Holm until then."
)


@pytest.mark.parametrize(
    ("written", "zoned"),
    [
        ("2025-05-06T08:00:00Z", True),
        ("2025-05-06T08:00:00+04:00", True),
        ("Tue, 06 May 2025 08:00:00 GMT", True),
        (1746518400, True),
        ("2025-05-06T08:00:00", False),
        ("2025-05-06 08:00", False),
        ("6 мая 2025, 08:00", False),
        ("6. Mai 2025, 08.00 Uhr", False),
        ("2025년 5월 6일 오전 8:00", False),
        ("20250506T080000", False),
    ],
)
def test_what_says_a_zone(written: object, zoned: bool) -> None:
    moment = Dates().parse(written)
    assert moment is not None
    assert moment.zoned is zoned


def rows(tmp_path: Path, config: Config) -> list[dict[str, object]]:
    dates = {"a": "2025-05-06T08:00:00", "b": "2025-05-06T08:00:00+04:00", "c": "2025-05-06"}
    dump = tmp_path / "dump.jsonl"
    dump.write_text(
        "".join(json.dumps({"id": n, "text": f"{TEXT} {n}", "published": d}) + "\n" for n, d in dates.items())
    )
    dedup.run([dump], tmp_path / "out", config=config, report=False)
    return [json.loads(line) for line in (tmp_path / "out" / "articles.jsonl").read_text("utf-8").splitlines()]


def test_no_zone_is_written_that_was_not_there(tmp_path: Path) -> None:
    found = [(row["published"], row["published_precision"]) for row in rows(tmp_path, Config())]
    assert found == [
        ("2025-05-06T08:00:00", "second, zone unknown"),
        ("2025-05-06T04:00:00Z", "second"),
        ("2025-05-06", "day"),
    ]


def test_the_user_may_say_which_clock_it_was() -> None:
    dates = make_context(ReadConfig(timezone="Asia/Yerevan")).dates
    moment, day = dates.parse("2025-05-06T08:00:00"), dates.parse("2025-05-06")
    assert moment is not None
    assert day is not None
    assert dates.in_zone(moment) == Dates().parse("2025-05-06T08:00:00+04:00")
    assert dates.in_zone(day) == day


def test_a_zone_that_is_none_is_refused() -> None:
    with pytest.raises(ConfigError, match="time zone"):
        make_context(ReadConfig(timezone="Ostby/Lund"))


def test_a_time_with_a_dot_says_no_zone() -> None:
    moment = Dates().parse("13.9.2021 15.05", "fi")
    assert moment is not None
    assert not moment.zoned
