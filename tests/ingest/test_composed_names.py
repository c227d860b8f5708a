"""Names of columns that no list has, made of a known one and words which only say that it is of the article."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

HEADERS = (
    "article_source_link,article_heading,article_date,article_content",
    "Link to article,News headline,Posted date,News body",
    "final_url,page_title,date_posted,cleaned_text",
    "document_url,document_title,document_date,document_text",
    "Enlace de la noticia,Título de la noticia,Fecha de la noticia,Texto de la noticia",
    "Lien de l'article,Titre de l'article,Date de publication,Texte de l'article",
    "url_articolo,titolo_articolo,data_pubblicazione,testo_articolo",
    "adres_url,tytul_artykulu,data_publikacji,tresc_artykulu",
    "haber_linki,haber_basligi,haber_tarihi,haber_metni",
    "link_berita,judul_berita,tanggal_berita,isi_berita",
    "رابط الخبر,عنوان الخبر,تاريخ النشر,نص الخبر",
    "新闻链接,新闻标题,发布时间,文章内容",
)
TEXT = "The harbour board of Tarnmouth agreed on Monday to rebuild the northern pier after the storm of last winter."


@pytest.mark.parametrize("header", HEADERS)
def test_a_table_is_read_by_composed_names(header: str, tmp_path: Path, gather: Any) -> None:
    row = f"https://tarn-post.example/news/1,Pier to be rebuilt,2025-12-16,{TEXT}"
    (tmp_path / "d.csv").write_text(f"{header}\n{row}\n")
    found = gather([tmp_path])
    assert not found.reasons
    [article] = found.articles
    assert (article["url"], article["title"], article["text"]) == (
        "https://tarn-post.example/news/1",
        "Pier to be rebuilt",
        TEXT,
    )
    assert article["outlet"] == "tarn-post.example"
    assert article["published"].isoformat() == "2025-12-16T00:00:00+00:00"


@pytest.mark.parametrize(
    ("header", "published", "crawled"),
    [
        ("created_at,article_published_at", (2,), ()),
        ("timestamp,Fecha de la noticia", (2,), (1,)),
        ("timestamp,page_date", (2,), (1,)),
        ("date_extracted,date_to", (), (1,)),
        ("extracted_at,news_date", (2,), (1,)),
        ("timestamp,image_date", (1,), ()),
    ],
)
def test_the_date_that_is_of_the_article_is_its_publication(
    header: str, published: tuple[int, ...], crawled: tuple[int, ...], tmp_path: Path, gather: Any
) -> None:
    (tmp_path / "d.csv").write_text(f"{header},title,text\n2025-12-01,2025-12-02,Pier to be rebuilt,{TEXT}\n")
    [article] = gather([tmp_path]).articles
    assert [article["published"]] == [datetime(2025, 12, day, tzinfo=UTC) for day in published] or not published
    assert (article["published"] is None) == (not published)
    assert (article["crawled"] is None) == (not crawled)


def test_a_text_in_a_language_is_not_the_text(tmp_path: Path, gather: Any) -> None:
    (tmp_path / "d.csv").write_text(f"title,text_de,el_text\nPier,{TEXT},{TEXT}\n")
    assert not gather([tmp_path]).articles
