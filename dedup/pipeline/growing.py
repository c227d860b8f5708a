"""The corridor for articles that come later: new ones against all that an archive holds, without redoing the old.

1. lines that outlets repeat, with a few earlier articles of the same outlets for company; bodies; words, weighed as the
   archive weighs them
2. candidates: new articles that share a key with each other, or with one of the archive
3. checking; then the stories of those that match are brought from the archive, whole
4. these are grouped anew; a story that goes on keeps its name, one that became part of another leaves it behind
5. translations: the tellers of stories with new articles, looked up by their most telling concepts
6. second look and provenance, for these stories only

What the archive learned from its dump (weights, translations of words) stays as it was until `refresh`.
"""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from dedup.archive import Archive, Working
from dedup.matching import Tokens, candidate_pairs, foreign_sql, postings
from dedup.pipeline.archive_index import KEYS, Lookup
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.context import Run, Watch
from dedup.pipeline.keys import passage_keys
from dedup.pipeline.stages.candidates import check_pairs
from dedup.pipeline.stages.cluster import group_stories, look_again
from dedup.pipeline.stages.tokenize import cut_articles, find_recurring, make_tables
from dedup.pipeline.stages.trace import trace_stories
from dedup.pipeline.stages.translate import check_foreign, widen
from dedup.pipeline.statistics import Knowledge, Weighed
from dedup.stories import NAME_SQL, RENAMED_SQL

_COMPANY = 20
"""Earlier articles of an outlet that are read again with a new one of it, to see which lines it repeats. A menu shows
after three; twenty make up for sections with menus of their own."""


class Growth:
    """One batch of new articles on its way into an archive."""

    def __init__(self, work: Working, lookup: Lookup, watch: Watch) -> None:
        self.lookup = lookup
        self.archive: Archive = lookup.archive
        self.knowledge: Knowledge = lookup.knowledge
        config = self.knowledge.config
        self.run = Run(work, Engine(work.connection, config.machine.cores), config, watch)

    def grow(self, low: int, high: int) -> dict[str, pa.Table]:
        """Take the pending articles numbered `low` to `high` through the rooms; returns what is to be committed."""
        run = self.run = Run(self.run.work, self.run.engine, self.run.config, self.run.watch, first_new=low)
        make_tables(run)
        new = self.archive.rows("FROM pending WHERE article BETWEEN ? AND ? ORDER BY article", [low, high])
        self._keep_company(new)
        run.engine.insert("article", new)
        self._cut(new["article"].to_pylist(), body=True)
        weighed = self._weighed()
        tokens = self._tokens(low)
        self._candidates(tokens, weighed)
        self._bring(self._column("SELECT a FROM scratch.candidate WHERE a < ?", low), tokens=True)
        check_pairs(run, "match", "scratch.candidate", self._weighed().lexis, run.config.match)
        self._send_back(self._column("SELECT a FROM match WHERE a < ?", low))
        self._bring_stories(self._column("SELECT a FROM match WHERE a < ?", low))
        group_stories(run)
        if run.config.match.translations:
            self._translate(low)
            group_stories(run)
        self._bring(
            self._column(
                "SELECT article FROM membership WHERE story IN (SELECT story FROM membership WHERE article >= ?)", low
            ),
            tokens=True,
        )
        look_again(run, self._weighed().lexis)
        self._name_stories()
        trace_stories(run)
        return self._found(low) | self.lookup.keep(self._tokens(low), self._weighed(lone=True))

    def mend(self, gone: list[int]) -> dict[str, pa.Table]:
        """Take the articles `gone` out of their stories; returns what is to be committed.

        What is left of a story is grouped anew, of the matches that are left. It keeps its name unless nothing is left.
        """
        first_new = self.archive.next_number()
        run = self.run = Run(self.run.work, self.run.engine, self.run.config, self.run.watch, first_new=first_new)
        make_tables(run)
        members = self.archive.rows(f"""
            SELECT article FROM membership
            WHERE story IN (SELECT story FROM membership WHERE article IN {_listed(gone)})
            AND article NOT IN {_listed(gone)}
        """)["article"].to_pylist()
        self._bring(members)
        self._bring_matches()
        group_stories(run)
        look_again(run, self._weighed().lexis)
        self._name_stories()
        trace_stories(run)
        found = {
            name: run.engine.query(f"FROM {name}") for name in ("membership", "story", "renamed", "link", "origin")
        }
        found["changed"] = run.engine.query("SELECT article, id FROM article")
        ids = self.archive.rows(f"""
            SELECT article, id FROM article WHERE article IN {_listed(gone)}
            UNION ALL SELECT article, id FROM pending WHERE article IN {_listed(gone)}
        """)
        return found | {"gone": ids}

    def _keep_company(self, new: pa.Table) -> None:
        """Fill `recurring` with what the archive knows to recur, and what does with the new articles."""
        run, archive = self.run, self.archive
        outlets = pa.table({"outlet": new["outlet"].unique()})
        archive.connection.register("_outlets", outlets)
        rows = archive.rows(
            """
            SELECT article FROM article JOIN _outlets USING (outlet)
            QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY article DESC) <= ?
            """,
            [_COMPANY],
        )
        archive.connection.unregister("_outlets")
        run.engine.insert("recurring", archive.rows("SELECT DISTINCT line FROM recurring"))
        run.engine.insert("article", self._articles(rows["article"].to_pylist()))
        run.engine.insert("article", new)
        lines = Run(run.work, run.engine, run.config, run.watch)
        find_recurring(lines, self.knowledge.scissors.cutter, lines.article_parts())
        run.connection.execute("DELETE FROM article")

    def _cut(self, articles: list[int], *, body: bool) -> None:
        """Cut the texts of articles that are in `article` into `Run.tokens`, and count their stems and concepts."""
        recurring = self.run.engine.table("FROM recurring ORDER BY line")["line"].to_numpy()
        scissors = self.knowledge.scissors.with_recurring(recurring)
        parts = self.run.parts(
            f"SELECT article AS place, length(text) AS size FROM article WHERE article IN {_listed(articles)}",
            self.run.config.machine.chars_at_once,
        )

        def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
            rows = self.run.engine.table(
                f"SELECT article, outlet, lang, text FROM article WHERE article IN {_listed(articles)} "
                "AND article BETWEEN ? AND ? ORDER BY article",
                part,
            )
            cut = cut_articles(rows, scissors)
            wanted = {"scratch.tokens", "scratch.stem", "scratch.concept"} | ({"body"} if body else set())
            return {name: table for name, table in cut.items() if name in wanted}

        if articles:
            self.run.each("text", stage, parts)

    def _weighed(self, *, lone: bool = False) -> Weighed:
        """What the words of all articles at hand are worth; see `Knowledge.weigh`."""
        names = ("scratch.stem", "scratch.concept")
        tables = {name: self.run.engine.query(f"FROM {name}") for name in names}
        return self.knowledge.weigh({name: rows for name, rows in tables.items() if rows.num_rows}, lone=lone)

    def _tokens(self, low: int) -> Tokens:
        return self.run.tokens.between(low, self.archive.next_number())

    def _candidates(self, tokens: Tokens, weighed: Weighed) -> None:
        """Make `scratch.candidate` of new articles with each other, and with those of the archive."""
        run = self.run
        match = run.config.match
        keys, articles = passage_keys(tokens, weighed.weights, run.config, stored=False)
        hits = self.lookup.find(KEYS, keys, articles, match.neighbours)
        there = np.isin(hits.article, self._there(hits.article.tolist()))
        a, b = candidate_pairs(keys, articles, match.neighbours, match.crowded_neighbours)
        pairs = {"a": np.concatenate([a, hits.article[there]]), "b": np.concatenate([b, hits.owner[there]])}
        run.connection.register("_pairs", pa.table(pairs))
        run.number_pairs("scratch.candidate", "SELECT DISTINCT a, b FROM _pairs")
        run.connection.unregister("_pairs")

    def _bring(self, articles: Iterable[int], *, tokens: bool = False) -> None:
        """Bring articles from the archive, with their bodies and citations; with `tokens` their words as well."""
        wanted = sorted(set(articles))
        here = set(self._column("SELECT article FROM article"))
        missing = [article for article in wanted if article not in here]
        if missing:
            self.run.engine.insert("article", self._articles(missing))
            for table in ("body", "citation"):
                rows = self.archive.rows(f"FROM {table} WHERE article IN {_listed(missing)}")
                self.run.engine.insert(table, rows)
        if tokens:
            cut = set(self._column("SELECT article FROM scratch.tokens"))
            self._cut([article for article in wanted if article not in cut], body=False)

    def _send_back(self, kept: list[int]) -> None:
        """Let go of the archive's articles but those `kept`: what stays here has its story rewritten."""
        for table in ("article", "body", "citation"):
            self.run.connection.execute(
                f"DELETE FROM {table} WHERE article < {self.run.first_new} AND article NOT IN {_listed(kept or [-1])}"
            )

    def _bring_stories(self, articles: list[int]) -> None:
        """Bring the stories of articles, whole, with the matches among all that is here."""
        numbers = sorted(set(articles))
        members = self.archive.rows(f"""
            SELECT article, story FROM membership
            WHERE story IN (SELECT story FROM membership WHERE article IN {_listed(numbers)})
        """)
        self._bring({*numbers, *members["article"].to_pylist()})
        self._bring_matches()

    def _bring_matches(self) -> None:
        """Bring the matches of articles of the archive that are here with each other."""
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", self.run.first_new))
        columns = "* EXCLUDE (tells, same_statement)"
        matches = self.archive.rows(f"SELECT {columns} FROM match WHERE a IN {old} AND b IN {old}")
        self.run.connection.register("_matches", matches)
        self.run.connection.execute("INSERT INTO match BY NAME SELECT * FROM _matches ANTI JOIN match USING (a, b)")
        self.run.connection.unregister("_matches")

    def _translate(self, low: int) -> None:
        """Find the translations of what stories with new articles tell."""
        run, config = self.run, self.run.config.meaning
        tellers = self._column(
            """
            WITH placed AS (
                SELECT article, words, coalesce(story, -1 - article) AS story
                FROM body LEFT JOIN membership USING (article)
            )
            SELECT arg_max(article, (words, -article)) FROM placed
            WHERE story IN (SELECT story FROM placed WHERE article >= ?) GROUP BY story
            """,
            low,
        )
        self._bring(tellers, tokens=True)
        found, _ = self.lookup.find_foreign(self._posted(tellers, lone=True))
        others = self._there(sorted(set(found.tolist()) - set(tellers)))
        self._bring_stories(others)
        self._bring(others, tokens=True)
        run.connection.execute(
            "CREATE OR REPLACE TABLE scratch.posting "
            "(concept UINTEGER, article BIGINT, lang VARCHAR, telling DOUBLE, total DOUBLE)"
        )
        run.engine.insert("scratch.posting", self._posted([*tellers, *others]))
        pairs = foreign_sql("scratch.posting", config.posted_articles, config.posted_share)
        run.number_pairs(
            "scratch.foreign",
            f"SELECT a, b FROM ({pairs}) ANTI JOIN match USING (a, b) "
            f"WHERE a IN {_listed(tellers)} OR b IN {_listed(tellers)}",
        )
        lexis = self._weighed().lexis
        check_foreign(run, lexis, None)
        group_stories(run)
        self._bring(self._column("SELECT article FROM membership"), tokens=True)
        widen(run, self._weighed().lexis)

    def _posted(self, articles: list[int], *, lone: bool = False) -> pa.Table:
        tokens = self.run.tokens.of(np.unique(np.array(articles, np.int64)))
        return postings(tokens, self._weighed(lone=lone).lexis, self.run.config.meaning.posted_concepts)

    def _name_stories(self) -> None:
        """Fill `story` and `renamed`: a story goes by the name under which most of its articles are known."""
        run = self.run
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", run.first_new))
        known = self.archive.rows(f"""
            SELECT article, name FROM membership JOIN story USING (story) WHERE article IN {old}
        """)
        run.connection.register("_known", known)
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
        run.connection.unregister("_known")

    def _found(self, low: int) -> dict[str, pa.Table]:
        """What is new, and what takes the place of what the archive holds of the stories at hand."""
        query = self.run.engine.query
        known = pa.table({"line": self.knowledge.scissors.recurring})
        self.run.connection.register("_lines", known)
        tables = {
            "changed": query("SELECT article, id FROM article"),
            "recurring": query("FROM recurring EXCEPT FROM _lines"),
            "body": query(f"FROM body WHERE article >= {low}"),
            "citation": query(f"FROM citation WHERE article >= {low}"),
            "match": self._new_matches(),
        }
        self.run.connection.unregister("_lines")
        for name in ("membership", "story", "renamed", "link", "origin"):
            tables[name] = query(f"FROM {name}")
        return {name: rows for name, rows in tables.items() if rows.num_rows or name in ("body", "changed")}

    def _new_matches(self) -> pa.Table:
        old = _listed(self._column("SELECT article FROM article WHERE article < ?", self.run.first_new))
        known = self.archive.rows(f"SELECT a, b FROM match WHERE a IN {old} AND b IN {old}")
        self.run.connection.register("_known", known)
        rows = self.run.engine.query("FROM match ANTI JOIN _known USING (a, b)")
        self.run.connection.unregister("_known")
        return rows

    def _articles(self, numbers: list[int]) -> pa.Table:
        return self.archive.rows(f"FROM article WHERE article IN {_listed(numbers)}")

    def _there(self, numbers: list[int]) -> list[int]:
        """Those that the archive still holds: keys of forgotten articles stay until the file is written anew."""
        rows = self.archive.rows(f"SELECT article FROM body WHERE article IN {_listed(sorted(set(numbers)))}")
        return sorted(rows["article"].to_pylist())

    def _column(self, sql: str, *parameters: int) -> list[int]:
        return [row[0] for row in self.run.connection.execute(sql, list(parameters)).fetchall()]


def _listed(numbers: Iterable[int]) -> str:
    """Numbers as the right side of IN."""
    return f"({', '.join(map(str, numbers)) or 'NULL'})"
