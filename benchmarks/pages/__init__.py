"""Pages as content systems make them around an invented article, in 21 languages and 18 charsets, with known answers.

    python -m benchmarks.pages FOLDER

writes them as files and `truth.jsonl` beside them; `tests/ingest/test_pages.py` holds what is read of them to floors.
"""

import json
import sys
import tomllib
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

DAY = "2025-12-16"
CHANGED = "2025-12-18"

CODECS = {
    "iso-8859-1": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gbk",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "euc-kr": "cp949",
    "windows-874": "cp874",
}
"""What pages with a label are written in, where that is more than the label's own standard has."""


class Made(NamedTuple):
    """A page and what is right about it."""

    name: str
    data: bytes
    lang: str
    charset: str
    layout: str
    title: str
    outlet: str
    text: str
    """A paragraph a line."""


class Story(NamedTuple):
    lang: str
    words: dict[str, Any]
    site: str
    domain: str

    @property
    def url(self) -> str:
        return f"https://www.{self.domain}/2025/pier-7391.html"

    def __getattr__(self, name: str) -> Any:
        return escape(self.words[name], quote=False)

    def list_of(self, name: str, item: str) -> str:
        return "".join(item.format(escape(one, quote=False), number) for number, one in enumerate(self.words[name]))


def wordpress(s: Story) -> tuple[str, str]:
    paragraphs = s.list_of("text", "<p>{0}</p>\n")
    return (
        f"""<title>{s.title} - {s.site}</title><link rel="canonical" href="{s.url}">
<meta property="og:title" content="{s.title} - {s.site}"><meta property="og:site_name" content="{s.site}">
<meta property="article:published_time" content="{DAY}T08:36:00+00:00">
<meta property="article:modified_time" content="{CHANGED}T10:00:00+00:00">""",
        f"""<header id="masthead"><a href="/">{s.site}</a><nav class="main-navigation"><ul>
{s.list_of("menu", '<li class="menu-item"><a href="/c{1}">{0}</a></li>')}</ul></nav></header>
<main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{s.title}</h1>
<div class="entry-meta"><time class="entry-date published" datetime="{DAY}T08:36:00+00:00">{s.date}</time>
<time class="updated" datetime="{CHANGED}T10:00:00+00:00">{CHANGED}</time></div></header>
<div class="entry-content"><figure class="wp-caption"><img src="p.jpg"><figcaption>{s.caption}</figcaption></figure>
{paragraphs}<div class="sharedaddy"><a class="share-facebook" href="#">{s.share}</a></div></div></article>
<section id="comments" class="comments-area"><ol class="comment-list"><li class="comment"><p>{s.comment}</p></li></ol></section></main>
<aside class="widget-area"><h2>{s.related}</h2><ul>{s.list_of("others", '<li><a href="/o{1}">{0}</a></li>')}</ul></aside>
<div id="cookie-notice" role="dialog"><p>{s.cookies}</p></div>""",
    )


def drupal(s: Story) -> tuple[str, str]:
    return (
        f"""<title>{s.title} | {s.site}</title><meta name="Generator" content="Drupal 9">
<link rel="canonical" href="{s.url}"><link rel="shortlink" href="https://www.{s.domain}/node/7391">""",
        f"""<div class="region-header"><ul class="menu nav">{s.list_of("menu", '<li class="leaf"><a href="/t/{1}">{0}</a></li>')}
</ul></div><div id="content" class="column"><h1 class="page-header">{s.title}</h1>
<div class="node node--type-article"><div class="submitted field--name-created">{s.date}</div>
<div class="field field--name-body field__item">{s.list_of("text", "<p>{0}</p>")}</div>
<ul class="links inline social-share"><li><a href="#">{s.share}</a></li></ul></div>
<div class="block block-views related-content"><h2>{s.related}</h2>
{s.list_of("others", '<div class="views-row"><a href="/node/{1}">{0}</a></div>')}</div></div>
<div class="eu-cookie-compliance-banner"><p>{s.cookies}</p><button>OK</button></div>""",
    )


def arc(s: Story) -> tuple[str, str]:
    about = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebSite", "name": s.site, "url": f"https://www.{s.domain}/"},
            {
                "@type": "NewsArticle",
                "headline": s.words["title"],
                "datePublished": f"{DAY}T08:36:00Z",
                "dateModified": f"{CHANGED}T10:00:00Z",
                "mainEntityOfPage": s.url,
                "publisher": {"@type": "Organization", "name": f"{s.site} Media Holding"},
            },
        ],
    }
    return (
        f"""<title>{s.title} | {s.site}</title><meta property="og:url" content="{s.url}">
<meta property="og:title" content="{s.title}"><script type="application/ld+json">{json.dumps(about)}</script>""",
        f"""<div id="fusion-app"><nav class="b-header-nav-chain">{s.list_of("menu", '<a href="/s{1}">{0}</a>')}</nav>
<main class="b-right-rail__main"><h1 class="b-headline">{s.title}</h1>
<div class="c-stack b-share-bar"><button aria-label="{s.share}">{s.share}</button></div>
<article class="b-article-body">{s.list_of("text", '<p class="c-paragraph">{0}</p>')}</article></main>
<aside class="b-right-rail__side"><h3>{s.related}</h3>
{s.list_of("others", '<article class="b-results-list"><a href="/x{1}"><h2>{0}</h2></a></article>')}</aside>
<footer class="b-footer"><p>© 2025 {s.site}</p></footer><div class="consent-banner">{s.cookies}</div></div>""",
    )


def bitrix(s: Story) -> tuple[str, str]:
    day = ".".join(reversed(DAY.split("-")))
    return (
        f"""<title>{s.title} :: {s.site}</title><meta property="og:url" content="{s.url}">
<meta name="keywords" content="news">""",
        f"""<div class="top-panel"><table id="top-menu"><tr>{s.list_of("menu", '<td><a href="/{1}/">{0}</a></td>')}</tr></table></div>
<div class="breadcrumbs"><a href="/">{s.site}</a> &raquo; {s.words["menu"][1]}</div>
<div class="news-detail"><h1>{s.title}</h1><span class="news-date-time">{day} 11:36</span>
<img class="detail_picture" src="/upload/p.jpg" alt="{s.caption}">
<div class="news-text">{s.list_of("text", "{0}<br><br>")}</div><div class="ya-share2">{s.share}</div></div>
<div class="news-list right-col"><div class="title">{s.related}</div>
{s.list_of("others", '<p class="news-item"><span class="news-date-time">18.12.2025</span> <a href="/n{1}">{0}</a></p>')}</div>
<div class="cookie-panel">{s.cookies}</div>""",
    )


def naver(s: Story) -> tuple[str, str]:
    return (
        f"""<title>{s.title} : {s.site}</title><meta property="og:title" content="{s.title}">
<meta property="og:url" content="{s.url}"><meta property="og:article:author" content="{s.site}">""",
        f"""<ul class="Nlnb_menu_list">{s.list_of("menu", '<li><a href="/m{1}"><span>{0}</span></a></li>')}</ul>
<div id="ct" class="newsct"><div class="media_end_head"><h2 id="title_area" class="media_end_head_headline">{s.title}</h2>
<div class="media_end_head_info_datestamp"><span class="media_end_head_info_datestamp_time" data-date-time="{DAY} 17:36:00">{DAY.replace("-", ".")}. 17:36</span>
<span class="media_end_head_info_datestamp_time _MODIFY">{s.updated} {CHANGED.replace("-", ".")}.</span></div></div>
<div id="newsct_article"><article id="dic_area" class="go_trans _article_content">
<span class="end_photo_org"><img src="p.jpg"><em class="img_desc">{s.caption}</em></span>
{s.list_of("text", "{0}<br><br>")}</article></div>
<div class="media_end_linked_more"><strong>{s.related}</strong>{s.list_of("others", '<a href="/l{1}"><em>{0}</em></a>')}</div>
<div class="u_cbox_wrap"><ul><li class="u_cbox_comment"><span class="u_cbox_contents">{s.comment}</span></li></ul></div></div>""",
    )


def table(s: Story) -> tuple[str, str]:
    """Of the years when pages were tables, saved by a browser."""
    return (
        f"""<!-- saved from url=(0044){s.url} --><title>{s.site} - {s.title}</title>""",
        f"""<table width="780" border="0"><tr><td colspan="3" bgcolor="#003366">{s.list_of("menu", '<a href="/{1}.htm"><font size="1">{0}</font></a> | ')}</td></tr>
<tr><td width="140" valign="top">{s.list_of("others", '<font size="1"><a href="/{1}.htm">{0}</a></font><br>')}</td>
<td valign="top"><h1><font face="Verdana">{s.title}</font></h1><font size="1" class="date">{s.date}</font>
{s.list_of("text", '<p><font face="Arial" size="2">{0}</font></p>')}</td>
<td width="120" valign="top"><font size="1">{s.cookies}</font></td></tr>
<tr><td colspan="3"><font size="1">Copyright 2024 {s.site}</font></td></tr></table>""",
    )


LAYOUTS: tuple[Callable[[Story], tuple[str, str]], ...] = (wordpress, drupal, arc, bitrix, naver, table)


def pages() -> Iterator[Made]:
    """Every language in every layout, with the language's charsets in turn."""
    languages = tomllib.loads(Path(__file__).with_name("languages.toml").read_text("utf-8"))
    for lang, words in languages.items():
        for number, layout in enumerate(LAYOUTS):
            charset = words["charsets"][number % len(words["charsets"])]
            domain = f"{lang.lower()}courier{number}.example"
            story = Story(lang, words, f"{lang.title().replace('-', '')}courier{number}", domain)
            head, body = layout(story)
            saved, cut, head = head.rpartition("-->")
            page = (
                f'<!DOCTYPE html>\n{saved}{cut}<html lang="{lang}"><head><meta http-equiv="Content-Type" '
                f'content="text/html; charset={charset}">{head}</head>\n<body>{body}</body></html>\n'
            )
            yield Made(
                f"{lang}-{layout.__name__}.html",
                page.encode(CODECS.get(charset, charset), "xmlcharrefreplace"),
                lang,
                charset,
                layout.__name__,
                words["title"],
                domain,
                "\n".join(words["text"]),
            )


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("w", encoding="utf-8") as out:
        for made in pages():
            (folder / made.name).write_bytes(made.data)
            out.write(json.dumps({**made._asdict(), "data": None, "published": DAY}, ensure_ascii=False) + "\n")
