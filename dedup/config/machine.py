"""What a run may use, how an archive grows, how much the report shows: no result depends on it."""

import os
from dataclasses import dataclass
from typing import Final

from dedup.messages import ConfigError

ARCHIVE_FILE: Final = "archive.duckdb"
"""The archive in the folder of a run."""

LEAST_MEMORY: Final = 256_000_000

_MOST_MEMORY: Final = 1 << 60

PROGRAM_MEMORY: Final = 450_000_000
"""Bytes that the program takes by itself, with its libraries, kernels and tables of words: a run over one article takes
490 MB, of which 40 are in work."""


class LittleMemoryWarning(UserWarning):
    """Less memory is asked for than a run takes."""


@dataclass(frozen=True)
class MachineConfig:
    """What a run may use. No result depends on it, so it is not hashed."""

    memory: int = 4 << 30
    """Bytes that a run takes in all, about: the program by itself, and of what is left half for the database, half for
    batches in work. While the archive's file is written a second database takes the texts, with half of the first one's
    memory, or what the longest need if that is more. At least 256 MB, below which the database cannot hold its own
    pages; of less than `least_taken` a run warns, and takes that."""

    threads: int = 0
    """0 takes all cores."""

    workers_from: int = 32_000_000
    """Bytes of a dump from which stages of Python run in processes of their own, as many as there are threads. Each
    takes a second to start and 150 MB: a smaller dump is read, cited and traced in two to four seconds without."""

    batch_articles: int = 1000
    batch_chars: int = 8_000_000
    """A batch ends at whichever comes first; eight million characters are about 300 MB of arrays in work."""

    batch_pairs: int = 20_000
    batch_pair_words: int = 16_000_000
    """A batch of candidates ends at whichever comes first: their articles are held in memory, at about 6 KB each, and
    a word of both sides takes ten nanoseconds to align. 20,000 pairs of news of 400 words are as many words; of a live
    blog of eight hundred paragraphs the words make the batch, or memory and the time to stop would grow with it."""

    @property
    def least_taken(self) -> int:
        """What a run takes whatever `memory` says: the program, and what the database and a batch need."""
        return PROGRAM_MEMORY + LEAST_MEMORY

    @property
    def working_memory(self) -> int:
        """What `memory` leaves beside the program; of a small `memory` not less than the database and a batch need."""
        return max(self.memory - PROGRAM_MEMORY, LEAST_MEMORY)

    @property
    def database_memory(self) -> int:
        """What the database may hold of it; the rest it writes to disk."""
        return self.working_memory // 2

    @property
    def little(self) -> bool:
        """Whether the archive's file is written before the lists and the report, not beside them: under 962 MB. By
        judgement: what writes it took 170 MB for 800 long texts and the report 126, both beside what all take."""
        return self.working_memory < 2 * LEAST_MEMORY

    @property
    def gives_back(self) -> bool:
        """Whether what a batch frees goes back to the system, not to the next batch: under 2 GB. With 1 GB a run over
        5,000 full articles held 400 MiB so, not 474, in 25.0 seconds of processor time, not 24.0."""
        return self.memory < 2_000_000_000

    @property
    def chars_at_once(self) -> int:
        """Characters of a batch: with less than 4 GB of memory fewer than `batch_chars`. Two threads have four batches
        in work or waiting, at 40 bytes a character: a third of the memory. By judgement."""
        return min(self.batch_chars, self.working_memory // 512)

    @property
    def pair_words_at_once(self) -> int:
        """Words of both sides of a batch of candidates: with less memory a thread fewer than `batch_pair_words`.

        Every thread has one batch in work. A word of an article takes 100 bytes then (its numbers, and the windows that
        it stands in), and of pairs in order about half of the words belong to articles that stand in several pairs: so
        a quarter of the memory. Four hundred versions of a live blog, at 50 MB of text, took 640 MB of 500 before."""
        return min(self.batch_pair_words, self.working_memory // (192 * self.cores))

    @property
    def meetings_at_once(self) -> int:
        """How often articles in two languages may meet in a concept at once: 320,000 times at least. By judgement: the
        database keeps the sum of each pair, at some 100 bytes, and a second copy while it grows; half of what it may
        hold is left for the join. Twenty thousand full articles needed more than 122 MB without a bound."""
        return self.database_memory // 400

    @property
    def bytes_at_once(self) -> int:
        """Bytes of articles that are read, or added to an archive, at once: 4 MB at least, 55 of 4 GB. An addition has
        all words of its batch in work, at some ten bytes a character, and holds the texts three times while it commits
        them. By judgement."""
        return self.working_memory // 64

    @property
    def keys_at_once(self) -> int:
        """Keys of an archive's articles that are sorted at once: each takes 30 bytes then, so a quarter of the memory.
        By judgement: eight million, whatever the memory, took 240 MB of 500."""
        return self.working_memory // 128

    @property
    def words_remembered(self) -> int:
        """Distinct words, of all languages together, whose stems and concepts are remembered: 440 bytes each in the run
        over 20,000 made-up articles in eight languages, a quarter of the memory at most. 100,000 articles of news in
        one language have some 400,000."""
        return min(1_000_000, self.working_memory // 1600)

    @property
    def workers(self) -> int:
        """How many worker processes the memory bears, each at 400 MB with what it works on; none where it is one."""
        fit = min(self.cores, self.working_memory // 400_000_000)
        return fit if fit > 1 else 0

    @property
    def cores(self) -> int:
        """How many threads everything that works on articles may use: a run, an addition, the making of keys."""
        return self.threads or os.cpu_count() or 1

    def __post_init__(self) -> None:
        if self.memory < LEAST_MEMORY:
            least = f"at least {LEAST_MEMORY // 1_000_000}MB; a number without a unit is bytes"
            raise ConfigError(f"{self.memory:,} bytes of memory are too few: {least}")
        if self.memory > _MOST_MEMORY:
            raise ConfigError(f"{self.memory:,} bytes of memory are more than the database can count")


@dataclass(frozen=True)
class ArchiveConfig:
    """How an archive grows."""

    small_articles: int = 20_000
    """An archive of at most this many articles is recomputed each time it has grown by a quarter; with half, the
    dev dump in 40 parts had twice as many wrong pairs before a refresh as one run. From ten thousand articles of news
    on, what stems weigh hardly moves, and what is learned from translations is limited anyway; a larger archive is
    recomputed when it has doubled."""

    log_articles: int = 50_000
    """When the log of additions holds this many articles it is folded into the archive's file: about 300 MB in memory
    by then, and folding takes some ten seconds."""

    batch_articles: int = 5_000
    """New articles that are looked at together and committed at once, fewer if they are longer than the memory bears.
    More would share what a batch costs by itself (a second); fewer lose less to a crash."""

    outlet_articles: int = 20
    """Earlier articles of an outlet that are read again with a new one of it, to see which lines it repeats. A menu
    shows after three; twenty make up for sections with menus of their own."""

    cached_articles: int = 4_000
    """Articles that the filter keeps cut into words, at some 10 KB each: what was matched a minute ago is matched
    again."""

    cached_keys: int = 8_000_000
    """Keys after which a segment is written while an archive's are made: some 200 MB of arrays."""


@dataclass(frozen=True)
class ReportConfig:
    """How much the report shows; nothing else depends on it, so no archive keeps it."""

    most_stories: int = 2_000
    """Stories of one page: the list of this many is filtered and sorted at once, and a browser opens the page in about
    a second."""

    most_articles: int = 120
    """Articles of one story that its page shows. More make no readable picture; the rest are counted."""

    most_pairs: int = 60
    """Pairs of one story that stand side by side: each article with its parent."""

    most_paired: int = 4_000
    """Articles of the stories whose pairs are shown; by far the most of the bytes are theirs. Some 20 MB of page, which
    every browser still opens."""

    most_outlets: int = 300
    """Rows of the table of outlets, and outlets of one story in the list."""
