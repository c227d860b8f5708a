"""The pattern language of the cue files, and its compilation to regular expressions.

A pattern is words with blanks between them; a blank is any white space inside a paragraph (nothing, in scripts
without spaces). Words match in any letter case.

    told            the word
    сообщ*          a word that begins so
    [report|said]   one of these; an alternative may be several words
    said?  [a|b]?   may be missing
    ...             any of the same sentence; the slot is looked for behind (or before) the gap next to it, and further
                    gaps are of 80 characters at most
    ^  $            the start and the end of a line; brackets, dashes and a full stop there do not count
    {S}             the slot: the words that may name a source; exactly one a pattern
    {M}             a slot that holds a medium: a listed name that is an ordinary word too is one there
    {N}             a slot of which the words around it say that much, that a name which nobody lists is one there, too
    ל{S}            a slot whose name carries a letter that is written on to it (Hebrew, Arabic: "to …")

Each pattern also yields its triggers: plain lower-case strings of which one must occur wherever the pattern matches.
The scanner looks for all of them at once, so that a regular expression only ever sees the surroundings of a trigger.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Literal

Side = Literal["after", "before", "middle"]

QUOTES_OPEN, QUOTES_CLOSE = '«"“„‹《「『‘»', '»"”“›》」』’«'
URL = r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,12}(?:/[^\s)»\"”]*)?"
_DENSE_URL = r"(?:[A-Za-z0-9-]+\.)+[a-z]{2,12}"
_HUNG = r"(?:[-’'][\w]{1,4}|[a-zəğıöşüç]{1,4}(?!\w))?"  # "Report"a, “Zarafshon”ga
_QUOTED = f"[{QUOTES_OPEN}][^{QUOTES_OPEN}{QUOTES_CLOSE}\n]{{2,45}}[{QUOTES_CLOSE}]{_HUNG}"
# Vowel signs and joiners that are letters to a reader and not to `\w`: Hebrew, Arabic, Indic scripts.
MARKS = "\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0d7f\u200c\u200d"
_W = rf"[\w{MARKS}]"
_SIGNS = "&'’‘.+@!־״\"-"
_ENDING = f"(?-i:{_W}*)"
# A word gives nothing back, but where what follows may begin within it: then `*+` is taken for `*`.
_TOKEN = rf"[\w&@{MARKS}][\w{MARKS}{_SIGNS}]*+"
_TOKENS = {"after": f"{_TOKEN}(?: {_TOKEN}){{0,7}}", "before": f"(?:{_TOKEN} ){{0,5}}?{_TOKEN}"}
# A credit line may name several, with signs between them: "وكالات + الأناضول".
_TOKENS["line"] = rf"{_TOKEN}(?:(?:\s?[+/|·&]\s?| ){_TOKEN}){{0,7}}"
_TOKENS["middle"] = f"{_TOKEN}(?: {_TOKEN}){{0,7}}?"
_CHARS = r"[^\s，。、；：,;:()（）\[\]【】《》「」『』“”\"«»]"
# In a script without spaces a name may still be a Latin one of several words ("The Japan Times").
_LATIN = r"[A-Za-z][A-Za-z0-9&.'’+-]*(?: [A-Za-z][A-Za-z0-9&.'’+-]*){0,3}"
_RUN = 20  # characters of a name and what kind of medium it is, in a script without spaces

# What `*` and a slot are taken to stand for at most, in characters.
_INFLECTED, _SLOT = 15, 180
_PUNCTUATION = frozenset(",:.—–-(՝：=")
_SEPARATORS = frozenset(":：=(")
_ASIDE = r"(?:\s?[(（][^()（）\n]{1,25}[)）])?"  # "The Wall Street Journal (WSJ) reports"
_GAP = r"[^\n.!?;。۔।]{0,80}?"
_ELEMENT = re.compile(r"\[[^\]]*\]\??|\S+")
_SLOTS = re.compile(r"\{[MN]\}")


@dataclass(frozen=True)
class Pattern:
    """One pattern. Its expressions are compiled when they are first used: there are 1,400, a dump needs a part of them,
    and compiling all takes two seconds."""

    found_by: str
    """The expression of all of the pattern; of one with `...`, of the side of it that holds no slot."""

    head: str | None
    """Of `found_by`, if it ends with the slot, what stands before: a slot takes longer to compile than all of it."""

    slot: str
    """The expression of the slot."""

    searched: str | None
    """Of a pattern with `...`, that of the side that holds the slot, to be looked for in the rest of the sentence."""

    ending: str | None
    """Of `searched`, if a slot is its beginning, that of the words behind the slot. A slot can begin at every word and
    be of any length, so they are looked for first."""

    forward: bool
    """That side comes after the other."""

    triggers: tuple[tuple[str, bool], ...]
    """Lower-case strings of which one must occur, each with whether it is a whole word there."""

    reach: tuple[int, int]
    """Characters before and after a trigger that a match needs at most."""

    side: Side
    """Where the name stands in the slot: at its start (after the cue), at its end (before the cue), or fills it."""

    anchored: bool
    """What is found by the trigger begins at a line's start."""

    names_first: bool
    """What is found by the trigger begins with the slot."""

    whole_line: bool
    """The pattern is anchored to a line's start and end."""

    medium: bool
    """A listed name in the slot is the medium's, also one that is an ordinary word."""

    any_name: bool
    """So is a name that is not listed, and by which nothing shows that it is a medium's."""

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """`found_by`, compiled."""
        return re.compile(self.found_by)

    @cached_property
    def _before(self) -> re.Pattern[str] | None:
        """`head`, compiled."""
        return None if self.head is None else re.compile(self.head)

    def find(self, text: str, first: int, last: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """Return where `found_by` matches first between two places, and its slot there; -1 if it holds none.

        A slot behind the first match of `head` is where all of the expression finds it, too. If there is none, another
        match of `head` may have one behind it.
        """
        if self._before is not None:
            before = self._before.search(text, first, last)
            if before is None:
                return None
            slot = _compiled(self.slot).match(text, before.end(), last)
            if slot is not None:
                return (before.start(), slot.end()), slot.span("s")
        match = self.regex.search(text, first, last)
        return match and (match.span(), match.span("s") if self.searched is None else (-1, -1))

    @cached_property
    def other(self) -> re.Pattern[str] | None:
        """`searched`, compiled."""
        return None if self.searched is None else re.compile(self.searched)

    @cached_property
    def last(self) -> re.Pattern[str] | None:
        """`ending`, compiled."""
        return None if self.ending is None else re.compile(self.ending)


@cache
def _compiled(slot: str) -> re.Pattern[str]:
    """The expression of a slot, which many patterns share, compiled."""
    return re.compile(slot)


APOSTROPHES = "'’‘ʻʼ`´"
_APOSTROPHE = str.maketrans({mark: "'" for mark in APOSTROPHES})


def lowered(text: str) -> str:
    """Return `text.lower()` of the same length (İ is the one letter whose lower case is two characters), all
    apostrophes alike: Uzbek alone is written with four of them."""
    return text.replace("İ", "i").lower().translate(_APOSTROPHE)


def compile_pattern(source: str, spaced: bool, run: int = _RUN) -> Pattern:
    """Return the form of a pattern in which it is looked for; `spaced` says whether the language puts spaces between
    words.

    `run` is how long a name may be, in characters, where it does not.

    Raises ValueError for a pattern without exactly one slot, or with nothing to look for.
    """
    elements: list[str] = _ELEMENT.findall(_SLOTS.sub("{S}", source))
    glued = "".join(e.removesuffix("{S}") for e in elements if e.endswith("{S}"))
    elements = ["{S}" if e.endswith("{S}") else e for e in elements]
    if elements.count("{S}") != 1:
        raise ValueError(f"a pattern needs exactly one {{S}}: {source!r}")
    gaps = [at for at, element in enumerate(elements) if element == "..."]
    cut = max((at for at in gaps if at < elements.index("{S}")), default=min(gaps, default=len(elements)))
    head, tail = elements[:cut], elements[cut + 1 :]
    slot = elements.index("{S}")
    words_after = any(_is_word(e) and _required(e) for e in elements[slot + 1 :])
    words_before = any(_is_word(e) and _required(e) for e in elements[:slot])
    side: Side = "middle" if words_after and words_before else "before" if words_after else "after"
    if tail and "{S}" in (head[-1], tail[-1]):
        # A slot between two words is read towards the gap; one with a gap for its only neighbour, from its start.
        side = "before" if head[-1] == "{S}" and len(head) > 1 else "after"
    # The part without the slot is found from its trigger; the rest of the sentence is then searched for the slot's.
    found_by = tail if tail and "{S}" in head else head
    best = max((e for e in found_by if _required(e) and _is_word(e)), key=_reach, default=None)
    if best is None:
        raise ValueError(f"a pattern needs a word that must occur, beside its gap: {source!r}")
    triggers = tuple(sorted({_anchor(a) for a in _alternatives(best)}))
    searched = (head if found_by is tail else tail) if tail else []
    words = [at for at, e in enumerate(searched) if at and _is_word(e) and _required(e)]
    behind = searched[words[0] :] if words and searched[0] == "{S}" else []
    before, after = found_by[: found_by.index(best)], found_by[found_by.index(best) :]
    whole = _expression(found_by, side, spaced, glued, run)
    named = _regex("{S}", side, spaced, "", run, open_end=False)[0]
    return Pattern(
        found_by=whole,
        head=whole.removesuffix(named) if whole.endswith(named) else None,
        slot=named,
        searched=_expression(searched, side, spaced, glued, run) if searched else None,
        ending=_expression(behind, side, spaced, "", run) if behind else None,
        forward=found_by is head,
        triggers=triggers,
        reach=(sum(map(_length, before)) + _longest(best), sum(map(_length, after))),
        side=side,
        anchored=found_by[0] == "^",
        names_first=found_by[0] == "{S}" and not source.startswith("^") and side == "before",
        whole_line=elements[0] == "^" and elements[-1] == "$",
        medium=_SLOTS.search(source) is not None,
        any_name="{N}" in source,
    )


def _expression(elements: list[str], side: Side, spaced: bool, glued: str, run: int) -> str:
    gap = r"(?:[^\S\n]{1,3}|\n)" if spaced else r"\s?"
    parts: list[str] = []
    begins = False  # nothing that must occur stands between this element and the pattern's beginning, or a gap
    for at, element in enumerate(elements):
        if element == "...":
            parts.append(_GAP + (rf"(?<!{_W})" if spaced else ""))
            continue
        # What else may follow a word begins with no letter.
        open_end = spaced and elements[at + 1 : at + 2] == ["..."]
        line = element == "{S}" and elements[0] == "^" and elements[-1] == "$"
        body, optional = _regex(element, "line" if line else side, spaced, gap, run, open_end=open_end)
        if element == "{S}" and glued:
            body = f"{re.escape(glued)}[-־ـ]?{body}"
        if element == "{S}" and at + 1 < len(elements) and elements[at + 1] not in ("...", "$"):
            body += _ASIDE
        if element == "{S}" and _may_begin_within(elements[at + 1 :]):
            body = body.replace("*+", "*")
        first = not parts or elements[at - 1] in ("^", "...") or (begins and not _required(elements[at - 1]))
        begins = first
        glue = "" if first or element == "$" else gap
        mark = _is_mark(element)
        # "Source:Reuters", "출처=한겨레": some write no blank behind a mark.
        if glue and (mark or not spaced or (_SEPARATORS & set(elements[at - 1]) and _is_mark(elements[at - 1]))):
            glue = r"\s{0,2}" if spaced else r"\s?"
        if optional:
            parts.append(f"(?:{body}{gap})?" if first else f"(?:{glue}{body})?")
        else:
            parts.append(glue + body)
    # A mark stands right behind a word ("Kyodo, which …").
    start = rf"(?<!{_W})" if spaced and elements[0] != "^" and not _is_mark(elements[0]) else ""
    end = rf"(?!{_W})" if spaced and _is_word(elements[-1]) else ""
    return start + "".join(parts) + end


def _may_begin_within(elements: list[str]) -> bool:
    """Whether what follows a slot may begin within its last word: with a gap, or a sign that names hold too."""
    for element in elements:
        if any(alternative[:1] in _SIGNS for alternative in _alternatives(element)):
            return True
        if _required(element):
            break
    return False


def _is_mark(element: str) -> bool:
    return element.strip("[]?")[:1] in _PUNCTUATION


def _is_word(element: str) -> bool:
    return element not in {"{S}", "...", "^", "$"}


def word_list(words: list[str], spaced: bool) -> re.Pattern[str]:
    """Return one expression that matches any of the words (`*` and several words allowed) as whole words, in any
    case."""
    if not words:
        return re.compile(r"(?!)")
    alternatives = _any_of(words, r"\s")
    return re.compile(rf"(?i:(?<!{_W})(?:{alternatives})(?!{_W}))" if spaced else f"(?i:{alternatives})")


def _required(element: str) -> bool:
    return not (element.endswith("?") and len(element) > 1)


def _alternatives(element: str) -> list[str]:
    return element.strip("[]?").split("|") if element.startswith("[") else [element.rstrip("?")]


def _anchor(alternative: str) -> tuple[str, bool]:
    """The longest stretch of an alternative that stands in the text as it is, and whether it is a whole word."""
    word = max(alternative.split(" "), key=lambda w: len(w.rstrip("*")))
    return lowered(word.rstrip("*")), not word.endswith("*")


def _reach(element: str) -> int:
    return min(len(_anchor(a)[0]) for a in _alternatives(element))


def _longest(element: str) -> int:
    return max(len(a) + _INFLECTED * a.count("*") for a in _alternatives(element))


def _length(element: str) -> int:
    """Characters that an element takes up at most, with the blanks after it."""
    return _SLOT if element == "{S}" else 80 if element == "..." else 5 if element in "^$" else _longest(element) + 3


def _literal(words: str, gap: str) -> str:
    # An ending is the same in any letter case, and to say so spares compiling a set of thousands of letters for it.
    whole = gap.join(re.escape(w.rstrip("*")) + (_ENDING if w.endswith("*") else "") for w in words.split(" "))
    return re.sub(f"[{APOSTROPHES}]", f"[{APOSTROPHES}]", whole)


def _any_of(words: list[str], gap: str) -> str:
    """Any of some words, the longest first. Single words that may have an ending share it: compiling a set of letters
    takes as long as compiling twenty words."""
    inflected: list[str] = []
    others: list[str] = []
    for word in sorted(words, key=lambda w: (-len(w), w)):
        (inflected if word.endswith("*") and " " not in word else others).append(word)
    shared = [f"(?:{'|'.join(_literal(w[:-1], gap) for w in inflected)}){_ENDING}"] if inflected else []
    return "|".join([*(_literal(w, gap) for w in others), *shared])


def _slot(side: str, spaced: bool, run: int) -> str:
    if spaced:
        return _TOKENS[side]
    return f"{_LATIN}|{_CHARS}{{2,{run}}}{'' if side in ('after', 'line') else '?'}"


def _regex(element: str, side: str, spaced: bool, gap: str, run: int, *, open_end: bool) -> tuple[str, bool]:
    if element == "{S}":
        led = f"(?:{_TOKEN} ){{0,3}}?" if spaced and side != "before" else ""
        # 《明镜》周刊: what kind of medium it is stands behind the title.
        quoted = _QUOTED if spaced else f"{_QUOTED}(?:{_CHARS}{{0,4}}?)"
        return (
            f"(?P<s>{led}{quoted}|{URL if spaced else _DENSE_URL}(?![\\w])|{_slot(side, spaced, run)})",
            False,
        )
    if element == "^":
        return r"(?:^|(?<=\n))[^\S\n]*[(\[（【*•—–/|-]{0,3}[^\S\n]*", False
    if element == "$":
        return r"[^\S\n]*[.。)\]）】/*|]{0,3}[^\S\n]*(?=\n|$)", False
    if element.startswith("["):
        inner = _any_of(_alternatives(element), gap)
        tail = rf"(?!{_W})" if open_end else ""
        return f"(?i:(?:{inner}){tail})", element.endswith("?")
    return f"(?i:{_literal(element.rstrip('?') if len(element) > 1 else element, gap)})", not _required(element)
