"""`dedup stories`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Width
from dedup.cli.commands.settings import check_kind, naming


def stories_command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD...]", help="Words of titles or outlets; all must be there.", show_default=False),
    ] = None,
    archive: ArchivePath = ...,  # type: ignore[assignment]
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Only stories that this outlet reports.")] = None,
    lang: Annotated[str | None, typer.Option(metavar="CODE", help="Only stories with articles in it: en, ru.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Only stories with pairs of it: copy, rewrite, translation.")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="From 2025, 2025-05 or 2025-05-06 on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Up to and including it.")] = None,
    order: Annotated[str, typer.Option(metavar="ORDER", help="largest, newest, oldest or outlets.")] = "largest",
    most: Annotated[int, typer.Option("--limit", "-n", min=1, metavar="N", help="At most so many.")] = 20,
    as_json: AsJson = False,
    width: Width = None,
) -> None:
    """List and search the stories of an archive.

    Each with its size, its dates and where it comes from. `dedup story ID` shows one of them.
    """
    from dedup.api import Archive
    from dedup.cli.render.terminal import print_page, say
    from dedup.messages import json_line
    from dedup.queries import list_stories
    from dedup.queries.printed import stories_page

    check_kind(kind)
    with Archive.open(archive) as opened, naming("--order"):
        found = list_stories(
            opened,
            " ".join(words or ()),
            outlet=outlet,
            lang=lang,
            kind=kind,
            since=since,
            until=until,
            order=order,
            most=most,
        )
        page = [] if as_json else stories_page(found)
    if as_json:
        for story in found:
            typer.echo(json_line(story))
        return
    print_page(page, width)
    if not found:
        say("no story of two or more articles is like that")
    elif len(found) == most:
        say(f"these are the first {most:,}; --limit N shows more")
