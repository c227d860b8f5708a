"""Apache Spark: the same run over a dump that one machine does not hold, in a program's session or as a command."""

from dedup.integrations.spark.files import run_dumps
from dedup.integrations.spark.frames import Result, run
from dedup.integrations.spark.session import need_spark, spark_session

__all__ = [
    "Result",
    "need_spark",
    "run",
    "run_dumps",
    "spark_session",
]
