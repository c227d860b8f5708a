"""Every error that is raised on purpose, under one base.

They are here and not where they are raised so that a command can say what is wrong without loading the database: each
room passes its own on (`import X as X`).
"""

from typing import ClassVar


class DedupError(Exception):
    """Something that a caller can do something about: the input, a setting, the archive, or a name that is not there.

    Full disks and too little memory stay `OSError` and `MemoryError`; whatever else comes out is a fault of dedup.
    """

    exit_code: ClassVar[int] = 1
    """What a command that ends with it exits with."""


class ConfigError(DedupError, ValueError):
    """A setting that cannot be."""

    exit_code = 2


class InputError(DedupError):
    """There is nothing to read: no input was given, or none of those given can be opened."""

    exit_code = 3


class UnreadableRecordError(DedupError, ValueError):
    """A record that holds no article; the message says why."""

    exit_code = 3


class OutputExistsError(DedupError):
    """What would be written is there already, and may not be replaced."""

    exit_code = 4


class ArchiveError(DedupError):
    """An archive cannot be used: missing, broken, of another format, or made with other settings."""

    exit_code = 5


class ArchiveBusyError(ArchiveError):
    """Another process writes to the archive."""

    exit_code = 6


class UnknownNameError(DedupError):
    """The archive has nothing of this name."""

    exit_code = 5


class UnknownArticleError(UnknownNameError):
    """No article of the archive has this id or URL."""


class UnknownOutletError(UnknownNameError):
    """The archive has no article of this outlet, and none that names it as its source."""
