"""What the report shows of the stories, read from the tables in parts of bounded size.

A story has the form that `dedup story --json` prints, a pair that of `dedup explain --json` with the spans of the
bodies, so whatever draws them serves an archive, a run and a notebook.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dedup.archive import Tables, portions, read_texts
from dedup.config import ReportConfig
from dedup.export.jsonl import rows_of
from dedup.export.values import WRITTEN_DATE, beginning_of, first_words, from_whom_sql, readable, rounded

_ROWS_AT_ONCE: Final = 12_000
"""Articles whose rows are in memory together, each of a kilobyte or two. Each time costs six queries over the tables:
of 100,000 articles the report took 0.3 s of a processor less than of 3,000 at a time."""
_TEXTS_AT_ONCE: Final = 3_000
"""Articles whose texts are in memory together: 12 MB, of live blogs at most 180."""

_CHOSEN: Final = f"""
    WITH chosen AS (
        SELECT story, count(*) AS articles, count(DISTINCT outlet) AS outlet_count, min(id) AS first_id
        FROM membership JOIN article USING (article) WHERE {{where}} GROUP BY story
        ORDER BY outlet_count DESC, articles DESC, first_id LIMIT {{most}} OFFSET {{skipped}}
    ),
    dated AS (
        SELECT story, article, id, outlet, body.lang AS lang, published, {WRITTEN_DATE} AS written
        FROM membership JOIN article USING (article) JOIN body USING (article)
        WHERE story IN (SELECT story FROM chosen)
    ),
    gathered AS (
        SELECT story, list_sort(list_distinct(list(outlet)))[:{{most_outlets}}] AS outlets,
            list_sort(list_distinct(list(lang))) AS languages,
            arg_min(article, (coalesce(published, 'infinity'::TIMESTAMPTZ), id)) AS first_article,
            arg_min(written, (published, id)) FILTER (published IS NOT NULL) AS first_seen,
            arg_max(written, (published, -article)) FILTER (published IS NOT NULL) AS last_seen
        FROM dated GROUP BY story
    )
    SELECT * EXCLUDE (name), name AS id FROM chosen JOIN gathered USING (story) JOIN story USING (story)
    ORDER BY outlet_count DESC, articles DESC, first_id
"""
"""The stories that the most outlets carry, then those of the most articles."""

_ORIGINS: Final = f"""
    SELECT story, origin.article AS article, source, coalesce(verdict, 'undetermined') AS verdict,
        {rounded("coalesce(confidence, 0)")} AS confidence, independent, evidence,
        {from_whom_sql("origin", "article.outlet")} AS whom
    FROM origin LEFT JOIN article ON article.id = origin.article WHERE story IN (SELECT unnest($asked::BIGINT[]))
"""

# Of a story with more articles than are shown: its origin, then the earliest.
_SHOWN: Final = """
    SELECT story, article, id, published_from FROM (
        SELECT story, article.article AS article, id, published, published_from, row_number() OVER (
            PARTITION BY story ORDER BY id IS DISTINCT FROM origin.article, published NULLS LAST, id
        ) AS place
        FROM membership JOIN article USING (article) LEFT JOIN origin USING (story)
        WHERE story IN (SELECT unnest($asked::BIGINT[]))
    ) WHERE place <= {most} ORDER BY story, published NULLS LAST, id
"""

_MATCHES: Final = f"""
    SELECT a, b, kind, {rounded("score")} AS score, {rounded("coverage_a")} AS coverage_a,
        {rounded("coverage_b")} AS coverage_b
    FROM match WHERE same_statement
        AND a IN (SELECT unnest($asked::BIGINT[])) AND b IN (SELECT unnest($asked::BIGINT[]))
    ORDER BY a, b
"""

# Of six matches of a story one is shown.
_PASSAGES: Final = """
    SELECT a, b, passages FROM match
    JOIN (SELECT unnest($a::BIGINT[]) AS a, unnest($b::BIGINT[]) AS b) USING (a, b) WHERE same_statement
"""


@dataclass(frozen=True)
class Gathered:
    """A story with what its pages need."""

    story: dict[str, Any]
    total: int
    """Articles of the story; `story` may hold fewer."""

    texts: dict[str, str]
    """Of the articles whose words a page shows: in a pair, as the credit of a source, or in place of a title."""

    pairs: list[dict[str, Any]]


def count_stories(archive: Tables) -> int:
    """Return how many stories of two or more articles there are."""
    return archive.one("SELECT count(DISTINCT story) FROM membership")


def story_rows(
    archive: Tables, config: ReportConfig, most: int, skipped: int = 0, *, story: int | None = None
) -> list[dict[str, Any]]:
    """Return the rows of the list of stories, those that the most outlets carry first; or of one `story` alone."""
    where = "true" if story is None else f"story = {story:d}"
    sql = _CHOSEN.format(most=most, skipped=skipped, most_outlets=config.most_outlets, where=where)
    rows: list[dict[str, Any]] = archive.records(sql)
    origins = {row["story"]: row for row in _origins(archive, [row["story"] for row in rows])}
    titles = _titles(archive, rows)
    firsts = {row["story"]: row.pop("first_article") for row in rows}
    untitled = [firsts[row["story"]] for row in rows if not (titles.get(row["story"]) or {}).get("title")]
    beginnings = first_words(archive, untitled)
    for row in rows:
        row["beginning"] = beginnings.get(firsts[row["story"]])
        row["origin"] = _origin(origins.get(row["story"]))
        row["whom"] = _whom(origins.get(row["story"]))
        row["independent"] = (origins.get(row["story"]) or {}).get("independent") or row["articles"]
        row.update(titles.get(row["story"], {"title": None, "title_lang": None, "kinds": []}))
        row["outlets"] = [outlet for outlet in row["outlets"] if outlet]
        row["languages"] = [lang for lang in row["languages"] if lang]
    return rows


def gather_stories(
    archive: Tables, chosen: Sequence[Mapping[str, Any]], config: ReportConfig, *, paired: bool = True
) -> Iterator[Gathered]:
    """Yield the stories of `chosen`, rows of `story_rows`, in that order; `paired` with the pairs that are shown."""
    for part in portions(_sized(chosen, config), _ROWS_AT_ONCE):
        yield from _part(archive, part, config, paired=paired)


def _sized(chosen: Sequence[Mapping[str, Any]], config: ReportConfig) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Stories with the articles that are shown of each."""
    return ((row, min(row["articles"], config.most_articles)) for row in chosen)


def _part(
    archive: Tables, chosen: Sequence[Mapping[str, Any]], config: ReportConfig, *, paired: bool
) -> Iterator[Gathered]:
    asked = [row["story"] for row in chosen]
    origins = {row["story"]: _origin(row, evidence=True) for row in _origins(archive, asked)}
    members: dict[int, list[dict[str, Any]]] = {}
    for member in archive.records(_SHOWN.format(most=config.most_articles), {"asked": asked}):
        members.setdefault(member["story"], []).append(member)
    story_of = {one["article"]: one["story"] for its in members.values() for one in its}
    numbers = list(story_of)
    rows = {row["id"]: row for row in rows_of(archive, "articles.jsonl", numbers)}
    links = {row["child"]: row for row in rows_of(archive, "links.jsonl", numbers)}
    matches: dict[int, list[dict[str, Any]]] = {}
    for match in archive.records(_MATCHES, {"asked": numbers}) if paired else ():
        if story_of[match["a"]] == story_of[match["b"]]:
            matches.setdefault(story_of[match["a"]], []).append(match)
    pairs = {story: _chosen_pairs(members[story], rows, links, found, config) for story, found in matches.items()}
    credits = _credits((origin["evidence"] for origin in origins.values()), links.values())
    passages = _passages(archive, [match for found in pairs.values() for match in found])
    worded = {number for pair in passages for number in pair}
    for one in (one for its in members.values() for one in its):
        if one["id"] in credits or not rows[one["id"]]["title"]:
            worded.add(one["article"])
    for portion in portions(_sized(chosen, config), _TEXTS_AT_ONCE):
        within = [one["article"] for row in portion for one in members.get(row["story"], ())]
        texts = _texts(archive, worded.intersection(within))
        for row in portion:
            its = members.get(row["story"], [])
            shown = {one["article"]: (one, rows[one["id"]], texts.get(one["article"])) for one in its}
            story = {
                "id": row["id"],
                "articles": [_article(*one) for one in shown.values()],
                "links": [links[one["id"]] for one in sorted(its, key=lambda one: one["id"]) if one["id"] in links],
                "origin": origins.get(row["story"]) or _origin(None, evidence=True),
                **{name: row[name] for name in ("outlets", "independent", "languages", "first_seen", "last_seen")},
            }
            sides = {number: _side(exported, text) for number, (_, exported, text) in shown.items() if text}
            known = {one["id"]: text["text"] for one, _, text in shown.values() if text}
            found = [_pair(one, passages[one["a"], one["b"]], sides) for one in pairs.get(row["story"], ())]
            yield Gathered(story, row["articles"], known, found)


def _credits(origins: Iterable[Sequence[Mapping[str, Any]]], links: Iterable[Mapping[str, Any]]) -> set[str | None]:
    """The articles whose own words are quoted as evidence, by id."""
    of_origins = {one.get("article") for evidence in origins for one in evidence if one["type"] == "cue"}
    return of_origins | {link["child"] for link in links if any(one["type"] == "cue" for one in link["evidence"])}


def _texts(archive: Tables, numbers: Collection[int]) -> dict[int, dict[str, Any]]:
    """Texts, and where each has its own paragraphs."""
    texts = dict(read_texts(archive, numbers))
    rows = archive.records(_PARAGRAPHS, {"asked": list(texts)}) if texts else ()
    return {row["article"]: row | {"text": texts[row["article"]]} for row in rows}


_PARAGRAPHS: Final = "SELECT article, starts, ends FROM body WHERE article IN (SELECT unnest($asked::BIGINT[]))"


_OF_EITHER: Final = ("id", "url", "outlet", "title", "lang", "published", "published_precision")
"""Fields of articles.jsonl that the list of a story's articles shows, and both sides of a pair."""


def _article(row: Mapping[str, Any], exported: Mapping[str, Any], text: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: exported[name] for name in _OF_EITHER} | {
        "published_from": row["published_from"],
        "role": exported["role"],
        "parent": exported["parent"],
        "beginning": beginning_of(text["text"], text["starts"]) if text and not exported["title"] else None,
    }


def _side(exported: Mapping[str, Any], text: Mapping[str, Any]) -> dict[str, Any]:
    body = list(zip(text["starts"] or [], text["ends"] or [], strict=True))
    return {name: exported[name] for name in _OF_EITHER} | {"text": text["text"], "body": body}


def _chosen_pairs(
    members: Sequence[Mapping[str, Any]],
    rows: Mapping[str, Mapping[str, Any]],
    links: Mapping[str, Mapping[str, Any]],
    matches: Sequence[dict[str, Any]],
    config: ReportConfig,
) -> list[dict[str, Any]]:
    """The pairs that are shown: each article with its parent, one without a parent with its best match."""
    number = {row["id"]: row["article"] for row in members}
    by_pair = {(match["a"], match["b"]): match for match in matches}
    best: dict[int, dict[str, Any]] = {}
    likeness: dict[tuple[int, int, int], float] = {}
    for match in matches:
        for one, coverage in ((match["a"], "coverage_a"), (match["b"], "coverage_b")):
            likeness[one, match["a"], match["b"]] = match["score"] * match[coverage]
            kept = best.setdefault(one, match)
            if likeness[one, match["a"], match["b"]] > likeness[one, kept["a"], kept["b"]]:
                best[one] = match
    found: dict[tuple[int, int], dict[str, Any]] = {}
    parents = {own: number.get(links[name]["parent"] or "") for name, own in number.items() if name in links}
    for name, own in number.items():
        parent = parents.get(own)
        shown: dict[str, Any] | None = None
        if parent is not None:
            shown = by_pair.get((min(own, parent), max(own, parent)))
        elif rows[name]["role"] != "origin":
            shown = best.get(own)
        if shown is None or (shown["a"], shown["b"]) in found:
            continue
        # The parent stands on the left, also where it is the parent whose best match this is.
        found[shown["a"], shown["b"]] = shown | {"turned": parents.get(shown["a"]) == shown["b"]}
        if len(found) >= config.most_pairs:
            break
    return list(found.values())


def _passages(archive: Tables, pairs: Sequence[Mapping[str, Any]]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    asked = {side: [match[side] for match in pairs] for side in ("a", "b")}
    rows = archive.records(_PASSAGES, asked) if pairs else ()
    return {(row["a"], row["b"]): row["passages"] for row in rows}


def _pair(
    match: Mapping[str, Any], passages: Sequence[Mapping[str, Any]], sides: Mapping[int, dict[str, Any]]
) -> dict[str, Any]:
    first, second = ("b", "a") if match["turned"] else ("a", "b")
    a, b = sides[match[first]], sides[match[second]]
    aligned = [
        {
            "kind": one["kind"],
            "score": round(one["score"], 4),
            "a": (one[f"{first}_start"], one[f"{first}_end"]),
            "b": (one[f"{second}_start"], one[f"{second}_end"]),
        }
        for one in passages
    ]
    return {
        "a": a,
        "b": b,
        "kind": match["kind"],
        "same_statement": True,
        "score": match["score"],
        "coverage_a": match[f"coverage_{first}"],
        "coverage_b": match[f"coverage_{second}"],
        "passages": aligned,
    }


def _origins(archive: Tables, stories: Sequence[int]) -> list[dict[str, Any]]:
    return [readable(row) for row in archive.records(_ORIGINS, {"asked": stories})]


def _origin(row: Mapping[str, Any] | None, *, evidence: bool = False) -> dict[str, Any]:
    found = {name: row[name] if row else None for name in ("article", "source")}
    found["verdict"] = row["verdict"] if row else "undetermined"
    found["confidence"] = row["confidence"] if row else 0.0
    return found | ({"evidence": row["evidence"] if row else []} if evidence else {})


def _whom(row: Mapping[str, Any] | None) -> str | None:
    """The outlet or the source that a story comes from, as far as its verdict names one."""
    return None if row is None or row["verdict"] == "undetermined" else row["whom"]


_TITLES: Final = """
    WITH mine AS (
        SELECT story, article.id AS id, title, body.lang AS lang, published, origin.article AS origin
        FROM membership JOIN article USING (article) JOIN body USING (article) LEFT JOIN origin USING (story)
        WHERE story IN (SELECT unnest($asked::BIGINT[]))
    ),
    kinds AS (
        SELECT story, list_sort(list_distinct(list(link.kind))) AS kinds
        FROM mine JOIN link ON link.child = mine.id WHERE link.kind IS NOT NULL GROUP BY story
    ),
    heads AS (
        SELECT story, arg_min(
            {'title': title, 'lang': lang},
            (id IS DISTINCT FROM origin, coalesce(published, 'infinity'::TIMESTAMPTZ), id)
        ) FILTER (title IS NOT NULL AND title <> '') AS head
        FROM mine GROUP BY story
    )
    SELECT story, head.title AS title, head.lang AS title_lang, coalesce(kinds, []) AS kinds
    FROM heads LEFT JOIN kinds USING (story)
"""
"""What a story is called here: the title of its origin, else of its earliest article that has one."""


def _titles(archive: Tables, rows: Sequence[Mapping[str, Any]]) -> dict[int, dict[str, Any]]:
    found = archive.records(_TITLES, {"asked": [row["story"] for row in rows]})
    return {row.pop("story"): row for row in found}
