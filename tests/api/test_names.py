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


def test_a_type_checker_sees_every_name() -> None:
    tree = ast.parse(Path(dedup.__file__).read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    read = [alias.asname or alias.name for node in block.body for alias in getattr(node, "names", ())]
    assert ast.unparse(block.test) == "TYPE_CHECKING"
    assert sorted(read) == sorted(dedup.__all__)
    assert all(getattr(dedup, name) is not None for name in read)


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
