"""The archive to files."""

from dedup.export.jsonl import FILES, rows, write

__all__ = ["FILES", "rows", "write"]
