"""Stemming of every language by one function.

1. A word is folded (`fold_word`): lower case by the language's rules, NFKC, variants of one letter made one.
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
from functools import lru_cache
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
_ARABIC = str.maketrans("أإآٱىؤئ", "اااايوي")
_PERSIAN = str.maketrans("يىكةأإآۀئؤ", "ییکهااآهیو")
_URDU = str.maketrans("يىكهةۂأإآۀئؤے", "ییکہہہاااہیوی")
_HEBREW_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_ELISION = re.compile(
    r"^(?:[ldjqcnsmt]|qu|lorsqu|jusqu|puisqu|quoiqu|dell|all|nell|sull|dall|un|quest|quell|bell|sant|coll)'(?=\w{2})"
)
# Arabic conjunctions and prepositions before the article, which Snowball leaves when two come together.
_ARABIC_PREFIX = re.compile("^(?:وال|فال|بال|كال|ولل|لل)(?=\\w{3})")


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
    """`fold_word` of each word: of all at once, for words of a text hold no newline."""
    folded = _folded("\n".join(words), lang).split("\n")
    if len(folded) != len(words):
        return [fold_word(word, lang) for word in words]
    fold = _FOLDS.get(lang)
    return [fold(word) for word in folded] if fold is not None else folded


def fold_word(word: str, lang: str) -> str:
    """`word` in the one form in which its language's words are compared: what readers of it take for the same letters.

    >>> fold_word("İstanbul’da", "tr"), fold_word("Ёлка", "ru"), fold_word("L’État", "fr")
    ('istanbul', 'елка', 'état')
    """
    word = _folded(word, lang)
    return _FOLDS[lang](word) if lang in _FOLDS else word


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


def _fold_without_apostrophe(word: str) -> str:
    return word.replace("'", "").replace('"', "").replace("ґ", "г").replace("״", "").replace("׳", "")


def _fold_cut_apostrophe(word: str) -> str:
    """Turkish sets case endings off names: Erdoğan'ın. An apostrophe after one letter cuts nothing."""
    head, _, _ = word.partition("'")
    return head if len(head) > 1 else word.replace("'", "")


def _fold_elision(word: str) -> str:
    return _ELISION.sub("", word)


_UZBEK = str.maketrans(
    {
        **dict(zip("абвгдеёжзийклмнопрстуфх", "a b v g d e yo j z i y k l m n o p r s t u f x".split(), strict=True)),
        **{"ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ы": "i"},
        **{"қ": "q", "ў": "o", "ҳ": "h", "ғ": "g", "'": ""},
    }
)
_AZERBAIJANI = str.maketrans(
    dict(
        zip(
            "абвгғдежзиыјкҝлмноөпрстуүфхһчҹшәюяэй",
            "a b v q ğ d e j z i ı y k g l m n o ö p r s t u ü f x h ç c ş ə yu ya e y".split(),
            strict=True,
        )
    )
)
_KAZAKH = str.maketrans(
    {
        **dict(zip("aäbdefgğhiıjklmnoöprstuüvyzñqşūcŋ", "аәбдефгғһіыжклмноөпрстуүвйзңқшұцң", strict=True)),
        # и and і are one letter in Latin.
        **{"и": "і", "á": "ә", "ó": "ө", "ú": "ү", "ý": "у", "ń": "ң", "ǵ": "ғ"},
    }
)
_TIGRINYA = str.maketrans("ሠሡሢሣሤሥሦሧፀፁፂፃፄፅፆ", "ሰሱሲሳሴስሶሷጸጹጺጻጼጽጾ")
_AMHARIC = _TIGRINYA | str.maketrans("ሃሐሑሒሓሔሕሖኀኁኂኃኄኅኆኸኹኺኻኼኽኾኣዐዑዒዓዔዕዖዉ", "ሀሀሁሂሀሄህሆሀሁሂሀሄህሆሀሁሂሀሄህሆአአኡኢአኤእኦው")
"""Letters that sound alike, of which writers take either."""


def _fold_uzbek(word: str) -> str:
    """Cyrillic as Latin, without the apostrophes that break a word in two, and e at the beginning as it is said."""
    word = word.translate(_UZBEK)
    return word[1:] if word.startswith("ye") else word


_FOLDS: Mapping[str, Callable[[str], str]] = {
    "ru": lambda word: word.replace("ё", "е"),
    "be": _fold_without_apostrophe,
    "uk": _fold_without_apostrophe,
    # Without gershayim (ארה"ב), and final letters as the others: what an ending leaves is no final letter.
    "he": lambda word: _fold_without_apostrophe(word).translate(_HEBREW_FINALS),
    "tr": _fold_cut_apostrophe,
    "az": lambda word: _fold_cut_apostrophe(word).translate(_AZERBAIJANI),
    "uz": _fold_uzbek,
    # Latin as Cyrillic, which nearly all of its news is in.
    "kk": lambda word: word.replace("sh", "ш").replace("ch", "ч").translate(_KAZAKH),
    "fr": _fold_elision,
    "it": _fold_elision,
    "ca": _fold_elision,
    "ar": lambda word: _ARABIC_PREFIX.sub("", word.translate(_ARABIC)),
    "fa": lambda word: word.translate(_PERSIAN),
    "ur": lambda word: word.translate(_URDU),
    "is": lambda word: word.replace("ö", "a"),
    "de": lambda word: word.replace("ß", "ss"),
    "am": lambda word: word.translate(_AMHARIC),
    "ti": lambda word: word.translate(_TIGRINYA),
}


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

        stems: list[str] = Stemmer.Stemmer(rules["snowball"]).stemWords(folded)
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
