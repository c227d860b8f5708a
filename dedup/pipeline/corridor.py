"""The order of the pipeline's stages, the same for every corpus and plan. Two other places have an order of their own:
`dedup.pipeline.online_matching`, over arrays, and `dedup.pipeline.spark`, on a cluster.

1. text          lines that an outlet repeats under different stories are its boilerplate; the body of each article is
                 cut into words, paragraphs and passages; its language; keys of copies; stems and concepts counted
2. meaning       stems are weighed, and keys of rewrites made
3. match         articles with a common key are candidates; each is aligned and kept with its passages, or dropped
4. story         matching articles are grouped by what they are about
5. translations  one article of each story is compared with those in other languages; the surest pairs teach word
                 translations; what was found joins the stories
6. second look   every pair within a story that no key brought
7. provenance    who took it from whom

Reading comes before (`dedup.pipeline.stages.ingest`, `dedup.pipeline.stages.arrivals`), exporting after
(`dedup.export`). Each stage is a function from batches to batches that sees only its batch. What needs all articles is
a query. A corpus gives the articles and the term weights: a dump (`dedup.pipeline.dump_corpus`), or an archive that
articles are added to (`dedup.pipeline.archive_corpus`).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager

from dedup.features import Embedder
from dedup.matching import TermWeights
from dedup.pipeline.context import Run
from dedup.pipeline.plans import Plan
from dedup.pipeline.stages.candidates import verify_candidates
from dedup.pipeline.stages.cluster import group_stories, mark_statements, verify_stories
from dedup.pipeline.stages.tokenize import make_tables
from dedup.pipeline.stages.translate import part_reports, verify_foreign, widen


class Corpus(ABC):
    """The articles at hand, in the tables of a run, and those that can be had.

    A step that is not abstract does nothing where a corpus has all that it needs.
    """

    run: Run
    embedder: Embedder | None

    @abstractmethod
    def tokenize(self) -> None:
        """Fill `body`, `recurring`, `Run.tokens` and what is counted: stems, concepts."""

    def make_keys(self) -> None:  # noqa: B027
        """Make the keys that bring candidates."""

    @abstractmethod
    def find_candidates(self, plan: Plan) -> None:
        """Make `scratch.candidate`, and have the words of its articles at hand."""

    @abstractmethod
    def term_weights(self) -> TermWeights:
        """Return the term weights of the loaded articles."""

    def load_stories(self) -> None:  # noqa: B027
        """Have the stories at hand that are concerned, with their matches."""

    def learn_lexicon(self) -> None:  # noqa: B027
        """Learn word translations, and how far each concept is to be trusted, from candidates in two languages. A few
        new articles teach too little: only a corpus of all of them learns."""

    @abstractmethod
    def find_translation_candidates(self) -> None:
        """Make `scratch.foreign`, candidates in two languages."""

    def load_words(self) -> None:  # noqa: B027
        """Have the words of the articles of all stories at hand."""

    @abstractmethod
    def name_stories(self) -> None:
        """Fill `story`, and `renamed`."""


Step = Callable[[str, str | None], AbstractContextManager[None]]
"""Measures a stage by its name; the second is the table that it fills."""


def process(corpus: Corpus, plan: Plan, step: Step) -> None:
    """Take the articles of a corpus through every stage that the plan has."""
    run = corpus.run
    make_tables(run)
    if plan.compare:
        with step("text", "body"):
            corpus.tokenize()
        with step("meaning", None):
            corpus.make_keys()
        with step("match", "match"):
            corpus.find_candidates(plan)
            verify_candidates(run, "match", "scratch.candidate", corpus.term_weights(), run.config.match)
    with step("story", "membership"):
        corpus.load_stories()
        group_stories(run)
    if plan.compare and run.config.match.translations:
        with step("translations", "match"):
            if plan.learn_lexicon:
                corpus.learn_lexicon()
            corpus.find_translation_candidates()
            verify_foreign(run, corpus.term_weights(), corpus.embedder)
            if plan.second_look:
                corpus.load_words()
                widen(run, corpus.term_weights())
                part_reports(run)
            group_stories(run)
    with step("second look", "match"):
        if plan.second_look:
            corpus.load_words()
            verify_stories(run, corpus.term_weights())
            if run.config.match.translations:
                part_reports(run)
        mark_statements(run)
        corpus.name_stories()
    if run.config.provenance.trace:
        # Here, for it loads all of provenance, which `filter` and `check` do without.
        from dedup.pipeline.stages.trace import trace_stories

        with step("provenance", "link"):
            trace_stories(run)
