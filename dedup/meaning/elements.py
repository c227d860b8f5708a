"""Words to elements: the stem of each word, hashed with its language, so that only one language's words ever meet."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from dedup.meaning.stems import UNSPACED, base_language, stem_words
from dedup.meaning.weights import PRIOR_SHARE, PRIOR_SHARE_BIGRAM
from dedup.text import Bodies

STEMS = pa.schema(
    [
        ("lang", pa.string()),
        ("element", pa.uint32()),
        ("stem", pa.string()),
        ("articles", pa.int64()),
        ("prior_share", pa.float64()),
    ]
)
"""In how many articles of a batch each stem stands, and what the prior says of stems of its length."""


def stem_elements(bodies: Bodies, texts: Sequence[str]) -> tuple[NDArray[np.uint32], pa.Table]:
    """The element of each word of `bodies.words`, and the batch's `STEMS`.

    Stems are worked out once per distinct word of the batch and language. Articles of unknown language get elements
    of their words as they are.
    """
    owner = np.repeat(np.arange(len(texts)), np.diff(bodies.offsets))
    elements = np.zeros(len(bodies.words), np.uint32)
    tables = []
    groups = [base_language(lang) if lang else "" for lang in bodies.langs]
    group_of_word = np.array(groups, object)[owner] if len(owner) else np.zeros(0, object)
    for group in sorted(set(groups)):
        chosen = np.flatnonzero(group_of_word == group)
        if not len(chosen):
            continue
        _, first, back = np.unique(bodies.surfaces[chosen], return_index=True, return_inverse=True)
        at = chosen[first]
        words = [texts[owner[spot]][bodies.starts[spot] : bodies.ends[spot]] for spot in at]
        stems = stem_words(words, group) if group else [word.lower() for word in words]
        of_stem = {stem: _element(group, stem) for stem in set(stems)}
        elements[chosen] = np.array([of_stem[stem] for stem in stems], np.uint32)[back]
        stem_of = {of_stem[stem]: stem for stem in sorted(of_stem)}
        pairs = np.unique(owner[chosen].astype(np.uint64) << np.uint64(32) | elements[chosen].astype(np.uint64))
        distinct, articles = np.unique(pairs & np.uint64(0xFFFFFFFF), return_counts=True)
        tables.append(
            pa.table(
                {
                    "lang": [group] * len(distinct),
                    "element": distinct.astype(np.uint32),
                    "stem": [stem_of[int(element)] for element in distinct],
                    "articles": articles,
                    "prior_share": [_prior_share(group, stem_of[int(element)]) for element in distinct],
                },
                schema=STEMS,
            )
        )
    return elements, pa.concat_tables(tables) if tables else STEMS.empty_table()


def _element(lang: str, stem: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(f"{lang} {stem}".encode("utf-8", "replace"), digest_size=4).digest(), "little"
    )


def _prior_share(lang: str, stem: str) -> float:
    if lang in UNSPACED and not stem.isascii():
        return PRIOR_SHARE_BIGRAM
    return float(PRIOR_SHARE[min(len(stem), len(PRIOR_SHARE) - 1)])
