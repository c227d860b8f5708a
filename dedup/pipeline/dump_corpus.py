"""The corpus of a dump, or of a whole archive: every article is new, and term weights are counted over them."""

import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from dedup.archive import ArchiveStore, LegacyArchive, Working
from dedup.config import PROGRAM_MEMORY, Config, LittleMemoryWarning
from dedup.features import Weights
from dedup.ingest import Inputs, Listing
from dedup.matching import TermWeights
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.backend.shuffle import Shuffle
from dedup.pipeline.context import Run, Stage, Watch
from dedup.pipeline.corridor import Corpus, process
from dedup.pipeline.plans import FULL, Plan
from dedup.pipeline.stages.boilerplate import find_recurring
from dedup.pipeline.stages.candidates import find_rewrite_keys, pair_candidates, stem_term_weights, stem_weights
from dedup.pipeline.stages.cluster import name_stories
from dedup.pipeline.stages.embed import bring_candidates, load_embedder
from dedup.pipeline.stages.ingest import Records, read_archive, read_dump
from dedup.pipeline.stages.tokenize import cut_texts, keep_counts
from dedup.pipeline.stages.translate import learn_lexicon
from dedup.text import TextTables


@dataclass(frozen=True)
class DumpResult:
    """The result of a pipeline run: what each stage took, and what its caps left out."""

    stages: list[Stage]
    capped: dict[str, int]
    """What was left out because there was too much of it, and how many."""
    run: Run
    """With the words of all articles, for as long as the tables are there that it worked in."""
    inputs: dict[str, str | None]
    """The SHA-256 of every file that was read; None for one that was not read to its end."""
    records: Records | None = None
    """What became of the records; None for the articles of an archive."""


def engine_of(work: Working, config: Config) -> Engine:
    """Return what the stages of a run over `work` go on, as the machine allows; warn if that is less than they take."""
    machine = config.machine
    if machine.memory < machine.least_taken:
        warnings.warn(
            f"a run may take {machine.least_taken / 1e6:,.0f} MB, the program by itself {PROGRAM_MEMORY / 1e6:,.0f} of "
            f"them: more than the {machine.memory / 1e6:,.0f} MB of memory that are asked for",
            LittleMemoryWarning,
            stacklevel=2,
        )
    return Engine(work.connection, config.machine.cores, config.machine.workers)


def process_dump(
    work: Working,
    source: Inputs | Listing | ArchiveStore | LegacyArchive,
    config: Config,
    watch: Watch,
    engine: Engine | None = None,
) -> DumpResult:
    """Take dumps, or all articles of an archive, which is let go, through every stage into `work`: on `engine`, whose
    worker processes then wait for more, or on one that ends with this."""
    with ExitStack() as ending:
        engine = engine or ending.enter_context(engine_of(work, config))
        keys = Shuffle(work.folder / "keys")
        run = Run(work, engine, config, watch, keys=keys)
        stages: list[Stage] = []

        @contextmanager
        def step(name: str, made: str | None) -> Iterator[None]:
            started = time.perf_counter()
            yield
            rows = run.one(f"SELECT count(*) FROM {made}") if made else keys.rows
            took = round(time.perf_counter() - started, 3)
            stages.append(Stage(name, took, rows, engine.peak_memory()))
            run.release_memory()

        corpus, records = DumpCorpus(run, keys), None
        with step("read", "article"):
            if isinstance(source, ArchiveStore | LegacyArchive):
                read_archive(run, source)
            else:
                records = read_dump(run, source)
        process(corpus, FULL, step)
        keep_counts(run)
        return DumpResult(stages, dict(sorted(run.capped.items())), run, run.hashes.found, records)


class DumpCorpus(Corpus):
    """The articles of a dump: all stories are in the tables of the run, all tokens in its file."""

    def __init__(self, run: Run, keys: Shuffle) -> None:
        self.run = run
        # A model that is not there must be reported now, not after an hour.
        self.embedder = load_embedder(run.config)
        self._keys = keys
        self._weights: Weights | None = None
        self._term_weights = TermWeights(None)

    def tokenize(self) -> None:
        """Tokenize all articles; this makes the keys of copies, too."""
        tables, parts = TextTables.load(), self.run.article_parts()
        find_recurring(self.run, tables, parts)
        cut_texts(self.run, tables, parts)

    def make_keys(self) -> None:
        """Weigh stems, and make the keys of rewrites."""
        self._weights = stem_weights(self.run)
        self._term_weights = stem_term_weights(self.run, self._weights)
        find_rewrite_keys(self.run, self._weights)

    def find_candidates(self, plan: Plan) -> None:
        """Join keys: all articles are compared with each other."""
        pair_candidates(self.run, self._keys)

    def term_weights(self) -> TermWeights:
        """Return the term weights that were counted over the dump, with those learned from it."""
        return self._term_weights

    def learn_lexicon(self) -> None:
        """Learn word translations from the surest of all candidates in two languages."""
        assert self._weights is not None
        self._term_weights = learn_lexicon(self.run, self._term_weights, self._weights)

    def find_translation_candidates(self) -> None:
        """Add to the candidates by which words were learned those that a neural model brings."""
        if self.embedder is not None and self.run.config.neural.bring_candidates:
            bring_candidates(self.run, self.embedder)

    def name_stories(self) -> None:
        """Name all stories anew: none had a name before."""
        name_stories(self.run)
