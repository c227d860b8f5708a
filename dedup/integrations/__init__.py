"""Integrations with the programs that pipelines are built of: pipes, data frames, Scrapy, datatrove, HTTP."""

from dedup.integrations.frames import filter_frame
from dedup.integrations.pipe import filter_lines, line_batches

__all__ = [
    "filter_frame",
    "filter_lines",
    "line_batches",
]
