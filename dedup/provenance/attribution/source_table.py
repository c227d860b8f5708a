"""Tables of sources: ours, and a user's own, checked field by field."""

import csv
import io
import tomllib
from dataclasses import dataclass
from importlib import resources

from dedup.config import ConfigError

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
    if str(row["key"]).startswith("~"):
        raise ConfigError(f"{place}: a key cannot begin with ~")
    if row.get("kind", "outlet") not in ("outlet", "agency"):
        raise ConfigError(f"{place}: kind must be outlet or agency")

    def words(field: str, default: str = "") -> str:
        return str(row.get(field, default))

    def several(field: str) -> tuple[str, ...]:
        value = row.get(field, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

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
