"""The commands that make an archive of dumps, and files of an archive."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from dedup.commands.options import ArchivePath, AsJson, Dumps, Force, Out
from dedup.config import (
    KINDS,
    Config,
    MachineConfig,
    MatchConfig,
    NeuralConfig,
    ProvenanceConfig,
    ReadConfig,
    bytes_of,
    mapping_of,
)


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
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A table of agencies and outlets of your own, beside ours: see samples/sources.toml."
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
    from dedup.provenance import read_sources
    from dedup.running import run
    from dedup.terminal import bars, json_line, print_summary, say

    config = Config(
        read=ReadConfig(fields=mapping_of(mapped or ())),
        match=MatchConfig.of_kinds(kinds.split(",")),
        neural=NeuralConfig(embedder=embedder),
        provenance=ProvenanceConfig(sources=read_sources(sources) if sources else None),
        machine=MachineConfig(memory=bytes_of(memory), threads=threads),
    )
    if not quiet and not compiled():
        say("compiling kernels, once; this takes about twenty seconds")
    with bars() if sys.stderr.isatty() and not quiet else nullcontext() as watch:
        found = run(dumps, out, config, force=force, watch=watch)
    if not quiet:
        print_summary(found)
    if as_json:
        typer.echo(json_line(found))
    if not found.articles:
        say(f"no article could be read; {out / 'rejected.jsonl'} says why")
        raise typer.Exit(3)


def export_command(archive: ArchivePath, out: Out, force: Force = False) -> None:
    """Write the files of a run again, from its archive."""
    from dedup.archive import Archive
    from dedup.running import export_again

    with Archive.open(archive) as opened:
        export_again(opened, out, force=force)
