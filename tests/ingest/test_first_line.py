"""The headline of a plain text file, and what is none."""

from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.config import Config, ProvenanceConfig
from dedup.ingest.formats.plain_text import headline_of

LEAD = "The northern gate of the harbour closes for eleven weeks, and boats use the canal lock until then.\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Northern gate of harbour to close\n\n{LEAD}", "Northern gate of harbour to close"),
        (f"\ufeff\n  Northern gate to close for weeks  \r\n\r\n{LEAD}", None),
        (f"\n  Northern gate to close for weeks  \r\n\r\n{LEAD}", "Northern gate to close for weeks"),
        (
            f"Northern gate to close: is the harbour ready?\n\nBy A. Writer\n\n{LEAD}",
            "Northern gate to close: is the harbour ready?",
        ),
        (
            f"Home News Northern harbour gate closes\n\nNorthern harbour gate closes\n\n{LEAD}",
            "Northern harbour gate closes",
        ),
        (
            "Северные ворота гавани закрыты\n\nВ гавани на одиннадцать недель закрывают северные ворота.",
            "Северные ворота гавани закрыты",
        ),
        ("港の北門を閉鎖へ\n\n港の北門は十一週間にわたって閉鎖される。", "港の北門を閉鎖へ"),
        (f"Northern gate of harbour to close\n{LEAD}", None),
        (f"Northern gate of harbour closes.\n\n{LEAD}", None),
        (f"Skip to main content\n\n{LEAD}", None),
        (f"Home | Harbour | Northern gate\n\n{LEAD}", None),
        (f"4 March 2025, 13:36\n\n{LEAD}", None),
        (f"{LEAD.strip()[:-1]} and {LEAD.strip()[:-1]}\n\n{LEAD}", None),
        ("Northern gate of harbour to close\n\n", None),
        ("Northern gate of harbour to close", None),
        ("", None),
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert headline_of(text) == title


def test_the_text_stays_and_a_record_without_headline_has_none(tmp_path: Path, gather: Any) -> None:
    text = f"Northern gate of harbour to close\n\n{LEAD}"
    (tmp_path / "page.txt").write_text(text)
    (tmp_path / "plain.txt").write_text(LEAD)
    found = gather([tmp_path])
    assert [(row["title"], row["text"]) for row in found.articles] == [
        ("Northern gate of harbour to close", text),
        (None, LEAD),
    ]


def test_two_outlets_may_have_one_headline_in_files_of_one_name(tmp_path: Path) -> None:
    for place, lead in (
        ("a", LEAD),
        ("b", f"Boats will have to use the harbour's canal lock for eleven weeks.\n{LEAD}"),
    ):
        (tmp_path / place).mkdir()
        (tmp_path / place / "1.txt").write_text(f"Northern gate of harbour to close\n\n{lead}")
        added = dedup.add(tmp_path / place, tmp_path / "x.duckdb", Config(provenance=ProvenanceConfig(trace=False)))
    assert (added.articles, added.revisions) == (2, 0)
