"""Recognises files of text that hold no article, or many with nothing to part them surely: what makes them is known by
its marks, and the reason says what it can write instead.

Read as plain text each of them was one article: an index of addresses, a bibliography, a hundred reports in a row.
"""

import re
from typing import Final

_NO_ARTICLE: Final = (
    (re.compile(rb"\{\\rtf"), "rich text (RTF); save it as .docx or .txt"),
    (
        re.compile(rb" CDX \w|\[\[\"urlkey\"|[^\s)]+\)/\S*+ \d{14} (?:\{|\S+ \S+ (?:\d{3}|-) )"),
        "the index of a web archive (CDX), which has addresses and no texts; name the WARC files",
    ),
    (
        re.compile(rb"TY {2}- \w|%0 \w[^\n]*\n%[A-Z0-9] |@\w+\s*\{[^,{}\n]*,\s*\n\s*[\w-]+\s*=\s*[{\"]"),
        "references (RIS, BibTeX, EndNote), which hold no texts; export their files too and name that folder",
    ),
    (
        re.compile(rb"From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d[^\n]*\d{4}\r?\n[\w-]+: "),
        "a mailbox; save the pages or texts of its messages",
    ),
)
"""How a file begins, and what it is."""

_TABLE: Final = "documents in one file; save each in a file of its own, or all as a table with a row for each"
_SEVERAL: Final = (
    ((b"AN  ",), rb"^AN {2,3}(?:Document )?[A-Z]{3,16}\w{0,24}?\d{6}", f"several Factiva {_TABLE}"),
    (
        (b"Document ",),
        rb"(?:^|>)\s{0,20}Document [A-Z]{3,16}[A-Z0-9]{0,16}?\d{8}[a-z0-9]",
        f"several Factiva {_TABLE}",
    ),
    ((b"Load-Date:", b"LOAD-DATE:"), rb"^\W{0,20}(?:Load-Date|LOAD-DATE):", f"several LexisNexis {_TABLE}"),
    ((b" DOCUMENTS",), rb"\d{1,6} of \d{1,6} DOCUMENTS", f"several LexisNexis {_TABLE}"),
    ((b"Document ",), rb"^Document \d+ of \d+\s*$", f"several ProQuest {_TABLE}"),
    (
        (b"docOcurrContainer", b"rdp__articletitle"),
        rb"class=\"[^\"]*\b(?:docOcurrContainer|rdp__articletitle)\b",
        f"several Europresse {_TABLE}",
    ),
    (
        (b"message default",),
        rb"class=\"message default\b[^\"]*\" id=\"message",
        "a chat that Telegram exported as HTML; export it as JSON, which is read",
    ),
)
"""What each document of an export has once, after what all of them hold letter by letter (of most pages that alone is
looked for), and what a file is that has it twice."""
_MARKS: Final = tuple((held, re.compile(mark, re.MULTILINE), reason) for held, mark, reason in _SEVERAL)


def no_article(head: bytes) -> str | None:
    """Return what a file is that begins so and holds no article, in words for `rejected.jsonl`.

    >>> no_article(b"TY  - NEWS\\nTI  - A pier")[:10]
    'references'
    """
    return next((reason for begins, reason in _NO_ARTICLE if begins.match(head)), None)


def several_articles(data: bytes) -> str | None:
    """Return what a file of text or a page is that holds several articles, in words for `rejected.jsonl`."""
    for held, mark, reason in _MARKS:
        if any(letters in data for letters in held):
            found = mark.finditer(data)
            if next(found, None) and next(found, None):
                return reason
    return None
