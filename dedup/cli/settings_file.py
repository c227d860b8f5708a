"""Settings from a file, from the environment and from the command line, in that order: what comes later decides.

A file is TOML with a table for each part of `dedup.config.Config`:

    [match]
    rewrites = false

    [machine]
    memory = "4GB"

The environment has the same under names like `DEDUP_MATCH_REWRITES`, the command line under `--set
match.rewrites=false` and shorter flags for what is changed most. An error names the file, the variable or the flag.
"""

import ast
import inspect
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast, get_args, get_origin, get_type_hints

from dedup.config import Config, ConfigError, bytes_of, former_names, out_of_bounds, zone_of

_VARIABLE: Final = "DEDUP_"
_ROOMS: Final = {room.name: type(getattr(Config(), room.name)) for room in fields(Config)}


@dataclass(frozen=True)
class Setting:
    """One setting that somebody chose, and where."""

    room: str
    name: str
    value: Any
    place: str
    """What an error names: `dedup.toml: match.level`, `DEDUP_MATCH_LEVEL`, `--set match.level`."""


def chosen_settings(
    file: Path | None, sets: Sequence[str] = (), environment: Mapping[str, str] = os.environ
) -> list[Setting]:
    """Return the settings of a file, of the environment and of `--set`, in the order in which they decide.

    Raises:
        ConfigError: if one is not known, or cannot be; the message names the place.
    """
    return [*_of_file(file), *_of_environment(environment), *_of_sets(sets)]


def with_settings(config: Config, chosen: Sequence[Setting]) -> Config:
    """Return `config` with what was chosen.

    Raises:
        ConfigError: if a value is of the wrong kind, or cannot be; the message names the place.
    """
    rooms = {room: getattr(config, room) for room in _ROOMS}
    for one in chosen:
        try:
            value = _converted(one)
            if fault := out_of_bounds(f"{one.room}.{one.name}", value):
                raise ConfigError(f"{one.place}: {fault}")
            rooms[one.room] = replace(rooms[one.room], **{one.name: value})
        except (TypeError, ValueError) as error:
            message = str(error)
            raise ConfigError(message if message.startswith(one.place) else f"{one.place}: {message}") from error
    # At once: what one setting allows, another may ask for.
    return replace(config, **rooms)


def _of_file(file: Path | None) -> Iterator[Setting]:
    if file is None:
        return
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"--config {file}: {error.strerror or error}".lower()) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: not TOML: {error}") from error
    for room, table in tables.items():
        _known(room, _ROOMS, f"{file}: [{room}]", "part")
        if not isinstance(table, dict):
            raise ConfigError(f"{file}: {room}: a setting stands in a table: [{room}]")
        for name, value in table.items():
            place = f"{file}: {room}.{name}"
            _known(name, _names(room), place, "setting")
            yield Setting(room, _names(room)[name], value, place)


def _of_environment(environment: Mapping[str, str]) -> Iterator[Setting]:
    by_variable = {
        f"{_VARIABLE}{room}_{given}".upper(): (room, name) for room in _ROOMS for given, name in _names(room).items()
    }
    for variable in sorted(environment.keys() & by_variable.keys()):
        room, name = by_variable[variable]
        yield Setting(room, name, _parsed(environment[variable]), variable)


def _of_sets(sets: Sequence[str]) -> Iterator[Setting]:
    for given in sets:
        key, equals, value = given.partition("=")
        room, dot, name = key.strip().partition(".")
        place = f"--set {key.strip()}"
        if not equals or not dot:
            raise ConfigError(f"--set {given}: write PART.NAME=VALUE, as in match.rewrites=false")
        _known(room, _ROOMS, place, "part")
        _known(name, _names(room), place, "setting")
        yield Setting(room, _names(room)[name], _parsed(value.strip()), place)


def _parsed(words: str) -> Any:
    """Parse a value as TOML; what is not TOML is taken as a string."""
    try:
        return tomllib.loads(f"value = {words}")["value"]
    except tomllib.TOMLDecodeError:
        return words


def _names(room: str) -> dict[str, str]:
    """The settings of a part by their names and by former ones."""
    names = {field.name: field.name for field in fields(_ROOMS[room])}
    return names | {former: name for name, former in former_names(_ROOMS[room]).items()}


def _known(name: str, names: Any, place: str, what: str) -> None:
    if name not in names:
        near = get_close_matches(name, list(names), 1)
        raise ConfigError(f"{place}: no such {what}{f'; did you mean {near[0]}?' if near else ''}")


def _converted(one: Setting) -> Any:
    kind = get_type_hints(_ROOMS[one.room])[one.name]
    value = one.value
    kinds = get_args(kind) if get_origin(kind) is not None and type(None) in get_args(kind) else (kind,)
    wanted = kinds[0]
    if (one.room, one.name) == ("machine", "memory") and isinstance(value, str):
        return bytes_of(value)
    if (one.room, one.name) == ("read", "timezone") and isinstance(value, str) and value:
        zone_of(value)
    if get_origin(wanted) is tuple:
        parts = get_args(wanted)
        if (
            isinstance(value, list)
            and len(value) == len(parts)
            and all(isinstance(item, int | float) for item in value)
        ):
            return tuple(part(item) for part, item in zip(parts, value, strict=True))
        raise ConfigError(f"{one.place}: {value!r} is not a list of {len(parts)} numbers")
    if get_origin(wanted) is not None:  # a mapping of names
        if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
            return dict(value)
        raise ConfigError(f"{one.place}: {value!r} is not a table of names")
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, bool) != (wanted is bool) or not isinstance(value, wanted):
        raise ConfigError(f"{one.place}: {value!r} is not {_KINDS[wanted]}")
    return value


_KINDS: Final = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}


def settings_toml(config: Config, chosen: Sequence[Setting] = ()) -> str:
    """Return all settings as a file has them; what was chosen says where."""
    places = {(one.room, one.name): one.place for one in chosen}
    lines = []
    for room, values in asdict(config).items():
        lines.append(f"[{room}]")
        for name, value in values.items():
            place = places.get((room, name))
            comment = f"  # {place}" if place else ""
            written = _toml(value)
            lines.append(f"{name} = {written}{comment}" if written is not None else f"# {name} is not set")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


_FITTED: Final = (
    "# From here on: fitted, or a bound of cost. The figures in the documents were measured with these values."
)


CHOICES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "read": (
            *("fields", "outlet_from", "same_outlet", "timezone", "latest_published"),
            *("max_article_chars", "max_record_bytes", "max_unpacked_bytes", "max_page_tags"),
        ),
        "text": ("least_words",),
        "sketch": ("copy_bands", "copy_rows"),
        "match": (
            *("copies", "rewrites", "translations", "window", "copy_share", "quoted_share"),
            *("least_match_words", "least_block_words", "least_gain"),
            *("least_translation_ratio", "least_translation_gain", "least_concepts"),
        ),
        "neural": ("embedder", "bring_candidates"),
        "story": ("group_likeness", "reported_lead", "reported_share"),
        "provenance": ("trace", "sources", "min_origin"),
        "machine": ("memory", "threads"),
    }
)
"""The settings that are for users to choose, by part: what depends on the dump, on the machine, or on what somebody
means by a copy, a story, a sure origin. The others were fitted, as the reason of each says, or bound what a rare
article costs, and figures in the documents were measured with all of them as they are: whoever changes one should
measure (`dedup evaluate`)."""


def settings_template() -> str:
    """Return a file in which every setting stands with its default and its reason, all of them commented out: in each
    part those that are for users to choose, then those that were fitted."""
    described = _descriptions()
    lines = [
        "# Settings of dedup. Every one has its default here; take the # away before what you change.",
        "# What decides: a flag, then DEDUP_<PART>_<NAME> in the environment, then this file, then the default.",
        "",
    ]
    for room, values in asdict(Config()).items():
        lines.append(f"[{room}]")
        others = [name for name in values if name not in CHOICES.get(room, ())]
        for name in sorted(values, key=others.__contains__):
            if name == others[0]:
                lines += [_FITTED, ""]
            lines += [
                f"# {words}".rstrip() for words in described.get(f"{_ROOMS[room].__name__}.{name}", "").splitlines()
            ]
            written = _toml(values[name])
            lines += [f"# {name} = {written if written is not None else '…'}", ""]
    return "\n".join(lines).rstrip() + "\n"


def _descriptions() -> dict[str, str]:
    """What `dedup.config` says of each setting; a docstring after several fields is of the last of them."""
    found = {}
    for kind in _ROOMS.values():
        name = ""
        for one in cast("ast.ClassDef", ast.parse(inspect.getsource(kind)).body[0]).body:
            if isinstance(one, ast.AnnAssign):
                name = ast.unparse(one.target)
            elif isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) and name:
                found[f"{kind.__name__}.{name}"] = inspect.cleandoc(str(one.value.value))
                name = ""
    return found


def _toml(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple | list):
        return f"[{', '.join(str(_toml(one)) for one in value)}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{key}" = {_toml(one)}' for key, one in value.items()) + "}"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return str(value)
