"""A neural model as a second opinion, on tiny models that are built here; nothing touches the network."""

import re
import shutil
import socket
from pathlib import Path

import numpy as np
import pytest

import dedup
from benchmarks import dumps
from benchmarks.languages import CODES, CONCEPTS, language
from benchmarks.scoring import Truth, score
from dedup.config import ArchiveConfig, ConfigError, MeaningConfig, NeuralConfig
from dedup.features import Embedder, EmbedderError, cosines, likeliest, quantised
from dedup.ingest import Article, RecordReader, table_of
from dedup.queries import Matcher

SEED, COUNT, DIMENSIONS = 5, 180, 96
LATER = 140
"""From where on articles are added to those of before."""
_WORDS = re.compile(r"\w[\w\u0900-\u0970]*")


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return dumps.write(tmp_path_factory.mktemp("dump"), COUNT, SEED)


def _meanings(words: set[str]) -> dict[str, int]:
    """The concept of each word of the made-up languages, endings taken off."""
    meant: dict[str, int] = {}
    for code in CODES:
        spoken = language(code, SEED)
        forms = {word.lower(): at // 2 if at < 2 * CONCEPTS else at for at, word in enumerate(spoken.words)}
        for word in words:
            for ending in ("", *spoken.endings):
                if word.endswith(ending) and word.removesuffix(ending) in forms:
                    meant.setdefault(word, forms[word.removesuffix(ending)])
    return meant


def _save(folder: Path, words: set[str], meanings: dict[str, int]) -> str:
    """A static model in which words of one meaning have one vector."""
    from model2vec import StaticModel
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    vocabulary = {"[UNK]": 0} | {word: at for at, word in enumerate(sorted(words), start=1)}
    vectors = np.zeros((len(vocabulary), DIMENSIONS), np.float32)
    for word, at in vocabulary.items():
        if word in meanings:
            vectors[at] = np.random.default_rng([1, meanings[word]]).standard_normal(DIMENSIONS)
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\w\u0900-\u0970]+"), "removed")
    StaticModel(vectors, tokenizer).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def words(dump: Path) -> set[str]:
    return set(_WORDS.findall(dump.read_text("utf-8").lower()))


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory, words: set[str]) -> str:
    return _save(tmp_path_factory.mktemp("good"), words, _meanings(words))


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory, words: set[str]) -> str:
    return _save(tmp_path_factory.mktemp("bad"), words, {word: at for at, word in enumerate(sorted(words))})


def _recall(dump: Path, out: Path, config: NeuralConfig) -> float:
    """Of translations, with no word learned: made-up words then leave names and numbers only, and room for a model."""
    dedup.run([str(dump)], out, dedup.Config(neural=config, meaning=MeaningConfig(lexicon_rounds=0)), report=False)
    found = score(Truth.load(dump.parent / "truth.jsonl"), out)
    return found.by_kind["translation"].value


def test_a_good_model_finds_more_and_a_bad_one_is_believed_too(dump: Path, good: str, bad: str, tmp_path: Path):
    alone = _recall(dump, tmp_path / "none", NeuralConfig())
    asked = _recall(dump, tmp_path / "asked", NeuralConfig(embedder=good))
    brought = _recall(dump, tmp_path / "brought", NeuralConfig(embedder=good, bring_candidates=True))
    misled = _recall(dump, tmp_path / "bad", NeuralConfig(embedder=bad, weight=0.9))
    assert alone < asked <= brought
    assert misled < alone


def test_an_archive_that_grows_asks_its_model(
    dump: Path, good: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = dump.read_bytes().splitlines(keepends=True)
    config = dedup.Config(
        neural=NeuralConfig(embedder=good),
        meaning=MeaningConfig(lexicon_rounds=0),
        archive=ArchiveConfig(small_articles=0),
    )
    asked = 0
    encode = Embedder.encode

    def counted(embedder: Embedder, texts: list[str]) -> np.ndarray:
        nonlocal asked
        asked += len(texts)
        return encode(embedder, texts)

    for number, part in enumerate((lines[:LATER], lines[LATER:])):
        (tmp_path / "part.jsonl").write_bytes(b"".join(part))
        monkeypatch.setattr(Embedder, "encode", counted)
        asked = 0
        added = dedup.add([str(tmp_path / "part.jsonl")], tmp_path / "archive.duckdb", config)
        assert added.refreshed == (number == 0)
        assert asked > 0
        if number == 0:
            shutil.copy(tmp_path / "archive.duckdb", tmp_path / "before.duckdb")
    found = _translations(tmp_path / "before.duckdb", lines[LATER:])
    monkeypatch.setattr(Embedder, "encode", lambda embedder, texts: 0 * encode(embedder, texts))
    assert found > _translations(tmp_path / "before.duckdb", lines[LATER:])


def _translations(archive: Path, lines: list[bytes]) -> int:
    """How many translations are found between the records and articles of an archive."""
    with dedup.Archive.open(archive) as opened:
        matcher, reader = Matcher(opened), RecordReader(dedup.Config().read, "d")
        records = [reader.line(line, "1") for line in lines]
        found = [matcher.match(table_of([one])).matches for one in records if isinstance(one, Article)]
    return sum(matches["kind"].to_pylist().count("translation") for matches in found)


def test_the_same_vectors_whatever_the_batch(good: str, words: set[str]):
    embedder, some = Embedder.load(good), sorted(words)[:300]
    whole = quantised(embedder.encode(some))
    assert (whole == np.concatenate([quantised(embedder.encode([word])) for word in some])).all()


def test_vectors_have_length_one_or_none(good: str):
    lengths = np.linalg.norm(Embedder.load(good).encode(["≠", language("en", SEED).words[0]]), axis=1)
    assert lengths.tolist() == pytest.approx([0, 1], abs=1e-6)


def test_a_name_that_is_neither_folder_nor_hub_name_is_never_fetched(tmp_path: Path):
    for name in ("no-such-model", str(tmp_path / "nothing"), "./nothing/here", "a/b/c"):
        with pytest.raises(EmbedderError, match="no such folder"):
            Embedder.load(name)


def test_a_folder_without_a_model_is_told(tmp_path: Path):
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EmbedderError):
        Embedder.load(str(tmp_path))


def test_nearest_are_those_of_a_plain_loop():
    random = np.random.default_rng(3)
    left, right = (quantised(_unit(random.standard_normal((size, 40)))) for size in (50, 70))
    found = list(likeliest(left, right, most=3, least=0.1))
    expected = []
    for row, one in enumerate(left):
        alike = cosines(np.repeat(one[None], len(right), axis=0), right)
        best = sorted((-value, at) for at, value in enumerate(alike.tolist()) if value >= np.float32(0.1))[:3]
        expected += [(row, at, -value) for value, at in best]
    assert found == expected


def test_settings_that_decide_nothing_are_refused():
    with pytest.raises(ConfigError, match="even_cosine"):
        NeuralConfig(noise_cosine=0.6, even_cosine=0.6)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
