"""Apache Spark: the same run over a dump that one machine does not hold, in a program's session or as a command."""

from dedup.integrations.spark.files import run_dumps
from dedup.integrations.spark.frames import Result, files_of, run
from dedup.integrations.spark.session import local_settings, need_spark, spark_session

__all__ = [
    "Result",
    "files_of",
    "local_settings",
    "need_spark",
    "run",
    "run_dumps",
    "spark_session",
]
