"""Which language an article is written in, where its record does not say so or says it wrongly."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kept
from dedup.text.characters import SCRIPTS
from dedup.text.tokenizer import HALF_WORDS, SCRIPT

_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {"wuu": "zh", "yue": "zh", "ary": "ar", "arz": "ar", "nn": "no", "nb": "no", "uzs": "uz", "sdh": "ku", "sh": "hr"}
)
# What py3langid offers beside languages of today's news: dead, tiny, or "no linguistic content". On short texts they
# win against their large neighbours more often than they are right.
_LEFT_OUT: Final = frozenset(
    "zxx la grc hbo eo vo an ext gcf gcr gom gug guw kab lij ltg vec wa oc fuv se bcl ace br fo pcm".split()
)
_SCRIPT_OF: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(("ru", "uk", "be", "bg", "mk", "ky", "ba"), ("cyrillic",)),
        **dict.fromkeys(("sr", "kk", "tg", "mn", "tt", "uz", "az", "tk", "bs", "ku"), ("cyrillic", "latin", "arabic")),
        **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd", "ckb"), ("arabic",)),
        **dict.fromkeys(("zh", "ja", "th", "lo", "km", "my"), ("dense",)),
        **dict.fromkeys(
            ("hi", "mr", "ne", "bn", "gu", "ta", "te", "kn", "ml", "si", "or", "as", "sa", "mai", "bho"), ("indic",)
        ),
        "hy": ("armenian",),
        "ka": ("georgian",),
        **dict.fromkeys(("he", "yi"), ("hebrew",)),
        "el": ("greek",),
        "ko": ("hangul", "dense"),
        "pa": ("indic", "arabic"),
        **dict.fromkeys(("am", "ti"), ("ethiopic",)),
        **dict.fromkeys(("bo", "dz"), ("tibetan",)),
        "dv": ("thaana",),
    }
)
_SCRIPT_IS_LANGUAGE: Final = (
    *((0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"), (0x0780, 0x07BF, "dv"), (0x0980, 0x09FF, "bn")),
    *((0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta")),
    *((0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si")),
    *((0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"), (0x1000, 0x109F, "my")),
    *((0x10A0, 0x10FF, "ka"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0xAC00, 0xD7AF, "ko")),
)
"""Scripts in which one language has nearly all of the news: first and last character, and the language. Beside them an
identifier that was never shown Tigrinya, Tibetan or Dhivehi guesses."""
_MARKED_BY: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "am": {"ti": "ኣቐቑቒቓቕቖኸኹኺኻኼኽኾ"},
        "bn": {"as": "ৰৱ"},
        "he": {"yi": "װױײ"},
    }
)
"""By the language that a script is taken for, letters that another language of that script has and it has not."""
_ARABIC_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "sd": "ٻڀٺٽٿڄڃڇڏڌڊڍڙڦڪڳڱڻ۾۽",
        "ps": "ښږړځڅټډۍګڼ",
        "ug": "ۇۈۋڭ",
        "ur": "ےٹڈڑںہ",
        "ckb": "ڕڵێ",
    }
)
"""Letters of languages in Arabic script that no other of them has. Arabic and Persian have none of their own."""
_CYRILLIC_MARKS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "tg": ("ӣӯҷ", ""),
        "kk": ("ұ", ""),
        "az": ("ҝҹ", ""),
        "ba": ("ҙҡҫ", ""),
        "uz": ("ў", "қҳғ"),
    }
)
"""Letters of languages in Cyrillic script that no other of them has. Belarusian shares one of Uzbek's with it, and has
none of the others."""
_MARK_SHARE: Final = 0.01
"""A language is known by its own letters from this share of a text's letters on: one Pashto name in a Persian report is
less, and each of the languages above spends three times as many."""
SAMPLE_CHARS: Final = 600
"""Characters shown to the identifier: 600 decide as well as the whole text, ten times faster."""


def main_scripts(
    lines: NDArray[np.int32], line_offsets: NDArray[np.int64], boilerplate: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Return the script of most words of each body, or of all lines where all are boilerplate; -1 where there is no
    line."""
    counts = np.diff(line_offsets)
    article = np.repeat(np.arange(len(counts)), counts)
    body = np.bincount(article[~boilerplate], minlength=len(counts))
    chosen = ~boilerplate | (body == 0)[article]
    scripts = len(SCRIPTS) + 1
    # The sums are whole numbers far below 2^53, so they are exact.
    words = np.bincount(
        article[chosen] * scripts + lines[chosen, SCRIPT], lines[chosen, HALF_WORDS], scripts * len(counts)
    )
    return np.where(counts > 0, np.argmax(words.reshape(len(counts), scripts), axis=1), -1)


class Language:
    """Identifies languages with py3langid (a naive Bayes over byte n-grams: Lui and Baldwin, ACL 2012)."""

    @cached_property
    def _identifier(self) -> Any:
        identifier = load_identifier()
        identifier.set_languages([label for label in identifier.labels if label not in _LEFT_OUT])
        return identifier

    def believed(self, given: str | None, script: int) -> str | None:
        """Return what the record says, as an ISO 639-1 code, or None where it says nothing or the article's main script
        (a number of `Alphabet.script`; -1: it has none) cannot write that."""
        if given is None or script < 0:
            return given
        given = _ALIASES.get(given, given)
        scripts = _SCRIPT_OF.get(given, ("latin",))
        return given if script == 0 or not scripts or SCRIPTS[script - 1][0] in scripts else None

    def identify(self, sample: str) -> str:
        """Return the language of body text, as an ISO 639-1 code: by its letters, where they are one language's, else
        by the identifier. Neither knows compatibility forms (Arabic presentation forms out of PDF files, full-width
        Latin), so they are replaced first."""
        sample = unicodedata.normalize("NFKC", sample[:SAMPLE_CHARS])
        by_letters = _language_of_letters(sample)
        if by_letters is not None:
            return by_letters
        found: str = self._identifier.classify(sample)[0]
        return _ALIASES.get(found, found)


def load_identifier() -> Any:
    """Return py3langid's identifier of languages. Its model takes half a second to unpack, and a fifth of that to read
    as it is kept once unpacked; a dump that names its languages waits for neither."""
    from py3langid import langid

    def make() -> Any:
        return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)

    # The packed model's size stands for its content, which changes with a release alone.
    size = Path(langid.__file__).parent.joinpath(langid.MODEL_FILE).stat().st_size
    return kept("languages", (version("py3langid"), np.__version__, size), make)


def _language_of_letters(sample: str) -> str | None:
    """The language that alone has the letters of most of a sample, if there is one."""
    if sample.isascii():
        return None
    letters = [character for character in sample if character.isalpha()]
    codes = sorted(map(ord, letters))
    for first, last, lang in _SCRIPT_IS_LANGUAGE:
        if 2 * (bisect_right(codes, last) - bisect_left(codes, first)) > len(codes):
            return next(
                (other for other, marks in _MARKED_BY.get(lang, {}).items() if _has(letters, marks)),
                lang,
            )
    if 2 * (bisect_right(codes, 0x06FF) - bisect_left(codes, 0x0600)) > len(codes):
        return max(
            (lang for lang, marks in _ARABIC_MARKS.items() if _has(letters, marks)),
            key=lambda lang: sum(letter in _ARABIC_MARKS[lang] for letter in letters),
            default=None,
        )
    if 2 * (bisect_right(codes, 0x052F) - bisect_left(codes, 0x0400)) > len(codes):
        return next(
            (
                lang
                for lang, (marks, others) in _CYRILLIC_MARKS.items()
                if _has(letters, marks, _MARK_SHARE / 5) and (not others or _has(letters, others))
            ),
            None,
        )
    return None


def _has(letters: Sequence[str], marks: str, share: float = _MARK_SHARE) -> bool:
    return sum(letter.lower() in marks for letter in letters) > share * len(letters)
