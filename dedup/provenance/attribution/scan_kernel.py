"""The kernel of `Scanner.scan`: reads code points and tells where known words begin. Its plain twin is in the tests."""

import numpy as np
import numpy.typing as npt

from dedup.kernels import kernel, lower_bound, part

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)
_LOW = np.uint64((1 << 18) - 1)
_SLOT = np.uint64((1 << 17) - 1)
LONGEST = 24
WHOLE, CAPITAL = 1, 2
_QUOTED = 46
_LATIN_END = 0x0250
_HANGUL = (0xAC00, 0xD7A3)
ALNUM, BLANK, OPEN, CLOSE, BREAK, UPPER, ASCII_LOWER, LOWER = 1, 2, 4, 8, 16, 32, 64, 128


@part
def _ends_built(codes, at, end, kinds, lower, tails):  # type: ignore[no-untyped-def]
    """The word at `at` ends as a medium's name does."""
    stop = at
    while stop < end and codes[stop] < 65536 and kinds[codes[stop]] & ALNUM:
        stop += 1
    for length in range(2, 8):
        if stop - length <= at:
            break
        value = np.uint64(0)
        for place in range(stop - length, stop):
            value = (value ^ np.uint64(lower[codes[place]])) * MULTIPLIER
            value ^= value >> _SHIFT
        low = lower_bound(tails, value)
        if low < len(tails) and tails[low] == value:
            return True
    return False


@kernel("u4[] i8[] i8[] b1[] u1[] u4[] b1[] b1[] i8[] u8[] i8[] i8[] i8[] i8[] u8[] i8[]! i8[]!")
def read_codes(
    codes: Codes,
    offsets: Numbers,
    languages: Numbers,
    dense: Flags,
    kinds: npt.NDArray[np.uint8],
    lower: Codes,
    prefixes: Flags,
    ends: Flags,
    slots: Numbers,
    keys: Hashes,
    first: Numbers,
    entry_language: Numbers,
    entry_trigger: Numbers,
    entry_flags: Numbers,
    tails: Hashes,
    places: Numbers,
    found: Numbers,
) -> int:
    """Fill `places` in `codes`, ascending, and what is `found` there: a trigger's number in its language, -1 a hint.

    Returns how many there are, though there be no room for all.
    """
    count = 0
    for text in range(len(languages)):
        language = languages[text]
        if language < 0:
            continue
        begin, end = offsets[text], offsets[text + 1]
        is_dense = dense[language]
        before = np.uint8(0)
        for at in range(begin, end):
            code = codes[at]
            kind = kinds[code] if code < 65536 else np.uint8(0)
            hint = False
            if kind & OPEN:
                for after in range(at + 1, min(end, at + _QUOTED + 2)):
                    other = codes[after]
                    mark = kinds[other] if other < 65536 else np.uint8(0)
                    if mark & BREAK:
                        break
                    if mark & CLOSE:
                        hint = True
                        break
            elif code == 46 and before & ALNUM and at + 1 < end:
                following = codes[at + 1]
                hint = following < 65536 and (kinds[following] & ASCII_LOWER) > 0
            if (kind & BLANK) == 0 and (is_dense or not before & ALNUM):
                value = np.uint64(0)
                for reach in range(at, min(end, at + LONGEST)):
                    letter = codes[reach]
                    small = lower[letter] if letter < 65536 else letter
                    if letter < 65536 and kinds[letter] & BREAK:
                        break
                    value = (value ^ np.uint64(small)) * MULTIPLIER
                    value ^= value >> _SHIFT
                    if not prefixes[np.int64(value & _LOW)]:
                        break
                    if not ends[np.int64(value & _LOW)]:
                        continue
                    slot = np.int64(value & _SLOT)
                    while slots[slot] >= 0 and keys[slots[slot]] != value:
                        slot = (slot + 1) & np.int64(_SLOT)
                    low = slots[slot]
                    if low < 0:
                        continue
                    closed = reach + 1 == end or codes[reach + 1] >= 65536 or not kinds[codes[reach + 1]] & ALNUM
                    # "AFP는", "BBCga": an ending in another script, or in small letters behind capitals.
                    hung = not closed and (
                        (letter < _LATIN_END and codes[reach + 1] >= _LATIN_END)
                        or (
                            reach > at
                            and letter < 65536
                            and kinds[letter] & UPPER > 0
                            and kinds[codes[reach + 1]] & LOWER > 0
                        )
                    )
                    for entry in range(first[low], first[low + 1]):
                        of = entry_language[entry]
                        if of >= 0 and of != language:
                            continue
                        flags = entry_flags[entry]
                        is_hint = entry_trigger[entry] < 0
                        if flags & WHOLE and not closed and not is_dense and not (is_hint and hung):
                            continue
                        if flags & CAPITAL and kind & LOWER:
                            continue
                        if is_hint:
                            hint = True
                        else:
                            if count < len(places):
                                places[count], found[count] = at, entry_trigger[entry]
                            count += 1
                if not hint and (kind & UPPER or _HANGUL[0] <= code <= _HANGUL[1]):
                    hint = _ends_built(codes, at, end, kinds, lower, tails)
            if hint:
                if count < len(places):
                    places[count], found[count] = at, -1
                count += 1
            before = kind
    return count
