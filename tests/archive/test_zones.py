"""Times are UTC, whatever zone the machine is in and whichever cursor asks."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dedup.api import Archive
from dedup.archive import MemoryArchive, Working

HOUR = "SELECT strftime(TIMESTAMPTZ '2025-01-01 05:00:00+00', '%Y-%m-%d %H') AS at"


@pytest.fixture(params=["America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu"])
def _zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_zone")
def test_every_connection_and_cursor_is_in_utc(archive: Path, tmp_path: Path) -> None:
    with (
        Archive.open(archive) as opened,
        MemoryArchive(archive, {}, {}) as small,
        Working.start(tmp_path / "b.duckdb", 10**8, 2) as work,
    ):
        for tables in (opened, small, work):
            with tables.connection.cursor() as cursor:
                streamed = [row["at"] for batch in tables.stream(HOUR) for row in batch.to_pylist()]
                assert streamed == ["2025-01-01 05"]
                assert tables.rows(HOUR)["at"].to_pylist() == ["2025-01-01 05"]
                assert cursor.execute(HOUR).fetchall() == [("2025-01-01 05",)]
