"""What a command says when it is stopped, or when the disk fails under it, is true and in plain words."""

import signal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from kept import sample_lines
from typer.testing import CliRunner

from dedup.archive import log
from dedup.archive.errors import close_plainly, plain_errors
from dedup.cli.program import app
from dedup.messages import pass_point, passed

AS_IT_WAS = "what was there before is as it was"


def stopped(arguments: list[str]) -> str:
    """What a command says that a signal stops."""
    held = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        answer = CliRunner().invoke(app, arguments)
    finally:
        # A command that was stopped ignores signals from then on, as its process is about to end.
        for number, handler in held.items():
            signal.signal(number, handler)
    assert answer.exit_code == 130
    return answer.stderr


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_signal_beside_a_commit_does_not_deny_it(when: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After it the log has the articles, and nothing else was done yet."""
    commit = log.Log.commit

    def interrupted(*given: Any, **named: Any) -> int:
        done = commit(*given, **named) if when == "after" else 0
        signal.raise_signal(signal.SIGINT)
        return done

    dump = tmp_path / "d.jsonl"
    dump.write_bytes(b"".join(sample_lines()[:3]))
    monkeypatch.setattr(log.Log, "commit", interrupted)
    said = stopped(["add", str(dump), "--archive", str(tmp_path / "a.duckdb"), "-q"])
    assert "what was committed by then is kept" in said
    assert AS_IT_WAS not in said


def test_what_a_command_did_is_not_said_of_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        signal.raise_signal(signal.SIGTERM)

    pass_point("the articles are forgotten")
    dump = tmp_path / "d.jsonl"
    dump.write_text("{}\n")
    monkeypatch.setattr("dedup.jobs.run_dumps", interrupted)
    assert AS_IT_WAS in stopped(["run", str(dump), "-o", str(tmp_path / "o"), "-q"])
    assert passed() == []


@pytest.mark.parametrize(
    "words",
    [
        "FATAL Error: fsync failed!",
        "FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be "
        'restarted prior to being used again.\nOriginal error: "fsync failed!"',
        'TransactionContext Error: Could not write file "x": No space left on device',
    ],
)
def test_a_disk_that_fails_is_said_in_plain_words(words: str) -> None:
    with pytest.raises(OSError, match=r"^a\.duckdb: .*(fsync failed|No space)"), plain_errors(Path("a.duckdb")):
        raise duckdb.FatalException(words)
    with pytest.raises(OSError, match=r"^a\.duckdb: "):
        close_plainly(Path("a.duckdb"), lambda: None, duckdb.FatalException(words))


@pytest.mark.parametrize(
    "words",
    [
        "TransactionContext Error: Failed to commit: failed to pin block of size 256.0 KiB\n\nSee also",
        "FATAL Error: Failed: database has been invalidated because of a previous fatal error.\nOriginal error: "
        '"Failed to create checkpoint: could not allocate block of size 256.0 KiB"\n\nSee also',
    ],
)
def test_full_memory_is_said_in_plain_words_whatever_needed_it(words: str) -> None:
    with pytest.raises(MemoryError, match=r"^a\.duckdb: .*block of size[^\n]*$"), plain_errors(Path("a.duckdb")):
        raise duckdb.TransactionException(words)


def test_other_faults_of_the_database_stay_what_they_are() -> None:
    with pytest.raises(duckdb.FatalException), plain_errors(Path("a.duckdb")):
        raise duckdb.FatalException("FATAL Error: something else")
