"""Which language an article is written in, where its record does not say so or says it wrongly."""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

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
        **dict.fromkeys(("ar", "fa", "ur", "ps", "ug"), ("arabic",)),
        **dict.fromkeys(("zh", "ja", "th", "lo", "km", "my"), ("dense",)),
        **dict.fromkeys(
            ("hi", "mr", "ne", "bn", "pa", "gu", "ta", "te", "kn", "ml", "si", "or", "as", "sa"), ("indic",)
        ),
        "hy": ("armenian",),
        "ka": ("georgian",),
        "he": ("hebrew",),
        "el": ("greek",),
        "ko": ("hangul", "dense"),
        "am": (),
    }
)
SAMPLE_CHARS: Final = 600
"""Characters shown to the identifier: 600 decide as well as the whole text, ten times faster."""


def main_scripts(
    lines: NDArray[np.int32], line_offsets: NDArray[np.int64], chrome: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """The script of most words of each body, or of all lines where all are chrome; -1 where there is no line."""
    counts = np.diff(line_offsets)
    article = np.repeat(np.arange(len(counts)), counts)
    body = np.bincount(article[~chrome], minlength=len(counts))
    chosen = ~chrome | (body == 0)[article]
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
        # Half a second, which a dump that names its languages need not wait for.
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages([label for label in identifier.labels if label not in _LEFT_OUT])
        return identifier

    def believed(self, given: str | None, script: int) -> str | None:
        """What the record says, as an ISO 639-1 code, or None where it says nothing or the article's main script (a
        number of `Alphabet.script`; -1: it has none) cannot write that."""
        if given is None or script < 0:
            return given
        given = _ALIASES.get(given, given)
        scripts = _SCRIPT_OF.get(given, ("latin",))
        return given if script == 0 or not scripts or SCRIPTS[script - 1][0] in scripts else None

    def identify(self, sample: str) -> str:
        """The language of body text, as an ISO 639-1 code."""
        found: str = self._identifier.classify(sample[:SAMPLE_CHARS])[0]
        return _ALIASES.get(found, found)
