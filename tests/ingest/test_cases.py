"""The labelled cases, negatives included: one line of a file in `cases/` is one test."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from dedup.ingest.dates.byline import byline_date
from dedup.ingest.dates.parse import EPOCH, Dates, Moment
from dedup.ingest.records.context import Languages
from dedup.ingest.records.outlet import Outlets, same_outlet

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[Any]:
    return [json.loads(line) for line in (CASES / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def dates() -> Dates:
    return Dates()


def shown(moment: Moment | None) -> tuple[str | None, str | None]:
    if moment is None:
        return None, None
    return (EPOCH + timedelta(microseconds=moment.time)).isoformat(), moment.precision


@pytest.mark.parametrize("case", cases("dates"), ids=lambda case: f"{case['value']} {case.get('locale', '')}")
def test_date(case: dict[str, Any], dates: Dates) -> None:
    assert shown(dates.parse(case["value"], case.get("locale"))) == (case["time"], case["precision"])


@pytest.mark.parametrize("case", cases("bylines"), ids=lambda case: case["name"])
def test_byline(case: dict[str, Any], dates: Dates) -> None:
    assert shown(byline_date(case["text"], dates)) == (case["time"], case["precision"])


@pytest.mark.parametrize("case", cases("fields"), ids=lambda case: case["maker"])
def test_fields(case: dict[str, Any], tmp_path: Path, gather: Any) -> None:
    (tmp_path / "dump.jsonl").write_bytes(orjson.dumps(case["record"]) + b"\n")
    found = gather([tmp_path / "dump.jsonl"], fields=case.get("fields", {}))
    if case["expect"] is None:
        assert found.reasons == [("line 1", case["reason"])]
        assert not found.articles
        return
    article = found.articles[0]
    for name in ("published", "crawled"):
        article[name] = article[name] and article[name].isoformat()
    assert {name: article[name] for name in case["expect"]} == case["expect"]


@pytest.mark.parametrize("case", cases("outlets"), ids=lambda case: case["url"])
def test_outlet(case: dict[str, Any]) -> None:
    assert Outlets().of_url(case["url"]) == case["outlet"]


@pytest.mark.parametrize(
    ("name", "outlet", "same"),
    [
        ("The New Larkhaven Times", "nltimes.example", True),
        ("Larkhaven Courier", "larkhaven-courier.example", True),
        ("РИА Тарн", "riatarn.example", True),
        ("Agence Tarn Presse", "atp.example", True),
        ("Tarn News Agency", "larkhaven.example", False),
    ],
)
def test_same_outlet(name: str, outlet: str, same: bool) -> None:
    assert same_outlet(name, outlet) is same


@pytest.mark.parametrize(
    ("given", "code"),
    [
        *[(given, "en") for given in ("en", "EN", "en-US", "en_GB", "eng", "english", "English", "eng_Latn", ["en"])],
        ("русский", "ru"), ("german", "de"), ("ger", "de"), ("hye", "hy"), ("Azerbaijani", "az"), ("zh-Hans-CN", "zh"),
        *[(given, None) for given in ("und", "xx", "klingonish", "", None, 3, ["en", "ru"], {"a": 1}, "e" * 1000)],
    ],
)  # fmt: skip
def test_language(given: object, code: str | None) -> None:
    assert Languages().code(given) == code
