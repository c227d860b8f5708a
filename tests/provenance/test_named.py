"""Sources outside the dump: which one a story is from, who stands in between, how many told it independently."""

from dataclasses import replace

import pytest
from made_stories import SOURCES, article, credit, cue, decide

from dedup.provenance import Citation, Link, StoryInput, StoryMatch, StoryTrace, trace
from dedup.provenance.tracing.outside_source import chain_of
from dedup.provenance.tracing.times import When, doubt_named


def link_of(told: StoryTrace, child: str) -> Link:
    return next(link for link in told.links if link.child == child)


def said(number: int, words: str, *names: str) -> list[Citation]:
    """Cues of one sentence, which names several sources."""
    return [replace(cue(number, name), words=words) for name in names]


@pytest.mark.parametrize(
    ("words", "names", "chain"),
    [
        ("TASS reports, citing Reuters.", ("Reuters", "TASS"), ["TASS", "Reuters"]),
        ("TASS reports, citing Reuters.", ("TASS", "Reuters"), ["TASS", "Reuters"]),
        ("as AFP learned from dpa", ("dpa", "AFP"), ["AFP", "dpa"]),
        ("AFP reports.", ("AFP",), ["AFP"]),
    ],
)
def test_whoever_is_named_first_had_it_from_the_next(words: str, names: tuple[str, ...], chain: list[str]) -> None:
    assert [q.source for q in chain_of(said(1, words, *names))] == chain
    (link,) = decide([article(1, 0)], *said(1, words, *names)).links
    assert (link.source, list(link.via)) == (chain[-1], chain[:-1])


def test_who_supplied_the_page_comes_before_whom_its_text_names() -> None:
    told = replace(cue(1, "RIA Novosti"), start=5, end=20)
    line = replace(cue(1, "ArmInfo"), type="dateline", start=300, end=308)
    assert [q.source for q in chain_of([told, line])] == ["ArmInfo", "RIA Novosti"]


def test_a_supplier_stands_between_a_child_and_the_outlet_that_its_text_names() -> None:
    dateline = replace(cue(2, "ArmInfo"), type="dateline", start=None, end=None)
    told = decide([article(1, 0), article(2, 5)], cue(2, "outlet-1.org"), dateline)
    link = link_of(told, "id2")
    assert (link.parent, link.via) == ("id1", ("ArmInfo",))


def test_whom_the_parent_credits_too_stands_behind_it() -> None:
    cues = (credit(1, "Reuters"), credit(2, "Reuters"), cue(2, "outlet-1.org"))
    link = link_of(decide([article(1, 0), article(2, 5)], *cues), "id2")
    assert (link.parent, link.via) == ("id1", ())


def test_without_a_word_for_the_parent_nobody_is_said_to_stand_between() -> None:
    link = link_of(decide([article(1, 0), article(2, 5), article(3, 9)], credit(3, "Reuters")), "id3")
    assert (link.parent, link.via) == ("id1", ()) or (link.parent, link.via) == ("id2", ())


def test_a_credit_counts_more_than_what_copies_repeat() -> None:
    """All copies repeat that the text refers to the BBC; the pages that say where they have it from name Reuters."""
    articles = [article(n, n) for n in range(1, 5)]
    told = decide(articles, *(cue(n, "BBC") for n in range(1, 5)), *(credit(n, "Reuters") for n in (1, 2)), kind="copy")
    assert (told.origin.source, told.origin.verdict) == ("Reuters", "outside")


def test_pages_that_credit_one_source_count_together() -> None:
    """One late copy's word decides nothing; the more of the early ones credit it, the likelier it is the source."""
    articles = [article(n, n) for n in range(1, 6)]
    late, some, early = (
        decide(articles, *(credit(n, "Reuters") for n in naming)).origin for naming in ((5,), (2, 3), (1, 2, 3))
    )
    assert (late.verdict, late.article) == ("earliest_here", "id1")
    assert (some.verdict, some.article, some.source) == ("earliest_here", "id1", "Reuters")
    assert (early.verdict, early.source) == ("outside", "Reuters")


@pytest.mark.parametrize("outlet", ["harbourpost.example", "theharbourpost.example"])
@pytest.mark.parametrize("name", ["Harbour Post", "The Harbour Post"])
def test_an_outlet_is_named_with_and_without_its_article(outlet: str, name: str) -> None:
    told = decide([article(1, 0, outlet=outlet), article(2, 5)], cue(2, name))
    assert (told.origin.verdict, told.origin.article, told.origin.source) == ("originated", "id1", None)


@pytest.mark.parametrize("outlet", ["gacetadelvado.example", "lagacetadelvado.example"])
@pytest.mark.parametrize("name", ["Gaceta del Vado", "La Gaceta del Vado"])
def test_so_is_one_with_an_article_of_another_language(outlet: str, name: str) -> None:
    told = decide([article(1, 0, outlet=outlet), article(2, 5)], cue(2, name))
    assert (told.origin.verdict, told.origin.article, told.origin.source) == ("originated", "id1", None)


def test_a_source_that_may_have_been_before_is_named_beside_the_first() -> None:
    told = decide(
        [article(1, 0), article(2, 1), article(3, 2), article(4, 3)], credit(2, "Reuters"), credit(3, "Reuters")
    )
    assert (told.origin.verdict, told.origin.article, told.origin.source) == ("earliest_here", "id1", "Reuters")
    assert {e["words"] for e in told.origin.evidence if e["type"] == "cue"} == {"reported by Reuters"}


def apart(*rows: tuple[str, str | None]) -> StoryInput:
    """Articles of one hour, each of other words, by their outlets; with the source that each credits."""
    articles = [article(n, n, str(n % 4), outlet=outlet) for n, (outlet, _) in enumerate(rows)]
    matches = tuple(
        StoryMatch(a, b, "rewrite", 0.3, 0.3, 0.3) for a in range(len(rows)) for b in range(a + 1, len(rows))
    )
    cues = tuple(credit(n, source) for n, (_, source) in enumerate(rows) if source is not None)
    return StoryInput("s", tuple(articles), matches, cues)


@pytest.mark.parametrize(
    ("rows", "independent"),
    [
        ((("a.example", "Reuters"),), 1),
        ((("a.example", "Reuters"), ("b.example", "Reuters"), ("c.example", "Reuters")), 1),
        ((("a.example", "Reuters"), ("b.example", "Рейтер")), 1),
        ((("a.example", "Reuters"), ("b.example", "AFP")), 2),
        ((("a.example", "Reuters"), ("b.example", "AFP"), ("c.example", "AFP")), 2),
        # Two agencies of one owner are one voice.
        ((("a.example", "RIA Novosti"), ("b.example", "Sputnik")), 1),
    ],
)
def test_tellers_of_one_source_or_owner_are_one(rows: tuple[tuple[str, str | None], ...], independent: int) -> None:
    (told,) = trace([apart(*rows)], sources=SOURCES)
    assert all(link.parent is None for link in told.links)
    assert told.independent == independent


def test_copies_add_no_independent_teller() -> None:
    told = decide([article(n, n) for n in range(9)])
    assert told.independent == 1


def test_who_is_named_by_an_earlier_date_has_a_wrong_one() -> None:
    times = [When(100, 159), When(500, 559), When(50, 109), When(-float("inf"), float("inf"))]
    opened = doubt_named(times, [(0, [1])], 0.7)
    assert opened[1] == When(-float("inf"), 559, 0.7, 500)
    assert [t for i, t in enumerate(opened) if i != 1] == [t for i, t in enumerate(times) if i != 1]
    # Another article of that outlet may be meant, and one without a date may be any time.
    assert doubt_named(times, [(0, [1, 2]), (0, [3])], 0.7) == times


def test_a_wrong_date_does_not_hide_the_named_parent() -> None:
    told = decide([article(1, 20), article(2, 0), article(3, 1)], cue(2, "outlet-1.org"), cue(3, "outlet-1.org"))
    assert {link_of(told, child).parent for child in ("id2", "id3")} == {"id1"}
    assert any(e["type"] == "date_doubted" for e in link_of(told, "id2").evidence)
