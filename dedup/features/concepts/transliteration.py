"""How the languages spell the sounds of names.

A spelling is turned into sound classes, one letter each: `a` any vowel, `p b v t d k g m n l r`, and `s` for every
sibilant and affricate. Classes are as wide as the transliteration systems in use disagree: х is kh, h, ch or x; ц is
ts, tz, c or z; ж is zh, j, ž or sch. Every table is read left to right, the longest spelling first. What a language
spells otherwise stands on its page (`language_tables`, `spelling`).
"""

from collections.abc import Mapping
from itertools import product
from types import MappingProxyType
from typing import Final


def _spellings(table: str) -> Mapping[str, str]:
    """`sh=s ph=v`: each spelling and its classes."""
    return MappingProxyType(dict(pair.split("=") for pair in table.split()))


def _letters(table: str) -> Mapping[int, str]:
    """`вф=v`: each of the letters and its classes."""
    pairs = (pair.split("=") for pair in table.split())
    return MappingProxyType({ord(letter): classes for letters, classes in pairs for letter in letters})


COMMON: Mapping[str, str] = _spellings(
    "a=a e=a i=a o=a u=a y=a b=b p=p v=v f=v w=v t=t d=d k=k q=k g=g h=g s=s z=s j=s c=k x=ks m=m n=n l=l r=r "
    "ph=v th=t dh=d bh=b rh=r kh=g gh=g ck=k cq=k sh=s zh=s ch=s sch=s shch=s tch=s tsch=s dsch=s ce=sa ci=sa "
    "cy=sa cc=k np=mp nb=mb lj=l kj=k jev=av S=s "
)
"""Spelling -> classes in ASCII letters: romanised text, and every Latin orthography where its own page is silent."""

ROMANISED: Mapping[str, str] = _spellings("c=s cc=s ce=sa ci=sa cy=sa w=v aw=a lj=ls jh=s chh=s")
"""What a romanisation by anyascii spells otherwise: its c is Georgian ც, never k."""

MARKED_LETTERS: Mapping[int, str] = _letters("šśşșŝčćçĉžźżđ=S ř=r ð=d þ=th ğģ=g ñń=n ß=ss æœ=e ə=a ı=i ł=l ")
"""Latin letters whose mark is a sound, not an accent (others lose it). S is the sibilant that no digraph takes."""

CYRILLIC: Mapping[int, str] = _letters(
    "аеёиоуыэюяіїєйјўөүұәӣӯѝ=a бԃ=b вф=v гґхғһҳђ=g д=d жзсцчшщџћѕҷҗ=s кќқҡ=k лљ=l м=m нњңҥ=n п=p р=r т=t ъьʼ'= "
)
"""Cyrillic letters -> classes, without the way over romanisation: these are most of a Russian dump's names."""


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
    """Return the sound classes of a Korean word, in each reading that its spelling leaves open; no more than eight.

    Hangul has one letter for l and r, one for b and v, one for p and f. The first depends on its place: doubled or at
    the end of a syllable it is l (클린턴 Clinton, 젤렌스키 Zelensky), between vowels and behind a consonant r (트럼프
    Trump), and only at the start of a word either (런던 London, 로이터 Reuters). The others have two readings each.

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
