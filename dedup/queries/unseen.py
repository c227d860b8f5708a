"""Asks about an article that is not in the archive: its story is traced with it, and nothing is written.

What the archive knows of the story that the article matches best is copied into a small archive in memory, the article
with it. There the story is traced anew, and the answer is read as it would be of any other archive.
"""

from dataclasses import replace
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from dedup.archive import ArchiveStore
from dedup.ingest import InputError, read
from dedup.pipeline import PROBE, OnlineMatcher, citing, has_id, known_article, open_lookup
from dedup.provenance import find_citations, trace_tables
from dedup.queries.find import find_article
from dedup.queries.origin import OriginAnswer, answer_of
from dedup.queries.story import retrace
from dedup.stories import best_first, story_name


class Matched(NamedTuple):
    """What was found of a new article."""

    matches: pa.Table
    """Rows of the table `match`; `b` is the new article, `a` are articles of the archive."""

    body: pa.Table
    """Its row of the table `body`, under a number that the archive does not have."""


class Matcher:
    """Compares articles with an archive, one by one, in all kinds that it looks for.

    What it needs is loaded when it is first asked, and anew when the archive's file is another one.
    """

    def __init__(self, archive: ArchiveStore) -> None:
        self.archive = archive
        self._online: OnlineMatcher | None = None
        self._generation = ""

    def match(self, article: pa.Table) -> Matched:
        """Return the matches of one row of `dedup.schema.ARTICLE`."""
        archive = self.archive
        if self._online is None or self._generation != archive.generation:
            self._online = OnlineMatcher(open_lookup(archive, archive.config))
            self._generation = archive.generation
        number = pa.array([archive.next_number()], pa.int64())
        found = self._online.match(article.append_column("article", number), PROBE).tables
        return Matched(found["match"], found["body"])


def origin_of_file(archive: ArchiveStore, path: str) -> list[OriginAnswer]:
    """Return where the articles of a file, a page or a dump of a few records, have their stories from.

    Each is asked about on its own. One that the archive has already, as the same record or as another fetch of a page
    (`dedup.ingest.identity`), is answered from there.

    Raises:
        InputError: if the file holds no article that can be read; the message says why.
    """
    answers: list[OriginAnswer] = []
    reasons: list[str] = []
    matcher = Matcher(archive)
    for articles, rejected in read([path], archive.config.read):
        reasons += rejected["reason"].to_pylist()
        for row in range(articles.num_rows):
            article = pa.Table.from_batches([articles.slice(row, 1)])
            answers.append(origin_of_article(archive, article, matcher))
    if not answers:
        raise InputError(f"{path}: {reasons[0] if reasons else 'no article'}")
    return answers


def origin_of_article(archive: ArchiveStore, article: pa.Table, matcher: Matcher | None = None) -> OriginAnswer:
    """Return the same for one row of `dedup.schema.ARTICLE`; a `matcher` spares the time to load what it needs."""
    known = _known(archive, article)
    if known is not None:
        return answer_of(archive, known)
    return origin_of(archive, article, (matcher or Matcher(archive)).match(article))


def origin_of(archive: ArchiveStore, article: pa.Table, matched: Matched) -> OriginAnswer:
    """Return where an article that is not in the archive has its story from, given what it matches there.

    `article` is one row of `dedup.schema.ARTICLE`, as `dedup.ingest` gives it.
    """
    config = archive.config
    matches = matched.matches.filter(matched.matches["same_statement"])
    story, others = _story_of(archive, matches)
    new = article.append_column("article", matched.body["article"])
    cited = find_citations(citing(new, matched.body), config.provenance)
    if has_id(archive, article["id"][0].as_py()):
        place = " ".join(str(article[name][0].as_py() or "") for name in ("file", "position")).strip()
        new = new.set_column(new.column_names.index("id"), "id", pa.array([f"{place} (new)"]))
    matches = matches.filter(pc.is_in(matches["a"], pa.array(others, pa.int64())))
    tables = {"article": new, "body": matched.body, "citation": cited, "match": matches}
    (number,) = matched.body["article"].to_pylist()
    everybody = [*others, number]
    if others:
        # To insert rows takes three milliseconds, however few: those of the archive and the new ones go in together.
        tables = {name: _joined(rows, tables[name]) for name, rows in _tables_of(archive, others).items()}
        tables["membership"] = pa.table({"article": everybody, "story": [story] * len(everybody)})
        tables["story"] = _named(archive, tables["article"]["id"].to_pylist(), story)
    little = archive.aside(tables)
    links, origins = trace_tables([retrace(little, story if others else number, everybody)])
    little.insert("link", links)
    little.insert("origin", origins)
    return replace(answer_of(little, number), in_archive=False)


def _tables_of(archive: ArchiveStore, articles: list[int]) -> dict[str, pa.Table]:
    """What the archive holds of some articles."""
    within = f"IN ({', '.join(map(str, articles))})"
    tables = {name: archive.rows(f"SELECT * FROM {name} WHERE article {within}") for name in ("article", "body")}
    match = archive.rows(f"SELECT * FROM match WHERE a {within} AND b {within} AND same_statement")
    return tables | {"match": match, "citation": archive.rows(f"SELECT * FROM citation WHERE article {within}")}


def _known(archive: ArchiveStore, article: pa.Table) -> int | None:
    """The article of the archive that this one is a record of."""
    name = known_article(archive, article)
    return find_article(archive, name) if name is not None else None


def _joined(known: pa.Table, new: pa.Table) -> pa.Table:
    """Rows of the archive and new ones, by the columns that the archive's have."""
    return pa.concat_tables([known, new], promote_options="permissive").select(known.column_names)


def _named(archive: ArchiveStore, ids: list[str], story: int) -> pa.Table:
    """The row of the table `story`: as the archive knows it, else as a run would name it, of articles with `ids`."""
    found = archive.records("FROM story WHERE story = ?", [story])
    name = found[0]["name"] if found else story_name(ids)
    return pa.table({"story": pa.array([story], pa.int64()), "name": [name]})


def _story_of(archive: ArchiveStore, matches: pa.Table) -> tuple[int, list[int]]:
    """The story of the best match, and its articles; one alone if that is all it is."""
    if not matches.num_rows:
        return -1, []
    best = min(matches.to_pylist(), key=best_first)["a"]
    members = archive.records(
        "SELECT article, story FROM membership WHERE story = (SELECT story FROM membership WHERE article = ?) "
        "ORDER BY article",
        [best],
    )
    if not members:
        return best, [best]
    return members[0]["story"], [row["article"] for row in members]
