"""Verdicts and evidence in whole sentences: what is known, how sure it is, and what it rests on."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from dedup.config import SURE_LINK
from dedup.export.report.dates import in_words
from dedup.tables import shown_language_names
from dedup.text import sentence_around

Record = Mapping[str, Any]

VERDICTS: Final[Mapping[str, str]] = {
    "originated": "originated here",
    "earliest_here": "earliest here",
    "outside": "from a source outside",
    "undetermined": "not determined",
}
_CUES: Final[Mapping[str, str]] = {
    "dateline": "in its dateline",
    "credit_line": "in a credit line",
    "sentence": "in a sentence",
    "unknown": "in a sentence",
    "help": "as having contributed",
    "title": "in its title",
    "author": "in its author field",
    "metadata": "in its metadata",
    "link": "by a link",
}
_TOO_SHORT: Final = "Not determined: the article has too little text to be compared with any other."
_MOST_QUOTED: Final = 420
"""Characters of a quoted sentence: longer ones are cut at a word, with an ellipsis."""

_ENDS: Final = ' \n.!?…。！？।։؟"”»’)」'
"""What may stand behind the last word of a sentence."""


class Quote(NamedTuple):
    """The sentence that names a source, with the words that do so."""

    before: str
    credit: str
    after: str
    lang: str | None


class Reason(NamedTuple):
    """One piece of evidence: a sentence, and the words it rests on where there are some."""

    sentence: str
    quote: Quote | None = None


class Said(NamedTuple):
    """A verdict: the sentence that gives it, and what limits it."""

    main: str
    limits: str = ""


def verdict(story: Record) -> Said:
    """Return where a story comes from, in plain sentences with the confidence."""
    if not story.get("comparable", True):
        return Said(_TOO_SHORT)
    origin = story["origin"]
    article = by_id(story).get(origin["article"] or "")
    who = name(article) if article else ""
    sure = f"confidence {origin['confidence']:.0%}"
    source = origin["source"]
    if origin["verdict"] == "originated":
        return Said(f"{who} originated this story ({sure}).")
    if origin["verdict"] == "earliest_here":
        doubt = f"{source}, which some articles credit, may have had it before. " if source else ""
        if len(story["articles"]) == 1:
            return Said("Nothing else in the archive reports this story, and it credits no other medium.", doubt)
        limits = f"{doubt}An earlier source outside the archive cannot be excluded."
        first = article_of(story, article, None) if article else who
        return Said(
            f"{first[:4].replace('the ', 'The ')}{first[4:]} is the earliest of this story here ({sure}).", limits
        )
    if origin["verdict"] == "outside":
        through = f"It came into the archive through {who}." if who else ""
        elsewhere = {link["child"] for link in story["links"] if link["parent"] or link["source"] != source}
        siblings = [in_story(story, one) for key, one in by_id(story).items() if key not in elsewhere]
        if len(siblings) > 1:
            through = (
                f"{len(siblings)} articles took it from there, independently of each other: {', '.join(siblings)}."
            )
        return Said(f"This story comes from {source}, which is not in the archive ({sure}).", through)
    may = [_candidate(story, one) for one in origin["evidence"] if one["type"] == "candidate"]
    if not may:
        outside = f"{source}, which is not in the archive" if source else ""
        may = [one for one in (outside, who) if one]
    return Said(
        "The origin is not determined.", f"It may be {', or '.join(may)}." if may else "No article is clearly ahead."
    )


def _candidate(story: Record, one: Record) -> str:
    """One of those that an undetermined story may come from."""
    article = by_id(story).get(one.get("article") or "")
    who = name(article) if article else f"{one.get('source')}, which is not in the archive"
    return f"{who} ({one['confidence']:.0%})"


def basis(story: Record) -> str:
    """Return what the verdict on a story rests on."""
    evidence = story["origin"]["evidence"]
    credits = len({one.get("article") for one in evidence if one["type"] == "cue"})
    parts = [f"on credits in {credits} article{'s' if credits != 1 else ''}"] if credits else []
    if any(one["type"] == "time" for one in evidence):
        parts.append("on the dates of publication")
    if any(one["type"] == "wording" for one in evidence):
        parts.append("on the wording, since the date of the first article is missing")
    if not parts:
        parts = ["on the dates and the wording of its articles; none names a source that decides it"]
    independent = story["independent"]
    sources = "one independent source" if independent == 1 else f"{independent} independent sources"
    return f"This rests {' and '.join(parts)}. The articles come down to {sources}."


def carriers(story: Record, texts: Mapping[str, str]) -> list[Reason]:
    """Return the credits that a verdict rests on."""
    found, origin = [], story["origin"]
    for one in origin["evidence"]:
        if one["type"] == "cue":
            article = by_id(story).get(one.get("article") or "")
            # Only words about its own outlet make an article's own credit carry that it was the first.
            own = origin["verdict"] == "originated" and article is not None and article["id"] == origin["article"]
            who = name(article) if article else "An article"
            said = _cue(one, who, article, texts)
            found.append(said._replace(sentence=f"{who} names itself as the source:") if own else said)
    return found


def origin_sentence(answer: Record) -> str:
    """Return where one article has its story from, in the form of `dedup origin --json`."""
    story, chain = answer["story"], answer["chain"]
    sure = f"confidence {answer['confidence']:.0%}"
    parent = by_id(story).get(answer["parent"] or "")
    via = f", by way of {', '.join(answer['via'])}" if answer["via"] else ""
    if not answer["comparable"]:
        return _TOO_SHORT
    if answer["answer"] == "originated":
        return f"It originated the story ({sure})."
    if answer["answer"] == "earliest_here":
        if len(story["articles"]) == 1:
            return "Nothing else in the archive reports this story, and it credits no other medium."
        return f"It is the earliest article of its story here ({sure}); an earlier source outside cannot be excluded."
    if answer["answer"] == "taken" and parent:
        likely = chain[0]["confidence"] >= SURE_LINK
        of = article_of(story, parent, answer["article"])
        kind = f"It is a {chain[0]['kind']} of" if likely and chain[0]["kind"] else "It was taken from"
        return (
            f"{kind} {of}{via} ({sure})."
            if likely
            else (f"It was taken from another article of the archive ({sure}), most likely {of}{via}.")
        )
    if answer["answer"] == "outside":
        said = f"It was taken from {answer['source']}, which is not in the archive{via} ({sure})."
        through = by_id(story).get(chain[0]["parent"] or "") if chain else None
        way = article_of(story, through, answer["article"]) if through else ""
        return f"{said} Which way it took is not sure: perhaps through {way}." if through else said
    if parent:
        of = article_of(story, parent, answer["article"])
        return f"Not determined: it was perhaps taken from {of}{via}, but that is not sure."
    if answer["source"] and chain:
        source = answer["source"]
        return f"Not determined: probably from {source}{via}, which it credits; no other article confirms it ({sure})."
    may = [one for one in story["origin"]["evidence"] if one.get("article") == answer["article"]["id"]]
    if chance := next((one["confidence"] for one in may if one["type"] == "candidate"), None):
        return f"Not determined: it may be the first to report the story ({chance:.0%}), but that is not sure."
    return "Not determined: nothing says whom it has the story from, nor that it was the first."


def link_sentence(story: Record, link: Record) -> str:
    """Return whom an article took the story from, with kind and confidence."""
    articles = by_id(story)
    child = in_story(story, articles[link["child"]]) if link["child"] in articles else link["child"]
    via = f", by way of {', '.join(link['via'])}" if link["via"] else ""
    sure = f"confidence {link['confidence']:.0%}"
    if link["parent"] is None:
        source = f"{link['source']}, which is not in the archive{via}"
        if link["confidence"] >= SURE_LINK:
            return f"{child} took it from {source} ({sure})."
        return f"{child} credits {source}; that it has the story from there is not sure ({sure})."
    above = articles.get(link["parent"])
    parent = article_of(story, above, articles.get(link["child"])) if above else link["parent"]
    what = f"a {link['kind']} of" if link["kind"] else "taken from"
    be = "is" if link["confidence"] >= SURE_LINK else "is perhaps"
    beside = f" It credits {link['source']}, which is not in the archive." if link["source"] else ""
    return f"{child} {be} {what} {parent}{via} ({sure}).{beside}"


def reasons(story: Record, link: Record, texts: Mapping[str, str]) -> list[Reason]:
    """Return the evidence of a link, each piece a sentence. A form that is not known here is given as it stands."""
    articles = by_id(story)
    child, parent = articles.get(link["child"]), articles.get(link["parent"] or "")
    return [_reason(one, child, parent, texts) for one in link["evidence"]]


def _reason(one: Record, child: Record | None, parent: Record | None, texts: Mapping[str, str]) -> Reason:
    kind = one["type"]
    if kind == "cue" and one.get("words"):
        return _cue(one, "It", child, texts)
    if kind == "time" and child and parent and "parent_earlier" in one:
        bounded = one.get("child_by") or one.get("parent_by")
        if not child["published"] and not parent["published"] and not bounded:
            return Reason("Neither of the two has a date.")
        earlier = one["parent_earlier"]
        sure = (
            "was certainly published earlier"
            if earlier >= 0.9995
            else f"was published earlier with a probability of {min(earlier, 0.99):.0%}"
        )
        dated = _dated(child, one.get("child_by"), one.get("child_zone"))
        other = _dated(parent, one.get("parent_by"), one.get("parent_zone"))
        return Reason(f"It {dated}, the other {other}; the other {sure}.")
    if kind == "match" and {"kind", "score", "coverage_child", "coverage_parent"} <= one.keys():
        return Reason(
            f"{one['coverage_child']:.0%} of its text has a counterpart in the other, and "
            f"{one['coverage_parent']:.0%} of the other in it ({one['kind']}, score {one['score']:.2f})."
        )
    if kind == "wording" and "not_in_parent" in one:
        lacks = one["not_in_parent"]
        if lacks < 0.0005:
            return Reason("The other holds all the wording that it shares with the rest of the story.")
        shared = "the wording that it shares with the rest of the story"
        return Reason(f"{lacks:.0%} of {shared} is missing from the other.")
    if kind == "language" and "child" in one and "parent" in one:
        own, other = (shown_language_names().get(one[key], one[key]) or "?" for key in ("child", "parent"))
        return Reason(f"It is written in {own}, the other in {other}.")
    if kind == "date_doubted":
        whose = "Its own date" if child and one.get("article") == child["id"] else "The date of the other"
        if one.get("address"):
            day = in_words(one["address"], "day")
            return Reason(f"{whose} is taken for that of a later change, since its URL names {day}.")
        return Reason(f"{whose} is doubted, since it lies far from those of the rest of the story.")
    known = {key.replace("_", " "): value for key, value in one.items() if key != "type" and value is not None}
    said = ", ".join(f"{key}: {value}" for key, value in known.items())
    return Reason(f"{kind.replace('_', ' ').capitalize()}{': ' + said if said else ''}.")


def _cue(one: Record, who: str, article: Record | None, texts: Mapping[str, str]) -> Reason:
    where = _CUES.get(one.get("cue") or "", "")
    quoted = " as the source of a quotation" if one.get("scope") == "quote" else ""
    sentence = f"{who} credits {one.get('source') or 'a source'}{quoted}{' ' + where if where else ''}:"
    text = texts.get(article["id"], "") if article else ""
    lang = article["lang"] if article else None
    return Reason(sentence, _quote(one, text, lang))


def _quote(one: Record, text: str, lang: str | None) -> Quote:
    """The whole sentence around the words that name a source; of what is not in the text, the words alone."""
    start, end, words = one.get("start"), one.get("end"), one["words"]
    if start is None or end is None or not text or not text.startswith(words[:8], start):
        return _name_marked("", words, "", one, lang)
    low, high = max(0, start - _MOST_QUOTED), min(len(text), end + _MOST_QUOTED)
    inside = start + len(text[start:end].rstrip(_ENDS))
    begin, stop = sentence_around(text, (start, inside), low, high)
    stop = max(stop, end)
    before, after = text[begin:start], text[end:stop]
    if start - begin > _MOST_QUOTED // 2:
        before = "… " + before[-_MOST_QUOTED // 2 :].partition(" ")[2]
    if stop - end > _MOST_QUOTED // 2:
        after = after[: _MOST_QUOTED // 2].rpartition(" ")[0] + " …"
    return _name_marked(before.lstrip(), text[start:end], after.rstrip(), one, lang)


def _name_marked(before: str, words: str, after: str, one: Record, lang: str | None) -> Quote:
    """Narrow the marked words to the source's name where it stands among them letter by letter."""
    source = one.get("source") or ""
    at = words.casefold().find(source.casefold()) if source else -1
    if at < 0 or len(words.casefold()) != len(words):
        return Quote(before, words, after, lang)
    end = at + len(source)
    return Quote(before + words[:at], words[at:end], words[end:] + after, lang)


def called(article: Record) -> str:
    """Return an article by its title, or by how it begins; by its id where neither is known."""
    return str(article["title"] or article.get("beginning") or article["id"])


def name(article: Record) -> str:
    """Return an article in a sentence: its outlet, else its id."""
    return str(article["outlet"] or article["id"])


def in_story(story: Record, article: Record) -> str:
    """Return an article in a sentence about its story: its outlet where no other article is of it, else its id as
    well."""
    own = name(article)
    if own == article["id"] or [one["outlet"] for one in story["articles"]].count(own) < 2:
        return own
    return f"{own} ({article['id']})"


def article_of(story: Record, article: Record, child: Record | None) -> str:
    """Return the article that another was taken from: a page is a copy of a page, and not of its outlet."""
    if article["outlet"] is None:
        return str(article["id"])
    if child is not None and child["outlet"] == article["outlet"]:
        return f"another article of its own outlet, {article['id']}"
    return f"the article of {in_story(story, article)}"


def _dated(article: Record, by: str | None, zone: str | None) -> str:
    if article["published"]:
        known = f"(zone unknown, {zone} by the outlet's domain)" if zone else "(zone unknown)"
        return f"is dated {_when(article).replace('(zone unknown)', known)}"
    # The page was changed, fetched or archived then: it is no date of publication, but bounds it.
    return f"has no date, but was there by {in_words(by.replace('+00:00', 'Z'), None)}" if by else "has no date"


def _when(article: Record) -> str:
    return in_words(article["published"], article["published_precision"])


def by_id(story: Record) -> dict[str, Record]:
    """Return the articles of a story by their ids."""
    return {article["id"]: article for article in story["articles"]}


def links_by_child(story: Record) -> dict[str, Record]:
    """Return the links of a story, each by the article that took it from the other: an article has one at most."""
    return {link["child"]: link for link in story["links"]}
