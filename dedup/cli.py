"""Commands: arguments in, a call, words out.

Nothing heavy is imported before a command runs, so that `dedup --help` answers at once.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from dedup import __version__
from dedup.config import KINDS, Config, MachineConfig, MatchConfig, NeuralConfig, ReadConfig, bytes_of, mapping_of

EXIT_CODES: Final = {
    "0": "ok",
    "1": "something failed while running: a full disk, too little memory",
    "2": "wrong usage",
    "3": "nothing could be read",
    "4": "the output exists already (--force writes over it)",
    "5": "no such archive, an archive of other settings, or no such article in it",
    "130": "stopped by Ctrl-C or SIGTERM; what was there before is as it was",
}

_SAME_PRESS: Final = 10.0
"""Seconds in which a second Ctrl-C does not cut the cleaning up short."""


class _Stopped(BaseException):
    """Ctrl-C or SIGTERM. Not KeyboardInterrupt: Python ends itself by a signal if that has passed through an `exec`."""


class _Commands(TyperGroup):
    """The commands; turns what goes wrong in any of them into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            with _stoppable():
                answer = super().invoke(ctx)
                sys.stdout.flush()
                return answer
        except _Stopped as error:
            _say("stopped; what was there before is as it was")
            raise typer.Exit(130) from error
        except BrokenPipeError as error:
            # Whoever read our output has had enough of it. Python flushes stdout once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error
        except Exception as error:
            code = _exit_code(error)
            if code is None:
                raise
            _say(_words(error))
            raise typer.Exit(code) from error


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="\b\nExit codes:\n" + "\n".join(f"  {code:4} {meaning}" for code, meaning in EXIT_CODES.items()),
)

Dumps = Annotated[
    list[str],
    typer.Argument(metavar="DUMP...", help="Files, folders, globs, or - for standard input.", show_default=False),
]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.", show_default=False)]
ArchivePath = Annotated[
    Path, typer.Option("--archive", metavar="FILE", help="The archive.duckdb of a run.", show_default=False)
]
Force = Annotated[bool, typer.Option("--force", help="Write over what is there.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to standard output.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        print_version()
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Find every article of a scrape dump that tells the same statement, and who took it from whom."""


@app.command("run")
def run_command(
    dumps: Dumps,
    out: Out,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="OURS=THEIRS", help="A field's name in the dump: text=body, url=meta.link."),
    ] = None,
    kinds: Annotated[str, typer.Option(help="What to look for, with commas.")] = ",".join(KINDS),
    embedder: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER_OR_NAME",
            help="A model of sentence-transformers or model2vec that has a say in translations. "
            "OWNER/NAME is downloaded from the Hugging Face hub.",
        ),
    ] = None,
    memory: Annotated[str, typer.Option(help="How much to use: 500MB, 4GB, 4GiB.")] = "4GiB",
    threads: Annotated[int, typer.Option(min=0, help="How many to use; 0 for all cores.")] = 0,
    force: Force = False,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> None:
    """Find what is told more than once in dumps, and write it into a folder."""
    from dedup.kernels import compiled
    from dedup.running import run
    from dedup.terminal import bars, json_line, print_summary

    config = Config(
        read=ReadConfig(fields=mapping_of(mapped or ())),
        match=MatchConfig.of_kinds(kinds.split(",")),
        neural=NeuralConfig(embedder=embedder),
        machine=MachineConfig(memory=bytes_of(memory), threads=threads),
    )
    if not quiet and not compiled():
        _say("compiling kernels, once; this takes about twenty seconds")
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        found = run(dumps, out, config, force=force, watch=watch)
    if not quiet:
        print_summary(found)
    if as_json:
        typer.echo(json_line(found))
    if not found.articles:
        _say(f"no article could be read; {out / 'rejected.jsonl'} says why")
        raise typer.Exit(3)


@app.command("explain")
def explain_command(
    a: Annotated[str, typer.Argument(metavar="A", help="An article's id or URL.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Another's.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Show why two articles are said to tell the same, or not: aligned passages, links, evidence."""
    from dedup.archive import Archive
    from dedup.explaining import explain
    from dedup.terminal import explanation_json, explanation_text

    with Archive.open(archive) as opened:
        found = explain(opened, a, b)
    typer.echo(explanation_json(found) if as_json else explanation_text(found))


@app.command("export")
def export_command(archive: ArchivePath, out: Out, force: Force = False) -> None:
    """Write the files of a run again, from its archive."""
    from dedup.archive import Archive
    from dedup.running import export_again

    with Archive.open(archive) as opened:
        export_again(opened, out, force=force)


@app.command("lexicon")
def lexicon_command(
    lang: Annotated[str, typer.Argument(metavar="LANG", help="A language, by its code.", show_default=False)],
    other: Annotated[str, typer.Argument(metavar="OTHER", help="Another.", show_default=False)],
    archive: ArchivePath,
    as_json: AsJson = False,
) -> None:
    """Print the word translations that a run learned, the strongest first: stem, stem, strength, pieces."""
    from dedup.archive import Archive
    from dedup.learned import lexicon
    from dedup.terminal import json_line

    with Archive.open(archive) as opened:
        for found in lexicon(opened, lang, other):
            typer.echo(json_line(found._asdict()) if as_json else "\t".join(map(str, found)))


@app.command("version")
def print_version() -> None:
    """Print the version."""
    typer.echo(f"dedup {__version__}")


def main() -> None:
    """The entry point."""
    app()


@contextmanager
def _stoppable() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end a command by way of its `finally` clauses; a second press does not cut those short."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed = float("-inf")

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if time.monotonic() - pressed > _SAME_PRESS:
            pressed = time.monotonic()
            os.write(2, b"\ndedup: stopping\n")
            raise _Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
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
    from dedup.archive import ArchiveError
    from dedup.config import ConfigError
    from dedup.explaining import UnknownArticleError
    from dedup.read import InputError
    from dedup.running import OutputExistsError

    codes: dict[type[Exception] | tuple[type[Exception], ...], int] = {
        ConfigError: 2,
        InputError: 3,
        OutputExistsError: 4,
        (ArchiveError, UnknownArticleError): 5,
        (OSError, MemoryError): 1,
    }
    return next((code for kinds, code in codes.items() if isinstance(error, kinds)), None)


def _words(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error) or type(error).__name__


def _say(text: str) -> None:
    from dedup.terminal import say

    say(text)


if __name__ == "__main__":
    main()
