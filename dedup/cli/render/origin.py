"""Words out for the commands that ask: where an article comes from, a story, an outlet.

Written for people who check facts: what is known, how surely, and the words and dates that say so.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from dedup.cli.render.terminal import make_console
from dedup.export import DECIMALS
from dedup.plain import json_line, line
from dedup.provenance import Link, Origin
from dedup.queries import SURE, Member, Node, OriginAnswer, OutletAnswer, Story, Tally, nearest, trees

SHOWN: Final = 40
"""Articles of a story that `dedup origin` shows; `dedup story` shows all."""

_DEEPEST: Final = 12
_LEAST_WIDTH: Final = 40
_GUIDES: Final = re.compile("[ │├└─>]*")


def origin_text(found: OriginAnswer) -> str:
    """The answer, the story's verdict, the chain as a tree, and the evidence of each link on the way to its root."""
    story = found.story
    parts = [*_heading(found.article)]
    if not found.in_archive:
        parts.append("   not in the archive: it was compared with it, and not added")
    parts += ["", _answer(found)]
    if len(story.articles) > 1:
        parts += ["", f"Its story, {_size(story)}", _verdict(story)]
    parts += ["", "The chain", *_tree(story, found.article.id, SHOWN)]
    for link in found.chain:
        parts += ["", *_link(story, link)]
    shown = {one.get("words") for link in found.chain for one in link.evidence}
    carriers = [one for one in story.origin.evidence if one["type"] == "cue" and one.get("words") not in shown]
    if carriers:
        parts += ["", "What else was weighed for the verdict on the story"]
        parts += [f"   {line(one.get('article'))} {_cue(one)}" for one in carriers]
    return _folded(parts)


def tally_text(found: Tally) -> str:
    """How many stories and independent sources several articles come to."""
    counts = (
        _count(found.articles, "article"),
        _count(found.stories, "story", "stories"),
        _count(found.independent, "independent source"),
    )
    return _folded([f"{', '.join(counts)}: {', '.join(map(line, found.tellers))}"])


def story_text(story: Story) -> str:
    """The story's size and verdict, its articles by time, and its tree."""
    parts = [f"Story {_size(story)}", _verdict(story), ""]
    for article in story.articles:
        known = (_when(article), article.outlet, article.lang, article.role, article.id)
        parts += [" | ".join(line(part) for part in known if part), f"   {line(article.title or 'no title')}"]
    parts += ["", "Who took it from whom", *_tree(story, None, len(story.articles))]
    return _folded(parts)


def outlet_text(found: OutletAnswer) -> str:
    """Shares, whom it takes from, who takes from it, and whose it is."""
    also = [line(name) for name in found.names if name != found.outlet]
    parts = [line(found.outlet) + (f" (also {', '.join(also)})" if also else "")]
    if found.owner:
        others = f"; the owner's others: {', '.join(map(line, found.same_owner))}" if found.same_owner else ""
        parts.append(f"owner: {line(found.owner)}{others}")
    if not found.articles:
        parts.append("no article of it is in the archive")
    else:
        left_out = f"; {found.unsure} left out of what follows, since their links are not sure" if found.unsure else ""
        parts.append(f"{_count(found.articles, 'article')}{left_out}")
    for share, meaning in (
        (found.original, "nothing says that it was taken"),
        (found.copied, "copied"),
        (found.rewritten, "rewritten"),
        (found.translated, "translated"),
        (found.from_source, "from a source that is not in the archive"),
    ):
        if share is not None:
            parts.append(f"{share:>7.0%}  {meaning}")
    if found.median_lag is not None:
        parts.append(f"half of what it takes comes more than {_lag(found.median_lag)} after the other")
    for title, rows in (("Takes from", found.takes_from), ("Is taken from by", found.taken_by)):
        parts += ["", title] if rows else []
        for row in rows:
            late = f", {_lag(row.median_lag)} later" if row.median_lag is not None else ""
            absent = "" if row.in_archive else " (not in the archive)"
            parts.append(f"{row.articles:>7,}  {line(row.outlet)}{absent}{late}")
    return _folded(parts)


def origin_json(answers: Sequence[OriginAnswer], tallied: Tally) -> str:
    """One answer as one line of JSON; several as `answers`, with what they come to."""
    rows = [asdict(answer) for answer in answers]
    return json_line(rows[0] if len(rows) == 1 else {"answers": rows, **asdict(tallied)})


def story_json(story: Story) -> str:
    """A story as one line of JSON."""
    return json_line(asdict(story))


def outlet_json(found: OutletAnswer) -> str:
    """An outlet as one line of JSON."""
    return json_line(asdict(found))


def _answer(found: OriginAnswer) -> str:
    sure = f"confidence {found.confidence:.2f}"
    parent = found.story.by_id.get(found.parent or "")
    via = f", by way of {', '.join(map(line, found.via))}" if found.via else ""
    if not found.comparable:
        return "Not known: it has no text that could be compared with any other."
    if found.answer == "originated":
        return f"It originated the story; {sure}."
    if found.answer == "earliest_here" and len(found.story.articles) == 1:
        return "Nothing else in the archive tells it, and it names no other medium as its source."
    if found.answer == "earliest_here":
        return f"The earliest of its story in the archive; {sure}. Nothing says that nobody told it before."
    if found.answer == "taken" and parent and found.chain[0].confidence < SURE:
        likely = f"most likely {_short(parent)}{via}, {found.chain[0].confidence:.2f}"
        return f"Taken from another article of the archive; {sure}. From which one is not sure: {likely}."
    if found.answer == "taken" and parent:
        how = f"a {found.chain[0].kind} of " if found.chain[0].kind else ""
        return f"Taken from another article of the archive: {how}{_short(parent)}{via}; {sure}."
    if found.answer == "outside":
        return f"Taken from a source outside the archive: {line(found.source)}{via}; {sure}."
    if parent:
        return f"Not known: perhaps taken from {_short(parent)}{via}, but that is not sure enough; {sure}."
    if found.source and found.chain:
        return f"Not known: it names {line(found.source)}{via}, but may not have the story from there; {sure}."
    return "Not known: nothing says whom it has the story from, nor that it was the first."


def _verdict(story: Story) -> str:
    origin = story.origin
    article = story.by_id.get(origin.article or "")
    who = _short(article) if article else ""
    sure = f"confidence {origin.confidence:.2f}"
    if origin.verdict == "originated":
        told = f"{who} originated it; {sure}"
    elif origin.verdict == "earliest_here" and len(story.articles) == 1:
        told = "nothing else in the archive tells it, and it names no other medium as its source"
    elif origin.verdict == "earliest_here":
        told = f"the earliest here is {who}; {sure}; nothing says that nobody told it before"
    elif origin.verdict == "outside":
        through = f", through {who}" if article and len(story.articles) > 1 else ""
        told = f"outside the archive, {line(origin.source)}{through}; {sure}"
    else:
        told = "not determined, no article is clearly ahead"
    return f"Origin: {told}{_carried(origin)}"


def _carried(origin: Origin) -> str:
    """What kind of evidence carries a verdict."""
    cues = {one.get("article") for one in origin.evidence if one["type"] == "cue"}
    kinds = {str(one["type"]) for one in origin.evidence} - {"cue"}
    told = [f"the words of {_count(len(cues), 'article')}"] if cues else []
    told += [words for kind, words in (("time", "its date"), ("wording", "its wording")) if kind in kinds]
    told += sorted(line(kind).replace("_", " ") for kind in kinds - {"time", "wording"})
    if not told and origin.verdict == "originated":
        told = ["what it says of itself"]
    how = "weighed:" if origin.verdict == "undetermined" else "carried by"
    return f"; {how} {' and '.join(told)}" if told else ""


def _size(story: Story) -> str:
    counts = (
        _count(len(story.articles), "article"),
        _count(len(story.outlets), "outlet") if story.outlets else "",
        _count(story.independent, "source"),
    )
    times = " to ".join(dict.fromkeys(filter(None, (story.first_seen, story.last_seen))))
    known = (", ".join(filter(None, counts)), ", ".join(map(line, story.languages)), times)
    name = f"{line(story.id)}: " if story.id else "of one that stands alone: "
    return name + "; ".join(part for part in known if part)


def _heading(article: Member) -> list[str]:
    known = (article.id, article.outlet, article.lang, _when(article))
    rows = [" | ".join(line(part) for part in known if part)]
    return rows + [f"   {line(part)}" for part in (article.title, article.url) if part and part != article.id]


def _when(article: Member) -> str:
    """A date as the files write it, how precisely it is known, and where it was found."""
    if not article.published:
        return "no date"
    known = (article.published_precision, article.published_from)
    return f"{article.published} ({', '.join(line(part) for part in known if part)})"


def _short(article: Member) -> str:
    return f"{line(article.id)} ({line(article.outlet)})" if article.outlet else line(article.id)


def _tree(story: Story, asked: str | None, most: int) -> list[str]:
    """The story's trees, one row an article; of a large story about `most` articles, the nearest to `asked`."""
    roots = trees(story)
    kept = nearest(story, roots, asked, most) if asked and len(story.articles) > most else story.by_id.keys()
    rows: list[str] = []
    # What is to be written: a node, or how many are left out; the guides before it, and before what is below it.
    waiting: list[tuple[Node | int, str, str]] = [(part, "   ", "   ") for part in reversed(_chosen(roots, kept))]
    while waiting:
        part, guides, below = waiting.pop()
        if isinstance(part, int):
            rows.append(f"{guides}… and {part} more, with what is below them: dedup story {line(story.id)}")
            continue
        asking = asked is not None and part.article is not None and part.article.id == asked
        rows.append(f"{guides[:-2]}> {_node(part, story)}" if asking else f"{guides}{_node(part, story)}")
        if len(below) > 3 * _DEEPEST:  # copies of copies of copies: no room is left to show how deep
            below = "   "
        parts = _chosen(part.children, kept)
        for place, child in enumerate(reversed(parts)):
            waiting.append((child, below + ("├─ " if place else "└─ "), below + ("│  " if place else "   ")))
    return rows


def _chosen(nodes: Sequence[Node], kept: Collection[str]) -> list[Node | int]:
    """The nodes that are shown, and how many are not."""
    shown: list[Node | int] = [node for node in nodes if node.article is None or node.article.id in kept]
    return [*shown, len(nodes) - len(shown)] if len(shown) < len(nodes) else shown


def _node(node: Node, story: Story) -> str:
    article, link = node.article, node.link
    if article is None:
        return f"{line(node.source)}, not in the archive"
    label = " | ".join(line(part) for part in (article.id, article.outlet, article.lang, _when(article)) if part)
    if link is not None:
        via = f" via {', '.join(map(line, link.via))}" if link.via else ""
        label += f" | {link.kind or 'from there'}{via}, {link.confidence:.2f}"
    if article.id == story.origin.article and len(story.articles) > 1:
        label += {"outside": " | came in here", "undetermined": ""}.get(story.origin.verdict, " | origin")
    return label


def _link(story: Story, link: Link) -> list[str]:
    parent = story.by_id.get(link.parent or "")
    origin = _short(parent) if parent else f"{line(link.source)}, which is not in the archive"
    via = f", by way of {', '.join(map(line, link.via))}" if link.via else ""
    kind = f"{link.kind}, " if link.kind else ""
    first = f"{_short(story.by_id[link.child])} has it from {origin}{via}: {kind}confidence {link.confidence:.2f}"
    return [first, *(f"   {_reason(one, story, link)}" for one in link.evidence)]


def _reason(one: Mapping[str, Any], story: Story, link: Link) -> str:
    """One piece of evidence in words; as it stands where its form is not known here."""
    parent = story.by_id.get(link.parent or "")
    if one["type"] == "cue" and one.get("words"):
        return f"it {_cue(one)}"
    if one["type"] == "time" and parent and "parent_earlier" in one:
        return (
            f"dates: {_when(story.by_id[link.child])}; of the other: {_when(parent)}; "
            f"the other is the older one with a chance of {one['parent_earlier']:.2f}"
        )
    if one["type"] == "match" and {"kind", "score", "coverage_child", "coverage_parent"} <= one.keys():
        return (
            f"text: {line(one['kind'])}, score {one['score']:.2f}; {one['coverage_child']:.0%} of it stands in the "
            f"other, {one['coverage_parent']:.0%} of the other in it"
        )
    if one["type"] == "wording" and "not_in_parent" in one:
        return f"wording: the other lacks {one['not_in_parent']:.0%} of what it shares with its story"
    told = (f"{line(key)}: {_shown(value)}" for key, value in one.items() if key != "type" and value is not None)
    return ": ".join(part for part in (line(one["type"]).replace("_", " "), ", ".join(told)) if part)


def _cue(one: Mapping[str, Any]) -> str:
    """The words that name a source, of what sort they are, and whether they only credit a quote."""
    known = [line(one["cue"]).replace("_", " ")] if one.get("cue") else []
    known += ["of a quote"] if one.get("scope") == "quote" else []
    sort = f" ({', '.join(known)})" if known else ""
    return f"names {line(one.get('source'))}{sort}: “{line(one.get('words'))}”"


def _shown(value: object) -> str:
    return str(round(value, DECIMALS)) if isinstance(value, float) else line(value)


def _lag(seconds: float) -> str:
    for size, name in ((86400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {name}"
    return f"{seconds:.0f} seconds"


def _count(number: int, one: str, several: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def _folded(rows: Sequence[str]) -> str:
    """The rows folded to the width of stdout; what follows stands a little to the right, under the guides of a tree."""
    from rich.text import Text

    console = make_console()
    lines: list[str] = []
    for row in rows:
        found = _GUIDES.match(row)
        guides = found[0] if found else ""
        after = re.sub("[└─>]", " ", guides.replace("├", "│")) + "   "
        width = max(_LEAST_WIDTH, console.width - len(after))
        parts = [part.plain for part in Text(row[len(guides) :]).wrap(console, width)] or [""]
        lines += [f"{after if number else guides}{part}".rstrip() for number, part in enumerate(parts)]
    return "\n".join(lines)
