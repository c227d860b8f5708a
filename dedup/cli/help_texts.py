"""Help that fits a terminal of 80 columns and says nothing that only a programmer reads.

typer writes the type of an argument behind its name (`<list[str]>`) and wraps what may be repeated twice
(`{DUMP...}...`), each version in another way; so the finished text is put right, and not what makes it.
"""

import re
from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

_TYPES: Final = re.compile(r"(?<=\S) <(?:str|int|float|Path|path|list\[\w+\])>")
_REPEATED: Final = re.compile(r"[{\[]+(?P<optional>\[)?(?P<name>[A-Z|]+)\.\.\.\]?[}\]]+\.\.\.")
_BRACED: Final = re.compile(r"(?<= )\{([A-Z|]+)\}")


def readable_help(text: str) -> str:
    """Return the help that typer wrote, without braces and types; columns stay where they are.

    >>> readable_help("Usage: dedup run [OPTIONS] {DUMP...}...")
    'Usage: dedup run [OPTIONS] DUMP...'
    >>> readable_help("Usage: dedup filter [OPTIONS] [[FILE...]]...")
    'Usage: dedup filter [OPTIONS] [FILE...]'
    """

    def repeated(found: re.Match[str]) -> str:
        name = f"{found['name']}..."
        return f"[{name}]" if found[0].startswith("[") else name

    text = _REPEATED.sub(repeated, text)
    text = _BRACED.sub(r"\1", text)
    return _TYPES.sub(lambda found: " " * len(found[0]), text)


_NO_OPTION: Final = re.compile(r"^(No such option) '([^']+)'")


def usage_message(error: Exception) -> str | None:
    """Return what is wrong with a command line, in one line; None for another error, or where help is the answer."""
    if not (hasattr(error, "format_message") and getattr(error, "exit_code", None) == 2):
        return None
    if type(error).__name__ == "NoArgsIsHelpError":
        return None
    # Releases of click word this one in two ways.
    words = _NO_OPTION.sub(r"\1: \2", str(error.format_message()).rstrip("."))
    context = getattr(error, "ctx", None)
    names: list[str] = []
    # The outermost is how the program was started: a path, or `python -m dedup`.
    while context is not None and context.parent is not None:
        names.insert(0, context.info_name)
        context = context.parent
    return f"{words[:1].lower()}{words[1:]} (see {' '.join(['dedup', *names])} --help)"


class Command(TyperCommand):
    """A command whose help is made readable (`readable_help`)."""

    def get_help(self, ctx: Any) -> str:
        """Return the help as it is printed."""
        return readable_help(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands with such a help."""

    def get_help(self, ctx: Any) -> str:
        """Return the help as it is printed."""
        return readable_help(super().get_help(ctx))
