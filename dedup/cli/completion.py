"""Completion in a shell: in the one that is named, else in the one that the command was typed in.

typer takes no name behind its two options: it asks the process above, and answers for bash where somebody in bash asks
for zsh's.
"""

from collections.abc import Sequence
from typing import Any, Final

import typer

COMPLETION_OPTIONS: Final = {
    "--install-completion": "Install completion for the shell named behind it, else for the current one.",
    "--show-completion": "Show completion for the shell named behind it, else for the current one.",
}
"""What asks for completion, and its line in `--help`."""


_SHELLS: Final = ("bash", "zsh", "fish", "powershell", "pwsh")
"""Those that typer knows."""


def answer_completion(context: Any, arguments: Sequence[str]) -> None:
    """Install or show completion where a command line asks for it, and end the program.

    Raises:
        typer.BadParameter: if there is no completion for the shell that is named, or none is named and none is found.
    """
    option, _, shell = arguments[0].partition("=") if arguments else ("", "", "")
    if option not in COMPLETION_OPTIONS:
        return
    from typer.completion import install_callback, show_callback

    shell = shell or "".join(arguments[1:2]) or _current_shell()
    if not shell:
        raise typer.BadParameter(
            f"no shell is found above this process: name one behind {option} (of {', '.join(_SHELLS)})"
        )
    if shell not in _SHELLS:
        raise typer.BadParameter(
            f"no completion for {shell}: name another shell behind {option} (of {', '.join(_SHELLS)})"
        )
    # However the program was started (`python -m dedup`): what is completed is `dedup`.
    context.info_name = "dedup"
    callback: Any = show_callback if option == "--show-completion" else install_callback
    callback(context, None, shell)


def _current_shell() -> str:
    """The name of the shell that started this process, be it by way of others; "" if there is none."""
    import shellingham

    try:
        return str(shellingham.detect_shell()[0])
    except (shellingham.ShellDetectionFailure, RuntimeError):
        return ""
