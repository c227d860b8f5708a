"""Archives that grow: what is added in parts is what one run finds; known articles, revisions, names of stories."""

import json
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kept import added, exported, rows, sample_lines
from whole_run import write_lines

import dedup
from dedup.archive import ArchiveStore, Working
from dedup.config import ArchiveConfig, MachineConfig
from dedup.jobs.add import add_dumps as add
from dedup.jobs.add import refresh_archive as refresh
from dedup.jobs.check import check_archive as check
from dedup.pipeline import Lookup, add_articles


def at_once(folder: Path, lines: list[bytes]) -> dict[str, bytes]:
    (folder / "once").mkdir()
    added(folder / "once" / "a.duckdb", *lines)
    return exported(folder / "once" / "a.duckdb")


def test_parts_in_any_order_are_one_run(tmp_path: Path) -> None:
    lines = sample_lines()
    whole = at_once(tmp_path, lines)
    kinds = {json.loads(line)["kind"] for line in whole["matches.jsonl"].splitlines()}
    assert kinds == {"copy", "rewrite", "translation"}
    random.Random(5).shuffle(lines)
    path = tmp_path / "a.duckdb"
    settings = dedup.Config(archive=ArchiveConfig(small_articles=0, batch_articles=7))
    # The first is half of them: worked out afresh when doubled, the archive never is by itself.
    parts = [lines[:32], lines[32:39], lines[39:48], lines[48:]]
    found = [add([write_lines(tmp_path / f"{at}.jsonl", part)], path, settings) for at, part in enumerate(parts)]
    assert [one.refreshed for one in found] == [True, False, False, False]
    assert sum(one.new for one in found) == len(lines)
    with dedup.Archive.open(path) as opened:
        assert check(opened) == []
    refresh(path)
    assert exported(path) == whole


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Of the first samples, added at once."""
    return at_once(tmp_path_factory.mktemp("first"), sample_lines()[:16])


@settings(max_examples=3)
@given(st.lists(st.integers(0, 15), min_size=1, max_size=3), st.randoms(use_true_random=False))
def test_any_split_is_one_run(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, bytes], cuts: list[int], chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("split")
    lines = sample_lines()[:16]
    chance.shuffle(lines)
    path = folder / "a.duckdb"
    for low, high in zip([0, *sorted(cuts)], [*sorted(cuts), len(lines)], strict=True):
        if low < high:
            added(path, *lines[low:high])
    refresh(path)
    assert exported(path) == first


def test_long_articles_are_committed_and_compared_by_their_bytes(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five thousand at once may be a gigabyte."""
    bound = 4_000
    monkeypatch.setattr(MachineConfig, "bytes_at_once", property(lambda _: bound))
    committed: list[int] = []
    compared: list[list[int]] = []
    commit, compare = ArchiveStore.commit, add_articles

    def noted_commit(self: ArchiveStore, tables: dict[str, pa.Table]) -> None:
        if "article" in tables:
            committed.append(sum(self.packer.unpacked_sizes(tables["article"]["packed"].to_pylist())))
        commit(self, tables)

    def noted_compare(work: Working, lookup: Lookup, low: int, high: int, embedder: None) -> dict[str, pa.Table]:
        texts = lookup.archive.rows("SELECT text FROM pending WHERE article BETWEEN ? AND ?", [low, high])
        compared.append([len(text.encode()) for text in texts["text"].to_pylist()])
        return compare(work, lookup, low, high, embedder)

    monkeypatch.setattr(ArchiveStore, "commit", noted_commit)
    monkeypatch.setattr("dedup.jobs.add.add_articles", noted_compare)
    lines = sample_lines()[-10:]
    found = added(archive, *lines)
    assert (found.new, found.refreshed) == (10, False)
    texts = [len(json.loads(line)["text"].encode()) for line in lines]
    assert sorted(size for batch in compared for size in batch) == sorted(texts)
    assert sum(committed) == sum(texts) > 2 * bound
    assert max(committed) <= 2 * bound
    assert all(len(batch) == 1 or sum(batch) <= bound for batch in compared)
    assert 1 < len(compared) < 10


def test_the_same_dump_again_changes_nothing(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dedup.cli.render.terminal import print_added

    before = exported(archive)
    found = added(archive, *sample_lines()[:-10])
    assert (found.new, found.known, found.revisions) == (0, len(sample_lines()) - 10, 0)
    print_added(found)
    assert "nothing new: the archive is unchanged" in capsys.readouterr().err
    assert exported(archive) == before
    assert rows(archive, "SELECT count(*) AS n FROM live.article") == [{"n": 0}]


def test_other_fetches_are_no_copies(archive: Path) -> None:
    first = json.loads(sample_lines()[0])
    text = first["text"] + "\n\nThis was corrected later, for a name was spelled wrong."
    again = [
        first | {"text": text},  # the same id
        first | {"id": "elsewhere", "url": first["url"] + "?utm_source=x", "text": text},  # page and title
        first | {"id": "third", "title": "Another headline", "text": text + " Again."},  # page and beginning
    ]
    articles = rows(archive, "SELECT count(*) AS n FROM article")
    for record in again:
        found = added(archive, record)
        assert (found.new, found.known, found.revisions) == (0, 0, 1)
        assert added(archive, record).known == 1
    assert rows(archive, "SELECT count(*) AS n FROM article") == articles
    assert [row["id"] for row in rows(archive, "SELECT id FROM revision ORDER BY id")] == sorted(
        ["elsewhere", first["id"], "third"]
    )
    # A copy in another place is an article, and so is another text at the same address.
    elsewhere = first | {"id": "copy", "url": "https://other.example/a/b.html", "outlet": "other.example"}
    other = json.loads(sample_lines()[1]) | {"id": "new", "url": first["url"]}
    assert added(archive, elsewhere, other).new == 2


def test_stories_keep_their_names(archive: Path) -> None:
    sql = "SELECT id, name FROM membership JOIN story USING (story) JOIN article USING (article)"
    before = {row["id"]: row["name"] for row in rows(archive, sql)}
    member = next(json.loads(line) for line in sample_lines() if json.loads(line)["id"] in before)
    # An id that sorts before all: a story is named after its least id when it is new.
    copy = member | {"id": "!first", "url": "https://other.example/a/b.html", "outlet": "other.example"}
    assert not added(archive, copy).refreshed
    after = {row["id"]: row["name"] for row in rows(archive, sql)}
    assert after["!first"] == before[member["id"]]
    assert after.items() >= before.items()
    refresh(archive)
    renamed = {row["old"]: row["name"] for row in rows(archive, "FROM renamed")}
    last = {row["id"]: row["name"] for row in rows(archive, sql)}
    assert all(renamed.get(name, name) == last[member] for member, name in after.items())


PARTS = [
    "The old bridge over the Varn will open again in May after two years of repairs, the mayor said on Monday. "
    "Engineers found that three of its pillars had moved by almost a hand and had to be set on new ground. "
    "The city paid for the work with a loan that it means to pay back from the harbour's fees within ten years.",
    "A school in the northern hills of Orlen has begun to teach its pupils outdoors on every day without rain. "
    "Teachers say that the children sleep better and quarrel less, and that the older ones read more than before. "
    "The ministry sent two inspectors in the autumn who stayed for a week and wrote a report of forty pages.",
]


def test_a_merge_leaves_a_trace(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    settings = dedup.Config(archive=ArchiveConfig(small_articles=0))
    many = [
        {"id": f"x{n}", "url": f"https://o{n}.example/x/{n}", "text": PARTS[0], "outlet": f"o{n}.example"}
        for n in range(3)
    ]
    many += [
        {"id": f"y{n}", "url": f"https://p{n}.example/y/{n}", "text": PARTS[1], "outlet": f"p{n}.example"}
        for n in range(2)
    ]
    filler = sample_lines()[:20]
    add([write_lines(tmp_path / "one.jsonl", [*many, *filler])], path, settings)
    named = "FROM membership JOIN story USING (story) JOIN article USING (article)"
    sql = f"SELECT DISTINCT name {named} WHERE id[1] IN ('x', 'y')"
    names = {row["name"] for row in rows(path, sql)}
    assert len(names) == 2
    both = "\n\n".join(PARTS)
    glue = [
        {"id": f"z{n}", "url": f"https://q{n}.example/z/{n}", "text": both, "outlet": f"q{n}.example"} for n in range(9)
    ]
    add([write_lines(tmp_path / "two.jsonl", glue)], path, settings)
    after = {row["name"] for row in rows(path, sql)}
    assert len(after) == 1
    assert {row["old"]: row["name"] for row in rows(path, "FROM renamed")} == {(names - after).pop(): after.pop()}


def test_other_settings_are_refused_by_name(archive: Path) -> None:
    other = dedup.Config(match=dedup.config.MatchConfig.of_kinds(["copy"]))
    with pytest.raises(dedup.ArchiveError, match=r"match\.rewrites was True, is False"):
        add([str(archive.parent / "x")], archive, other)


def test_places_of_two_dumps_do_not_collide(archive: Path) -> None:
    first, second = ({"text": text} for text in PARTS)
    assert added(archive, first, name="nameless.jsonl").new == 1
    assert added(archive, second, name="nameless.jsonl").new == 1
    assert added(archive, first, name="nameless.jsonl").new == 0
    assert added(archive, second, name="nameless.jsonl").new == 0
    ids = [row["id"] for row in rows(archive, "SELECT id FROM article WHERE id LIKE '%nameless%' ORDER BY article")]
    assert len(ids) == 2
    assert ids[1].startswith(f"{ids[0]}~")
