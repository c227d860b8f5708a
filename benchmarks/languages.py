"""Made-up languages that share one hidden vocabulary of concepts, so that translations can be planted.

Each language has a real code and writes in the script of that code, for a text in made-up words has no language that
could be identified. Its words are random syllables; only names and numbers are the same in all, in transliteration.
So no lexicon helps with them but the one that a run learns.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from dedup.features.concepts.seed_lexicon import language_rows

CONCEPTS: Final = 40_000
"""Words with a meaning. News in one language has more, but the rest is rarer than once in a thousand articles."""
NAMES: Final = 30_000
FUNCTION_WORDS: Final = 80

_SYNONYM_SHARE: Final = 0.22
"""How often the second word for a concept is taken. With the losses of retelling (`articles`), passages of two tellings
in one language then have a weighted Jaccard of 0.35 to 0.5, as two translators' have."""
_FUNCTION_SHARE: Final = 0.5
"""Function words for each word with a meaning: a third of running text."""
_ENDING_SHARE: Final = 0.35

_CONSONANTS: Final = tuple(["p", "b", "t", "d", "k", "g", "f", "v", "s", "z", "m", "n", "l", "r", "kh", "sh", "ch"])
_VOWELS: Final = tuple("aeiou")


def _letters(consonants: str, vowels: str) -> Mapping[str, str]:
    return MappingProxyType(dict(zip((*_CONSONANTS, *_VOWELS), (*consonants.split(), *vowels.split()), strict=True)))


_LETTERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": _letters("p b t d k g f v s z m n l r kh sh ch", "a e i o u"),
        "de": _letters("p b t d k g f w s s m n l r ch sch tsch", "a e i o u"),
        "tr": _letters("p b t d k g f v s z m n l r h ş ç", "a e i o u"),
        "ru": _letters("п б т д к г ф в с з м н л р х ш ч", "а е и о у"),
        "uk": _letters("п б т д к ґ ф в с з м н л р х ш ч", "а е і о у"),
        "hy": _letters("պ բ տ դ կ գ ֆ վ ս զ մ ն լ ր խ շ չ", "ա ե ի ո ու"),
        "ka": _letters("პ ბ ტ დ კ გ ფ ვ ს ზ მ ნ ლ რ ხ შ ჩ", "ა ე ი ო უ"),
        "hi": _letters("प ब त द क ग फ व स ज़ म न ल र ख श च", "ा े ि ो ु"),
    }
)
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": ("s", "ed", "ing"),
        "de": ("en", "er", "es"),
        "tr": ("lar", "da", "dan"),
        "ru": ("ами", "ов", "ого", "ах"),
        "uk": ("ами", "ів", "ого", "ах"),
        "hy": ("ներ", "ում", "ից"),
        "ka": ("ის", "ში", "ები"),
        "hi": ("ों", "ें"),
    }
)
_DENSE_LETTERS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "ko": _letters("ᄑ ᄇ ᄐ ᄃ ᄏ ᄀ ᄑ ᄇ ᄉ ᄌ ᄆ ᄂ ᄅ ᄅ ᄏ ᄊ ᄎ", "ᅡ ᅦ ᅵ ᅩ ᅮ"),
        "fi": _letters("p b t d k g f v s ts m n l r h š tš", "a e i o u"),
        "ml": _letters("പ ബ ത ദ ക ഗ ഫ വ സ ശ മ ന ല ര ഖ ഷ ച", "ാ െ ി ൊ ു"),
    }
)
_DENSE_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ko": ("에서", "으로", "까지"),
        "fi": ("ssa", "lla", "sta", "n"),
        "ml": ("ിൽ", "ുടെ", "യും"),
    }
)
_AFTER_CONSONANT: Final[Mapping[str, str]] = MappingProxyType({"ko": "ᅳ"})
"""What a consonant at the end of a word cannot stand without."""
_SYLLABLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "th": "[เแโใไ]?[ก-ฮ][ะ-ฺ็-๎]*",
        "lo": "[ເແໂໃໄ]?[ກ-ຮຫໜໝ][ະ-ຼ່-ໍ]*",
        "km": "[ក-ឳ](?:្[ក-ឳ])*[ា-៑]*",
        "my": "[က-ဪ](?:္[က-ဪ])*[ါ-ှ]*",
        "bo": "[ཀ-ྼ]+",
    }
)
"""A syllable of scripts without spaces between words. Made-up ones of 22 letters make 170 bigrams, of which every
article has most; those of the seed lexicon's words are as many as real news has."""
CODES: Final = tuple(_LETTERS)
DENSE_CODES: Final = (*_DENSE_LETTERS, *_SYLLABLE)
"""Languages that dumps have if they are named: a word says more than one of English, or is a syllable or less."""
SHARES: Final = (0.3, 0.12, 0.08, 0.2, 0.1, 0.07, 0.07, 0.06)
"""What part of all first tellings each of `CODES` has."""
_DENSE_SHARE: Final = 0.1
"""What part each of `DENSE_CODES` has beside them, where it is named."""
_WITHOUT_CAPITALS: Final = frozenset({"ka", "hi", "ko", "ml", *_SYLLABLE})
_STOPS: Final[Mapping[str, str]] = MappingProxyType(
    {"hi": "।", "th": " ", "lo": " ", "my": "။ ", "bo": "། ", "km": "។ "}
)


@dataclass(frozen=True)
class Language:
    """How concepts are said in one language."""

    code: str
    words: Sequence[str]
    """Two for each concept, then the names."""
    function_words: Sequence[str]
    endings: Sequence[str]

    def say(self, concepts: NDArray[np.int64], random: np.random.Generator) -> list[str]:
        """A word for each concept, with a function word before some."""
        count = len(concepts)
        synonym = random.random(count) < _SYNONYM_SHARE
        at = np.where(concepts < CONCEPTS, 2 * concepts + synonym, concepts + CONCEPTS)
        ending = np.where(
            (concepts < CONCEPTS) & (random.random(count) < _ENDING_SHARE),
            random.integers(len(self.endings), size=count),
            -1,
        )
        # The commonest function words are ten times as common as those of the middle.
        between = np.where(
            random.random(count) < _FUNCTION_SHARE, (FUNCTION_WORDS * random.random(count) ** 3).astype(np.int64), -1
        )
        said = []
        for place, tail, before in zip(at.tolist(), ending.tolist(), between.tolist(), strict=True):
            word = self.words[place] if place < len(self.words) else str(place - len(self.words))
            if tail >= 0:
                word += self.endings[tail]
            said.append(word if before < 0 else f"{self.function_words[before]} {word}")
        return said

    def sentence(self, words: Sequence[str]) -> str:
        """Words as a sentence."""
        text = " ".join(words)
        if self.code in _SYLLABLE:
            text = text.replace(" ", "")
        return (text if self.code in _WITHOUT_CAPITALS else text[:1].upper() + text[1:]) + _STOPS.get(self.code, ".")


def number(value: int) -> int:
    """The concept of a number."""
    return CONCEPTS + NAMES + value


def share(code: str) -> float:
    """What part of all first tellings a language has."""
    return SHARES[CODES.index(code)] if code in CODES else _DENSE_SHARE


def seed_of(code: str) -> int:
    """The number by which what belongs to a language is drawn."""
    return CODES.index(code) if code in CODES else 100 + DENSE_CODES.index(code)


@cache
def language(code: str, seed: int) -> Language:
    """The language of `code`; another `seed` makes another one."""
    random = np.random.default_rng([seed, seed_of(code)])
    spell = _spell_by_syllables if code in _SYLLABLE else _spell_by_letters
    # Frequent words are short: their rank is their number.
    ranks = np.repeat(np.arange(CONCEPTS), 2)
    words = spell(code, random, 2 + (ranks > 200) + (ranks > 8000))
    names = spell(code, np.random.default_rng([seed, len(CODES)]), np.where(np.arange(NAMES) % 3, 3, 4))
    if code not in _WITHOUT_CAPITALS:
        names = [name[:1].upper() + name[1:] for name in names]
    function_words = spell(code, random, np.ones(FUNCTION_WORDS, np.int64))
    return Language(code, [*words, *names], function_words, (_ENDINGS | _DENSE_ENDINGS).get(code, ("",)))


def _spell_by_syllables(code: str, random: np.random.Generator, syllables: NDArray[np.int64]) -> list[str]:
    """Words of so many syllables each, drawn from the words of the seed lexicon."""
    forms = [form for row in language_rows(code) for form in row[code].split("|")]
    known = [syllable + "་" * (code == "bo") for form in forms for syllable in re.findall(_SYLLABLE[code], form)]
    drawn = random.integers(len(known), size=(len(syllables), 4)).tolist()
    return ["".join(known[at] for at in row[:count]) for row, count in zip(drawn, syllables.tolist(), strict=True)]


def _spell_by_letters(code: str, random: np.random.Generator, syllables: NDArray[np.int64]) -> list[str]:
    """Words of so many syllables each, a consonant and a vowel each."""
    letters = _LETTERS[code] if code in CODES else _DENSE_LETTERS[code]
    after = _AFTER_CONSONANT.get(code, "")
    consonants = random.integers(len(_CONSONANTS), size=(len(syllables), 4))
    vowels = random.integers(len(_VOWELS), size=(len(syllables), 4))
    syllable = np.array([*(letters[consonant] + letters[vowel] for consonant in _CONSONANTS for vowel in _VOWELS), ""])
    # A consonant at the end for some, so that words do not all end alike.
    tails = np.array([*("" for _ in _CONSONANTS), *(letters[consonant] + after for consonant in _CONSONANTS)])
    words = tails[random.integers(len(tails), size=len(syllables))]
    drawn = np.where(np.arange(4) < syllables[:, None], consonants * len(_VOWELS) + vowels, len(syllable) - 1)
    for column in drawn.T[::-1]:
        words = np.char.add(syllable[column], words)
    # All at once: no letter combines with the end of a line.
    return normalize("NFC", "\n".join(words.tolist())).split("\n")
