"""The compiled pass finds every trigger and misses no place where a source might be named."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pytest

from dedup.provenance import Cues, Sources, find_citations
from dedup.provenance.attribution.cues import Language
from dedup.provenance.attribution.patterns import lowered
from dedup.provenance.attribution.scanner import ScannedText, Scanner

FOLDERS = [Path(__file__).parent / name for name in ("cases", "heldout")]
CUES, SOURCES = Cues.load(), Sources.load()


def texts(lang: str) -> list[str]:
    found = []
    for folder in FOLDERS:
        for file in sorted(folder.glob(f"{lang}*.toml")):
            cases = tomllib.loads(file.read_text("utf-8"))
            found += [case["text"] for case in cases["positive"]] + cases["negative"]
    return found


def triggers(text: str, language: Language) -> list[tuple[int, int]]:
    """The plain twin: every trigger by `str.find`."""
    low, found = lowered(text), []
    for number, (trigger, whole, _) in enumerate(language.triggers):
        at = low.find(trigger)
        while at >= 0:
            after = at + len(trigger)
            begins = not language.spaced or not (at and low[at - 1].isalnum())
            ends = not language.spaced or not whole or after == len(low) or not low[after].isalnum()
            if begins and ends:
                found.append((at, number))
            at = low.find(trigger, at + 1)
    return sorted(found)


@pytest.mark.parametrize("lang", list(CUES))
def test_the_kernel_finds_what_str_find_does(lang: str) -> None:
    language = CUES.of(lang)
    assert language is not None
    given = texts(lang)
    found = CUES.scanner(SOURCES).scan(given, [language] * len(given))
    assert [sorted(f.triggers) for f in found] == [triggers(text, language) for text in given]


@pytest.mark.parametrize("lang", list(CUES))
def test_no_place_of_a_source_is_missed(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = pa.Table.from_pylist([{"article": n, "text": text, "lang": lang} for n, text in enumerate(texts(lang))])
    hinted = find_citations(rows, cues=CUES, sources=SOURCES)

    def everywhere(_: Scanner, given: Sequence[str], languages: Sequence[Language | None]) -> list[ScannedText]:
        return [
            ScannedText(tuple(triggers(text, language)) if language else (), list(range(len(text))))
            for text, language in zip(given, languages, strict=True)
        ]

    monkeypatch.setattr(Scanner, "scan", everywhere)
    all_places = find_citations(rows, cues=CUES, sources=SOURCES)
    names = ["article", "source_key", "scope"]
    assert set(map(tuple, zip(*(hinted[n].to_pylist() for n in names), strict=True))) == set(
        map(tuple, zip(*(all_places[n].to_pylist() for n in names), strict=True))
    )


def test_other_languages_and_long_letters() -> None:
    found = CUES.scanner(SOURCES).scan(["reuters reports", "\U0001f600 told", ""], [None, CUES.of("en"), CUES.of("en")])
    assert found[0] == ScannedText((), [])
    assert [at for at, _ in found[1].triggers] == [2]
    assert found[2] == ScannedText((), [])
