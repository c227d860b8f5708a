"""What is said of links and verdicts can be printed as it stands: an article is of an outlet, and is not the outlet."""

from typing import Any

from dedup.export import link_reasons, link_sentence, origin_sentence


def member(name: str, outlet: str | None) -> dict[str, Any]:
    return {"id": name, "outlet": outlet, "published": None, "published_precision": None, "lang": "en"}


def link(parent: str | None, confidence: float = 0.9, kind: str | None = "copy", source: str | None = None) -> Any:
    return {"child": "b", "parent": parent, "source": source, "via": [], "kind": kind, "confidence": confidence}


def story(*articles: dict[str, Any], evidence: tuple[Any, ...] = (), verdict: str = "undetermined") -> dict[str, Any]:
    origin = {"article": None, "source": None, "verdict": verdict, "confidence": 0.5, "evidence": evidence}
    return {"id": "s", "articles": list(articles), "links": [], "origin": origin, "independent": 1}


def answer(of: dict[str, Any], **known: Any) -> dict[str, Any]:
    found = {"article": of["articles"][1], "answer": "taken", "confidence": 0.9, "parent": "a", "source": None}
    return found | {"via": [], "chain": [link("a")], "story": of, "comparable": True} | known


def test_a_page_is_a_copy_of_a_page_and_not_of_its_outlet() -> None:
    made = story(member("a", "harbourpost.example"), member("b", "tideline.example"))
    assert origin_sentence(answer(made)) == "It is a copy of the article of harbourpost.example (confidence 90%)."
    said = link_sentence(made, link("a"))
    assert said == "tideline.example is a copy of the article of harbourpost.example (confidence 90%)."


def test_a_page_without_an_outlet_has_its_name() -> None:
    made = story(member("a", None), member("b", None))
    assert link_sentence(made, link("a")) == "b is a copy of a (confidence 90%)."


def test_two_articles_of_one_outlet_are_told_apart() -> None:
    made = story(member("a", "tideline.example"), member("b", "tideline.example"))
    said = link_sentence(made, link("a"))
    assert said == "tideline.example (b) is a copy of another article of its own outlet, a (confidence 90%)."
    made = story(*(member(name, "harbourpost.example") for name in "ac"), member("b", "tideline.example"))
    said = link_sentence(made, link("a", 0.4))
    assert said == "tideline.example is perhaps a copy of the article of harbourpost.example (a) (confidence 40%)."


def test_what_may_be_the_first_is_not_said_to_be_anybodys() -> None:
    may = ({"type": "candidate", "article": "b", "confidence": 0.47},)
    made = story(member("a", "x.example"), member("b", "y.example"), evidence=may)
    said = origin_sentence(answer(made, answer="undetermined", parent=None, chain=[]))
    assert said == "Not determined: it may be the first to report the story (47%), but that is not sure."


def test_an_article_without_a_date_was_there_by_a_time() -> None:
    a = member("a", "a.example") | {"published": None, "published_precision": None}
    b = member("b", "b.example") | {"published": "2025-03-05T09:00:00Z", "published_precision": "second"}
    time = {"type": "time", "parent_earlier": 1.0, "parent_by": "2025-03-04T10:00:00+00:00"}
    said = [reason.sentence for reason in link_reasons(story(a, b), link("a") | {"evidence": [time]}, {})]
    assert said == [
        "It is dated 5 Mar 2025, 09:00 UTC, the other has no date, but was there by 4 Mar 2025, 10:00 UTC; "
        "the other was certainly published earlier."
    ]


def test_evidence_says_which_clock_is_meant_and_which_date_is_doubted() -> None:
    a = member("a", "a.am") | {"published": "2025-03-04T13:36:00", "published_precision": "minute, zone unknown"}
    b = member("b", "b.ru") | {"published": "2025-03-04T10:00:00Z", "published_precision": "minute"}
    evidence = [
        {"type": "time", "parent_earlier": 1.0, "parent_zone": "UTC+4"},
        {"type": "date_doubted", "article": "a"},
        {"type": "date_doubted", "article": "b"},
    ]
    said = [reason.sentence for reason in link_reasons(story(a, b), link("a") | {"evidence": evidence}, {})]
    assert said == [
        "It is dated 4 Mar 2025, 10:00 UTC, the other is dated 4 Mar 2025, 13:36 (zone unknown, UTC+4 by the outlet's "
        "domain); the other was certainly published earlier.",
        "The date of the other is doubted, since it lies far from those of the rest of the story.",
        "Its own date is doubted, since it lies far from those of the rest of the story.",
    ]


def test_evidence_is_in_words() -> None:
    a, b = (member(name, f"{name}.example") | {"lang": lang} for name, lang in (("a", "ar"), ("b", "he")))
    evidence = [{"type": "time", "parent_earlier": 0.52}, {"type": "language", "child": "he", "parent": "ar"}]
    said = [reason.sentence for reason in link_reasons(story(a, b), link("a") | {"evidence": evidence}, {})]
    assert said == ["Neither of the two has a date.", "It is written in Hebrew, the other in Arabic."]
