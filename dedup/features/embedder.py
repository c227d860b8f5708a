"""Models of sentence-transformers and model2vec, by folder or by name.

1. A folder is read as it is and the network is never touched.
2. `OWNER/NAME` is a model of the Hugging Face hub, fetched once into that library's own cache: naming it is asking for
   it. Anything else is an error, not a download.
3. The files say which library made the model: static vectors go to model2vec, all else to sentence-transformers.

Vectors are compared in whole numbers, so that their products are exact: the sum of a product of matrices depends on how
the library blocks it. Whole numbers of at most 24 bits in all add up the same in any order, so what is alike does not
depend on the size of a block, the number of threads or the machine.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import isqrt
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.config import ConfigError

_HUB_NAME = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")


class EmbedderError(ConfigError):
    """There is no such model, or the library that reads it is not installed."""


@dataclass(frozen=True)
class Embedder:
    """Texts to vectors of length 1."""

    encode_all: Callable[[list[str]], NDArray[Any]]
    """The model's own function."""
    lock: Lock
    """Models are not made for several threads at once, and use all cores themselves."""

    @classmethod
    def load(cls, name: str) -> "Embedder":
        """Return the model in the folder `name`, or of the hub's name `OWNER/NAME`.

        Raises:
            EmbedderError: if there is none, or what reads it is not installed.
        """
        folder = Path(name).expanduser()
        if not folder.is_dir():
            folder = _fetched(name)
        try:
            encode = _static(folder) if _is_static(folder) else _transformer(folder)
        except ImportError as error:
            raise EmbedderError(f"{name}: {error.name} is not installed: pip install 'dedup-news[neural]'") from error
        except (OSError, ValueError, KeyError) as error:
            raise EmbedderError(f"{name}: not a model of sentence-transformers or model2vec ({error})") from error
        return cls(encode, Lock())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a vector of length 1 for each text; of length 0 where the model knows none of its words."""
        # Each text once, the longest first, as the libraries batch them: so the same texts are always batched alike.
        distinct = sorted(set(texts), key=lambda text: (-len(text), text))
        with self.lock:
            vectors = np.asarray(self.encode_all(distinct), np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = vectors / np.where(lengths > 0, lengths, 1)
        place = {text: at for at, text in enumerate(distinct)}
        return np.asarray(unit[[place[text] for text in texts]], np.float32)


def _fetched(name: str) -> Path:
    if not _HUB_NAME.fullmatch(name):
        raise EmbedderError(f"{name}: no such folder, and no OWNER/NAME of the Hugging Face hub")
    try:
        from huggingface_hub import snapshot_download
    except ImportError as error:
        raise EmbedderError(f"{name}: {error.name} is not installed: pip install 'dedup-news[neural]'") from error
    try:
        return Path(snapshot_download(name))
    except (OSError, ValueError) as error:
        raise EmbedderError(f"{name}: cannot be fetched ({error})") from error


def _is_static(folder: Path) -> bool:
    """Whether the folder holds a table of word vectors, as model2vec saves it."""
    if not ((folder / "model.safetensors").is_file() and (folder / "tokenizer.json").is_file()):
        return False
    modules = json.loads((folder / "modules.json").read_bytes()) if (folder / "modules.json").is_file() else []
    config = json.loads((folder / "config.json").read_bytes()) if (folder / "config.json").is_file() else {}
    # Without a list of modules it may as well be a bare transformer, which names its architecture.
    static = all(module["type"].endswith("StaticEmbedding") and module["path"] in {"", "."} for module in modules)
    return static and (bool(modules) or config.get("architectures", ["StaticModel"]) == ["StaticModel"])


def _static(folder: Path) -> Callable[[list[str]], NDArray[Any]]:
    from model2vec import StaticModel

    model = StaticModel.from_pretrained(folder)
    return lambda texts: model.encode(texts, use_multiprocessing=False, show_progress_bar=False)


def _transformer(folder: Path) -> Callable[[list[str]], NDArray[Any]]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), local_files_only=True)
    return lambda texts: np.asarray(model.encode(texts, show_progress_bar=False, convert_to_numpy=True))


def quantised(vectors: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return vectors of length 1 as whole numbers: up to 127, less if there are more than 1,024 dimensions."""
    return np.round(vectors * _scale(vectors.shape[1])).astype(np.int16)


def cosines(left: NDArray[np.int16], right: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return the cosine of each vector of `left` with that of the same place in `right`; 0 where one of them is
    nothing."""
    products = np.einsum("ij,ij->i", left.astype(np.int64), right.astype(np.int64))
    return _divided(products, _lengths(left) * _lengths(right))


def likeliest(
    left: NDArray[np.int16], right: NDArray[np.int16], most: int, least: float
) -> Iterator[tuple[int, int, float]]:
    """Return for each vector of `left` the `most` nearest of `right` with a cosine of at least `least`, as (row, row,
    cosine).

    Equally near ones by their place.
    """
    if not len(left) or not len(right):
        return
    products = left.astype(np.float32) @ right.astype(np.float32).T
    alike = _divided(products, np.outer(_lengths(left), _lengths(right)))
    for row, near in enumerate(alike):
        good = np.flatnonzero(near >= least)
        for other in good[np.lexsort((good, -near[good]))][:most].tolist():
            yield row, other, float(near[other])


def _scale(dimensions: int) -> int:
    return min(127, isqrt(2**24 // max(1, dimensions)))


def _lengths(vectors: NDArray[np.int16]) -> NDArray[np.float64]:
    squares = np.einsum("ij,ij->i", vectors.astype(np.int64), vectors.astype(np.int64))
    return np.asarray(np.sqrt(squares), np.float64)


def _divided(products: NDArray[np.number], lengths: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.round(products / np.where(lengths > 0, lengths, 1), 4).astype(np.float32)
