"""Options that take numbers, sizes, spans, dates or one of some names: what is none is refused by all commands alike,
and the message names the option."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer
from typer.testing import CliRunner
from whole_run import Ran, write_lines

from dedup.cli.program import app

_NOT_FINITE: Final = ("nan", "inf", "-inf", "1e300")
_NO_NUMBER: Final = ("", "text", "0x10", "9" * 5_000)
_NO_NAME: Final = ("", "x", "é\n")
_HUGE: Final = str(2**63)
_NONE: Final = (*_NOT_FINITE, *_NO_NUMBER, "-1")

_REFUSED: Final = {
    "--copy-threshold": (*_NONE, "0", _HUGE),
    "--coverage": (*_NONE, "0", _HUGE),
    "--embedder": ("", " "),
    "--engine": _NO_NAME,
    "--format": _NO_NAME,
    "--kind": _NO_NAME,
    "--kinds": (*_NO_NAME, "copy,", "copies"),
    "--limit": (*_NONE, "0"),
    "--max-bytes": _NONE,
    "--max-rate": ("nan", "-inf", "-1", *_NO_NUMBER[:3]),
    "--max-requests": (*_NONE, "0"),
    "--memory": (*_NONE, "0", _HUGE),
    "--older-than": (*_NONE, "0", _HUGE),
    "--order": _NO_NAME,
    "--port": (*_NONE, _HUGE),
    "--prefer": _NO_NAME,
    "--same-outlet": _NO_NAME,
    "--since": (*_NONE, "0", _HUGE),
    "--threads": (*_NONE, _HUGE),
    "--timezone": _NO_NAME[1:],
    "--until": (*_NONE, "0", _HUGE),
    "--wait": ("nan", "-inf", "-1", *_NO_NUMBER[:3]),
    "--width": (*_NONE, "0"),
    "--window": (*_NONE, "0", _HUGE),
}
"""What each of them refuses. Any other length of a wait, infinite ones too, and a rate without a bound can be meant."""

_KINDS: Final = {"N", "SECONDS", "SHARE", "SIMILARITY", "PORT", "SIZE", "COLUMNS", "SPAN", "DATE", "DATE|SPAN",
    "KINDS", "KIND", "CHOICE", "ENGINE", "FORMATS", "ORDER", "WHICH", "ZONE", "FOLDER_OR_NAME"}  # fmt: skip


def _options(group: Any = None, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    """Commands, each with one of its options that take a number or a name."""
    for name, command in (group or typer.main.get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from _options(command, (*before, name))
        else:
            yield from (((*before, name), one.opts[0]) for one in command.params if one.metavar in _KINDS)


def _needed(command: tuple[str, ...], ran: Ran, folder: Path) -> list[str]:
    """The other arguments that a command needs."""
    dump = write_lines(folder / "d.jsonl", [{"id": "a", "text": "Nothing that is long enough to be compared."}])
    ids = [row["id"] for row in ran.rows("articles.jsonl")[:2]]
    archive = ["--archive", str(ran.archive)]
    needed: dict[str, list[str]] = {
        "run": [dump, "-o", str(folder / "out")],
        "add": [dump, "--archive", str(folder / "a.duckdb")],
        "open": [str(ran.archive)],
        "origin": [ids[0], *archive],
        "story": [ids[0], *archive],
        "outlet": ["dpa", *archive],
        "explain": [*ids, *archive],
        "evaluate": [dump, *archive],
        "review": [str(folder / "labels.csv"), *archive],
        "forget": ["dpa", "--yes", *archive],
        "export": ["-o", str(folder / "out"), *archive],
    }
    return needed.get(command[-1], archive)


@pytest.mark.parametrize(
    ("command", "option"), list(_options()), ids=lambda one: " ".join(one) if one[0] != "-" else one
)
def test_what_is_no_number_of_its_kind_is_refused(
    command: tuple[str, ...], option: str, ran: Ran, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    needed = _needed(command, ran, tmp_path)
    for value in _REFUSED[option]:
        answer = CliRunner().invoke(app, [*command, *needed, f"{option}={value}"])
        assert isinstance(answer.exception, SystemExit), (value, answer.exception)
        assert answer.exit_code == 2, (value, answer.output)
        assert 0 < len(answer.stderr) < 7_000, "it says why, and a line or two"
        assert option in answer.stderr, value
    assert [path.name for path in tmp_path.iterdir()] == ["d.jsonl"], "nothing is written"
