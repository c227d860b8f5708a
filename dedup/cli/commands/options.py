"""Arguments and options that several commands have, each written once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.paths import archive_in, existing_archive
from dedup.cli.render.log import log_as_json
from dedup.config import ConfigError


def _existing(path: Path | None) -> Path | None:
    return None if path is None else existing_archive(path)


def kept_archive(path: Path | None) -> Path | None:
    """Return the archive that an option names, which need not be there yet."""
    return None if path is None else archive_in(path)


def existing_several(paths: list[Path] | None) -> list[Path] | None:
    """Return the archives that a repeated option names, which must be there."""
    return None if paths is None else [existing_archive(path) for path in paths]


def zero_or_more(value: float) -> float:
    """Return what an option gives; for those with `min=0`, which lets nan pass with some releases of typer.

    Raises:
        typer.BadParameter: if it is less than 0, or not a number.
    """
    if not value >= 0:
        raise typer.BadParameter(f"{value} is not 0 or more")
    return value


def refuse_itself(archive: Path, against: Sequence[Path]) -> None:
    """Refuse to ask an archive beside itself.

    Raises:
        ConfigError: if an archive is to be asked beside itself.
    """
    from dedup.archive import same_file

    for one in against:
        if same_file(one, archive):
            raise ConfigError(f"--against {one}: is the archive that --archive names")


def refuse_archives(flag: str, written: Path, archives: Sequence[Path]) -> None:
    """Refuse to write over an archive that is read.

    Raises:
        ConfigError: if the file that `flag` names is one of the `archives` that the command reads, or belongs to one.
    """
    from dedup.archive import same_file

    there = written.resolve()
    for archive in map(Path.resolve, archives):
        beside = there.parent == archive.parent and (there == archive or there.name.startswith(f"{archive.name}."))
        if beside or same_file(written, archive):
            raise ConfigError(f"{flag} {written}: is the archive {archive.name}, or belongs to it")


ARCHIVE_VARIABLE = "DEDUP_ARCHIVE"

Dumps = Annotated[
    list[str],
    typer.Argument(
        metavar="DUMP...",
        help="Files, folders, globs, addresses (s3://, https://, sqlite:///X.db?table=T), or - for standard input.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.", show_default=False)]
ArchivePath = Annotated[
    Path,
    typer.Option(
        "--archive",
        metavar="ARCHIVE",
        help="An archive, or the folder of a run.",
        show_default=False,
        envvar=ARCHIVE_VARIABLE,
        callback=_existing,
    ),
]
KeptArchive = Annotated[
    Path,
    typer.Option(
        "--archive",
        metavar="ARCHIVE",
        help="The archive, or the folder of a run; created if it does not exist.",
        show_default=False,
        envvar=ARCHIVE_VARIABLE,
        callback=kept_archive,
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite existing output.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON to standard output.")]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="OURS=THEIRS", help="A field's name in the dump: text=body, url=meta.link."),
]
OutletFrom = Annotated[
    str | None,
    typer.Option(
        "--outlet-from",
        metavar="WHERE",
        help="Where a page or record names no outlet, take it from its folder, its file, or this field: "
        "folder, file, FIELD.",
    ),
]
SameOutlet = Annotated[
    str | None,
    typer.Option(
        "--same-outlet",
        metavar="CHOICE",
        help="What an article is that its outlet shows at another address: a copy of the first, or a revision of it, "
        "which is set aside: copy (by default), revision.",
    ),
]
Timezone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="The zone of times that name none: Asia/Yerevan, UTC. Left open by default.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings in TOML; see dedup config.", envvar="DEDUP_CONFIG"),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PART.NAME=VALUE", help="Change any setting: match.rewrites=false."),
]
ChosenKinds = Annotated[
    str | None,
    typer.Option("--kinds", metavar="KINDS", help="Look only for these (comma-separated): copy, rewrite, translation."),
]
Kinds = Annotated[
    str | None,
    typer.Option(
        metavar="KINDS",
        help="What counts as a duplicate: copy, rewrite, translation (comma-separated). By default copies and "
        "rewrites, as far as the archive looks for them.",
    ),
]
CopyThreshold = Annotated[
    float | None,
    typer.Option(
        "--copy-threshold",
        metavar="SIMILARITY",
        help="Look for copies among passages of at least this Jaccard similarity, as datasketch would; 0.4 by default.",
    ),
]
Window = Annotated[
    str | None,
    typer.Option(metavar="SPAN", help="Compare only articles published within this span of each other: 36h, 30d, 2w."),
]
Against = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="ARCHIVE",
        help="Also drop what this archive holds; it is only read. May be repeated.",
        callback=existing_several,
    ),
]
ReadOnly = Annotated[bool, typer.Option("--read-only", help="Add nothing to the archive.")]
Memory = Annotated[str | None, typer.Option(metavar="SIZE", help="Memory limit: 500MB, 4GB; 4GiB by default.")]
Threads = Annotated[
    int | None, typer.Option(min=0, max=1024, metavar="N", help="Number of threads; all cores by default.")
]
Wait = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        help="Wait up to this long for another process that writes.",
        show_default=False,
        callback=zero_or_more,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
LogJson = Annotated[
    bool,
    typer.Option(
        "--log-json",
        help="Write JSON to stderr, one line per event: progress, messages, summary.",
        callback=log_as_json,
        is_eager=True,
    ),
]
Width = Annotated[
    int | None,
    typer.Option(min=40, metavar="COLUMNS", help="Line width; by default the terminal's, up to 100, and 80 in a pipe."),
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say also where each date was found.")]
