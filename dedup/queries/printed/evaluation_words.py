"""An evaluation as tables, and as a picture of precision and recall."""

from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from dedup.messages import count, line
from dedup.queries.printed.layout import Page, Row

if TYPE_CHECKING:
    from dedup.queries.evaluation import Evaluation, Score

SHOWN: Final = 5
_SIDE, _EDGE = 320, 48


def evaluation_page(found: "Evaluation") -> Page:
    """Return scores by pairs, by kind and by languages, of clusters, by thresholds; calibration; some of what is
    wrong."""
    missing = f"; {len(found.missing):,} of the truth are not in the archive" if found.missing else ""
    parts: list[Any] = [Row(f"{count(found.articles, 'article')} compared{missing}"), Row()]
    parts.append(_table("pairs", [found.pairs, *found.by_kind]))
    parts += [Row(), _table("languages", found.by_languages)]
    if found.b_cubed is not None and found.ari is not None:
        precision, recall, f1 = found.b_cubed
        parts += [Row(), Row("B³", f"precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")]
        parts.append(Row("ARI", f"{found.ari:.4f}"))
    rows = [score for bar, score in found.thresholds if round(bar * 20) % 2 == 0]
    parts += [Row(), _table("if only matches scored at least", rows)]
    if found.calibration:
        grid = _grid("links to a parent said with", "links", "confidence", "right")
        for one in found.calibration:
            grid.add_row(
                f"{one.low:.1f} to {one.high:.1f}", f"{one.links:,}", f"{one.confidence:.2f}", f"{one.right:.2f}"
            )
        parts += [Row(), grid]
    for title, pairs in (("missed", found.missed), ("wrong", found.wrong)):
        if pairs:
            parts += [Row(), Row((f"{title}: {count(len(pairs), 'pair')}", "bold"))]
            parts += [Row(f"{line(a)}  {line(b)}", guides="   ") for a, b in pairs[:SHOWN]]
    return parts


def precision_recall_svg(found: "Evaluation") -> str:
    """Return a picture of precision over recall as the threshold of a match's score rises; the filled mark is the
    stories."""
    points = [
        (score.recall, score.precision, bar)
        for bar, score in found.thresholds
        if score.precision is not None and score.recall is not None
    ]

    def at(recall: float, precision: float) -> tuple[float, float]:
        return _EDGE + recall * _SIDE, _EDGE + (1 - precision) * _SIDE

    size = _SIDE + 2 * _EDGE
    marks = []
    for step in range(6):
        share = step / 5
        x, y = at(share, share)
        marks.append(f'<path d="M{x:.1f} {_EDGE}V{_EDGE + _SIDE}M{_EDGE} {y:.1f}H{_EDGE + _SIDE}" stroke="#ddd"/>')
        marks.append(f'<text x="{x:.1f}" y="{_EDGE + _SIDE + 16}" text-anchor="middle">{share:.1f}</text>')
        marks.append(f'<text x="{_EDGE - 6}" y="{y + 4:.1f}" text-anchor="end">{share:.1f}</text>')
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(recall, precision) for recall, precision, _ in points))
    marks.append(f'<polyline points="{path}" fill="none" stroke="#0b66c3" stroke-width="2"/>')
    for recall, precision, bar in points:
        x, y = at(recall, precision)
        marks.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="#fff" stroke="#0b66c3">'
            f"<title>score {bar:.2f}: precision {precision:.3f}, recall {recall:.3f}</title></circle>"
        )
    if found.pairs.precision is not None and found.pairs.recall is not None:
        x, y = at(found.pairs.recall, found.pairs.precision)
        marks.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#0b66c3"><title>stories</title></circle>')
    marks.append(f'<text x="{size / 2}" y="{size - 10}" text-anchor="middle">recall</text>')
    marks.append(
        f'<text x="14" y="{size / 2}" text-anchor="middle" transform="rotate(-90 14 {size / 2})">precision</text>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        f'font-family="sans-serif" font-size="12"><rect width="{size}" height="{size}" fill="#fff"/>'
        f"{''.join(marks)}</svg>\n"
    )


def _table(heading: str, scores: "list[Score] | tuple[Score, ...]") -> Table:
    grid = _grid(heading, "precision", "recall", "F1", "found", "true")
    for score in scores:
        shares = (score.precision, score.recall, score.f1)
        shown = [f"{share:.4f}" if share is not None else "-" for share in shares]
        grid.add_row(line(score.name), *shown, f"{score.found:,}", f"{score.true:,}")
    return grid


def _grid(*headings: str) -> Table:
    grid = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for heading in headings:
        grid.add_column(heading, justify="right" if grid.columns else "left")
    return grid
