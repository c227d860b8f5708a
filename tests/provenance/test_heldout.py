"""Sentences that were written after the cue patterns: how many sources are found, and how many are made up.

When first run, the first set of each language had recall 0.81 and precision 0.975 in all, the second, written after
the first had widened the patterns, 0.78 and 0.99: that is what to expect of new text. The floors below are of the
patterns as they are now, and only guard what was won.

Sixteen languages came later (pt nl ko vi id th ur bn ta ro bg el sr hu kk uz): recall 0.94 and precision 0.96 when
first run, by the same hand that wrote the patterns an hour after. Ten more sets (`_5`: pt nl id ro cs bg el ko fr sr,
twelve sources and eight sentences without one each) were written before their cue files were looked at: recall 0.90 and
precision 0.964 when first run. Sixteen more (`_6`: ten large languages
first, and tr uk pl it hi id; twelve sources and twelve sentences without one each, footers, photo credits, invitations
to subscribe and fixtures among them): recall 0.854 and precision 0.863 when first run.

Two more of 24 languages (`_7`: ten sources and six sentences without one each, `_8`: eight and four) were written
together before the cue files were looked at, half of their sentences in words that newsrooms use and no table was known
to hold ("the Herald printed the minutes in its Tuesday edition", "it was X that gave the victim a name"). When first
run, the first had recall 0.70 (168 of 240) and precision 0.97. The second would then have had 0.56 (107 of 192) and
0.94; measured once, after the first had widened the patterns: 0.82 (158 of 192) and 0.97. That is what to expect of
text of that sort.

A third (`_9`: six forms of credit and two media as the matter of the news, 24 languages, 192 sentences) was written
before the cue files were looked at: recall 0.924 (133 of 144) and precision 0.930 when first run; of the ten false
ones nine were media as the matter.

A fourth (`_10`: half of the media unlisted, media as the matter of the news, 38 languages, 156 sentences and 79 without
a source) was written before the cue files were looked at: recall 0.737 (115 of 156) and precision 0.935 when first run;
12 of the 41 missed were Finnish, Swedish and Swahili, which had no cue files, and without them it was 0.80.

A fifth (`_12`: attributive and clause-final credits, passives, roles between, local papers, broadcasters and channels
of social networks, 52 languages, 307 sentences, and 146 without a source) was written before the cue files were
looked at: recall 0.775 (238 of 307) and precision 0.926 (19 made up) when first run; 31 of the 69 missed were of ten
languages without a cue file (sk sl mk ca sq et lv lt mr te), and without them it was 0.86. A sixth
(`many_languages.toml`: 60 sentences and 40 without a source, 34 languages), written when the patterns had been
widened by the fifth: recall 0.883 (53 of 60) and precision 0.946 (3 made up) when first run.

A seventh (`from_articles.toml`: 61 languages, 304 sources in sentences and footers made after those of real articles,
and 180 that credit nobody) was written before the cue files were looked at: recall 0.757 (230 of 304) and precision
0.954 (11 made up) when first run; without the eight languages that had no cue file, 0.82. An eighth
(`from_articles_later.toml`: 53 languages, 105 and 66), made after other articles when the patterns had been widened by
the seventh: recall 0.867 (91 of 105) and precision 0.938 (6 made up) when first run.

A ninth (`from_news.toml`: sentences and short leads in the style of real news, 55 languages, 211 sources and 132
sentences that credit nobody, half of the media unlisted) was written before the cue files were looked at: recall 0.791
(167 of 211) and precision 0.933 (12 made up) when first run. A tenth (`from_news_later.toml`: 35 languages, 111
sources and 53 that credit nobody), made when the patterns had been widened by the ninth, which asks for much of what
that had shown: recall 0.883 (98 of 111) and precision 0.980 (2 made up) when first run. What is to be expected of new
text lies between the two.

An eleventh (`from_leads.toml`: 50 languages, 191 sources and 114 sentences about media and from authorities), in leads
of the length that real articles have, half of the media unlisted, was written before the cue files were looked at:
recall 0.812 (155 of 191) and precision 0.901 (17 made up) when first run; 11 of the 17 are media whose own programmes,
posts or offices are the news. A twelfth (`from_leads_later.toml`: 35 languages,
85 and 67), made when the patterns had been widened by the eleventh: recall 0.894 (76 of 85) and precision 0.927 (6 made
up, five of them channels that show a match) when first run.

A thirteenth (`from_reports.toml`: 51 languages, 143 sources and 138 sentences that credit nobody, many of them of
parks, parties and companies called like media) was committed before it was measured: recall 0.902 (129 of 143) and
precision 0.915 (12 made up) when first run; seven of the 12 are streets, parks, parties and a republic that bear a
paper's name. A fourteenth (`from_reports_later.toml`: 42 languages, 88 and 74), committed when the patterns had been
widened by the thirteenth and before it was measured: recall 0.727 (64 of 88) and precision 0.941 (4 made up) when
first run; 15 of the 24 missed are of forms that no earlier set had: mails that a medium saw, trade papers in a passive.

A fifteenth (`from_reports_third.toml`: 30 languages, 42 and 36, in plainer words), committed when the patterns had
been widened by both and before it was measured: recall 0.905 (38 of 42) and precision 0.974 (1 made up) when first
run, with one label put right since, which did not name a listed paper as the table does.

A case with `scope = "quote"` stands far down in a
paragraph of its article and must credit one quote only.
"""

import tomllib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from cited import CUES, SOURCES, cite

from dedup.provenance import find_citations

FILES = sorted((Path(__file__).parent / "heldout").glob("*.toml"))


def keys(text: str, lang: str) -> set[str]:
    return {row["source_key"] for row in cite(text, lang)}


def count(file: Path) -> tuple[int, int, int]:
    """Sources found, sources there are, sources found that are none."""
    lang = file.stem.split("_")[0]
    cases = tomllib.loads(file.read_text("utf-8"))
    found = [(case["source"], keys(case["text"], lang) - set(case.get("also", ()))) for case in cases["positive"]]
    wrong = sum(len(said - {source}) for source, said in found) + sum(
        len(keys(text, lang)) for text in cases["negative"]
    )
    return sum(source in said for source, said in found), len(found), wrong


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_language_is_heard(file: Path) -> None:
    found, there, wrong = count(file)
    assert there >= 3
    assert there - found <= max(1, there // 10)
    assert wrong <= 1


def test_few_are_missed_and_fewer_made_up() -> None:
    found, there, wrong = (sum(column) for column in zip(*map(count, FILES), strict=True))
    assert found >= 0.97 * there
    assert wrong <= 0.01 * found


MANY = tomllib.loads((Path(__file__).parent / "many_languages.toml").read_text("utf-8"))


@pytest.mark.parametrize("case", MANY["positive"], ids=lambda case: case["lang"])
def test_a_sentence_of_each_language_credits_its_source(case: dict[str, str]) -> None:
    assert keys(case["text"], case["lang"]) == {case["source"]}


@pytest.mark.parametrize("case", MANY["negative"], ids=lambda case: case["lang"])
def test_a_sentence_of_each_language_credits_nobody(case: dict[str, str]) -> None:
    assert keys(case["text"], case["lang"]) == set()


ARTICLES, LATER, NEWS, NEWS_LATER, LEADS, LEADS_LATER, REPORTS, REPORTS_LATER, REPORTS_THIRD = (
    tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text("utf-8"))
    for name in (
        "from_articles",
        "from_articles_later",
        "from_news",
        "from_news_later",
        "from_leads",
        "from_leads_later",
        "from_reports",
        "from_reports_later",
        "from_reports_third",
    )
)


def credited(case: Any, lang: str) -> tuple[set[str], set[str]]:
    """The sources that a case credits, and those that it should: a text and the names, or a table with an author."""
    if isinstance(case, dict):
        said, names = {row["source_key"] for row in cite(case["text"], lang, author=case["author"])}, case["names"]
    else:
        text, *names = case
        said = keys(text, lang)
    return said, {SOURCES.resolve(name, lang)[1] for name in names}


@pytest.mark.parametrize(
    ("articles", "recall", "made_up"),
    [
        (ARTICLES, 0.96, 0.01),
        (LATER, 0.96, 0.05),
        (NEWS, 0.93, 0.005),
        (NEWS_LATER, 0.98, 0.005),
        (LEADS, 0.95, 0.025),
        (LEADS_LATER, 0.94, 0.005),
        (REPORTS, 0.96, 0.01),
        (REPORTS_LATER, 0.91, 0.06),
        (REPORTS_THIRD, 0.95, 0.0),
    ],
    ids=["first", "later", "news", "later news", "leads", "later leads", "reports", "later reports", "third reports"],
)
def test_credits_as_real_articles_have_them(
    articles: dict[str, dict[str, list[Any]]], recall: float, made_up: float
) -> None:
    found = there = wrong = 0
    for lang, cases in articles.items():
        for case in [*cases["positive"], *([one] if isinstance(one, str) else one for one in cases["negative"])]:
            said, right = credited(case, lang)
            found, there, wrong = found + len(said & right), there + len(right), wrong + len(said - right)
    assert found >= recall * there
    assert wrong <= made_up * found


@pytest.mark.parametrize("lang", ARTICLES)
def test_each_language_of_the_articles_is_heard(lang: str) -> None:
    cases = ARTICLES[lang]["positive"]
    assert sum(SOURCES.resolve(names[0], lang)[1] in keys(text, lang) for text, *names in cases) >= len(cases) // 2


def quotes() -> list[pytest.param]:
    found = []
    for file in FILES:
        cases = tomllib.loads(file.read_text("utf-8"))
        found += [
            pytest.param(file.stem.split("_")[0], case, cases["negative"][1], id=file.stem)
            for case in cases["positive"]
            if case.get("scope") == "quote"
        ]
    return found


@pytest.mark.parametrize(("lang", "case", "around"), quotes())
def test_what_is_said_far_down_credits_one_quote(lang: str, case: dict[str, str], around: str) -> None:
    text = f"{around} " * 40 + case["text"] + f" {around}" * 8 + f"\n{around}"
    rows = find_citations(
        pa.Table.from_pylist([{"article": 1, "text": text, "lang": lang}]), cues=CUES, sources=SOURCES
    ).to_pylist()
    assert {(row["source_key"], row["scope"]) for row in rows} == {(case["source"], "quote")}
