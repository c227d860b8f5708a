"""Settings from a file, the environment and flags: which decides, and what an error names."""

import re
import tomllib
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner
from whole_run import Ran

import dedup
from dedup.archive.file import story_config
from dedup.cli.commands.settings import config_of
from dedup.cli.program import app
from dedup.cli.settings_file import CHOICES, chosen_settings, settings_template, settings_toml, with_settings
from dedup.config import Config, ConfigError, StoryConfig
from dedup.config.bounds import BOUNDS

runner = CliRunner()


def made(file: Path | None, sets: list[str], environment: dict[str, str]) -> Config:
    return with_settings(Config(), chosen_settings(file, sets, environment))


def test_a_flag_decides_before_the_environment_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "dedup.toml"
    file.write_text('[match]\nrewrites = false\ntranslations = false\nlevel = 0.3\n[machine]\nmemory = "1GB"\n')
    monkeypatch.setenv("DEDUP_MATCH_LEVEL", "0.4")
    monkeypatch.setenv("DEDUP_MACHINE_THREADS", "2")
    found = config_of(Config(), config_file=file, sets=["match.neighbours=7"], kinds="copy,translation", memory="2GB")
    assert (found.match.rewrites, found.match.translations) == (False, True), "the flag"
    assert found.match.level == 0.4, "the environment"
    assert (found.machine.memory, found.machine.threads) == (2_000_000_000, 2)
    assert found.match.neighbours == 7
    assert config_of(Config(), config_file=file, sets=None).machine.memory == 1_000_000_000, "the file"
    assert Config().match.level != 0.4


def test_every_setting_can_be_reached_and_comes_back(tmp_path: Path) -> None:
    template = settings_template()
    file = tmp_path / "dedup.toml"
    file.write_text(template)
    assert made(file, [], {}) == Config(), "all of it is commented out"
    for room in fields(Config):
        for name in asdict(getattr(Config(), room.name)):
            assert f"\n# {name} = " in template, f"{room.name}.{name}"
    file.write_text(settings_toml(Config()))
    assert made(file, [], {}) == Config()
    assert tomllib.loads(settings_toml(Config()))["text"]["passage_words"] == [40, 120]


def test_what_users_choose_stands_before_what_was_fitted_and_in_the_documents() -> None:
    documented = Path(__file__).parents[2].joinpath("docs", "settings.md").read_text("utf-8")
    for part in re.split(r"\n(?=\[)", settings_template())[1:]:
        room = part[1 : part.index("]")]
        offered, fitted = (re.findall(r"^# (\w+) = ", half, re.MULTILINE) for half in part.split("# From here on"))
        assert sorted(offered) == sorted(CHOICES.get(room, ()))
        assert sorted(offered + fitted) == sorted(asdict(getattr(Config(), room)))
        assert [name for name in offered if f"`{room}.{name}`" not in documented] == []


def test_former_names_are_taken_and_archives_keep_them(tmp_path: Path) -> None:
    file = tmp_path / "dedup.toml"
    file.write_text("[story]\ntold_lead = 0.7\n")
    found = made(file, ["provenance.told_trust=0.4"], {"DEDUP_MEANING_LESSONS": "3"})
    assert (found.story.reported_lead, found.provenance.reference_trust, found.meaning.lexicon_rounds) == (0.7, 0.4, 3)
    stored = found.settings()
    assert (stored["story"]["told_lead"], stored["meaning"]["lessons"]) == (0.7, 3)
    assert "reported_lead" not in stored["story"]
    assert Config.of(stored) == found
    assert story_config(stored) == found.story  # by which an archive says what is one statement
    assert Config.of({"story": {"reported_lead": 0.7}}).story == found.story
    with pytest.raises(ConfigError, match=r"story\.told_lead cannot be 'high'"):
        Config.of({"story": {"told_lead": "high"}})
    former: dict[str, Any] = {"told_lead": 0.7}
    assert StoryConfig(**former) == replace(StoryConfig(), **former) == found.story
    assert getattr(found.story, "told_lead") == 0.7  # noqa: B009


@pytest.mark.parametrize(
    ("text", "sets", "environment", "says"),
    [
        ("[match]\nrewrite = false", [], {}, "dedup.toml: match.rewrite: no such setting; did you mean rewrites?"),
        ("[macth]\nrewrites = false", [], {}, "dedup.toml: [macth]: no such part; did you mean match?"),
        ("rewrites = false", [], {}, "dedup.toml: [rewrites]: no such part"),
        ("match = 3", [], {}, "dedup.toml: match: a setting stands in a table: [match]"),
        ("[match]\nlevel = 'high'", [], {}, "dedup.toml: match.level: 'high' is not a number"),
        ("[match", [], {}, "dedup.toml: not TOML"),
        ("", ["match.level"], {}, "--set match.level: write PART.NAME=VALUE"),
        ("", ["match.level=x"], {}, "--set match.level: 'x' is not a number"),
        ("", ["match.copies=1"], {}, "--set match.copies: 1 is not true or false"),
        ("", ["text.passage_words=[1]"], {}, "--set text.passage_words: [1] is not a list of 2 numbers"),
        (
            "",
            ["read.timezone=Yerevan"],
            {},
            "--set read.timezone: no such time zone: 'Yerevan'; did you mean Asia/Yerevan",
        ),
        ("", [], {"DEDUP_MATCH_LEVEL": "x"}, "DEDUP_MATCH_LEVEL: 'x' is not a number"),
        ("", [], {"DEDUP_MACHINE_MEMORY": "1MB"}, "DEDUP_MACHINE_MEMORY: 1,000,000 bytes of memory are too few"),
    ],
)
def test_an_error_names_the_place(
    tmp_path: Path, text: str, sets: list[str], environment: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dedup.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        made(Path("dedup.toml"), sets, environment)
    assert says in str(caught.value)


def test_values_of_every_kind() -> None:
    sets = ["read.fields={text = 'body'}", "neural.embedder=some/model", "provenance.link_scale=[1, 2.5]"]
    found = made(None, sets, {"DEDUP_PROVENANCE_TRACE": "false"})
    assert found.read.fields == {"text": "body"}
    assert found.neural.embedder == "some/model"
    assert found.provenance.link_scale == (1.0, 2.5)
    assert found.provenance.trace is False


def test_config_is_shown_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown = runner.invoke(app, ["config", "show", "--set", "match.level=0.5"])
    assert shown.exit_code == 0
    assert tomllib.loads(shown.stdout)["match"]["level"] == 0.5
    assert "level = 0.5  # --set match.level" in shown.stdout
    assert runner.invoke(app, ["config", "init"]).exit_code == 0
    assert tomllib.loads(Path("dedup.toml").read_text()) == {room.name: {} for room in fields(Config)}
    assert runner.invoke(app, ["config", "init"]).exit_code == 4
    assert runner.invoke(app, ["config", "show", "--config", "none.toml"]).exit_code == 2


def test_a_run_takes_settings_from_a_file_and_an_archive_refuses_others_by_the_flag(
    tmp_path: Path, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    words = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
    Path("dump.jsonl").write_text("".join(f'{{"id": "{name}", "text": "{words}"}}\n' for name in "ab"))
    Path("dedup.toml").write_text("[match]\nrewrites = false\ntranslations = false\n[provenance]\ntrace = false\n")
    arguments: list[Any] = ["run", "dump.jsonl", "-o", "out", "--config", "dedup.toml", "--json", "-q"]
    found = runner.invoke(app, arguments)
    assert found.exit_code == 0
    refused = runner.invoke(app, ["add", "dump.jsonl", "--archive", "out", "--kinds", "copy,rewrite"])
    assert refused.exit_code == 5
    assert "match.rewrites was False, is True (--kinds: give what the archive was made with" in refused.stderr


def test_the_zone_of_times_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = "The northern gate of the harbour closes for eleven weeks, and fishing boats use the canal lock until then."
    for name in "ab":
        record = f'{{"id": "{name}", "text": "{words}", "published": "2025-03-04 13:36"}}\n'
        Path(f"{name}.jsonl").write_text(record)
    plain = ["-q", "--set", "provenance.trace=false"]
    wrong = runner.invoke(app, ["run", "a.jsonl", "--archive", "wrong.duckdb", "--timezone", "Asia/Yerewan"])
    assert (wrong.exit_code, Path("wrong.duckdb").exists()) == (2, False)
    assert "--timezone: no such time zone: 'Asia/Yerewan'; did you mean Asia/Yerevan?" in wrong.stderr
    assert runner.invoke(app, ["run", "a.jsonl", "-o", "out", *plain, "--timezone", "Asia/Yerevan"]).exit_code == 0
    added = ["add", "b.jsonl", "--archive", "out", *plain, "--timezone", "Europe/Lisbon"]
    assert runner.invoke(app, added).exit_code == 0
    with dedup.Archive.open("out/archive.duckdb") as opened:
        found = {row["id"]: str(row["published"])[11:16] for row in opened.table("articles").to_pylist()}
    assert found == {"a": "09:36", "b": "13:36"}, "each dump has its own"


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        ("sketch.permutations=0", "from 1 to 4096"),
        ("sketch.rewrite_rows=2147483647", "from 1 to 4096"),
        ("sketch.copy_bands=64", "more than the 128 sketch.permutations"),
        ("match.seed_words=0", "from 1 to 1000"),
        ("match.window_words=4611686018427387904", "from 1 to"),
        ("match.level=-0.1", "from 0 to"),
        ("meaning.learning_rounds=1000000000", "from 0 to 1000"),
        ("provenance.cue_if_first=0.0", "from 1e-09 to"),
        ("provenance.delay_power=nan", "from 0 to"),
        ("text.passage_words=[0, 0]", "from 1 to"),
    ],
)
def test_a_number_that_would_size_arrays_or_have_no_logarithm_is_refused(setting: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as raised:
        made(None, [setting], {})
    assert setting.partition("=")[0] in str(raised.value)


def test_settings_that_allow_one_another_come_in_any_order() -> None:
    sets = ["sketch.copy_bands=64", "sketch.permutations=256"]
    assert made(None, sets, {}) == made(None, sets[::-1], {})


def test_bounds_are_those_of_settings_that_there_are() -> None:
    names = {f"{room.name}.{name}" for room in fields(Config) for name in asdict(getattr(Config(), room.name))}
    assert set(BOUNDS) <= names
