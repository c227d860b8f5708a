"""The names that makers of dumps give to our fields, best first.

Names are compared without case and without `_`, `-` and spaces, so `datePublished`, `date_published` and
`Date Published` are one. A dot goes into a nested record. Who uses what:

| maker | text | published | crawled | outlet |
| --- | --- | --- | --- | --- |
| news-please | maintext | date_publish | date_download | source_domain |
| trafilatura | text, raw_text | date | filedate | hostname, sitename |
| newspaper | text | publish_date | | source_url |
| Scrapy | body, content, article_text | date, timestamp | scraped_at | site, source |
| webz.io | text | published | crawled | thread.site |
| NELA-GT | content | published_utc, published, date | collection_utc | source |
| cc_news | text | date | | domain |
| Media Cloud | text, story_text | publish_date | collect_date, indexed_date | media_url, media_name |
| GDELT GAL | desc | date | | domain, outletName |
| Event Registry | body | dateTimePub | | source.uri |
| AYLIEN | body | published_at | | source.domain |
| Drupal (JSON:API) | body | created | | links.self |
| Telegram | text | date_unixtime | | from |
| Fundus | plaintext | publishing_date | html.crawl_date | publisher |
| Dolma, datatrove | text | created, metadata.date | added | metadata.url |
| OSCAR | content | | warc_headers.warc-date | warc_headers.warc-target-uri |
"""

from unicodedata import normalize

ID = (
    "id",
    "article_id",
    "뉴스 식별자",
    *"uuid guid _id doc_id document_id story_id stories_id news_id uri".split(),
)
"""`uri` counts only where it is a name that stays (`urn:`, `tag:`), as agencies give one to all versions of an item."""

TEXT = (
    *"maintext text article_text full_text full_content full_article body text_content content".split(),
    *"article_body body_text story_text article_content".split(),
    *"content_text main_text news_text plain_text clean_text raw_text page_content article paragraphs".split(),
    *"contents document news_article".split(),
    "fields.bodyText",
    *"selftext cleaned_text markdown".split(),
    *"bodies.value".split(),
    # What a table's columns are called in other languages; each of these words means the text of an article.
    *"текст тексты содержание texto texte testo tekst metin metni inhalt volltext artikeltext szöveg".split(),
    *"contenido conteúdo contenu contenuto içerik treść tresc zawartość".split(),
    *"obsah зміст κείμενο טקסט תוכן متن نص النص".split(),
    *"समाचार पाठ सामग्री विवरण বিষয়বস্তু খবর লেখা உள்ளடக்கம் உரை వచనం విషయం ტექსტი տեքստ mətn ጽሑፍ ዜና".split(),
    *"conținut teksts tekstas besedilo teksti maandishi teks เนื้อข่าว เนื้อหาข่าว 全文 新闻内容 新聞內容".split(),
    *"正文 内容 內容 本文 본문 내용 ข้อความ เนื้อหา nội_dung isi konten мәтін matn teksto".split(),
)

SUMMARY = (
    *"lead_paragraph short_description description desc summary abstract excerpt teaser standfirst snippet".split(),
)
"""Stand for the text where the record has none: no field for it (GDELT GAL), or an empty one."""

PAGE = (*"html raw_html page_html page_source html_content content_html body_html body_xhtml fields.body".split(),)
"""A whole page; its text is extracted where the record has no text of its own."""

TITLE = (
    *"title headline article_title news_title title_page title_rss heading thread.title headlines.value".split(),
    *"web_title fields.headline headline_text title_text headlines header".split(),
    *"заголовок название título titulo titre titolo titel überschrift".split(),
    *"başlık başlığı basligi tytuł tytul nadpis titulek cím".split(),
    *"rubrik otsikko overskrift заглавие наслов τίτλος כותרת عنوان العنوان تیتر 标题 標題 タイトル 見出し 제목".split(),
    *"शीर्षक शीर्षिक শিরোনাম தலைப்பு శీర్షిక სათაური վերնագիր başlıq ርዕስ titlu virsraksts antraštė".split(),
    *"pealkiri naslov titulli kichwa гарчиг tajuk หัวข้อข่าว พาดหัวข่าว 新闻标题 新聞標題".split(),
    *"หัวข้อ หัวเรื่อง tiêu_đề judul тақырып sarlavha".split(),
)

URL = (
    *"url link article_url article_link page_url web_url news_url permalink href uri canonical_url thread.url".split(),
    *"links.permalink canonical.href alternate.href url_source meta.canonical".split(),
    *"warc_target_uri target_uri html.responded_url html.requested_url canonical_link document_identifier".split(),
    *"source source_url source_link loc adres_url guid".split(),
    *"ссылка адрес посилання enlace url_adresse lien collegamento adresse bağlantı linki odkaz σύνδεσμος".split(),
    *"लिंक লিঙ্ক লিংক இணைப்பு ბმული հղում keçid لینک آدرس لنک lidhja poveznica nuoroda saite ลิงก์ข่าว".split(),
    *"קישור رابط الرابط پیوند 链接 連結 網址 网址 リンク 링크 ลิงก์ liên_kết tautan сілтеме havola".split(),
)
"""`source`, `source_url` and `source_link` count only where they hold the address of a page, no name or home page."""

OUTLET = (*"outlet source_domain domain hostname thread.site media_url source_url site".split(),)
"""Fields that hold a domain, which is the same for all articles of an outlet, before those that hold a name."""

OUTLET_NAME = (
    *"source.domain source.uri links.self.href".split(),
    *"outlet_name media_name sitename site_name newspaper publication publisher source source_name".split(),
    "source_common_name",
    *"source.name publisher.name".split(),
    # What a page calls its site, as scrapers keep it.
    *"og:site_name og_site_name og.site_name opengraph.site_name open_graph.site_name".split(),
    *"meta.og:site_name metadata.og:site_name metadata.og.site_name meta.site_name metadata.site_name".split(),
    *"metadata.sitename yoast_head_json.og_site_name".split(),
    *"издание сми источник газета видання medio periódico journal giornale zeitung medium gazete gazeta".split(),
    *"स्रोत উৎস সূত্র ஆதாரம் మూలం წყარო աղբյուր mənbə ምንጭ sursă sursa avots šaltinis allikas".split(),
    *"izvor מקור извор vir burimi chanzo sumber المصدر المصادر منبع رسانه خبرگزاری ماخذ zdroj kaynak källa".split(),
    *"kilde lähde fuente fonte джерело крыніца πηγή แหล่งข่าว แหล่งที่มา nguồn 신문사 출처".split(),
    *"médium jornal εφημερίδα עיתון صحيفة روزنامه 媒体 媒體 来源 來源 報紙 新聞社 매체 언론사 สำนักข่าว báo".split(),
    "media",
    "website",
    *"page_name post_owner.name account_name".split(),
    "from",
)

"""Count where there is no address, or only one of an aggregator's: they may name an owner of many papers, an agency or
"Online". The domain of the page's own address is the same for all articles of one outlet and of no other."""

WRAPPERS = ("_source", "attributes", "document", "doc", "article", "item", "record", "data", "post", "fields")
"""Names under which makers wrap a whole record: Elasticsearch, JSON:API and others."""

METADATA = ("metadata", "meta", "warc_headers")
"""Objects beside a text in which makers of training corpora keep address, title and dates of it."""

LANG = (
    *"lang language lang_code language_code in_language locale thread.language".split(),
    *"язык мова sprache langue idioma lingua język dil jazyk nyelv språk sprog kieli γλώσσα שפה لغة اللغة زبان".split(),
    *"语言 語言 言語 언어 ภาษา ngôn_ngữ bahasa".split(),
)

AUTHOR = (
    *"author authors byline by creator writer author_name fields.byline authors_byline _embedded.author.name".split(),
    *"yoast_head_json.author".split(),
    *"автор авторы автори autor autorin auteur autore autora yazar szerző kirjoittaja författare forfatter".split(),
    *"verfasser συγγραφέας συντάκτης מחבר כתב الكاتب المؤلف كاتب نویسنده 作者 记者 記者 著者 기자 작성자 ผู้เขียน".split(),
    *"लेखक লেখক ავტორი հեղինակ müəllif ደራሲ autors autorius 기고자 ผู้เขียนข่าว byline.original".split(),
    *"tác_giả penulis muallif".split(),
)

PUBLISHED = (
    "date_time_pub",
    *"published date_publish publish_date published_utc published_at date_published published_date".split(),
    *"published_time published_on publishing_date pub_date publication_date publication_time".split(),
    *"first_published first_created post_created posted posted_at posted_on posted_date date_posted".split(),
    *"content_created published_parsed web_publication_date release_date article_date news_date issued".split(),
    *"publication_timestamp published_timestamp publish_timestamp publish_time unix_timestamp".split(),
    *"thread.published datetime date_time date_gmt date_unixtime date".split(),
    *"дата дата_публикации fecha fecha_de_publicación data datum".split(),
    *"veröffentlicht tarih tarihi dátum päivämäärä dato".split(),
    *"дата_публікації datum_der_veröffentlichung data_publikacji दिनांक तारीख তারিখ தேதி తేదీ თარიღი".split(),
    *"ամսաթիվ tarix ቀን datums kuupäev datumi tarehe огноо tarikh datë ngày_đăng วันที่เผยแพร่ 发布时间 發布時間".split(),
    *"发布日期 發布日期 公開日 掲載日 입력일 등록일 게시일 작성일 보도일 일자".split(),
    *"date_de_publication ημερομηνία תאריך تاريخ التاريخ تاریخ 日期 时间 日付 날짜 วันที่ ngày tanggal күні sana".split(),
    *"time created created_at created_utc timestamp".split(),
)

VAGUE_DATES = frozenset("time created created_at created_utc timestamp".split())
"""Of `PUBLISHED` those that may be of the row or of the file: a name that says it is of the article goes before."""

PUBLISHED_FIRST_BY_MAKER = (("collection_utc", "published_utc"),)
"""(a field only this maker has, the exact date among its several): NELA-GT's `published` lacks the zone."""

MODIFIED = (
    *"modified_gmt modified date_modified modified_at modified_date modified_time modified_on last_modified".split(),
    *"modification_date updated updated_at date_updated updated_date updated_on last_updated update_date".split(),
    *"update_time updated_parsed lastmod date_update edited_at edited_unixtime edited changed version_created".split(),
    *"fields.lastModified".split(),
    *"обновлено изменено дата_изменения aktualisiert geändert actualizado actualisé modificado aggiornato".split(),
)
"""Names of the last change: it bounds the publication, and never is it."""

OF_POSTS = (
    (frozenset(("pagename", "message", "postcreated")), {"text": "message", "summary": ""}),
    (frozenset(("account", "description", "postcreated")), {"text": "description", "outlet": "account"}),
)
"""(fields that only this maker has together, what some of an article's are called there): CrowdTangle's tables of pages
and of Instagram. Lines of logs have a `message` too, which is no text; a post's `description` is that of its link."""

CRAWLED = (
    *"crawled date_download download_date downloaded_at crawl_date crawl_time crawled_at date_crawled fetched".split(),
    *"fetched_at fetch_date fetch_time scraped scraped_at scrape_date scrape_time date_scraped retrieved".split(),
    *"retrieved_at retrieval_date accessed access_date collected_at collect_date collection_utc indexed_date".split(),
    *"filedate warc_date html.crawl_date seendate added".split(),
    *"extracted_at date_extracted extracted_date extraction_date extraction_time".split(),
)

CRAWL_STAMPS = ("timestamp", "date", "time")
"""Vague names that web-corpus makers give to the day of the crawl; see `CRAWL_CORPORA`."""

CRAWL_CORPORA = (
    (frozenset({"text", "timestamp", "url"}), True),
    (frozenset({"dump", "date"}), False),
    (frozenset({"warc_record_id", "date"}), False),
)
"""(names, nothing else allowed?): records of C4 and FineWeb, whose only date is the crawl's."""

CREDITS = (
    *"credit credits credit_text agency news_agency infosource info_sources wire syndication".split(),
    *"syndication_source syndicated_from original_source original_source_url original_url original_link".split(),
    "forwarded_from",
    *"original_publisher is_based_on source_organization canonical_url source_url source source_name".split(),
    *"publisher".split(),
)
"""Fields that may name an origin; kept only where they name somebody else than the article's own outlet."""


_UNSEEN = dict.fromkeys((0xFEFF, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What says in which direction a name runs; programs put it around heads in Arabic."""


def squeezed(name: str) -> str:
    """Return a field's name without what makers vary."""
    if not name.isascii():
        name = normalize("NFC", name).translate(_UNSEEN).replace("İ", "i").lower().replace("ı", "i")
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()


COMMON = frozenset(map(squeezed, (*ID, *TEXT, *SUMMARY, *TITLE, *URL, *OUTLET, *OUTLET_NAME, *PUBLISHED, *AUTHOR)))
"""Names of columns by which a first line is known as a header."""
