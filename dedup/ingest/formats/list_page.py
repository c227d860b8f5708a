"""Knows a page that lists articles, such as a section's front or a tag's: headlines with links, and the lead of each.

Such a page is no article. It quotes the leads of many, and as an article it would be a copy of each of them.
"""

from statistics import median
from typing import Any, Final

_FEWEST: Final = 3
"""Headlines with a lead that a list has at least."""
_ABOVE: Final = 250
"""Characters at most that stand under none of them: a line on what the section is. An article that ends in a list of
others, or has boxes with others in it, has more."""
_LEAD: Final = 500
"""Characters of half of the leads at most, about 80 words: with more, the articles themselves stand there."""
_LONGEST: Final = 1000
"""Characters of any of them at most."""
_SHORTEST: Final = 15
"""Characters of a headline at least: "World" above a section is none."""
_OF_ARTICLE: Final = (
    "boolean(//meta[@property='og:type'][starts-with(@content, 'article')] | //meta[@property='article:published_time']"
    " | //script[@type='application/ld+json'][contains(., 'Article\"') or contains(., 'BlogPosting\"')])"
)
"""Whether a page says that it is an article: a digest has headlines with links, too."""
_HEADINGS: Final = frozenset(("h2", "h3", "h4"))
_BLOCKS: Final = frozenset(("p", "li", "blockquote", "div", "td", "span"))


def is_list_of_articles(tree: Any, text: str) -> bool:
    """Return whether a page is nothing but a list of articles. `text` is what was taken from it.

    Only headlines that lead elsewhere count: those of a live blog lead to places on its own page. What stands behind
    the page's own headline stands under none of those before it, such as a bar of what is read most.
    """
    under: dict[str, int] = {}
    listed = current = 0
    for element in tree.iter():
        if element.tag in _HEADINGS and _is_headline(element):
            listed += 1
            current = listed
        elif element.tag == "h1":
            current = 0
        elif element.tag in _BLOCKS and (element.tag == "p" or len(element) == 0):
            under.setdefault(" ".join(element.text_content().split()), current)
    if listed < _FEWEST or tree.find(".//title") is None or tree.xpath(_OF_ARTICLE):
        return False  # a piece of a page is what a record says of it
    leads = [0] * (listed + 1)
    for line in text.split("\n"):
        leads[under.get(" ".join(line.split()).removeprefix("- "), 0)] += len(line)
    below = [lead for lead in leads[1:] if lead]
    if len(below) < _FEWEST or leads[0] > _ABOVE:
        return False
    return max(below) <= _LONGEST and median(below) <= _LEAD


def _is_headline(heading: Any) -> bool:
    links = heading.xpath(".//a/@href | ancestor::a/@href")
    leads_away = bool(links) and not links[0].startswith(("#", "javascript:", "mailto:"))
    return leads_away and len(" ".join(heading.text_content().split())) >= _SHORTEST
