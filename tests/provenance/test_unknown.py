"""Names that the table of sources lacks become sources where a dump bears them out."""

import json
from pathlib import Path

import pytest

import dedup
from dedup.provenance import Sources

BODIES = [
    "Совет Острела решил починить старый каменный мост до зимы. Четыре его арки начнут укреплять в мае, работы стоят "
    "410 тысяч крон. До тех пор жители переправляются на пароме, который отходит каждые одиннадцать минут.",
    "Хор из Ванбери занял второе место на празднике морских песен. Тридцать четыре певца, почти все бывшие грузчики, "
    "всю зиму репетировали в лодочном сарае, потому что в ратуше по выходным не топят.",
    "Пасечники возле Килморы потеряли треть ульев из-за клеща. Инспекторы просят сообщать о слабых семьях, лаборатория "
    "бесплатно проверит образцы сот. Торговцы на рыночной площади ждут, что мёд подорожает.",
]


def cited(folder: Path, leads: list[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Source, key and type of the citations of a run over one story a lead."""
    folder.mkdir(exist_ok=True)
    with open(folder / "dump.jsonl", "w", encoding="utf-8") as file:
        for n, (outlet, lead) in enumerate(leads):
            row = {"id": f"a{n}", "outlet": outlet, "lang": "ru", "text": f"{lead}\n\n{BODIES[n]}\n"}
            file.write(json.dumps(row) + "\n")
    dedup.run([str(folder / "dump.jsonl")], folder / "out", report=False)
    with dedup.Archive.open(folder / "out" / "archive.duckdb") as archive:
        rows = archive.rows("SELECT source, source_key, type FROM citation ORDER BY article").to_pylist()
    return [(row["source"], row["source_key"], row["type"]) for row in rows]


NAMED = [
    ("one.example", "Мост откроют, сообщает «Залесский край»."),
    ("two.example", "Мост откроют, сообщает газета «Залесский край»."),
    ("two.example", "Мост откроют, пишет «Залесский край»."),
]


def test_a_name_that_three_stories_credit_is_a_source(tmp_path: Path) -> None:
    key = Sources.load().resolve("Залесский край")[1]
    assert cited(tmp_path, NAMED) == [("Залесский край", key, "sentence")] * 3


@pytest.mark.parametrize(
    "leads",
    [
        NAMED[:2],
        [("one.example", lead) for _, lead in NAMED],
        [NAMED[0], NAMED[2], ("two.example", "Мост откроют, передает «Залесский край».")],
    ],
    ids=["two stories", "one outlet", "nothing says that it is a medium"],
)
def test_less_makes_no_source(tmp_path: Path, leads: list[tuple[str, str]]) -> None:
    assert not [lead for (_, lead), kept in zip(leads, cited(tmp_path, leads), strict=False) if kept[2] == "unknown"]
    # What a medium word names is believed at once; what only its place does, is not.
    assert len(cited(tmp_path / "again", leads)) == sum("газета" in lead for _, lead in leads)


def test_the_forms_of_one_name_are_one_source() -> None:
    sources = Sources.load()
    forms = ["Вечерний Залесск", "Вечернего Залесска", "Вечернему Залесску", "Вечерним Залесском"]
    assert len({sources.resolve(form, "ru")[1] for form in forms}) == 1
