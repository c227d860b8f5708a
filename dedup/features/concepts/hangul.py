"""How Korean spells the sounds of foreign names.

Hangul has one letter for l and r, one for b and v, one for p and f. The first depends on its place: doubled or at the
end of a syllable it is l (클린턴 Clinton, 젤렌스키 Zelensky), between vowels and behind a consonant r (트럼프 Trump),
and only at the start of a word either (런던 London, 로이터 Reuters). The others have two readings each.
"""

from itertools import product
from typing import Final

_ONSETS: Final = ("g", "g", "n", "d", "d", "?", "m", "b", "b", "s", "s", "", "s", "s", "s", "k", "t", "p", "g")
"""Sound classes of the nineteen initials, in Unicode's order; `?` is l or r."""
_CODAS: Final = (
    *("", "k", "k", "k", "n", "n", "n", "t", "l", "l", "l", "l", "l", "l", "l", "l", "m", "p", "p", "t", "t", "ng"),
    *("t", "t", "k", "t", "p", "t"),
)
"""Sound classes of the final consonants, in Unicode's order, none first."""
_ROUNDED: Final = frozenset({9, 10, 11, 14, 15, 16})
"""Vowels that begin with a w: 워싱턴 is Washington."""
_SYLLABLES: Final = 0xAC00
_VOWELS: Final = 21
_LAST: Final = 28


def read_hangul(word: str) -> list[str]:
    """The sound classes of a word, in each reading that its spelling leaves open; no more than eight.

    >>> read_hangul("트럼프"), read_hangul("런던")
    (['tarampa', 'taramva'], ['landan', 'randan'])
    """
    sounds: list[tuple[str, ...]] = []
    before = ""
    for character in word:
        number = ord(character) - _SYLLABLES
        if not 0 <= number < len(_ONSETS) * _VOWELS * _LAST:
            continue
        onset, vowel, coda = number // (_VOWELS * _LAST), number // _LAST % _VOWELS, _CODAS[number % _LAST]
        sound = _ONSETS[onset]
        if sound == "?":
            sound = "l" if before == "l" else "r" if sounds else "?"
        elif not sound and vowel in _ROUNDED:
            sound = "v"
        sounds.append((sound + "a" + coda,))
        before = coda
    text = "".join(sound for (sound,) in sounds)
    first = ("l", "r") if text.startswith("?") else ("",)
    rest = text.removeprefix("?")
    labials = [rest, rest.replace("b", "v")] if "b" in rest else [rest]
    fricatives = [one.replace("p", "v") for one in labials] if "p" in rest else []
    return [start + one for start, one in product(first, dict.fromkeys((*labials, *fricatives)))]
