"""Which language an article is written in, where its record does not say so or says it wrongly."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from dedup.text.alphabet import SCRIPTS

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


@dataclass(frozen=True)
class Language:
    """Identifies languages with py3langid (a naive Bayes over byte n-grams: Lui and Baldwin, ACL 2012)."""

    identifier: Any

    @classmethod
    def load(cls) -> "Language":
        """Read the bundled model (0.5 s)."""
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages([label for label in identifier.labels if label not in _LEFT_OUT])
        return cls(identifier)

    def of(self, given: str | None, script: int, sample: str) -> str | None:
        """The language of an article, as an ISO 639-1 code, or None where nothing says it.

        `given` is what the record says; it is believed unless the article's main script (a number of
        `Alphabet.script`) cannot write it. `sample` is body text.
        """
        if given is not None:
            given = _ALIASES.get(given, given)
            scripts = _SCRIPT_OF.get(given, ("latin",))
            if script == 0 or not scripts or SCRIPTS[script - 1][0] in scripts:
                return given
        if script == 0:
            return None
        found: str = self.identifier.classify(sample[:SAMPLE_CHARS])[0]
        return _ALIASES.get(found, found)
