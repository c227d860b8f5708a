"""Words around a name that make it no source: a picture's credit, the matter of the news, invitations to subscribe, a
park or a party called like a paper."""

import re

from dedup.provenance.attribution.any_name import is_place
from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.name_forms import ARTICLES
from dedup.provenance.attribution.patterns import APOSTROPHES, QUOTES_OPEN, lowered
from dedup.provenance.attribution.shapes import LINKS
from dedup.provenance.attribution.title_slot import DAYS

_BRACKET = re.compile(r"\w{0,3}\s?[(（\[]([^()（）\[\]\n]{1,12})[)）\]]")
_RUNNING = re.compile(r"^[^:/|©()\[\]]*(?:\s[a-zß-ÿа-яёіїє'’]{2,}\b[^:/|©()\[\]]*){3}")
"""Words in small letters between "Photo" and a name: a sentence, not a credit."""
_NEAR = 48
_ASKED = 3  # words between an invitation and the name at most: "subscribe to the …"
_PICTURE = 80
_FEW = 2  # words between a park and its name at most: "avenida de la …"
_NEXT = re.compile(r" ([^\W\d_][\w'’‘ʻʼ-]*)")
_CLAUSE = re.compile(r"[,.;:!?()«»„“”\"\n，。；：、「」؛،]|\s[–—-]\s")


def is_photo(layout: Layout, language: Language, name: tuple[int, int]) -> bool:
    """Return whether the line up to the name, or the bracket it stands in, begins as the credit of a picture, or
    a bracket behind the name says so: "提供：共同通信社（写真）"."""
    bracket = _BRACKET.match(layout.text, name[1])
    if bracket is not None and language.photo.fullmatch(lowered(bracket[1])):
        return True
    start = name[0]
    far = max(0, start - _PICTURE)
    line = layout.text.rfind("\n", far, start) + 1
    first = line > 0 or far == 0
    before = lowered(layout.text[line or far : start])
    for found in language.photo.finditer(before):
        lead = before[: found.start()].rstrip(" *•—–-|")
        if _RUNNING.search(layout.text[(line or far) + found.end() : start]):
            continue  # "Видео с места аварии опубликовал телеграм-канал …"
        if (not lead and first) or lead.endswith(("(", "[", "（", "【", "/", ".", "©")):
            return True
    return False


def is_subject(layout: Layout, language: Language, name: tuple[int, int], near: tuple[int, int]) -> bool:
    """Return whether a word beside the name, in the same clause and in `near`, says that the news is about the
    medium."""
    before = _CLAUSE.split(layout.text[max(near[0], name[0] - _NEAR) : name[0]])[-1]
    after = _CLAUSE.split(layout.text[name[1] : min(near[1], name[1] + _NEAR)])[0]
    far = language.beside
    if language.spaced:
        before = " ".join(before.split()[-far[0] :]) if far[0] else ""
        after = " ".join(after.split()[: far[1]])
    else:
        before, after = before[-far[0] :], after[: far[1]]
    return bool(language.subject.search(before) or language.subject.search(after))


def invites(text: str, language: Language, start: int, name: int) -> bool:
    """Return whether a sentence asks readers to subscribe or to follow, at its beginning or right before the name."""
    if language.invite.match(text, start):
        return True
    words = _CLAUSE.split(text[max(start, name - _NEAR) : name])[-1].split()[-_ASKED:] if language.spaced else []
    return bool(words) and language.invite.search(" ".join(words)) is not None


def is_borne(text: str, language: Language, name: tuple[int, int]) -> bool:
    """Return whether the word beside the name says whose it is: "avenida de La Nación", "Hürriyet Partisi"."""
    start, end = name
    behind = _NEXT.match(text, end)
    whole = text[start:end].split()
    if len(whole) > 1 and language.lang != "en" and language.bearers.fullmatch(whole[0]):
        return True  # "Ulica Vjesnika"; English trade papers are called so ("School Library Journal")
    if behind and language.bearers.fullmatch(behind[1]):
        return True
    line = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    words = text[line:start].rstrip(QUOTES_OPEN + " ").split()
    for _ in range(_FEW + 1):
        if any(language.bearers.fullmatch(" ".join(words[-count:])) for count in (1, 2) if len(words) >= count):
            return True
        if not words or words[-1] not in LINKS:
            return False
        words.pop()
    return False


def clause_begins(text: str, end: int) -> bool:
    """Return whether words written large behind a name begin what it reports, with no comma between: "Según Clarín
    Marla Quent viajará a Roma", but not "According to Time Warner executives, …"."""
    words = iter(text[end : end + _NEAR].partition("\n")[0].split())
    for word in words:
        if not word.isalpha():
            return False
        if word.islower():
            return next(words, None) is not None
    return False


def runs_on(text: str, language: Language, name: tuple[int, int]) -> bool:
    """Return whether a name of one word goes on as something else's: "Time Warner", but not "Time Magazine", "Time on
    Monday", "Guardian Australia", "Axios' Dana Quill", nor an abbreviation ("NPR Illinois"). German writes all nouns
    large."""
    words = text[slice(*name)].split()
    if words and words[0] in ARTICLES:
        words = words[1:]
    behind = _NEXT.match(text, name[1])
    if len(words) != 1 or behind is None or language.lang == "de" or not language.spaced or words[0].isupper():
        return False
    if words[0][-1] in APOSTROPHES:
        return False  # whose reporter, or the end of a title in single quotation marks
    word = behind[1]
    known = language.media.fullmatch(word) or language.titles.is_title(word) or language.titles.is_called(word)
    return word[0].isupper() and not (known or DAYS.match(word) or is_place(word, language.lang))
