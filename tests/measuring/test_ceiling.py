"""The ceiling of tracing: what is given to it is the truth, and what is counted is what it makes of that."""

from benchmarks.ceiling import measure, true_stories
from dedup.provenance import Sources

TEXT = "The ferry between Ostby and Lund will stop for the winter, the harbour office said, and cars must go by Holm."


def told(name: str, hour: int, **other: object) -> dict[str, object]:
    row = {"id": name, "story": "s", "lang": "en", "variant": "en-a", "kind": "verbatim", "parent": "a"}
    row |= {"external": None, "cited": None, "outlet": f"{name}.example", "time": f"2025-05-06T{hour:02}:00:00+00:00"}
    return row | other


def test_a_story_with_nothing_left_to_find_is_decided_rightly() -> None:
    truth = [told("a", 6, kind="origin", parent=None), told("b", 8, cited="a.example"), told("c", 9, cited="a.example")]
    found = measure({row["id"]: TEXT for row in truth}, truth, Sources.load())  # type: ignore[misc]
    assert found == {"exact": 1.0, "like": 1.0, "false": 0.0, "origin": 1.0, "outside": 0.0}


def test_times_and_credits_are_those_of_the_truth() -> None:
    truth = [told("a", 6, parent=None, external="Reuters", cited="Reuters"), told("b", 8)]
    (story,) = true_stories({"a": TEXT, "b": TEXT}, truth, Sources.load())
    assert [article.published.hour for article in story.articles if article.published] == [6, 8]
    assert [(cue.article, cue.source_key) for cue in story.citations] == [(0, "reuters")]
    assert [(match.kind, match.coverage_a) for match in story.matches] == [("copy", 1.0)]
