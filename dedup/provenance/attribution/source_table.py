"""Tables of sources: ours, and a user's own, checked field by field.

trust.txt files are such tables too: they say who controls which site, as publishers declare it themselves. A publisher
puts the file at its domain (journallist.net): `control=https://paper.example/` names a site that it runs,
`controlledby=` the one that runs it. Sites of one owner are not independent of one another. Memberships (`member`,
`belongto`), vendors and social accounts are no ownership and are passed over.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path, PurePath
from typing import Final

from dedup.config import ConfigError
from dedup.provenance.attribution.name_forms import host_key, host_of

_LISTS = ("names", "domains", "words", "credit_only")
_EXAMPLE = 'it is TOML, for each source [[sources]], key = "hp" and name = "Harbour Post" in lines below each other'
_FIELDS = ("key", "name", *_LISTS, "country", "lang", "owner", "kind")


@dataclass(frozen=True)
class Source:
    """A line of the table."""

    key: str
    name: str
    names: tuple[str, ...]
    domains: tuple[str, ...]
    country: str
    lang: str
    owner: str
    kind: str
    """agency or outlet."""

    words: tuple[str, ...] = ()
    """Those that are ordinary words too: far from their cue they need a medium word or quotes beside them."""

    credit_only: tuple[str, ...] = ()
    """Those that are ordinary words before they are names ("Metro", "The Star"): they always need a medium word or
    quotes beside them, but in a credit line, in brackets and in the field of the author."""


def shipped() -> list[Source]:
    """Return the table that comes with dedup: `sources.toml`, and `outlets.tsv` with many more in fewer words."""
    here = resources.files(__package__)
    rows = csv.DictReader(
        io.StringIO(here.joinpath("outlets.tsv").read_text("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    return [*table(here.joinpath("sources.toml").read_text("utf-8"), "sources.toml"), *map(_outlet, rows)]


def _outlet(row: dict[str, str]) -> Source:
    names, domains, words, credit_only = (tuple(filter(None, row[field].split("|"))) for field in _LISTS)
    return Source(
        key=row["key"],
        name=row["name"],
        names=names,
        domains=domains,
        country=row["country"],
        lang=row["lang"],
        owner=row["owner"] or row["name"],
        kind=row["kind"] or "outlet",
        words=words,
        credit_only=credit_only,
    )


def read_table(text: str, shown: str) -> str:
    """Return the text of a user's table, once it is known to be one; `shown` names it in errors.

    Raises ConfigError if it is not such a table, or empty.
    """
    if not table(text, shown):
        raise ConfigError(f"{shown}: no sources in it; {_EXAMPLE}")
    return text


def table(text: str, shown: str) -> list[Source]:
    """Return the sources of a table; `shown` names it in errors."""
    try:
        rows = tomllib.loads(text).get("sources", [])
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{shown}: {error}; {_EXAMPLE}") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ConfigError(f"{shown}: sources must be a list of tables; {_EXAMPLE}")
    return [_source(row, f"{shown}, source {place}") for place, row in enumerate(rows, start=1)]


def _source(row: dict[str, object], place: str) -> Source:
    place += f" ({row['key']})" if isinstance(row.get("key"), str) else ""
    for name, value in row.items():
        if name not in _FIELDS:
            raise ConfigError(f"{place}: no such field: {name!r}; there are {', '.join(_FIELDS)}")
        if name in _LISTS:
            if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
                raise ConfigError(f"{place}: {name} must be a list of words in quotes")
        elif not isinstance(value, str) or not value.strip():
            raise ConfigError(f"{place}: {name} must be words in quotes")
    for needed in ("key", "name"):
        if needed not in row:
            raise ConfigError(f"{place}: {needed} is missing")
    if row.get("kind", "outlet") not in ("outlet", "agency"):
        raise ConfigError(f"{place}: kind must be outlet or agency")

    def words(field: str, default: str = "") -> str:
        return str(row.get(field, default))

    def several(field: str) -> tuple[str, ...]:
        value = row.get(field, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

    if words("key").startswith("~") and words("key") not in map(host_key, several("domains")):
        raise ConfigError(f"{place}: a key cannot begin with ~")
    return Source(
        key=words("key"),
        name=words("name"),
        names=several("names"),
        domains=several("domains"),
        country=words("country"),
        lang=words("lang"),
        owner=words("owner", words("name")),
        kind=words("kind", "outlet"),
        words=several("words"),
        credit_only=several("credit_only"),
    )


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
        source = known.get(host) or _site(host, owner)
        found[source.key] = replace(source, owner=owner)
    return list(found.values())


def _site(host: str, owner: str) -> Source:
    """A site that no table lists. Its key is that of a name read by its letters, so who credits "Harbour Post" means
    harbourpost.example. It has no names: "Wellington" is a paper's in few articles, whatever site a file declares."""
    return Source(host_key(host), host, (), (host,), "", "", owner, "outlet")


def _declared(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lstrip("\ufeff").splitlines():
        match = _LINE.match(line)
        host = host_of(match[2]) if match else None
        if match and host:
            yield match[1].lower(), host
