"""Words around a name that make it no source: a picture's credit, the matter of the news, invitations to subscribe."""

import re

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.patterns import lowered

_BRACKET = re.compile(r"\w{0,3}\s?[(（\[]([^()（）\[\]\n]{1,12})[)）\]]")
_RUNNING = re.compile(r"^[^:/|©()\[\]]*(?:\s[a-zß-ÿа-яёіїє'’]{2,}\b[^:/|©()\[\]]*){3}")
"""Words in small letters between "Photo" and a name: a sentence, not a credit."""
_NEAR = 48
_ASKED = 3  # words between an invitation and the name at most: "subscribe to the …"
_PICTURE = 80
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
