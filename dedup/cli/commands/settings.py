"""The settings of a command: what an archive was made with, and what a file, the environment and flags change."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from dedup.config import Config, ConfigError, MatchConfig, SketchConfig, check_kinds, mapping_of, span_of

if TYPE_CHECKING:
    from dedup.pipeline import FilterConfig

_SETTING: Final = MappingProxyType(
    {
        "same_outlet": ("read", "same_outlet"),
        "timezone": ("read", "timezone"),
        "window": ("match", "window"),
        "embedder": ("neural", "embedder"),
        "provenance": ("provenance", "trace"),
        "memory": ("machine", "memory"),
        "threads": ("machine", "threads"),
    }
)
"""Flags that are settings by another name."""


def config_of(
    base: Config,
    *,
    config_file: str | Path | None = None,
    sets: Sequence[str] | None = None,
    mapped: Sequence[str] | None = None,
    outlet_from: str | None = None,
    kinds: str | None = None,
    copy_threshold: float | None = None,
    sources: str | Path | None = None,
    **flags: Any,
) -> Config:
    """Return `base` with the settings of the file, of the environment, of `--set`, and last of the flags: all the
    parameters of a command may be given.

    Raises:
        ConfigError: if one cannot be; the message names the file, the variable or the flag.
    """
    from dedup.cli.settings_file import Setting, chosen_settings, with_settings

    chosen = chosen_settings(Path(config_file) if config_file is not None else None, sets or ())
    for flag, (room, name) in _SETTING.items():
        if flags.get(flag) is not None:
            chosen.append(Setting(room, name, flags[flag], f"--{flag.replace('_', '-')}"))
    config = with_settings(base, chosen)
    if mapped:
        config = with_fields(config, mapped)
    if outlet_from in ("folder", "file"):
        config = replace(config, read=replace(config.read, outlet_from=outlet_from))
    elif outlet_from is not None:
        fields = {**config.read.fields, "outlet": outlet_from}
        config = replace(config, read=replace(config.read, fields=fields))
    if kinds is not None:
        with naming("--kinds"):
            match = MatchConfig.of_kinds([kind.strip() for kind in kinds.split(",")])
        found = {name: getattr(match, name) for name in ("copies", "rewrites", "translations")}
        config = replace(config, match=replace(config.match, **found))
    if copy_threshold is not None:
        with naming("--copy-threshold"):
            bands = SketchConfig.of_copy_threshold(copy_threshold)
        sketch = replace(config.sketch, copy_bands=bands.copy_bands, copy_rows=bands.copy_rows)
        config = replace(config, sketch=sketch)
    if sources is not None:
        from dedup.provenance import read_sources

        config = replace(config, provenance=replace(config.provenance, sources=read_sources(Path(sources))))
    return config


@contextmanager
def naming(flag: str) -> Iterator[None]:
    """Name the flag in front of what is wrong with its value; a message that names one stays as it is."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(str(error) if str(error).startswith("--") else f"{flag}: {error}") from error


def check_kind(kind: str | None) -> None:
    """Check the value of the flag `--kind`, if it was given.

    Raises:
        ConfigError: if it is no kind of match.
    """
    if kind is not None:
        with naming("--kind"):
            check_kinds([kind])


def filter_config(kinds: str | None, window: str | None) -> "FilterConfig":
    """Return what counts as a duplicate by the flags `--kinds` and `--window`.

    Raises:
        ConfigError: if one cannot be; the message names the flag.
    """
    from dedup.pipeline import FilterConfig

    with naming("--kinds"):
        chosen = FilterConfig.of([kind.strip() for kind in kinds.split(",")] if kinds is not None else None)
    with naming("--window"):
        return replace(chosen, window=span_of(window) if window is not None else None)


def made_with(archive: Path) -> Config:
    """Return the config of an archive, or the default one of an archive that is not there yet."""
    from dedup.api import Archive

    if not archive.exists():
        return Config()
    with Archive.open(archive) as opened:
        return Config.of(opened.settings)


def with_fields(config: Config, mapped: Sequence[str]) -> Config:
    """Return the config with other names of record fields."""
    return replace(config, read=replace(config.read, fields=mapping_of(mapped)))
