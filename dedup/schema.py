"""The tables that pass between folders, as Arrow schemas.

Every stage takes and gives Arrow tables of these shapes, so that DuckDB, Spark (`mapInArrow`) and a plain loop
can each be the glue. Inside a run an article goes by its number `article` (dense, in the order of the ids);
files that users read name it by its `id`. Spans are `[start, end)` in characters (code points) of the text as given.
"""

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")

ZONE_UNKNOWN = ", zone unknown"
"""Behind the precision of a time that was written without a zone: what its clock showed is kept, as if it were UTC."""

MODIFIED = "modified"
"""The type of the one credit that names no origin: its value is when the article was last changed, as the output files
have dates. It bounds the publication from above."""

MODIFIED_SQL = f"list_filter(credits, lambda c: c.type = '{MODIFIED}')[1].value"
"""That value of a row of `article`, as SQL; null where there is none."""

WRITTEN_FORMATS = "['%Y-%m-%dT%H:%M:%SZ', '%Y-%m-%dT%H:%M:%S', '%Y-%m-%d', '%Y-%m', '%Y']"
"""How the output files and that value have dates, as SQL for `try_strptime`."""

ARTICLE = pa.schema(
    [
        ("id", pa.string()),  # the record's own, else its URL, else its place in the dump
        ("url", pa.string()),
        ("outlet", pa.string()),  # who published it: the record's field, else the registered domain of the URL
        ("title", pa.string()),
        ("text", pa.string()),  # never null; may be empty
        ("lang", pa.string()),  # ISO 639-1 as the record says it; null until the text room fills it
        ("author", pa.string()),
        ("published", TIME),  # start of the interval that `published_precision` describes
        ("published_precision", pa.string()),  # second, minute, day, month, year, or a time and `ZONE_UNKNOWN`; or null
        ("published_from", pa.string()),  # where it was found: "field:NAME", "json-ld", "meta:NAME", "byline", "url"
        ("crawled", TIME),  # when the page was fetched; never a publication date
        # Metadata that name an origin, and one of the type `MODIFIED`.
        ("credits", pa.list_(pa.struct([("type", pa.string()), ("value", pa.string())]))),
        ("file", pa.string()),
        ("position", pa.string()),  # "line 12", "row 3", "record 7", "byte 1024"
    ]
)
"""One page of one outlet, as a reader gives it."""

REJECTED = pa.schema([("file", pa.string()), ("position", pa.string()), ("reason", pa.string())])
"""A record that could not be read, and why."""

ALIGNED = pa.struct(
    [
        ("a_start", pa.int32()),
        ("a_end", pa.int32()),
        ("b_start", pa.int32()),
        ("b_end", pa.int32()),
        ("kind", pa.string()),
        ("score", pa.float32()),
    ]
)
"""Two passages that match, as spans of characters of the texts as given."""

MATCH = pa.schema(
    [
        ("a", pa.int64()),  # article numbers, a < b
        ("b", pa.int64()),
        ("kind", pa.string()),  # copy, rewrite, translation
        ("score", pa.float32()),  # of the passages, weighted by their length: 0 to 1
        ("coverage_a", pa.float32()),  # share of a's body that the passages cover
        ("coverage_b", pa.float32()),
        ("focus_a", pa.float32()),  # the same with the lead of the article counting more
        ("focus_b", pa.float32()),
        ("lead_a", pa.float32()),  # of the lead alone
        ("lead_b", pa.float32()),
        ("strength", pa.float32()),  # what the alignment by meaning gained, as a part of the smaller article's cost
        ("passages", pa.list_(ALIGNED)),
    ]
)
"""A candidate that was checked."""

_ALIGNED = "STRUCT(a_start INTEGER, a_end INTEGER, b_start INTEGER, b_end INTEGER, kind VARCHAR, score FLOAT)"

_ARTICLE = (
    "article BIGINT, id VARCHAR, url VARCHAR, outlet VARCHAR, title VARCHAR, {text}, lang VARCHAR, "
    "author VARCHAR, published TIMESTAMPTZ, published_precision VARCHAR, published_from VARCHAR, "
    "crawled TIMESTAMPTZ, credits STRUCT(type VARCHAR, value VARCHAR)[], file VARCHAR, position VARCHAR"
)

TABLES = {
    "article": _ARTICLE.format(text="text VARCHAR"),
    # What the text room found: the language, body words (a bigram of a dense script counts half), and the characters
    # at which the body's paragraphs begin and end.
    "body": "article BIGINT, lang VARCHAR, words FLOAT, starts INTEGER[], ends INTEGER[]",
    # `tells`: either article reports the other's statement, whatever their stories. `same_statement`: that, or they are
    # of one story and share more than a passage; false where they only share borrowed ones (`dedup.stories.statement`).
    "match": (
        "a BIGINT, b BIGINT, kind VARCHAR, score FLOAT, coverage_a FLOAT, coverage_b FLOAT, focus_a FLOAT, "
        f"focus_b FLOAT, lead_a FLOAT, lead_b FLOAT, strength FLOAT, passages {_ALIGNED}[], tells BOOLEAN, "
        "same_statement BOOLEAN"
    ),
    "membership": "article BIGINT, story BIGINT",  # articles of stories of two or more; one of the story's articles
    "story": "story BIGINT, name VARCHAR",  # what users know it by, as long as it lives
    "renamed": "old VARCHAR, name VARCHAR",  # a story that became part of another, and that one's name
    "citation": (
        "article BIGINT, source VARCHAR, source_key VARCHAR, type VARCHAR, scope VARCHAR, start INTEGER, "
        '"end" INTEGER, words VARCHAR, confidence FLOAT'
    ),
    "link": (
        "child VARCHAR, parent VARCHAR, source VARCHAR, via VARCHAR[], kind VARCHAR, confidence DOUBLE, "
        "evidence VARCHAR"
    ),
    "origin": (
        "story BIGINT, article VARCHAR, source VARCHAR, verdict VARCHAR, confidence DOUBLE, independent INTEGER, "
        "evidence VARCHAR"
    ),
    "lexicon": "lang_a VARCHAR, stem_a VARCHAR, lang_b VARCHAR, stem_b VARCHAR, strength DOUBLE, pieces INTEGER",
    "rejected": "file VARCHAR, position VARCHAR, reason VARCHAR",
    # Other records of articles that are there, such as later fetches of a page: no articles of their own.
    "revision": _ARTICLE.format(text="text VARCHAR").removeprefix("article BIGINT, "),
    # What the dump taught, for articles to come: lines that outlets repeat, how many articles hold a stem or a concept
    # (those of one article are left out: what is not there is counted as one), and what translations taught.
    "recurring": "line UBIGINT",
    "counted": "lang VARCHAR, articles INTEGER",
    "stem": "lang VARCHAR, element UINTEGER, articles INTEGER, prior_share DOUBLE",
    "concept": "lang VARCHAR, concept UINTEGER, articles INTEGER, factor DOUBLE",
    "presence": "concept UINTEGER, present INTEGER, matched INTEGER",
    "learned": "element UINTEGER, concept UINTEGER",
    "fidelity": "lang VARCHAR, other VARCHAR, scale DOUBLE",
}
"""The tables of a run at work: columns as DuckDB writes them. Evidence is JSON."""

KEPT_TABLES = {
    "meta": "key VARCHAR, value VARCHAR",
    "dictionary": "zstd BLOB",
    **TABLES,
    # What is packed already is not to be looked at for a shorter form: that took a third of the time to write a file.
    "article": _ARTICLE.format(text="packed BLOB USING COMPRESSION uncompressed"),
}
"""The tables of an archive's file."""
