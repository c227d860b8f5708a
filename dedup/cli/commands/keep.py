"""`dedup keep`."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dedup.cli.commands.options import ArchivePath, Force, Quiet, refuse_archives
from dedup.cli.paths import names_in, refuse_missing_inputs
from dedup.config import ConfigError

if TYPE_CHECKING:
    from dedup.api import Archive
    from dedup.queries import KeepRule


def keep_command(
    dumps: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DUMP...]", help="JSON Lines or Parquet that the archive was made of.", show_default=False
        ),
    ] = None,
    archive: ArchivePath = ...,  # type: ignore[assignment]
    kinds: Annotated[str, typer.Option(metavar="KINDS", help="Drop an article for matches of these kinds.")] = "copy",
    coverage: Annotated[
        float, typer.Option(metavar="SHARE", help="Drop it if the kept one covers this share of it.")
    ] = 0.8,
    prefer: Annotated[
        str, typer.Option(metavar="WHICH", help="Keep the origin, earliest, longest, or outlets:FILE.")
    ] = "origin",
    per_language: Annotated[
        bool, typer.Option("--per-language", help="Drop only for an article in the same language.")
    ] = False,
    kept_file: Annotated[
        Path | None,
        typer.Option("--kept", metavar="FILE", help="Write the records into FILE; for Parquet FILE.parquet."),
    ] = None,
    force: Force = False,
    quiet: Quiet = False,
) -> None:
    """Pass on the records to keep, so that little text is lost.

    An article is dropped only if one that is kept covers it. Given the DUMPs of the run, their lines are passed on byte
    for byte, and rows of Parquet with all their columns; given none, the ids to keep are printed. outlets:FILE names
    outlets in order of preference, a line each.
    """
    refuse_missing_inputs(dumps or ())
    if kept_file is not None and not dumps:
        raise ConfigError("--kept needs the DUMPs, whose records it takes")
    if kept_file is not None:
        refuse_archives("--kept", kept_file, [archive])
    from dedup.api import Archive
    from dedup.cli.render.terminal import say
    from dedup.jobs import kept_lines, refuse_changed, refuse_forms, write_kept
    from dedup.messages import count, line
    from dedup.queries import kept_articles

    rule = _rule(kinds, coverage, prefer, per_language=per_language)
    with Archive.open(archive) as opened:
        _refuse_other_dumps(opened, dumps or ())
        refuse_forms(dumps or (), kept_file, force=force)
        kept = kept_articles(opened, rule)
        every = opened.one("SELECT count(*) FROM article")
    refuse_changed(opened.path, dumps or ())  # reads the dumps whole: nobody waits for the archive meanwhile
    if kept_file is not None:
        write_kept(dumps or (), kept, kept_file, force=force)
    elif dumps:
        sys.stdout.buffer.writelines(kept_lines(dumps, kept))
    else:
        for article in kept:
            typer.echo(line(article.id))
    sys.stdout.flush()
    if not quiet:
        say(f"kept {len(kept):,} of {count(every, 'article')}")


def _rule(kinds: str, coverage: float, prefer: str, *, per_language: bool) -> "KeepRule":
    """The rule that the options spell."""
    from dedup.queries import KeepRule

    which, _, file = prefer.partition(":")
    outlets = tuple(names_in(Path(file), f"--prefer {prefer}")) if file else ()
    chosen = frozenset(kind.strip() for kind in kinds.split(","))
    return KeepRule(chosen, coverage, which, outlets, per_language)  # type: ignore[arg-type]


def _refuse_other_dumps(archive: "Archive", dumps: Sequence[str]) -> None:
    """Refuse dumps that the archive was not made of.

    Raises:
        InputError: if the archive was not made of one of the dumps: its places would be those of other records.
    """
    from dedup.messages import InputError

    files = set(archive.rows("SELECT DISTINCT file FROM article")["file"].to_pylist())
    for dump in dumps:
        if dump not in files:
            known = min(files, default="none")
            raise InputError(f"{dump}: the archive was not made of a file by this path; it names {known}")
