"""A run on Spark gives what a run on one machine gives: the same bytes, however often tasks fail."""

import inspect
import json
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from whole_run import SAMPLES, Ran

import dedup
from dedup.config import (
    Config,
    MachineConfig,
    MatchConfig,
    ProvenanceConfig,
    ReadConfig,
    SketchConfig,
    StoryConfig,
)
from dedup.export import FILES
from dedup.integrations.spark import run_dumps
from dedup.provenance import read_sources

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

CONFIG = Config(
    read=ReadConfig(outlet_from="folder"), provenance=ProvenanceConfig(sources=read_sources(SAMPLES / "sources.toml"))
)
PACKAGE = str(Path(dedup.__file__).parent)
TABLES = ("articles", "matches", "borrowed", "stories", "links")
FAILING = ("ReadRows", "Text", "Keys")
"""Stages of which a task fails. Each failure costs another Python process, so not all do."""
NOTICE = "Subscribe to the Harbour Courier and receive our morning letter with the news of the whole coast every day."
ELSEWHERE = "This page keeps small files on your device so that it can remember you and measure how it is read."


def otherwise() -> Config:
    """With every setting that has a flag, between the two (`test_options`). Made where it is used: each process that
    runs tests reads this file, and to choose bands for a threshold loads scipy."""
    return Config(
        read=ReadConfig(fields={"author": "writer"}, timezone="Asia/Yerevan", same_outlet="revision"),
        sketch=SketchConfig.of_copy_threshold(0.7),
        match=MatchConfig(translations=False, window="36h"),
        story=StoryConfig(widened=7),
        provenance=ProvenanceConfig(trace=False),
        machine=MachineConfig(memory=700_000_000),
    )


def made_lines() -> Iterator[str]:
    """Records that need every way into the articles: fetched twice, of one id, broken, with lines that recur."""
    subjects = ("bridge", "museum", "ferry", "orchard", "school", "harvest", "tunnel", "theatre")
    for number, subject in enumerate(subjects):
        outlet = f"{('harbour', 'inland', 'upland', 'delta')[number % 4]}.example"
        story = " ".join(
            f"The {subject} of the town, said engineer number {number * 7 + sentence}, will take {sentence + 3} years "
            f"and {number + 2} million crowns before anybody sees the {subject} as it was drawn."
            for sentence in range(6)
        )
        footer = NOTICE if number % 4 == 0 else ELSEWHERE
        text = f"{subject.capitalize()} works begin\n\n{story}\n\n{footer}\n\n{ELSEWHERE}"
        title = f"Works on the {subject} begin"
        said = {"title": title, "text": text, "writer": f"{subject.capitalize()} Editor"}
        first = {"id": f"w{number}", "url": f"https://{outlet}/{subject}", "published": "2025-03-02T10:00", **said}
        yield json.dumps(first)
        if number > 5:
            # A copy of the next day, and one that a window leaves out.
            day = "2025-03-03T08:00" if number == 6 else "2025-03-12T08:00"
            other = {"id": f"c{number}", "url": f"https://copies.example/{subject}", "published": day}
            yield json.dumps({**said, **other, "text": story})
        if number < 3:
            # Fetched again, with another end; the same letter by letter; another article of the same id.
            again = {"url": f"https://{outlet}/{subject}?utm_source=x", "title": title, "text": text[:-9]}
            yield json.dumps({"id": f"w{number}", **(again if number else {**again, "text": text})})
        if number == 4:
            # The same under another address, and under another headline as well.
            yield json.dumps({**said, "id": "moved", "url": f"https://{outlet}/town/{subject}"})
            headline = {"id": "renamed", "url": f"https://{outlet}/{subject}-works", "title": f"The {subject} waits"}
            yield json.dumps({**first, **headline})
        if number == 5:
            yield json.dumps({"id": "w5", "url": "https://delta.example/other", "text": text[::-1].replace("\n", " ")})
    yield '{"id": "broken", "text": "no end'
    yield json.dumps({"id": "empty", "text": " "})
    # Titles alone: of two pages, of one page twice, and of one whose text comes as well.
    for number, outlet in enumerate(("harbour", "harbour", "delta", "inland")):
        yield json.dumps({"id": "t", "url": f"https://{outlet}.example/t{number // 2}", "title": "Gate to close"})
    yield json.dumps({"url": "https://harbour.example/bridge", "title": "Works on the bridge begin", "text": ""})


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    made = tmp_path_factory.mktemp("made") / "made.jsonl"
    made.write_text("\n".join(made_lines()) + "\n", "utf-8")
    return [str(SAMPLES / "dump.jsonl"), str(made), str(made.parent / "absent.jsonl")]


@pytest.fixture(scope="module")
def locally(dumps: list[str], tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out = tmp_path_factory.mktemp("local") / "out"
    return Ran(out, dedup.run(dumps, out, CONFIG, report=False))


@dataclass
class Watched:
    """What a run asked of Spark."""

    plans: dict[str, str]
    """Of each table the plan that was executed."""
    fetched: list[tuple[str, int]]
    """Functions that brought rows to the driver, and how many."""


@pytest.fixture(scope="module")
def watched() -> Iterator[Watched]:
    from pyspark.sql.classic.dataframe import DataFrame

    from dedup.pipeline.spark import Scratch

    seen = Watched({}, [])
    with pytest.MonkeyPatch.context() as patch:
        for name in ("collect", "toArrow"):
            fetch = getattr(DataFrame, name)

            def fetched(self: Any, *, fetch: Callable[[Any], Any] = fetch) -> Any:
                rows = fetch(self)
                where = next((one.function for one in inspect.stack() if one.filename.startswith(PACKAGE)), "")
                seen.fetched.append((where, rows.num_rows if isinstance(rows, pa.Table) else len(rows)))
                return rows

            patch.setattr(DataFrame, name, fetched)
        keep = Scratch.keep

        def kept(self: Scratch, name: str, frame: Any) -> Any:
            found = keep(self, name, frame)
            seen.plans[self.names[-1] + f" {len(self.names)}"] = frame._jdf.queryExecution().executedPlan().toString()
            return found

        patch.setattr(Scratch, "keep", kept)
        yield seen


@pytest.fixture(scope="module")
def on_spark(
    spark: "SparkSession", dumps: list[str], watched: Watched, tmp_path_factory: pytest.TempPathFactory
) -> Ran:
    out = tmp_path_factory.mktemp("spark") / "out"
    return Ran(out, run_dumps(spark, dumps, out, CONFIG))


BOUNDED = {
    "_numbered": "a row a range of ids",
    "_count_lines": "a row a range of bytes",
    "_counted": "a row for what the summary counts",
    "run_dumps": "a row a file",
    "_learn": "languages, and the pieces of `meaning.lexicon_pairs` pairs of each two",
}
"""Who may bring more than one row to the driver, and how many."""


def test_nothing_that_grows_comes_to_the_driver(on_spark: Ran, watched: Watched) -> None:
    assert on_spark.summary.articles
    several = {name for name, rows in watched.fetched if rows > 1 and name}
    assert several <= {*BOUNDED}
    assert {"_numbered", "_count_lines", "_learn"} <= several


def test_nothing_that_grows_is_broadcast(on_spark: Ran, watched: Watched) -> None:
    """The session joins no table by broadcast because it is small today. What is left is what the code asks for."""
    assert on_spark.summary.articles
    assert len(watched.plans) > 40
    for name, plan in watched.plans.items():
        # The numbers of articles begin at so many for each range of ids; how many articles a language has.
        assert ("Broadcast" in plan) == (name.split()[0] in ("articles", "words")), (name, plan)
        assert "CartesianProduct" not in plan, name


@pytest.mark.parametrize("name", FILES)
def test_files_have_the_same_bytes(name: str, locally: Ran, on_spark: Ran) -> None:
    expected = (locally.out / name).read_bytes()
    assert (on_spark.out / name).read_bytes() == expected
    assert expected


def test_the_run_says_the_same(locally: Ran, on_spark: Ran) -> None:
    one, other = (replace(ran.summary, seconds=0, stages=()) for ran in (locally, on_spark))
    assert one == other
    mine, theirs = (json.loads((ran.out / "run.json").read_bytes()) for ran in (on_spark, locally))
    assert mine["inputs"] == theirs["inputs"]
    assert mine["config"] == theirs["config"]
    assert mine.keys() == theirs.keys()
    assert {name: file["sha256"] for name, file in mine["files"].items()} == {
        name: file["sha256"] for name, file in theirs["files"].items() if name in FILES
    }


def test_nothing_is_left_beside_the_files(on_spark: Ran) -> None:
    assert {path.name for path in on_spark.out.iterdir()} == {*FILES, "run.json"}


def test_tasks_may_fail_and_partitions_be_others(
    spark: "SparkSession", dumps: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a data frame too, in which no record has a place; and the rows may be written as Parquet."""
    config = otherwise()
    locally = Ran(tmp_path / "local", dedup.run(dumps[1], tmp_path / "local", config, report=False))
    near = {(row["a"], row["b"]) for row in locally.rows("matches.jsonl")}
    assert ("c6", "w6") in near
    assert ("c7", "w7") not in near
    failed = tmp_path / "failed"
    failed.mkdir()
    _fail_once(failed, monkeypatch)
    records = spark.read.json(dumps[1]).where("_corrupt_record IS NULL").drop("_corrupt_record")
    spark.conf.set("spark.sql.shuffle.partitions", "3")
    try:
        with dedup.spark.run(spark, records.repartition(3), config) as result:
            for name in (*TABLES, "rejected"):
                result.table(name).write.parquet(str(tmp_path / name))
            work = Path(result.work)
    finally:
        spark.conf.set("spark.sql.shuffle.partitions", "2")
    assert len(list(failed.iterdir())) == len(FAILING)
    assert not work.exists()
    for name in TABLES:
        rows = parquet.read_table(tmp_path / name).to_pylist()
        expected = locally.rows(f"{name}.jsonl")
        for row in rows:
            if "evidence" in row:
                row["evidence"] = json.loads(row["evidence"])
        assert sorted(map(_as_text, rows)) == sorted(map(_as_text, expected)), name
    lost = parquet.read_table(tmp_path / "rejected")["reason"].to_pylist()
    assert len(lost) == len([row for row in locally.rows("rejected.jsonl") if "kept:" in row["reason"]]) + 1


def test_components_in_rounds(spark: "SparkSession", tmp_path: Path) -> None:
    """As a task finds them at once."""
    from dedup.pipeline.spark import Scratch
    from dedup.pipeline.spark.stories import label_components

    edges = [(at, at + 1) for at in range(40, 52)] + [(7, 3), (3, 7), (9, 7), (80, 2), (2, 81)]
    frame = spark.createDataFrame(edges, "x bigint, y bigint")
    found = [
        sorted(map(tuple, label_components(Scratch(spark, str(tmp_path / str(most))), frame, most).collect()))
        for most in (0, 100)
    ]
    assert found[0] == found[1]
    assert dict(found[0]) == {**dict.fromkeys(range(40, 53), 40), **dict.fromkeys((3, 7, 9), 3), 2: 2, 80: 2, 81: 2}


def _as_text(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def _fail_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the first task of some stages end with an error after its first batch, as on a machine that dies."""
    # What `pyspark.sql.DataFrame` passes its calls on to.
    from pyspark.sql.classic.dataframe import DataFrame
    from pyspark.sql.pandas.group_ops import PandasCogroupedOps

    whole, grouped = DataFrame.mapInArrow, PandasCogroupedOps.applyInArrow

    def mark(name: str) -> None:
        if name in FAILING:
            try:
                os.close(os.open(folder / name, os.O_CREAT | os.O_EXCL))
            except FileExistsError:
                return
            raise RuntimeError("this machine died")

    def map_in_arrow(self: Any, func: Callable[..., Any], schema: Any) -> Any:
        name = _stage(func)

        def failing(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for made in func(batches):
                yield made
                mark(name)

        return whole(self, failing, schema)

    def apply_in_arrow(self: Any, func: Callable[..., Any], schema: Any) -> Any:
        name = _stage(func)

        def failing(one: pa.Table, other: pa.Table) -> pa.Table:
            made = func(one, other)
            mark(name)
            return made

        return grouped(self, failing, schema)

    monkeypatch.setattr(DataFrame, "mapInArrow", map_in_arrow)
    monkeypatch.setattr(PandasCogroupedOps, "applyInArrow", apply_in_arrow)


def _stage(func: Callable[..., Any]) -> str:
    """The job whose stage a function runs."""
    held = [cell.cell_contents for cell in func.__closure__ or ()]
    return type(pickle.loads(next(one for one in held if isinstance(one, bytes)))).__name__
