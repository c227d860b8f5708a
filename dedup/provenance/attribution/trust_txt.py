"""trust.txt files as tables of sources: who controls which site, as publishers declare it themselves.

A publisher puts the file at its domain (journallist.net): `control=https://paper.example/` names a site that it runs,
`controlledby=` the one that runs it. Sites of one owner are not independent of one another. Memberships (`member`,
`belongto`), vendors and social accounts are no ownership and are passed over.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import Final

from dedup.config import ConfigError
from dedup.provenance.attribution.name_forms import host_of
from dedup.provenance.attribution.source_table import Source, read_table, shipped

_LINE: Final = re.compile(r"^\s*([a-z]+)\s*=\s*(\S+)", re.IGNORECASE)
_KINDS: Final = frozenset(
    "member belongto control controlledby social vendor customer disclosure contact datatrainingallowed".split()
)
_NAME: Final = re.compile(r"[._-]?trust$", re.IGNORECASE)


def read_sources(path: str | Path) -> str:
    """Read a user's table of sources, or a trust.txt file as one: the text for `ProvenanceConfig.sources`.

    Raises ConfigError, naming the file and the place in it, if it cannot be read or is neither.
    """
    try:
        text = Path(path).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise ConfigError(f"{path}: {reason}") from error
    if is_trust_txt(text):
        return _as_table(read_trust_txt(text, str(path), shipped()))
    return read_table(text, str(path))


def _as_table(sources: Iterable[Source]) -> str:
    rows = []
    for source in sources:
        # A JSON string is a TOML string too.
        fields = (
            f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in asdict(source).items() if value
        )
        rows.append("\n".join(["[[sources]]", *fields, ""]))
    return "\n".join(rows)


def is_trust_txt(text: str) -> bool:
    """Say whether every line but comments is a declaration of trust.txt."""
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip() and not line.lstrip().startswith("#")]
    found = [_LINE.match(line) for line in lines]
    return bool(lines) and all(match and match[1].lower() in _KINDS for match in found)


def read_trust_txt(text: str, path: str, listed: Iterable[Source]) -> list[Source]:
    """Return the sources that the file declares, each with its owner; what `listed` has of them is kept.

    Whose file it is says its name or its folder: `gull.example.txt`, `gull.example/trust.txt`.

    Raises:
        ConfigError: if neither is a domain, or the file declares no owner.
    """
    place = PurePath(path)
    own = host_of(_NAME.sub("", place.stem)) or host_of(place.parent.name)
    if own is None:
        raise ConfigError(f"{path}: whose trust.txt is it? name the file or its folder after the domain")
    known = {domain: source for source in listed for domain in source.domains}
    said = list(_declared(text))
    above = next((host for kind, host in said if kind == "controlledby"), None)
    below = [host for kind, host in said if kind == "control"]
    if above is None and not below:
        raise ConfigError(f"{path}: it declares no owner (control=, controlledby=)")
    head = known.get(above or own)
    owner = head.owner if head else (above or own)
    found = {}
    for host in dict.fromkeys([own, *below, *([above] if above else [])]):
        source = known.get(host) or Source(host, host, (), (host,), "", "", owner, "outlet")
        found[source.key] = replace(source, owner=owner)
    return list(found.values())


def _declared(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line)
        host = host_of(match[2]) if match else None
        if match and host:
            yield match[1].lower(), host
