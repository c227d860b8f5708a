"""A command loads itself alone, and what it does without stays unloaded."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from dedup.cli.loading import COMMANDS, LazyCommands
from dedup.cli.program import app


def test_commands_are_looked_up_by_name_and_listed_in_order() -> None:
    commands = LazyCommands()
    assert list(commands) == list(COMMANDS)
    assert [command.name for command in commands.values()] == list(COMMANDS)
    with pytest.raises(KeyError):
        commands["filters"]
    own = typer.main.get_command(app)
    commands["own"] = own
    assert list(commands)[-1] == "own"
    assert len(commands) == len(COMMANDS) + 1
    assert commands["own"] is own


def test_filter_loads_no_other_command_and_no_provenance(tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text('{"id": "one", "text": "The ferry sails at noon."}\n')
    code = (
        "import sys; from dedup.cli import app\n"
        "try: app(['filter', 'one.jsonl', '--archive', 'seen.duckdb', '--quiet'])\nexcept SystemExit: pass\n"
        "print(sorted(name for name in sys.modules if name.startswith(('dedup.cli.commands.', 'dedup.provenance'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert loaded == str([f"dedup.cli.commands.{name}" for name in ("filter", "options", "settings")])
