"""One Spark for all tests of this folder: starting it takes six seconds of a processor."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from dedup.config import ConfigError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SETTINGS = {
    # Of two hundred kilobytes nothing is worth compiling, neither by the virtual machine nor by Spark.
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.ui.retainedExecutions": "1",
    "spark.ui.retainedTasks": "1",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.driver.memory": "1g",
    # The samples are read in several byte ranges, and joined as large tables are.
    "spark.sql.files.maxPartitionBytes": "60k",
    "spark.sql.files.openCostInBytes": "1k",
    "spark.sql.autoBroadcastJoinThreshold": "-1",
    # Not to know the zone of the machine is part of the answer.
    "spark.sql.session.timeZone": "Asia/Yerevan",
}


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """Spark on two threads, where a task may fail three times."""
    from dedup.integrations.spark import need_spark, spark_session

    try:
        need_spark()
    except ConfigError as missing:
        if os.environ.get("DEDUP_TEST_SPARK"):
            raise
        print(f"tests of Spark are skipped: {missing}", file=sys.stderr)
        pytest.skip(str(missing))
    with spark_session("local[2,4]", SETTINGS) as session:
        yield session
