"""All settings of a run as one object, and as the plain values that travel with an archive."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from dedup.config.bounds import out_of_bounds, too_many_bands
from dedup.config.features import IndexConfig, MeaningConfig, SketchConfig
from dedup.config.machine import ArchiveConfig, MachineConfig
from dedup.config.matching import MatchConfig, NeuralConfig, StoryConfig
from dedup.config.provenance import ProvenanceConfig
from dedup.config.reading import ReadConfig, TextConfig
from dedup.config.renamed_settings import former_names, known_names
from dedup.messages import ConfigError


@dataclass(frozen=True)
class Config:
    """All settings of a run."""

    read: ReadConfig = field(default_factory=ReadConfig)
    text: TextConfig = field(default_factory=TextConfig)
    sketch: SketchConfig = field(default_factory=SketchConfig)
    meaning: MeaningConfig = field(default_factory=MeaningConfig)
    match: MatchConfig = field(default_factory=MatchConfig)
    neural: NeuralConfig = field(default_factory=NeuralConfig)
    index: IndexConfig = field(default_factory=IndexConfig)
    story: StoryConfig = field(default_factory=StoryConfig)
    provenance: ProvenanceConfig = field(default_factory=ProvenanceConfig)
    archive: ArchiveConfig = field(default_factory=ArchiveConfig)
    machine: MachineConfig = field(default_factory=MachineConfig)

    def __post_init__(self) -> None:
        """Check the numbers.

        Raises:
            ConfigError: if one is out of its bounds, or the bands need more of a signature than there is.
        """
        for room in fields(self):
            for name, value in vars(getattr(self, room.name)).items():
                if fault := out_of_bounds(f"{room.name}.{name}", value):
                    raise ConfigError(f"{room.name}.{name}: {fault}")
        if fault := too_many_bands(self.sketch):
            raise ConfigError(fault)

    @classmethod
    def of(cls, settings: Mapping[str, Any], machine: "MachineConfig | None" = None) -> "Config":
        """Return the config whose `settings()` these are.

        Raises:
            ConfigError: if there is one that this version of dedup does not know, or one that is not of its type or
                out of its bounds: an archive may come from a stranger.
        """
        if fault := fault_in(settings):
            raise ConfigError(fault)
        rooms = {room.name: room for room in fields(cls) if room.name not in ("machine", "archive")}
        made: dict[str, Any] = {}
        for name, values in settings.items():
            if name not in rooms:
                raise ConfigError(f"no such setting: {name}")
            kind: Any = rooms[name].default_factory
            known = known_names(kind)
            for one in values:
                if one not in known:
                    raise ConfigError(f"no such setting: {name}.{one}")
            # JSON has no tuples.
            made[name] = kind(
                **{one: tuple(value) if isinstance(value, list) else value for one, value in values.items()}
            )
        return cls(**made, machine=machine or MachineConfig())

    @property
    def lenient_match(self) -> MatchConfig:
        """The settings for pairs that other matches make likely: less evidence is enough."""
        return replace(
            self.match,
            least_gain=self.story.second_gain,
            least_translation_gain=self.story.second_gain,
            least_translation_ratio=self.story.second_ratio,
            least_match_words=self.match.short_match_words,
        )

    def settings(self) -> dict[str, Any]:
        """Return what results depend on, as plain values: what travels with an archive and is compared with it."""
        settings = {room: asdict(getattr(self, room)) for room in _ROOMS if room not in ("machine", "archive")}
        for name in ("batch_articles", "batch_bytes", "outlet_from"):
            del settings["read"][name]
        return {
            room: {former_names(_ROOMS[room]).get(name, name): value for name, value in values.items()}
            for room, values in settings.items()
        }


_ROOMS: Final[Mapping[str, Any]] = MappingProxyType({room.name: room.default_factory for room in fields(Config)})


def fault_in(settings: Mapping[str, Any]) -> str | None:
    """Return what is wrong with the first of some settings, as `Config.settings` gives them, that is not of its type or
    out of its bounds; None if nothing is. One that is not known is not judged."""
    for name, values in settings.items():
        if name not in _ROOMS:
            continue
        if not isinstance(values, Mapping):
            return f"{name} cannot be {values!r:.80}"
        types = get_type_hints(_ROOMS[name])
        current = {old: new for new, old in former_names(_ROOMS[name]).items()}
        for one, value in values.items():
            ours = current.get(one, one)
            if ours not in types:
                continue
            if not _fits(value, types[ours]):
                return f"{name}.{one} cannot be {value!r:.80}"
            if fault := out_of_bounds(f"{name}.{ours}", value):
                return f"{name}.{one}: {fault}"
    return None


def _fits(value: object, kind: Any) -> bool:
    """Whether a value that was read from JSON is one of the type `kind` of a setting."""
    parts = get_args(kind)
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, part) for part in parts)
    if origin is tuple:
        return (
            isinstance(value, list | tuple)
            and len(value) == len(parts)
            and all(_fits(one, part) for one, part in zip(value, parts, strict=True))
        )
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(one, part) for pair in value.items() for one, part in zip(pair, parts, strict=True)
        )
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, kind)
