"""What is known of each language's words: `languages/LL.toml`, one page per language, each part read where it is
needed.

| part | what it holds |
| --- | --- |
| `stems` | the name of Snowball's algorithm, or the endings that a light stemmer takes off (`stems.stemmer`) |
| `folding` | letters that are written for each other: `letters` and what they are folded to, by character or by word; |
| | `digraphs`, likewise, before them; `left_out`: letters; `ends_names`: the sign before a name's case ending, |
| | which falls away with it; `beginning`: an expression for what is taken off the front of a word |
| `cases` | what a dictionary form ends in, and what stands there in other forms; the first that fits is taken |
| `scales` | a factor and the words that multiply the number beside them, with any ending; those with a dot have none |
| | `none`: words that begin as one of those and are another: millionaire; a `_` stands for a space |
| `numbers` | `scale_ahead`: the scale stands before its number; `scale_link`: what may stand between the two; |
| | `scale_joined`: no space does, nor before what is counted; `ordinal`: what makes a number one of a row |
| `names` | case endings that a name takes and that have a consonant; endings of vowels alone fall away anyhow |
| `spelling` | what its Latin orthography spells otherwise than most (`concepts.transliteration`) |
| `compounds` | `links`: letters that join the parts of words that are written as one (`concepts.compounds`) |
| `cldr` | `none`: names of CLDR that are commoner as other words: of a currency, of a month, which is lost so |
| `persons` | how persons are told in Chinese characters (`concepts.person_names`): surnames, titles, verbs of saying |
| `meanings` | `none`: words, as spelled, that mean nothing by themselves, though a meaning has their stem |
| `density` | how many words of English say what one word says, as the tokenizer counts words (`density_of`) |
| `spaced` | false where no spaces stand between words (`is_unspaced`); above the parts |

To correct a language, edit its page; to add one, write a page. A part that is not there is done without.
docs/extending.md lists what stands elsewhere: meanings (`concepts/seed/languages`), cues of credits, boilerplate.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any


def language_table(lang: str, part: str) -> Mapping[str, Any]:
    """Return one part of a language's page; empty if it has none, or the language no page.

    >>> dict(language_table("sw", "scales"))["1_000"], dict(language_table("xx", "scales"))
    ('elfu.', {})
    """
    found: Mapping[str, Any] = _page(lang).get(part, {}) if lang in languages_with_a_page() else {}
    return found


def density_of(lang: str) -> float:
    """Return how many words of English say what one word of a language says.

    The thresholds of a match are in words of English. A word of Korean or Finnish holds a preposition and a pronoun
    more; two characters of Thai, which are half a word, are a syllable. Measured on `benchmarks/parallel`, where it is
    below 0.7 or from 1.2 on; other languages, Chinese and Japanese among them, count as they are.

    >>> density_of("ko"), density_of("th"), density_of("en")
    (1.5, 0.4, 1.0)
    """
    return float(language_table(lang, "density").get("english_words", 1.0))


def is_unspaced(lang: str) -> bool:
    """Return whether a language is written without spaces between words, so that its tokens are no words.

    Lists that mean something else say so by their names: where writers are free to put spaces or leave them out
    (`text.unspaced.FREELY_SPACED`), which scripts the tokenizer cuts into pairs of characters (`tables.DENSE_RANGES`).

    >>> is_unspaced("zh-TW"), is_unspaced("km"), is_unspaced("ko"), is_unspaced("xx")
    (True, True, False, False)
    """
    code = lang.split("-", maxsplit=1)[0]
    return code in languages_with_a_page() and not _page(code).get("spaced", True)


@cache
def languages_with_a_page() -> frozenset[str]:
    """Return the codes of the languages that have a page. What a dump calls a language is no path."""
    pages = (resources.files("dedup.features") / "languages").iterdir()
    return frozenset(page.name.removesuffix(".toml") for page in pages)


@cache
def _page(lang: str) -> Mapping[str, Any]:
    text = (resources.files("dedup.features") / "languages" / f"{lang}.toml").read_text("utf-8")
    return MappingProxyType(tomllib.loads(text))
