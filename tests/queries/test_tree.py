"""Trees of any links: everybody is in them once, below whom he took it from."""

from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st

from dedup.export.report.chain import link_words
from dedup.provenance import Link, Origin
from dedup.queries import Member, Story, nearest, trees


def story_of(parents: list[int | str | None]) -> Story:
    """Article n has the article `parents[n]` (always an earlier one), the source of that name, or nobody above it."""
    articles, links = [], []
    for number, parent in enumerate(parents):
        above = f"a{parent}" if isinstance(parent, int) else None
        source = parent if isinstance(parent, str) else None
        articles.append(Member(f"a{number}", None, None, None, None, None, None, None, "copy", above))
        if parent is not None:
            links.append(Link(f"a{number}", above, source, (), "copy" if above else None, 0.9, ()))
    return Story("s1", tuple(articles), tuple(links), Origin(None, None, "undetermined", 0.1), (), 1, (), None, None)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    size = draw(st.integers(1, 30))
    parents = [
        draw(st.one_of(st.none(), st.sampled_from(["Reuters", "TASS"]), st.integers(0, n - 1) if n else st.none()))
        for n in range(size)
    ]
    return story_of(parents)


@given(stories())
def test_everybody_is_in_the_tree_once_below_the_parent(story: Story) -> None:
    seen: list[str] = []
    waiting = [(root, None) for root in trees(story)]
    while waiting:
        node, above = waiting.pop()
        if node.article is not None:
            seen.append(node.article.id)
            link = story.link_of.get(node.article.id)
            expected = (link.parent or link.source) if link else None
            assert (above.article.id if above and above.article else above.source if above else None) == expected
        waiting += [(child, node) for child in node.children]
    assert sorted(seen) == sorted(story.by_id)


@given(stories(), st.integers(1, 12))
def test_whoever_is_shown_is_shown_with_all_above(story: Story, most: int) -> None:
    asked = story.articles[-1].id
    kept = nearest(story, trees(story), asked, most)
    assert asked in kept
    for article in kept:
        link = story.link_of.get(article)
        assert link is None or link.parent is None or link.parent in kept
    chain = 1
    while (link := story.link_of.get(asked)) and link.parent:
        chain, asked = chain + 1, link.parent
    assert len(kept) == min(len(story.articles), max(most, chain))


def test_a_chain_of_a_thousand_copies_can_be_told() -> None:
    story = story_of([None, *range(1999)])
    told = str(story)
    assert told.count("a1999") >= 1
    assert max(map(len, told.splitlines())) <= 80
    assert len(nearest(story, trees(story), "a1999", 40)) == 2000


def test_deeper_than_is_indented_each_names_the_article_above() -> None:
    drawn = str(story_of([None, *range(11), 7])).partition("Which came from which\n")[2].splitlines()
    deep = [row.split("  ")[-2:] for row in drawn if row[3 * 8 :][:3] in ("├─ ", "└─ ")]
    assert deep == [
        ["a8", "copy 90% of a7"],
        *([f"a{n + 1}", f"copy 90% of a{n}"] for n in (8, 9, 10)),
        ["a12", "copy 90% of a7"],
    ]
    assert max(row.find("no date") for row in drawn) == 3 * 9


def test_a_link_that_is_not_sure_is_called_so_as_in_the_report() -> None:
    story = replace(story_of([None, 0]), id="s1")
    unsure = replace(story, links=(replace(story.links[0], confidence=0.25),))
    assert "perhaps" not in str(story)
    assert "perhaps copy 25%" in str(unsure)
    assert link_words(asdict(unsure.links[0])).startswith("perhaps copy")
