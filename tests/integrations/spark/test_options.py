"""Each option of `dedup run` either works on Spark, as it does on one machine, or is refused by a message that names
it."""

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import dedup
from dedup.cli import app
from dedup.integrations import spark as integration

SAMPLES = Path(dedup.__file__).parents[1] / "samples"
SETTINGS: dict[str, list[str]] = {
    "mapped": ["--map", "author=writer"],
    "outlet_from": ["--outlet-from", "folder"],
    "same_outlet": ["--same-outlet", "revision"],
    "timezone": ["--timezone", "Asia/Yerevan"],
    "kinds": ["--kinds", "copy,rewrite"],
    "copy_threshold": ["--copy-threshold", "0.7"],
    "window": ["--window", "36h"],
    "provenance": ["--no-provenance"],
    "sources": ["--sources", str(SAMPLES / "sources.toml")],
    "config_file": ["--config", "settings.toml"],
    "sets": ["--set", "story.widened=7"],
    "memory": ["--memory", "700MB"],
}
"""They change the config, which goes to the executors whole. A run with all of them is in `test_same_answer`."""
REFUSED: dict[str, list[str]] = {
    "archive": ["--archive", "a"],
    "report": ["--report"],
    "report_folder": ["--report-folder"],
    "embedder": ["--embedder", "model"],
    "threads": ["--threads", "2"],
    "wait": ["--wait", "3"],
    "dumps": ["-"],
}
NAMED = {"dumps": "standard input"}
"""What a message names where it is not the flag itself."""
OF_THE_COMMAND = {"out", "no_archive", "engine", "master", "conf", "force", "as_json", "verbose", "quiet", "log_json"}
"""What says where and how a run is made and shown."""


def options() -> set[str]:
    # Some releases of typer bring click along under another name.
    commands: Any = typer.main.get_command(app)
    return {option.name for option in commands.commands["run"].params} - {"help"}


def test_no_option_is_forgotten() -> None:
    assert {*SETTINGS, *REFUSED, *OF_THE_COMMAND} == options()


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    dump = [] if name == "dumps" else [str(SAMPLES / "dump.jsonl")]
    ended = CliRunner().invoke(app, ["run", *dump, "-o", "out", "--engine", "spark", *REFUSED[name]])
    assert ended.exit_code == 2
    assert NAMED.get(name, REFUSED[name][0]) in ended.output
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_arrive(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run on Spark is given the config that a run on one machine is given."""
    monkeypatch.chdir(tmp_path)
    Path("settings.toml").write_text("[story]\nwidened = 9\n", "utf-8")
    seen: list[Any] = []

    class StopError(Exception):
        pass

    def stop(*given: Any, **_: Any) -> None:
        seen.append(given)
        raise StopError

    @contextmanager
    def no_session(*_: Any) -> Any:
        yield None

    monkeypatch.setattr(integration, "run_dumps", stop)
    monkeypatch.setattr(integration, "spark_session", no_session)
    monkeypatch.setattr("dedup.jobs.run_dumps", stop)
    for engine in (["--engine", "spark"], []):
        asked = ["run", str(SAMPLES / "dump.jsonl"), "-o", "out", *SETTINGS[name], *engine]
        assert isinstance(CliRunner().invoke(app, asked).exception, StopError)
    (_, _, out, on_spark), (_, local_out, locally) = seen
    assert on_spark == locally
    assert on_spark != dedup.Config()
    assert out == local_out


@pytest.mark.parametrize(
    ("master", "size", "memory", "partitions"),
    [
        ("local[3]", 1, "2048m", "3"),
        ("local[3,2]", 1, "2048m", "3"),
        ("local", 1, "2048m", "1"),
        ("local[3]", 1 << 30, "2048m", None),
        ("local-cluster[2,3,1024]", 1, None, "6"),
        ("yarn", 1, None, None),
        ("spark://host:7077", 1, None, None),
    ],
)
def test_what_a_local_master_is_started_with(
    master: str, size: int, memory: str | None, partitions: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYSPARK_GATEWAY_PORT", raising=False)
    settings = integration.local_settings(master, size, 4 << 30)
    assert settings.get("spark.driver.memory") == memory
    assert settings.get("spark.sql.shuffle.partitions") == partitions
    assert ("spark.driver.extraJavaOptions" in settings) == (partitions is not None)
    monkeypatch.setenv("PYSPARK_GATEWAY_PORT", "1")
    assert integration.local_settings(master, size, 4 << 30) == {}
