"""Articles in a row each: when, who, in which language; the id last, for only machines remember it."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from dedup.config import SURE_LINK
from dedup.export import found_in, in_words
from dedup.messages import line
from dedup.queries.printed.layout import CYAN, GREEN, MAGENTA, Row
from dedup.queries.story import Node, nearest, trees

if TYPE_CHECKING:
    from dedup.queries.story import Member, Story

ROLE_STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "origin": f"bold {GREEN}",
        "copy": "",
        "rewrite": CYAN,
        "translation": MAGENTA,
        "from_source": MAGENTA,
        "alone": "",
    }
)
_DEEPEST: Final = 8
"""Levels of a tree that are indented: further ones stand in one column and name the article above, since in 80 columns
no room is left for their words."""


def published(article: "Member | Mapping[str, Any]", verbose: bool = False) -> str:
    """Return the date of an article as precisely as it is known; with `verbose`, where it was found."""
    known = article if isinstance(article, Mapping) else vars(article)
    shown = in_words(known["published"], known["published_precision"])
    found = known.get("published_from")
    return f"{shown} ({line(found_in(found))})" if verbose and found and known["published"] else shown


def named(article: "Member") -> tuple[tuple[str, str], tuple[str, str]]:
    """Return what an article is called in a row, and what stands at its end: its outlet and its id; of a text that says
    no outlet, its id alone, as in the report."""
    name = line(article.id)
    return ((line(article.outlet), "bold"), (name, "dim")) if article.outlet else ((name, "bold"), ("", ""))


def heading(article: "Member", verbose: bool = False, mark: str = "") -> list[Row]:
    """Return when and by whom an article was published, its title, where it stands, and its id."""
    called, (name, _) = named(article)
    rows = [Row(mark, published(article, verbose), called, article.lang)]
    url = article.url if article.outlet or line(article.id) != line(article.url) else None
    for words, style in ((article.title or article.beginning, "bold"), (url, "dim")):
        if words:
            rows.append(Row((line(words), style), guides=" " * len(mark and mark + "  ")))
    if name and name != line(article.url):
        rows.append(Row((name, "dim"), guides=" " * len(mark and mark + "  ")))
    return rows


def tree(story: "Story", asked: str | None, most: int, verbose: bool = False) -> list[Row]:
    """Return the story's trees, one row per article; of a large story about `most` articles, the nearest to `asked`."""
    roots = trees(story)
    kept = nearest(story, roots, asked, most) if asked and len(story.articles) > most else story.by_id.keys()
    rows: list[Row] = []
    # What is to be written: a node, or how many are left out; the guides before it, and before what is below it.
    waiting: list[tuple[Node | int, str, str]] = [(part, "   ", "   ") for part in reversed(_chosen(roots, kept))]
    while waiting:
        part, guides, below = waiting.pop()
        if isinstance(part, int):
            words = f"… and {part} more, with what is below them: dedup story {line(story.id)}"
            rows.append(Row((words, "dim"), guides=guides))
            continue
        asking = asked is not None and part.article is not None and part.article.id == asked
        parts = _chosen(part.children, kept)
        deep = len(below) > 3 * _DEEPEST
        if deep and parts:
            guides, ends, below = f"{below[:-3]}├─ ", below.endswith("   "), below[:-3]
        else:
            ends = True
        above = part.link.parent if len(guides) > 3 * _DEEPEST and part.link else None
        rows.append(_node(part, story, f"{guides[:-2]}> " if asking else guides, verbose, above))
        for place, child in enumerate(reversed(parts)):
            last = ends and not place
            waiting.append((child, below + ("└─ " if last else "├─ "), below + ("   " if last else "│  ")))
    return rows


def _chosen(nodes: Sequence[Node], kept: Collection[str]) -> list[Node | int]:
    """The nodes that are shown, and how many are not."""
    shown: list[Node | int] = [node for node in nodes if node.article is None or node.article.id in kept]
    return [*shown, len(nodes) - len(shown)] if len(shown) < len(nodes) else shown


def _node(node: Node, story: "Story", guides: str, verbose: bool, above: str | None = None) -> Row:
    article, link = node.article, node.link
    if article is None:
        return Row((line(node.source), f"bold {MAGENTA}"), "not in the archive", guides=guides)
    called, at_end = named(article)
    how, style = "", ""
    if link is not None:
        sure, likely = f"{link.confidence:.0%}", link.confidence >= SURE_LINK
        style = ROLE_STYLES.get(link.kind or "", "") if likely else "dim"
        kind = link.kind if likely else f"perhaps {link.kind}"
        how = f"{kind} {sure}" if link.kind else f"credits {line(link.source)} ({sure})"
        how += f" of {line(above)}" if above and link.kind else ""
        how += f" via {', '.join(map(line, link.via))}" if link.via else ""
    parts: list[tuple[str | None, str] | str | None] = [
        published(article, verbose),
        called,
        article.lang,
        (how, style),
    ]
    if article.id == story.origin.article and len(story.articles) > 1:
        place = {"outside": "first copy in this archive" if node.children else "", "undetermined": ""}
        parts.append((place.get(story.origin.verdict, "origin"), ROLE_STYLES["origin"]))
    return Row(*parts, at_end, guides=guides)
