"""Who published an article, from its address or from the name its record gives."""

import re

from dedup.ingest.identity import own_address
from dedup.tables import in_letters, registered_domain, to_ascii

KEPT = 100_000
"""Hosts remembered; a dump has few, and one with more is read a little slower, not with more memory."""

_HOST = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
_DOMAIN = re.compile(r"^(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_][\w-]*[^\W_]\.?$")
_NUMERIC = re.compile(r"^(?:\d+\.){3}\d+$|^\[")
_NAME_NOISE = re.compile(r"[\W_]+")


_COLLECTORS = frozenset(
    """google.com googleusercontent.com feedburner.com feedproxy.google.com bing.com yahoo.com msn.com flipboard.com
    smartnews.com newsbreak.com t.co bit.ly ow.ly lnkd.in facebook.com twitter.com x.com t.me telegram.me reddit.com
    baidu.com toutiao.com yandex.ru dzen.ru feedly.com inoreader.com newsapi.org webz.io lexisnexis.com factiva.com
    apple.news archive.org archive.ph localhost""".split()
)
"""Domains of who lists, shortens or hosts other outlets' pages: an address there does not say whose the article is."""


_PORTALS = frozenset(
    """go.com indiatimes.com india.com sapo.pt iol.pt globo.com abril.com.br clicrbs.com.br ebc.com.br mediaset.it
    verdesmares.com.br nagariknetwork.com""".split()
)
"""Domains under which several outlets have a host each: `abcnews.go.com` and `espn.go.com`."""
_HOSTED = frozenset("folha.uol.com.br band.uol.com.br taifaleo.nation.co.ke cnn.iprima.cz tn.nova.cz".split())
"""Outlets with a host under the domain of another one."""
_SAME_OUTLET = frozenset("www www1 www2 m mobile amp".split())
"""How hosts begin that show a portal's own pages, for readers on the move, too."""


def is_collector(outlet: str | None) -> bool:
    """Say whether an address at this domain does not say whose the article is."""
    return outlet in _COLLECTORS


def names_collector(field: str, name: str, outlet: str | None) -> bool:
    """Say whether a page's name of its own site, in a record's `field`, is that of the collector whose page it is.

    >>> names_collector("og:site_name", "Yahoo News", "yahoo.com"), names_collector("outlet", "Yahoo News", "yahoo.com")
    (True, False)
    """
    if not field.endswith(("site_name", "sitename")) or outlet is None or outlet not in _COLLECTORS:
        return False
    return _NAME_NOISE.split(name.casefold())[0] == outlet.partition(".")[0]


LONGEST_NAME = 200
"""Characters of a name that is remembered."""


class Outlets:
    """Turns hosts into outlets with the project's copy of the public suffix list, never the network."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}
        self._named: dict[str, str | None] = {}

    def of_url(self, url: str) -> str | None:
        """Return the registered domain of `url` (`https://www.a.co.uk/x` -> `a.co.uk`), or None if it has no host.

        Of a portal under whose domain several outlets are, it is the outlet's own host (`abcnews.go.com`). A page in an
        AMP cache or a web archive is that of the outlet whose page it is.

        Names that nobody can register (`news.example`, `paper.test`) keep their last two labels; an IP address or a
        bare host name stands for itself.
        """
        match = _HOST.match(own_address(url.strip()))
        return self._of_host(match[1]) if match else None

    def of_name(self, name: str) -> str | None:
        """Return the outlet that a record's field names: a domain where it holds a URL or a domain, else the name."""
        if len(name) > LONGEST_NAME:
            return self._read_name(name.strip())
        if name not in self._named:
            if len(self._named) >= KEPT:
                self._named.clear()
            self._named[name] = self._read_name(name.strip())
        return self._named[name]

    def _read_name(self, name: str) -> str | None:
        if _HOST.match(name):
            return self.of_url(name)
        if is_domain(name):
            return self._of_host(name)
        return name or None

    def _of_host(self, host: str) -> str | None:
        host = host.lower().strip(".")
        if host in self._known:
            return self._known[host]
        if len(self._known) >= KEPT:
            self._known.clear()
        self._known[host] = found = self._registered(in_letters(host))
        return found

    def _registered(self, host: str) -> str | None:
        if _NUMERIC.match(host) or "." not in host:
            return host or None
        found = registered_domain(host) or ".".join(host.split(".")[-2:])
        own = ".".join(host.split(".")[-found.count(".") - 2 :])
        hosted = found in _PORTALS and own.partition(".")[0] not in _SAME_OUTLET
        return own if own in _HOSTED or hosted else found


def is_url(value: str) -> bool:
    """Say whether `value` is an address with a host and a page of it, not just a home page."""
    match = _HOST.match(value)
    return bool(match and value[match.end() :].strip("/"))


def is_domain(value: str) -> bool:
    """Say whether `value` is a bare domain name."""
    return len(value) < 254 and bool(_DOMAIN.match(value))


def same_outlet(name: str, outlet: str) -> bool:
    """Say whether a name (`The Example Times`) and a domain or name (`exampletimes.com`) are likely one outlet.

    Errs towards yes: a credit kept wrongly would make an outlet's own text a copy of its own.
    """
    if name == outlet:
        return True
    one, other = _core(name), _core(outlet)
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and _inside(short, long):
        return True
    initials = "".join(word[0] for word in _NAME_NOISE.sub(" ", name).lower().split())
    return len(initials) > 1 and initials in (other, other.removeprefix("the"))


def names_outlet(name: str, outlet: str) -> bool:
    """Say whether a part of a title (`The Example Times`) is surely the name of a site (`exampletimes.com`).

    Errs towards no: what is taken off a title is lost.
    """
    one, other = _core(name), _core(outlet)
    if not one or not other:
        return False
    if one == other or one.removeprefix("the") == other.removeprefix("the"):
        return True
    if is_domain(outlet) and _NAME_NOISE.sub("", outlet.lower()) == one:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 5 and short in long and len(short) >= 0.6 * len(long)


def _core(name: str) -> str:
    if is_domain(name):
        name = name.removeprefix("www.").split(".")[0]
    return _NAME_NOISE.sub("", to_ascii(name).lower())


def _inside(short: str, long: str) -> bool:
    """Say whether the letters of `short` stand in `long` in their order, the first one first (nytimes)."""
    letters = iter(long.removeprefix("the"))
    return all(letter in letters for letter in short)
