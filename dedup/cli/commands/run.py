"""`dedup run`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dedup.cli.commands import options
from dedup.cli.commands.settings import config_of
from dedup.cli.paths import refuse_missing_inputs
from dedup.config import ARCHIVE_FILE, Config, ConfigError

if TYPE_CHECKING:
    from dedup.jobs import Added, Summary
    from dedup.pipeline import Watch


def run_command(
    context: typer.Context,
    dumps: options.Dumps,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FOLDER", help="Where the files go.", show_default=False)
    ] = None,
    archive: Annotated[
        Path | None,
        typer.Option(
            "--archive",
            metavar="ARCHIVE",
            help="Add to this archive; with --out, also write what it then holds.",
            callback=options.kept_archive,
        ),
    ] = None,
    mapped: options.Mapped = None,
    outlet_from: options.OutletFrom = None,
    same_outlet: options.SameOutlet = None,
    timezone: options.Timezone = None,
    kinds: options.ChosenKinds = None,
    copy_threshold: options.CopyThreshold = None,
    window: options.Window = None,
    embedder: Annotated[
        str | None,
        typer.Option(
            metavar="FOLDER_OR_NAME",
            help="Also use this embedding model (sentence-transformers or model2vec) to find translations. "
            "OWNER/NAME is downloaded from the Hugging Face hub.",
        ),
    ] = None,
    provenance: Annotated[
        bool | None, typer.Option("--provenance/--no-provenance", help="Whether to find which article came from which.")
    ] = None,
    sources: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Your own table of agencies and outlets, beside the built-in one (samples/sources.toml), "
            "or a publisher's trust.txt: which sites have one owner.",
        ),
    ] = None,
    config_file: options.ConfigFile = None,
    sets: options.Sets = None,
    memory: options.Memory = None,
    threads: options.Threads = None,
    wait: options.Wait = 0.0,
    report: Annotated[
        bool, typer.Option("--report/--no-report", help="Whether to write report.html, for the browser.")
    ] = True,
    no_archive: Annotated[
        bool, typer.Option("--no-archive", help="Write no archive.duckdb: the files alone, and texts nowhere.")
    ] = False,
    report_folder: Annotated[
        bool,
        typer.Option("--report-folder", help="Also write the report of all stories, as a folder of pages: report/."),
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="ENGINE", help="What to run on: local, or spark (see docs/spark.md).")
    ] = "local",
    master: Annotated[
        str | None,
        typer.Option("--master", metavar="URL", help="With --engine spark: where it runs; local[*] by default."),
    ] = None,
    conf: Annotated[
        list[str] | None,
        typer.Option("--conf", metavar="NAME=VALUE", help="With --engine spark: a setting of Spark."),
    ] = None,
    force: options.Force = False,
    as_json: options.AsJson = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Also print how long each stage took, and its memory.")
    ] = False,
    quiet: options.Quiet = False,
    log_json: options.LogJson = False,
) -> None:
    """Find duplicate stories in DUMPs; write results to a folder.

    Copies, excerpts, rewrites and translations are grouped into stories, with the links of which article came from
    which. Give --out FOLDER or --archive ARCHIVE, or both.
    """
    _refuse_conflicts(context)
    refuse_missing_inputs(dumps)
    from dedup.cli.render.compiling import saying_what_compiles
    from dedup.cli.render.progress import progress
    from dedup.cli.render.terminal import say
    from dedup.jobs import Summary, add_and_write, refuse_report_folder
    from dedup.jobs import run_dumps as run
    from dedup.messages import choose_freed_memory, json_line

    if report_folder and out is not None:
        refuse_report_folder(out, force=force)
    config = config_of(Config(), **context.params)
    choose_freed_memory(gives_back=config.machine.gives_back)
    done: Summary | Added
    with progress(quiet=quiet) as reported:
        watch = saying_what_compiles(reported) if reported is not None and engine == "local" else reported
        if archive is not None:
            done = add_and_write(dumps, archive, out, config, force=force, report=report, wait=wait, watch=watch)
        elif out is not None and engine == "spark":
            done = _run_on_spark(dumps, out, config, master, conf or [], force=force, watch=watch)
        elif out is not None:
            done = run(dumps, out, config, force=force, report=report, archive=not no_archive, watch=watch)
    kept = archive or (out / ARCHIVE_FILE if out is not None and not no_archive else None)
    read = done.articles if isinstance(done, Summary) else done.read
    if report_folder and read and kept is not None and out is not None:
        _write_report_folder(kept, out)
    if not quiet:
        _print_outcome(done, verbose=verbose)
        if engine == "local" and read:
            _print_where(kept, out)
    if as_json:
        typer.echo(json_line(done))
    if not read:
        say("no article could be read")
        raise typer.Exit(3)


NOT_ON_SPARK: Final = {
    "--archive": "an archive is a file of one machine; `dedup add` the kept articles to one",
    "--report": "it is made of an archive, which is a file of one machine",
    "--report-folder": "it is made of an archive, which is a file of one machine",
    "--embedder": "models are not sent to executors",
    "--threads": "the master says how many tasks run at once, as in --master 'local[4]'",
    "--wait": "there is no archive that another process could write",
}
"""Flags of `run` that do nothing on Spark, and why."""


def _refuse_conflicts(context: typer.Context) -> None:
    """Refuse options that do not go together, an unknown engine, and what the engine cannot follow.

    Raises:
        ConfigError: if there is one.
    """
    given = context.params
    if given["out"] is None and given["archive"] is None:
        raise ConfigError("give --out FOLDER or --archive ARCHIVE (or both)")
    if given["report_folder"] and given["out"] is None:
        raise ConfigError("--report-folder needs --out FOLDER")
    engine = given["engine"]
    if engine not in ("local", "spark"):
        raise ConfigError(f"--engine {engine}: it is local or spark")
    if engine == "local" and (given["master"] is not None or given["conf"]):
        raise ConfigError("--master and --conf are for --engine spark")
    for flag, reason in NOT_ON_SPARK.items() if engine == "spark" else ():
        name = flag[2:].replace("-", "_")
        # By default there would be a report; asked for by name it is missed.
        if given[name] is not False and _is_named(context, name):
            raise ConfigError(f"{flag} does not go with --engine spark: {reason}")
    if given["no_archive"] and (given["archive"] is not None or given["report_folder"]):
        raise ConfigError(f"--no-archive goes without {'--report-folder' if given['archive'] is None else '--archive'}")


def _is_named(context: typer.Context, option: str) -> bool:
    source = context.get_parameter_source(option)
    return source is not None and source.name != "DEFAULT"


def _run_on_spark(
    dumps: list[str],
    out: Path,
    config: Config,
    master: str | None,
    conf: list[str],
    *,
    force: bool,
    watch: "Watch | None",
) -> "Summary":
    from dedup.integrations.spark import files_of, local_settings, run_dumps, spark_session

    if unnamed := [one for one in conf if "=" not in one]:
        raise ConfigError(f"--conf {unnamed[0]}: it is NAME=VALUE")
    chosen = dict(one.partition("=")[::2] for one in conf)
    settings = local_settings(master, files_of(dumps).size, config.machine.memory) | chosen
    with spark_session(master, settings) as spark:
        return run_dumps(spark, dumps, out, config, force=force, watch=watch)


def _write_report_folder(archive: Path, out: Path) -> None:
    from dedup.api import Archive
    from dedup.export import write_report_folder

    with Archive.open(archive) as opened:
        write_report_folder(opened, out)


def _print_outcome(done: "Summary | Added", *, verbose: bool) -> None:
    """Print the figures of a run, or of what was added to an archive; on stderr."""
    from dedup.cli.render.terminal import print_added, print_summary, say
    from dedup.jobs import Added

    if isinstance(done, Added):
        print_added(done)
        return
    print_summary(done, stages=verbose)
    for reason in done.reasons:
        say(f"set aside: {reason}")


def _print_where(kept: Path | None, out: Path | None) -> None:
    """Print where the results lie and, if there is an archive, what to type next; on stderr."""
    from dedup.cli.render.terminal import print_next, print_written

    if kept is not None:
        print_next(kept, out)
    elif out is not None:
        print_written(out)
