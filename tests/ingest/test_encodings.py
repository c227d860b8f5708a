"""Pages in the encodings of the web: declared as browsers understand it, wrongly, or not at all; ruined texts."""

from pathlib import Path
from typing import Any

import pytest

from dedup.ingest.io.encoding import decode_page, is_lost, repair, traces

TEXTS = {
    "ru": "Паромы между Варном и Лиссеном с мая не будут ходить по воскресеньям, сообщила компания.",
    "ko": "바른과 리센을 오가는 여객선이 오월부터 일요일에는 다니지 않는다고 회사가 밝혔다. 펲시",
    "ja": "ヴァルンとリッセンを結ぶ連絡船は五月から日曜日に運休すると㈱運航会社が①月曜日に発表した。",
    "th": "เรือข้ามฟากระหว่างวาร์นและลิสเซนจะไม่เดินเรือในวันอาทิตย์ตั้งแต่เดือนพฤษภาคม บริษัทกล่าว",
    "pl": "Promy między Varnem a Lissenem od maja nie będą pływać w niedziele. Źródło: łącze, ćwiczenie.",
    "tr": "Varn ile Lissen arasındaki vapurlar mayıstan itibaren pazar günleri çalışmayacak, dedi şirket. Ağrı, İğdır.",
    "zh": "往返于瓦恩和利森之间的渡轮自五月起周日停航，公司周一宣布。",
    "tw": "往返於瓦恩和利森之間的渡輪自五月起週日停航，公司週一宣布。",
    "el": "Τα πλοία μεταξύ Βαρν και Λίσεν δεν θα εκτελούν δρομολόγια τις Κυριακές από τον Μάιο, είπε η εταιρεία.",
    "ar": "قالت الشركة إن العبارات بين فارن وليسن لن تبحر أيام الأحد اعتبارا من مايو.",
    "fr": "À l’été, les ferries entre Varn et Lissen ne circuleront plus le dimanche dès mai, a annoncé l’hôtel.",
    "lt": "Keltai tarp Varno ir Liseno nuo gegužės sekmadieniais neplauks, pranešė bendrovė. Ąžuolas, šįkart.",
}

DECLARED = [
    ("ko", "cp949", "euc-kr"), ("ko", "cp949", "ks_c_5601-1987"), ("ja", "cp932", "shift_jis"),
    ("ja", "cp932", "x-sjis"), ("ja", "euc_jis_2004", "euc-jp"), ("zh", "gb18030", "gb2312"), ("zh", "gbk", "gbk"),
    ("tw", "big5hkscs", "big5"), ("th", "cp874", "windows-874"), ("th", "cp874", "tis-620"),
    ("tr", "cp1254", "iso-8859-9"), ("pl", "iso8859_2", "iso-8859-2"), ("pl", "cp1250", "windows-1250"),
    ("fr", "cp1252", "iso-8859-1"), ("fr", "cp1252", "us-ascii"), ("el", "cp1253", "windows-1253"),
    ("ar", "cp1256", "windows-1256"), ("lt", "cp1257", "windows-1257"), ("ru", "koi8_r", "koi8-r"),
    ("ru", "cp866", "ibm866"), ("ru", "utf-8", "utf-16"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "encoding", "label"), DECLARED)
def test_labels_mean_what_browsers_take_them_for(lang: str, encoding: str, label: str) -> None:
    data = TEXTS[lang].encode(encoding, "ignore")
    assert decode_page(data, None, label) == data.decode(encoding)


WRONG = (
    "windows-1251", "iso-8859-1", "iso-8859-2", "iso-8859-7", "iso-8859-9", "iso-8859-15", "koi8-r", "windows-1252",
    "windows-1256", "windows-1258", "euc-kr", "gb2312", "shift_jis", "big5", "utf-16", "no-such-label", None,
)  # fmt: skip


@pytest.mark.parametrize("label", WRONG)
@pytest.mark.parametrize("lang", TEXTS)
def test_utf8_is_utf8_whatever_is_declared(lang: str, label: str | None) -> None:
    data = TEXTS[lang].encode()
    assert decode_page(data, label, None) == TEXTS[lang]
    assert decode_page(data, None, label) == TEXTS[lang]


@pytest.mark.parametrize(("lang", "encoding", "label"), DECLARED)
def test_one_bad_byte_does_not_throw_the_label_away(lang: str, encoding: str, label: str) -> None:
    data = TEXTS[lang].encode(encoding, "ignore")
    read = decode_page(data * 3 + data[: len(data) // 2] + b"\x81", None, label)
    assert read is not None
    assert read.startswith(data.decode(encoding)[:20])


@pytest.mark.parametrize(
    ("lang", "encoding"),
    [("pl", "iso8859_2"), ("pl", "cp1250"), ("ru", "cp1251"), ("ru", "koi8_r"), ("fr", "cp1252"), ("tr", "cp1254"),
     ("zh", "gb18030"), ("lt", "cp1257"), ("el", "cp1253")],
)  # fmt: skip
def test_undeclared(lang: str, encoding: str) -> None:
    data = TEXTS[lang].encode(encoding, "ignore") * 4
    assert decode_page(data, None, None) == data.decode(encoding)


def test_a_byte_order_mark_comes_first() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        assert decode_page(TEXTS["ru"].encode(encoding), "koi8-r", "gb2312") == TEXTS["ru"]


def test_a_word_of_gb2312_is_not_utf8_by_accident() -> None:
    assert decode_page("联通".encode("gb2312"), None, "gb2312") == "联通"


@pytest.mark.parametrize("lang", [lang for lang in TEXTS if lang not in ("ko", "ja")])
@pytest.mark.parametrize("encoding", ["latin-1", "cp1251"])
def test_text_decoded_wrongly_is_repaired_or_noticed(lang: str, encoding: str) -> None:
    text = TEXTS[lang] * 3
    try:
        wrong = text.encode().decode(encoding)
    except UnicodeDecodeError:
        pytest.skip("a byte has no character there")
    if encoding == "latin-1" or lang == "ru":
        assert repair(wrong).text == text
    else:
        assert repair(wrong).text in (text, wrong) or traces(wrong)


@pytest.mark.parametrize("lang", TEXTS)
def test_good_text_is_left_alone(lang: str) -> None:
    for text in (TEXTS[lang], TEXTS[lang].upper(), f"«{TEXTS[lang]}» — {TEXTS['fr']}", "«Café», «Hélène», «à», «é»"):
        assert repair(text) == (text, 0)


def test_what_cannot_be_undone_is_ruined() -> None:
    # Control characters, half of the letters' second bytes, were dropped on the way.
    lost = "".join(char for char in TEXTS["ru"].encode().decode("latin-1") if not "\x80" <= char <= "\x9f") * 3
    assert repair(lost).is_ruined


@pytest.mark.parametrize("lang", ["ru", "ja", "th", "ar"])
def test_letters_that_a_charset_lacks_are_lost(lang: str) -> None:
    """Excel's "CSV" in a Western European Windows: `?` for every letter of another script."""
    assert is_lost(TEXTS[lang].encode("cp1252", "replace").decode("cp1252"))
    assert is_lost(TEXTS[lang].encode("cp1252", "replace").decode("cp1252").replace("?", "\ufffd"))


@pytest.mark.parametrize("lang", sorted(TEXTS))
def test_questions_are_no_lost_letters(lang: str) -> None:
    for text in (TEXTS[lang], f"{TEXTS[lang]} {'?' * 19}", "?" * 19, TEXTS[lang].replace(" ", " ??? ")):
        assert not is_lost(text)


def test_a_table_of_lost_letters_says_so(tmp_path: Path, gather: Any) -> None:
    rows = [
        "title;text;date",
        f'"{"?" * 9}";"{"?????? ??????? ???, " * 9}";2025-05-01',
        f'"A";"{TEXTS["fr"]}";2025-05-02',
    ]
    (tmp_path / "t.csv").write_text("\n".join(rows), "utf-8")
    found = gather([tmp_path / "t.csv"])
    assert [row["text"] for row in found.articles] == [TEXTS["fr"]]
    assert [reason for _, reason in found.reasons] == [
        "letters lost: question marks stand for them; save the file as UTF-8"
    ]
