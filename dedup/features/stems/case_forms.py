"""Case forms that a stemmer parts from their dictionary form, made so that a lexicon can list their stems too.

A stemmer that takes Ереване for a verb gives it another stem than Ереван. Rather than change each stemmer, `Lexicon`
lists the stems of a few regular forms of every word. A form that does not exist costs an entry and finds nothing.
"""

import re
from collections.abc import Iterator
from functools import cache

from dedup.features.language_tables import language_table


def inflected(word: str, lang: str) -> Iterator[str]:
    """The word as it is, then other forms of it, so far as the table has its language.

    >>> list(inflected("Франция", "ru"))
    ['Франция', 'Франции', 'Францию', 'Францией']
    """
    yield word
    if lang == "he":
        yield from (prefix + word for prefix in "בלמהושכ")
        yield from (prefix + word for prefix in ("וב", "של", "שב", "וה", "מה"))
    if len(word) > 3:
        for ending, others in _compiled(lang):
            if found := ending.search(word):
                yield from (word[: found.start()] + other for other in others)
                return


@cache
def _compiled(lang: str) -> list[tuple[re.Pattern[str], list[str]]]:
    return [(re.compile(f"(?:{ending})$"), others.split()) for ending, others in language_table(lang, "cases").items()]
