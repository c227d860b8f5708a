"""Records and figures that documents show in their text are those of a run over the samples today."""

import json
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
TAKEN = re.compile(r"([\w-]+\.example)(?:, [^,]*,)? is (?:perhaps )?a \w+ of [^(]*\((\d+)%\)")


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
    shown = dict(COUNT.findall((DOCS / "output.md").read_text("utf-8").partition("**`articles")[0]))
    assert shown == {name: count for name, count in summary_counts(ran.summary) if name != "seconds"}


def test_figures_of_the_three_chains_are_those_of_today(ran: Ran) -> None:
    text = (DOCS / "provenance.md").read_text("utf-8").partition("## Three chains")[2]
    outlet_of = {row["id"]: row["outlet"] for row in ran.rows("articles.jsonl")}
    stories, links = ran.rows("stories.jsonl"), ran.rows("links.jsonl")
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.startswith("**")]
    assert len(paragraphs) == 3
    for part in paragraphs:
        outlets = set(re.findall(r"[\w-]+\.example", part))
        (story,) = (
            one
            for one in stories
            if outlets <= set(one["outlets"])
            if f"from {one['origin']['source']}," in part or f"{outlet_of.get(one['origin']['article'])} orig" in part
        )
        verdict, taken = VERDICT.findall(part), TAKEN.findall(part)
        assert [int(figure) for figure in verdict] == [round(100 * story["origin"]["confidence"])]
        assert len(verdict) + len(taken) == part.count("%)")
        for outlet, figure in taken:
            today = [
                round(100 * link["confidence"])
                for link in links
                if link["child"] in story["articles"] and outlet_of[link["child"]] == outlet
            ]
            assert int(figure) in today, outlet
