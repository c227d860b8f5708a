"""The jobs that write files or look at all of an archive: run, add, refresh, forget, keep, migrate, check, warm. One
file per job."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.jobs.add import (
        Added,
        add_and_write,
        add_dumps,
        compact,
        compact_store,
        refresh_archive,
        refresh_store,
    )
    from dedup.jobs.check import Info, check_archive, info
    from dedup.jobs.forget import Forgotten, ToDelete, find, forget_articles
    from dedup.jobs.keep import kept_lines, refuse_changed, refuse_forms, write_kept
    from dedup.jobs.migrate import migrate_archive
    from dedup.jobs.outputs import (
        RUN_FILE,
        OutputExistsError,
        fingerprint,
        of_a_run,
        refuse_inputs,
        refuse_report_folder,
        refuse_to_replace,
    )
    from dedup.jobs.printed_counts import added_counts, summary_counts
    from dedup.jobs.run import Summary, export_again, run_dumps, run_report
    from dedup.jobs.warm import Warmed, compiling_cost, warm_kernels
else:
    __getattr__, __dir__ = lazy_names(__name__)
