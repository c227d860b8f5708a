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
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS", help="A field's name in the dump: text=body, url=meta.link."),
]
Kinds = Annotated[str, typer.Option(metavar="KINDS", help="What to look for, with commas: copy, rewrite, translation.")]
CopyThreshold = Annotated[
    float | None,
    typer.Option(
        "--copy-threshold",
        metavar="SIMILARITY",
        help="Look for copies among passages of at least this Jaccard similarity, as datasketch would; 0.4 by default.",
    ),
]
Window = Annotated[
    str | None, typer.Option(metavar="SPAN", help="Compare only what was published within: 36h, 30d, 2w.")
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Add nothing to the archive.")]
KeptArchive = Annotated[
    Path, typer.Option("--archive", metavar="FILE", help="The archive; made if there is none.", show_default=False)
]
Memory = Annotated[str, typer.Option(metavar="SIZE", help="How much to use: 500MB, 4GB, 4GiB.")]
Threads = Annotated[int, typer.Option(min=0, metavar="N", help="How many to use; 0 for all cores.")]
Wait = Annotated[float, typer.Option(metavar="SECONDS", help="How long to wait for another process that writes.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
ExistingArchive = Annotated[Path, typer.Option("--archive", metavar="FILE", help="The archive.", show_default=False)]
