"""Concepts of names: the same for Путина, Putin's, پوتین and פוטין.

1. The word is taken if it can be a name: a capital in a script that has capitals, any word in one that has not.
2. Its case ending goes, its script and orthography become sound classes (`transliteration.py`).
3. Vowels go, but for the first sound; doubled sounds become one.
4. What is left is cut. `w:` and five classes is the fine key. `W:` and six coarser ones (voiced and voiceless as one,
   l and r as one) is for scripts that do not distinguish them: Arabic, Hebrew, kana, transcription into Chinese.

Consonant skeletons are what Soundex and its followers compare (Russell 1918; Philips, "Hanging on the Metaphone",
1990); here they are tuned on exemplar city names of CLDR in every script, which no news text went into.

A skeleton is weak evidence: short ones collide. The weight log(N/df) of a key says how weak, so none is dropped here,
but keys of fewer than two consonants are never made.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from dedup.features.concepts.numbers import WRITTEN_ON
from dedup.features.concepts.transliteration import (
    COMMON,
    CYRILLIC,
    MARKED_LETTERS,
    ROMANISED,
    read_hangul,
)
from dedup.features.language_tables import language_table
from dedup.features.stems.stemmer import base_language
from dedup.tables import to_ascii

FINE_LETTERS = 5
COARSE_LETTERS = 6
_READINGS = 32
"""A name of several words is read in this many ways at most: mostly one or two a word."""

CASELESS_LANGUAGES = frozenset(
    "ka ar fa ur ps ckb sd ug he yi dv hi mr ne bn as pa gu or ta te kn ml si ko am ti th lo km my bo".split()
)
"""Languages whose scripts have no capitals: any word may be a name there."""

_COARSE = str.maketrans("bvdgl", "pptkr")
_HEBREW_PREFIX = re.compile("^[ובלמשהכ](?=.{4})")
_ARABIC_PREFIX = re.compile("^(?:وال|فال|بال|كال|ولل|لل|ال)(?=..)|^[وبل](?=.{4})")
_ETHIOPIC_PREFIX = re.compile("^(?:[የበለከንብ]|እንደ|ስለ|ወደ|ናይ)(?=...)")
_SYLLABLES = frozenset({"ko", "am", "ti"})
"""Languages with one letter per syllable: two are a name."""
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʻ`´′"), "'")
# Letters with their vowel signs: those of Hebrew, Arabic, Thaana and Indic scripts are marks, which \w leaves out.
_PARTS = re.compile(
    r"(?:[^\W\d_]|[\u0591-\u05c7\u064b-\u065f\u0780-\u07b1\u0900-\u0963\u0970-\u0dff])+(?:'[^\W\d_]+)*|\d+"
)
# In Indic words joiners only choose a shape.
_INDIC_JOINERS = re.compile("(?<=[\u0900-\u0dff])[\u200c\u200d]+")
_SIBILANT_GERESH = re.compile("[גזצץת]['׳]")


MOST_LETTERS = 100
"""Of a name, or of a word whose parts are looked for. What is longer was written to break a reader: the key of 100,000
katakana took a minute."""


def name_concepts(words: Sequence[str], lang: str) -> list[tuple[str, ...]]:
    """Return for each word, its name concepts: none if it cannot be a name, more than one if its spelling has two
    readings.

    Words come as the text has them: case is needed, and so is the language, for its endings and its orthography.

    >>> name_concepts(["Lawrow", "sagte"], "de"), name_concepts(["Лавровым"], "ru")
    ([('w:lvrv', 'W:rprp'), ()], [('w:lvrvm', 'W:rprpm', 'w:lvrv', 'W:rprp')])
    """
    lang = base_language(lang)
    cased = lang not in CASELESS_LANGUAGES
    return [
        () if len(word) > MOST_LETTERS or (cased and word.isascii() and word.islower()) else _concepts(word, lang)
        for word in words
    ]


@lru_cache(1 << 15)
def _concepts(word: str, lang: str) -> tuple[str, ...]:
    """Those of one word. Kept for other archives of this process: half of what their words take is this."""
    # Case separates names from words only where there is case: an Arabic word in an English text may still be a name.
    cased = word.isascii() or any(character.islower() for character in word)
    if lang not in CASELESS_LANGUAGES and cased and not any(character.isupper() for character in word):
        return ()
    word = unicodedata.normalize("NFC", word.translate(_APOSTROPHES).replace("\u00ad", ""))
    if lang in {"he", "yi"}:
        word = re.sub("['\"׳״]", "", _SIBILANT_GERESH.sub("ז", word))
    letters_and_digits = _PARTS.findall(_INDIC_JOINERS.sub("", word))
    if not letters_and_digits or all(part.isdigit() for part in letters_and_digits):
        return ()
    if any(part.isdigit() for part in letters_and_digits):
        if len(letters_and_digits) == 2 and WRITTEN_ON.fullmatch(letters_and_digits[0]):
            return ()
        return _designation(letters_and_digits, _speller(lang))
    found: dict[str, None] = {}
    spell = _speller(lang)
    for part in letters_and_digits:
        for form in _forms(part.lower() if lang not in {"tr", "az"} else part.replace("İ", "i").lower(), lang):
            for sounds in spell(form):
                _add_keys(sounds, found)
    return tuple(found)


def _designation(parts: Sequence[str], spell: "_Speller") -> tuple[str, ...]:
    """F-16, Су-35, MH17, Ковид-19: first reading of the letters, then the digits."""
    key = "".join(part if part.isdigit() else skeleton(spell(part.lower())[0]) for part in parts)
    return (f"x:{key}",) if len(key) > 1 and not key.isdigit() else ()


def _forms(word: str, lang: str) -> list[str]:
    """The word, and without its case ending if that leaves three letters. Which of both is the name cannot be known."""
    head, apostrophe, tail = word.partition("'")
    if apostrophe:
        if lang in {"tr", "az"} and len(head) > 1:
            return [head]
        if lang == "en" and tail == "s":
            return [head]
        word = tail if lang in {"fr", "it", "ca"} and len(head) <= 4 and len(tail) > 2 else head + tail
    if lang in {"he", "yi"}:
        return [word, bare] if (bare := _HEBREW_PREFIX.sub("", word)) != word else [word]
    if lang in {"ar", "fa", "ur", "ps"}:
        return [word, bare] if lang == "ar" and (bare := _ARABIC_PREFIX.sub("", word)) != word else [word]
    if lang in {"am", "ti"} and (bare := _ETHIOPIC_PREFIX.sub("", word)) != word:
        return [word, bare]
    for ending in _endings(lang):
        if word.endswith(ending) and len(word) - len(ending) >= (2 if lang in _SYLLABLES else 3):
            return [word, word[: -len(ending)]]
    return [word]


@cache
def _endings(lang: str) -> tuple[str, ...]:
    """Case endings, the longest first."""
    return tuple(sorted(language_table(lang, "names").get("endings", "").split(), key=len, reverse=True))


def name_spellings(name: str, lang: str) -> frozenset[str]:
    """Return the consonant skeletons of a whole name, its words in one, in the classes that every script distinguishes.

    A name and its spelling in other letters share one: an outlet's name and the label of its domain. None is cut, as
    keys are: what is compared are two names, and not a word with all words of a dump.

    >>> name_spellings("Дніпро сьогодні", "uk") & name_spellings("dnipro-sohodni", "en")
    frozenset({'tmprsktn'})
    """
    lang = base_language(lang)
    spell = _speller(lang)
    readings = [""]
    word = unicodedata.normalize("NFC", name.translate(_APOSTROPHES).replace("\u00ad", "")).casefold()
    for part in _PARTS.findall(_INDIC_JOINERS.sub("", word)):
        forms = [part] if part.isdigit() else [sounds for form in _forms(part, lang) for sounds in spell(form)]
        readings = [start + form for start in readings for form in forms][:_READINGS]
    return frozenset(_every_script(skeleton(reading)) for reading in readings)


def skeleton(sounds: str) -> str:
    """Return sound classes without vowels but for the first, and nothing doubled.

    >>> skeleton("slanska"), skeleton("aaravan")
    ('slnsk', 'arvn')
    """
    sounds = re.sub(r"(.)\1+", r"\1", re.sub("[td]+s+", "s", sounds))
    return sounds[:1] + sounds[1:].replace("a", "")


def _add_keys(sounds: str, found: dict[str, None]) -> None:
    bones = skeleton(sounds)
    if len(bones.replace("a", "")) >= 2:
        found["w:" + bones[:FINE_LETTERS]] = None
        found["W:" + coarse(bones)] = None


def coarse(bones: str) -> str:
    """Return the skeleton in the classes that every script distinguishes.

    >>> coarse("tramp"), coarse("dramb")
    ('tramp', 'tramp')
    """
    return _every_script(bones)[:COARSE_LETTERS]


def _every_script(bones: str) -> str:
    bones = bones.translate(_COARSE)
    # Without vowels nobody sees whether the t and the s of Tashkent, the n and the b of Dushanbe, are neighbours.
    bones = re.sub("t+s+", "s", bones).replace("np", "mp")
    return re.sub(r"(.)\1+", r"\1", bones)


class _Speller:
    """Sound classes of lower-case words in one language; the alternatives that its spelling leaves open."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._latin = _spelling_reader({**COMMON, **language_table(lang, "spelling")})
        self._romanised = _spelling_reader({**COMMON, **ROMANISED})

    def __call__(self, word: str) -> list[str]:
        first = word[0]
        if first < "\u0370":
            return self._read_latin(word)
        if "\u0400" <= first < "\u0530":
            return [_read_cyrillic(word, self.lang)]
        return _read_other(word, self._romanised)

    def _read_latin(self, word: str) -> list[str]:
        if not word.isascii():
            if self.lang == "is":
                word = word.replace("ö", "a")
            word = to_ascii(word.translate(MARKED_LETTERS))
        if self.lang == "en":
            word = "mak" + word[2:] if word.startswith("mc") else word
            word = re.sub("w(?![aeiouyhr])", "u", word)
        readings = [self._latin(word)]
        first = word[0]
        if first == "j":
            # Juncker and Johnson: foreign names keep their letter, whatever it spells here.
            readings += [other + self._latin(word[1:]) for other in ("a", "s") if other != readings[0][:1]]
        elif first == "x":
            readings = ["s" + self._latin(word[1:])] if self.lang != "az" else readings
        elif "c" in word and self.lang in _SOFT_C and re.search("c[aou]", word):
            readings.append(self._latin(word.replace("c", "k")))
        return readings


@cache
def _speller(lang: str) -> _Speller:
    return _Speller(lang)


_SOFT_C = frozenset({"pl", "cs", "sk", "sr", "sl", "lv", "lt", "hu", "tr"})


def _read_cyrillic(word: str, lang: str) -> str:
    if word[0] == "у" and word[1:2] in {"и", "э", "о", "е", "а", "і"}:
        word = "в" + word[1:]
    if lang in {"sr", "mk"}:
        # Serbian ђ and Macedonian ѓ sound alike, but the Latin of the one is dj and of the other gj.
        word = word.replace("ђ", "дж")
    sounds = word.translate(CYRILLIC)
    if not sounds.isascii():
        sounds = to_ascii(sounds).lower()
    return sounds.replace("np", "mp").replace("nb", "mb")


def _read_other(word: str, romanised: Callable[[str], str]) -> list[str]:
    """Every other script by way of anyascii, after what anyascii cannot know: it sees letters, not words."""
    first = word[0]
    if "\u0530" <= first < "\u0590":
        word = word.replace("ու", "օ").replace("և", "եվ")
        if word[0] == "ո":
            word = "վ" + word
    elif "\u0590" <= first < "\u0600":
        return _read_hebrew(word)
    elif "\u0600" <= first < "\u0780":
        return _read_arabic(word)
    elif "\u0900" <= first < "\u0e00":
        return [romanised(_indic_letters(word))]
    elif "\uac00" <= first < "\ud7b0":
        return read_hangul(word)
    elif "\u0370" <= first < "\u0400":
        for spelling, sound in (("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("ου", "u"), ("χ", "kh"), ("β", "v")):
            word = word.replace(spelling, sound)
    words = [word]
    if re.search("[チヂツジ]", word):
        # Older katakana has no ti and di of its own: Putin is プーチン, Sanctis サンクチス.
        words.append(word.translate({ord("チ"): "テ", ord("ヂ"): "デ", ord("ジ"): "デ", ord("ツ"): "ト"}))
    return [romanised(_ascii_letters(word)) for word in words]


def _ascii_letters(word: str) -> str:
    return "".join(character for character in to_ascii(word).lower() if character.isalpha())


# Signs of nasal vowels, of all Indic scripts: what follows says which consonant is heard.
_NASALS = "[\u0901\u0902\u0981\u0a01\u0a02\u0a70\u0a81\u0a82\u0b01\u0b02\u0c01\u0c02\u0c81\u0c82\u0d02\u0d82]"
# The letters for ng, and Bengali's sign for it.
_VELAR_NASALS = re.compile("[\u0919\u0999\u0a19\u0a99\u0b19\u0b99\u0c19\u0c99\u0d19\u0d9e\u0982]")
# Bengali and Assamese spell w with a vowel before it.
_BENGALI_W = re.compile("ওয়|উয়")


def _indic_letters(word: str) -> str:
    """A word in an Indic script as anyascii spells it, but for what it does not know of nasals."""
    word = _BENGALI_W.sub("ব", word).replace("ज़", "ज")
    word = _VELAR_NASALS.sub(lambda found: "ঙগ" if found[0] == "\u0982" else found[0] + "ग", word)
    parts = re.split(_NASALS, word)
    spelled = [_ascii_letters(part) for part in parts]
    out = spelled[0]
    # At the end of a word it is n in the north and m in the south.
    closing = "n" if word[-1] < "\u0b00" else "m"
    for part in spelled[1:]:
        out += (closing if not part else "m" if part[0] in "pbm" else "n") + part
    return out


_HEBREW: Mapping[int, str] = {
    **{ord(letter): sound for letter, sound in zip("בגדזחטכלמנסקרשתצפ", "bgdsgtklmnskrstsv", strict=True)},
    **{ord(letter): sound for letter, sound in zip("ךםןףץ", "kmnvs", strict=True)},
}


def _read_hebrew(word: str) -> list[str]:
    """Vowel letters א ה ו י ע are vowels but for וו (v), ה before a letter (h) and ו, י at the start of a word."""
    word = re.sub("[\u0591-\u05c7]", "", word)
    word = re.sub("^ו|וו", "ב", word)
    word = re.sub("ה(?=.)", "ג", word)
    sounds = "".join("a" if letter in "אהויע" else letter for letter in word).translate(_HEBREW)
    sounds = "".join(sound for sound in sounds if sound.isascii() and sound.isalpha())
    readings = [sounds]
    if word[:1] == "פ":
        # At the start of a word פ is p; f is there only in foreign names.
        readings.insert(0, "p" + sounds[1:])
    return readings or [""]


_ARABIC: Mapping[int, str] = {
    **{ord(letter): "b" for letter in "بپٻڀ"},
    **{ord(letter): "t" for letter in "تطثټٹٽٿٺ"},
    **{ord(letter): "s" for letter in "جچسشصزژظذڅځڄڇښږ"},
    **{ord(letter): "g" for letter in "حخهغگڨھہګڳ"},
    **{ord(letter): "d" for letter in "دضڈډڊڌڍڏ"},
    **{ord(letter): "r" for letter in "رړڑڕڙ"},
    **{ord(letter): "k" for letter in "قكکڪ"},
    **{ord(letter): "v" for letter in "فڤڥۋڦ"},
    **{ord(letter): sound for letter, sound in zip("لڵمنںڻڼڃ", "llmnnnnn", strict=True)},
    **{ord(letter): "ng" for letter in "ڭڱ"},
}


def _read_arabic(word: str) -> list[str]:
    """Vowel letters ا و ي are vowels, but و at the start or beside ا is v, and ه at the end is silent."""
    word = re.sub("[\u064b-\u065f\u0670\u0640\u200c\u200d]", "", word)
    word = re.sub("[هةۀ]$", "", word)
    word = re.sub("^و(?=.)|(?<=.)و(?=ا)|(?<=.ا)و(?=.)", "ف", word).replace("تش", "چ")
    if "پ" in word:
        word = word.replace("پ", "p")
    sounds = re.sub("[اآأإىيیئؤءوعےۆ]", "a", word).translate(_ARABIC)
    sounds = "".join(sound for sound in sounds if sound.isascii() and sound.isalpha())
    if "ج" in word[:-1]:
        # Egypt writes foreign g so; elsewhere it is j.
        return [sounds, re.sub("[اآأإىيیئؤءوعےۆ]", "a", word.replace("ج", "غ")).translate(_ARABIC)]
    return [sounds]


def _spelling_reader(table: Mapping[str, str]) -> Callable[[str], str]:
    """Reads a word by a table of spellings, the longest first; what the table lacks is left out."""
    longest_first = sorted(table, key=lambda spelling: (-len(spelling), spelling))
    pattern = re.compile("|".join(map(re.escape, longest_first)) + "|.")

    def read(word: str) -> str:
        return pattern.sub(lambda found: table.get(found[0], ""), word)

    return read
