"""Bytes to text: UTF-8 and UTF-16 by their rules, older encodings by a careful guess; and text that was decoded with
the wrong encoding before it came here."""

import re
from functools import cache
from typing import NamedTuple

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

GUESSED = (
    "cp1251", "koi8_r", "cp1252", "cp1250", "cp1254", "cp1253", "cp1255", "cp1256", "cp1257", "cp874",
    "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr",
)  # fmt: skip
"""The encodings of news before UTF-8. Offered all it knows, charset_normalizer takes Japanese for Korean."""

SURE_LETTERS = 3
"""So many letters written as UTF-8 writes them, and none otherwise, are UTF-8 whatever the page says it is: bytes of an
older encoding for one letter per byte fall so once in a thousand pairs."""

SURE_SIGNS = 6
"""The same where the page says an encoding of two bytes a sign: one sign of GB2312 in seven is valid UTF-8 by accident,
so a word of two or three may be, and six signs in a row are once in a hundred thousand."""

BAD_SHARE = 0.02
"""A declared encoding stays if so few of the bytes outside ASCII do not fit it: a page is often cut within a letter, or
holds a foreign snippet. What fits worse was declared wrongly."""

_WIDER = {
    "euc-kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs", "gbk": "gb18030", "euc-jp": "euc_jis_2004",
    "iso-2022-jp": "iso2022_jp_ext", "windows-874": "cp874", "iso-8859-8-i": "iso8859_8", "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be",
}  # fmt: skip
"""Python's codecs for the encodings of the WHATWG standard where Python's codec of that name reads less."""

_TWO_BYTES = frozenset({"cp949", "cp932", "big5hkscs", "gb18030", "euc_jis_2004"})

GUESS_BYTES = 50_000

LATIN = {
    "cp1252": frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊÍÎÑÓÔÖØÚÜ¿¡«»"),
    "cp1254": frozenset("ığşçöüâîİĞŞÇÖÜ«»"),
    "cp1250": frozenset("ąćčďęěłńňőřśšťůűźżžáéíóúýâîşţôäöüĄĆČĎĘŁŃŘŚŠŤŮŹŻŽÁÉÍÓÚÝđĐß„"),
    "cp1257": frozenset("āčēėęģīįķļņšųūžąõäöüĀČĒĢĪĶĻŅŠŪŽĄĘĖĮŲÕ"),
}
"""Letters at home in each of the Latin code pages, which differ in too few bytes for a general guess. ISO 8859-2 and
8859-15 hold the letters of the first and third at other places: of equals the first is taken."""
LATIN["iso8859_2"] = LATIN["cp1250"]
LATIN["iso8859_15"] = LATIN["cp1252"]

_UTF8_CHARACTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ud800-\udfff\ue000-\uf8ff\ufff0-\uffff]")
_HIGH = re.compile(rb"[\x80-\xff]")


def bom_encoding(head: bytes) -> tuple[str, int] | None:
    """Return the encoding a byte order mark at the start of `head` names, and the mark's length."""
    return next(((name, len(mark)) for mark, name in BOMS if head.startswith(mark)), None)


def is_binary(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of no text in any encoding read here."""
    if not head or bom_encoding(head) or unmarked_utf16(head):
        return False
    controls = len(_CONTROL.findall(head)) / len(head)
    return controls > 0.3 or (controls > 0.02 and not _is_utf8(head))


def decode(data: bytes) -> str | None:
    """Return the text of a file, its line ends as they are; None where no encoding fits.

    A few bad bytes in UTF-8 (a page cut within a letter) become U+FFFD rather than costing the article.
    """
    marked = bom_encoding(data)
    if marked:
        return data[marked[1] :].decode(marked[0], "replace")
    if wide := unmarked_utf16(data):
        return data.decode(wide, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError:
        legacy = decode_legacy(data)
    if legacy is None and _mostly_utf8(data):
        return data.decode(errors="replace")
    return legacy


def decode_page(data: bytes, *declared: str | None) -> str | None:
    """Return the text of a page as browsers read it: by its byte order mark, else as UTF-8 where its bytes can be
    nothing else, else by the labels of `declared` (the server's, the page's own) in their order, else by a guess.

    Labels mean what the WHATWG standard says they mean: `euc-kr` is CP949, `iso-8859-1` windows-1252.
    """
    if bom_encoding(data) or unmarked_utf16(data):
        return decode(data)
    names = [name for label in declared if label and (name := _codec(label))]
    high = len(_HIGH.findall(data))
    if not high:
        name = next((name for name in names if name == "iso2022_jp_ext"), "ascii")
        return data.decode(name, "replace")
    letters = _UTF8_CHARACTER.findall(data)
    in_utf8 = sum(map(len, letters))
    needed = SURE_SIGNS if names and names[0] in _TWO_BYTES else SURE_LETTERS
    bad = data.decode(errors="replace").count("\ufffd") if in_utf8 > 0.8 * high else high
    if (bad == 0 and (len(letters) >= needed or not names)) or (
        bad <= _tolerated(high) and len(letters) >= SURE_SIGNS and in_utf8 > 0.8 * high
    ):
        return data.decode(errors="replace")
    for name in names:
        text = data.decode(name, "replace")
        if text.count("\ufffd") <= _tolerated(high):
            return text
    return decode(data)


def _tolerated(high: int) -> int:
    return max(2, int(BAD_SHARE * high))


@cache
def _codec(label: str) -> str | None:
    """Return Python's codec for a label; a page that calls itself UTF-16 and can be read so far is UTF-8."""
    from webencodings import lookup

    known = lookup(label.strip().strip("'\""))
    if known is None or known.name in ("x-user-defined", "utf-8"):
        return "utf-8" if known is not None and known.name == "utf-8" else None
    if known.name.startswith("utf-16"):
        return "utf-8"
    return _WIDER.get(known.name) or str(known.codec_info.name)


def decode_legacy(data: bytes) -> str | None:
    """Return the text of bytes in an encoding older than UTF-8, by a guess; None if they are something else."""
    name = legacy_encoding(data)
    try:
        return data.decode(name) if name else None
    except UnicodeDecodeError:
        return None


def legacy_encoding(data: bytes) -> str | None:
    """Return the likely name of the encoding of bytes in one older than UTF-8; None if they are something else."""
    if _mostly_utf8(data) or b"\x00" in data:
        return None
    from charset_normalizer import from_bytes

    # The letters tell the encoding; the plain ASCII of a JSON record or of a page's tags only dilutes them.
    best = from_bytes(_telling(data), cp_isolation=list(GUESSED)).best()
    if best is None:
        return None
    name = best.encoding
    if name in LATIN:
        name = max(LATIN, key=lambda page: _at_home(data, page))
    return name


def _telling(data: bytes) -> bytes:
    if len(data) <= GUESS_BYTES:
        return data
    lines = b"\n".join(line for line in data[: 20 * GUESS_BYTES].split(b"\n") if _HIGH.search(line))
    return lines[:GUESS_BYTES].rsplit(b" ", 1)[0]


def _at_home(data: bytes, page: str) -> float:
    letters = b"".join(_HIGH.findall(data[: 20 * GUESS_BYTES])).decode(page, "replace")
    home = LATIN[page]
    return sum(letter in home for letter in letters) / len(letters)


def _mostly_utf8(data: bytes) -> bool:
    """Say whether letters outside ASCII are mainly written as UTF-8 writes them."""
    high = len(_HIGH.findall(data))
    return high > 0 and sum(map(len, _UTF8_CHARACTER.findall(data))) > 0.8 * high and _is_utf8_but_for_few(data, high)


def _is_utf8_but_for_few(data: bytes, high: int) -> bool:
    return data.decode(errors="replace").count("\ufffd") < max(2, high // 20)


def _is_utf8(head: bytes) -> bool:
    """Say whether `head`, which may end within a letter, is UTF-8."""
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3
    return True


def unmarked_utf16(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark by the zero bytes of its spaces and line ends, all on one side.

    Of Latin letters every second byte is zero; of other scripts only digits, spaces and punctuation have one.
    """
    head = data[: min(4096, len(data) & ~1)]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    if min(even, odd) or max(even, odd) <= len(head) // 32:
        return None
    name = "utf-16-le" if odd else "utf-16-be"
    text = head.decode(name, "ignore")
    return None if _NO_TEXT.search(text) else name


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


def traces(text: str, fewest: int = FEWEST) -> float:
    """Return the share of characters of `text` that look like bytes of UTF-8 read as another encoding; 0 where they are
    fewer than `fewest`, or than a short text needs."""
    if text.isascii():
        return 0.0
    half = max(0, len(text) // 2 - LOOKED_AT // 2)
    looked = text if len(text) <= 2 * LOOKED_AT else text[:LOOKED_AT] + text[half : half + LOOKED_AT]
    found = len(_LATIN.findall(looked))
    cyrillic = looked.count("Р") + looked.count("С")
    if cyrillic > _CYRILLIC_SHARE * len(looked) and not looked.isupper():
        found += cyrillic
    return found / len(looked) if found >= min(fewest, 1 + len(looked) // 20) else 0.0


class Repaired(NamedTuple):
    """A text, and the share of traces of a wrong decoding that are left in it."""

    text: str
    left: float

    @property
    def is_ruined(self) -> bool:
        """Whether most of the text is unreadable for a wrong decoding that cannot be undone."""
        return self.left > RUINED_SHARE


def repair(text: str, fewest: int = FEWEST) -> Repaired:
    """Return `text` read again with the right encoding, where it was read with the wrong one and can be undone.

    One trace is enough (`fewest`) in a title whose article had to be repaired.
    """
    share = traces(text, fewest)
    if not share:
        return Repaired(text, 0.0)
    from ftfy import fix_encoding

    again = str(fix_encoding(text))
    left = traces(again) if again != text else share
    return Repaired(again, left) if left < share / 4 else Repaired(text, share)


def is_lost(text: str) -> bool:
    """Say whether question marks stand for most letters of `text`, as where it was saved in a charset without them."""
    lost = text.count("?") + (text.count("\ufffd") if "\ufffd" in text else 0)
    return lost >= LOST_FEWEST and lost > LOST_SHARE * (len(text) - text.count(" "))
