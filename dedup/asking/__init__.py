"""What an archive answers: where an article comes from, what is known of a story, what an outlet does.

The doors are `origin` (`origin_of_file` for what is not in the archive), `story_of` and `outlet`. They only read: every
query is a SELECT over the tables of `dedup.model.TABLES`, whatever stands behind those names.
"""

from dedup.asking.find import UnknownArticleError, UnknownNameError, find_article
from dedup.asking.outlets import OutletAnswer, UnknownOutletError, outlet
from dedup.asking.stories import Story, Told, story_of
from dedup.asking.tree import Node, nearest, trees
from dedup.asking.unseen import origin_of, origin_of_file
from dedup.asking.verdicts import SURE, OriginAnswer, Tally, origin, tally

__all__ = [
    "SURE",
    "Node",
    "OriginAnswer",
    "OutletAnswer",
    "Story",
    "Tally",
    "Told",
    "UnknownArticleError",
    "UnknownNameError",
    "UnknownOutletError",
    "find_article",
    "nearest",
    "origin",
    "origin_of",
    "origin_of_file",
    "outlet",
    "story_of",
    "tally",
    "trees",
]
