"""The settings of a command: what an archive was made with, and what a file, the environment and flags change."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from dedup.config import Config, ConfigError, MatchConfig, SketchConfig, bytes_of, mapping_of, zone_of


def config_of(
    base: Config,
    *,
    config_file: Path | None,
    sets: Sequence[str] | None,
    mapped: Sequence[str] | None = None,
    outlet_from: str | None = None,
    same_outlet: str | None = None,
    timezone: str | None = None,
    window: str | None = None,
    kinds: str | None = None,
    copy_threshold: float | None = None,
    memory: str | None = None,
    threads: int | None = None,
) -> Config:
    """`base` with the settings of the file, of the environment, of `--set`, and last of the flags.

    Raises:
        ConfigError: if one cannot be; the message names the file, the variable or the flag.
    """
    from dedup.cli.settings_file import chosen_settings, with_settings

    config = with_settings(base, chosen_settings(config_file, sets or ()))
    if mapped:
        config = with_fields(config, mapped)
    if outlet_from in ("folder", "file"):
        config = replace(config, read=replace(config.read, outlet_from=outlet_from))
    elif outlet_from is not None:
        fields = {**config.read.fields, "outlet": outlet_from}
        config = replace(config, read=replace(config.read, fields=fields))
    if same_outlet is not None:
        with _named("--same-outlet"):
            config = replace(config, read=replace(config.read, same_outlet=same_outlet))
    if timezone is not None:
        with _named("--timezone"):
            zone_of(timezone)
        config = replace(config, read=replace(config.read, timezone=timezone))
    if kinds is not None:
        match = MatchConfig.of_kinds([kind.strip() for kind in kinds.split(",")])
        found = {name: getattr(match, name) for name in ("copies", "rewrites", "translations")}
        config = replace(config, match=replace(config.match, **found))
    if window is not None:
        with _named("--window"):
            config = replace(config, match=replace(config.match, window=window))
    if copy_threshold is not None:
        bands = SketchConfig.of_copy_threshold(copy_threshold)
        sketch = replace(config.sketch, copy_bands=bands.copy_bands, copy_rows=bands.copy_rows)
        config = replace(config, sketch=sketch)
    machine = config.machine
    if memory is not None:
        machine = replace(machine, memory=bytes_of(memory))
    if threads is not None:
        machine = replace(machine, threads=threads)
    return replace(config, machine=machine)


@contextmanager
def _named(flag: str) -> Iterator[None]:
    """Let an error begin with the flag that it is of."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(f"{flag}: {error}") from error


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
