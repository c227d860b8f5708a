"""The same through `import dedup`."""

import threading
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from whole_run import Ran

import dedup
from dedup import export
from dedup.archive import Working
from dedup.config import (
    KINDS,
    LittleMemoryWarning,
    MachineConfig,
    MatchConfig,
    ReadConfig,
    SketchConfig,
    bytes_of,
    mapping_of,
)
from dedup.jobs import run


def articles(folder: Path, *texts: str) -> str:
    path = folder / "dump.jsonl"
    path.write_bytes(b"".join(orjson.dumps({"id": f"{n}", "text": text}) + b"\n" for n, text in enumerate(texts)))
    return str(path)


def test_names_stay_functions_after_their_modules_are_loaded(tmp_path: Path, ran: Ran) -> None:
    import dedup.jobs.run
    import dedup.queries.explain

    assert callable(dedup.run)
    assert callable(dedup.explain)
    assert all(getattr(dedup, name) for name in dedup.__all__)


def test_watching(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    dedup.run([articles(tmp_path, "a b c")], tmp_path / "out", watch=lambda *progress: seen.append(progress))
    assert {stage for stage, _, _ in seen} >= {"read", "text", "match", "story"}
    assert all(0 <= done <= total for _, done, total in seen)


def test_candidates_of_which_no_word_is_learned_are_not_made_again(tmp_path: Path) -> None:
    seen = []
    one_language = articles(tmp_path, "The mayor of Aldwick opened a bridge.", "Rain is expected in the hills tonight.")
    dedup.run([one_language], tmp_path / "out", watch=lambda stage, done, of: seen.append((stage, done, of)))
    assert seen.count(("translations: keys", 1, 1)) == 1


def test_an_output_is_not_written_over(tmp_path: Path) -> None:
    dump = articles(tmp_path, "One text of a few words, and no other.")
    first = dedup.run([dump], tmp_path / "out")
    assert first.articles == 1
    before = (tmp_path / "out" / "archive.duckdb").read_bytes()
    with pytest.raises(dedup.OutputExistsError, match=r"holds a run .*--force writes over it"):
        dedup.run([dump], tmp_path / "out")
    assert (tmp_path / "out" / "archive.duckdb").read_bytes() == before
    dump = articles(tmp_path, "One text of a few words, and no other.", "Another.")
    assert dedup.run([dump], tmp_path / "out", force=True).articles == 2


def test_files_alone(tmp_path: Path) -> None:
    dump, out = articles(tmp_path, *["One text of a few words, and no other."] * 2), tmp_path / "out"
    dedup.run([dump], tmp_path / "whole")
    dedup.run([dump], out, archive=False)
    whole = {path.name: path.read_bytes() for path in (tmp_path / "whole").iterdir()}
    assert {path.name for path in out.iterdir()} == whole.keys() - {"archive.duckdb"}
    assert all((out / name).read_bytes() == whole[name] for name in whole if name.endswith(".jsonl"))
    assert "archive.duckdb" not in orjson.loads((out / "run.json").read_bytes())["files"]
    dedup.run([dump], out, archive=False, force=True)
    dedup.run([dump], out, force=True)
    with pytest.raises(dedup.OutputExistsError, match=r"archive\.duckdb is another run's"):
        dedup.run([dump], out, archive=False, force=True)
    assert (out / "archive.duckdb").exists()


@pytest.mark.parametrize("memory", [500_000_000, 1 << 30])
def test_with_little_memory_one_thing_is_written_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, memory: int
) -> None:
    """The archive first; with more, the lists do not wait for it."""
    order: list[str] = []
    listed, write, write_archive = threading.Event(), export.write, Working.write

    def write_lists(*arguments: Any) -> None:
        write(*arguments)
        order.append("lists")
        listed.set()

    def write_late(*arguments: Any) -> Path:
        listed.wait(1 if memory < 1 << 30 else 60)
        path = write_archive(*arguments)
        order.append("archive")
        return path

    monkeypatch.setattr(run, "write", write_lists)
    monkeypatch.setattr(Working, "write", write_late)
    config = dedup.Config(machine=MachineConfig(memory=memory))
    dump = articles(tmp_path, *["One text of a few words, and no other."] * 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LittleMemoryWarning)
        dedup.run([dump], tmp_path / "out", config, report=False)
    assert order == (["archive", "lists"] if memory < 1 << 30 else ["lists", "archive"])


def test_a_crash_leaves_what_was_there(tmp_path: Path) -> None:
    dump = articles(tmp_path, "One text of a few words, and no other.")
    dedup.run([dump], tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def crash(stage: str, done: int, total: int) -> None:
        if stage == "match":
            raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        dedup.run([articles(tmp_path, "Other words than those, all new.")], tmp_path / "out", force=True, watch=crash)
    after = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert after.pop("archive.duckdb.lock") == b"", "a lock leaves its empty file"
    assert after == before


def test_nothing_to_read_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(dedup.InputError, match="no such file"):
        dedup.run([str(tmp_path / "nothing.jsonl")], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_kinds_are_chosen(tmp_path: Path, samples: Path) -> None:
    found = dedup.run(
        [str(samples / "dump.jsonl")], tmp_path / "out", dedup.Config(match=MatchConfig.of_kinds(["copy"]))
    )
    assert found.matches.keys() == {"copy"}


def test_an_archive_refuses_other_settings_and_names_the_field(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive, dedup.Config().settings()):
        pass
    with pytest.raises(dedup.ArchiveError, match=r"sketch\.seed was 1, is 7"):
        dedup.Archive.open(ran.archive, dedup.Config(sketch=SketchConfig(seed=7)).settings())


def test_what_results_do_not_depend_on_is_no_other_setting(ran: Ran) -> None:
    config = dedup.Config(read=ReadConfig(batch_articles=3), machine=MachineConfig(threads=1, memory=10**9))
    with dedup.Archive.open(ran.archive, config.settings()):
        pass


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(dedup.ArchiveError, match="no such archive"):
        dedup.Archive.open(tmp_path / "nothing.duckdb")
    (tmp_path / "text.duckdb").write_text("no database at all")
    with pytest.raises(dedup.ArchiveError, match="not an archive"):
        dedup.Archive.open(tmp_path / "text.duckdb")


def test_explain_is_the_same_from_both_sides(ran: Ran) -> None:
    match = next(row for row in ran.rows("matches.jsonl") if row["kind"] == "rewrite")
    with dedup.Archive.open(ran.archive) as archive:
        one = dedup.explain(archive, match["a"], match["b"])
        other = dedup.explain(archive, match["b"], match["a"])
    assert (one.kind, one.same_statement, one.score) == ("rewrite", True, other.score)
    assert (one.coverage_a, one.coverage_b) == (other.coverage_b, other.coverage_a)
    assert [(p.a, p.b) for p in one.passages] == [(p.b, p.a) for p in other.passages]
    assert [[*p.a] for p in one.passages] == [p["a"] for p in match["passages"]]
    assert all(p.a_text == one.a.text[slice(*p.a)] for p in one.passages)


def test_explain_finds_articles_by_url_and_refuses_unknown_ones(ran: Ran) -> None:
    row = next(row for row in ran.rows("articles.jsonl") if row["url"] and row["url"] != row["id"])
    with dedup.Archive.open(ran.archive) as archive:
        assert dedup.explain(archive, row["url"], row["id"]).a.id == row["id"]
        with pytest.raises(dedup.UnknownArticleError, match="nobody"):
            dedup.explain(archive, row["id"], "nobody")


def test_explain_replays_every_link(ran: Ran) -> None:
    with dedup.Archive.open(ran.archive) as archive:
        for link in ran.rows("links.jsonl"):
            found = dedup.explain(archive, link["child"], link["parent"] or link["child"])
            link_again = next(row for row in found.links if row["child"] == link["child"])
            assert (link_again["parent"], link_again["source"], link_again["evidence"]) == (
                link["parent"],
                link["source"],
                link["evidence"],
            )


@pytest.mark.parametrize(
    ("size", "count"),
    [("4GB", 4 * 10**9), ("4GiB", 4 << 30), ("4Gi", 4 << 30), ("500 mb", 5 * 10**8), ("1.5k", 1500), ("7", 7)],
)
def test_sizes(size: str, count: int) -> None:
    assert bytes_of(size) == count


@pytest.mark.parametrize("size", ["", "GB", "4XB", "-4GB", "4 GB more", "4iB", "٤GB", "9" * 400, "1" * 5000 + "k"])
def test_no_sizes(size: str) -> None:
    with pytest.raises(dedup.ConfigError):
        bytes_of(size)


def test_mappings() -> None:
    assert mapping_of(["text=body", " url = meta.link=x "]) == {"text": "body", "url": "meta.link=x"}
    for bad in ("text", "=body", "text=", ""):
        with pytest.raises(dedup.ConfigError):
            mapping_of([bad])


def test_kinds_are_switches() -> None:
    for kind, switch in KINDS.items():
        chosen = MatchConfig.of_kinds([kind])
        assert [getattr(chosen, other) for other in KINDS.values()] == [other == switch for other in KINDS.values()]
    with pytest.raises(dedup.ConfigError, match="hologram"):
        MatchConfig.of_kinds(["copy", "hologram"])
    with pytest.raises(dedup.ConfigError):
        MatchConfig.of_kinds([])


def test_too_little_memory_is_refused() -> None:
    with pytest.raises(dedup.ConfigError, match="too few"):
        MachineConfig(memory=1000)
    with pytest.raises(dedup.ConfigError, match="more than"):
        MachineConfig(memory=bytes_of("99999999999TB"))


def test_less_memory_than_a_run_takes_is_said(tmp_path: Path) -> None:
    dump = articles(tmp_path, "One text of a few words, and no other.")
    for memory, said in ((500_000_000, 1), (MachineConfig().least_taken, 0)):
        config = dedup.Config(machine=MachineConfig(memory=memory))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            dedup.run(dump, tmp_path / f"out {said}", config, report=False)
        warned = [str(one.message) for one in caught if one.category is LittleMemoryWarning]
        assert len(warned) == said
        assert all("706 MB" in one and "500 MB" in one for one in warned)


@pytest.mark.parametrize("form", [str, Path, lambda path: [Path(path)], lambda path: (str(path),)])
def test_one_input_or_several(tmp_path: Path, form: Callable[[str], Any]) -> None:
    dump = articles(tmp_path, "One text of a few words, and no other.")
    assert dedup.run(form(dump), tmp_path / "out", report=False).articles == 1
    assert dedup.add(form(dump), tmp_path / "a.duckdb").new == 1
