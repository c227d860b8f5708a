"""What changes files: run, add, refresh, forget, migrate, check. One file a job."""

from dedup.jobs.add import (
    Added,
    add_and_write,
    add_dumps,
    compact,
    compact_store,
    create,
    refresh_archive,
    refresh_store,
)
from dedup.jobs.check import Info, check_archive, info
from dedup.jobs.forget import Forgotten, find, forget_articles
from dedup.jobs.keep import kept_lines, write_kept
from dedup.jobs.migrate import migrate_archive
from dedup.jobs.outputs import OutputExistsError, refuse_inputs, refuse_report_folder, same_file
from dedup.jobs.run import Summary, export_again, run_dumps
from dedup.jobs.warm import Cost, Warmed, compiling_cost, warm_kernels

__all__ = [
    "Added",
    "Cost",
    "Forgotten",
    "Info",
    "OutputExistsError",
    "Summary",
    "Warmed",
    "add_and_write",
    "add_dumps",
    "check_archive",
    "compact",
    "compact_store",
    "compiling_cost",
    "create",
    "export_again",
    "find",
    "forget_articles",
    "info",
    "kept_lines",
    "migrate_archive",
    "refresh_archive",
    "refresh_store",
    "refuse_inputs",
    "refuse_report_folder",
    "run_dumps",
    "same_file",
    "warm_kernels",
    "write_kept",
]
