"""Arguments and options that several commands have, each written once."""

from pathlib import Path
from typing import Annotated

import typer

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
