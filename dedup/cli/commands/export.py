"""`dedup export`."""

from typing import Annotated, Final

import typer

from dedup.cli.commands.options import ArchivePath, Force, Out
from dedup.cli.commands.settings import naming

FORMATS_HELP: Final = (
    "jsonl, csv, newsroom (a CSV for people), xlsx (the same for Excel), parquet, report, graphml, prov-json, jsonld"
)
"""The names of `dedup.export.FORMATS`, written down here: `--help` loads nothing that writes them."""


def export_command(
    archive: ArchivePath,
    out: Out,
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="FORMATS",
            help=f"{FORMATS_HELP}; several by commas.",
        ),
    ] = "jsonl",
    report_folder: Annotated[
        bool,
        typer.Option("--report-folder", help="Write the report of all stories, as a folder of pages: report/."),
    ] = False,
    force: Force = False,
) -> None:
    """Write what an archive holds into files, in one or more formats.

    Those of a run again (jsonl), or for other programs.
    """
    from dedup.api import Archive
    from dedup.export import write_report_folder
    from dedup.jobs import export_again, refuse_report_folder

    if report_folder:
        refuse_report_folder(out, force=force)
    with Archive.open(archive) as opened:
        if report_folder:
            write_report_folder(opened, out)
            return
        with naming("--format"):
            export_again(opened, out, formats=[name.strip() for name in formats.split(",")], force=force)
