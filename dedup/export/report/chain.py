"""The chain of a story as SVG: a tree from its origins to those who took it from them, line by line.

Sources that are not in the archive are dashed rings. Every link says its kind and its confidence in words; the line
itself is whole for a copy, dashed for a rewrite, dotted for a translation, and thin where the link is not sure.
"""

from collections.abc import Mapping
from typing import Any, Final

from dedup.config import SURE_LINK
from dedup.export.report.dates import in_words
from dedup.export.report.sentences import links_by_child
from dedup.export.report.svg import BOLD, drawing, headed, mark, path, shortened, shortened_name, text, width_of
from dedup.provenance import TreeNode, grow_trees

WIDTH: Final = 900.0
MOST_NODES: Final = 80
"""Articles that are drawn: a taller picture fits no page."""

_ROW: Final = 46.0
_STEP: Final = 34.0
_LEFT: Final = 18.0
_TOP: Final = 8.0
_DEEPEST: Final = 14


Node = TreeNode[Mapping[str, Any], Mapping[str, Any]]


def _name_of(node: Node) -> str:
    """The outlet, else the article's id; of a source its name."""
    return str(node.source if node.article is None else node.article["outlet"] or node.article["id"])


def trees(story: Mapping[str, Any]) -> list[Node]:
    """Return the roots of a story, each above those who took it from there, in the order of the story's articles."""
    articles = ((article["id"], article) for article in story["articles"])
    return grow_trees(articles, links_by_child(story), lambda link: (link["parent"], link["source"]))


def chain(story: Mapping[str, Any]) -> str:
    """Return the chain of a story in the form of `dedup story --json`."""
    roots = trees(story)
    # A place in the picture for each node, and the place of the node above it.
    placed: list[tuple[Node, int, int | None]] = []
    waiting: list[tuple[Node, int, int | None]] = [(root, 0, None) for root in reversed(roots)]
    left_out = 0
    while waiting:
        node, depth, above = waiting.pop()
        if len(placed) >= MOST_NODES:
            left_out += 1
        else:
            placed.append((node, depth, above))
        here = len(placed) - 1
        waiting += [(child, depth + 1, here) for child in reversed(node.children)]
    rows = [_node(story, node, *_place(depth, at)) for at, (node, depth, _) in enumerate(placed)]
    bottom = _TOP + len(placed) * _ROW
    more = [text(_LEFT, bottom + 14, f"and {left_out} more articles", "quiet")] if left_out else []
    height = bottom + (24 if left_out else 4)
    return drawing(WIDTH, height, _label(story, placed), "chain", *_lines(placed), *rows, *more)


def _place(depth: int, row: int) -> tuple[float, float]:
    return _LEFT + min(depth, _DEEPEST) * _STEP, _TOP + row * _ROW + _ROW / 2


def _lines(placed: list[tuple[Node, int, int | None]]) -> list[str]:
    """A line down from each node to the last below it, and from there one to each in the manner of its link."""
    lines = []
    last = {above: at for at, (_, _, above) in enumerate(placed) if above is not None}
    for over, at in sorted(last.items()):
        x, top = _place(placed[over][1], over)
        lines.append(path(f"M{x:g} {top + 9:g}V{_place(0, at)[1]:g}", "open"))
    for at, (node, depth, above) in enumerate(placed):
        if above is None or node.link is None:
            continue
        x, y = _place(depth, at)
        start = min(_place(placed[above][1], above)[0], x - _STEP / 2)  # deeper than is drawn, all stand in one column
        sure = " sure" if node.link["confidence"] >= SURE_LINK else ""
        lines.append(path(f"M{start:g} {y:g}H{x - 8:g}", f"link-{node.link['kind'] or 'source'}{sure}"))
    return lines


def _node(story: Mapping[str, Any], node: Node, x: float, y: float) -> str:
    start = x + 16
    room = WIDTH - start - 12
    if node.article is None:
        words = shortened(node.source, room - 150)
        below = text(start, y + 13, "a named source, not in the archive", "quiet")
        return f"<g>{mark('source', x, y, 7)}{text(start, y - 3, words, 'head')}{below}</g>"
    article = node.article
    role = article["role"]
    outlet = shortened_name(article["outlet"] or article["id"], room * 0.45, BOLD)
    left = WIDTH - 26 - start - width_of(outlet, BOLD)
    headline = shortened(article["title"] or article.get("beginning") or "", left)
    how = _origin_words(story) if role == "origin" else link_words(node.link) if node.link else ""
    known = (how, in_words(article["published"], article["published_precision"]), article["lang"])
    about = shortened(" · ".join(filter(None, known)), room, 12)
    above = headed(start, y - 3, outlet, headline)
    return f"<g>{mark(role, x, y, 6)}{above}{text(start, y + 13, about, 'quiet')}</g>"


def link_words(link: Mapping[str, Any]) -> str:
    """Return a link's kind, the sources on its way, and its confidence."""
    kind = link["kind"] or ("names it as its source" if link["source"] else "taken from it")
    doubt = "perhaps " if link["confidence"] < SURE_LINK and link["kind"] else ""
    via = f" by way of {', '.join(link['via'])}" if link["via"] else ""
    return f"{doubt}{kind}{via}, confidence {link['confidence']:.0%}"


def _origin_words(story: Mapping[str, Any]) -> str:
    sure = f"confidence {story['origin']['confidence']:.0%}"
    return f"origin, {sure}" if story["origin"]["verdict"] == "originated" else f"earliest here, {sure}"


def _label(story: Mapping[str, Any], placed: list[tuple[Node, int, int | None]]) -> str:
    parts = []
    for node, _, above in placed[:20]:
        parts.append(f"{_name_of(node)} from {_name_of(placed[above][0])}" if above is not None else _name_of(node))
    return f"Chain of story {story['id'] or story['articles'][0]['id']}: {'; '.join(parts)}"
