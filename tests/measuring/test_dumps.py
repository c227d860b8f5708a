"""The generator of dumps: the same bytes for the same seed, and a truth that its articles bear out."""

from collections import Counter
from pathlib import Path

import orjson
import pytest
import zstandard

from benchmarks.dumps import articles, write
from benchmarks.scoring import Truth, pair_of, score_pairs

COUNT = 600


@pytest.fixture(scope="module")
def made():
    return list(articles(COUNT, seed=7))


def test_as_many_articles_as_asked_for_each_id_once(made):
    assert len(made) == COUNT
    assert len({article["id"] for article, _ in made}) == COUNT
    assert all(article["id"] == truth["id"] for article, truth in made)


def test_same_seed_same_bytes(tmp_path: Path):
    first, again = write(tmp_path / "a", 150, seed=3), write(tmp_path / "b", 150, seed=3, compressed=True)
    with zstandard.open(again, "rb") as unpacked:
        assert first.read_bytes() == unpacked.read()
    assert (tmp_path / "a/truth.jsonl").read_bytes() == (tmp_path / "b/truth.jsonl").read_bytes()


def test_another_seed_other_articles(made):
    others = {article["text"] for article, _ in articles(COUNT, seed=8)}
    assert not others & {article["text"] for article, _ in made}


def test_a_larger_dump_tells_the_stories_of_a_smaller_one(made):
    larger = {truth["id"]: truth["kind"] for _, truth in articles(COUNT * 2, seed=7)}
    assert sum(larger.get(truth["id"]) == truth["kind"] for _, truth in made) == COUNT


def test_parents_are_in_the_dump_and_come_first(made):
    by_id = {truth["id"]: truth for _, truth in made}
    taken = [truth for truth in by_id.values() if truth["parent"]]
    assert 0.2 * COUNT < len(taken) < 0.4 * COUNT
    for truth in taken:
        parent = by_id[truth["parent"]]
        assert parent["story"] == truth["story"]
        assert parent["time"] < truth["time"]
        assert (parent["lang"] != truth["lang"]) == (truth["kind"] == "translation")
        assert (parent["variant"] == truth["variant"]) == (truth["kind"] not in {"translation", "rewrite"})


def test_wording_is_shared_as_the_truth_says(made):
    # What an outlet puts around its articles would be shared too: it stands in the paragraphs of few stories only.
    own_lines = Counter(line for article, _ in made for line in set(article["text"].split("\n\n")))
    statements = {
        article["id"]: [line for line in article["text"].split("\n\n")[2:-6] if own_lines[line] < 10]
        for article, _ in made
    }
    shingles = {id: set().union(*map(_shingles, lines)) for id, lines in statements.items()}
    for _, truth in made:
        if truth["parent"]:
            own, parents = shingles[truth["id"]], shingles[truth["parent"]]
            shared = len(own & parents) / min(len(own), len(parents))
            if truth["kind"] in {"rewrite", "translation"}:
                assert shared < 0.15, truth
            else:
                assert shared > 0.3, truth


def test_lengths_and_words_are_those_of_news(made):
    words = Counter()
    lengths = []
    for article, truth in made:
        if truth["lang"] == "en" and truth["kind"] == "origin":
            lengths.append(len(article["text"].split()))
            words.update(article["text"].lower().split())
    assert 200 < sum(lengths) / len(lengths) < 500
    common = sum(count for _, count in words.most_common(100)) / words.total()
    assert 0.3 < common < 0.6
    assert sum(count == 1 for count in words.values()) > 0.3 * len(words)


def test_scores_of_the_truth_itself(made, tmp_path: Path):
    path = tmp_path / "truth.jsonl"
    path.write_bytes(b"".join(orjson.dumps(truth) + b"\n" for _, truth in made))
    truth = Truth.load(path)
    right = {pair: truth.kind(pair) for pair in truth.pairs()}
    found = score_pairs(truth, right)
    assert (found.precision.value, found.recall.value, found.f1, found.kinds.value) == (1, 1, 1, 1)

    alone = sorted(id for id, row in truth.articles.items() if row["kind"] == "origin")[:2]
    some = dict(sorted(right.items())[: len(right) // 2]) | {pair_of(*alone): "copy"}
    found = score_pairs(truth, some)
    assert found.recall.part == len(right) // 2
    assert found.precision.whole - found.precision.part == 1
    assert sum(found.wrong.values()) == 1


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}
