"""Forms that credit an article, and forms that look so and credit a picture, a page or nobody."""

from typing import Any

import pyarrow as pa
import pytest

from dedup.provenance import Cues, Sources, find_citations

CUES, SOURCES = Cues.load(), Sources.load()
BODY = {
    "en": "Ferry operator Norlund Lines suspended all crossings between Velmar and the island of Sarke on Tuesday "
    "after an engine-room fire forced 214 passengers to be evacuated.\nInvestigators will examine the fuel system, and "
    "crossings are not expected to resume before Friday.",
    "de": "Die Fähre zwischen Ostby und Lund bleibt bis zum Frühjahr im Hafen, teilte die Reederei am Dienstag mit.\n"
    "Die Ermittler wollen die Kraftstoffanlage prüfen, bevor der Betrieb wieder aufgenommen wird.",
    "fr": "Le ferry entre Ostby et Lund restera au port jusqu'au printemps, a indiqué mardi la compagnie.\n"
    "Les enquêteurs vont examiner le circuit de carburant avant la reprise du service.",
    "ru": "Паром между Остбю и Лундом останется в порту до весны, сообщила во вторник судоходная компания.\n"
    "Следователи проверят топливную систему, прежде чем движение возобновится.",
    "zh": "奥斯比与隆德之间的渡轮将停航至春季，航运公司周二在机舱起火后表示。\n"
    "调查人员将检查燃油系统并询问船员，之后才会恢复通航。",
    "es": "El transbordador entre Ostby y Lund seguirá en puerto hasta la primavera, informó el martes la naviera.\n"
    "Los investigadores examinarán el sistema de combustible antes de reanudar el servicio.",
}


def cite(text: str, lang: str, **other: object) -> list[dict[str, Any]]:
    row = {"article": 1, "id": "a", "url": None, "outlet": None, "title": None, "author": None, "credits": None}
    given = pa.Table.from_pylist([row | {"body": None, "text": text, "lang": lang} | other])
    found = find_citations(given, cues=CUES, sources=SOURCES).to_pylist()
    return [cue for cue in found if cue["type"] != "unknown"]


def whole(text: str, lang: str) -> set[str]:
    return {cue["source_key"] for cue in cite(text, lang) if cue["scope"] == "whole"}


FOOTERS = [
    ("en", "Copyright 2025 The Associated Press. All rights reserved. It may not be published or rewritten.", {"ap"}),
    ("en", "© 2025 The Associated Press", {"ap"}),
    ("en", "© Agence France-Presse", {"afp"}),
    ("en", "Copyright © 2025 Reuters", {"reuters"}),
    ("en", "Reporting by Lena Ott in Velmar; Editing by Jon Vester", {"reuters"}),
    ("en", "(Reporting by Lena Ott; Writing by Ada Holm; Editing by Jon Vester)", {"reuters"}),
    ("en", "(Reporting by Lena Ott for The Associated Press; Editing by Jon Vester)", {"ap"}),
    ("en", "Our Standards: The Thomson Reuters Trust Principles.", {"reuters"}),
    ("en", "—AP", {"ap"}),
    ("de", "dpa", {"dpa"}),
    ("de", "dpa/afp", {"dpa", "afp"}),
    ("de", "SDA/ij", {"keystone-sda"}),
    ("de", "(jh/dpa)", {"dpa"}),
    ("de", "Quelle: ostbybote.example, jog/dpa", {"dpa"}),
    ("de", "© dpa-infocom, dpa:250506-99-123456/2", {"dpa"}),
    ("fr", "AFP", {"afp"}),
    ("es", "EFE", {"efe"}),
    ("ru", "ТАСС", {"tass"}),
]


@pytest.mark.parametrize(("lang", "line", "keys"), FOOTERS)
def test_the_last_line_says_whose_the_article_is(lang: str, line: str, keys: set[str]) -> None:
    assert whole(f"{BODY[lang]}\n{line}", lang) == keys
    assert whole(f"{BODY[lang]}\n\n{line}\n\nHome\nSport\nContact", lang) == keys


def test_a_footer_that_is_cut_off_the_body_counts() -> None:
    text = f"{BODY['en']}\n\nCopyright 2025 The Associated Press. All rights reserved."
    (cue,) = cite(text, "en", body=[{"start": 0, "end": len(BODY["en"])}])
    assert (cue["source_key"], cue["scope"]) == ("ap", "whole")
    assert text[cue["start"] : cue["end"]] == cue["words"]


PICTURES = [
    ("en", "(AP Photo/Lena Ott)"),
    ("en", "Smoke over the harbour. (AP Photo/Lena Ott)"),
    ("en", "Smoke over the harbour on Tuesday. (AP)"),
    ("en", "(Xinhua/Li Xin)"),
    ("en", "REUTERS/Jon Vester"),
    ("en", "(Photo: REUTERS/Jon Vester)"),
    ("en", "Smoke rises in Velmar [File: Jon Vester/Reuters]"),
    ("en", "© AFP / Lena Ott"),
    ("en", "Photo by Lena Ott/AFP via Getty Images"),
    ("en", "Lena Ott/Associated Press"),
    ("de", "Foto: dpa/Jan Holm"),
    ("de", "Bild: Keystone/AFP"),
    ("de", "picture alliance/dpa"),
    ("de", "Rauch über dem Hafen © Jan Holm/dpa"),
    ("fr", "Crédit photo : AFP"),
    ("fr", "Lena Ott / AFP"),
    ("ru", "Фото: РИА Новости / Лена Отт"),
    ("ru", "© РИА Новости / Лена Отт"),
    ("zh", "（新华社记者 李新 摄）"),
    ("zh", "新华社发（李新摄）"),
    ("es", "Foto: EFE/Lena Ott"),
]


@pytest.mark.parametrize(("lang", "line"), PICTURES)
def test_a_picture_credit_is_none_of_the_article(lang: str, line: str) -> None:
    assert whole(f"{line}\n{BODY[lang]}", lang) == set()
    assert whole(f"{BODY[lang]}\n{line}", lang) == set()


@pytest.mark.parametrize("line", ["© РИА Новости", "© AFP"])
def test_a_mark_at_the_head_is_a_picture_s(line: str) -> None:
    assert whole(f"{line}\n{BODY['ru']}", "ru") == set()


@pytest.mark.parametrize(
    "lines",
    [
        "Reuters\nAP News\nBBC",
        "Home\nReuters\nSport",
        "Subscribe to Reuters",
        "Follow the BBC on Instagram",
        "Read more on Reuters",
    ],
)
def test_menus_and_subscriptions_are_no_credit(lines: str) -> None:
    assert whole(f"{BODY['en']}\n{lines}", "en") == set()


@pytest.mark.parametrize(
    "line",
    ["The Associated Press contributed to this report.", "Additional reporting by Reuters", "With files from AFP"],
)
def test_help_is_no_origin(line: str) -> None:
    (cue,) = cite(f"{BODY['en']}\n{line}", "en")
    assert (cue["type"], cue["scope"]) == ("help", "quote")


@pytest.mark.parametrize(
    "sentence",
    [
        "Mayor Michael Bloomberg said the ferry would run again.",
        "Bloomberg said on Tuesday that he would pay for the ferry.",
        "The Guardian of the Sarke Park told visitors to keep out.",
        "The game was broadcast on NBC at 8 p.m. on Sunday.",
        "Sunday: Velmar at Lund, 13:00 (NBC)",
    ],
)
def test_namesakes_are_no_media(sentence: str) -> None:
    assert whole(f"{sentence}\n{BODY['en']}", "en") == set()


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("The mayor told Bloomberg that the ferry would run again.", "bloomberg"),
        ("On Monday Bloomberg reported that the ferry would run again.", "bloomberg"),
        ("The fire broke out at noon, NBC News reported on Tuesday.", "nbc"),
    ],
)
def test_the_media_themselves_are(sentence: str, key: str) -> None:
    assert whole(f"{sentence}\n{BODY['en']}", "en") == {key}


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Также издание сообщает о работе спасателей.", "ru"),
        ("Також видання повідомляє про роботу рятувальників.", "uk"),
        ("Zuvor hatte die Zeitung berichtet, dass die Fähre brennt.", "de"),
        ("Later the newspaper reported that the ferry had sunk.", "en"),
    ],
)
def test_an_adverb_or_a_kind_of_medium_is_no_name(text: str, lang: str) -> None:
    assert cite(text, lang) == []


@pytest.mark.parametrize(
    ("text", "lang", "name"),
    [
        ("Preuzeto iz lista Glas doline", "hr", "Glas doline"),
        ("Převzato z týdeníku Dolský zpravodaj", "cs", "Dolský zpravodaj"),
        ("Übernommen aus der Wochenzeitung Dolder Bote", "de", "Dolder Bote"),
        ("Dit artikel verscheen eerder in Weekblad Dalburg.", "nl", "Weekblad Dalburg"),
    ],
)
def test_a_credit_names_all_of_a_name_and_nothing_beside_it(text: str, lang: str, name: str) -> None:
    assert {row["source"] for row in cite(text, lang)} == {name}


@pytest.mark.parametrize("dateline", ["Marenbüll (dpa/lno) -", "Marenbüll (AFP/dpa) -", "Marenbüll (dpa) -"])
def test_a_dateline_is_quoted_to_its_end(dateline: str) -> None:
    (row,) = cite(f"{dateline} Die Brücke wird im Mai nach zwei Jahren wieder geöffnet.", "de")
    assert row["words"] == dateline
