"""The commands by name, each imported when it is asked for: one command loads one module, `--help` all of them."""

from collections.abc import Iterator, MutableMapping
from functools import cache
from importlib import import_module
from typing import Any, Final

import typer

from dedup.cli.help_texts import Command

COMMANDS: Final = tuple(
    "run add refresh filter serve open mcp origin stories story outlet explain evaluate review "
    "export keep lexicon warmup version archive config".split()
)
"""In the order of `--help`, which names groups last. In `cli/commands/NAME` stands `NAME_command`, or `NAME_app` for a
group of commands."""

GROUPS: Final = frozenset({"archive", "config"})


class LazyCommands(MutableMapping[str, Any]):
    """The commands of a group as typer keeps them, but that those of `COMMANDS` are made when they are looked up."""

    def __init__(self) -> None:
        self._added: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._added:
            return self._added[name]
        if name not in COMMANDS:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys((*COMMANDS, *self._added))

    def __len__(self) -> int:
        return len(list(iter(self)))

    def __setitem__(self, name: str, command: Any) -> None:
        self._added[name] = command

    def __delitem__(self, name: str) -> None:
        del self._added[name]


@cache
def _command(name: str) -> Any:
    module = import_module(f"dedup.cli.commands.{name}")
    if name in GROUPS:
        group: Any = typer.main.get_command(getattr(module, f"{name}_app"))
        group.name = name
        return group
    # An app of one command and no callback is that command.
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, cls=Command)(getattr(module, f"{name}_command"))
    return typer.main.get_command(app)
