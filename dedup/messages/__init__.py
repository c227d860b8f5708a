"""What every process has, workers first: errors under one base, words from strangers made safe to print, the points
after which nothing is undone, its memory, how often cycles are looked for, pandas kept out, names loaded when they are
asked for, and the loop of a worker.

It loads nothing: a worker starts in a tenth of a second, and loads what its jobs need.
"""

from typing import TYPE_CHECKING

from dedup.messages.lazy_loading import lazy_names

if TYPE_CHECKING:
    from dedup.messages.collecting import collecting_rarely
    from dedup.messages.commit_points import STOPS, begin_command, pass_point, passed
    from dedup.messages.errors import (
        ArchiveBusyError,
        ArchiveError,
        ConfigError,
        DedupError,
        InputError,
        OutputExistsError,
        UnknownArticleError,
        UnknownNameError,
        UnknownOutletError,
        UnreadableRecordError,
    )
    from dedup.messages.freed_memory import (
        choose_freed_memory,
        give_freed_memory_back,
        keep_freed_memory,
        release_freed_memory,
    )
    from dedup.messages.no_pandas import is_pandas_out, keep_pandas_out
    from dedup.messages.safe_text import count, first_of, json_line, line, plain, whole
    from dedup.messages.worker import peak_memory, serve
else:
    __getattr__, __dir__ = lazy_names(__name__)
