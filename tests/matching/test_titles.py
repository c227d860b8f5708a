"""Notices of one form whose titles name different things are no copies; titles of copies may say what they like."""

import json
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.text import TextTables
from matching.articles import Dump

TENDERS = [json.loads(line) for line in (Path(__file__).parent / "tenders.jsonl").read_text("utf-8").splitlines()]
"""A form with two gaps, two fillings and their titles."""


@pytest.mark.parametrize("case", TENDERS, ids=[case["lang"] for case in TENDERS])
def test_a_form_filled_with_what_its_title_names_is_no_copy(tables: TextTables, case: dict[str, Any]) -> None:
    texts = [case["form"].format(*words) for words in case["filled"]]
    assert Dump(texts, [case["lang"]] * 2, tables, titles=case["titles"]).verify([(0, 1)]).num_rows == 0


@pytest.mark.parametrize("case", TENDERS, ids=[case["lang"] for case in TENDERS])
def test_a_copy_under_another_title_with_another_figure_stays_a_copy(tables: TextTables, case: dict[str, Any]) -> None:
    (place, price), (_, other) = case["filled"]
    texts = [case["form"].format(place, price), case["form"].format(place, other)]
    [match] = Dump(texts, [case["lang"]] * 2, tables, titles=case["titles"]).verify([(0, 1)]).to_pylist()
    assert match["kind"] == "copy"


UPDATES = [json.loads(line) for line in (Path(__file__).parent / "updates.jsonl").read_text("utf-8").splitlines()]
"""A report in the morning and what became of it by the afternoon, with their titles."""


def test_an_update_whose_title_says_what_is_new_stays_a_copy(tmp_path: Path) -> None:
    with (tmp_path / "dump.jsonl").open("w", encoding="utf-8") as dump:
        for case in UPDATES:
            for side, hour, title, text in zip("ab", (8, 15), case["titles"], case["texts"], strict=True):
                name = case["lang"] + side
                row = {"id": name, "url": f"https://{name}.example/x", "lang": case["lang"], "title": title}
                print(json.dumps(row | {"text": text, "published": f"2026-03-09T{hour:02}:00:00Z"}), file=dump)
    dedup.run([str(tmp_path / "dump.jsonl")], tmp_path / "out", report=False)
    with (tmp_path / "out" / "matches.jsonl").open(encoding="utf-8") as found:
        kinds = {(row["a"], row["b"]): row["kind"] for row in map(json.loads, found)}
    langs = [case["lang"] for case in UPDATES]
    found_kinds = {lang: kinds.get((f"{lang}a", f"{lang}b")) for lang in langs}
    assert {lang: found_kinds[lang] for lang in ("en", "ru", "de")} == dict.fromkeys(("en", "ru", "de"), "copy")
    assert None not in found_kinds.values()
