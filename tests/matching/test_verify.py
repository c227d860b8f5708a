"""Whole checks of small pairs: `cases.jsonl` says which kind each is, if any, and what no rule reaches yet."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.config import Config, MatchConfig
from dedup.matching import TOKENS, TermWeights
from dedup.schema import MATCH
from dedup.text import TextTables
from matching.articles import Dump

Case = dict[str, Any]

with (Path(__file__).parent / "cases.jsonl").open(encoding="utf-8") as lines:
    CASES: list[Case] = [json.loads(line) for line in lines]


def name_of(case: Case) -> str:
    return f"{case['lang']}: {case['name']}"


def marks_of(case: Case) -> list[pytest.MarkDecorator]:
    return [pytest.mark.xfail(strict=True, reason=case["reason"])] if case.get("expected_failure") else []


def case_named(name: str) -> Case:
    return next(case for case in CASES if name_of(case) == name)


def checked(case: Case, tables: TextTables, config: Config | None = None) -> pa.Table:
    return Dump([case["a"], case["b"]], [case["lang"]] * 2, tables, config).verify([(0, 1)])


def parts(matches: pa.Table, case: Case) -> list[tuple[str, str]]:
    """The aligned passages of the only match, as texts."""
    [passages] = matches["passages"].to_pylist()
    return [(case["a"][one["a_start"] : one["a_end"]], case["b"][one["b_start"] : one["b_end"]]) for one in passages]


@pytest.mark.parametrize("case", [pytest.param(case, id=name_of(case), marks=marks_of(case)) for case in CASES])
def test_pairs_are_of_the_kind_that_readers_would_say(tables: TextTables, case: Case) -> None:
    matches = checked(case, tables)
    assert matches.schema == MATCH
    assert (matches["kind"].to_pylist() or [None]) == [case["kind"]]


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"]], ids=name_of)
def test_passages_are_shown_in_full_and_tell_the_same(tables: TextTables, case: Case) -> None:
    matches = checked(case, tables)
    found = parts(matches, case)
    assert found
    for one, other in found:
        for part in (one, other):
            assert part == part.strip()
            assert not {"Subscribe to our newsletter", "All rights reserved"} & set(part.split("\n"))
    if case["kind"] == "copy":
        assert matches["score"][0].as_py() > 0.9
    [passages] = matches["passages"].to_pylist()
    if case["lang"] not in {"zh", "ja"}:
        for passage in passages:
            for side in "ab":
                before, after = (case[side][passage[f"{side}_{edge}"] - 1 :][:2] for edge in ("start", "end"))
                assert passage[f"{side}_start"] == 0 or not before.isalpha()
                assert not (after.isalpha() and len(after) == 2)
    order = [passage["a_start"] for passage in passages]
    assert order == sorted(order)


@pytest.mark.parametrize("case", [case for case in CASES if case["kind"] == "rewrite"], ids=name_of)
def test_paragraphs_of_two_translations_stand_side_by_side(tables: TextTables, case: Case) -> None:
    found = parts(checked(case, tables), case)
    one, other = case["a"].split("\n\n"), case["b"].split("\n\n")
    aligned = [
        ([at for at, text in enumerate(one) if text in left], [at for at, text in enumerate(other) if text in right])
        for left, right in found
    ]
    assert len(aligned) >= 2
    assert all(left == right for left, right in aligned)
    assert sorted(at for left, _ in aligned for at in left) == list(range(len(one)))


def test_moved_paragraphs_are_found_where_they_went(tables: TextTables) -> None:
    case = case_named("en: paragraphs moved")
    for one, other in parts(checked(case, tables), case):
        assert one == other


def test_an_excerpt_is_shown_from_its_first_word_to_its_last(tables: TextTables) -> None:
    case = case_named("en: an excerpt of two paragraphs")
    assert parts(checked(case, tables), case) == [(case["b"], case["b"])]


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_reprint_is_one_passage(tables: TextTables, lang: str) -> None:
    case = case_named(f"{lang}: a verbatim reprint")
    assert parts(checked(case, tables), case) == [(case["a"], case["b"])]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_the_order_of_two_articles_does_not_matter(tables: TextTables, case: Case) -> None:
    forward = checked(case, tables).to_pylist()
    backward = checked(case | {"a": case["b"], "b": case["a"]}, tables).to_pylist()
    assert len(forward) == len(backward)
    for one, other in zip(forward, backward, strict=True):
        assert one["kind"] == other["kind"]
        assert one["score"] == pytest.approx(other["score"], abs=0.03)
        for measure in ("coverage", "focus"):
            assert one[f"{measure}_a"] == pytest.approx(other[f"{measure}_b"], abs=0.02)
            assert one[f"{measure}_b"] == pytest.approx(other[f"{measure}_a"], abs=0.02)


PARAGRAPHS = [
    *case_named("en: a verbatim reprint")["a"].split("\n\n"),
    *case_named("en: the same man and island, another statement")["b"].split("\n\n"),
]
mosaics = st.lists(st.sampled_from(PARAGRAPHS), min_size=1, max_size=6, unique=True).map("\n\n".join)
"""No paragraph twice: of an article that repeats itself, only the right-hand one's repetitions count as covered."""


@given(one=mosaics, other=mosaics)
def test_the_order_of_two_mosaics_does_not_matter(tables: TextTables, one: str, other: str) -> None:
    forward = Dump([one, other], ["en", "en"], tables).verify([(0, 1)]).to_pylist()
    backward = Dump([other, one], ["en", "en"], tables).verify([(0, 1)]).to_pylist()
    assert [match["kind"] for match in forward] == [match["kind"] for match in backward]
    for match, swapped in zip(forward, backward, strict=True):
        assert match["coverage_a"] == pytest.approx(swapped["coverage_b"], abs=0.02)
        assert match["coverage_b"] == pytest.approx(swapped["coverage_a"], abs=0.02)


@pytest.fixture(scope="module")
def dump(tables: TextTables) -> Dump:
    texts = [text for case in CASES for text in (case["a"], case["b"])]
    return Dump(texts, [case["lang"] for case in CASES for _ in "ab"], tables)


def test_a_pair_is_checked_the_same_in_any_batch(dump: Dump) -> None:
    pairs = [(at, at + 1) for at in range(0, len(dump.texts), 2)] + [(at, at + 2) for at in range(len(dump.texts) - 2)]
    together = dump.verify(pairs)
    assert together.equals(dump.verify(pairs[::-1]))
    order = np.random.default_rng(7).permutation(dump.table.num_rows)
    assert together.equals(dump.verify(pairs, dump.table.take(order)))
    alone = pa.concat_tables(
        [
            dump.verify([pair], dump.table.filter(np.isin(np.arange(dump.table.num_rows), pair)))
            for pair in sorted(pairs)
        ]
    )
    assert together.to_pylist() == alone.to_pylist()


def test_numbers_are_shares(dump: Dump) -> None:
    pairs = [(a, b) for a in range(0, len(dump.texts), 5) for b in range(a + 1, len(dump.texts), 3)]
    matches = dump.verify(pairs)
    assert matches.num_rows
    for name in ("score", "coverage_a", "coverage_b", "focus_a", "focus_b", "lead_a", "lead_b"):
        values = matches[name].to_numpy()
        assert (values > 0).all() or name.startswith("lead")
        assert (values <= 1.00001).all()


def only(copies: bool, rewrites: bool) -> Config:
    return replace(Config(), match=replace(MatchConfig(), copies=copies, rewrites=rewrites, translations=False))


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("en: a verbatim reprint", {"copies": "copy", "rewrites": None}),
        ("en: an independent translation", {"copies": None, "rewrites": "rewrite"}),
    ],
)
def test_only_the_kinds_that_are_wanted(tables: TextTables, name: str, kinds: dict[str, str | None]) -> None:
    case = case_named(name)
    for wanted, kind in kinds.items():
        config = only(copies=wanted == "copies", rewrites=wanted == "rewrites")
        assert (checked(case, tables, config)["kind"].to_pylist() or [None]) == [kind]


def test_copies_are_found_without_any_stems(dump: Dump) -> None:
    bare: Sequence[list[int]] = [[]] * dump.table.num_rows
    column = TOKENS.get_field_index("elements")
    table = dump.table.set_column(column, TOKENS.field("elements"), pa.array(bare, TOKENS.field("elements").type))
    copies_only = Dump.__new__(Dump)
    copies_only.config, copies_only.term_weights, copies_only.table = (
        only(copies=True, rewrites=False),
        TermWeights(None),
        table,
    )
    matches = copies_only.verify([(0, 1), (2, 3)])
    assert matches["kind"].to_pylist() == ["copy", "copy"]


def test_two_languages_are_not_compared_by_meaning(tables: TextTables) -> None:
    one, other = (case_named(f"{lang}: an independent translation")["a"] for lang in ("en", "de"))
    assert Dump([one, other], ["en", "de"], tables).verify([(0, 1)]).num_rows == 0


def test_no_candidates_no_matches(dump: Dump) -> None:
    assert dump.verify([]).equals(MATCH.empty_table())
