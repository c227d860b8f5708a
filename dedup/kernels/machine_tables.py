"""Tables that take long to make and are the same in every process: made once on a machine, kept beside the kernels.

What lies there is trusted as machine code is (`folders`), so objects are kept by pickle.
"""

import hashlib
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from dedup.kernels.folders import folders_of_process

MadeT = TypeVar("MadeT")


def kept(name: str, depends: object, make: Callable[[], MadeT]) -> MadeT:
    """Return what `make` makes, from disk if a process of this Python has made it before.

    `depends` names all that it is made from, in a form whose `repr` is the same in every process. A file that cannot be
    read counts as not there, and a folder that takes none is no reason to fail.
    """
    import zstandard

    digest = hashlib.sha256(repr((sys.version, depends)).encode()).hexdigest()
    file = f"{name}-{digest[:24]}.table"
    for folder in folders_of_process().read:
        with suppress(Exception):
            found: MadeT = pickle.loads(zstandard.decompress((folder / file).read_bytes()))
            return found
    made = make()
    # The least level: it is read as quickly as from any other, and is a tenth of what it was.
    folders_of_process().keep(file, lambda: zstandard.compress(pickle.dumps(made, pickle.HIGHEST_PROTOCOL), 1))
    return made
