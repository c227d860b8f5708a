"""What Spark cannot do is said at once, without starting it."""

from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from typer.testing import CliRunner

import dedup
from dedup.cli import app
from dedup.config import Config, ConfigError, MatchConfig, NeuralConfig
from dedup.integrations.spark import session
from dedup.integrations.spark.frames import files_of

SAMPLE = str(Path(dedup.__file__).parents[1] / "samples" / "dump.jsonl")


def java(folder: Path, said: str) -> None:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{said}\" 2024-01-01' >&2\n")
    program.chmod(0o755)


def test_without_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "version", lambda _: "4.3.0")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match=r"no java was found.*JAVA_HOME"):
        session.need_spark()
    monkeypatch.delenv("JAVA_HOME")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigError, match="default-jre-headless"):
        session.need_spark()


@pytest.mark.parametrize(("said", "number"), [("1.8.0_392", 8), ("11.0.2", 11)])
def test_an_old_java(said: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    java(tmp_path, said)
    monkeypatch.setattr(session, "version", lambda _: "4.3.0")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(ConfigError, match=rf"Java 17 or newer; .* is {number}"):
        session.need_spark()


def _absent(name: str) -> str:
    raise PackageNotFoundError(name)


def test_without_pyspark(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "version", _absent)
    with pytest.raises(ConfigError, match=r"pip install 'dedup-news\[spark\]'"):
        session.need_spark()


def test_what_spark_does_not_find() -> None:
    pytest.importorskip("pyspark")
    from dedup.pipeline.spark import portable

    with pytest.raises(ConfigError, match="embedding model"):
        portable(Config(match=MatchConfig(translations=False), neural=NeuralConfig(embedder="model")))


def test_standard_input() -> None:
    with pytest.raises(ConfigError, match="standard input"):
        files_of("-")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--engine", "flink"], "local or spark"),
        (["--master", "local[2]"], "are for --engine spark"),
        (["--engine", "spark", "--conf", "spark.executor.memory"], "NAME=VALUE"),
    ],
)
def test_the_command(given: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(app, ["run", SAMPLE, "-o", "out", *given])
    assert ended.exit_code == 2
    assert said in ended.output
    assert not (tmp_path / "out").exists()


def test_an_archive_that_lies_there_is_left_alone(tmp_path: Path) -> None:
    from dedup.integrations.spark import run_dumps

    (tmp_path / "archive.duckdb").touch()
    with pytest.raises(dedup.OutputExistsError, match="of another run"):
        run_dumps(None, SAMPLE, tmp_path, force=True)  # type: ignore[arg-type]
