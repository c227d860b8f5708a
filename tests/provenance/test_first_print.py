"""Wording that was in print before an article, and a parent that lacks it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dedup.config import ProvenanceConfig
from dedup.provenance import StoryArticle, StoryInput, StoryMatch, trace
from dedup.provenance.tracing.attributions import Cited
from dedup.provenance.tracing.first_print import FirstPrint
from dedup.provenance.tracing.likelihood import StoryEvidence, place_matches, weigh_links
from dedup.provenance.tracing.overlap import Wording
from dedup.provenance.tracing.times import read_times

_AGENCY = (
    "The lake at Orsova froze over in the night to Monday and fishermen walked home across it with lamps in hand. "
    "The mayor said that nobody living had seen such ice and asked the village to keep its children on the shore. "
    "A carpenter measured forty centimetres near the mill and offered his boards to whoever wanted to skate there."
)
_EDITED = _AGENCY.replace("fishermen walked home", "anglers strolled back").replace("forty centimetres", "half a metre")
_ADDED = _AGENCY + " Trains between the two shores of the lake were late all morning since points had frozen at Orsova."


def _articles(*texts: str, hours: tuple[int | None, ...] = (6, 8, 10)) -> list[StoryArticle]:
    return [
        StoryArticle(
            number,
            f"id{number}",
            f"outlet{number}.example",
            "en",
            None if hour is None else datetime(2025, 1, 13, hour, tzinfo=UTC),
            None if hour is None else "minute",
            None,
            60,
            (text,),
        )
        for number, (text, hour) in enumerate(zip(texts, hours, strict=True))
    ]


def _lacked(articles: list[StoryArticle]) -> list[tuple[float, float]]:
    """Of the last article, by scenario: what the one before it lacks of what was in print, and what was in none."""
    last = len(articles) - 1
    found = FirstPrint(Wording(articles, {}), read_times(articles)).lacked([last - 1], [last])
    return [(float(lacking[0, 0]), float(new[0])) for lacking, new in found]


def test_wording_that_an_earlier_article_had_was_not_made_later() -> None:
    ((lacking, new),) = _lacked(_articles(_AGENCY, _EDITED, _AGENCY))
    assert lacking > 0.1
    assert new == 0


def test_wording_that_only_later_articles_share_speaks_against_no_parent() -> None:
    articles = _articles(_AGENCY, _ADDED, _ADDED)
    printed = FirstPrint(Wording(articles, {}), read_times(articles))
    ((lacking, new),) = printed.lacked([0], [1])
    assert lacking[0, 0] == 0
    assert new[0] > 0.1


def test_an_open_order_is_taken_both_ways() -> None:
    sure, may = _lacked(_articles(_AGENCY, _EDITED, _AGENCY, hours=(None, 8, 10)))
    assert sure[0] == 0
    assert may[0] > 0.1


def test_articles_in_another_language_print_nothing_in_common() -> None:
    articles = _articles(_AGENCY, _EDITED, _AGENCY)
    articles[1] = StoryArticle(1, "id1", "outlet1.example", "de", articles[1].published, "minute", None, 60, (_EDITED,))
    ((lacking, new),) = _lacked(articles)
    assert (lacking, new) == (pytest.approx(1), 0)


def test_an_article_whose_text_is_not_at_hand_lacks_no_wording() -> None:
    """Of its wording the coverages alone speak: the match of the two is of all of it."""
    articles = _articles(_EDITED, _AGENCY, _AGENCY, hours=(6, 9, 10))
    articles[1] = replace(articles[1], lines=())
    pairs = ((0, 1, 0.8), (0, 2, 0.8), (1, 2, 1.0))
    matches = place_matches(articles, [StoryMatch(a, b, "copy", 0.9, share, share) for a, b, share in pairs])
    wording, times = Wording(articles, matches), read_times(articles)
    cited = [Cited({}, (), False, 0.0, 0.0)] * 3
    evidence = StoryEvidence(articles, times, cited, matches, wording, FirstPrint(wording, times))
    weights = weigh_links(evidence, [0, 1], [2], ProvenanceConfig())
    assert weights[1, 0] >= weights[0, 0]


def test_a_copy_of_the_unedited_text_has_it_from_whoever_had_that() -> None:
    """The edited copy is fresher, and all that it lacks are five words."""
    articles = _articles(_AGENCY, _EDITED, _AGENCY, hours=(6, 9, 10))
    matches = [StoryMatch(a, b, "copy", 0.95, 0.95, 0.95) for a, b in ((0, 1), (0, 2), (1, 2))]
    (traced,) = trace([StoryInput("1", tuple(articles), tuple(matches))])
    above = {link.child: link.parent for link in traced.links}
    assert above["id2"] == "id0"
