"""New articles, and what an archive holds that concerns them: it is loaded as it is needed, and the old is not redone.

1. Lines that outlets repeat are found with a few earlier articles of the same outlets; words are weighed as the archive
   weighs them.
2. Candidates are new articles that share a key with each other, or with one of the archive.
3. The stories of those that match are loaded, whole, and grouped anew. A story that goes on keeps its name, one that
   became part of another leaves it behind.
4. For translations, one article of each story with new ones is looked up by its concepts of highest weight.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import pyarrow as pa

from dedup.archive import LENGTHS, ArchiveStore, Working, lent
from dedup.features import Embedder
from dedup.matching import TermWeights, Tokens, postings
from dedup.pipeline.archive_index import Lookup
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.context import Run, unwatched
from dedup.pipeline.corridor import Corpus, process
from dedup.pipeline.plans import INCREMENTAL, REGROUP, Plan
from dedup.pipeline.stages.boilerplate import find_recurring
from dedup.pipeline.stages.candidates import make_posting_table, pair_postings
from dedup.pipeline.stages.cluster import group_stories
from dedup.pipeline.stages.tokenize import cut_articles
from dedup.pipeline.stages.translate import SPEAKERS_SQL
from dedup.pipeline.statistics import Knowledge, Weighed
from dedup.stories import NAME_SQL, RENAMED_SQL


def add_articles(
    work: Working, lookup: Lookup, low: int, high: int, embedder: Embedder | None = None
) -> dict[str, pa.Table]:
    """Take the pending articles numbered `low` to `high` through the pipeline; returns what is to be committed."""
    corpus = ArchiveCorpus(work, lookup, low, embedder)
    corpus.new = lookup.archive.rows("FROM pending WHERE article BETWEEN ? AND ? ORDER BY article", [low, high])
    process(corpus, INCREMENTAL, corpus.step)
    return corpus.found()


def remove_articles(work: Working, lookup: Lookup, gone: list[int]) -> dict[str, pa.Table]:
    """Take the articles `gone` out of their stories; returns what is to be committed.

    What is left of a story is grouped anew, of the matches that are left. It keeps its name unless nothing is left.
    """
    corpus = ArchiveCorpus(work, lookup, lookup.archive.next_number())
    corpus.gone = gone
    process(corpus, REGROUP, corpus.step)
    ids = lookup.archive.rows(f"""
        SELECT article, id FROM article WHERE article IN {_listed(gone)}
        UNION ALL SELECT article, id FROM pending WHERE article IN {_listed(gone)}
    """)
    return corpus.stories() | {"gone": ids}


_FEW = 16
"""Articles that are loaded at first; how many fit is known when their texts are."""


class ArchiveCorpus(Corpus):
    """New articles, and what of an archive concerns them.

    What the archive learned from its dump (weights, translations of words) stays as it was until `refresh`.
    """

    def __init__(self, work: Working, lookup: Lookup, first_new: int, embedder: Embedder | None = None) -> None:
        self.lookup = lookup
        self.archive: ArchiveStore = lookup.archive
        self.knowledge: Knowledge = lookup.knowledge
        self.embedder = embedder
        self.new = self.archive.rows("FROM pending LIMIT 0")
        self.gone: list[int] = []
        """Articles that are leaving."""
        self._weighings: dict[bool, Weighed] = {}
        """What words are worth, of one language and of all, until those of more articles are at hand."""
        config = self.knowledge.config
        engine = Engine(work.connection, config.machine.cores)
        self.run = Run(work, engine, config, unwatched, first_new=first_new)

    @contextmanager
    def step(self, _name: str, _made: str | None) -> Iterator[None]:
        """Give back, within little memory, what a stage has freed."""
        yield
        self.run.release_memory()

    def tokenize(self) -> None:
        """Tokenize the new articles, with the boilerplate that the archive and their outlets' earlier articles show."""
        self._load_context()
        self.run.insert_articles(self.new)
        self._cut(self.new["article"].to_pylist(), body=True)

    def term_weights(self) -> TermWeights:
        """Return the archive's frozen weights for the words of the loaded articles."""
        return self._weighed().term_weights

    def load_stories(self) -> None:
        """Load the stories of articles that gained or lost matches, and evict the archive's other articles."""
        if self.gone:
            members = self.archive.rows(f"""
                SELECT article FROM membership
                WHERE story IN (SELECT story FROM membership WHERE article IN {_listed(self.gone)})
                AND article NOT IN {_listed(self.gone)}
            """)
            self._load(members["article"].to_pylist())
            self._load_matches()
            return
        matched = self._column("SELECT a FROM match WHERE a < ?", self.run.first_new)
        self._evict(matched)
        self._load_stories(matched)

    def load_words(self) -> None:
        """Load the tokens of the articles of all loaded stories."""
        self._load(self._column("SELECT article FROM membership"), tokens=True)

    def _load_context(self) -> None:
        """Fill `recurring` with the archive's boilerplate lines, and those that new articles share with earlier ones of
        their outlet."""
        run, archive, new = self.run, self.archive, self.new
        outlets = pa.table({"outlet": new["outlet"].unique()})
        with lent(archive.connection, _outlets=outlets):
            rows = archive.rows(
                """
                SELECT article FROM article JOIN _outlets USING (outlet)
                QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY article DESC) <= ?
                """,
                [self.run.config.archive.outlet_articles],
            )
        run.engine.insert("recurring", archive.rows("SELECT DISTINCT line FROM recurring"))
        self._insert(rows["article"].to_pylist())
        run.insert_articles(new)
        lines = Run(run.work, run.engine, run.config, run.watch)
        find_recurring(lines, self.knowledge.tokenizer.tables, lines.article_parts())
        run.connection.execute(f"DELETE FROM article; DELETE FROM {LENGTHS}")

    def _cut(self, articles: list[int], *, body: bool) -> None:
        """Cut the texts of articles that are in `article` into `Run.tokens`, and count their stems and concepts."""
        recurring = self.run.engine.table("FROM recurring ORDER BY line")["line"].to_numpy()
        tokenizer = self.knowledge.tokenizer.with_recurring(recurring)
        parts = self.run.parts(
            f"SELECT article AS place, characters AS size FROM {LENGTHS} WHERE article IN {_listed(articles)}",
            self.run.config.machine.chars_at_once,
        )

        def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
            rows = self.run.engine.table(
                "SELECT article, outlet, lang, published, title, text FROM article "
                f"WHERE article IN {_listed(articles)} AND article BETWEEN ? AND ? ORDER BY article",
                part,
            )
            cut = cut_articles(rows, tokenizer)
            wanted = {"scratch.tokens", "scratch.stem", "scratch.concept"} | ({"body"} if body else set())
            return {name: table for name, table in cut.items() if name in wanted}

        if articles:
            self._weighings.clear()
            self.run.each("text", stage, parts)
            # What is cut is compared in the same stage, or the next.
            self.run.release_memory()

    def _weighed(self, *, single_language: bool = False) -> Weighed:
        """What the words of all articles at hand are worth; see `Knowledge.weigh`."""
        if single_language not in self._weighings:
            self._weighings[single_language] = self.knowledge.weigh_all(self.run, single_language=single_language)
        return self._weighings[single_language]

    def _tokens(self) -> Tokens:
        return self.run.tokens.between(self.run.first_new, self.archive.next_number())

    def find_candidates(self, plan: Plan) -> None:
        """Find candidate pairs: new articles with each other, and with those of the archive."""
        run, weighed, tokens = self.run, self._weighed(), self._tokens()
        a, b = self.lookup.find_pairs(tokens, weighed.weights, run.config, each_other=plan.each_other)
        here = (a >= run.first_new) | np.isin(a, self._there(a[a < run.first_new].tolist()))
        with lent(run.connection, _pairs=pa.table({"a": a[here], "b": b[here]})):
            run.number_pairs("scratch.candidate", "SELECT DISTINCT a, b FROM _pairs")
        self._load(self._column("SELECT a FROM scratch.candidate WHERE a < ?", run.first_new), tokens=True)

    def _load(self, articles: Iterable[int], *, tokens: bool = False) -> None:
        """Load articles from the archive, with their bodies and citations; with `tokens` their words as well."""
        wanted = sorted(set(articles))
        here = set(self._column("SELECT article FROM article"))
        missing = [article for article in wanted if article not in here]
        if missing:
            self._insert(missing)
            for table in ("body", "citation"):
                rows = self.archive.rows(f"FROM {table} WHERE article IN {_listed(missing)}")
                self.run.engine.insert(table, rows)
        if tokens:
            cut = set(self._column("SELECT article FROM scratch.tokens"))
            self._cut([article for article in wanted if article not in cut], body=False)

    def _evict(self, kept: list[int]) -> None:
        """Let go of the archive's articles but those `kept`: what stays here has its story rewritten."""
        for table in ("article", LENGTHS, "body", "citation"):
            self.run.connection.execute(
                f"DELETE FROM {table} WHERE article < {self.run.first_new} AND article NOT IN {_listed(kept or [-1])}"
            )

    def _load_stories(self, articles: list[int]) -> None:
        """Load the stories of articles, whole, with the matches among all that is here."""
        numbers = sorted(set(articles))
        members = self.archive.rows(f"""
            SELECT article, story FROM membership
            WHERE story IN (SELECT story FROM membership WHERE article IN {_listed(numbers)})
        """)
        self._load({*numbers, *members["article"].to_pylist()})
        self._load_matches()

    def _load_matches(self) -> None:
        """Load the matches of articles of the archive that are here with each other."""
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", self.run.first_new))
        columns = "* EXCLUDE (tells, same_statement)"
        matches = self.archive.rows(f"SELECT {columns} FROM match WHERE a IN {old} AND b IN {old}")
        with lent(self.run.connection, _matches=matches):
            self.run.connection.execute("INSERT INTO match BY NAME SELECT * FROM _matches ANTI JOIN match USING (a, b)")

    def find_translation_candidates(self) -> None:
        """Find candidate translations: an article of each story with new ones, and those with its top concepts."""
        run = self.run
        speakers = self._column(
            f"""
            SELECT article FROM ({SPEAKERS_SQL}) LEFT JOIN membership USING (article)
            WHERE article >= $1 OR story IN (SELECT story FROM membership WHERE article >= $1)
            """,
            run.first_new,
        )
        self._load(speakers, tokens=True)
        found, _ = self.lookup.find_by_concepts(self._posted(speakers, single_language=True))
        others = self._there(sorted(set(found.tolist()) - set(speakers)))
        self._load_stories(others)
        group_stories(run)
        self._load(others, tokens=True)
        make_posting_table(run)
        run.engine.insert("scratch.posting", self._posted([*speakers, *others]))
        asked = _listed(speakers)
        pair_postings(run, f"ANTI JOIN match USING (a, b) WHERE a IN {asked} OR b IN {asked}")

    def _posted(self, articles: list[int], *, single_language: bool = False) -> pa.Table:
        tokens = self.run.tokens.of(np.unique(np.array(articles, np.int64)))
        return postings(
            tokens, self._weighed(single_language=single_language).term_weights, self.run.config.meaning.posted_concepts
        )

    def name_stories(self) -> None:
        """Fill `story` and `renamed`: a story goes by the name under which most of its articles are known."""
        run = self.run
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", run.first_new))
        known = self.archive.rows(f"""
            SELECT article, name FROM membership JOIN story USING (story) WHERE article IN {old}
        """)
        with lent(run.connection, _known=known):
            run.connection.execute(f"""
                CREATE TABLE scratch.called AS
                WITH votes AS (
                    SELECT story, name, count(*) AS articles, min(article) AS least
                    FROM membership JOIN _known USING (article) GROUP BY story, name
                ),
                -- Where a story fell apart, the larger part keeps the name.
                owned AS (
                    SELECT * FROM votes
                    QUALIFY row_number() OVER (PARTITION BY name ORDER BY articles DESC, least) = 1
                )
                SELECT story, arg_max(name, (articles, -least)) AS name FROM owned GROUP BY story;
                INSERT INTO story
                SELECT story, coalesce(any_value(called.name), {NAME_SQL})
                FROM membership JOIN article USING (article) LEFT JOIN scratch.called USING (story) GROUP BY story;
                INSERT INTO renamed {RENAMED_SQL}
            """)

    def stories(self) -> dict[str, pa.Table]:
        """Return the tables that replace the archive's rows of the loaded stories."""
        query = self.run.engine.query
        tables = {name: query(f"FROM {name}") for name in ("membership", "story", "renamed", "link", "origin")}
        return tables | {"changed": query("SELECT article, id FROM article")}

    def found(self) -> dict[str, pa.Table]:
        """Return the tables that `stories` returns, and those of the new articles."""
        query, low = self.run.engine.query, self.run.first_new
        known = pa.table({"line": self.knowledge.tokenizer.recurring})
        with lent(self.run.connection, _lines=known):
            tables = self.stories() | {
                "recurring": query("FROM recurring EXCEPT FROM _lines"),
                "body": query(f"FROM body WHERE article >= {low}"),
                "citation": query(f"FROM citation WHERE article >= {low}"),
                "match": self._new_matches(),
            }
        kept = {name: rows for name, rows in tables.items() if rows.num_rows or name in ("body", "changed")}
        return kept | self.lookup.keep(self._tokens(), self._weighed(single_language=True))

    def _new_matches(self) -> pa.Table:
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", self.run.first_new))
        known = self.archive.rows(f"SELECT a, b FROM match WHERE a IN {old} AND b IN {old}")
        with lent(self.run.connection, _known=known):
            rows = self.run.engine.query("FROM match ANTI JOIN _known USING (a, b)")
        return rows

    def _insert(self, numbers: list[int]) -> None:
        """Put articles of the archive into `article`, a few at a time: its database holds whatever it is asked for."""
        left, many, most = sorted(numbers), _FEW, self.run.config.machine.bytes_at_once
        while left:
            rows = self.archive.rows(f"FROM article WHERE article IN {_listed(left[:many])}")
            self.run.insert_articles(rows)
            left, many = left[many:], min(2 * many, 1 + many * most // (1 + rows.nbytes))

    def _there(self, numbers: list[int]) -> list[int]:
        """Those that the archive still holds: keys of forgotten articles stay until the file is written anew."""
        rows = self.archive.rows(f"SELECT article FROM body WHERE article IN {_listed(sorted(set(numbers)))}")
        return sorted(rows["article"].to_pylist())

    def _column(self, sql: str, *parameters: int) -> list[int]:
        return [row[0] for row in self.run.connection.execute(sql, list(parameters)).fetchall()]


def _listed(numbers: Iterable[int]) -> str:
    """Numbers as the right side of IN."""
    return f"({', '.join(map(str, numbers)) or 'NULL'})"
