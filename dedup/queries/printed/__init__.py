"""Answers as people read them: what the commands print, and what `str()` of an answer gives.

Each page is a list of parts; `as_text` lays them out without colour, the commands on a console of the terminal's.
"""

from dedup.queries.printed.evaluation_words import evaluation_page, precision_recall_svg
from dedup.queries.printed.layout import CYAN, GREEN, Page, Row, as_text, laid_out
from dedup.queries.printed.origin_words import answer_line, origin_page, tally_page
from dedup.queries.printed.outlet_words import outlet_line, outlet_page, outlets_csv
from dedup.queries.printed.pair_words import blind_page, explanation_line, explanation_page
from dedup.queries.printed.story_words import origin_in_words, size_of, stories_page, story_line, story_page
