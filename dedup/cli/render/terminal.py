"""Words out: what the commands print, as plain text that nothing in an article can take over.

Texts, titles, names and even file names come from strangers. Before any of it reaches a terminal, escape sequences,
control characters and the marks that turn the reading direction round are taken out (`plain`); in JSON they are written
as escapes (`json_line`), so that nothing is lost. rich lays out tables and bars, and reads no markup.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal

from dedup.plain import json_line, line, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from dedup.jobs import Added, Summary
    from dedup.pipeline import Stage, Watch
    from dedup.queries import Aligned, Explanation, Side

PIPE_COLUMNS: Final = 110
"""Width of what goes into a pipe or a file: two columns of text that an editor shows without wrapping."""


def say(text: str) -> None:
    """A message for the person at the keyboard, on stderr, so that results can be piped."""
    print(f"dedup: {line(text)}", file=sys.stderr)


def print_summary(found: "Summary") -> None:
    """What a run found and how long it took, as two tables on stderr."""
    counts = _grid("", "")
    for name, value in _counts(found):
        counts.add_row(name, value)
    make_console(stderr=True).print(counts)
    print_stages(found.stages)


def print_stages(stages: "Sequence[Stage]") -> None:
    """How long the stages of a run took, as a table on stderr. The first one makes articles."""
    articles = stages[0].rows if stages else 0
    grid = _grid("stage", "seconds", "made", "articles a second", "peak memory")
    for stage in stages:
        pace = stage.pace(articles)
        peak = f"{stage.peak_memory / 1e6:,.0f} MB"
        grid.add_row(stage.name, f"{stage.seconds:.2f}", f"{stage.rows:,}", f"{pace:,}" if pace else "", peak)
    make_console(stderr=True).print(grid)


def print_added(found: "Added") -> None:
    """What adding to an archive did, as a table on stderr."""
    grid = _grid("", "")
    for name, value in (
        ("new articles", found.new),
        ("there already", found.known),
        ("other fetches", found.revisions),
        ("rejected", found.rejected),
        ("articles now", found.articles),
        ("pairs now", found.matches),
        ("stories now", found.stories),
        ("seconds", found.seconds),
    ):
        grid.add_row(name, f"{value:,}")
    console = make_console(stderr=True)
    console.print(grid)
    if not found.new:
        say("nothing new: the archive is as it was")
    if found.refreshed:
        say("all of the archive was worked out afresh")


def explanation_text(found: "Explanation") -> str:
    """Two articles, how they match, their aligned passages side by side, and their links; as wide as stdout."""
    console = make_console()
    with console.capture() as shown:
        for name, side in (("A", found.a), ("B", found.b)):
            console.print(_side(name, side))
        console.print()
        console.print(_verdict(found))
        if found.passages:
            if any(passage.edits for passage in found.passages):
                console.print("marked: [-words of A that B lacks-], {+words of B that A lacks+}")
            console.print(_passages(found))
        for link in found.links:
            console.print()
            console.print(_link(link))
    return "\n".join(row.rstrip() for row in shown.get().splitlines())


def explanation_json(found: "Explanation") -> str:
    """The same as one line of JSON."""
    return json_line(asdict(found))


@contextmanager
def bars() -> Iterator["Watch"]:
    """A progress bar a stage on stderr, for as long as the context lasts."""
    from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

    tasks: dict[str, TaskID] = {}
    columns = (TextColumn("{task.description:12}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=make_console(stderr=True), transient=True) as progress:

        def watch(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for earlier in tasks.values():
                    progress.stop_task(earlier)
                tasks[stage] = progress.add_task(stage)
            progress.update(tasks[stage], completed=done if total else 1, total=total or 1)

        yield watch


def make_console(*, stderr: bool = False) -> "Console":
    """A console that reads no markup; as wide as the terminal, or `PIPE_COLUMNS`."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    wide = stream.isatty() or "COLUMNS" in os.environ
    return Console(
        file=stream, width=None if wide else PIPE_COLUMNS, markup=False, highlight=False, emoji=False, soft_wrap=False
    )


def _grid(*headings: str) -> "Table":
    """Columns without lines: the first of words, the others of figures."""
    from rich.table import Table

    grid = Table(box=None, show_header=any(headings), header_style="bold", pad_edge=False, padding=(0, 3, 0, 0))
    for heading in headings:
        grid.add_column(heading, justify="right" if grid.columns else "left")
    return grid


def _counts(found: "Summary") -> Iterator[tuple[str, str]]:
    yield "articles", f"{found.articles:,}"
    yield "rejected", f"{found.rejected:,}"
    if named := found.records.get("named"):
        yield "named id~hash, for others have their id", f"{named:,}"
    yield "without a usable passage", f"{found.unmatchable:,}"
    yield "stories of two or more", f"{found.stories:,}"
    for kind, pairs in found.matches.items():
        yield f"pairs: {kind}", f"{pairs:,}"
    for role, articles in found.roles.items():
        yield f"role: {role}", f"{articles:,}"
    yield "kept, one a story", f"{found.kept:,}"
    for what, count in found.capped.items():
        yield f"left out: {what}", f"{count:,}"
    yield "seconds", f"{found.seconds:.1f}"


def _side(name: str, side: "Side") -> str:
    known = (side.id, side.outlet, side.lang, side.published or "no date")
    lines = [f"{name}  " + " | ".join(line(part) for part in known if part)]
    lines += [f"   {line(part)}" for part in (side.title, side.url) if part and part != side.id]
    return "\n".join(lines)


def _verdict(found: "Explanation") -> str:
    if found.kind is None:
        return "no match: nothing was found that both tell"
    shares = f"covers {found.coverage_a:.0%} of A and {found.coverage_b:.0%} of B"
    if not found.same_statement:
        return f"not the same statement: they share borrowed passages ({found.kind}, {shares})"
    return f"{found.kind}, score {found.score:.2f}, {shares}"


def _passages(found: "Explanation") -> "Table":
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, header_style="bold")
    table.add_column("")
    table.add_column("A", ratio=1)
    table.add_column("B", ratio=1)
    for passage in found.passages:
        table.add_row(
            f"{passage.kind}\n{passage.score:.2f}",
            Text(f"[{passage.a[0]}, {passage.a[1]})\n").append_text(_marked(passage, "a")),
            Text(f"[{passage.b[0]}, {passage.b[1]})\n").append_text(_marked(passage, "b")),
        )
    return table


def _marked(passage: "Aligned", side: Literal["a", "b"]) -> "Text":
    """A side of a passage; words that the other lacks are marked as wdiff does: `[-of A-]`, `{+of B+}`."""
    from rich.text import Text

    opening, closing, style = ("[-", "-]", "red") if side == "a" else ("{+", "+}", "green")
    text, first = (passage.a_text, passage.a[0]) if side == "a" else (passage.b_text, passage.b[0])
    marked, at = Text(), 0
    for edit in passage.edits or ():
        start, end = (place - first for place in (edit.a if side == "a" else edit.b))
        if start < end:
            marked.append(plain(text[at:start]))
            marked.append(f"{opening}{plain(text[start:end])}{closing}", style)
            at = end
    return marked.append(plain(text[at:]))


def _link(link: Mapping[str, Any]) -> str:
    origin = link["parent"] or (f"{link['source']} (a source that is named)" if link["source"] else "not known")
    via = f" via {', '.join(map(line, link['via']))}" if link["via"] else ""
    kind = f"{link['kind']}, " if link["kind"] else ""
    lines = [f"{line(link['child'])} <- {line(origin)}{via}: {kind}confidence {link['confidence']:.2f}"]
    for evidence in link["evidence"]:
        parts = (f"{key}: {_shown(value)}" for key, value in evidence.items() if key != "type" and value is not None)
        lines.append(f"   {line(evidence['type'])}: {', '.join(parts)}")
    return "\n".join(lines)


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else line(value)
