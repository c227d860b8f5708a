"""Decides when two records are one article: by address, id, title, beginning and end, never by one of them alone;
by choice (`ReadConfig.same_outlet`) also by outlet, where an article moved to another address.

An address is reduced to a key (`url_key`): the same page has one key, whatever tracking parameters, mobile, AMP or
print view, port, cache or web archive its address shows. The steps of that reduction are regular expressions that
DuckDB and Python read alike, so that the rule stands here once: a run and an archive apply it as SQL to all their
articles, a stream as Python to the one that comes.
"""

import hashlib
import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from dedup.schema import ZONE_UNKNOWN

SAME_PIECE: Final = 200
"""Characters of a text's beginning, and of its end, that two fetches of one article share. Shorter pieces are shared by
unrelated articles of one outlet: 200 characters are longer than a dateline, a byline and most notices."""

_NAME: Final = "~[0-9a-f]{8}(?:[0-9a-f]{4})?$"
"""What `own_name` adds to an id. Names of eight digits stand in older archives."""

_AT_END: Final = re.compile(_NAME.replace("$", r"\Z"))  # to the database `$` is the very end


def own_name(name: str, text: str, title: str | None = None, url: str | None = None) -> str:
    """Return the id of an article whose id another article has already: it depends on the two of them alone, so the
    order in which they came does not matter. Without a text, the title and the address tell it from others."""
    digest = hashlib.md5((text or f"{title or ''}\n{url or ''}").encode(), usedforsecurity=False).hexdigest()
    return f"{re.sub(_NAME, '', name)}~{digest[:12]}"


def given_id(name: str) -> str:
    """Return the id as the record gave it, without what `own_name` added."""
    return _AT_END.sub("", name)


def given_id_sql(column: str = "id") -> str:
    """Return SQL for the same."""
    return f"regexp_replace({column}, '{_NAME}', '')"


def digest_sql() -> str:
    """Return SQL for the digest that `own_name` takes a part of."""
    return "md5(CASE WHEN text = '' THEN coalesce(title, '') || chr(10) || coalesce(url, '') ELSE text END)"


def own_name_sql(digest: str) -> str:
    """Return SQL for `own_name` over the column `id` and one that holds its digest (`digest_sql`)."""
    return f"{given_id_sql()} || '~' || {digest}[:12]"


class Step(NamedTuple):
    """One replacement on the way from an address to its key."""

    pattern: str
    """As RE2 and Python's `re` read it alike: no look-around, no possessive quantifiers."""
    replacement: str


@cache
def _table() -> dict[str, list[tuple[str, str]]]:
    """The rows of `addresses.tsv` by kind: names and values."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in files("dedup.ingest").joinpath("addresses.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, name, value, _source = line.split("\t")
            found.setdefault(kind, []).append((name, value))
    return found


def _any_of(kind: str) -> str:
    return "|".join(re.escape(name) for name, _ in _table()[kind])


def _parameters() -> str:
    """Parameters that say how a page is shown or how somebody came to it, with their values."""
    free, bound = [], []
    for name, value in _table()["param"]:
        pattern = re.escape(name.rstrip("*")) + ("[^=&]*" if name.endswith("*") else "")
        if value == "*":
            free.append(pattern)
        else:
            bound.append(f"{pattern}=(?:{value})")
    return f"(?:(?:{'|'.join(free)})(?:=[^&]*)?|{'|'.join(bound)})"


_FRONT: Final = r"home|start|startseite|main|inicio|accueil|glavnaya|(?:rss|feed|atom)(?:\.xml)?"
_AROUND: Final = r"^(?:https?:)?//(?:[^/?#@]*@)?"
_WITHIN: Final = r"(?:https?:/{1,2})?"


def _around(kind: str, within: str) -> str:
    """The beginning of an address that holds another one; hosts that nobody lists must spell out `http://` in it."""
    ways = [
        f"{host}(?::[0-9]+)?{path}{within if host != '[^/?#]+' else 'https?:/{1,2}'}"
        for host, path in _table()[kind]
        if path
    ]
    return f"{_AROUND}(?:{'|'.join(ways)})"


@cache
def steps() -> tuple[Step, ...]:
    """Return the replacements, in order, that make the key of an address in lower case. A key ends in `&` if it has
    parameters, and is empty for an address without a host."""
    return (
        Step(_around("archive", _WITHIN), "//"),
        Step(_around("cache", _WITHIN), "//"),
        # `#!` begins the address within a page that is a program; what else follows `#` is a place in the page.
        Step(r"#(?:[^!].*)?$", ""),
        Step(r"^(?:[a-z][a-z0-9+.-]*:)?/{1,3}(?:[^/?#@]*@)?", ""),
        Step(r"^([^/?:]+):[0-9]*", r"\1"),
        Step(rf"^(?:(?:{_any_of('label')})\.)+([^./?]+\.[^/?]+)", r"\1"),
        Step(r";jsessionid=[^?&/]*", ""),
        # Each parameter between two signs of its own, so that one may go without its neighbours'.
        Step(r"[?&]+", "&&"),
        Step(r"$", "&"),
        Step(rf"&{_parameters()}&", ""),
        Step(r"&+", "&"),
        Step(rf"/(?:{_any_of('part')})(?:\.[a-z]{{3,5}})?/", "/"),
        Step(rf"/(?:{_any_of('part')})(?:\.[a-z]{{3,5}})?(&|$)", r"/\1"),
        Step(rf"[._-](?:{_any_of('ending')})(\.[a-z]{{3,5}})?/*(&|$)", r"\1\2"),
        Step(r"/(?:index|default)\.[a-z]{3,5}/*(&|$)", r"/\1"),
        Step(r"//+", "/"),
        Step(r"/+&", "&"),
        Step(r"[/&]+$", ""),
        # A front page, of whichever language, tells no article from another.
        Step(rf"^[^/&]*(?:/(?:[a-z]{{2}}|[a-z]{{2}}[_-][a-z]{{2}}|{_FRONT}))?$", ""),
    )


def url_key(url: str | None) -> str | None:
    """Return what tells the page at `url` from other pages; None for a front page and for what is no address.

    >>> url_key("https://amp.paper.example:443/News/2?utm_source=x&id=7#top")
    'paper.example/news/2&id=7'

    Parameters count in any order.
    """
    if not url:
        return None
    key = url
    if "%" in key:
        with suppress(UnicodeDecodeError):
            key = unquote(key, errors="strict")
    key = key.lower()
    for pattern, replacement in _compiled():
        key = pattern.sub(replacement, key)
    if key.count("&") > 1:
        page, *parameters = key.split("&")
        key = "&".join([page, *sorted(parameters)])
    return key or None


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(step.pattern), step.replacement) for step in steps())


@cache
def url_key_sql() -> str:
    """Return the same as an SQL expression over the column `url`."""
    # Letters of other scripts stand in an address as they are or in percent signs: the two are one.
    key = "lower(CASE WHEN contains(url, '%') THEN coalesce(try(url_decode(url)), url) ELSE url END)"
    for pattern, replacement in steps():
        quoted = pattern.replace("'", "''")
        key = f"regexp_replace({key}, '{quoted}', '{replacement}', 'g')"
    # The expression is long: within a list of one it is computed once.
    ordered = "array_to_string(list_concat(parts[:1], list_sort(parts[2:])), '&')"
    whole = f"list_transform([string_split(one, '&')], lambda parts: {ordered})[1]"
    return f"list_transform([{key}], lambda one: nullif(CASE WHEN contains(one, '&') THEN {whole} ELSE one END, ''))[1]"


def own_address(url: str) -> str:
    """Return the address that an AMP cache or a web archive holds within its own, else `url` as it is.

    >>> own_address("https://web.archive.org/web/20240102030405/http://paper.example/a")
    'http://paper.example/a'
    """
    if not may_wrap(url):
        return url
    for around in _unwrapping():
        if match := around.match(url):
            within = url[match.end() :].lstrip("/")
            scheme = "http" if match[0].lower().endswith(("http:/", "http://")) else "https"
            url = f"{scheme}://{within}" if within else url
    return url


_WRAPPING: Final = ("archive.", "ampproject.", "bing-amp.", "/amp/", "googleusercontent.")
"""What stands in the addresses of archives and caches that need not spell out the address they hold."""


@lru_cache(maxsize=1)
def may_wrap(url: str) -> bool:
    """Say whether an address may hold another one: the expressions that find it take a tenth of reading a record. A
    record asks several times about one address."""
    lower = url.lower()
    for mark in _WRAPPING:
        if mark in lower:
            return True
    return lower.find("http", 4) >= 0


def archived_at(url: str) -> str | None:
    """Return the digits of the time at which a web archive fetched the page that it shows at `url`."""
    match = _unwrapping()[0].match(url) if may_wrap(url) else None
    return next((digits for digits in match.groups() if digits), None) if match else None


@cache
def _unwrapping() -> tuple[re.Pattern[str], re.Pattern[str]]:
    archive, cache_ = (re.compile(_around(kind, _WITHIN), re.IGNORECASE) for kind in ("archive", "cache"))
    return archive, cache_


class Alike(NamedTuple):
    """What two records share that are one article: every one of `columns`, none of them null."""

    columns: tuple[str, ...]
    why: str
    """SQL for the reason given with records that are dropped."""
    without: tuple[str, ...] = ()
    """Columns that must be null in both."""

    def shared(self, pieces: Mapping[str, Any]) -> tuple[object, ...] | None:
        """Return what a record shares with those that are the same article as it; None where nothing can be."""
        found = tuple(pieces[name] for name in self.columns)
        return None if None in found or any(pieces[name] is not None for name in self.without) else found


_PRECISE: Final = ("second", "minute")
_SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What the database trims: line ends and tabs are not among them."""
_CLOCK: Final = ", ".join(f"'{one}'" for one in _PRECISE)

_PIECES: Final = {
    # A record without id and address is called after its place in a file, which is no id.
    "given_id": (
        f"CASE WHEN url IS NOT NULL OR NOT ends_with({given_id_sql()}, '#' || position) THEN {given_id_sql()} END"
    ),
    # The headline of a plain text file is the beginning of its text, which is compared as such: folders of two outlets
    # may both have "1.txt" under one headline.
    "headline": "CASE WHEN url IS NOT NULL OR position <> '' OR NOT starts_with(ltrim(text), title) THEN title END",
    # Articles of which only the titles are known are not alike because none of them has a text.
    "beginning": f"nullif(text[:{SAME_PIECE}], '')",
    "ending": f"nullif(text[-{SAME_PIECE}:], '')",
    "whole": "nullif(text, '')",
    "at_outlet": "outlet",
    "moment": f"CASE WHEN replace(published_precision, '{ZONE_UNKNOWN}', '') IN ({_CLOCK}) THEN published END",
}

_FETCH: Final = "'another fetch of ' || url"
_REPEATED: Final = "'repeated id ' || id"
_MOVED: Final = "'another address of an article of ' || outlet"

ALIKE: Final = (
    # The id is the same. It may be the number of a row, so another address needs more than one thing to agree.
    Alike(("given_id", "whole"), _REPEATED),
    Alike(("given_id", "headline", "beginning"), _REPEATED),
    Alike(("given_id", "headline"), _REPEATED, ("url_key",)),
    Alike(("given_id", "beginning"), _REPEATED, ("url_key",)),
    # The address is the same, and something of the text is.
    Alike(("url_key", "headline"), _FETCH),
    Alike(("url_key", "beginning"), _FETCH),
    Alike(("url_key", "given_id", "ending"), _FETCH),
)
"""Each says that two records are one article. The id alone does not: it may count rows or files, and whoever exports a
table a day lost the second day by it. The address alone does not: it may be that of a feed, of a section, or of a
program that shows every page, and all but one of its articles were lost by it."""

_MOVED_ALIKE: Final = (
    Alike(("at_outlet", "headline", "whole"), _MOVED),
    Alike(("at_outlet", "moment", "whole"), _MOVED),
    Alike(("at_outlet", "headline", "moment", "beginning"), _MOVED),
)
"""Each says that two records are one article that its outlet shows at two addresses. The text alone does not: behind a
paywall many articles are one notice. Nor do headline and beginning: an outlet that is scraped with its menus has the
site's name and the menu there. A day is no moment: an outlet publishes all of its articles of that day on it."""


def alike(same_outlet: str) -> tuple[Alike, ...]:
    """Return what says that two records are one article, under a choice of `ReadConfig.same_outlet`."""
    return (*ALIKE, *_MOVED_ALIKE) if same_outlet == "revision" else ALIKE


PIECES: Final = ("url_key", *_PIECES)
"""What records are compared by."""


OF_TEXTS: Final = ("headline", "beginning", "ending", "whole")
"""Those for which the text is looked at."""


def pieces_sql(names: Collection[str] = PIECES) -> str:
    """Return some or all of the columns `PIECES`, as hashes, of records with the columns of `dedup.schema.ARTICLE`.

    Hashes: the beginnings and ends of a million articles would be half a gigabyte. Records are one if at least two of
    these agree, 128 bits.
    """
    values = {name: _PIECES[name] if name in _PIECES else url_key_sql() for name in PIECES if name in names}
    # Nothing has no hash, and `CASE WHEN value IS NOT NULL` would name each value twice: to compile the expressions of
    # an address takes ten milliseconds.
    return ", ".join(f"nullif(hash({value}), hash(NULL)) AS {name}" for name, value in values.items())


def pieces_of(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return `PIECES` of a record with the columns of `dedup.schema.ARTICLE`, as they are: for a few records, of which
    the database would take longer to plan the expressions than to compute them."""
    url, title, text, position = (record[name] for name in ("url", "title", "text", "position"))
    named, precision = given_id(record["id"]), record["published_precision"] or ""
    placed = url is not None or (position is not None and not named.endswith(f"#{position}"))
    headed = url is not None or position or not text.lstrip(_SPACES).startswith(title or "")
    return {
        "url_key": url_key(url),
        "given_id": named if placed else None,
        "headline": title if headed else None,
        "beginning": text[:SAME_PIECE] or None,
        "ending": text[-SAME_PIECE:] or None,
        "whole": text or None,
        "at_outlet": record["outlet"],
        "moment": record["published"] if precision.replace(ZONE_UNKNOWN, "") in _PRECISE else None,
    }


def same_article_sql(one: str, other: str, same_outlet: str) -> tuple[str, ...]:
    """Return the conditions under which rows of tables with the columns `PIECES` are one article, under a choice of
    `ReadConfig.same_outlet`; any of them will do.

    One by one they are joins by equality; with OR between them, every row would be compared with every other.
    """
    return tuple(
        " AND ".join(
            [f"{one}.{name} = {other}.{name}" for name in shared.columns]
            + [f"{table}.{name} IS NULL" for name in shared.without for table in (one, other)]
        )
        for shared in alike(same_outlet)
    )


def outlet_marks(outlet: str | None, title: str | None, published: int | None, precision: str | None) -> list[str]:
    """Return what an article shares, one of them at least, with each other address of it at its outlet; `published` is
    in microseconds since 1970.

    They stand in place of the pieces where those would cost unpacking the texts of an archive.
    """
    if outlet is None:
        return []
    clock = published is not None and (precision or "").removesuffix(ZONE_UNKNOWN) in _PRECISE
    return [f"{outlet}\n{value}" for value in (title, published if clock else None) if value is not None]


def outlet_marks_sql() -> str:
    """Return SQL for the same over the columns of `dedup.schema.ARTICLE`."""
    values = ", ".join(f"outlet || chr(10) || {value}" for value in ("title", f"epoch_us({_PIECES['moment']})"))
    return f"list_filter([{values}], lambda mark: mark IS NOT NULL)"
