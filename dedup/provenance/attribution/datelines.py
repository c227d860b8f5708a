"""Datelines and sign-offs: the places where agencies put their name in any language.

    MOSCOW, Dec 16 (Reuters) —      БАКУ /Trend/      ArmInfo.      Москва. 16 декабря. INTERFAX.RU —
    ԵՐԵՎԱՆ, 16 ԴԵԿՏԵՄԲԵՐԻ, ԱՐՄԵՆՊՐԵՍ:      【新华社北京12月1日电】      Berlin (dpa) –      … ended on Friday. /dpa

Only the head of one of the first paragraphs is looked at, and a name that is not listed needs both the brackets and
the dash of a dateline.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.footers import agencies_of
from dedup.provenance.attribution.layout import Layout
from dedup.provenance.attribution.name_forms import host_of
from dedup.provenance.attribution.namesakes import is_listing
from dedup.provenance.attribution.patterns import lowered
from dedup.provenance.attribution.sources import Sources
from dedup.provenance.records import Citation

_HEAD = 110
# A dateline is looked for in the first paragraphs; short lines above them are titles, menus and dates.
_PARAGRAPHS, _LINES, _LONG = 3, 15, 100
# A sentence before the brackets has so many words at least: a dateline's place and date have fewer ("Москва. (ТАСС)").
_CAPTION_WORDS = 4
_CAPTION, _FULL_STOPS, _CLOSING = 6, ("。", "！", "？", "」", "』", "”"), " \u3000。.）)】"
"""In scripts without spaces: characters before the brackets of a caption at least, and what ends a sentence."""
_SHORTER = 10  # what stripping may take from a head that is a whole line
_BRACKET = re.compile(r"[(/（【［\[]")
_BRACKETED = re.compile(
    r"(?:^|(?<=[\s.,]))[(/（【［\[]\s?([^\s()（）【】［］\[\]\n][^()（）【】［］\[\]\n]{1,30}?)\s?[)/）】］\]](\s?[.:,]?\s?[–—―-]{1,2}|[.:,]?)"
)
_CLOSING_BRACKET = re.compile(r"[^()（）\n]{1,40}[)）](?:\s?[.:,]?\s?[–—―-]{1,2}|[.:,]?)")
_PARTS, _MARK = re.compile(r"[\s/,=＝・]+"), re.compile(r"[:;!?\"«“]")
_CJK_LEADING = re.compile(r"^([^\s，。、：（）]{2,10}?)(?:：|[电電讯訊][\s，,])")
_LEADING = re.compile(
    r"[«\"“]?([\w&@][\w&@.’'-]*?(?: [\w&@][\w&@.’'-]*?){0,2}?)[»\"”]?\s?"
    r"([.:։՝]\s?[–—―-]|[.:։՝]|\s[–—―-]{1,2}|,(?= \d{1,2} [^\W\d_]{3,12}[.,:]))(?=\s)"
)
_DATED = re.compile(
    r"^[^\W\d_][^\n.,()/]{1,28}[.,]\s?(?:[^\n.,()/]{0,12}\s?\d{1,2}[^\n,()/]{0,16}?[.,/]?\s?(?:\d{4}[.,]?)?\s?(?:[–—-]\s)?)"
    r"[/«\"(]?([^\W\d_][\w .&@’'-]{1,26}?)[/»\")]?\s?(?:[.:։՝]|\s?[–—―-]|$)(?=\s|$)"
)
# "МОСКВА, 15 фев — РИА Новости.", "Москва. 16 декабря. INTERFAX.RU —": behind the month's name.
_BEHIND_MONTH = re.compile(
    r"[.,]?\s(?:[–—―-]{1,2}\s)?[/«\"(]?([^\W\d_][\w .&@’'-]{1,26}?)[/»\")]?\s?(?:[.,:։՝]|\s[–—―-]|$)(?=\s|$)"
)
_DOTTED = re.compile(r"^[^\W\d_][^\n.,()/]{1,28}\. \d{1,2} [^\W\d_]{3,14}\. ([^\W\d_][\w.&@’'-]{1,26}?)\.(?=\s)")
_PLACED = re.compile(
    r"^[^\W\d_][^\n.,()/]{1,28}[.,]\s([^\W\d_][\w.&@’'-]{1,24}(?: [\w.&@’'-]{1,14})?)\s[–—―-]{1,2}(?=\s)"
)
_DATE_FIRST = re.compile(r"^\d{1,2}\s[^\W\d_]{3,12},\s([^\W\d_][\w.]{1,24})\b")
_CJK_HEAD = re.compile(r"^[【（(]?([^\s\d，。、（）【】()]{2,12})\d{1,2}月\d{1,2}日[电電讯訊]")
_CJK_BRACKET = re.compile(r"[（(【]([^（）()【】\n]{2,14})[）)】]")
_CAPITALS = re.compile(r"^[^a-zа-яёіїєґ\n]{3,40}$")
_LABEL = (
    r"(?i:(?:source|sources|quelle|quellen|fuente|fonte|fonti|bron|kilde|källa|źródło|zdroj|izvor|sursa|forrás|sumber|"
    r"kaynak|nguồn|источник|джерело|извор|πηγή|المصدر|स्रोत|출처)\s?:\s?)?"
)
_SIGN_OFF = re.compile(rf"[.!?…\"”»。।]\s*[-–—/(（]{{0,2}}\s?{_LABEL}([\w&][\w& ./-]{{1,24}}?)\s?[/)）]{{0,2}}\.?\s*$")
_SIGN_LINE = re.compile(r"^\s*[-–—/(（\[]{1,2}\s?([\w&][\w& .’'-]{1,24}?)\s?[/)）\]]{1,2}\.?\s*$")

Dateline = tuple[str, str, int, float]
"""The name in a dateline, its key, where the dateline ends and the confidence."""


def find_datelines(
    number: int, layout: Layout, language: Language | None, sources: Sources, hints: Sequence[int] | None = None
) -> Iterator[Citation]:
    """Yield the agency named at the head of one of the first paragraphs of the body, or of the line before it.

    `hints` are the places where a source might be named (`Scanner.scan`), where they are known.
    """
    looked, lines = 0, 0
    start = layout.line(layout.first)[0] if layout.body else 0
    while start < len(layout.text) and looked < _PARAGRAPHS and lines < _LINES:
        end = layout.line(start)[1]
        head = layout.text[start : min(end, start + _HEAD)]
        stripped = head.lstrip(" \t\u3000*•—–-")
        if stripped.strip():
            lines += 1
            looked += end - start >= _LONG
            place = bisect_left(hints, start) if hints is not None else 0
            named = hints is None or (place < len(hints) and hints[place] < start + _HEAD) or _BRACKET.search(head)
            found = _read(stripped, end - start, language, sources) if named else None
            if found is not None:
                at = start + len(head) - len(stripped)
                name, key, stop, sure = found
                yield Citation(number, name, key, "dateline", "whole", at, at + stop, layout.text[at : at + stop], sure)
                return
        start = end + 1


def find_sign_off(number: int, layout: Layout, language: Language | None, sources: Sources) -> Iterator[Citation]:
    """Yield an agency's name behind the last sentence of the body, or in brackets on a line of its own after it."""
    lines = [layout.line(max(layout.first, layout.last - 1))] if layout.body else []
    if lines and lines[0][1] + 1 < len(layout.text):
        rest = re.compile(r"\s*([^\n]+)").match(layout.text, lines[0][1])
        if rest:
            lines.append(rest.span(1))
    for start, end in lines:
        line = layout.text[start:end]
        match = _SIGN_LINE.search(line) or (_SIGN_OFF.search(line[-60:]) if len(line) > 40 else None)
        if match is None or (language and language.photo.search(lowered(line[-80:]))):
            continue
        at = end - len(match.string) + match.start(1)
        for known in agencies_of(match[1], language.lang if language else None, sources):
            yield Citation(
                number, known.name, known.key, "credit_line", "whole", at, at + len(match[1]), match[1], 0.85
            )


def _is_picture_credit(
    match: re.Match[str], before: str, head: str, language: Language | None, sources: Sources
) -> bool:
    """Whether brackets credit a picture: "(AP Photo/Lena Ott)", "(Xinhua/Li Xin)", "Smoke over the port. (AFP)".

    Three forms say so: a word for pictures within the brackets; a person's name behind the stroke and no dash of a
    dateline; a line that ends with them after a sentence of its own, as captions do.
    """
    lang = language.lang if language else None
    inside, behind = match[1], match[2]
    if head[match.start(1) - 1 : match.start(1)] != "/" and head[match.end(1) : match.end(1) + 1] == "/":
        # "(Xinhua/" is read as brackets of its own; what else stands in the round ones belongs to it.
        rest = re.match(r"/[^()（）\n]{1,40}[)）](\s?[.:,]?\s?[–—―-]{1,2})?", head[match.end(1) :])
        inside, behind = (inside + rest[0], rest[1] or "") if rest else (inside, behind)
    if language is not None and language.photo.search(lowered(inside)):
        return True
    if re.search("[–—―-]", behind):
        return False
    _, stroke, person = inside.rstrip(")）").rpartition("/")
    if stroke and len(person.split()) > 1 and sources.named(person.strip(), lang) is None:
        return True
    closed = not head[match.end() :].strip() and len(head) < _HEAD - _SHORTER
    return closed and before.endswith((".", "!", "?", "…", "։", "।")) and len(before.split()) >= _CAPTION_WORDS


def _read(head: str, length: int, language: Language | None, sources: Sources) -> Dateline | None:
    """The dateline that a line of `length` characters begins with, in the first of the forms that fits."""
    lang = language.lang if language else None
    unspaced = language if language is not None and not language.spaced else None
    return (
        (_before_date(head, lang, sources) if unspaced else None)
        or _in_brackets(head, language, sources)
        or (_before_colon(head, lang, sources) if unspaced else None)
        or _leading(head, length, lang, sources)
        or _behind_place(head, lang, sources)
        or (_in_unspaced_brackets(head, unspaced, sources) if unspaced else None)
    )


def _before_date(head: str, lang: str | None, sources: Sources) -> Dateline | None:
    """新华社北京12月1日电: the agency, the place, the date."""
    if match := _CJK_HEAD.match(head):
        for cut in range(len(match[1]), 1, -1):
            if known := sources.named(match[1][:cut], lang):
                return known.name, known.key, match.end(), 0.95
    return None


def _in_brackets(head: str, language: Language | None, sources: Sources) -> Dateline | None:
    """MOSCOW, Dec 16 (Reuters) —: a listed name, or any that stands behind a place in capitals and before a dash."""
    lang = language.lang if language else None
    for match in _BRACKETED.finditer(head[:90]):
        before = head[: match.start()].strip()
        if len(before.split()) > 8 or before.endswith(("!", "?")):
            break
        if _is_picture_credit(match, before, head, language, sources):
            continue
        placed = match[2] or not before or before.endswith((".", ","))
        for name in (match[1], match[1].split(",")[0], match[1].split(" - ")[0], *_PARTS.split(match[1])):
            known = sources.named(name, lang) if len(name) > 1 else None
            if known and known.kind != "agency" and sources.is_credit_only(name):
                continue  # "(Groupe Promexpo Inc)"
            # "Köln (KNA) Das Erzbistum …": where neither a mark nor a dash says so, a place and a date alone go before.
            if known and known.kind != "agency" and is_listing(before):
                continue
            if known and (placed or (known.kind == "agency" and len(before.split()) <= 5 and not _MARK.search(before))):
                return known.name, known.key, _closed(head, match), 0.95
        dashed = bool(re.search("[–—―-]", match[2]))
        if dashed and before and _CAPITALS.match(before) and match[1][:1].isupper() and len(match[1].split()) <= 3:
            name, key = sources.resolve(match[1], lang)
            return name, key, match.end(), 0.7
    return None


def _closed(head: str, match: re.Match[str]) -> int:
    """Where the brackets end that `match` found: of "(dpa/lno) -" not behind the first name."""
    rest = _CLOSING_BRACKET.match(head, match.end()) if match[0].startswith(("(", "（")) else None
    return rest.end() if rest and match[0].endswith("/") else match.end()


def _before_colon(head: str, lang: str | None, sources: Sources) -> Dateline | None:
    match = _CJK_LEADING.match(head)
    known = sources.named(match[1], lang) if match else None
    return (known.name, known.key, match.end(), 0.93) if match and known and known.kind == "agency" else None


def _leading(head: str, length: int, lang: str | None, sources: Sources) -> Dateline | None:
    """ArmInfo.: the name comes first, and a full stop, colon or dash behind it."""
    if match := _LEADING.match(head):
        known = sources.at_domain(match[1]) if host_of(match[1]) else sources.named(match[1], lang)
        # An outlet's name before a colon may be a headline's ("Bild: …"); before a full stop or dash it is a dateline.
        if known and known.kind != "agency" and sources.is_credit_only(match[1]):
            known = None
        if known and match.end() < length and (known.kind == "agency" or match[2] == "."):
            return known.name, known.key, match.end(), 0.93
    return None


def _behind_place(head: str, lang: str | None, sources: Sources) -> Dateline | None:
    """Москва. 16 декабря. INTERFAX.RU —: the name stands behind a place, a date or both."""
    for pattern in (_DATED, _DOTTED, _DATE_FIRST, _PLACED):
        if match := pattern.match(head):
            known = sources.at_domain(match[1]) or sources.named(match[1].strip(), lang)
            known = known or sources.named(re.split(r"\s[–—-]\s", match[1])[-1], lang)
            if known is None and pattern is _DATED and (behind := _BEHIND_MONTH.match(head, match.end(1))):
                match = behind
                known = sources.at_domain(match[1]) or sources.named(match[1].strip(), lang)
            if known and (known.kind == "agency" or not is_listing(head[: match.start(1)])):
                return known.name, known.key, match.end(), 0.93
    return None


def _in_unspaced_brackets(head: str, language: Language, sources: Sources) -> Dateline | None:
    """（中央社記者陳家明台北5日電）: the agency's name begins or ends what stands in the brackets."""
    for match in _CJK_BRACKET.finditer(head):
        # 土曜日、港に立ち上る煙（ロイター＝共同）: a line without a full stop that ends with them is a caption.
        caption = match.start() >= _CAPTION and not head[: match.start()].rstrip().endswith(_FULL_STOPS)
        if language.photo.search(lowered(match[1])) or (caption and not head[match.end() :].strip(_CLOSING)):
            continue
        for cut in range(len(match[1]), 1, -1):
            ending, start = match[1][-cut:].strip(), match[1][:cut].strip()
            known = sources.named(ending, language.lang) or sources.named(start, language.lang)
            if known and (known.kind == "agency" or match.start() == 0):
                return known.name, known.key, match.end(), 0.9
    return None
