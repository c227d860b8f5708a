"""The former place of `dedup.integrations.scrapy`."""

from dedup.integrations.scrapy import *  # noqa: F403
