"""What the words of a statement say of where it was made, beside what the trees say of who took it from whom."""

from dataclasses import replace

import pytest
from made_stories import PARTS, SOURCES, article, credit, cue, decide

from dedup.provenance import Link, StoryArticle, StoryInput, StoryMatch, StoryTrace, trace


def link_of(told: StoryTrace, child: str) -> Link:
    return next(link for link in told.links if link.child == child)


def test_one_article_alone_says_whom_it_has_the_statement_from() -> None:
    told = decide([article(1, 0)], cue(1, "Izvestia"))
    assert (told.origin.verdict, told.origin.source) == ("outside", "Izvestia")
    assert told.origin.confidence >= 0.8
    assert link_of(told, "id1").confidence == told.origin.confidence


def test_a_quote_of_another_medium_is_not_the_whole() -> None:
    assert decide([article(1, 0)], cue(1, "Izvestia", "quote")).origin.verdict == "earliest_here"


def test_the_first_article_says_where_its_statement_was_made() -> None:
    told = decide([article(1, 0), article(2, 5), article(3, 9)], cue(1, "RIA Novosti"))
    assert (told.origin.article, told.origin.source, told.origin.verdict) == ("id1", "RIA Novosti", "outside")
    assert {link_of(told, child).parent for child in ("id2", "id3")} <= {"id1", "id2"}


def test_a_later_copy_alone_does_not() -> None:
    told = decide([article(1, 0), article(2, 5), article(3, 9)], cue(3, "RIA Novosti"))
    assert told.origin.verdict != "outside"


def test_a_reprint_that_credits_has_a_parent_and_a_source() -> None:
    told = decide([article(1, 0), article(2, 5)], cue(2, "outlet-1.org"), credit(2, "Reuters"))
    link = link_of(told, "id2")
    assert (link.parent, link.source) == ("id1", "Reuters") or (link.parent, link.via) == ("id1", ("Reuters",))
    later = decide([article(1, 0), article(2, 1), article(3, 9)], credit(3, "Reuters"))
    link = link_of(later, "id3")
    assert link.parent is not None
    assert link.source == "Reuters"
    (said,) = (one for one in link.evidence if one["type"] == "cue")
    assert said["confidence"] == pytest.approx(0.95)


def siblings() -> StoryTrace:
    """Two wordings of one interview in one language, neither of them dated: both say whom it was given to."""
    short, full = article(1, None, "01"), article(2, None, "0123")
    full = replace(full, lines=(" ".join(reversed(full.text.split())),))
    match = StoryMatch(1, 2, "rewrite", 0.6, 0.95, 0.42)
    made = StoryInput("s", (short, full), (match,), (cue(1, "RIA Novosti"), cue(2, "РИА Новости")))
    return next(trace([made], sources=SOURCES))


def test_siblings_of_an_absent_original_came_in_through_none_of_them() -> None:
    told = siblings()
    assert [(link.parent, link.source) for link in told.links] == [(None, "RIA Novosti")] * 2
    assert (told.origin.verdict, told.origin.article) == ("outside", None)
    assert told.independent == 1


def test_one_claim_has_one_figure() -> None:
    told = siblings()
    assert {link.confidence for link in told.links} == {told.origin.confidence}


def twin(number: int, of: StoryArticle, suffix: str) -> StoryArticle:
    return replace(of, article=number, id=f"{of.id}{suffix}")


@pytest.mark.parametrize("suffix", ["/amp", "?print=1"])
def test_a_twin_at_the_same_outlet_does_not_touch_the_verdict(suffix: str) -> None:
    first = article(1, 0)
    others = [article(2, 5), article(3, 9)]
    cues = (cue(2, "outlet-1.org"), cue(3, "outlet-1.org"))
    alone = decide([first, *others], *cues).origin
    beside = decide([first, twin(9, first, suffix), *others], *cues)
    assert (beside.origin.verdict, beside.origin.article) == (alone.verdict, "id1") == ("originated", "id1")
    assert beside.origin.confidence == pytest.approx(alone.confidence, abs=0.1)
    assert link_of(beside, f"id1{suffix}").parent == "id1"
    assert "id1" not in {link.child for link in beside.links}


def test_twins_of_another_outlet_are_none() -> None:
    first = article(1, 0)
    told = decide([first, replace(twin(9, first, "/x"), outlet="elsewhere.org")])
    assert told.origin.verdict == "undetermined"


def test_who_abstains_names_the_candidates() -> None:
    told = decide([article(1, 0), article(2, 0)])
    found = [one for one in told.origin.evidence if one["type"] == "candidate"]
    assert {one["article"] for one in found} == {"id1", "id2"}
    assert told.origin.confidence <= 0.5


def test_no_verdict_is_more_likely_wrong_than_right() -> None:
    """Many equal articles an hour apart, all but one without a date: whatever is said is said with at least 0.5."""
    for undated in range(5):
        articles = [
            article(n, None if n < undated else n, "".join(str(p) for p in range(len(PARTS)))) for n in range(5)
        ]
        for cues in ((), (cue(4, "outlet-0.org"),), (credit(2, "Reuters"),)):
            origin = decide(articles, *cues).origin
            assert origin.verdict == "undetermined" or origin.confidence >= 0.5


def test_candidates_share_one_chance() -> None:
    """The rivals of an undetermined story are not more likely together than anything can be."""
    articles = [article(1, 0), article(2, 4), article(3, 5, precision="minute, zone unknown")]
    origin = decide(articles, credit(2, "Reuters")).origin
    found = [one["confidence"] for one in origin.evidence if one["type"] == "candidate"]
    assert origin.verdict == "undetermined"
    assert len(found) == 3
    assert sum(found) <= 1.001
    assert origin.confidence == max(found)


def translated_and_copied(*more: object) -> StoryTrace:
    """A report, its translation that names it, and a copy of that with the same words, after which `more` was said."""
    report = article(1, 0, text=" ".join(reversed(" ".join(PARTS).split())), lang="de")
    words = "the newspaper Outlet-1.org reported"
    said = [replace(cue(number, "outlet-1.org"), words=words) for number in (2, 3)]
    return decide([report, article(2, 9), article(3, 27, "012")], *said, *more)


def test_a_credit_copied_with_the_text_speaks_for_the_text_it_was_copied_from() -> None:
    told = translated_and_copied()
    assert [link_of(told, child).parent for child in ("id2", "id3")] == ["id1", "id2"]
    assert link_of(told, "id3").kind == "copy"
    assert (told.origin.article, told.origin.verdict) == ("id1", "originated")


def test_a_credit_line_says_more_than_a_credit_in_the_text_above_it() -> None:
    told = translated_and_copied(credit(3, "outlet-2.org"))
    assert link_of(told, "id3").parent == "id2"
    assert link_of(told, "id3").confidence > link_of(translated_and_copied(), "id3").confidence
