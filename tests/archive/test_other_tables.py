"""Archives that other tables or libraries made: reported, recorded when they grow, brought up to date by a refresh."""

import gzip
import warnings
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from kept import added, exported, sample_lines
from typer.testing import CliRunner

import dedup
from dedup.archive import TablesWarning
from dedup.archive import store as archive_module
from dedup.cli import app
from dedup.jobs import check as check_module
from dedup.jobs import info
from dedup.pipeline import passage_keys
from dedup.tables import differences, made_with

FORMATS = Path(__file__).parent / "formats"
runner = CliRunner()


@pytest.fixture
def unnoted(tmp_path: Path) -> Path:
    """An archive of 15 articles, made before archives noted their tables."""
    path = tmp_path / "a.duckdb"
    path.write_bytes(gzip.decompress((FORMATS / "2-without-notes.duckdb.gz").read_bytes()))
    return path


def settings_of_archive(path: Path) -> dedup.Config:
    """An archive keeps its settings, whatever the defaults are now."""
    with dedup.Archive.open(path) as opened:
        return dedup.Config.of(opened.settings)


def other_tables(path: Path) -> list[str]:
    with dedup.Archive.open(path) as opened:
        return info(opened).other_tables


def test_an_archive_without_notes_opens_and_is_reported(unnoted: Path) -> None:
    record = {"text": "Words that no article of the archive has, ten of them or more, for a look."}
    with dedup.Archive.open(unnoted) as opened:
        assert opened.other_tables() == ["tables of an unknown release of dedup"]
        with pytest.warns(TablesWarning, match="dedup refresh"):
            assert opened.check(record).match is None
    assert "unknown release" in runner.invoke(app, ["archive", "info", "--archive", str(unnoted)]).stdout


def test_refresh_mends_an_archive_without_notes(unnoted: Path) -> None:
    answer = runner.invoke(app, ["refresh", "--archive", str(unnoted), "--quiet"])
    assert answer.exit_code == 0, answer.output
    assert other_tables(unnoted) == []
    then = settings_of_archive(unnoted)
    with dedup.Archive.open(unnoted) as opened, warnings.catch_warnings():
        warnings.simplefilter("error", TablesWarning)
        opened.check({"text": "Words that no article of the archive has, ten of them or more, for a look."})
    again = unnoted.parent / "again" / "a.duckdb"
    again.parent.mkdir()
    # In those days a time without a zone was taken for UTC; what an archive holds says no longer that none was written.
    added(again, *sample_lines()[:15], config=replace(then, read=dedup.ReadConfig(timezone="UTC")))
    assert exported(unnoted) == exported(again)


def test_growing_with_other_tables_says_so_and_writes_it_down(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.duckdb"
    added(path, *sample_lines()[:40])
    assert other_tables(path) == []
    elsewhere = dict(made_with()) | {"table seed": "another", "library PyStemmer": "0.1"}
    with monkeypatch.context() as context:
        context.setattr(archive_module, "made_with", lambda: elsewhere)
        with pytest.warns(TablesWarning, match=r"PyStemmer .* \(here 0\.1\), table seed"):
            found = added(path, sample_lines()[40])
        assert not found.refreshed
        assert [name.split()[0] for name in found.other_tables] == ["PyStemmer", "table"]
    # Back where it was made, it is still of two minds: in its log, and in its file once that is folded.
    for _ in range(2):
        assert other_tables(path) == [f"PyStemmer 0.1 (here {made_with()['library PyStemmer']})", "table seed"]
        with dedup.Archive.open(path) as opened:
            assert opened.made_with == [made_with(), elsewhere]
        assert runner.invoke(app, ["archive", "compact", "--archive", str(path)]).exit_code == 0
    assert runner.invoke(app, ["refresh", "--archive", str(path), "--quiet"]).exit_code == 0
    assert other_tables(path) == []


def test_the_command_says_it_in_one_line(unnoted: Path, tmp_path: Path) -> None:
    dump = tmp_path / "one.jsonl"
    dump.write_bytes(sample_lines()[20])
    answer = runner.invoke(app, ["filter", str(dump), "--archive", str(unnoted), "--quiet"])
    assert answer.exit_code == 0, answer.output
    (line,) = [line for line in answer.stderr.splitlines() if "refresh" in line]
    assert line.startswith(f"dedup: {unnoted}: made with tables of an unknown release of dedup; ")
    assert "TablesWarning" not in answer.stderr


def test_what_an_archive_is_made_with_names_tables_and_libraries() -> None:
    names = set(made_with())
    assert {"release of dedup", "library PyStemmer", "library py3langid", "library trafilatura"} <= names
    assert {"table seed", "table cues", "table sources", "table cldr_names", "table public_suffixes"} <= names
    assert differences(made_with(), made_with()) == []


def test_settings_that_came_later_have_their_defaults_in_an_older_archive(unnoted: Path, tmp_path: Path) -> None:
    dump = tmp_path / "more.jsonl"
    dump.write_bytes(b"".join(sample_lines()[-2:]))
    then = settings_of_archive(unnoted)
    with pytest.raises(dedup.ArchiveError, match=r"match\.rewrites was True, is False"):
        dedup.add(dump, unnoted, replace(then, match=replace(then.match, rewrites=False, translations=False)))
    with pytest.warns(TablesWarning):
        assert dedup.add(dump, unnoted, then).articles > 15


def test_check_says_that_other_tables_made_other_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where stems are others here, articles are not found by their keys, and nothing is damaged."""
    path = tmp_path / "a.duckdb"
    added(path, *sample_lines()[:12])
    added(path, sample_lines()[12])
    assert runner.invoke(app, ["archive", "check", "--archive", str(path)]).exit_code == 0
    elsewhere = dict(made_with()) | {"library PyStemmer": "0.1"}
    monkeypatch.setattr(archive_module, "made_with", lambda: elsewhere)
    monkeypatch.setattr(check_module, "passage_keys", lambda *given, **named: other_keys(passage_keys(*given, **named)))
    answer = runner.invoke(app, ["archive", "check", "--archive", str(path)])
    assert answer.exit_code == 1
    (line,) = answer.stdout.splitlines()
    assert "not found by keys made here, for the archive was made with PyStemmer" in line
    assert "`dedup refresh`" in line
    monkeypatch.setattr(archive_module, "made_with", made_with)
    answer = runner.invoke(app, ["archive", "check", "--archive", str(path)])
    assert all(one.startswith("not found by its own keys: ") for one in answer.stdout.splitlines())


def other_keys(found: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    return found[0] ^ np.uint64(0x5555_5555_5555), found[1]
