"""Further names in one credit: "berichten Reuters und AFP", "according to NPR, the BBC and Reuters".

A pattern's slot gives the first name of an enumeration, or, where the cue follows it, the last one.
The others count only on their side of the word for "and" (`and` in the cue files), for after a comma alone another
clause may begin ("according to Reuters, Bloomberg has shut its office"). Some languages write that word on to a name:
"فرانس برس ورويترز", "블룸버그통신과 AP".
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from dedup.provenance.attribution.cues import Language

_COMMA = r"(?:,\s|،\s?|、)"
_SIGN = r"\s?[·・]\s?"
_MEMBER = re.compile(r"[^\n,،、;:()·・।۔。]{2,60}")
_AGAIN = re.compile(r"[a-zà-ÿ]{1,4}\s(?=\S{2})")
"""A preposition that stands before each name: "a Infobae y a EFE"."""
_CLOSED = re.compile(r"[»”“\"’']?(?:\s?[(（][^()（）\n]{1,25}[)）])?")
"""What may stand behind a name: a quotation's end, its abbreviation in brackets."""
_CLAUSE = re.compile(r"[\n,،、;:.!?।。()（）·・]")
_WORD = re.compile(r"[^\s、,،]+\s$")
_LETTER = re.compile(r"[^\s、,،\u3040-\u309f]$")
"""What stands before a name: a word, or, without blanks, a letter that is no particle ("米CNN")."""
_SENTENCE_ENDS = frozenset(["", *"\n.!?…。۔।:"])
_MOST = 9  # names beside the first that are looked at
_LONGEST = 12  # characters of a word for "and", with a blank
_FAR = 60  # characters that a name and the words before it take up at most
_LAST_WORDS = 4  # words behind "and" that may name no medium: "Reuters, AFP and the ministry"

Find = Callable[[int, int], tuple[int, int] | None]
"""Reads the name at the beginning of a stretch of the text, or at its end; gives where it stands, or None if none is
there."""


@dataclass(frozen=True)
class _Marks:
    """What parts the names of one language's enumerations, as expressions."""

    next: re.Pattern[str]
    """Behind a name: a comma, or "and" (group `and`)."""

    hung: re.Pattern[str]
    """ "And" at the end of what was taken for a name: "РИА Новости и ТАСС" may be read as a case ending."""

    last: re.Pattern[str]
    """ "And" that ends what stands before a name."""

    comma: re.Pattern[str]
    """A comma that does."""

    others: re.Pattern[str]
    """What says behind the last name that there are more: "AP, 로이터통신 등"."""


@lru_cache(1 << 8)
def _marks(words: tuple[str, ...], others: tuple[str, ...], spaced: bool) -> _Marks | None:
    """Return the marks of a language whose words for "and" and "et al." these are; None without any."""
    if not words:
        return None
    blank = r"\s" if spaced else r"\s?"
    whole = "|".join(re.escape(word) for word in words if "{S}" not in word) or "(?!)"
    ahead = "|".join(re.escape(word[:-3]) for word in sorted(words, key=len)[::-1] if word.endswith("{S}")) or "(?!)"
    behind = "|".join(re.escape(word[3:]) for word in words if word.startswith("{S}")) or "(?!)"
    joined = rf",?{blank}(?:{whole}){blank}|,?\s(?:{ahead})[-־]?(?=\w)|(?:{behind})\s|{_SIGN}"
    return _Marks(
        next=re.compile(rf"(?P<and>{joined})|{_COMMA}"),
        hung=re.compile(rf"(?:\s(?:{whole})|(?:{behind}))$"),
        last=re.compile(rf"(?:{joined})$"),
        comma=re.compile(rf"(?:{_COMMA}|{_SIGN})$"),
        others=re.compile(rf"\s?(?:{'|'.join(map(re.escape, others)) or '(?!)'})"),
    )


def names_behind(text: str, at: int, language: Language, find: Find) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the text that begin with a further name of the enumeration whose first name ends at
    `at`."""
    marks = _marks(language.words["and"], language.words["others"], language.spaced)
    if marks is None:
        return
    if hung := marks.hung.search(text, max(0, at - _LONGEST), at):
        at = hung.start()
    found: list[tuple[int, int]] = []
    for _ in range(_MOST):
        closed = _CLOSED.match(text, at)
        parted = marks.next.match(text, closed.end() if closed else at)
        member = _MEMBER.match(text, parted.end()) if parted else None
        span = member.span() if member else (0, 0)
        name = find(*span) if member else None
        if name is None and (again := _AGAIN.match(text, *span)):
            span = again.end(), span[1]
            name = find(*span)
        if parted is None or name is None:
            return
        found.append(span)
        if parted["and"]:
            yield from found
            return
        at = name[1]


def names_before(text: str, last: tuple[int, int], language: Language, find: Find) -> Iterator[tuple[int, int]]:
    """Yield where further names stand of the enumeration whose last member is `last`, each with its kind of medium."""
    marks = _marks(language.words["and"], language.words["others"], language.spaced)
    if marks is None:
        return
    at = last[0]
    follows = marks.next.match(text, last[1])
    ended = marks.others.match(text, last[1]) or (follows is not None and follows["and"])
    mark = marks.comma if ended else marks.last
    for _ in range(_MOST):
        end = _mark_before(text, at, language, mark)
        low = max(0, (end or 0) - _FAR)
        start = max([low, *(one.end() for one in _CLAUSE.finditer(text, low, end or 0))])
        start += len(text[start:end]) - len(text[start:end].lstrip())
        name = find(start, end) if end is not None and end - start > 1 else None
        if end is None or name is None:
            return
        yield name[0], end
        at, mark = name[0], marks.comma


def _mark_before(text: str, at: int, language: Language, mark: re.Pattern[str]) -> int | None:
    """Where the mark begins that stands before a name, or before the words that say what kind of medium it is."""
    for _ in range(_LAST_WORDS):
        found = mark.search(text, max(0, at - _LONGEST), at)
        if found is not None:
            return found.start()
        word = (_WORD if language.spaced else _LETTER).search(text, max(0, at - _FAR), at)
        if word is None or not _describes(word[0].strip(), language):
            return None
        at = word.start()
    return None


def is_opening(text: str, at: int, language: Language) -> bool:
    """Return whether a line or a sentence begins with the name at a place, or with the words that say what kind of
    medium it is."""
    while found := _WORD.search(text, max(0, at - _FAR), at) if language.spaced else None:
        if not _describes(found[0].strip(), language):
            break
        at = found.start()
    return text[max(0, at - 3) : at].rstrip(" ")[-1:] in _SENTENCE_ENDS


def _describes(word: str, language: Language) -> bool:
    if not language.spaced:
        return language.described.fullmatch(word) is not None
    return language.fillers.fullmatch(word) is not None or language.media.fullmatch(word) is not None


def no_medium(text: str, slot: tuple[int, int], language: Language) -> tuple[int, int] | None:
    """Return the last member of an enumeration that fills a slot and names no medium: the ministry of "Reuters, AFP and
    the ministry"; None if the slot does not end so."""
    marks = _marks(language.words["and"], language.words["others"], language.spaced)
    words = list(re.finditer(r"\s(?=\S)", text[slice(*slot)])) if marks else []
    for gap in words[: -_LAST_WORDS - 1 : -1]:
        at = slot[0] + gap.end()
        if marks is not None and marks.last.search(text, max(0, at - _LONGEST), at):
            return at, slot[1]
    return None
