"""The program `dedup`: its commands by name, how it stops, and with which exit code.

Nothing heavy is imported before a command runs, so that `dedup --help` answers at once.
"""

import os
import re
import signal
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any, Final

import typer

from dedup.cli.completion import COMPLETION_OPTIONS, answer_completion
from dedup.cli.help_texts import Group, usage_message
from dedup.cli.loading import LazyCommands
from dedup.cli.render.log import logs_json, one_command
from dedup.cli.stopping import end_now, ended_in_time
from dedup.messages import STOPS, DedupError, begin_command, keep_pandas_out, passed

EXIT_CODES: Final = {
    "0": "ok",
    "1": "something failed while running: a full disk, too little memory",
    "2": "wrong usage",
    "3": "nothing could be read",
    "4": "the output exists already (--force overwrites it)",
    "5": "no such archive, or other settings, or no such article in it",
    "6": "another process writes to the archive (--wait waits) or the folder",
    "10": "origin --exit-code: the earliest of its story in the archive",
    "11": "origin --exit-code: taken from another article of the archive",
    "12": "origin --exit-code: taken from a source outside the archive",
    "13": "origin --exit-code: not determined",
    "130": "stopped by Ctrl-C, SIGTERM or SIGHUP",
}

_STOPPED: Final = 130
_SAME_PRESS: Final = 10.0
"""Seconds in which a second Ctrl-C does not cut the cleaning up short."""


class _Stopped(BaseException):
    """One of `STOPS`. Not KeyboardInterrupt: Python ends itself by a signal if that has passed through an `exec`."""


class _Commands(Group):
    """The commands; turns what goes wrong in any of them into a message and an exit code."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.commands: Any = LazyCommands()

    def get_params(self, ctx: Any) -> list[Any]:
        params: list[Any] = super().get_params(ctx)
        for one in params:
            one.help = COMPLETION_OPTIONS.get(one.opts[0], getattr(one, "help", None))
        return params

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            if not ctx.resilient_parsing:
                answer_completion(ctx, args)
            return super().parse_args(ctx, args)
        except Exception as error:
            if usage := usage_message(error):
                _say(usage)
                raise typer.Exit(2) from error
            raise

    def invoke(self, ctx: Any) -> Any:
        with one_command():
            return self._invoke(ctx)

    def _invoke(self, ctx: Any) -> Any:
        begin_command()
        try:
            with ended_in_time(_STOPPED), _stoppable(), _plain_warnings():
                answer = super().invoke(ctx)
                sys.stdout.flush()
                return answer
        except _Stopped as error:
            _say(f"stopped; {'; '.join(passed()) or 'what was there before is as it was'}")
            raise typer.Exit(_STOPPED) from error
        except BrokenPipeError as error:
            # Whoever read our output has had enough of it. Python flushes stdout once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except Exception as error:
            if usage := usage_message(error):
                _say(usage)
                raise typer.Exit(2) from error
            code = _exit_code(error)
            if code is None:
                raise
            _say(_words(error))
            raise typer.Exit(code) from error


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExit codes:\n" + "\n".join(f"  {code:4} {meaning}" for code, meaning in EXIT_CODES.items()),
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from dedup.cli.commands.version import version_command

        version_command()
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find news articles that report the same story, and who took it from whom.

    Copies, excerpts, rewrites and translations, in any language; offline, on one machine.
    """


def main() -> None:
    """The entry point."""
    _open_standard_files()
    keep_pandas_out()
    try:
        app()
    except SystemExit as ending:
        if ending.code == _STOPPED:
            end_now(_STOPPED)
        raise


def _open_standard_files() -> None:
    """Open those of standard input, output and error that are closed: else the next file that is opened, such as an
    archive, takes the place of one and gets what is printed."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8", closefd=False)


@contextmanager
def _plain_warnings() -> Iterator[None]:
    """Say a warning of ours in one line, without the place in the program that Python shows."""
    with warnings.catch_warnings():
        shown = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *rest: Any, **named: Any) -> None:
            if category.__module__.startswith("dedup."):
                _say(str(message))
            else:
                shown(message, category, *rest, **named)

        warnings.showwarning = show
        yield


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let `STOPS` end a command by way of its `finally` clauses; a second press does not cut those short."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = float("-inf")

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if time.monotonic() - pressed > _SAME_PRESS:
            pressed = time.monotonic()
            os.write(2, b'{"event":"stopping"}\n' if logs_json() else b"\ndedup: stopping\n")
            raise _Stopped

    signals = [number for number in STOPS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in signals}
    try:
        yield
    except Exception as error:
        # The database answers a signal with an error of its own.
        if pressed > float("-inf"):
            raise _Stopped from error
        raise
    finally:
        for number, handler in before.items():
            # Once stopped, the process is about to end, and does so with the exit code that it means.
            signal.signal(number, handler if pressed == float("-inf") else signal.SIG_IGN)


def _exit_code(error: Exception) -> int | None:
    """The exit code of what users can do something about; None for a fault of ours, which shows where it happened."""
    if isinstance(error, DedupError):
        return error.exit_code
    return 1 if isinstance(error, OSError | MemoryError) else None


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    words = str(error) or type(error).__name__
    if other := _OTHER_SETTINGS.search(words):
        flag = _FLAGS.get(other[1], f"--set {other[1]}")
        return f"{words} ({flag}: give what the archive was made with, or use a new archive)"
    return words


_OTHER_SETTINGS: Final = re.compile(r"made with other settings: (\S+) was ")
_FLAGS: Final = {
    **dict.fromkeys(("match.copies", "match.rewrites", "match.translations"), "--kinds"),
    **dict.fromkeys(("sketch.copy_bands", "sketch.copy_rows"), "--copy-threshold"),
    "match.window": "--window",
    "neural.embedder": "--embedder",
    "read.same_outlet": "--same-outlet",
    "provenance.trace": "--no-provenance",
    "provenance.sources": "--sources",
}
"""The flag behind a setting that an archive may have otherwise."""


def _say(text: str) -> None:
    from dedup.cli.render.terminal import say

    say(text)


if __name__ == "__main__":
    main()
