"""Articles in, passages out: words, lines, page boilerplate, paragraphs, language."""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.text.body import (
        MOST_AROUND,
        Bodies,
        TextTables,
        around,
        cut_bodies,
        lines_of,
        recurring_and_long_lines,
        recurring_lines,
    )
    from dedup.text.characters import DENSE, DIGIT, IGNORED, LETTER, Alphabet, simplified_han
    from dedup.text.language import load_identifier
    from dedup.text.quotations import quoted_words
    from dedup.text.recurring import LEAST_HALF_WORDS, content_words, mean_overlap, overlap
    from dedup.text.sentences import sentence_around
    from dedup.text.titles import title_words
    from dedup.text.tokenizer import HASH_START, HASH_STEP, code_points, mix
    from dedup.text.unspaced import units_of
else:
    __getattr__, __dir__ = lazy_names(__name__)
