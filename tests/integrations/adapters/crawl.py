"""A crawl of a small site with the item pipeline: SITE OUT KIND SETTINGS; prints what was counted."""

import dataclasses
import json
import sys

import scrapy
from scrapy.crawler import CrawlerProcess

site, out, kind, settings = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])


class Item(scrapy.Item):
    url, title, text, dedup = (scrapy.Field() for _ in range(4))


@dataclasses.dataclass
class Page:
    url: str
    title: str
    text: str
    dedup: dict = dataclasses.field(default_factory=dict)


class News(scrapy.Spider):
    name = "news"

    async def start(self):
        yield scrapy.Request(site + "/index.html")

    def parse(self, response):
        for link in response.css("a::attr(href)").getall():
            yield response.follow(link, self.article)

    def article(self, response):
        text = chr(10).join(response.css("p::text").getall())
        made = {"dict": dict, "item": Item, "dataclass": Page}[kind]
        yield made(url=response.url, title=response.css("h1::text").get(), text=text)


process = CrawlerProcess(
    {
        "ITEM_PIPELINES": {"dedup.integrations.scrapy.DedupPipeline": 300},
        "FEEDS": {out: {"format": "jsonlines"}},
        "LOG_LEVEL": "WARNING",
        "TELNETCONSOLE_ENABLED": False,
        "CONCURRENT_REQUESTS": 1,
        **settings,
    }
)
crawler = process.create_crawler(News)
process.crawl(crawler)
process.start()
stats = crawler.stats.get_stats()
print(json.dumps({name: value for name, value in stats.items() if "dedup" in name or name.startswith("item")}))
