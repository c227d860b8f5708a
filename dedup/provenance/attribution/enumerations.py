"""Further names in one credit: "berichten Reuters und AFP", "according to NPR, the BBC and Reuters".

A pattern's slot gives the first of them. Those behind it count only up to the word for "and" that ends the list, for
after a comma alone another clause may begin ("according to Reuters, Bloomberg has shut its office"). In languages that
write the word on to the name (Arabic, Hebrew) or need no blanks they are not looked for.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

_AND: Final = {
    "af": "en", "az": "və", "be": "і|ды", "bg": "и", "bn": "ও|এবং", "bs": "i", "ca": "i", "cs": "a",
    "da": "og|samt", "de": "und|sowie", "el": "και", "en": "and", "es": "y|e", "et": "ja|ning", "fa": "و",
    "fi": "ja|sekä", "fr": "et", "gl": "e", "hi": "और", "hr": "i|te", "hu": "és", "hy": "և|եւ", "id": "dan",
    "is": "og", "it": "e|ed", "ka": "და", "kk": "және|мен", "lt": "ir|bei", "lv": "un", "mk": "и",
    "mr": "आणि", "nb": "og|samt", "ne": "र", "nl": "en", "pl": "i|oraz", "pt": "e", "ro": "și|şi", "ru": "и",
    "sk": "a", "sl": "in", "sq": "dhe", "sr": "i|и", "sv": "och|samt", "sw": "na", "ta": "மற்றும்",
    "te": "మరియు", "tl": "at", "tr": "ve", "uk": "і|та|й", "ur": "اور", "uz": "va", "vi": "và",
}  # fmt: skip
_MEMBER = re.compile(r"[^\n,;:()]{2,60}")
_CLOSED = re.compile(r"[»”“\"’']?")
_MOST = 9  # names behind the first that are looked at

_LONGEST = 12  # characters of a word for "and", with a blank

Find = Callable[[int, int], int | None]
"""Reads the name at the beginning of a stretch of the text; gives where it ends, or None if none is there."""


def members(text: str, at: int, lang: str, find: Find) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text that begin with a further name of the enumeration whose first name ends at
    `at`."""
    separator = _separator(lang)
    found: list[tuple[int, int]] = []
    if separator is not None and (ending := _ending(lang).search(text, max(0, at - _LONGEST), at)):
        at = ending.start()  # "РИА Новости и ТАСС": taken for a case ending of the name
    for _ in range(_MOST if separator is not None else 0):
        parted = separator.match(text, at) if separator is not None else None
        member = _MEMBER.match(text, parted.end()) if parted else None
        end = find(*member.span()) if member else None
        if parted is None or member is None or end is None:
            return
        found.append(member.span())
        if parted["and"]:
            yield from found
            return
        closed = _CLOSED.match(text, end)
        at = closed.end() if closed else end


@cache
def _ending(lang: str) -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_AND[lang]})$")


@cache
def _separator(lang: str) -> re.Pattern[str] | None:
    return re.compile(rf"[»”“\"]?(?:,?\s(?P<and>{_AND[lang]})\s|,\s)") if lang in _AND else None
