"""`dedup mcp`."""

from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, Wait


def mcp_command(
    archive: ArchivePath,
    write: Annotated[bool, typer.Option("--write", help="Let the agent add articles; else it only reads.")] = False,
    wait: Wait = 0.0,
) -> None:
    """Answer an AI agent over the Model Context Protocol (stdio).

    Tools: origin, story, explain, outlet, search, stories, check; with --write also add. Needs the
    extra dedup-news[mcp].
    """
    from dedup.integrations.agents import serve_mcp

    serve_mcp(archive, write=write, wait=wait)
