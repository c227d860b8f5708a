"""Completion is of the shell that is named, whichever shell the tests run in, or none."""

from pathlib import Path

import pytest
import shellingham
from in_fork import in_fork
from typer.testing import CliRunner

from dedup.cli import app

OF_SHELL = {
    "bash": "complete -o default -F _dedup_completion dedup",
    "zsh": "#compdef dedup",
    "fish": "complete --command dedup ",
    "pwsh": "Register-ArgumentCompleter -Native -CommandName dedup",
}


def no_shell() -> None:
    raise shellingham.ShellDetectionFailure


@pytest.mark.parametrize("shell", OF_SHELL)
@pytest.mark.parametrize("above", ["bash", "zsh", None])
def test_the_shell_that_is_named_wins(shell: str, above: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", lambda: (above, f"/bin/{above}") if above else no_shell())
    for arguments in ([f"--show-completion={shell}"], ["--show-completion", shell]):
        ran = CliRunner().invoke(app, arguments)
        assert ran.exit_code == 0, ran.output
        assert [one for one, its_own in OF_SHELL.items() if its_own in ran.output] == [shell]
        assert "_DEDUP_COMPLETE" in ran.output


def test_without_a_name_it_is_the_shell_above(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", lambda: ("fish", "/usr/bin/fish"))
    assert OF_SHELL["fish"] in CliRunner().invoke(app, ["--show-completion"]).output


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_without_a_shell_a_name_is_asked_for(option: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shellingham, "detect_shell", no_shell)
    ran = CliRunner().invoke(app, [option])
    assert ran.exit_code == 2
    assert f"name one behind {option} (of bash, zsh, fish, powershell, pwsh)" in ran.output


def test_other_shells_have_none() -> None:
    ran = CliRunner().invoke(app, ["--show-completion", "tcsh"])
    assert ran.exit_code == 2
    assert "no completion for tcsh" in ran.output


def test_it_is_installed_for_the_shell_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = in_fork("--install-completion", "zsh")
    assert ran.returncode == 0, ran.stderr
    assert str(tmp_path / ".zfunc" / "_dedup") in ran.stdout.decode()
    assert (tmp_path / ".zfunc" / "_dedup").read_text().startswith(OF_SHELL["zsh"])


@pytest.mark.parametrize(("words", "found"), [("dedup ori", "origin"), ("dedup run --th", "--threads")])
def test_commands_and_options_are_completed(words: str, found: str) -> None:
    typed = {"_DEDUP_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert CliRunner(env=typed).invoke(app, [], prog_name="dedup").output.split() == [found]
