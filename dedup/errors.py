"""The base of every error that this package raises on purpose."""


class DedupError(Exception):
    """Something that a caller can do something about: the input, a setting, the archive, or a name that is not there.

    Full disks and too little memory stay `OSError` and `MemoryError`; whatever else comes out is a fault of dedup.
    """
