"""Notices text that was decoded with the wrong encoding, and repairs it where that is sure."""

import re

LOOKED_AT = 1000
"""Characters at the beginning and in the middle by which a text is judged: a wrong decoding spoils all of it alike."""

FEWEST = 4
"""Traces of a wrong decoding below which a text is left alone: one stray `â€™` is a quote, not a ruined text."""

RUINED_SHARE = 0.08
"""Traces a character from which a text that cannot be repaired is no text. In Latin script read wrongly one letter in
twenty is spoiled and the rest can still be read and compared; in other scripts nearly every letter is."""

LOST_SHARE = 0.5
LOST_FEWEST = 20
"""Signs that stand for lost letters (question marks, U+FFFD), from which a text is no text: more than half of it, and
so many. A program that saves Armenian as windows-1252 leaves one for each letter, and of a text digits and commas."""

# UTF-8's first bytes as windows-1252 and its kin show them, each before what its second bytes look like.
_LATIN = re.compile("[ÂÃÄÅÎÏÐÑØÙ×àáâãäåæçèéêëìíîï](?:[\x80-\x9f¡-ª¬-º¼-¿€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]|(?<=Ã)\xa0)")
"""One set of letters begins it, so that `re` looks for those alone: with alternatives it took a third of reading."""

_CYRILLIC_SHARE = 0.2
"""The first bytes of Cyrillic in UTF-8 are the capitals Р and С in windows-1251: every second character is one of them,
while they begin one word in thirty."""


def traces(text: str) -> float:
    """Return the share of characters of `text` that look like bytes of UTF-8 read as another encoding."""
    if text.isascii():
        return 0.0
    half = max(0, len(text) // 2 - LOOKED_AT // 2)
    looked = text if len(text) <= 2 * LOOKED_AT else text[:LOOKED_AT] + text[half : half + LOOKED_AT]
    found = len(_LATIN.findall(looked))
    cyrillic = looked.count("Р") + looked.count("С")
    if cyrillic > _CYRILLIC_SHARE * len(looked) and not looked.isupper():
        found += cyrillic
    return found / len(looked) if found >= min(FEWEST, 1 + len(looked) // 20) else 0.0


def repaired(text: str) -> str:
    """Return `text` read again with the right encoding, where it was read with the wrong one and can be undone."""
    share = traces(text)
    if not share:
        return text
    from ftfy import fix_encoding

    again = str(fix_encoding(text))
    return again if again != text and traces(again) < share / 4 else text


def is_lost(text: str) -> bool:
    """Say whether question marks stand for most letters of `text`, as where it was saved in a charset without them."""
    lost = text.count("?") + text.count("\ufffd")
    return lost >= LOST_FEWEST and lost > LOST_SHARE * (len(text) - text.count(" "))


def is_ruined(text: str) -> bool:
    """Say whether most of `text` is unreadable for a wrong decoding that cannot be undone."""
    return traces(text) > RUINED_SHARE
