"""Which language an article is written in, where its record does not say so or says it wrongly."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kept
from dedup.tables import word_table
from dedup.text.characters import SCRIPTS
from dedup.text.tokenizer import HALF_WORDS, SCRIPT

_MARK_SHARE: Final = 0.01
"""A language is known by its own letters from this share of a text's letters on: one Pashto name in a Persian report is
less, and each of the languages of `language_letters.toml` spends three times as many."""
SAMPLE_CHARS: Final = 600
"""Characters shown to the identifier: 600 decide as well as the whole text, ten times faster."""


def _table() -> Mapping[str, Any]:
    return word_table("dedup.text", "language_letters.toml")


@lru_cache(1 << 10)
def _scripts_of(lang: str) -> tuple[str, ...]:
    """The scripts that a language is written in."""
    written = (scripts.split() for scripts, langs in _table()["scripts"].items() if lang in langs.split())
    return tuple(next(written, ["latin"]))


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
        identifier.set_languages([label for label in identifier.labels if label not in _table()["left_out"].split()])
        return identifier

    def believed(self, given: str | None, script: int) -> str | None:
        """Return what the record says, as an ISO 639-1 code, or None where it says nothing or the article's main script
        (a number of `Alphabet.script`; -1: it has none) cannot write that."""
        if given is None or script < 0:
            return given
        given = _table()["aliases"].get(given, given)
        scripts = _scripts_of(given)
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
        alias: str = _table()["aliases"].get(found, found)
        return alias


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
    codes, table = sorted(map(ord, letters)), _table()
    for first, last, lang in table["script_is_language"]:
        if 2 * (bisect_right(codes, last) - bisect_left(codes, first)) > len(codes):
            others = table["marked"].get(lang, {}).items()
            return next((other for other, marks in others if _has(letters, marks)), str(lang))
    if 2 * (bisect_right(codes, 0x06FF) - bisect_left(codes, 0x0600)) > len(codes):
        return max(
            (lang for lang, marks in table["arabic"].items() if _has(letters, marks)),
            key=lambda lang: sum(letter in table["arabic"][lang] for letter in letters),
            default=None,
        )
    if 2 * (bisect_right(codes, 0x052F) - bisect_left(codes, 0x0400)) > len(codes):
        return next(
            (
                lang
                for lang, (marks, others) in table["cyrillic"].items()
                if _has(letters, marks, _MARK_SHARE / 5) and (not others or _has(letters, others))
            ),
            None,
        )
    return None


def _has(letters: Sequence[str], marks: str, share: float = _MARK_SHARE) -> bool:
    return sum(letter.lower() in marks for letter in letters) > share * len(letters)
