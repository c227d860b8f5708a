"""Integrations with the programs that pipelines are built of: pipes, data frames, Scrapy, datatrove, HTTP."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.integrations.frames import filter_frame
    from dedup.integrations.pipe import filter_lines, line_batches
else:
    __getattr__, __dir__ = lazy_names(__name__)

__all__ = [
    "filter_frame",
    "filter_lines",
    "line_batches",
]
