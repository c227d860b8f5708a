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
"""

ID = ("id", "article_id", "uuid", "guid", "_id", "doc_id", "document_id", "story_id", "stories_id", "news_id")

TEXT = (
    "maintext",
    "text",
    "article_text",
    "full_text",
    "body",
    "content",
    "article_body",
    "body_text",
    "story_text",
    "article_content",
    "content_text",
    "main_text",
    "news_text",
    "plain_text",
    "clean_text",
    "raw_text",
    "article",
    "paragraphs",
    "fields.bodyText",
)

SUMMARY = ("description", "desc", "summary", "abstract", "excerpt")
"""Stand for the text only in records that have no field for it at all (GDELT GAL)."""

PAGE = ("html", "raw_html", "page_html", "html_content", "content_html", "body_html", "fields.body")
"""A whole page; its text is extracted where the record has no text of its own."""

TITLE = (
    "title",
    "headline",
    "article_title",
    "news_title",
    "title_page",
    "title_rss",
    "heading",
    "thread.title",
    "web_title",
)

URL = (
    "url",
    "link",
    "article_url",
    "article_link",
    "page_url",
    "web_url",
    "news_url",
    "permalink",
    "href",
    "uri",
    "canonical_url",
    "thread.url",
    "source",
    "source_url",
    "guid",
)
"""`source` and `source_url` count only where they hold the address of a page and not a name or a home page."""

OUTLET = ("outlet", "source_domain", "domain", "hostname", "thread.site", "media_url", "source_url", "site")
"""Fields that hold a domain, which is the same for all articles of an outlet, before those that hold a name."""

OUTLET_NAME = (
    "outlet_name",
    "media_name",
    "sitename",
    "site_name",
    "newspaper",
    "publication",
    "publisher",
    "source",
    "source_name",
    "source.name",
    "publisher.name",
    "media",
    "website",
)

"""Count where there is no address, or only one of an aggregator's: they may name an owner of many papers, an agency or
"Online". The domain of the page's own address is the same for all articles of one outlet and of no other."""

WRAPPERS = ("_source", "attributes", "document", "doc", "article", "item", "record", "data", "post", "fields")
"""Names under which makers wrap a whole record: Elasticsearch, JSON:API and others."""

LANG = ("lang", "language", "lang_code", "language_code", "in_language", "locale", "thread.language")

AUTHOR = ("author", "authors", "byline", "creator", "writer", "author_name", "fields.byline")

PUBLISHED = (
    "published",
    "date_publish",
    "publish_date",
    "published_utc",
    "published_at",
    "date_published",
    "published_date",
    "published_time",
    "published_on",
    "pub_date",
    "publication_date",
    "publication_time",
    "first_published",
    "published_parsed",
    "web_publication_date",
    "release_date",
    "article_date",
    "news_date",
    "issued",
    "thread.published",
    "datetime",
    "date_time",
    "date",
    "time",
    "created_at",
    "timestamp",
)

PUBLISHED_FIRST_BY_MAKER = (("collection_utc", "published_utc"),)
"""(a field only this maker has, the exact date among its several): NELA-GT's `published` lacks the zone."""

CRAWLED = (
    "crawled",
    "date_download",
    "download_date",
    "downloaded_at",
    "crawl_date",
    "crawl_time",
    "crawled_at",
    "date_crawled",
    "fetched",
    "fetched_at",
    "fetch_date",
    "fetch_time",
    "scraped",
    "scraped_at",
    "scrape_date",
    "scrape_time",
    "date_scraped",
    "retrieved",
    "retrieved_at",
    "retrieval_date",
    "accessed",
    "access_date",
    "collected_at",
    "collect_date",
    "collection_utc",
    "indexed_date",
    "filedate",
    "warc_date",
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
    "credit",
    "credits",
    "credit_text",
    "agency",
    "news_agency",
    "wire",
    "syndication",
    "syndication_source",
    "syndicated_from",
    "original_source",
    "original_source_url",
    "original_url",
    "original_link",
    "original_publisher",
    "is_based_on",
    "source_organization",
    "canonical_url",
    "source_url",
    "source",
    "source_name",
    "publisher",
)
"""Fields that may name an origin; kept only where they name somebody else than the article's own outlet."""


def squeezed(name: str) -> str:
    """Return a field's name without what makers vary."""
    return name.replace("_", "").replace("-", "").replace(" ", "").lower()
