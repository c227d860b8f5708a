"""Second alphabets of one language: the Cyrillic twin of a Latin word, the other spelling of a Bengali letter.

Serbian and Uzbek news stands in both alphabets, letter for letter, so a cue is written down once. The tables are
those of the orthographies; they fail where two letters are none of their digraphs ("injekcija", "Is'hoq"), and no cue
has such a word.
"""

import re

_KEPT = re.compile(r"\{[SM]\}|<\w+>")  # of a pattern: its slot and its lists of words

_SERBIAN = [
    ("dž", "џ"),
    ("lj", "љ"),
    ("nj", "њ"),
    *zip("abvgdđežzijklmnoprstćufhcčš", "абвгдђежзијклмнопрстћуфхцчш", strict=True),
]
_UZBEK = [
    *(
        ("o'", "ў"),
        ("g'", "ғ"),
        ("sh", "ш"),
        ("ch", "ч"),
        ("yo", "ё"),
        ("ya", "я"),
        ("yu", "ю"),
        ("ye", "е"),
        ("ts", "ц"),
    ),
    *zip("abdefghijklmnopqrstuvxyz'", "абдефгҳижклмнопқрстувхйзъ", strict=True),
]
_E = re.compile(r"(?<![^\W\d_])e")  # Uzbek e at a word's start
_LETTERS = [("\u09af\u09bc", "\u09df"), ("\u09a1\u09bc", "\u09dc"), ("\u09a2\u09bc", "\u09dd")]


def with_twins(table: dict[str, object], also: str) -> dict[str, object]:
    """Return the table with each word of its lists in the second alphabet too; `also` is empty where there is none."""
    if not also:
        return table
    found: dict[str, object] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found[name] = with_twins(value, also)
        elif isinstance(value, list) and all(isinstance(word, str) for word in value):
            found[name] = list(dict.fromkeys(form for word in value for form in (word, twin(word, also))))
        else:
            found[name] = value
    return found


def twin(words: str, also: str) -> str:
    """Return a word or pattern in the second alphabet: "serbian" or "uzbek" Cyrillic, or "bengali" in joined letters.

    Raises KeyError for another.
    """
    pairs = {"serbian": _SERBIAN, "uzbek": _UZBEK, "bengali": _LETTERS}[also]
    kept = [m.span() for m in _KEPT.finditer(words)]
    pieces, at = [], 0
    for start, end in [*kept, (len(words), len(words))]:
        pieces += [_rewritten(words[at:start], pairs, also), words[start:end]]
        at = end
    return "".join(pieces)


def _rewritten(words: str, pairs: list[tuple[str, str]], also: str) -> str:
    if also == "uzbek":
        words = _E.sub("э", words)
    for old, new in pairs:
        words = words.replace(old, new)
    return words
