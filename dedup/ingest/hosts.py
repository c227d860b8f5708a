"""Writes the host of an address as browsers send it: an internationalised name and its `xn--` form are one host.

Articles keep addresses in that form, so one page has one key and one id however its address was written, and an
address that imitates another in letters of another script shows it. Outlets are named in letters all the same
(`dedup.ingest.records.outlet`). The other way round was rejected: SQL cannot decode names, and crawlers write them so.
"""

import re
from typing import Final

_HOST: Final = re.compile(r"((?:[A-Za-z][A-Za-z0-9+.-]*:)?//)?(?:[^/?#@\s]*@)?([^/?#@:\s]+[.。．｡][^/?#@:\s]+)")
_LONGEST: Final = 253
"""Characters of a host's name at most: what the domain name system allows."""


def with_ascii_host(url: str) -> str:
    """Return `url` with its host in ASCII, as it is where that is no valid name.

    >>> with_ascii_host("https://пример.рф/новость/1")
    'https://xn--e1afmkfd.xn--p1ai/новость/1'
    """
    if url.isascii():
        return url
    found = _HOST.match(url)
    if found is None or found[2].isascii() or len(found[2]) > _LONGEST:
        return url
    import idna

    try:
        host = idna.encode(found[2], uts46=True).decode()
    except UnicodeError:  # what idna raises is one
        return url
    return url[: found.start(2)] + host + url[found.end(2) :]
