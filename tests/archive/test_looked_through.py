"""Archive files that were looked through."""

import os
import time
from pathlib import Path

from dedup.archive.looked_through import version_of


def test_a_file_changed_in_place_with_its_time_set_back_is_another_version(tmp_path: Path) -> None:
    file = tmp_path / "archive.dedup"
    file.write_bytes(b"tables")
    os.utime(file, ns=(10**18, 10**18))
    before = version_of(file)
    time.sleep(0.05)  # The clock of a file system goes on in steps.
    file.write_bytes(b"macros")
    os.utime(file, ns=(10**18, 10**18))
    assert version_of(file) != before
