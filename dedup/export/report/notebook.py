"""What a notebook shows of an answer, the picture of a story as a file, and the report as an object.

A notebook has no style sheet of ours, so drawings carry their looks, and texts are plain elements.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dedup import __version__
from dedup.archive import ArchiveStore
from dedup.config import ReportConfig
from dedup.export.files import writing
from dedup.export.report.chain import WIDTH, chain
from dedup.export.report.dates import in_words
from dedup.export.report.page import environment, settings_name
from dedup.export.report.sentences import called, origin_sentence, verdict
from dedup.export.report.svg import BOLD, NOTEBOOK_LOOKS, drawing, published, shortened, stacked, text
from dedup.export.report.timeline import timeline
from dedup.export.report.write import report_parts

Record = Mapping[str, Any]


class Report:
    """The report of an archive; in a notebook it shows itself."""

    def __init__(self, html: str) -> None:
        self.html = html

    def save(self, path: str | Path) -> None:
        """Write it into a file.

        Raises:
            OSError: if it cannot be written.
        """
        with writing(Path(path)) as file:
            file.write(self.html.encode())

    def __repr__(self) -> str:
        return f"<dedup report, {len(self.html):,} characters; save(path) writes it>"

    def _repr_html_(self) -> str:
        return environment().get_template("notebook_report.html").render(html=self.html)


def make_report(archive: ArchiveStore, config: ReportConfig | None = None) -> Report:
    """Make the page that `dedup run` writes as `report.html`, of an open archive."""
    return Report("".join(report_parts(archive, None, config)))


def story_picture(story: Record, settings: Record) -> str:
    """Return the timeline and the chain of a story as one SVG document, with its title, its verdict and where it comes
    from.

    `story` has the form of `dedup story --json`.
    """
    articles = {article["id"]: article for article in story["articles"]}
    head = articles.get(story["origin"]["article"] or "") or story["articles"][0]
    said = verdict(story)
    whole = f"{said.main} {said.limits}".strip()
    name = story["id"] or head["id"]
    first, last = (in_words(story[key], None) for key in ("first_seen", "last_seen"))
    dates = "" if not story["first_seen"] else f", {first}" if first == last else f", {first} to {last}"
    cited = f"Story {name}, {len(articles)} articles{dates}. dedup {__version__}, settings {settings_name(settings)}."
    heading = drawing(
        WIDTH,
        60,
        "Verdict",
        "heading",
        text(8, 22, shortened(called(head), WIDTH - 16, BOLD), "head"),
        # A sentence that is cut off says half of what limits the verdict: then it stands alone.
        text(8, 44, whole if shortened(whole, WIDTH - 16) == whole else shortened(said.main, WIDTH - 16), "ink"),
    )
    foot = drawing(WIDTH, 30, "Source", "foot", text(8, 18, shortened(cited, WIDTH - 16, 11), "small"))
    label = f"Story {name}: {said.main}"
    drawn = published(stacked(WIDTH, label, heading, *_drawings(story), foot))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn}\n'


def story_html(story: Record) -> str:
    """Return a story as a notebook shows it: verdict, timeline, chain."""
    drawn = tuple(published(one, NOTEBOOK_LOOKS) for one in _drawings(story))
    return environment().get_template("notebook_story.html").render(story=story, drawings=drawn)


def _drawings(story: Record) -> tuple[str, ...]:
    """Return the timeline, where any article has a date, and the chain."""
    dated = any(article["published"] for article in story["articles"])
    return (timeline(story), chain(story)) if dated else (chain(story),)


def origin_html(answer: Record) -> str:
    """Return an answer of `dedup origin` as a notebook shows it."""
    drawn = (published(chain(answer["story"]), NOTEBOOK_LOOKS),)
    return (
        environment()
        .get_template("notebook_origin.html")
        .render(answer=answer, sentence=origin_sentence(answer), story=answer["story"], drawings=drawn)
    )


def pair_html(pair: Record) -> str:
    """Return a pair as a notebook shows it: its aligned passages side by side with word-level edits."""
    return environment().get_template("notebook_pair.html").render(pair=pair)
