"""Knows a page that lists articles, such as a section's front or a tag's: headlines with links, and the lead of each.

Such a page is no article. It quotes the leads of many, and as an article it would be a copy of each of them. To set an
article aside is worse, so whatever a page of one article may have speaks against a list: a headline of its own, text
outside the boxes, numbers before what it counts.
"""

import re
from collections import Counter
from statistics import median
from typing import Any, Final

_FEWEST: Final = 3
"""Headlines with a lead that a list has at least."""
_ABOVE: Final = 250
"""Characters at most that stand in no box: a line on what the section is. An article that ends in a list of others, or
has boxes with others in it, has more."""
_LEAD: Final = 500
"""Characters of half of the leads at most, about 80 words: with more, the articles themselves stand there."""
_LONGEST: Final = 1000
"""Characters of any of them at most."""
_SHORTEST: Final = 15
"""Characters of a headline at least: "World" above a section is none."""
_OWN: Final = 24
"""Characters of an `h1` that is an article's headline, and not a section's name; sections called at greater length
("All news of the northern coast") are read as articles."""
_OF_ARTICLE: Final = (
    "boolean(//meta[@property='og:type' or @name='og:type'][starts-with(@content, 'article')]"
    " | //meta[contains(@property, 'published') or contains(@name, 'published') or contains(@name, 'pubdate')"
    " or contains(@name, 'pub_date') or contains(@name, 'pub-date')]"
    " | //script[@type='application/ld+json'][contains(., 'Article\"') or contains(., 'BlogPosting\"')])"
)
"""Whether a page says that it is an article: a digest has headlines with links, too."""
_HEADINGS: Final = frozenset(("h2", "h3", "h4"))
_BLOCKS: Final = frozenset(("p", "li", "blockquote", "div", "td", "span"))
_COUNTED: Final = re.compile(r"#?\d{1,3}[.):]\s")
"""How a headline in an article of "ten things" begins."""


def is_list_of_articles(tree: Any, text: str) -> bool:
    """Return whether a page is nothing but a list of articles. `text` is what was taken from it.

    A lead stands in a box with its headline, and no other headline stands there: an article's linked sub-headings and
    the paragraphs under them stand side by side. Only headlines that lead elsewhere count: those of a live blog lead to
    places on its own page.
    """
    title = tree.find(".//title")
    headlines = [one for one in tree.iter(*_HEADINGS) if _is_headline(one)]
    if len(headlines) < _FEWEST or title is None or tree.xpath(_OF_ARTICLE):
        return False  # a piece of a page is what a record says of it
    shown = [_words(one) for one in headlines]
    if any(len(_words(one)) >= _OWN for one in tree.iter("h1")) or any(one in _words(title) for one in shown):
        return False
    if 2 * sum(_COUNTED.match(one) is not None for one in shown) >= len(shown):
        return False
    under: dict[str, int] = {}
    for number, box in enumerate(_boxes(headlines), 1):
        for element in box.iter(*_BLOCKS):
            if element.tag == "p" or len(element) == 0:
                under.setdefault(_words(element), number)
    leads = [0] * (len(headlines) + 1)
    for line in text.split("\n"):
        leads[under.get(" ".join(line.split()).removeprefix("- "), 0)] += len(line)
    below = [lead for lead in leads[1:] if lead]
    if len(below) < _FEWEST or leads[0] > _ABOVE:
        return False
    return max(below) <= _LONGEST and median(below) <= _LEAD


def _boxes(headlines: list[Any]) -> list[Any]:
    """Return for each headline the largest element in which no other stands."""
    within = Counter(element for one in headlines for element in (one, *one.iterancestors()))
    return [[a for a in (one, *one.iterancestors()) if within[a] == 1][-1] for one in headlines]


def _is_headline(heading: Any) -> bool:
    links = heading.xpath(".//a/@href | ancestor::a/@href")
    leads_away = bool(links) and not links[0].startswith(("#", "javascript:", "mailto:"))
    return leads_away and len(_words(heading)) >= _SHORTEST


def _words(element: Any) -> str:
    return " ".join(element.text_content().split())
