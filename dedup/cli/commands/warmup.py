"""The command that compiles what runs would compile."""

import typer

from dedup.cli.commands.options import Quiet


def warmup_command(quiet: Quiet = False) -> None:
    """Compile all kernels ahead: for images, CI and read-only systems."""
    from dedup.cli.render.compiling import print_warmed
    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import say
    from dedup.jobs import warm_kernels

    with progress(quiet=quiet) as watch:
        warmed = warm_kernels(watch)
    if not quiet:
        print_warmed(warmed)
    if warmed.folder is None:
        say("kernels cannot be kept: set NUMBA_CACHE_DIR to a folder that can be written to")
        raise typer.Exit(1)
