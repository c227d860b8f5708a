"""The pipeline on Apache Spark, for dumps that one machine does not hold. Nothing else loads pyspark."""

from dedup.pipeline.spark.corridor import SparkResult, portable, process_on_spark
from dedup.pipeline.spark.tables import Scratch
