"""Names of a package that are loaded when they are asked for, as SPEC 1 of scientific Python has it.

A room's `__init__` names all that it gives, and few who enter need all: `dedup filter` reads lines of JSON, and none of
the other formats. So its imports stand under `if TYPE_CHECKING:`, where editors and type checkers read them, and the
same lines say here where each name is found: there is no second list.
"""

import ast
import sys
from collections.abc import Callable
from typing import Any


def lazy_names(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return the `__getattr__` and the `__dir__` of a package whose first `if` imports what it gives.

    No module of the package may be called like a name: importing it would put the module in that name's place.
    """
    own = sys.modules[package]
    loader: Any = own.__spec__ and own.__spec__.loader
    block = next(node for node in ast.parse(loader.get_source(package)).body if isinstance(node, ast.If))
    homes = {
        alias.asname or alias.name: (str(node.module), alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    def load(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home, there = homes[name]
        found = getattr(__import__(home, fromlist=[there]), there)
        setattr(own, name, found)
        return found

    return load, lambda: sorted({*vars(own), *homes})
