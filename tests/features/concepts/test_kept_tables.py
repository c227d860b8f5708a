"""Tables of languages that are read and stemmed once on a machine: what is read back is what was made."""

import pickle
from pathlib import Path

import pytest

from dedup.features.concepts.extract import _Tables
from dedup.kernels import folders_of_process


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr("dedup.kernels.folders.folders_of_process", folders_of_process.__wrapped__)
    return tmp_path / "dedup-kernels"


def load(lang: str) -> _Tables:
    found: _Tables = _Tables.load.__func__.__wrapped__(_Tables, lang, True)  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("lang", ["ru", "ar", "ja"])
def test_what_is_read_is_what_was_made(folder: Path, lang: str) -> None:
    made = load(lang)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert {name.partition("-")[0] for name in files} == ({"seed"} if lang == "ja" else {"seed", "names"})
    read = load(lang)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files
    assert made.seed is not None
    assert read.seed is not None
    assert read.seed.keys == made.seed.keys
    for one, other in ((made.names, read.names), (made.seed.lexicon(lang), read.seed.lexicon(lang))):
        assert (one is None) == (other is None)
        if one is not None:
            assert pickle.loads(pickle.dumps(one)).__dict__ == other.__dict__ == one.__dict__


@pytest.mark.parametrize("lang", ["qqx", "../../../x", ""])
def test_of_languages_that_there_are_not_nothing_is_kept(folder: Path, lang: str) -> None:
    tables = load(lang)
    assert tables.lexicons == [] or not tables.lexicons[0][0].words
    assert not folder.exists() or not list(folder.iterdir())
