"""A story's links as trees: parents above children, named sources that are not in the archive as roots."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from dedup.provenance import Link
from dedup.queries.story import Member, Story


@dataclass(frozen=True)
class Node:
    """An article, or a named source above articles."""

    article: Member | None
    source: str | None = None
    link: Link | None = None
    """The article's own link; None for a root."""

    children: list["Node"] = field(default_factory=list)


def trees(story: Story) -> list[Node]:
    """Return the roots of a story, each above those who took it from there; all in the order of the story's
    articles."""
    nodes = {article.id: Node(article, link=story.link_of.get(article.id)) for article in story.articles}
    roots: list[Node] = []
    named: dict[str, Node] = {}
    for node in nodes.values():
        link = node.link
        if link is not None and link.parent in nodes:
            nodes[link.parent].children.append(node)
        elif link is not None and link.source is not None:
            if link.source not in named:
                named[link.source] = Node(None, link.source)
                roots.append(named[link.source])
            named[link.source].children.append(node)
        else:
            roots.append(node)
    return roots


def nearest(story: Story, roots: list[Node], article: str, most: int) -> frozenset[str]:
    """Return the ids of about `most` articles that stand nearest to `article`: all above it, those below it, then the
    others.

    Whoever is named is named with all above it.
    """
    kept: dict[str, None] = {}
    at: str | None = article
    while at is not None and at in story.by_id:
        kept[at] = None
        at = link.parent if (link := story.link_of.get(at)) else None
    for node in (*_breadth_first(_node(roots, article)), *_breadth_first(roots)):
        if len(kept) >= most:
            break
        if node.article is not None:
            kept[node.article.id] = None
    return frozenset(kept)


def _node(roots: list[Node], article: str) -> list[Node]:
    return [node for node in _breadth_first(roots) if node.article is not None and node.article.id == article]


def _breadth_first(roots: list[Node]) -> Iterator[Node]:
    waiting = deque(roots)
    while waiting:
        node = waiting.popleft()
        yield node
        waiting += node.children
