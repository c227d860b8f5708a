"""Evidence in sentences, with the words that an article credits its source by."""

from collections.abc import Iterable

from dedup.export import Reason
from dedup.messages import line
from dedup.queries.printed.layout import Row


def evidence_rows(reasons: Iterable[Reason], guides: str = "   ") -> list[Row]:
    """A row for each piece of evidence; the name of the source stands out in what is quoted."""
    rows = []
    for reason in reasons:
        quote = reason.quote
        if quote is None:
            rows.append(Row(line(reason.sentence), guides=guides))
            continue
        before, credit, after = (_kept_ends(part) for part in (quote.before, quote.credit, quote.after))
        rows.append(
            Row(f"{line(reason.sentence)} ", f"“{before}", (credit, "bold"), f"{after}”", guides=guides, gap="")
        )
    return rows


def _kept_ends(words: str) -> str:
    """Words in one line, with a blank where there was one at either end."""
    shown = line(words)
    if not shown:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{shown}{' ' if words[-1].isspace() else ''}"
