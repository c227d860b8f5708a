"""The step of the corridor that finds translations, and learns words from them.

1. One article speaks for each story found so far within a language: the longest.
2. Articles of different languages that share enough concepts, by weight, are candidates.
3. The surest of them give word translations and how far each concept is to be trusted; then all is scored again.
4. What is left is verified, and kept if neither article has a much better counterpart in the other's language.
   Where the user gave a neural model, it has a say in that (`dedup.pipeline.stages.embed`).
5. Two articles that translate each other speak for their stories: the others of both are verified as well.
"""

import pyarrow as pa

from dedup.archive import lent
from dedup.config import MatchConfig, StoryConfig
from dedup.features import (
    Counted,
    Embedder,
    Learned,
    Values,
    Weights,
    WordPair,
    group,
)
from dedup.matching import POSTINGS, TermWeights, parallel_pieces, postings
from dedup.pipeline.context import Run
from dedup.pipeline.stages.candidates import (
    crowded_concepts_sql,
    make_posting_table,
    pair_postings,
    verify_candidates,
)
from dedup.pipeline.stages.embed import verify_translations
from dedup.pipeline.stages.lexicon_induction import believed_languages, fidelity_of, pieces_sql, word_pairs
from dedup.pipeline.statistics import holders_sql


def learn_lexicon(run: Run, term_weights: TermWeights, weights: Weights) -> TermWeights:
    """Learn word translations from candidates in two languages; returns `term_weights` with what was learned, and keeps
    it for articles to come. `weights` are those of stems.

    In the end `scratch.foreign` holds the candidates by what it returns."""
    run.connection.execute(f"CREATE TABLE scratch.speaker AS {SPEAKERS_SQL}")
    unlearned = TermWeights(term_weights.stems, concept_values(run, Learned.nothing(), None), Learned.nothing())
    best, learned = unlearned, False
    post_concepts(run, unlearned)
    for iteration in range(run.config.meaning.lexicon_rounds):
        improved = _learn(run, best, weights, iteration)
        learned = improved is not None
        if improved is None and best is unlearned:
            break  # the candidates stand: in a dump of one language, or of few articles, nothing is posted twice
        # A round after which the sure pairs stand out no more was nonsense too.
        best = improved or unlearned
        post_concepts(run, best)
        if not learned:
            break
    run.cap("concepts of more articles than one may bring together", run.one(crowded_concepts_sql(run.config.meaning)))
    _remember(run, best, learned)
    return best


SPEAKERS_SQL = """
    SELECT max_by(article, (words, -article)) AS article
    FROM body LEFT JOIN membership USING (article)
    GROUP BY coalesce(story, -1 - article)
"""
"""The article that speaks for each story, and each that is alone; SQL of DuckDB and of Spark."""

COUNTED_SQL = f"""
    WITH counted AS ({holders_sql("scratch.concept", "scratch.stem", "_learned")})
    -- A concept that only one language has can join nothing, and says nothing against a pair either.
    SELECT concept, sum(articles)::BIGINT AS articles, max(factor) AS factor, count(DISTINCT lang) > 1 AS joins
    FROM counted GROUP BY concept ORDER BY concept
"""
"""In how many articles each concept is, with those learned; SQL of DuckDB and of Spark."""


def concept_values(run: Run, learned: Learned, presence: pa.Table | None) -> Values:
    """Return what concepts are worth, with those learned; by likelihood once their `presence` in parallel text is
    known."""
    with lent(run.engine.connection, _learned=pa.table({"element": learned.elements, "concept": learned.concepts})):
        rows = run.engine.query(COUNTED_SQL)
    counted = Counted(*(rows[name].to_numpy() for name in rows.column_names))
    return counted.values(run.one("SELECT count(*) FROM scratch.tokens"), presence, run.config.meaning)


def post_concepts(run: Run, term_weights: TermWeights) -> None:
    """Make the table of postings anew, and `scratch.foreign`, candidates in two languages, of the articles that speak
    for their stories."""
    config = run.config.meaning
    make_posting_table(run)

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            "SELECT article FROM scratch.tokens SEMI JOIN scratch.speaker USING (article) "
            "WHERE article BETWEEN ? AND ? ORDER BY article",
            part,
        )
        if not rows.num_rows:
            return {"scratch.posting": POSTINGS.empty_table()}
        return {
            "scratch.posting": postings(run.tokens.of(rows["article"].to_numpy()), term_weights, config.posted_concepts)
        }

    run.each("translations: keys", stage, run.article_parts())
    pair_postings(run)


def _learn(run: Run, term_weights: TermWeights, weights: Weights, iteration: int) -> TermWeights | None:
    """`term_weights` with what is learned from the sure pairs; `None` if chance explains these."""
    config = run.config.meaning
    run.connection.execute("""
        CREATE OR REPLACE TABLE scratch.piece (lang_a VARCHAR, lang_b VARCHAR, a BIGINT, b BIGINT, place INTEGER,
            ratio DOUBLE, stems_a UINTEGER[], stems_b UINTEGER[]);
        CREATE OR REPLACE TABLE scratch.presence
            (lang_a VARCHAR, lang_b VARCHAR, concept UINTEGER, present BIGINT, matched BIGINT);
        CREATE OR REPLACE TABLE scratch.kept (lang VARCHAR, other VARCHAR, held BIGINT, kept BIGINT);
        CREATE OR REPLACE TABLE scratch.sureness (lang_a VARCHAR, lang_b VARCHAR, sure BIGINT, near BIGINT);
    """)

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        pairs, tokens = run.pairs("scratch.foreign", part)
        parallel = parallel_pieces(
            pairs["a"].to_numpy(), pairs["b"].to_numpy(), tokens, term_weights, weights, run.config.match, config
        )
        return {
            "scratch.piece": parallel.pieces,
            "scratch.presence": parallel.presence,
            "scratch.kept": parallel.kept,
            "scratch.sureness": parallel.sureness,
        }

    run.each(f"translations: iteration {iteration + 1}", stage, run.pair_parts("scratch.foreign"))
    if not _believe(run):
        _record(run, [])
        return None
    pairs = word_pairs(run.engine.query(pieces_sql(config)), config)
    learned = group(pairs, config)
    _record(run, pairs)
    presence = run.engine.query("""
        SELECT concept, sum(present)::BIGINT AS present, sum(matched)::BIGINT AS matched
        FROM scratch.presence GROUP BY concept ORDER BY concept
    """)
    fidelity = fidelity_of(
        run.engine.query(
            "SELECT lang, other, sum(held)::BIGINT AS held, sum(kept)::BIGINT AS kept FROM scratch.kept "
            "GROUP BY lang, other ORDER BY lang, other"
        ).to_pylist(),
        config,
    )
    return TermWeights(term_weights.stems, concept_values(run, learned, presence), learned, fidelity)


def _believe(run: Run) -> bool:
    """Delete the parallel text of all language pairs but `believed_languages`; returns whether there are any."""

    def of(lang_a: str, lang_b: str) -> str:
        return f"EXISTS (FROM _believed one WHERE one.lang_a = {lang_a} AND one.lang_b = {lang_b})"

    rows = run.engine.query("""
        SELECT lang_a, lang_b, sum(sure)::BIGINT AS sure, sum(near)::BIGINT AS near
        FROM scratch.sureness GROUP BY lang_a, lang_b
    """)
    believed = believed_languages(rows.to_pylist(), run.config.meaning)
    sides = {f"lang_{side}": pa.array([pair[at] for pair in believed], pa.string()) for at, side in enumerate("ab")}
    with lent(run.connection, _believed=pa.table(sides)):
        run.connection.execute(f"""
            DELETE FROM scratch.piece WHERE NOT {of("piece.lang_a", "piece.lang_b")};
            DELETE FROM scratch.presence WHERE NOT {of("presence.lang_a", "presence.lang_b")};
            DELETE FROM scratch.kept WHERE NOT {of("least(lang, other)", "greatest(lang, other)")};
        """)
    return bool(believed)


def _record(run: Run, pairs: list[WordPair]) -> None:
    """Write what was learned, with the stems themselves, into the table `lexicon`."""
    columns = {name: [getattr(pair, name) for pair in pairs] for name in WordPair.__dataclass_fields__}
    run.connection.execute("DELETE FROM lexicon")
    if not pairs:
        return
    types = {"a": pa.uint32(), "b": pa.uint32()}
    table = pa.table({name: pa.array(values, types.get(name)) for name, values in columns.items()})
    with lent(run.engine.connection, _pairs=table):
        run.connection.execute("""
            WITH spelled AS (SELECT lang, element, min(stem) AS stem FROM scratch.stem GROUP BY lang, element)
            INSERT INTO lexicon
            SELECT lang_a, x.stem, lang_b, y.stem, round(strength, 4), pieces
            FROM _pairs JOIN spelled x ON x.lang = lang_a AND x.element = a
            JOIN spelled y ON y.lang = lang_b AND y.element = b
            ORDER BY lang_a, lang_b, x.stem, y.stem
        """)


def _remember(run: Run, term_weights: TermWeights, any_learned: bool) -> None:
    """Keep what was learned for articles to come."""
    learned = term_weights.learned or Learned.nothing()
    run.engine.insert("learned", pa.table({"element": learned.elements, "concept": learned.concepts}))
    pairs = sorted(term_weights.fidelity.items())
    run.engine.insert(
        "fidelity",
        pa.table(
            {
                "lang": pa.array([lang for (lang, _), _ in pairs], pa.string()),
                "other": pa.array([other for (_, other), _ in pairs], pa.string()),
                "scale": pa.array([scale for _, scale in pairs], pa.float64()),
            }
        ),
    )
    if any_learned:
        run.connection.execute("""
            INSERT INTO presence
            SELECT concept, sum(present)::BIGINT, sum(matched)::BIGINT FROM scratch.presence GROUP BY concept
        """)


def verify_foreign(run: Run, term_weights: TermWeights, embedder: Embedder | None) -> None:
    """Verify the pairs of `scratch.foreign` and append to `match` those that are translations."""
    run.connection.execute("CREATE TABLE scratch.translated AS FROM match WITH NO DATA")

    def texts(articles: list[int]) -> pa.Table:
        return run.engine.table(f"SELECT article, text FROM article WHERE article IN ({', '.join(map(str, articles))})")

    def stage(part: tuple[int, int]) -> dict[str, pa.Table]:
        pairs, tokens = run.pairs("scratch.foreign", part)
        a, b = pairs["a"].to_numpy(), pairs["b"].to_numpy()
        found = verify_translations(a, b, tokens, term_weights, run.config, embedder, texts)
        return {"scratch.translated": found}

    run.each("translations", stage, run.pair_parts("scratch.foreign"))
    found = """
        SELECT found.*, x.lang AS lang_a, y.lang AS lang_b FROM scratch.translated found
        JOIN scratch.tokens x ON x.article = a JOIN scratch.tokens y ON y.article = b
    """
    run.connection.execute(f"INSERT INTO match BY NAME {best_sql(found, KNOWN_SQL, run.config.match)}")


KNOWN_SQL = """
    SELECT a, b, strength, x.lang AS lang_a, y.lang AS lang_b
    FROM match JOIN body x ON x.article = a JOIN body y ON y.article = b WHERE kind = 'translation'
"""
"""Translations found before, as `best_sql` wants them."""


def best_sql(found: str, known: str, config: MatchConfig) -> str:
    """Return SQL for those of the matches `found` that neither article has a much better counterpart to in the other's
    language, among these and those `known`: queries with the columns `lang_a` and `lang_b` besides."""
    return f"""
        WITH sided AS ({found}), known AS ({known}),
        best AS (
            SELECT article, other, max(strength) AS strength FROM (
                SELECT a AS article, lang_b AS other, strength FROM sided
                UNION ALL SELECT b, lang_a, strength FROM sided
                UNION ALL SELECT a, lang_b, strength FROM known
                UNION ALL SELECT b, lang_a, strength FROM known
            ) GROUP BY article, other
        )
        SELECT sided.* EXCLUDE (lang_a, lang_b) FROM sided
        JOIN best x ON x.article = a AND x.other = lang_b JOIN best y ON y.article = b AND y.other = lang_a
        WHERE sided.kind = 'copy'
        OR sided.strength >= {config.best_share} * greatest(x.strength, y.strength)
    """


def widen(run: Run, term_weights: TermWeights) -> None:
    """Verify the other articles of two stories whose speakers translate each other.

    Only translations that are new count: among those that an archive holds are pairs that a second look found, and a
    run does not widen by those either.
    """
    run.number_pairs("scratch.widened", widen_sql(run.config.story, run.first_new))
    verify_candidates(run, "translations: stories", "scratch.widened", term_weights, run.config.lenient_match)


def widen_sql(config: StoryConfig, first_new: int) -> str:
    """Return SQL, of DuckDB and of Spark, for the pairs (a, b) of two stories that a new translation joins."""
    return f"""
        WITH placed AS (
            SELECT article, coalesce(story, -1 - article) AS story FROM body LEFT JOIN membership USING (article)
        ),
        ranked AS (SELECT *, row_number() OVER (PARTITION BY story ORDER BY article) AS place FROM placed),
        joined AS (
            SELECT DISTINCT x.story AS one, y.story AS other
            FROM match JOIN placed x ON x.article = a JOIN placed y ON y.article = b
            WHERE kind = 'translation' AND x.story <> y.story AND greatest(a, b) >= {first_new}
        ),
        pair AS (
            SELECT DISTINCT least(x.article, y.article) AS a, greatest(x.article, y.article) AS b
            FROM joined JOIN ranked x ON x.story = one JOIN ranked y ON y.story = other
            WHERE x.place <= {config.widened} AND y.place <= {config.widened}
        )
        SELECT a, b FROM pair ANTI JOIN match USING (a, b)
    """


def part_reports(run: Run) -> None:
    """Delete the new translations between two reports of one event that each have a better counterpart.

    Once before stories are grouped, so that none are glued; once behind the second look, which asks for less evidence
    and not for the best."""
    run.connection.execute(f"""
        CREATE TABLE scratch.parted AS {parted_sql(run.first_new)};
        DELETE FROM match USING scratch.parted WHERE match.a = parted.a AND match.b = parted.b
        AND kind = 'translation';
        DROP TABLE scratch.parted
    """)


def parted_sql(first_new: int) -> str:
    """Return SQL, of DuckDB and of Spark, for the translations (a, b) that what matched within the languages speaks
    against.

    Two outlets report one event in two languages each: their reports in one language were compared, and do not match,
    but across languages, where wording is no evidence, they do. Then a has a better counterpart in b's language, b has
    one in that of a, and neither counterpart matches the one beside which it is better. Both must be so: an excerpt has
    a better counterpart than another excerpt of the same article often enough. On the dev dump that parts four wrong
    pairs and no right one; if one side were enough, five wrong ones and 33 right ones.
    """
    return f"""
        WITH found AS (
            SELECT a, b, strength, x.lang AS lang_a, y.lang AS lang_b
            FROM match JOIN body x ON x.article = a JOIN body y ON y.article = b WHERE kind = 'translation'
        ),
        sided AS (
            SELECT a AS article, b AS other, lang_b AS lang, strength FROM found
            UNION ALL SELECT b, a, lang_a, strength FROM found
        ),
        near AS (SELECT a AS one, b AS two FROM match UNION ALL SELECT b, a FROM match),
        outdone AS (
            SELECT DISTINCT weak.article, weak.other FROM sided weak
            JOIN sided strong ON strong.article = weak.article AND strong.lang = weak.lang
                AND strong.strength > weak.strength
            LEFT JOIN near ON one = strong.other AND two = weak.other
            WHERE one IS NULL
        )
        SELECT a, b FROM found
        JOIN outdone x ON x.article = a AND x.other = b JOIN outdone y ON y.article = b AND y.other = a
        WHERE greatest(a, b) >= {first_new}
    """
