"""The settings of a command: what an archive was made with, and what the command line changes."""

from pathlib import Path

from dedup.config import Config, MachineConfig, MatchConfig, SketchConfig, bytes_of, mapping_of


def config_of(
    mapped: list[str] | None, kinds: str | None, copy_threshold: float | None, archive: Path, memory: str, threads: int
) -> Config | None:
    """The settings asked for; what is not asked for is as the archive has it."""
    from dataclasses import replace

    machine = MachineConfig(memory=bytes_of(memory), threads=threads)
    made = made_with(archive)
    match = made.match if kinds is None else MatchConfig.of_kinds(kinds.split(","))
    sketch = made.sketch if copy_threshold is None else SketchConfig.of_copy_threshold(copy_threshold)
    return replace(with_fields(made, mapped or []), sketch=sketch, match=match, machine=machine)


def made_with(archive: Path) -> Config:
    """What an archive was made with, or one that is not there yet will be."""
    from dedup.archive import Archive

    if not archive.exists():
        return Config()
    with Archive.open(archive) as opened:
        return Config.of(opened.settings)


def with_fields(config: Config, mapped: list[str]) -> Config:
    """The same with other names of fields."""
    from dataclasses import replace

    return replace(config, read=replace(config.read, fields=mapping_of(mapped)))
