"""Two articles, how they match, their aligned passages side by side, and their links."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal

from rich import box
from rich.table import Table
from rich.text import Text

from dedup.export import link_reasons, link_sentence
from dedup.messages import line, plain
from dedup.queries.printed.article_rows import heading, published
from dedup.queries.printed.layout import GREEN, RED, Page, Row, evidence_rows
from dedup.queries.story import Member

if TYPE_CHECKING:
    from dedup.queries.explain import Aligned, Explanation, Side


def explanation_page(found: "Explanation", verbose: bool = False) -> Page:
    """Return both articles, the verdict, the passages, and whom either took the story from."""
    parts: list[Any] = []
    for mark, side in (("A", found.a), ("B", found.b)):
        parts += heading(_member(side), verbose, mark)
    parts += [Row(), Row((_verdict(found), "bold" if found.same_statement else ""))]
    if found.passages:
        if any(passage.edits for passage in found.passages):
            parts.append(Row("marked: [-words of A that B lacks-], {+words of B that A lacks+}"))
        parts.append(_passages(found))
    # What is said of a link needs no more of the story than its two ends.
    ends = [*map(_member, (found.a, found.b)), *found.others]
    story = {"articles": [asdict(one) for one in ends]}
    texts = {side.id: side.text for side in (found.a, found.b)}
    for link in found.links:
        parts += [Row(), Row(line(link_sentence(story, link)), (f"{line(link['child'])} ← {_whence(link)}", "dim"))]
        parts += evidence_rows(link_reasons(story, link, texts))
    return parts


def explanation_line(found: "Explanation") -> str:
    """Return the pair in one line."""
    return f"{line(found.a.id)}, {line(found.b.id)}: {_verdict(found)}"


def _whence(link: dict[str, Any]) -> str:
    return line(link["parent"] or link["source"] or "not known")


def _member(side: "Side") -> Member:
    known = {name: getattr(side, name) for name in ("id", "url", "outlet", "title", "lang", "published")}
    return Member(**known, published_precision=side.published_precision, published_from=None, role="", parent=None)


def _verdict(found: "Explanation") -> str:
    if found.a.id == found.b.id:
        return "the same article"
    if found.kind is None:
        return "no match: no shared passages found"
    shares = f"covers {found.coverage_a:.0%} of A and {found.coverage_b:.0%} of B"
    if not found.same_statement:
        return f"not the same statement: they share borrowed passages ({found.kind}, {shares})"
    return f"{found.kind}, score {found.score:.2f}, {shares}"


def _passages(found: "Explanation") -> Table:
    table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, header_style="bold", border_style="dim")
    for heading_, ratio in (("", None), ("A", 1), ("B", 1)):
        table.add_column(heading_, ratio=ratio)
    for passage in found.passages:
        table.add_row(
            f"{passage.kind}\n{passage.score:.2f}",
            _marked(passage, "a"),
            _marked(passage, "b"),
        )
    return table


def _marked(passage: "Aligned", side: Literal["a", "b"]) -> Text:
    """A side of a passage; words that the other lacks are marked as wdiff does: `[-of A-]`, `{+of B+}`."""
    opening, closing, style = ("[-", "-]", RED) if side == "a" else ("{+", "+}", GREEN)
    text, first = (passage.a_text, passage.a[0]) if side == "a" else (passage.b_text, passage.b[0])
    span = passage.a if side == "a" else passage.b
    marked, at = Text().append(f"[{span[0]}, {span[1]})\n", "dim"), 0
    for edit in passage.edits or ():
        start, end = (place - first for place in (edit.a if side == "a" else edit.b))
        if start < end:
            marked.append(plain(text[at:start]))
            marked.append(f"{opening}{plain(text[start:end])}{closing}", style)
            at = end
    return marked.append(plain(text[at:]))


_MOST_CHARACTERS: Final = 1_500


def blind_page(found: "Explanation") -> Page:
    """Return both articles with title, outlet, date, and the beginnings of their texts."""
    table = Table(box=box.HORIZONTALS, expand=True, show_header=False, show_lines=True, border_style="dim")
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    sides = (found.a, found.b)
    table.add_row(*(line(side.title or "no title") for side in sides), style="bold")
    table.add_row(*(_known(side) for side in sides))
    table.add_row(*(_text(side) for side in sides))
    return [table]


def _known(side: "Side") -> str:
    parts = (side.outlet, side.lang, published(vars(side)))
    return "  ".join(line(part) for part in parts if part)


def _text(side: "Side") -> str:
    body = "\n".join(side.text[start:end] for start, end in side.body) or side.text
    return plain(body if len(body) <= _MOST_CHARACTERS else f"{body[:_MOST_CHARACTERS].rpartition(' ')[0]} …")
