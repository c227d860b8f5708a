"""Records and figures that documents show in their text are those of a run over the samples today.

`DEDUP_WRITE_DOCS=1 pytest tests/house/test_shown_figures.py` writes counts and percentages anew; what a record shows is
corrected by hand, for only a part of it is shown.
"""

import json
import os
import re
from pathlib import Path

from whole_run import Ran

import dedup
from dedup.jobs import summary_counts

DOCS = Path(dedup.__file__).parents[1] / "docs"
RECORD = re.compile(r"^\*\*`(\w+\.jsonl)`\*\*[^\n]*\n\n((?:    [^\n]*\n)+)", re.MULTILINE)
COUNT = re.compile(r"^    (\w[^{\n]*?) {2,}([\d,]+)$", re.MULTILINE)
PLAIN = re.compile(r'"\w+": (?:"[^"…]*"|\[[\d, ]+\]|-?\d[\d.]*|null|true|false)(?=[,}\]])')
NAMES = ({"id"}, {"child"}, {"a", "b"})
"""By what a record is known."""
VERDICT = re.compile(r"\(confidence (\d+)%\)")
TAKEN = re.compile(
    r"(?P<claim>(?P<outlet>[\w-]+\.example)(?:,\s[^,]*,)?\s+is\s+(?:perhaps\s+)?a\s+\w+\s+of\s[^(]*)\((?P<figure>\d+)%\)"
)


def test_records_are_those_of_today(ran: Ran) -> None:
    shown = RECORD.findall((DOCS / "output.md").read_text("utf-8"))
    assert [name for name, _ in shown] == ["articles.jsonl", "matches.jsonl", "stories.jsonl", "links.jsonl"]
    for name, block in shown:
        fields = PLAIN.findall(" ".join(block.split()))
        first = dict(json.loads(f"{{{field}}}").popitem() for field in reversed(fields))
        known = next(keys for keys in NAMES if keys <= first.keys())
        (row,) = (row for row in ran.rows(name) if all(row[key] == first[key] for key in known))
        today = json.dumps(row, ensure_ascii=False)
        assert [field for field in fields if field not in today] == [], name


def test_the_summary_is_that_of_today(ran: Ran) -> None:
    page = DOCS / "output.md"
    summary, rest, after = page.read_text("utf-8").partition("**`articles")
    today = {name: count for name, count in summary_counts(ran.summary) if name != "seconds"}
    if os.environ.get("DEDUP_WRITE_DOCS"):
        for name, count in COUNT.findall(summary):
            old = re.compile(rf"^(    {re.escape(name)} +){count}$", re.MULTILINE)
            summary = old.sub(rf"\g<1>{today.get(name, '').rjust(len(count))}", summary)
        page.write_text(summary + rest + after, "utf-8")
    assert dict(COUNT.findall(summary)) == today


def test_figures_of_the_three_chains_are_those_of_today(ran: Ran) -> None:
    page = DOCS / "provenance.md"
    before, title, text = page.read_text("utf-8").partition("## Three chains")
    parts = [part for part in text.split("\n\n") if part.startswith("**")]
    assert len(parts) == 3
    for part in parts:
        renewed = with_figures_of_today(part, ran)
        if os.environ.get("DEDUP_WRITE_DOCS"):
            text = text.replace(part, renewed)
            page.write_text(before + title + text, "utf-8")
        else:
            assert part == renewed


def with_figures_of_today(part: str, ran: Ran) -> str:
    """A paragraph about one story, with the confidence of each claim as it is in the run."""
    outlet_of = {row["id"]: row["outlet"] for row in ran.rows("articles.jsonl")}
    outlets = set(re.findall(r"[\w-]+\.example", part))
    (story,) = (
        one
        for one in ran.rows("stories.jsonl")
        if outlets <= set(one["outlets"])
        if f"from {one['origin']['source']}," in part or f"{outlet_of.get(one['origin']['article'])} orig" in part
    )
    links = [link for link in ran.rows("links.jsonl") if link["child"] in story["articles"]]

    def taken(found: re.Match[str]) -> str:
        figures = [round(100 * link["confidence"]) for link in links if outlet_of[link["child"]] == found["outlet"]]
        return f"{found['claim']}({min(figures, key=lambda figure: abs(figure - int(found['figure'])))}%)"

    assert len(VERDICT.findall(part)) == 1
    assert len(VERDICT.findall(part)) + len(TAKEN.findall(part)) == part.count("%)")
    return TAKEN.sub(taken, VERDICT.sub(f"(confidence {round(100 * story['origin']['confidence'])}%)", part))
