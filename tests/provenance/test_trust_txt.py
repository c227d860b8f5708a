"""Owners from trust.txt files."""

from pathlib import Path

import pytest

from dedup.config import ConfigError
from dedup.provenance import Sources, read_sources

TRUST = """# trust.txt of a fictional publisher
member=https://www.guild.example/
belongto=https://www.wire.example/
control=https://www.heron.example/
control=https://reuters.com/
social=https://social.example/@gull
contact=https://gull.example/contact
"""


def saved(folder: Path, name: str, text: str = TRUST) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["gull.example.txt", "gull.example-trust.txt", "gull.example/trust.txt"])
def test_what_a_publisher_controls_has_its_owner(tmp_path: Path, name: str) -> None:
    sources = Sources.load(read_sources(saved(tmp_path, name)))
    owners = {
        host: sources.owner(sources.resolve(host)[1]) for host in ("gull.example", "heron.example", "reuters.com")
    }
    assert set(owners.values()) == {"gull.example"}
    assert sources.resolve("Рейтер")[1] == "reuters"  # what the table has of it stays
    assert sources.get("guild.example") is None


def test_who_is_controlled_has_the_owner_of_the_other(tmp_path: Path) -> None:
    path = saved(tmp_path, "gull.example.txt", "controlledby=https://www.reuters.com/\n")
    sources = Sources.load(read_sources(path))
    assert sources.owner(sources.resolve("gull.example")[1]) == "Thomson Reuters"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("trust.txt", TRUST, "whose trust.txt"),
        ("gull.example.txt", "member=https://www.guild.example/\n", "declares no owner"),
        ("gull.example.txt", "control=https://heron.example/\nkey: value\n", "gull.example.txt"),
    ],
)
def test_what_is_no_declaration_of_owners(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        read_sources(saved(tmp_path, name, text))


def test_a_site_that_no_table_lists_is_credited_by_its_name_too(tmp_path: Path) -> None:
    text = "control=https://harbourpost.example/\ncontrol=https://wellington.example/\n"
    sources = Sources.load(read_sources(saved(tmp_path, "gull.example.txt", text)))
    keys = {sources.resolve(name)[1] for name in ("harbourpost.example", "Harbour Post")}
    assert keys == {"~harbourpost"}
    assert sources.owner("~harbourpost") == "gull.example"
    assert sources.named("Wellington") is None  # a town's, and a duke's
