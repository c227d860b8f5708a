"""Words about an archive."""

from typing import TYPE_CHECKING

from dedup.plain import line

if TYPE_CHECKING:
    from dedup.jobs import Info


def info_text(found: "Info") -> str:
    """What an archive is made of, line by line."""
    rows = [
        ("archive", line(found.path)),
        ("format", f"{found.format}"),
        ("generation", found.generation),
        ("articles", f"{found.articles:,}"),
        ("waiting to be looked at", f"{found.pending:,}"),
        ("other fetches", f"{found.revisions:,}"),
        ("stories", f"{found.stories:,}"),
        ("pairs", f"{found.matches:,}"),
        ("in the log", f"{found.log_articles:,} articles, {found.commits:,} commits"),
        ("plain text", _size(found.text_bytes)),
        ("on disk", f"{_size(found.disk_bytes)}, {found.share:.2f} times the plain text"),
    ]
    for name, size in found.parts.items():
        rows.append((f"  {name}", f"{_size(size):>10}  {size / max(1, found.text_bytes):6.1%} of the plain text"))
    other = ", ".join(found.other_tables)
    rows.append(("made with", line(f"{other}; needs a `dedup refresh`") if other else "these releases"))
    for room, values in sorted(found.settings.items()):
        rows += [(f"{room}.{name}", line(value)) for name, value in sorted(values.items())]
    width = max(len(name) for name, _ in rows) + 2
    return "\n".join(f"{name:{width}}{value}" for name, value in rows)


def _size(size: int) -> str:
    return f"{size / 1e6:,.2f} MB" if size >= 100_000 else f"{size / 1e3:,.1f} KB"
