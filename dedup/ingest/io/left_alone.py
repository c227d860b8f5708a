"""The entries of a folder that are skipped and not rejected: parts or marks of other files there."""

from collections.abc import Callable, Iterable
from pathlib import PurePath

MARKERS = frozenset({"_SUCCESS", "_metadata", "_common_metadata"})
"""What Spark leaves beside its files."""


OF_DATASETS = frozenset({"dataset_info.json", "state.json", "dataset_dict.json", "dataset_infos.json"})
"""What Hugging Face's `datasets` writes about a folder of tables: no records."""


class Entries:
    """The entries of one folder."""

    def __init__(self, names: Iterable[str]) -> None:
        listed = frozenset(names)
        self._is_dataset = "dataset_dict.json" in listed or {"dataset_info.json", "state.json"} <= listed
        self._pages = {PurePath(name).stem for name in listed if PurePath(name.lower()).suffix in (".html", ".htm")}

    def leave_alone(self, name: str, is_folder: Callable[[], bool]) -> bool:
        """Say whether the entry called `name` is passed over: hidden, a mark of a program, or part of a saved page."""
        if name.startswith(".") or name in MARKERS or (self._is_dataset and name in OF_DATASETS):
            return True
        # Browsers put a saved page's pictures and frames beside it: `Story.html`, `Story_files/`.
        stem, cut, _ = name.rpartition("_")
        return bool(cut) and stem in self._pages and is_folder()
