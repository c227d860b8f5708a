"""Starts Spark for a command, and says what is missing where it cannot start."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dedup.config import ConfigError
from dedup.messages import first_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LEAST_JAVA: Final = 17
"""Of Spark 4."""
_LOCAL: Final = "local[*]"
_QUIET: Final = {
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # Its page stands at a port that others may reach: for who asks (`--conf spark.ui.enabled=true`).
    "spark.ui.enabled": "false",
    # Every query is written out for that page: as briefly as may be.
    "spark.sql.ui.explainMode": "simple",
}


SMALL_BYTES: Final = 16 << 20
"""Bytes of a dump up to which a local master is started for a small one. Of 3,000 articles (13 MB) the virtual machine
took 137 processor seconds by default up to the last round of translations, 72 of them for compiling: the code that
Spark writes for each plan, and that to machine code; started so, 85. Of a larger dump what is saved is no more, and
what slower code costs grows: the join of postings took 20 processor seconds of these instead of 7."""
_SMALL: Final = {
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    # Planned once, in as many partitions as there are cores.
    "spark.sql.adaptive.enabled": "false",
    # What else of a table's filters holds for the other, which no query of ours has use for.
    "spark.sql.constraintPropagation.enabled": "false",
}
"""What Spark does for a large dump, and what only costs time for a small one."""


def local_settings(master: str | None, size: int, memory: int) -> dict[str, str]:
    """Return settings with which a local master serves a dump of `size` bytes within `memory`; nothing for a cluster,
    which has settings of its own. The driver is the executor there, and Spark's default of 1 GB is for neither."""
    master = master or _LOCAL
    if not master.startswith("local") or _submitted():
        return {}
    settings = {} if master.startswith("local-cluster") else {"spark.driver.memory": f"{max(1024, memory >> 21)}m"}
    if size <= SMALL_BYTES:
        settings |= _SMALL | {"spark.sql.shuffle.partitions": str(_cores(master))}
    return settings


def _cores(master: str) -> int:
    """How many tasks a local master runs at once: of `local`, `local[4]`, `local[*,3]`, `local-cluster[2,1,1024]`."""
    numbers = re.findall(r"\d+|\*", master) or ["1"]
    if master.startswith("local-cluster"):
        return prod(int(number) for number in numbers[:2])
    return (os.cpu_count() or 1) if numbers[0] == "*" else int(numbers[0])


def _submitted() -> bool:
    """Whether `spark-submit` started this program: then its settings hold."""
    return "PYSPARK_GATEWAY_PORT" in os.environ


def need_spark() -> None:
    """Look for what a run on Spark needs.

    Raises:
        ConfigError: if pyspark or Java is missing, or Java is too old; the message says what to install.
    """
    if not all(map(_installed, ("pyspark", "pandas"))):
        raise ConfigError("running on Spark needs more packages: pip install 'dedup-news[spark]'")
    java = _java()
    if java is None:
        raise ConfigError(
            f"Spark needs Java {LEAST_JAVA} or newer, and no java was found: install a JRE (Debian: apt-get install "
            "default-jre-headless) or set JAVA_HOME"
        )
    number = _version_of(java)
    if number is not None and number < LEAST_JAVA:
        raise ConfigError(f"Spark needs Java {LEAST_JAVA} or newer; {java} is {number}: set JAVA_HOME to another")


def _installed(package: str) -> bool:
    """Whether a package is there. Not by looking for the module: the program keeps pandas from being found."""
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def _java() -> str | None:
    """The program that Spark will start."""
    if home := os.environ.get("JAVA_HOME"):
        path = Path(home) / "bin" / "java"
        return str(path) if path.exists() else None
    return shutil.which("java")


def _version_of(java: str) -> int | None:
    """The number of a Java: 8 of "1.8.0", 17 of "17.0.15"; None where it does not say."""
    try:
        said = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return None
    match = re.search(r'version "(?:1\.)?(\d+)', said.stderr + said.stdout)
    return int(match[1]) if match else None


@contextmanager
def spark_session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator["SparkSession"]:
    """Start Spark for as long as the context lasts. Under `spark-submit`, `master` is what that says.

    Raises:
        ConfigError: if it cannot start.
    """
    need_spark()
    # Executors on this machine are to have the packages that this program has.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder
    if not _submitted():
        builder = builder.appName("dedup").master(_LOCAL)
        for name, value in _QUIET.items():
            builder = builder.config(name, value)
        if (master or _LOCAL).startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    if master is not None:
        builder = builder.master(master)
    for name, value in (settings or {}).items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except Exception as error:
        raise ConfigError(f"Spark did not start: {first_of(error)}") from error
    try:
        yield spark
    finally:
        spark.stop()
