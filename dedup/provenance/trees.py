"""The links of a story as trees: each article below the one that it has the story from."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

ArticleT = TypeVar("ArticleT")
LinkT = TypeVar("LinkT")


@dataclass(frozen=True)
class TreeNode(Generic[ArticleT, LinkT]):
    """An article, or a named source above articles that is not in the archive."""

    article: ArticleT | None
    source: str | None = None
    link: LinkT | None = None
    """The article's own link; None for a root."""

    children: list["TreeNode[ArticleT, LinkT]"] = field(default_factory=list)


def grow_trees(
    articles: Iterable[tuple[str, ArticleT]],
    link_of: Mapping[str, LinkT],
    ends: Callable[[LinkT], tuple[str | None, str | None]],
) -> list[TreeNode[ArticleT, LinkT]]:
    """Return the roots of a story, each above those who took it from there; all in the order of its articles.

    Articles come with their ids, links by those; `ends` gives the parent and the source of a link.
    """
    nodes = {name: TreeNode(article, link=link_of.get(name)) for name, article in articles}
    roots: list[TreeNode[ArticleT, LinkT]] = []
    named: dict[str, TreeNode[ArticleT, LinkT]] = {}
    for node in nodes.values():
        parent, source = (None, None) if node.link is None else ends(node.link)
        if parent in nodes:
            nodes[parent].children.append(node)
        elif source is not None:
            if source not in named:
                named[source] = TreeNode(None, source)
                roots.append(named[source])
            named[source].children.append(node)
        else:
            roots.append(node)
    return roots
