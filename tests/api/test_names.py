"""The names of `import dedup`: what people see in `help`, in an editor and in a type checker."""

import ast
import pydoc
from pathlib import Path

import pytest

import dedup


def test_help_shows_every_name() -> None:
    shown = pydoc.plain(pydoc.render_doc(dedup))
    assert [name for name in dedup.__all__ if name not in shown] == []
    assert "Raises:" in shown


def test_names_are_listed_for_completion() -> None:
    assert set(dedup.__all__) <= set(dir(dedup))


def test_a_type_checker_sees_what_is_there_and_nothing_else() -> None:
    """The lazy names and those that a type checker reads are two lists: they must be one."""
    tree = ast.parse(Path(dedup.__file__).read_text("utf-8"))
    blocks = [node for node in tree.body if isinstance(node, ast.If)]
    read = {
        alias.asname or alias.name: (str(node.module), alias.name)
        for node in blocks[0].body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert ast.unparse(blocks[0].test) == "TYPE_CHECKING"
    assert sorted(read) == sorted(dedup.__all__) == sorted(dedup._HOME_OF)
    assert {name: (f"dedup.{home}", own) for name, (home, own) in dedup._HOME_OF.items()} == read
    (lazy,) = (node for block in blocks[1:] for node in block.body if getattr(node, "name", "") == "__getattr__")
    assert lazy not in tree.body, "a `__getattr__` that type checkers see makes any misspelt name an Any"


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="orign"):
        dedup.orign  # noqa: B018


@pytest.mark.parametrize("name", [name for name in dedup.__all__ if name.endswith("Error")])
def test_every_error_has_one_base(name: str) -> None:
    assert issubclass(getattr(dedup, name), dedup.DedupError)


def test_parts_of_the_config_are_at_hand() -> None:
    from dataclasses import fields

    parts = {type(getattr(dedup.Config(), part.name)).__name__ for part in fields(dedup.Config)}
    assert parts <= set(dedup.__all__)
