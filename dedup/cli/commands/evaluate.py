"""`dedup evaluate`."""

from pathlib import Path
from typing import Annotated

import typer

from dedup.cli.commands.options import ArchivePath, AsJson, Force, Width, refuse_archives


def evaluate_command(
    truth: Annotated[
        Path, typer.Argument(metavar="TRUTH", help="Pairs or clusters, as JSON Lines or CSV.", show_default=False)
    ],
    archive: ArchivePath,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw precision over recall into FILE.svg.")
    ] = None,
    force: Force = False,
    as_json: AsJson = False,
    width: Width = None,
) -> None:
    """Measure an archive against what you know of its articles.

    TRUTH names articles by your own ids, one row per pair (a, b, and same: false where they differ; kind if you have
    it) or one row per article (id and cluster; parent if you have it). Precision and recall are given in all, by kind
    of match, by pair of languages, and for thresholds of the score; with parents, also how often links said with each
    confidence are right.
    """
    from dataclasses import asdict

    from dedup.api import Archive
    from dedup.archive import write_file
    from dedup.cli.render.terminal import print_page, say
    from dedup.messages import ConfigError, OutputExistsError, json_line, line
    from dedup.queries import evaluate, read_truth
    from dedup.queries.printed import evaluation_page, precision_recall_svg

    if plot is not None and plot.suffix.lower() != ".svg":
        raise ConfigError(f"--plot {plot}: the picture is an SVG; call the file {plot.with_suffix('.svg')}")
    if plot is not None:
        refuse_archives("--plot", plot, [archive])
    if plot is not None and plot.exists() and not force:
        raise OutputExistsError(f"{plot} exists already")
    known = read_truth(truth)
    with Archive.open(archive) as opened:
        found = evaluate(opened, known)
    if not found.articles:
        say(f"none of the articles of {line(truth)} is in the archive: are the ids the same?")
        raise typer.Exit(3)
    if plot is not None:
        write_file(plot, precision_recall_svg(found).encode())
    if as_json:
        typer.echo(
            json_line(
                asdict(found)
                | {
                    "pairs": found.pairs.as_record(),
                    "by_kind": [score.as_record() for score in found.by_kind],
                    "by_languages": [score.as_record() for score in found.by_languages],
                    "thresholds": [score.as_record() for _, score in found.thresholds],
                }
            )
        )
    else:
        print_page(evaluation_page(found), width)
