"""Dumps in, articles out: every format people have news in, read record by record.

The door is `read`; `list_sources` says beforehand which files it will open. A record that cannot be read is set
aside with its file, its place and the reason, and costs nothing else.
"""

from typing import TYPE_CHECKING

from dedup.messages import lazy_names

if TYPE_CHECKING:
    from dedup.ingest.batches import rejected_batch
    from dedup.ingest.dates.publication import day_in_url
    from dedup.ingest.formats.json_value import BadJsonError, dump_json, parse_json, too_many_values
    from dedup.ingest.formats.parquet import records_of
    from dedup.ingest.identity import (
        OF_TEXTS,
        PIECES,
        alike,
        digest_sql,
        given_id,
        given_id_sql,
        outlet_marks,
        outlet_marks_sql,
        own_name,
        own_name_sql,
        pieces_of,
        pieces_sql,
        same_article_sql,
        url_key,
        url_key_sql,
    )
    from dedup.ingest.io.blocks import BlockReader
    from dedup.ingest.io.byte_ranges import ByteRange, cut_evenly, hash_whole, line_ends, numbered, why_whole
    from dedup.ingest.io.encoding import bom_encoding
    from dedup.ingest.io.hashes import Hashes
    from dedup.ingest.io.inputs import InputError, Inputs, list_sources
    from dedup.ingest.io.sniff import HEAD, NotReadableError, is_json, kind_of
    from dedup.ingest.io.source import FORMAT_NAMES, STDIN, Listing, Source
    from dedup.ingest.io.streams import DamagedError, as_utf8, file_lines, unpacked
    from dedup.ingest.reader import read, read_range
    from dedup.ingest.reasons import Kinds, Reason, sum_up
    from dedup.ingest.records.article import Article, Rejected
    from dedup.ingest.records.reader import RecordReader, table_of
    from dedup.ingest.records.values import with_ascii_host
else:
    __getattr__, __dir__ = lazy_names(__name__)
