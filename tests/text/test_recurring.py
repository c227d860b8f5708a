"""Lines that an outlet repeats: its footer is found, and a developing story's own paragraphs are not."""

from collections.abc import Sequence

import duckdb
import numpy as np
import pytest
from numpy.typing import NDArray

from dedup.config import TextConfig
from dedup.text import LINES, Cutter, cut_bodies, recurring_lines

SLOGAN = "The Lake Herald, read on four shores since the winter of 1902"
STORIES = (
    "The last paddle steamer of Lake Orre will sail again this summer with a boiler that was built in Kirnau.",
    "A court in Velmar found that the heirs of the composer have no claim on the anthem of the outer islands.",
    "Farmers in the Asla valley began to harvest lavender three weeks early after the warmest spring they remember.",
    "The only bakery on Skarv will close in June because its owner wants to see the mainland before she dies.",
)
ENDINGS = (
    "The captain practised all winter.",
    "The judge gave no reasons.",
    "The perfume makers pay a fifth less.",
    "The council looks for a successor.",
)
RECURRING = """
    SELECT line FROM lines GROUP BY line
    HAVING count(DISTINCT article) >= $1
        AND greatest(count(DISTINCT lead), count(DISTINCT longest)) >= $1
        AND 2 * greatest(count(DISTINCT lead), count(DISTINCT longest)) >= count(DISTINCT article)
    ORDER BY line
"""


def recurring(texts: Sequence[str], outlets: Sequence[str | None], cutter: Cutter) -> NDArray[np.uint64]:
    """What the pipeline's query finds, each article a batch of its own."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE lines (line UBIGINT, article BIGINT, lead UBIGINT, longest UBIGINT)")
    for number, (text, outlet) in enumerate(zip(texts, outlets, strict=True)):
        batch = recurring_lines([number], [outlet], [text], cutter)
        assert batch.schema == LINES
        connection.register("batch", batch)
        connection.execute("INSERT INTO lines SELECT * FROM batch")
    found = connection.execute(RECURRING, [TextConfig().recurring_articles]).fetchnumpy()["line"]
    return np.asarray(found, np.uint64)


def bodies(texts: Sequence[str], outlets: Sequence[str | None], cutter: Cutter) -> list[str]:
    cut = cut_bodies(texts, outlets, ["en"] * len(texts), recurring(texts, outlets, cutter), cutter, TextConfig())
    return [
        "\n".join(
            text[start:end]
            for _, _, start, end, _ in cut.paragraphs[slice(*cut.paragraph_offsets[number : number + 2])]
        )
        for number, text in enumerate(texts)
    ]


def test_a_line_under_three_stories_is_left_out(cutter: Cutter) -> None:
    told = [f"{story}\n{ending}" for story, ending in zip(STORIES, ENDINGS, strict=True)]
    for where in ("{}\n" + SLOGAN + ".", SLOGAN + ".\n{}"):
        assert bodies([where.format(text) for text in told[:3]], ["Lake Herald"] * 3, cutter) == told[:3]


def test_two_stories_or_other_outlets_do_not_make_a_line_recur(cutter: Cutter) -> None:
    pages = [f"{story}\n{SLOGAN}." for story in STORIES]
    assert bodies(pages[:2], ["Lake Herald"] * 2, cutter) == pages[:2]
    assert bodies(pages, ["Lake Herald", "Lake Herald", "Shore Post", "Shore Post"], cutter) == pages
    assert bodies(pages, [None] * 4, cutter) == pages


def test_a_page_that_was_scraped_again_and_again_keeps_its_text(cutter: Cutter) -> None:
    page = f"{STORIES[0]}\n{STORIES[1]}"
    assert bodies([page] * 6, ["Lake Herald"] * 6, cutter) == [page] * 6


BACKGROUND = (
    "The ferry Merrow ran aground off Teresa on Sunday night with sixty passengers, all of whom were taken ashore by "
    "fishing boats before the fog lifted, the coast guard has said in each of its reports since then."
)


def test_a_developing_story_keeps_its_paragraphs(cutter: Cutter) -> None:
    pages = [f"{BACKGROUND}\n{update}" for update in STORIES]
    assert bodies(pages, ["Lake Herald"] * 4, cutter) == pages


@pytest.mark.xfail(strict=True, reason="a new lead makes it a new story, and what stands below it a footer")
def test_a_developing_story_keeps_its_paragraphs_under_new_leads(cutter: Cutter) -> None:
    pages = [f"{update}\n{BACKGROUND}" for update in STORIES]
    assert bodies(pages, ["Lake Herald"] * 4, cutter) == pages


def test_a_footer_of_a_small_outlet_with_many_copies_of_few_stories(cutter: Cutter) -> None:
    pages = [f"{STORIES[number % 3]}\n{ENDINGS[number % 3]}\n{SLOGAN}." for number in range(6)]
    assert all(SLOGAN not in body for body in bodies(pages, ["Lake Herald"] * 6, cutter))


def test_articles_without_lines_have_none(cutter: Cutter) -> None:
    assert recurring_lines([], [], [], cutter).num_rows == 0
    assert recurring_lines([0, 1], ["a", None], ["", "Some words stand here."], cutter).num_rows == 0
