"""Why two articles were matched, or not: the aligned passages and the links, replayed from the archive."""

from dataclasses import asdict, dataclass
from typing import Any

import orjson

from dedup.archive import ArchiveStore
from dedup.export import WRITTEN_DATE, pair_html
from dedup.matching import Edit, word_edits
from dedup.queries.find import find_article
from dedup.queries.story import Member, read_members


@dataclass(frozen=True)
class Side:
    """One of the two articles."""

    id: str
    url: str | None
    outlet: str | None
    title: str | None
    lang: str | None
    published: str | None
    text: str
    body: tuple[tuple[int, int], ...] = ()
    """Spans of the text that are the article's own; the rest is boilerplate."""
    published_precision: str | None = None


@dataclass(frozen=True)
class Aligned:
    """Two aligned passages, with the words themselves."""

    kind: str
    score: float
    a: tuple[int, int]
    b: tuple[int, int]
    a_text: str
    b_text: str
    edits: tuple[Edit, ...] | None = None
    """What B deletes, inserts and replaces of A, word by word, with spans in the articles' texts as `a` and `b` have.
    None for a translation, and where more than half of A's passage differs: then it is another wording."""


@dataclass(frozen=True)
class Explanation:
    """All that the archive knows of a pair."""

    a: Side
    b: Side
    kind: str | None
    """None if the two do not match."""
    same_statement: bool
    """False too where they only share borrowed passages."""
    score: float
    coverage_a: float
    coverage_b: float
    passages: tuple[Aligned, ...]
    links: tuple[dict[str, Any], ...]
    """The links of either article to its parent or source, with their evidence."""

    others: tuple[Member, ...] = ()
    """The articles that the links lead to and that are neither of the two."""

    def __str__(self) -> str:
        from dedup.queries.printed import as_text, explanation_page

        return as_text(explanation_page(self))

    def __repr__(self) -> str:
        from dedup.queries.printed import explanation_line

        return f"<Explanation {explanation_line(self)}>"

    def _repr_html_(self) -> str:
        return pair_html(asdict(self))


def explain_pair(archive: ArchiveStore, a: str, b: str) -> Explanation:
    """Replay what was found between the articles `a` and `b`, each named by its id or its URL.

    Raises:
        UnknownArticleError: if the archive has no such article.
    """
    left, right = _find(archive, a), _find(archive, b)
    low, high = min(left[0], right[0]), max(left[0], right[0])
    found = archive.records("SELECT * FROM match WHERE a = ? AND b = ?", [low, high])
    links = archive.records("SELECT * FROM link WHERE child IN (?, ?) ORDER BY child", [left[1].id, right[1].id])
    named = {link["parent"] for link in links if link["parent"]} - {left[1].id, right[1].id}
    others = archive.rows(
        "SELECT article FROM article WHERE id IN (SELECT unnest($ids::VARCHAR[])) ORDER BY article",
        {"ids": sorted(named)},
    )["article"].to_pylist()
    match = found[0] if found else None
    turned = left[0] != low
    return Explanation(
        a=left[1],
        b=right[1],
        kind=match["kind"] if match else None,
        same_statement=bool(match and match["same_statement"]),
        score=match["score"] if match else 0.0,
        coverage_a=match["coverage_b" if turned else "coverage_a"] if match else 0.0,
        coverage_b=match["coverage_a" if turned else "coverage_b"] if match else 0.0,
        passages=tuple(_aligned(row, left[1], right[1], turned) for row in (match["passages"] if match else [])),
        links=tuple(row | {"evidence": orjson.loads(row["evidence"])} for row in links),
        others=tuple(read_members(archive, others).values()),
    )


def _aligned(row: dict[str, Any], a: Side, b: Side, turned: bool) -> Aligned:
    first, second = (row["a_start"], row["a_end"]), (row["b_start"], row["b_end"])
    if turned:
        first, second = second, first
    a_text, b_text = a.text[slice(*first)], b.text[slice(*second)]
    edits = None if row["kind"] == "translation" else _edits(a_text, b_text, first[0], second[0])
    return Aligned(row["kind"], row["score"], first, second, a_text, b_text, edits)


def _edits(a_text: str, b_text: str, a_start: int, b_start: int) -> tuple[Edit, ...] | None:
    found = word_edits(a_text, b_text)
    if 2 * sum(edit.a[1] - edit.a[0] for edit in found if edit.op == "equal") < len(a_text):
        return None
    return tuple(
        Edit(edit.op, (edit.a[0] + a_start, edit.a[1] + a_start), (edit.b[0] + b_start, edit.b[1] + b_start))
        for edit in found
        if edit.op != "equal"
    )


def _find(archive: ArchiveStore, name: str) -> tuple[int, Side]:
    (row,) = archive.rows(
        f"""
        SELECT article, id, url, outlet, title, body.lang, {WRITTEN_DATE} AS published, published_precision,
            text, starts, ends
        FROM article JOIN body USING (article) WHERE article = ?
        """,
        [find_article(archive, name, near=True)],
    ).to_pylist()
    body = tuple(zip(row.pop("starts") or (), row.pop("ends") or (), strict=True))
    return row.pop("article"), Side(**row, body=body)
