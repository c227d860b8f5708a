"""The settings that an archive was made with, on the machine of whoever opens it."""

from dataclasses import replace

from dedup.archive import ArchiveStore
from dedup.config import Config, ConfigError


def settings_of(archive: ArchiveStore, config: Config | None) -> Config:
    """Return what an archive was made with, on the machine and with the field names of `config`.

    Raises:
        ArchiveError: if other settings than those were asked for.
    """
    try:
        made = Config.of(archive.settings)
    except ConfigError as error:
        raise archive.refusal(str(error)) from error
    if config is None:
        return made
    own = replace(made, machine=config.machine, archive=config.archive, read=config.read)
    # How dumps are read, each may say for itself; what is one article, all of an archive must agree on.
    read = replace(made.read, same_outlet=config.read.same_outlet)
    archive.check_settings(replace(config, read=read).settings())
    return own
