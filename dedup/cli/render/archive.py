"""Words about an archive."""

from typing import TYPE_CHECKING

from dedup.config import KINDS
from dedup.messages import count, line

if TYPE_CHECKING:
    from dedup.jobs import Info


def info_text(found: "Info", everything: bool = False) -> str:
    """Return what an archive holds, in ten lines; with `everything` also the size of each part and every setting."""
    rows = [
        ("archive", line(found.path)),
        ("articles", f"{found.articles:,}"),
        ("stories", f"{found.stories:,} of two or more articles"),
        ("matching pairs", f"{found.matches:,}"),
        ("other fetches", f"{found.revisions:,} of the same pages"),
        ("not compared yet", f"{found.pending:,}"),
        ("since written", f"{count(found.log_articles, 'article')} in {count(found.commits, 'commit')} of the log"),
        ("on disk", f"{_size(found.disk_bytes)}, {found.share:.2f} times the plain text ({_size(found.text_bytes)})"),
        ("looks for", ", ".join(kind for kind, name in KINDS.items() if found.settings["match"][name])),
    ]
    other = ", ".join(found.other_tables)
    rows.append(("made with", line(f"{other}; needs a `dedup refresh`") if other else "the tables of this release"))
    if everything:
        rows += [("format", f"{found.format}"), ("generation", found.generation)]
        for name, size in found.parts.items():
            rows.append((f"  {name}", f"{_size(size):>10}  {size / max(1, found.text_bytes):6.1%} of the plain text"))
        for room, values in sorted(found.settings.items()):
            rows += [(f"{room}.{name}", line(value)) for name, value in sorted(values.items())]
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:{width}}{value}" for name, value in rows)


def _size(size: int) -> str:
    return f"{size / 1e6:,.2f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} KB"
