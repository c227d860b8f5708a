"""Stemming of every language by one function.

1. A word is folded (`fold_word`): lower case by the language's rules, NFKC, variants of one letter made one, and
   what the language's page says (`folding`).
2. PyStemmer, where Snowball has the language.
3. Else a light stemmer takes off the endings of the language's page, longest first, once a round. In the manner of
   Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian languages" (SAC 2006): endings of
   nouns and adjectives first of all, since these carry what an article is about, and only such verb endings as are
   frequent and safe.
4. Else the first `PREFIX_LETTERS` letters, which McNamee and Mayfield ("Character n-gram tokenization for European
   language text retrieval", 2004) found nearly as good as stems for languages without a stemmer.

Chinese, Japanese and other scripts without spaces keep their tokens as they are.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from dedup.features.language_tables import is_unspaced, language_table

PREFIX_LETTERS = 6
"""Where nothing is known of a language. Five conflates too much where words compound; seven lets cases through."""

_ALIASES: Mapping[str, str] = {
    "nb": "no",
    "nn": "no",
    "hr": "sr",
    "bs": "sr",
    "sh": "sr",
    "cnr": "sr",
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "arm": "hy",
    "dari": "fa",
    "prs": "fa",
}

# Apostrophes and quotation marks as they stand inside words, in text as it is found.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′＇ʹ՚"), "'")
# Stress marks, soft hyphens, joiners, tatweel, Arabic and Hebrew vowel points; Armenian accents inside a word.
_IGNORED = re.compile(
    "[\u0300\u0301\u00ad\u200b-\u200f\u2060\ufeff\u0640\u064b-\u065f\u0670\u0591-\u05c7\u055b-\u055e]"
)
_JOINERS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


@lru_cache(1024)
def base_language(lang: str) -> str:
    """Return the language whose stems are used: `pt-BR` is `pt`, `nb` is `no`, Croatian, Bosnian and Montenegrin are
    `sr`.

    >>> base_language("hr"), base_language("zh_Hant"), base_language("EN")
    ('sr', 'zh', 'en')
    """
    first = re.split("[-_]", lang.lower(), maxsplit=1)[0]
    return _ALIASES.get(first, first)


def fold_words(words: Sequence[str], lang: str) -> list[str]:
    """Return `fold_word` of each word: of all at once, for words of a text hold no newline."""
    folded = _folded("\n".join(words), lang).split("\n")
    if len(folded) != len(words):
        return [fold_word(word, lang) for word in words]
    fold = _folding(lang)
    return [fold(word) for word in folded] if fold is not None else folded


def fold_word(word: str, lang: str) -> str:
    """Return `word` in the one form in which its language's words are compared: what readers of it take for the same
    letters.

    >>> fold_word("İstanbul’da", "tr"), fold_word("Ёлка", "ru"), fold_word("L’État", "fr")
    ('istanbul', 'елка', 'état')
    """
    word = _folded(word, lang)
    fold = _folding(lang)
    return fold(word) if fold is not None else word


def _folded(word: str, lang: str) -> str:
    """What all languages fold, of a word or of a list with one word per line."""
    word = word.replace("`", "'") if word.isascii() else word.translate(_APOSTROPHES)
    if not word.isascii():
        # Accents come off before NFC joins them; й, ї and ў have other marks, which stay.
        if lang in {"ru", "uk", "be", "bg", "mk", "sr", "hy", "ar", "fa", "he", "yi", "ur"}:
            word = _IGNORED.sub("", word)
        else:
            # Joiners choose a shape, and many sites lose them.
            word = _JOINERS.sub("", word)
        word = unicodedata.normalize("NFKC", word)
    word = word.replace("İ", "i")
    if lang in {"tr", "az"}:
        word = word.replace("I", "ı")
    return word.lower()


@cache
def _folding(lang: str) -> Callable[[str], str] | None:
    """What a language folds beside what all do: the part `folding` of its page; None if it has none."""
    rules = language_table(lang, "folding")
    if not rules:
        return None
    letters, folded = rules.get("letters", ("", ""))
    table = str.maketrans(
        dict(zip(letters, folded.split() if " " in folded or len(letters) == 1 else folded, strict=True))
        | dict.fromkeys(rules.get("left_out", ""), "")
    )
    digraphs = list(zip(*map(str.split, rules.get("digraphs", ("", ""))), strict=True))
    beginning = re.compile(f"^(?:{rules['beginning']})") if "beginning" in rules else None
    ends_names = rules.get("ends_names")

    def fold(word: str) -> str:
        if ends_names is not None:
            head, _, _ = word.partition(ends_names)
            word = head if len(head) > 1 else word.replace(ends_names, "")  # after one letter it cuts nothing
        for digraph, letter in digraphs:
            word = word.replace(digraph, letter)
        word = word.translate(table) if table else word
        return beginning.sub("", word) if beginning is not None else word

    return fold


def stem_words(words: Sequence[str], lang: str) -> list[str]:
    """Return one stem for each word, in order; the same word and language always give the same stem.

    >>> stem_words(["Presidents", "president's"], "en")
    ['presid', 'presid']
    """
    lang = base_language(lang)
    folded = fold_words(words, lang)
    if is_unspaced(lang):
        return folded
    rules = language_table(lang, "stems")
    if "snowball" in rules:
        import Stemmer

        # Without its cache: whoever asks keeps what he has asked, and to fill the cache takes longer than to stem.
        stems: list[str] = Stemmer.Stemmer(rules["snowball"], 0).stemWords(folded)
        return stems
    if rules:
        cut = _light_stemmer(rules)
        return [cut(word) for word in folded]
    return [word[:PREFIX_LETTERS] for word in folded]


def _light_stemmer(rules: Mapping[str, Any]) -> Callable[[str], str]:
    """The light stemmer of a language: `endings` round by round, each of which leaves `keep` letters or 3; then
    `prefixes`, which match articles and conjunctions written together with the word.

    Endings are words of the folded form that `fold_word` gives, or regular expressions.
    """
    rounds = [_ending_cutter(endings.split(), rules.get("keep", 3)) for endings in rules["endings"]]
    prefix = re.compile(f"^(?:{rules['prefixes']})") if "prefixes" in rules else None

    def cut(word: str) -> str:
        for shorten in rounds:
            word = shorten(word)
        return prefix.sub("", word) if prefix is not None else word

    return cut


def _ending_cutter(endings: Sequence[str], keep: int) -> Callable[[str], str]:
    """Takes the longest ending off a word that leaves `keep` letters."""
    if not all(map(str.isalpha, endings)):
        # The lazy head makes the longest ending win, for it is the first to match.
        pattern = re.compile(f"^(.{{{keep},}}?)(?:{'|'.join(sorted(set(endings)))})$")
        return lambda word: pattern.sub(r"\1", word)
    known, longest = frozenset(endings), max(map(len, endings))

    def shorten(word: str) -> str:
        # Looked up rather than matched by an expression, which takes five times longer, and lexicons hold many forms.
        for at in range(max(keep, len(word) - longest), len(word)):
            if word[at:] in known:
                return word[:at]
        return word

    return shorten
