"""The part of a host name that somebody registered, by the project's copy of the public suffix list.

tldextract reads the same list and gives the same answers (a test compares them), and takes half a second of every
process for it: it loads an HTTP client, which nothing here may use, and makes a tree of ten thousand suffixes. Where
one rule stands within a longer one (`*.a.b`, `*.x.a.b`), the list's own definition is followed: `x.a.b` is a suffix.
"""

from functools import cache
from typing import Final

from dedup.tables.stored import PUBLIC_SUFFIXES

_DOTS: Final = str.maketrans("\u3002\uff0e\uff61", "...")
"""What stands for a full stop in host names of East Asian pages."""


def registered_domain(host: str) -> str | None:
    """Return the registered domain of a host in lower case (`www.a.co.uk` -> `a.co.uk`), the suffix itself for a host
    that is one, None for a host under no known suffix.

    Private suffixes count: two blogs of one host (`a.blogspot.com`, `b.blogspot.com`) are two domains.
    """
    # A host in a dump may have any length: no rule looks at more labels than the longest has, and one before them.
    labels = host.translate(_DOTS).rsplit(".", _most_labels() + 1)[-_most_labels() - 1 :]
    start = _suffix_start([in_letters(label) for label in labels])
    if start is None:
        return None
    return ".".join(labels[start - 1 if start > 0 and labels[start - 1] else start :]) or None


def _suffix_start(labels: list[str]) -> int | None:
    """The place of the first label of the public suffix: that of the longest rule that matches."""
    rules = _rules()
    for start in range(len(labels)):
        name = ".".join(labels[start:])
        if f"!{name}" in rules:
            return start + 1
        if name in rules or f"*.{name.partition('.')[2]}" in rules:
            return start
    return None


def in_letters(host: str) -> str:
    """Return a host, or a label of one, in letters (`xn--e1aybc.example` -> `тест.example`)."""
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


@cache
def _most_labels() -> int:
    """Count the labels of the longest rule."""
    return max(rule.count(".") for rule in _rules()) + 1


@cache
def _rules() -> frozenset[str]:
    lines = PUBLIC_SUFFIXES.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("//"))
