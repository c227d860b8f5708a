"""How the languages spell the sounds of names: tables for `names`, nothing else.

A spelling is turned into sound classes, one letter each: `a` any vowel, `p b v t d k g m n l r`, and `s` for every
sibilant and affricate. Classes are as wide as the transliteration systems in use disagree: х is kh, h, ch or x; ц is
ts, tz, c or z; ж is zh, j, ž or sch. Every table is read left to right, the longest spelling first. What a language
spells otherwise stands on its page (`language_tables`, `spelling`).
"""

from collections.abc import Mapping
from types import MappingProxyType


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
