"""Articles of an archive, read again for those that come later to be compared with, and the language of each.

Languages lie in memory, two bytes an article: whether an article is of another language decides whether it is compared
at all, and is asked of thousands for each one that comes; reading it beside each text took a join for every stretch of
the archive.
"""

import itertools
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, TypeVar

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.archive.compression import Packer
from dedup.archive.connection import Tables
from dedup.schema import TIME

_Item = TypeVar("_Item")

ABSENT: Final = -1
"""The code of an article that the archive does not hold, or has not looked at yet."""


class Languages:
    """Languages by article number, as the column `lang` of the table `body` has them."""

    def __init__(self, bodies: pa.Table) -> None:
        """`bodies` has the columns `article` and `lang`."""
        self.names: list[str | None] = []
        """The language of each code."""
        self._numbers: dict[str | None, int] = {}
        self._codes = np.zeros(0, np.int16)
        self.add(bodies)

    def add(self, bodies: pa.Table) -> None:
        """Take in more articles, or others under the same numbers."""
        articles = bodies["article"].to_numpy()
        if not len(articles):
            return
        least = int(articles.max()) + 1
        if least > len(self._codes):
            grown = np.full(max(least, 2 * len(self._codes)), ABSENT, np.int16)
            grown[: len(self._codes)] = self._codes
            self._codes = grown
        langs = bodies["lang"].combine_chunks().dictionary_encode(null_encoding="encode")
        codes = np.array([self._number(name) for name in langs.dictionary.to_pylist()], np.int16)
        self._codes[articles] = codes[langs.indices.to_numpy()]

    def remove(self, articles: Iterable[int]) -> None:
        """Take articles out."""
        for article in articles:
            if article < len(self._codes):
                self._codes[article] = ABSENT

    def codes(self, articles: NDArray[np.int64]) -> NDArray[np.int16]:
        """Return for each article the place of its language in `names`, or `ABSENT`."""
        found = np.full(len(articles), ABSENT, np.int16)
        there = articles < len(self._codes)
        found[there] = self._codes[articles[there]]
        return found

    def there(self, articles: Sequence[int]) -> list[int]:
        """Return those of some articles that the archive holds, rising."""
        asked = np.unique(np.array(articles, np.int64))
        held: list[int] = asked[self.codes(asked) != ABSENT].tolist()
        return held

    def of(self, articles: Sequence[int]) -> list[str | None]:
        """Return the language of each of some articles that the archive holds."""
        return [self.names[code] for code in self.codes(np.array(articles, np.int64)).tolist()]

    def _number(self, name: str | None) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self.names)
            self.names.append(name)
        return self._numbers[name]


_READ_AGAIN_SQL = "SELECT article, id, outlet, published, title, packed FROM {}.article WHERE {}"
_STRETCHES = 64
"""Stretches that one statement reads: a statement for each took three times as long."""
MOST_CHARACTERS: Final = 60_000
"""Characters of a text that are looked at where articles are shown: ten times a long article."""
PORTION_CHARACTERS: Final = 8_000_000
"""Characters of texts that are fetched at a time, up to 24 MB: of a live blog a thousand articles are a hundred
megabytes, and the database, which may have 128 MB, holds what it sorts twice."""
VECTOR: Final = 2048
"""Rows that the database works on at a time."""
_REVISION_BYTES: Final = 4_000_000
"""Bytes of `revision` that are read at a time, about."""
_NEAR = 2048
"""Articles whose numbers are no further apart are read together: a block of texts holds about that many. A query for
numbers all over the archive would read all of it."""
READ_AGAIN = pa.schema(
    [
        ("article", pa.int64()),
        ("id", pa.string()),
        ("outlet", pa.string()),
        ("lang", pa.string()),
        ("published", TIME),
        ("title", pa.string()),
        ("text", pa.string()),
    ]
)
"""What an article is cut and compared by; `lang` is what it was found to be."""


def read_articles(
    connection: duckdb.DuckDBPyConnection, packer: Packer, languages: Languages, numbers: Sequence[int], first_live: int
) -> pa.Table:
    """Return articles by their numbers, as `READ_AGAIN`, rising; those that are not among `languages` are left out.
    Those from `first_live` on lie in the log."""
    there = languages.there(numbers)
    first = bisect_left(there, first_live)
    sides = (("base", there[:first]), ("live", there[first:]))
    queries = [
        _READ_AGAIN_SQL.format(side, where) for side, listed in sides for where in stretches(listed, bounded=True)
    ]
    with connection.cursor() as cursor:
        tables = [
            cursor.sql(" UNION ALL ".join(queries[at : at + _STRETCHES])).to_arrow_table()
            for at in range(0, len(queries), _STRETCHES)
        ]
    if not tables:
        return READ_AGAIN.empty_table()
    found = pa.concat_tables(tables).sort_by("article")
    langs = pa.array(languages.of(found["article"].to_pylist()), pa.string())
    texts = packer.unpack_column(found["packed"])
    return found.append_column("lang", langs).append_column("text", texts).select(READ_AGAIN.names).cast(READ_AGAIN)


def portions(sized: Iterable[tuple[_Item, int]], most: int, count: int | None = None) -> Iterator[list[_Item]]:
    """Yield items, each given with its size, in their order, in lists of at most `most` in size and `count` items
    together; a larger item alone."""
    portion: list[_Item] = []
    held = 0
    for item, size in sized:
        if portion and (held + size > most or len(portion) == count):
            yield portion
            portion, held = [], 0
        portion.append(item)
        held += size
    if portion:
        yield portion


def packed_articles(archive: Tables, source: str, most: int) -> Iterator[pa.Table]:
    """Yield the rows of `source`, which has the columns `article` and `packed`, by number: about `most` packed bytes at
    a time."""
    sizes: Iterator[tuple[int, int]] = (
        pair
        for rows in archive.stream(f"SELECT article, coalesce(octet_length(packed), 0) FROM {source} ORDER BY 1")
        for pair in zip(*(column.to_pylist() for column in rows.columns), strict=True)
    )
    with archive.connection.cursor() as cursor:
        for numbers in portions(sizes, most, VECTOR):
            query = f"FROM {source} WHERE article BETWEEN {numbers[0]} AND {numbers[-1]} ORDER BY article"
            yield cursor.sql(query).to_arrow_table()


def unpacked_articles(archive: Tables, packer: Packer, source: str, most: int) -> Iterator[pa.Table]:
    """Yield the same with the column `text` for `packed`, about `most` bytes of text at a time. A view that unpacks
    gives a vector at once: of a live blog 270 MB."""
    for packed in packed_articles(archive, source, most):
        for places in portions(enumerate(packer.unpacked_sizes(packed["packed"].to_pylist())), most):
            rows = packed.slice(places[0], len(places))
            texts = packer.unpack_column(rows["packed"])
            yield rows.set_column(rows.column_names.index("packed"), "text", texts)


def read_revisions(connection: duckdb.DuckDBPyConnection, source: str = "revision WHERE true") -> Iterator[pa.Table]:
    """Yield the revisions of `source`, a table and a condition, a few at a time: all at once hold a vector of texts."""
    low, many = 0, 16
    with connection.cursor() as cursor:
        table = source.split(maxsplit=1)[0]
        end = cursor.execute(f"SELECT coalesce(max(rowid) + 1, 0) FROM {table}").fetchall()[0][0]
        while low < end:
            query = f"FROM {source} AND rowid BETWEEN {low} AND {low + many - 1}"
            rows = cursor.sql(query).to_arrow_table()
            yield rows
            low, many = low + many, min(VECTOR, 2 * many, 1 + _REVISION_BYTES * many // (1 + rows.nbytes))


def read_texts(archive: Tables, numbers: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield the first `MOST_CHARACTERS` of articles' texts, with their numbers. Where lengths are known, about
    `PORTION_CHARACTERS` are fetched at a time: a database of 122 MB gave up over 240 long ones."""
    if not numbers:
        return
    listed = ", ".join(map(str, sorted(numbers)))
    sizes = {number: 0 for number in sorted(numbers)}
    for row in archive.records(f"SELECT article, characters FROM {archive.lengths} WHERE article IN ({listed})"):
        sizes[row["article"]] = row["characters"]
    queries = (
        f"SELECT article, text[:{MOST_CHARACTERS}] AS text FROM article WHERE {where}"
        for portion in portions(sizes.items(), PORTION_CHARACTERS)
        for where in stretches(portion, bounded=archive.lengths != Tables.lengths)
    )
    for query in queries:
        yield from ((row["article"], row["text"]) for row in archive.records(query))


def stretches(numbers: Sequence[int], *, bounded: bool = False) -> Iterator[str]:
    """Yield conditions on `article` that together name `numbers`, each for a stretch of the archive.

    The database compares a list with what it has read of the whole stretch. A `bounded` one, which may not hold that,
    joins the numbers instead, and looks for them before it reads texts: of a hundred texts of a live blog all eight
    hundred lay in memory; ten packed ones took 170 MB from a list, 5 from a join, in less time. (Where an archive shows
    unpacked texts, a join unpacks those of others, if many of a stretch are asked for.)"""
    ordered = sorted(set(numbers))
    starts = [at for at, number in enumerate(ordered) if at == 0 or number - ordered[at - 1] > _NEAR]
    for start, end in itertools.pairwise([*starts, len(ordered)]):
        stretch = ordered[start:end]
        whole = len(stretch) == stretch[-1] - stretch[0] + 1
        listed = ", ".join(map(str, stretch))
        among = f"SELECT unnest([{listed}]::BIGINT[])" if bounded else listed
        yield f"article BETWEEN {stretch[0]} AND {stretch[-1]}{'' if whole else f' AND article IN ({among})'}"
