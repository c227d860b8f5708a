"""How an article came by its story, as its link and its story's verdict say: one rule, as SQL and in Python.

`role` in articles.jsonl, the shares and the ways of an outlet and the answer of `dedup origin` are made of it; each
says more of what it needs (whether a parent is of another outlet, in which language a source writes) and decides none
of this again. A role names the likeliest way however unsure it is, so it asks with no least confidence.
"""

from typing import Final, Literal

from dedup.provenance.records import Link, Origin

CameBy = Literal["first", "taken", "from_source", "unsure", "unlinked"]
"""In this order, which also decides where two hold:

    first        the verdict names it: its story began with it, or has it as the earliest
    unlinked     nothing says that it was taken from anybody
    unsure       it was taken, and the link is said with less than the least confidence that was asked for
    taken        from another article
    from_source  from a named source that is not in the archive
"""

FIRST: Final = ("originated", "earliest_here")
"""Verdicts that name an article of the archive as the first."""


def came_by_sql(least: str) -> str:
    """The rule as SQL over rows of `article`, with the `link` of it and the `origin` of its story or nulls. `least` is
    the least confidence, in SQL."""
    return f"""
        CASE
            WHEN origin.article = article.id AND origin.verdict IN {FIRST} THEN 'first'
            WHEN link.child IS NULL THEN 'unlinked'
            WHEN link.confidence < {least} THEN 'unsure'
            WHEN link.parent IS NOT NULL THEN 'taken'
            ELSE 'from_source'
        END
    """


def came_by(article: str, link: Link | None, origin: Origin | None, least: float) -> CameBy:
    """The same of the article with the id `article`."""
    if origin is not None and origin.article == article and origin.verdict in FIRST:
        return "first"
    if link is None:
        return "unlinked"
    if link.confidence < least:
        return "unsure"
    return "taken" if link.parent is not None else "from_source"
