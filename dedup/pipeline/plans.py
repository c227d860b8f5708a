"""What the ways into the pipeline do differently on purpose: all else is the same code, and gives the same answer.

`dedup.pipeline.corridor.process` follows FULL, INCREMENTAL and REGROUP, over tables: the stories concerned are grouped
anew, looked at again and traced. `dedup.pipeline.online` follows ONLINE and PROBE, over arrays, for a batch costs 10 ms
there and a second over tables: an article joins the story of its best match.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Plan:
    """One way into the pipeline."""

    compare: bool = True
    """Whether there are new articles to find matches of; else stories that lost articles are grouped again."""

    learn_lexicon: bool = False
    """Whether articles teach word translations; else those count that the archive learned."""

    each_other: bool = True
    """Whether new articles are compared with each other too, and not with the archive alone."""

    second_look: bool = True
    """Whether all pairs of a story are verified, also those that no key brought; and the other articles of two stories
    that a translation joins. It may cost as many articles as a story has for each that comes. With it one article of a
    story, the longest, is enough to look for candidates in other languages; without it each new article looks for
    itself. What makes two articles candidates is the same (`MeaningConfig.posted_share`)."""

    keep: bool = True
    """Whether the archive is to hold what was found."""


FULL: Final = Plan(learn_lexicon=True)
"""`run`, `refresh`: all articles, as if for the first time."""
INCREMENTAL: Final = Plan()
"""`add`."""
REGROUP: Final = Plan(compare=False, second_look=False)
"""`forget`."""
ONLINE: Final = Plan(second_look=False)
"""`filter`."""
PROBE: Final = Plan(each_other=False, second_look=False, keep=False)
"""`check`, `origin FILE`: each article by itself, and nothing is written."""
