"""Texts to words on Spark: bodies, tokens, citations, and how many articles of the dump hold each stem and concept.

What is counted over the dump comes back to the articles as a shuffle: each batch of articles has a number (`block`) and
lists its stems and concepts once; these meet their counts, and the answers come back to the batch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as fn

from dedup.config import Config
from dedup.features import Weights, weigh
from dedup.matching import Tokens
from dedup.pipeline.backend.shuffle import KEY_BITS
from dedup.pipeline.keys import keys_of_copies, keys_of_rewrites
from dedup.pipeline.spark.tables import Scratch, binary, map_batches, map_groups, map_together
from dedup.pipeline.spark.words import ARTICLES, WORDS, article_table, concepts_of, tokens_of, words_table, worth_of
from dedup.pipeline.stages.tokenize import Tokenizer, cut_articles
from dedup.pipeline.stages.trace_inputs import citing
from dedup.provenance import CITATION, Citations
from dedup.text import TextTables

BODY = pa.schema(
    [
        ("lang", pa.string()),
        ("words", pa.float32()),
        ("starts", pa.list_(pa.int32())),
        ("ends", pa.list_(pa.int32())),
    ]
)
_CITATIONS = pa.list_(pa.struct(list(CITATION)))
TEXT = pa.schema(
    [
        *ARTICLES,
        *((f"body_{one.name}", one.type) for one in BODY),
        ("block", pa.int64()),
        *((f"token_{one.name}", one.type) for one in list(WORDS)[1:]),
        ("copy_keys", pa.binary()),
        ("citations", _CITATIONS),
        ("vocabulary", pa.binary()),  # of a batch's first article: the stems and concepts of the batch, as Arrow tables
    ]
)
"""Articles with all that is found in one of them alone."""

VOCABULARY = pa.schema(
    [
        ("block", pa.int64()),
        ("concept", pa.bool_()),
        ("lang", pa.string()),
        ("element", pa.int64()),
        ("articles", pa.int64()),
        ("share", pa.float64()),  # what the prior says of a stem; the factor of a concept
    ]
)
_COUNTED = pa.schema(
    [
        ("block", pa.int64()),
        ("element", pa.int64()),
        ("articles", pa.int64()),
        ("of_language", pa.int64()),
        ("share", pa.float64()),
    ]
)
_WORTH = pa.schema([("block", pa.int64()), ("elements", pa.binary()), ("weights", pa.binary())])
KEYED = pa.schema(
    [
        *WORDS,
        ("block", pa.int64()),
        ("worth", pa.binary()),
        ("concepts", pa.binary()),
        ("keys", pa.list_(pa.int64())),
    ]
)
"""Tokens with what their stems weigh, and the keys by which articles find each other."""


@dataclass(frozen=True)
class Text:
    """The stage that cuts texts."""

    config: Config

    def __reduce__(self) -> tuple[type["Text"], tuple[Config]]:
        """Send it as it was made: what it has loaded since stays in its process."""
        return Text, (self.config,)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer.of(self.config, TextTables.load(), np.zeros(0, np.uint64))

    @cached_property
    def _cite(self) -> Callable[[pa.Table], dict[str, pa.Table]]:
        return Citations(self.config.provenance)()

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return articles cut to words, with what they cite, as `TEXT`."""
        rows = rows.sort_by("article")
        lines = rows["recurring"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
        recurring = np.unique(lines.astype(np.int64).view(np.uint64))
        articles = article_table(rows)
        cut = cut_articles(articles, self._tokenizer.with_recurring(recurring))
        tokens = Tokens.of(cut["scratch.tokens"])
        made = {name: rows[name] for name in ARTICLES.names}
        made |= {f"body_{name}": cut["body"][name] for name in BODY.names}
        made["block"] = pa.repeat(rows["article"][0], rows.num_rows)
        packed = words_table(tokens)
        made |= {f"token_{name}": packed[name] for name in WORDS.names[1:]}
        keys = _copy_keys(tokens, self.config)
        made["copy_keys"] = keys if keys is not None else pa.nulls(rows.num_rows, pa.binary())
        traced = self.config.provenance.trace
        cited = self._cite(citing(articles, cut["body"]))["citation"] if traced else CITATION.empty_table()
        made["citations"] = _by_article(rows["article"].to_numpy(), cited)
        made["vocabulary"] = pa.array([_vocabulary(cut), *[None] * (rows.num_rows - 1)], pa.binary())
        return pa.table(made)


def _copy_keys(tokens: Tokens, config: Config) -> pa.Array | None:
    if not config.match.copies:
        return None
    return _keys_by_article(tokens.article, keys_of_copies(tokens, config.sketch))


def _keys_by_article(articles: NDArray[np.int64], keys: pa.Table) -> pa.Array:
    """Keys as a column of bytes, those of an article together; of each key as many bits as the local engine keeps,
    so that the same pairs meet by chance."""
    owner = keys["article"].to_numpy()
    order = np.argsort(owner, kind="stable")
    short = (keys["key"].to_numpy()[order] >> np.uint64(64 - KEY_BITS)).astype(np.int64)
    return binary(short, np.searchsorted(owner[order], articles, side="right"))


def _by_article(articles: NDArray[np.int64], cited: pa.Table) -> pa.Array:
    """Citations as one list per article."""
    order = np.argsort(cited["article"].to_numpy(), kind="stable")
    cited = cited.cast(CITATION).take(pa.array(order)).combine_chunks()
    ends = np.searchsorted(cited["article"].to_numpy(), articles, side="right")
    rows = pa.StructArray.from_arrays([_whole(cited[name]) for name in CITATION.names], fields=list(CITATION))
    return pa.ListArray.from_arrays(pa.array(np.concatenate([[0], ends]).astype(np.int32)), rows)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _vocabulary(cut: dict[str, pa.Table]) -> bytes:
    parts = []
    for name, element, share in (("scratch.stem", "element", "prior_share"), ("scratch.concept", "concept", "factor")):
        if (rows := cut.get(name)) is not None:
            parts.append(
                pa.table(
                    {
                        "block": pa.nulls(rows.num_rows, pa.int64()),
                        "concept": pa.repeat(pa.scalar(element == "concept"), rows.num_rows),
                        "lang": rows["lang"].cast(pa.string()),
                        "element": rows[element].cast(pa.int64()),
                        "articles": rows["articles"].cast(pa.int64()),
                        "share": rows[share].cast(pa.float64()),
                    },
                    schema=VOCABULARY,
                )
            )
    table = pa.concat_tables(parts) if parts else VOCABULARY.empty_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, VOCABULARY) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


@dataclass(frozen=True)
class Spell:
    """The stage that takes vocabularies apart."""

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the stems and concepts of batches, as `VOCABULARY`."""
        found = [VOCABULARY.empty_table()]
        for block, packed in zip(rows["block"], rows["vocabulary"].to_pylist(), strict=True):
            table = pa.ipc.open_stream(packed).read_all()
            found.append(table.set_column(0, "block", pa.repeat(block, table.num_rows)))
        return pa.concat_tables(found)


def cut_texts(scratch: Scratch, articles: DataFrame, recurring: DataFrame, config: Config) -> DataFrame:
    """Cut texts into words; returns `TEXT`."""
    known = articles.join(recurring, "article", "left")
    return scratch.keep("text", map_batches(known, Text(config), TEXT, config.machine.batch_articles))


def spell_words(scratch: Scratch, text: DataFrame) -> DataFrame:
    """Return the stems and concepts of each batch of articles, as `VOCABULARY`."""
    packed = text.where("vocabulary IS NOT NULL").select("block", "vocabulary")
    return scratch.keep("vocabulary", map_batches(packed, Spell(), VOCABULARY, 100))


@dataclass(frozen=True)
class Weigh:
    """The stage that weighs the stems of one batch."""

    config: Config

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Return the weights of stems, as two columns of bytes."""
        rows = rows.sort_by("element")
        articles, of_language, share = (rows[name].to_numpy() for name in ("articles", "of_language", "share"))
        weights = weigh(articles, of_language, share, self.config.meaning.prior_articles)
        elements = rows["element"].to_numpy().astype(np.uint32)
        ends = np.array([len(elements)])
        return pa.table(
            {"block": rows["block"].slice(0, 1), "elements": binary(elements, ends), "weights": binary(weights, ends)}
        )


@dataclass(frozen=True)
class Keys:
    """The stage that gives articles what their stems weigh, and their keys."""

    config: Config

    def __call__(self, given: tuple[pa.Table, pa.Table]) -> pa.Table:
        """`KEYED` of a batch of articles, from its rows of `TEXT` and of its weights."""
        rows, worth = given[0].sort_by("article"), given[1]
        if not rows.num_rows:
            return KEYED.empty_table()
        words = pa.table({name: rows[name if name == "article" else f"token_{name}"] for name in WORDS.names})
        tokens = tokens_of(words)
        elements = np.frombuffer(b"".join(worth["elements"].to_pylist()), np.uint32)
        weights = Weights(elements, np.frombuffer(b"".join(worth["weights"].to_pylist()), np.float32))
        columns_of_keys = [rows["copy_keys"].to_pylist()] if self.config.match.copies else []
        if self.config.match.rewrites:
            found = keys_of_rewrites(tokens, weights, self.config.sketch)
            columns_of_keys.append(_keys_by_article(tokens.article, found).to_pylist())
        keys = [np.unique(np.frombuffer(b"".join(row), np.int64)) for row in zip(*columns_of_keys, strict=True)]
        return pa.table(
            {name: words[name] for name in WORDS.names}
            | {
                "block": rows["block"],
                "worth": worth_of(tokens, weights),
                "concepts": concepts_of(tokens),
                "keys": pa.array(keys, pa.list_(pa.int64())),
            },
            schema=KEYED,
        )


def weigh_words(scratch: Scratch, text: DataFrame, vocabulary: DataFrame, config: Config) -> DataFrame:
    """Weigh stems over the dump, and make keys; returns `KEYED`."""
    stems = vocabulary.where("NOT concept")
    # A row a language. Sent to all, for half of a dump is of one language, whose stems one task would join.
    languages = text.groupBy(fn.col("token_lang").alias("lang")).agg(fn.count("*").alias("n"))
    # (A hint on a table of `Scratch.sql` is lost.)
    counted = (
        stems.join(fn.broadcast(languages), "lang")
        .groupBy("element")
        .agg(fn.sum("articles").alias("articles"), fn.max("n").alias("of_language"), fn.max("share").alias("share"))
    )
    of_blocks = stems.select("block", "element").distinct().join(counted, "element").select(*_COUNTED.names)
    worth = map_groups(of_blocks, "block", Weigh(config), _WORTH)
    columns = ["block", "article", *(f"token_{name}" for name in WORDS.names[1:]), "copy_keys"]
    keyed = map_together(text.select(*columns), worth, "block", Keys(config), KEYED)
    return scratch.keep("words", keyed)
