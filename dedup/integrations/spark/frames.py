"""Data frames of articles in, data frames of stories out, within the Spark session of a program."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dedup.config import Config, ConfigError
from dedup.export import FILES, keyed_lines_sql
from dedup.ingest import STDIN, InputError, Inputs, Listing, list_sources
from dedup.integrations.spark.session import need_spark
from dedup.pipeline import Watch, unwatched

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from dedup.pipeline.spark import SparkResult

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "articles.jsonl": (
            "id string, url string, outlet string, title string, lang string, published string, "
            "published_precision string, story string, role string, parent string, keep boolean, modified string"
        ),
        "matches.jsonl": (
            "a string, b string, kind string, score double, coverage_a double, coverage_b double, "
            "passages array<struct<a: array<int>, b: array<int>, kind: string, score: double>>"
        ),
        "stories.jsonl": (
            "id string, articles array<string>, "
            "origin struct<article: string, source: string, verdict: string, confidence: double>, "
            "outlets array<string>, independent int, languages array<string>, first_seen string, last_seen string"
        ),
        "links.jsonl": (
            "child string, parent string, source string, via array<string>, kind string, confidence double, "
            "evidence string"
        ),
        "rejected.jsonl": "file string, position string, reason string",
    }
)
"""The columns of the output files, as Spark's SQL writes them; evidence is JSON."""


@dataclass(frozen=True)
class Result:
    """What a run found, as data frames that have the fields of the files of the same names. Their tables lie in a
    folder that `close`, or the end of a `with` block, deletes: write what is to stay before."""

    found: "SparkResult"
    work: str

    def table(self, name: str) -> "DataFrame":
        """Return the rows of `articles`, `matches`, `borrowed`, `stories`, `links` or `rejected`, in any order.

        Raises:
            ValueError: if there is no such table.
        """
        from pyspark.sql import functions as fn

        file = f"{name}.jsonl"
        if file not in FILES:
            raise ValueError(f"no table {name!r}: there are {', '.join(one.removesuffix('.jsonl') for one in FILES)}")
        lines = self.found.lines.where(fn.col("file") == file)
        return lines.select(fn.from_json("line", COLUMNS.get(file, COLUMNS["matches.jsonl"])).alias("row")).select(
            "row.*"
        )

    @property
    def articles(self) -> "DataFrame":
        """Each article with its story, its role in it, and whether to keep it."""
        return self.table("articles")

    @property
    def matches(self) -> "DataFrame":
        """Pairs of articles that report the same statement, with their passages."""
        return self.table("matches")

    @property
    def borrowed(self) -> "DataFrame":
        """Pairs of articles of different stories that share passages."""
        return self.table("borrowed")

    @property
    def stories(self) -> "DataFrame":
        """Stories of two articles and more, with their origin."""
        return self.table("stories")

    @property
    def links(self) -> "DataFrame":
        """Which article came from which."""
        return self.table("links")

    @property
    def rejected(self) -> "DataFrame":
        """Records that could not be read, or are of an article that is there, and why."""
        return self.table("rejected")

    def close(self) -> None:
        """Delete the tables of the run."""
        delete_folder(self.found.lines.sparkSession, self.work)

    def __enter__(self) -> "Result":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def run(
    spark: "SparkSession",
    articles: "DataFrame | Inputs | Listing",
    config: Config | None = None,
    *,
    work: str | None = None,
    watch: Watch | None = None,
) -> Result:
    """Find the duplicate stories of `articles`: a data frame of records, whose fields are found by name as a file's
    are, or files and folders that the executors can read.

    `work` is a folder, or an address (`hdfs://`, `s3a://`), that driver and executors reach and in which the tables of
    the run lie; by default a temporary one where Spark runs on one machine, else within Spark's checkpoint folder.

    Raises:
        ConfigError: if pyspark or Java is missing, if there is no place for `work`, or if `config` asks for what does
            not run on Spark.
        InputError: if there is nothing to read, or no article in it.
    """
    need_spark()
    from pyspark.sql import DataFrame

    from dedup.pipeline.spark import Scratch, process_on_spark

    source = articles if isinstance(articles, DataFrame | Listing) else files_of(articles)
    folder = work_folder(spark, work)
    lines = {name: keyed_lines_sql(name) for name in FILES}
    try:
        found = process_on_spark(Scratch(spark, folder), source, lines, config or Config(), watch or unwatched)
        if not found.records.articles:
            raise InputError(f"no article could be read of {found.records.read} records")
    except BaseException:
        delete_folder(spark, folder)
        raise
    return Result(found, folder)


def files_of(inputs: Inputs) -> Listing:
    """Return the files of `inputs`.

    Raises:
        ConfigError: if standard input is among them, which only this process can read.
        InputError: if there is nothing to read.
    """
    listing = list_sources(inputs)
    if any(source.path == STDIN for source in listing.sources):
        raise ConfigError("Spark cannot read standard input: name files that the executors can read")
    return listing


def work_folder(spark: "SparkSession", work: str | None) -> str:
    """Return a new folder for the tables of a run.

    Raises:
        ConfigError: if nothing says where driver and executors share one.
    """
    from uuid import uuid4

    if work is None and (spark.sparkContext.master or "").startswith("local"):
        return tempfile.mkdtemp(prefix="dedup-spark-")
    place = work or spark.sparkContext.getCheckpointDir()
    if place is None:
        raise ConfigError(
            "where may driver and executors keep tables? Name a folder that they share: work='hdfs:///tmp/…', or "
            "spark.sparkContext.setCheckpointDir(…)"
        )
    return f"{place.rstrip('/')}/dedup-{uuid4().hex}"


def delete_folder(spark: "SparkSession", folder: str) -> None:
    """Delete a folder of ours, wherever it is."""
    if "://" not in folder:
        shutil.rmtree(folder, ignore_errors=True)
        return
    context = spark.sparkContext
    assert context._jvm is not None
    path = context._jvm.org.apache.hadoop.fs.Path(folder)
    path.getFileSystem(context._jsc.hadoopConfiguration()).delete(path, True)
