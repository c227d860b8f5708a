"""Names of a package that are loaded when they are asked for, as SPEC 1 of scientific Python has it.

A room's `__init__` names all that it gives, and few who enter need all: `dedup filter` reads lines of JSON, and none of
the other formats. So its imports stand under `if TYPE_CHECKING:`, where editors and type checkers read them, and the
same lines say here where each name is found: there is no second list.
"""

import sys
from collections.abc import Callable, Iterator
from dis import get_instructions
from types import CodeType
from typing import Any


def lazy_names(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package that imports what it gives under `if TYPE_CHECKING:`.

    No module of the package may be called like a name: importing it would put the module in that name's place.
    """
    own = sys.modules[package]
    loader: Any = own.__spec__ and own.__spec__.loader
    imported = _imports(loader.get_code(package))
    homes = {name: (home, there) for name, home, there in imported if name not in vars(own)}

    def load(name: str) -> Any:
        if name == "__all__":  # `import *` asks for it
            return list(homes)
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home, there = homes[name]
        found = getattr(__import__(home, fromlist=[there]), there)
        setattr(own, name, found)
        return found

    return load, lambda: sorted({*vars(own), *homes})


def _imports(code: CodeType) -> Iterator[tuple[str, str, str]]:
    """Each name that a module imports from another, executed or not, that other's name, and its name there.

    Read from the compiled module, which is there where no source is: programs are also shipped without.
    """
    home = there = ""
    for step in get_instructions(code):
        match step.opname:
            case "IMPORT_NAME":
                home = step.argval
            case "IMPORT_FROM":
                there = step.argval
            case "STORE_NAME" if there:
                yield step.argval, home, there
                there = ""
