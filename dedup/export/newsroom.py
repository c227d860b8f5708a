"""A table for people: one row per article, with whom it was taken from and the words that say so.

It opens in Excel, LibreOffice and Numbers with every script as it is: UTF-8 with a mark at the beginning (without it
Excel reads the bytes as the machine's old code page), a comma between fields, every text in quotation marks. No cell is
run as a formula, whatever an article says (`tabular.harmless`).
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from dedup.archive import Tables
from dedup.export.files import writing
from dedup.export.jsonl import FILES
from dedup.export.tabular import harmless
from dedup.export.values import stream_rows

NEWSROOM_FILE: Final = "newsroom.csv"
COLUMNS: Final = (
    *"outlet date title url language role taken_from taken_from_url credit confidence keep story".split(),
    *"story_articles id".split(),
)

# Stories with the most articles first, each by time with what has no date last; articles that stand alone follow.
_ROWS: Final = f"""
    WITH articles AS ({FILES["articles.jsonl"]}),
    sized AS (SELECT story, count(*) AS size FROM articles WHERE story IS NOT NULL GROUP BY story)
    SELECT a.outlet, a.published AS date, a.title, a.url, a.lang AS language, a.role,
        coalesce(parent.outlet, link.parent, link.source) AS taken_from, parent.url AS taken_from_url,
        link.evidence, link.confidence, a.keep, a.story, coalesce(size, 1) AS story_articles, a.id
    FROM articles a
    LEFT JOIN sized USING (story)
    LEFT JOIN link ON link.child = a.id
    LEFT JOIN articles parent ON parent.id = link.parent
    ORDER BY story_articles DESC, a.story NULLS LAST, a.published NULLS LAST, a.id
"""


def write_newsroom(archive: Tables, out: Path) -> None:
    """Write `NEWSROOM_FILE` into the folder `out`.

    Raises:
        OSError: if it cannot be written.
    """
    with writing(out / NEWSROOM_FILE) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", newline="")
        written = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        written.writerow(COLUMNS)
        for row in newsroom_rows(archive):
            written.writerow(map(harmless, row))
        text.flush()
        text.detach()


def newsroom_rows(archive: Tables) -> Iterator[list[Any]]:
    """Yield one row per article with the cells of `COLUMNS`; texts as they are, which a writer has to make harmless."""
    for row in stream_rows(archive, _ROWS):
        credits = [one["words"] for one in row.pop("evidence") if one["type"] == "cue" and one.get("words")]
        row["credit"] = credits[0] if credits else None
        yield [_shown(row[name]) for name in COLUMNS]


def _shown(value: Any) -> Any:
    """A cell: yes and no for truths, words in one line, an absent value empty."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return " ".join(value.split()) if isinstance(value, str) else value
