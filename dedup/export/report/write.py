"""Writes the report: one file that holds its style, its script and all that it shows."""

import base64
import tempfile
import warnings
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

from dedup import __version__
from dedup.archive import ArchiveStore, Tables
from dedup.config import ReportConfig
from dedup.export.files import writing
from dedup.export.report.gather import Gathered, count_stories, gather_stories, story_rows
from dedup.export.report.overview import make_overview
from dedup.export.report.page import common, environment, settings_name
from dedup.messages import collecting_rarely

REPORT_FILE: Final = "report.html"
REPORT_FOLDER: Final = "report"

_TOGETHER: Final = 50
"""Articles whose stories are rendered at a time: some 50 ms, beside which sending them elsewhere costs little."""

Spread = Callable[[Callable[[], Callable[[Any], Any]], Iterable[Any]], Iterator[Any]]
"""Gives each part to the stage that a job makes, in whatever process, and yields the answers in their order."""


def in_turn(job: Callable[[], Callable[[Any], Any]], parts: Iterable[Any]) -> Iterator[Any]:
    """Return a `Spread` that does the work here."""
    return map(job(), parts)


def write_report(
    archive: Tables,
    out: Path,
    settings: Mapping[str, Any] | None = None,
    config: ReportConfig | None = None,
    spread: Spread = in_turn,
) -> None:
    """Write `REPORT_FILE` into the folder `out`. `settings` are those that the tables were made with; an archive has
    them itself. `spread` may have stories rendered elsewhere.

    Raises:
        OSError: if it cannot be written.
    """
    with writing(out / REPORT_FILE) as file, collecting_rarely():
        for part in report_parts(archive, settings, config, spread=spread):
            file.write(part.encode())


def try_report(archive: Tables, out: Path, settings: Mapping[str, Any] | None = None, spread: Spread = in_turn) -> bool:
    """Write the report, and say whether that worked: a fault of the report is a warning, since what it shows was found
    and stands in other files."""
    try:
        with tempfile.TemporaryDirectory(prefix=".dedup-", dir=out) as beside:
            write_report(archive, Path(beside), settings, spread=spread)
            (Path(beside) / REPORT_FILE).replace(out / REPORT_FILE)
    except Exception as error:
        warnings.warn(f"{REPORT_FILE} is left out: {type(error).__name__}: {error}", stacklevel=2)
        return False
    return True


def write_report_folder(archive: ArchiveStore, out: Path, config: ReportConfig | None = None) -> None:
    """Write the folder `REPORT_FOLDER` into the folder `out`: as many pages as all stories need, linked to each other.
    Pages that dedup wrote there before are deleted.

    Raises:
        OSError: if it cannot be written.
    """
    config = config or ReportConfig()
    count = max(1, -(-count_stories(archive) // config.most_stories))
    names = ["index.html", *(f"stories-{number}.html" for number in range(2, count + 1))]
    folder = out / REPORT_FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".dedup-", dir=folder) as beside:
        for page, name in enumerate(names):
            with writing(Path(beside) / name) as file:
                for part in report_parts(archive, None, config, page=page, pages=names):
                    file.write(part.encode())
        for old in folder.glob("*.html"):
            if is_report(old):
                old.unlink()
        for name in names:
            (Path(beside) / name).replace(folder / name)


def is_report(path: Path) -> bool:
    """Return whether the file at `path` is a report that dedup wrote."""
    try:
        with path.open("rb") as file:
            return b'<meta name="generator" content="dedup ' in file.read(2048)
    except OSError:
        return False


def report_parts(
    archive: Tables,
    settings: Mapping[str, Any] | None = None,
    config: ReportConfig | None = None,
    *,
    page: int = 0,
    pages: Sequence[str] = (),
    spread: Spread = in_turn,
) -> Iterator[str]:
    """Yield the report in parts, one after the other; a few stories are in memory at a time. Of a report of several
    `pages`, their file names, the one at the place `page`."""
    config = config or ReportConfig()
    if settings is None:
        settings = archive.settings if isinstance(archive, ArchiveStore) else {}
    rows = story_rows(archive, config, config.most_stories, page * config.most_stories)
    left_out = 0 if pages else count_stories(archive) - len(rows)
    shown, trimmed = _within(rows, config)
    pieces = StoryPages(settings_name(settings))
    parts = (
        environment()
        .get_template("report.html")
        .generate(
            **common(),
            **pieces.words,
            page_title="dedup report",
            overview=make_overview(archive, config),
            rows=rows,
            left_out=left_out,
            trimmed=trimmed,
            page=page,
            pages=pages,
            details=chain.from_iterable(spread(pieces, _batched(_details(archive, rows, shown, config)))),
        )
    )
    yield from parts


@dataclass(frozen=True)
class StoryPages:
    """Makes the stage that renders stories, in whatever process."""

    settings: str
    """The name of the settings that the stories were made with."""

    def __call__(self) -> Callable[[Sequence[Gathered]], list[tuple[str, str]]]:
        """Load the templates."""
        story, pair = environment().get_template("story.html"), environment().get_template("pair.html")
        words = self.words

        def pages(one: Gathered) -> str:
            pairs = (pair.render(words, story=one.story, pair=two, number=at) for at, two in enumerate(one.pairs, 1))
            return story.render(words, **vars(one)) + "".join(pairs)

        return lambda stories: [(one.story["id"], packed(pages(one))) for one in stories]

    @property
    def words(self) -> dict[str, Any]:
        """What all pages of a report have in common."""
        return {
            "version": __version__,
            "settings": self.settings,
            "story_href": lambda story: f"#{story}",
            "pair_href": lambda story, number: f"#{story}-{number}",
            "home_href": "#stories",
            "buttons": True,
            "legend": False,
        }


def _batched(stories: Iterable[Gathered]) -> Iterator[list[Gathered]]:
    batch: list[Gathered] = []
    articles = 0
    for one in stories:
        batch.append(one)
        articles += len(one.story["articles"])
        if articles >= _TOGETHER:
            yield batch
            batch, articles = [], 0
    if batch:
        yield batch


def packed(html: str) -> str:
    """Return markup as the page keeps what it does not show yet: compressed, in letters that end no element.

    A story's pages repeat its texts, so they take a sixth of the room, and a browser parses none that nobody opens.
    """
    return base64.b64encode(zlib.compress(html.encode(), 4)).decode()


def _within(rows: Sequence[Mapping[str, Any]], config: ReportConfig) -> tuple[int, int]:
    """How many stories get their pairs, and how many do not, so that the file stays readable."""
    articles = 0
    for place, row in enumerate(rows):
        articles += min(row["articles"], config.most_articles)
        if articles > config.most_paired:
            return place, len(rows) - place
    return len(rows), 0


def _details(
    archive: Tables, rows: Sequence[Mapping[str, Any]], shown: int, config: ReportConfig
) -> Iterator[Gathered]:
    yield from gather_stories(archive, rows[:shown], config)
    yield from gather_stories(archive, rows[shown:], config, paired=False)
