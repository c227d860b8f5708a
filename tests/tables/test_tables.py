"""The tables that stand for libraries: what they hold, that it is what the library has, and who moved on."""

import hashlib
import unicodedata
import warnings
from collections.abc import Callable

import pytest
from anyascii import anyascii
from tldextract import TLDExtract

from benchmarks.library_tables import generate
from dedup.tables import (
    PUBLIC_SUFFIXES,
    day_order,
    english_language_names,
    language_aliases,
    later_characters,
    month_names,
    names_of,
    native_language_names,
    public_suffixes,
    registered_domain,
    stored,
    to_ascii,
    weekday_names,
)
from dedup.text import Alphabet

CHARACTERS = "4b6d42d29bfc0677"
"""Of case and decompositions of the characters of Unicode 14."""


def same_release(table: str) -> bool:
    """Whether the library is of the release that its table was made from; says what to do where it is not."""
    then, now = generate.kept_releases()[table], generate.releases()[table]
    if then != now:
        warnings.warn(
            f"the table {table} is of {then}, installed is {now}: `python -m benchmarks.library_tables.generate "
            f"{table}` makes it anew; say in CHANGELOG.md that archives need a refresh",
            stacklevel=2,
        )
    return then == now


@pytest.mark.parametrize(
    ("path", "make"),
    [
        pytest.param(stored.NAMES, generate.cldr_names, id="names"),
        pytest.param(stored.CALENDAR, generate.cldr_calendar, id="calendar"),
        pytest.param(stored.SPELLING, generate.ascii_spelling, id="spelling"),
    ],
)
def test_a_table_is_what_its_maker_makes(path: object, make: Callable[[], dict[str, str]]) -> None:
    table = "ascii_spelling" if path == stored.SPELLING else "cldr"
    if not same_release(table):
        pytest.xfail(f"{table}: the library moved on; the product uses the table")
    made = make()
    differing = [name for name, text in made.items() if text != stored.member(path, name)]  # type: ignore[arg-type]
    assert not differing


def test_public_suffixes_are_those_of_the_library() -> None:
    if not same_release("public_suffixes"):
        pytest.xfail("tldextract moved on; the product uses the table")
    assert generate.public_suffixes() == PUBLIC_SUFFIXES.read_text("utf-8")


def test_registered_domains_are_those_of_the_library() -> None:
    """Every rule of the list, with and without names before it, in letters and as it is sent."""
    extract = TLDExtract(
        cache_dir=None,
        suffix_list_urls=(PUBLIC_SUFFIXES.as_uri(),),
        fallback_to_snapshot=False,
        include_psl_private_domains=True,
    )
    rules = [line.lstrip("!") for line in PUBLIC_SUFFIXES.read_text("utf-8").splitlines() if line[:2] != "//"]
    hosts = {before + rule.replace("*", "any") for rule in rules for before in ("", "paper.", "www.paper.")}
    hosts |= {host.encode("idna").decode() for host in hosts if not host.isascii()}
    hosts |= {"www.例え。jp", "a..com", "paper.xn--zzzzzz---.com", "_paper.co.uk", "paper.test", "a.paper.invalid"}
    differing = []
    for host in sorted(hosts):
        parts = extract.extract_str(host)
        if registered_domain(host) != (f"{parts.domain}.{parts.suffix}".strip(".") if parts.suffix else None):
            differing.append(host)
    assert differing == []


def test_a_name_within_a_longer_rule_is_a_suffix_too() -> None:
    """`*.futurecms.at` and `*.ex.futurecms.at`: the list's definition, where tldextract takes `ex` for a name."""
    assert registered_domain("paper.in.ex.futurecms.at") == "paper.in.ex.futurecms.at"
    assert registered_domain("ex.futurecms.at") == "ex.futurecms.at"


def test_a_host_of_very_many_labels_is_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A host in a dump may be half a million labels long, and work by their square is minutes."""
    looked_at = []
    searched = public_suffixes._suffix_start

    def counting(labels: list[str]) -> int | None:
        looked_at.append(len(labels))
        return searched(labels)

    monkeypatch.setattr(public_suffixes, "_suffix_start", counting)
    assert registered_domain("a." * 1000 + "co.uk") == "a.co.uk"
    assert registered_domain("a." * 1000 + "paper.in.ex.futurecms.at") == "paper.in.ex.futurecms.at"
    assert registered_domain("a." * 1000 + "invalid") is None
    assert max(looked_at) < 10


def test_names_keep_what_archives_have() -> None:
    """CLDR renamed these zones; an archive made before knows them by these names."""
    ukrainian = set(names_of("uk"))
    assert {("Київ", "z:Kiev"), ("Колката", "z:Calcutta"), ("Хошимін", "z:Saigon")} <= ukrainian
    concepts = {concept for lang in ("en", "de", "ru", "sw") for _, concept in names_of(lang)}
    assert not {"z:Kyiv", "z:Kolkata", "z:Ho Chi Minh", "z:Yangon", "z:Chuuk", "z:Faroe"} & concepts


def test_a_respelled_city_keeps_both_names() -> None:
    assert {("Bogotá", "z:Bogota"), ("Bogota", "z:Bogota")} <= set(names_of("en"))


def test_what_no_language_says_is_no_name() -> None:
    for lang in ("uk", "hy", "zh", "sw"):
        words = {name for name, _ in names_of(lang)}
        assert not words & {"Fri", "M01", "M12"}


def test_a_language_without_names() -> None:
    assert list(names_of("xx")) == []
    assert list(names_of("../concepts")) == []


def test_months_and_weekdays() -> None:
    assert (12, "grudnia") in month_names()["pl"]
    assert (2, "marts") not in month_names()["da"]
    assert (1, "понедельник") in weekday_names()["ru"]
    assert (7, "Sunday") in weekday_names()["en"]


@pytest.mark.parametrize(
    ("tag", "order"),
    [
        ("en_US", "m"),
        ("en_GB", "d"),
        ("en", "?"),
        ("eng", "?"),
        ("de", "d"),
        ("zh_TW", "y"),
        ("iw_IL", "d"),
        ("hu", "y"),
    ],
)
def test_day_order(tag: str, order: str) -> None:
    assert day_order()[tag] == order


def test_codes_of_languages() -> None:
    assert language_aliases()["iw"] == "he"
    assert english_language_names()["armenian"] == "hy"
    assert native_language_names()["français"] == "fr"


@pytest.mark.parametrize("text", ["Łódź", "Київ", "東京", "ქართული", "ስፖርት", "한국", "٣", "𝔄", "e\u0301", "😀"])
def test_spelling(text: str) -> None:
    if same_release("ascii_spelling"):
        assert to_ascii(text) == anyascii(text)
    assert to_ascii(text).isascii()


def test_spelling_of_what_has_none() -> None:
    assert to_ascii("a\ue000b\U0010fffd\ud800c") == "abc"
    assert to_ascii("line\nend\tтаб") == "line\nend\ttab"


def test_characters_are_the_same_in_every_python() -> None:
    """Signatures hang on them. Python 3.12 and later know letters that 3.11 does not."""
    later = {code for codes in later_characters() for code in codes}
    digest = hashlib.sha256()
    for char in (chr(code) for code in range(0x20000) if code not in later and not 0xD800 <= code < 0xE000):
        forms = (unicodedata.normalize(form, char) for form in ("NFC", "NFD", "NFKC"))
        properties = (unicodedata.category(char), char.lower(), *forms, str(unicodedata.decimal(char, "")))
        digest.update("\t".join(properties).encode())
    assert digest.hexdigest()[:16] == CHARACTERS


def test_characters_of_a_later_unicode_are_no_letters() -> None:
    kind = Alphabet.build().kind
    assert not any(kind[code] for codes in later_characters() for code in codes if code < 0x1F000)


def test_tables_are_small() -> None:
    sizes = {
        path.name: path.stat().st_size for path in stored.FOLDER.iterdir() if path.suffix in {".zip", ".dat", ".tsv"}
    }
    assert max(sizes.values()) < 1 << 20
    assert sum(sizes.values()) < 2 << 20
