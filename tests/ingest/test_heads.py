"""Tables from many countries: heads in their languages, in the encodings that Excel writes there."""

import csv
from pathlib import Path
from typing import Any

import pytest

from dedup.ingest.records.field_names import FIELDS, known_names

Gather = Any

HEADS: dict[str, tuple[str, str, str, str, str, str]] = {
    "Arabic": ("العنوان", "النص", "التاريخ", "المصدر", "الكاتب", "13 أيلول 2021"),
    "Persian": ("عنوان", "متن", "تاریخ", "منبع", "نویسنده", "۱۴۰۰/۰۶/۲۲"),
    "Hebrew": ("כותרת", "תוכן", "תאריך", "מקור", "מחבר", "13 בספטמבר 2021"),
    "Japanese": ("見出し", "本文", "日付", "媒体", "記者", "令和3年9月13日"),
    "Chinese": ("标题", "内容", "发布时间", "来源", "作者", "2021年9月13日"),
    "Korean": ("제목", "본문", "일자", "언론사", "기자", "2021. 9. 13."),
    "Thai": ("หัวข้อข่าว", "เนื้อหาข่าว", "วันที่", "แหล่งข่าว", "ผู้เขียน", "13 ก.ย. 64"),
    "Hindi": ("शीर्षक", "समाचार", "दिनांक", "स्रोत", "लेखक", "13 सितंबर 2021"),
    "Bengali": ("শিরোনাম", "খবর", "তারিখ", "উৎস", "লেখক", "১৩ সেপ্টেম্বর ২০২১"),
    "Georgian": ("სათაური", "ტექსტი", "თარიღი", "წყარო", "ავტორი", "13 სექტემბერი 2021"),
    "Armenian": ("Վերնագիր", "Տեքստ", "Ամսաթիվ", "Աղբյուր", "Հեղինակ", "13 սեպտեմբերի 2021"),
    "Amharic": ("ርዕስ", "ጽሑፍ", "ቀን", "ምንጭ", "ደራሲ", "መስከረም 3 ቀን 2014"),
    "Turkish": ("BAŞLIK", "İÇERİK", "TARİH", "KAYNAK", "YAZAR", "13 Eylül 2021"),
    "Ukrainian": ("Заголовок", "Текст", "Дата публікації", "Джерело", "Автор", "13 вересня 2021"),
    "Greek": ("Τίτλος", "Κείμενο", "Ημερομηνία", "Πηγή", "Συντάκτης", "13 Σεπτεμβρίου 2021"),
    "Romanian": ("Titlu", "Conținut", "Data", "Sursa", "Autor", "13 septembrie 2021"),
    "Latvian": ("Virsraksts", "Teksts", "Datums", "Avots", "Autors", "2021. gada 13. septembrī"),
    "Vietnamese": ("Tiêu đề", "Nội dung", "Ngày đăng", "Nguồn", "Tác giả", "13/9/2021"),
}
TEXT = "The council of Larkhaven met on Monday and agreed to rebuild the northern pier before the storms of autumn."


@pytest.mark.parametrize("mark", ["", "\u200f"])
@pytest.mark.parametrize("language", HEADS)
def test_heads_in_the_language_of_the_table(language: str, mark: str, tmp_path: Path, gather: Gather) -> None:
    *heads, day = HEADS[language]
    with (tmp_path / "t.csv").open("w", newline="", encoding="utf-8-sig") as out:
        csv.writer(out).writerows([[mark + head for head in heads], ["Pier", TEXT, day, "Tern Post", "Ann Orlow"]])
    (article,) = gather([tmp_path / "t.csv"]).articles
    assert [article[name] for name in ("title", "text", "outlet", "author")] == ["Pier", TEXT, "Tern Post", "Ann Orlow"]
    assert article["published"].isoformat()[:10] == "2021-09-13"


ROWS = {
    "gb18030": ("标题,内容,来源", "议会重建码头", "市议会星期一开会，同意在秋季风暴之前重建北码头。"),
    "big5": ("標題,內容,來源", "議會重建碼頭", "市議會星期一開會，同意在秋季風暴之前重建北碼頭。"),
    "cp932": ("見出し,本文,媒体", "桟橋再建へ", "町議会は月曜日に会合を開き、北の桟橋を再建すると町長が述べた。"),
    "cp949": ("제목,본문,언론사", "부두 재건", "마을 의회는 월요일에 부두를 다시 짓기로 했다고 시장이 밝혔다."),
    "cp1255": ("כותרת,תוכן,מקור", "המועצה תבנה את המזח", "המועצה התכנסה ביום שני והסכימה לבנות מחדש את המזח."),
    "cp1256": ("العنوان,النص,المصدر", "بناء الرصيف", "اجتمع المجلس يوم الاثنين ووافق على إعادة بناء الرصيف الشمالي."),
    "cp1251": ("Заголовок;Текст;Издание", "Совет построит причал", "Совет решил перестроить северный причал до осени."),
    "cp1252": ("Überschrift;Inhalt;Medium", "Steg wird gebaut", "Der Rat hat beschlossen, die Brücke neu zu bauen."),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "txt"])
@pytest.mark.parametrize("encoding", ROWS)
def test_a_table_has_one_encoding(encoding: str, ending: str, tmp_path: Path, gather: Gather) -> None:
    head, title, text = ROWS[encoding]
    cut = ";" if ";" in head else ","
    # A short row alone could be in any of several encodings.
    lines = [head, *(cut.join((title, f'"{text}"', title)) for _ in range(5)), cut.join((title[:2], f'"{text}"', ""))]
    (tmp_path / f"t.{ending}").write_bytes("\r\n".join(lines).encode(encoding))
    articles = gather([tmp_path / f"t.{ending}"]).articles
    assert [(one["title"], one["text"]) for one in articles] == [(title, text)] * 5 + [(title[:2], text)]


@pytest.mark.parametrize("field", FIELDS)
def test_no_name_of_a_field_stands_twice(field: str) -> None:
    assert len(set(known_names()[field])) == len(known_names()[field])
