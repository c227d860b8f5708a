"""Small stories made by hand: verdicts, directions and the laws every tree keeps."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_stories import NOON, SOURCES, article, credit, cue, decide, story

from dedup.config import ProvenanceConfig
from dedup.provenance import Sources, StoryArticle, StoryInput, StoryMatch, StoryTrace, trace
from dedup.provenance.tracing.story_trace import _independent
from dedup.provenance.tracing.times import when


def parents(told: StoryTrace) -> dict[str, str | None]:
    return {link.child: link.parent for link in told.links}


def test_originated_where_a_copy_names_the_outlet() -> None:
    told = decide([article(1, 0), article(2, 5)], cue(2, "outlet-1.org"))
    assert parents(told) == {"id2": "id1"}
    assert (told.origin.article, told.origin.verdict) == ("id1", "originated")
    assert any(e["type"] == "cue" and e["words"] == "reported by outlet-1.org" for e in told.links[0].evidence)
    assert told.independent == 1


def test_earliest_here_without_any_cue() -> None:
    told = decide([article(1, 0), article(2, 5), article(3, 9)])
    assert parents(told)["id2"] == "id1"
    assert (told.origin.article, told.origin.verdict) == ("id1", "earliest_here")


def test_outside_where_all_name_an_agency() -> None:
    told = decide([article(1, 0), article(2, 5)], cue(1, "RIA Novosti"), cue(2, "РИА Новости"), kind="rewrite")
    assert (told.origin.article, told.origin.source, told.origin.verdict) == ("id1", "RIA Novosti", "outside")
    assert next(link.source for link in told.links if link.parent is None) == "RIA Novosti"
    assert told.independent == 1


def test_a_supplier_in_between_is_via() -> None:
    dateline = replace(cue(1, "ArmInfo"), type="dateline")
    told = decide([article(1, 0)], dateline, cue(1, "RIA Novosti"))
    (link,) = told.links
    assert (link.parent, link.source, link.via) == (None, "RIA Novosti", ("ArmInfo",))
    assert told.origin.verdict == "outside"


def test_alone_without_a_source_has_no_link() -> None:
    told = decide([article(1, 0)])
    assert told.links == ()
    assert told.independent == 1


@pytest.mark.parametrize("surer", ["its own outlet", "another medium"])
def test_of_two_media_that_one_article_names_the_surer_has_it(surer: str) -> None:
    own = replace(cue(1, "outlet-1.org"), confidence=0.9 if surer == "its own outlet" else 0.6)
    told = decide([article(1, 0)], own, replace(cue(1, "Reuters"), confidence=0.75))
    (link,) = told.links
    assert link.source == "Reuters"
    if surer == "its own outlet":
        assert (told.origin.article, told.origin.verdict, told.origin.source) == ("id1", "originated", None)
        assert [one["words"] for one in told.origin.evidence] == ["reported by outlet-1.org"]
        assert link.confidence <= round(1 - told.origin.confidence, 3) < 0.5
    else:
        assert (told.origin.source, told.origin.verdict) == ("Reuters", "outside")
        assert link.confidence == told.origin.confidence


def test_two_equally_early_articles_are_undetermined() -> None:
    told = decide([article(1, 0), article(2, 0)])
    assert told.origin.verdict == "undetermined"
    assert told.origin.article is None


def test_a_day_overlaps_its_hours() -> None:
    day = article(1, -12, precision="day")
    assert decide([day, article(2, 0)]).origin.verdict == "undetermined"


def times_of(told: StoryTrace) -> dict[str, object]:
    return next(e for link in told.links for e in link.evidence if e["type"] == "time")


@pytest.mark.parametrize(
    ("precision", "written"),
    [
        ("day", "2025-03-01"),
        ("minute, zone unknown", "2025-03-01T12:00:00"),
        ("minute", "2025-03-01T12:00:00+00:00"),
    ],
)
def test_a_date_in_evidence_is_as_precise_as_it_is_known(precision: str, written: str) -> None:
    known = replace(article(1, 0), published=NOON.replace(year=2025, month=3, day=1, hour=12), precision=precision)
    other = replace(article(2, 0), published=NOON.replace(year=2025, month=3, day=8))
    assert times_of(decide([known, other]))["parent"] == written


def test_an_article_without_a_date_was_there_when_it_was_fetched() -> None:
    told = decide([article(1, None, crawled=NOON), article(2, 5)])
    assert parents(told) == {"id2": "id1"}
    time = times_of(told)
    assert (time["parent"], time["parent_by"]) == (None, NOON.isoformat())
    assert "child_by" not in time


def test_an_excerpt_is_no_parent_of_the_whole() -> None:
    told = decide([article(1, None), article(2, 1, "01"), article(3, 2), article(4, 3)])
    assert parents(told).get("id3") == "id1"
    assert parents(told).get("id4") in {"id1", "id3"}
    assert parents(told).get("id2") == "id1"
    assert told.origin.article == "id1"


def test_the_named_outlet_wins_over_the_likeness() -> None:
    told = decide([article(1, 0), article(2, 1), article(3, 2)], cue(3, "outlet-2.org"))
    assert parents(told)["id3"] == "id2"


def test_a_shared_cut_tells_the_parent() -> None:
    told = decide([article(1, 0), article(2, 1, "013"), article(3, 2, "013"), article(4, 3)])
    assert parents(told)["id3"] == "id2"
    assert parents(told)["id4"] == "id1"


def test_a_date_after_the_crawl_is_not_believed() -> None:
    late = article(1, 50, crawled=NOON)
    assert not when(late).dated
    assert parents(decide([late, article(2, 5), article(3, 6)], cue(2, "outlet-1.org")))["id2"] == "id1"


def test_bad_stories_are_refused() -> None:
    with pytest.raises(ValueError, match="ids and numbers"):
        decide([])
    with pytest.raises(ValueError, match="ids and numbers"):
        decide([article(1, 0), article(1, 1)])


Row = tuple[int | None, str, str, str, int | None, tuple[str, ...]]
"""Hours, parts of the text, language, precision, hours when it was fetched, sources named."""

NAMES = st.sampled_from(["Reuters", "TASS", "outlet-0.org", "outlet-1.org", "outlet-2.org"])
ARTICLES = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 100), st.integers(200, 900)),
        st.sampled_from(["0123", "01", "12", "023", "3", ""]),
        st.sampled_from(["en", "ru", "zh"]),
        st.sampled_from(["minute", "day", "month"]),
        st.one_of(st.none(), st.integers(50, 300)),
        st.lists(NAMES, max_size=2, unique=True).map(tuple),
    ),
    min_size=1,
    max_size=7,
)


def build(rows: list[Row]) -> StoryInput:
    articles = [
        article(n, h, parts, lang=lang, precision=p, crawled=NOON + timedelta(hours=crawled) if crawled else None)
        for n, (h, parts, lang, p, crawled, _) in enumerate(rows)
    ]
    made = story(articles, *(cue(n, name) for n, row in enumerate(rows) for name in row[5]))
    # Not every pair of a story is a match.
    return replace(made, matches=tuple(m for m in made.matches if (m.a + m.b) % 3))


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.randoms(use_true_random=False))
def test_order_does_not_matter(rows: list[Row], random: Random) -> None:
    """Nor do the numbers of the articles in the run, nor which side of a match is which, nor the other stories."""
    made = build(rows)
    number = list(range(100, 100 + len(rows)))
    random.shuffle(number)
    articles = [replace(a, article=number[a.article]) for a in made.articles]
    matches = [StoryMatch(number[m.b], number[m.a], m.kind, m.score, m.coverage_b, m.coverage_a) for m in made.matches]
    cues = [replace(c, article=number[c.article]) for c in made.citations]
    for part in (articles, matches, cues):
        random.shuffle(part)
    shuffled = StoryInput("s", tuple(articles), tuple(matches), tuple(cues))
    alone = list(trace([made], sources=SOURCES))
    assert alone == list(trace([shuffled], sources=SOURCES))
    assert alone == list(trace([build(rows[:1]), made], sources=SOURCES))[1:]


@settings(max_examples=100, deadline=None)
@given(ARTICLES)
@example([(hours, parts, "en", "minute", None, ()) for hours, parts in ((0, "01"), (25, "0123"), (26, "0123"))])
def test_trees_have_no_circle_and_no_late_parent(rows: list[Row]) -> None:
    made = build(rows)
    told = next(trace([made], sources=SOURCES))
    by_id = {a.id: a for a in made.articles}
    above = parents(told)
    assert len(above) == len(told.links)
    for child in above:
        seen, at = set(), child
        while at is not None:
            assert at not in seen
            seen.add(at)
            at = above.get(at)
            # Neither its parent nor anyone before is later, but by a date that is not believed, of either.
            if at is not None and not doubted(told, at) and not doubted(told, child):
                assert when(by_id[at]).earliest <= when(by_id[child]).latest
    for link in told.links:
        assert 0 < link.confidence < 1
        assert (link.parent is None) <= (link.source is not None)
        assert link.parent != link.child
        assert not {link.source, link.parent} & set(link.via)
    origin = told.origin
    assert 0 < origin.confidence < 1
    assert (origin.verdict == "outside") <= (origin.source is not None)
    assert (origin.verdict in {"originated", "earliest_here"}) <= (origin.article is not None)
    assert (origin.verdict == "originated") <= (origin.source is None)
    if origin.verdict in {"originated", "earliest_here"}:
        above = [link.confidence for link in told.links if link.child == origin.article]
        assert all(sure <= 1 - origin.confidence + 0.001 for sure in above)
    assert origin.article not in above or above[origin.article] is None
    assert 1 <= told.independent <= len(made.articles)


def doubted(told: StoryTrace, article: str) -> bool:
    """Some link's evidence says that the date of the article is not believed."""
    return any(e["type"] == "date_doubted" and e["article"] == article for link in told.links for e in link.evidence)


def test_a_credit_of_a_later_copy_does_not_move_the_origin() -> None:
    told = decide([article(1, 0), article(2, 1), article(3, 2, "01"), article(4, 3)], credit(3, "Reuters"))
    assert (told.origin.article, told.origin.verdict) == ("id1", "earliest_here")
    assert told.origin.source in (None, "Reuters")  # it may have been before
    assert parents(told)["id3"] is not None


def test_the_day_in_the_url_counts_where_the_page_was_stamped_anew() -> None:
    stamped, others = article(1, 40 * 24), [article(2, 5), article(3, 9)]
    assert decide([stamped, *others]).origin.article != "id1"
    told = decide([replace(stamped, addressed=NOON.date() - timedelta(days=1)), *others])
    assert (told.origin.article, told.origin.verdict) == ("id1", "earliest_here")
    assert set(parents(told).values()) <= {"id1", "id2"}
    (said,) = (e for e in told.links[0].evidence if e["type"] == "date_doubted")
    assert (said["article"], said["address"]) == ("id1", "2025-02-28")


def test_a_link_says_of_either_article_that_its_date_is_doubted() -> None:
    told = decide([article(1, 0), article(2, 2), article(3, 30 * 24)])
    assert {one.child for one in told.links if one.parent} == {"id2", "id3"}
    assert not any(doubted(told, name) for name in ("id1", "id2"))
    assert doubted(told, "id3")


@pytest.mark.parametrize("hours", [-40, 40])
def test_clear_words_outweigh_a_date_far_from_the_others(hours: float) -> None:
    # All credit the first, which alone has all of the text.
    credited = [credit(n, "outlet-1.org") for n in (2, 3, 4)]
    told = decide([article(1, 0), article(2, hours, "01"), article(3, 1, "12"), article(4, 2, "013")], *credited)
    assert (told.origin.article, parents(told)["id2"]) == ("id1", "id1")
    assert doubted(told, "id2") == (hours < 0)


@pytest.mark.parametrize("days", [0, 1])
def test_a_day_between_url_and_date_is_of_zones_and_evenings(days: int) -> None:
    late = article(1, 9, addressed=NOON.date() - timedelta(days=days))
    told = decide([late, article(2, 5), article(3, 10)])
    assert told.origin.article == "id2"
    assert not doubted(told, "id1")


def test_an_undetermined_story_names_the_likelier_one_and_neither_of_two_alike() -> None:
    alike = decide([article(1, None), article(2, None)])
    assert (alike.origin.verdict, alike.origin.article) == ("undetermined", None)
    told = decide([article(1, -12, precision="day"), article(2, 0, lang="ru"), article(3, None, "012")])
    assert told.origin.verdict == "undetermined"
    may = {one["article"]: one["confidence"] for one in told.origin.evidence if one["type"] == "candidate"}
    assert len(may) > 1
    assert told.origin.article == max(may, key=may.__getitem__) == "id1"


def test_credits_of_the_first_tellers_do() -> None:
    told = decide(
        [article(1, 0, "01"), article(2, 1, "123"), article(3, 9)], credit(1, "Reuters"), credit(2, "Reuters")
    )
    assert (told.origin.source, told.origin.verdict) == ("Reuters", "outside")


def test_independent_wordings_of_one_interview_are_not_each_others() -> None:
    """Two retellings of what somebody told an agency, one of them longer and by way of a second agency."""
    short, full = article(1, 0, "01"), article(2, None, "0123")
    full = replace(full, lines=(" ".join(reversed(full.text.split())),))
    match = StoryMatch(1, 2, "rewrite", 0.6, 0.95, 0.42)
    dateline = replace(cue(2, "ArmInfo"), type="dateline", start=None, end=None)
    cues = (cue(1, "RIA Novosti"), cue(2, "RIA Novosti"), dateline)
    told = next(trace([StoryInput("s", (short, full), (match,), cues)], sources=SOURCES))
    links = {link.child: link for link in told.links}
    assert all(link.parent is None and link.source == "RIA Novosti" for link in links.values())
    assert links["id2"].via == ("ArmInfo",)
    assert told.origin.verdict == "outside"
    assert told.independent == 1


def test_an_undated_whole_is_the_origin_of_dated_pieces() -> None:
    told = decide([article(1, 1, "01"), article(2, 2, "12"), article(3, 3, "023"), article(4, None)])
    assert told.origin.article == "id4"
    assert {link.parent for link in told.links} == {"id4"}


def test_many_copies_are_decided_in_seconds_and_alike_in_any_order() -> None:
    articles = [article(n, n, "0123" if n % 2 else "013") for n in range(700)]
    matches = tuple(StoryMatch(n, n + 2, "copy", 0.9, 1.0, 1.0) for n in range(len(articles) - 2))
    made = StoryInput("s", tuple(articles), matches, (cue(650, "outlet-3.org"),))
    (told,) = trace([made], sources=SOURCES)
    assert sum(link.parent is not None for link in told.links) == 699
    assert parents(told)["id650"] == "id3"
    turned = replace(made, articles=made.articles[::-1], matches=made.matches[::-1])
    assert list(trace([turned], sources=SOURCES)) == [told]


def test_two_sites_of_one_owner_are_one_teller() -> None:
    mine = "".join(
        f'[[sources]]\nkey = "{k}"\nname = "{k}"\ndomains = ["{k}.example"]\nowner = "{owner}"\n'
        for k, owner in (("tideline", "Quayside"), ("harbourpost", "Quayside"), ("ridgeline", "Summit"))
    )

    def tellers(*outlets: str) -> int:
        articles = [StoryArticle(article=n, id=f"a{n}", outlet=outlet) for n, outlet in enumerate(outlets)]
        return _independent(articles, range(len(articles)), {}, Sources.load(mine))

    assert tellers("tideline.example", "www.harbourpost.example") == 1
    assert tellers("tideline.example", "ridgeline.example") == 2
    assert tellers("reuters.com", "https://www.reuters.com/x", "themirror.example") == 2


def test_a_translation_is_of_the_text_that_was_cut_as_it_is() -> None:
    articles = [article(1, 0), article(2, 1, "01"), article(3, 2, lang="fr", text="deux paragraphes", words=40)]
    matches = (
        StoryMatch(1, 2, "copy", 0.9, 0.5, 1.0),
        StoryMatch(1, 3, "translation", 0.9, 0.45, 0.9),
        StoryMatch(2, 3, "translation", 0.9, 0.9, 0.9),
    )
    told = next(trace([StoryInput("s", tuple(articles), matches, ())], sources=SOURCES))
    assert parents(told)["id3"] == "id2"


def test_of_two_equal_texts_the_fresher_is_the_likelier_parent_but_for_the_first() -> None:
    told = decide([article(1, 0), article(2, 1), article(3, 30), article(4, 30.2)], kind="copy")
    assert parents(told)["id4"] == "id3"
    even = decide([article(1, 0), article(2, 10), article(3, 20), article(4, 30)], kind="copy")
    assert parents(even)["id4"] == "id1"


def test_one_wording_in_three_copies_outweighs_the_likeliest_single_text() -> None:
    assert ProvenanceConfig().wording_first > 0
    case = replace(ProvenanceConfig(), delay_power=0.0)
    copies = [article(n, n) for n in range(1, 4)]
    other = article(4, 4, lang="ru", text="другой текст о том же", words=40)
    child = article(5, 5, lang="fr", text="un texte de la même chose", words=40)
    matches = (
        *(StoryMatch(a, b, "copy", 0.9, 1.0, 1.0) for a, b in ((1, 2), (1, 3), (2, 3))),
        *(StoryMatch(n, 4, "translation", 0.9, 0.9, 0.9) for n in (1, 2, 3)),
        *(StoryMatch(n, 5, "translation", 0.9, 0.8, 0.9) for n in (1, 2, 3)),
        StoryMatch(4, 5, "translation", 0.9, 0.95, 0.9),
    )
    made = StoryInput("s", (*copies, other, child), matches, ())
    cost = replace(case, first_taken=1.0, translated_cut_cost=4.0)
    with_kin, without = (
        parents(next(trace([made], replace(cost, wording_first=share), sources=SOURCES)))["id5"] for share in (0.5, 0.0)
    )
    assert without == "id4"
    assert with_kin in ("id1", "id2", "id3")


def test_an_article_is_named_only_if_twice_as_likely_right_as_wrong() -> None:
    """A day that overlaps an hour settles nothing: the likelier article is a candidate, with its figure."""
    day = decide([article(1, -11, precision="day"), article(2, 0), article(3, 4)]).origin
    candidates = [one for one in day.evidence if one["type"] == "candidate"]
    assert (day.verdict, day.article, day.confidence) == ("undetermined", "id2", candidates[0]["confidence"])
    assert 0.5 < day.confidence < 0.67
    before = decide([article(1, -25, precision="day"), article(2, 0), article(3, 4)]).origin
    assert (before.verdict, before.article) == ("earliest_here", "id1")
