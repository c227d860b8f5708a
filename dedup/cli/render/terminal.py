"""What the commands print. Words from strangers pass through `dedup.messages`; rich lays out tables and bars, and reads
no markup.
"""

import os
import shlex
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from dedup.cli.render.log import log_event, logs_json
from dedup.messages import line

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from dedup.jobs import Added, Summary
    from dedup.pipeline import Stage, Watch
    from dedup.queries.printed import Page

PIPE_COLUMNS: Final = 80
"""Width of what goes into a pipe or a file: that of a plain terminal, which `less` and mail show without breaking."""

MOST_COLUMNS: Final = 100
"""Longer lines are hard to read: the eye does not find the next one."""


def say(text: str) -> None:
    """Print a message for the person at the keyboard, on stderr, so that results can be piped."""
    if logs_json():
        log_event("message", text=line(text))
    else:
        print(f"dedup: {line(text)}", file=sys.stderr)


def print_summary(found: "Summary", *, stages: bool = False) -> None:
    """Print what a run found as a table on stderr; with `stages` also how long each of them took."""
    if logs_json():
        log_event("summary", **asdict(found))
        return
    from dedup.jobs import summary_counts

    counts = _grid("", "")
    for name, value in summary_counts(found):
        counts.add_row(name, value)
    make_console(stderr=True).print(counts)
    if stages:
        print_stages(found.stages)


def print_next(archive: "Path", out: "Path | None") -> None:
    """Say what a run wrote where, its largest stories, and what to type next; on stderr."""
    if logs_json():
        return
    from dedup.api import Archive
    from dedup.cli.render.archive import largest_stories

    console = make_console(stderr=True)
    with Archive.open(archive) as opened:
        stories = largest_stories(opened, 3)
    if stories:
        console.print("largest stories", style="bold")
        for story in stories:
            console.print(story)
    shown = shlex.quote(str(out if out is not None else archive))
    if out is not None:
        print_written(out)
    console.print(f"next: dedup open {shown}", soft_wrap=True)
    if stories:
        console.print(f"      dedup origin {shlex.quote(line(stories[0].first))} --archive {shown}", soft_wrap=True)


def print_written(out: "Path") -> None:
    """Say where a run wrote its files; on stderr."""
    if logs_json():
        return
    from dedup.export import REPORT_FILE

    report = out / REPORT_FILE
    look = f"; look at {line(report)}" if report.exists() else ""
    make_console(stderr=True).print(f"written to {line(out)}{look}", soft_wrap=True)


def print_stages(stages: "Sequence[Stage]") -> None:
    """Print how long the stages of a run took, as a table on stderr. The first one makes articles."""
    if logs_json():
        log_event("summary", stages=[asdict(stage) for stage in stages])
        return
    articles = stages[0].rows if stages else 0
    grid = _grid("stage", "seconds", "made", "articles a second", "peak memory")
    for stage in stages:
        pace = stage.pace(articles)
        peak = f"{stage.peak_memory / 1e6:,.0f} MB"
        grid.add_row(
            stage.name,
            f"{stage.seconds:.2f}",
            f"{stage.rows:,}",
            f"{pace:,}" if pace else "",
            peak,
        )
    make_console(stderr=True).print(grid)


def print_added(found: "Added") -> None:
    """Print what adding to an archive did, as a table on stderr."""
    if logs_json():
        log_event("summary", **asdict(found))
        return
    from dedup.jobs import added_counts

    grid = _grid("", "")
    for name, value in added_counts(found):
        grid.add_row(name, value)
    console = make_console(stderr=True)
    console.print(grid)
    for reason in found.reasons:
        say(f"set aside: {reason}")
    if not found.new:
        say("nothing new: the archive is unchanged")
    if found.refreshed:
        say("the whole archive was compared again (it was small, or has doubled)")


def print_page(page: "Page", width: int | None = None) -> None:
    """Print a page on stdout: in colour on a terminal, as plain text in a pipe."""
    from dedup.queries.printed import laid_out

    print(laid_out(page, make_console(width=width)))


@contextmanager
def bars() -> Iterator["Watch"]:
    """Give a progress bar a stage on stderr, for as long as the context lasts."""
    from rich.progress import (
        BarColumn,
        Progress,
        TaskID,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.table import Column

    from dedup.queries.printed import CYAN, GREEN

    tasks: dict[str, TaskID] = {}
    # Where the terminal is narrow the bar gives way alone: a time that is cut says nothing.
    whole = Column(no_wrap=True)
    columns = (
        TextColumn("{task.description:12}"),
        BarColumn(complete_style=CYAN, finished_style=GREEN, pulse_style=CYAN),
        TaskProgressColumn(table_column=whole),
        TextColumn("{task.fields[amount]}", style="dim"),
        TimeElapsedColumn(table_column=whole),
        TextColumn("gone,", style="dim"),
        TimeRemainingColumn(elapsed_when_finished=False, table_column=whole),
        TextColumn("left", style="dim"),
    )
    with Progress(*columns, console=make_console(stderr=True), transient=True) as progress:

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    progress.stop_task(earlier)
                tasks[stage] = progress.add_task(stage, amount="")
            amount = f"{done:,} of {total:,}" if total > 1 else ""
            progress.update(tasks[stage], completed=done if total else 1, total=total or 1, amount=amount)

        yield watch


def make_console(*, stderr: bool = False, width: int | None = None) -> "Console":
    """Return a console that reads no markup: `width` columns, or as the terminal has, but no more than are read with
    ease."""
    from rich.console import Console
    from rich.theme import Theme

    stream = sys.stderr if stderr else sys.stdout
    if width is None:
        known = stream.isatty() or "COLUMNS" in os.environ
        width = min(shutil.get_terminal_size().columns, MOST_COLUMNS) if known else PIPE_COLUMNS
    # Rich's magenta and yellow in bars are hard to see on white, and say nothing.
    theme = Theme({"progress.percentage": "", "progress.elapsed": "", "progress.remaining": ""})
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False, soft_wrap=False, theme=theme)


def _grid(*headings: str) -> "Table":
    """Columns without lines: the first of words, the others of figures."""
    from rich.table import Table

    grid = Table(box=None, show_header=any(headings), header_style="bold", pad_edge=False, padding=(0, 3, 0, 0))
    for heading in headings:
        grid.add_column(heading, justify="right" if grid.columns else "left")
    return grid
