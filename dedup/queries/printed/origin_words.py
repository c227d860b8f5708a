"""Where an article has its story from: verdict, chain, evidence. Written for people who check facts."""

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dedup.export import link_reasons, link_sentence, origin_sentence, story_carriers
from dedup.messages import count, line
from dedup.queries.printed.article_rows import heading, tree
from dedup.queries.printed.layout import CYAN, Page, Row, evidence_rows
from dedup.queries.printed.story_words import VERDICT_STYLES, size, verdict_rows

if TYPE_CHECKING:
    from dedup.queries.origin import OriginAnswer, Tally

SHOWN: Final = 40
"""Articles of a story that an answer shows; `dedup story` shows all."""

_STYLES: Final[Mapping[str, str]] = MappingProxyType({**VERDICT_STYLES, "taken": f"bold {CYAN}"})


def origin_page(found: "OriginAnswer", verbose: bool = False) -> Page:
    """Return the answer, the story's verdict, the chain as a tree, and the evidence of each link on the way to its
    root."""
    story, record = found.story, asdict(found)
    rows = heading(found.article, verbose)
    if not found.in_archive:
        rows.append(Row("not in the archive: it was compared with it, and not added"))
    rows += [Row(), Row((line(origin_sentence(record)), _STYLES[found.answer]))]
    if len(story.articles) > 1:
        rows += [Row(), Row("Its story:", size(story), (line(story.id), "dim"), gap=" "), *verdict_rows(story)]
    if len(story.articles) > 1 or found.chain:
        rows += [Row(), Row(("The chain", "bold")), *tree(story, found.article.id, SHOWN, verbose)]
    for link in found.chain:
        rows += [Row(), Row(line(link_sentence(record["story"], asdict(link))))]
        rows += evidence_rows(link_reasons(record["story"], asdict(link), {}))
    shown = {one.get("words") for link in found.chain for one in link.evidence}
    others = [one for one in story.origin.evidence if one["type"] == "cue" and one.get("words") not in shown]
    if others:
        origin = record["story"]["origin"] | {"evidence": others}
        rows += [Row(), Row(("Other evidence", "bold"))]
        rows += evidence_rows(story_carriers(record["story"] | {"origin": origin}, {}))
    return rows


def answer_line(found: "OriginAnswer") -> str:
    """Return the answer in one line."""
    return f"{line(found.article.id)}: {line(origin_sentence(asdict(found)))}"


def tally_page(found: "Tally") -> Page:
    """Return how many stories and independent sources several articles come to."""
    counts = (
        count(found.articles, "article"),
        count(found.stories, "story", "stories"),
        count(found.independent, "independent source"),
    )
    return [Row((f"{', '.join(counts)}:", "bold"), ", ".join(map(line, found.independent_sources)), gap=" ")]
