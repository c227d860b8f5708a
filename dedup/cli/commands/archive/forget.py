"""`dedup archive forget`."""

import sys
from typing import Annotated

import typer

from dedup.cli.commands.options import AsJson, ExistingArchive, Wait


def forget_command(
    names: Annotated[list[str], typer.Argument(metavar="ID|URL|OUTLET...", help="What to forget.", show_default=False)],
    archive: ExistingArchive,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: AsJson = False,
    wait: Wait = 0.0,
) -> None:
    """Remove articles with all that rests on them: texts, matches, links, keys; all of an outlet, if it is named.

    The archive's file is written anew without them. Adding a dump that holds them brings them back.
    """
    from dataclasses import asdict

    from dedup.archive import Archive
    from dedup.cli.render.terminal import say
    from dedup.jobs import find
    from dedup.jobs import forget_articles as forget
    from dedup.plain import json_line, line

    with Archive.open(archive, write=True, wait=wait) as opened:
        to_delete = find(opened, names)
        if sys.stdin.isatty() and not yes:
            for name in sorted(to_delete.articles.values())[:20]:
                typer.echo(line(name), err=True)
            typer.confirm(
                f"Forget {len(to_delete.articles):,} articles and {to_delete.revisions:,} other records of them?",
                abort=True,
                err=True,
            )
        found = forget(opened, to_delete)
    if as_json:
        typer.echo(json_line(asdict(found)))
        return
    for name in found.articles:
        typer.echo(line(name))
    say(
        f"forgot {len(found.articles):,} articles, {found.revisions:,} other records of them, "
        f"{found.matches:,} matches; {found.stories:,} stories were regrouped"
    )
