"""The step of the corridor that asks a neural model, where the user gave one.

1. On request articles near each other as vectors become candidates beside those with common concepts.
2. What candidates were aligned to by concepts, on less evidence than is enough without a model, is read by the model:
   the cosine of the aligned passages, weighted by their length.
3. Both kinds of evidence are weighed together, each in units of what is just enough:

       (1 - weight) * strength / least_translation_ratio
       + weight * (cosine - noise_cosine) / (even_cosine - noise_cosine)

   A pair of 1 and more is kept. So a model can save a pair with half the concepts it would need, and sink one whose
   names agree and whose sentences do not.
"""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dedup.archive import detached
from dedup.config import Config
from dedup.features import Embedder, cosines, likeliest, quantised
from dedup.matching import TermWeights, Tokens, verify_pairs
from dedup.pipeline.context import Run

_BLOCK = 2048
"""Articles whose vectors are compared with as many others at once: 16 MB of products."""


def load_embedder(config: Config) -> Embedder | None:
    """Return the user's model, if there is one."""
    name = config.neural.embedder
    return Embedder.load(name) if name is not None else None


def bring_candidates(run: Run, embedder: Embedder) -> None:
    """Add to `scratch.foreign` the articles nearest to each story's speaker in other languages."""
    config = run.config.neural
    run.connection.execute("CREATE TABLE scratch.vector (article BIGINT, lang VARCHAR, vector SMALLINT[])")
    run.connection.execute("CREATE TABLE scratch.near (a BIGINT, b BIGINT, alike FLOAT)")

    def vectors(part: tuple[int, int]) -> dict[str, pa.Table]:
        rows = run.engine.table(
            """
            SELECT article, tokens.lang, text, body.starts, body.ends FROM article
            JOIN body USING (article) JOIN scratch.tokens tokens USING (article) JOIN scratch.speaker USING (article)
            WHERE article BETWEEN ? AND ? AND len(body.starts) > 0 ORDER BY article
            """,
            part,
        )
        if not rows.num_rows:
            return {}
        whole = _whole_vectors(rows, embedder)
        named = detached(rows.select(["article", "lang"]))
        return {"scratch.vector": named.append_column("vector", pa.array(list(whole)))}

    run.each("neural: vectors", vectors, run.article_parts())
    blocks = run.parts("SELECT article AS place, 1 AS size FROM scratch.vector", _BLOCK)

    def near(part: tuple[int, int]) -> dict[str, pa.Table]:
        return {"scratch.near": _near(run, part, blocks)}

    run.each("neural: neighbours", near, blocks)
    run.number_pairs(
        "scratch.foreign",
        f"""
        WITH nearest AS (
            SELECT a, b FROM scratch.near
            QUALIFY row_number() OVER (PARTITION BY a ORDER BY alike DESC, b) <= {config.neighbours}
        )
        SELECT least(a, b) AS a, greatest(a, b) AS b FROM nearest UNION SELECT a, b FROM scratch.foreign
        """,
    )
    run.connection.execute("DROP TABLE scratch.vector; DROP TABLE scratch.near")


def _whole_vectors(rows: pa.Table, embedder: Embedder) -> NDArray[np.int16]:
    """The vector of each article: the mean of those of its paragraphs, by their lengths."""
    texts, sizes = [], []
    spans = zip(rows["text"].to_pylist(), rows["starts"].to_pylist(), rows["ends"].to_pylist(), strict=True)
    for text, starts, ends in spans:
        texts += [text[start:end] for start, end in zip(starts, ends, strict=True)]
        sizes.append(len(starts))
    lengths = np.array([len(text) for text in texts], np.float32)
    firsts = np.cumsum([0, *sizes[:-1]])
    summed = np.add.reduceat(embedder.encode(texts) * lengths[:, None], firsts, axis=0)
    norms = np.linalg.norm(summed, axis=1, keepdims=True)
    return quantised((summed / np.where(norms > 0, norms, 1)).astype(np.float32))


def _near(run: Run, part: tuple[int, int], blocks: Sequence[tuple[int, int]]) -> pa.Table:
    """The articles of all `blocks` that are nearest to each of `part` in other languages, and how near."""
    config = run.config.neural
    articles, langs, matrix = _vectors(run, part)
    pairs: list[tuple[int, int, float]] = []
    for block in blocks:
        others, other_langs, other_matrix = _vectors(run, block)
        for lang in sorted(set(langs.tolist())):
            own, foreign = np.flatnonzero(langs == lang), np.flatnonzero(other_langs != lang)
            found = likeliest(matrix[own], other_matrix[foreign], config.neighbours, config.least_neighbour)
            pairs += [(int(articles[own[a]]), int(others[foreign[b]]), alike) for a, b, alike in found]
    columns = {name: [pair[at] for pair in pairs] for at, name in enumerate(("a", "b", "alike"))}
    return pa.table(columns, schema=_NEAR)


_NEAR: Final = pa.schema([("a", pa.int64()), ("b", pa.int64()), ("alike", pa.float32())])


def _vectors(run: Run, part: tuple[int, int]) -> tuple[NDArray[np.int64], NDArray[np.object_], NDArray[np.int16]]:
    rows = run.engine.table("SELECT * FROM scratch.vector WHERE article BETWEEN ? AND ? ORDER BY article", part)
    matrix = rows["vector"].combine_chunks().flatten().to_numpy().reshape(rows.num_rows, -1)
    return rows["article"].to_numpy(), rows["lang"].to_numpy(), matrix


def verify_translations(
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    tokens: Tokens,
    term_weights: TermWeights,
    settings: Config,
    embedder: Embedder | None,
    texts: Callable[[list[int]], pa.Table],
) -> pa.Table:
    """Verify pairs in two languages. With a model less evidence is enough, and the model weighs it: `strength` becomes
    the weighed evidence, in the units it had. `texts` answers `article` and `text` of articles by number."""
    if embedder is None:
        return verify_pairs(a, b, tokens, term_weights, settings.match)
    likely = verify_pairs(a, b, tokens, term_weights, settings.lenient_match)
    if not likely.num_rows:
        return likely
    known = texts(sorted({*likely["a"].to_pylist(), *likely["b"].to_pylist()}))
    numbers = known["article"].combine_chunks()
    sided = likely
    for side in ("a", "b"):
        place = pc.index_in(likely[side], value_set=numbers)
        sided = sided.append_column(f"text_{side}", known["text"].take(place))
    return _weigh_matches(sided, embedder, settings).cast(likely.schema)


def _weigh_matches(rows: pa.Table, embedder: Embedder, settings: Config) -> pa.Table:
    """Weigh one match or more, with their articles' texts (`text_a`, `text_b`); drop those that fall short."""
    config, least = settings.neural, settings.match.least_translation_ratio
    passages = rows["passages"].to_pylist()
    sides: tuple[list[str], list[str]] = ([], [])
    for side, name in zip(sides, ("a", "b"), strict=True):
        for text, aligned in zip(rows[f"text_{name}"].to_pylist(), passages, strict=True):
            side += [text[one[f"{name}_start"] : one[f"{name}_end"]] for one in aligned]
    left, right = (quantised(embedder.encode(side)) for side in sides)
    lengths = np.array([len(one) + len(other) for one, other in zip(*sides, strict=True)], np.float64)
    firsts = np.cumsum([0, *(len(aligned) for aligned in passages[:-1])])
    weighted = np.add.reduceat(cosines(left, right) * lengths, firsts) / np.add.reduceat(lengths, firsts)
    concepts = rows["strength"].to_numpy() / least
    meaning = (weighted - config.noise_cosine) / (config.even_cosine - config.noise_cosine)
    evidence = (1 - config.weight) * concepts + config.weight * meaning
    # Copies (of articles whose language was mistaken) rest on their words.
    kept = (evidence >= 1) | (rows["kind"].to_numpy() == "copy")
    at = rows.column_names.index("strength")
    strength = pa.array((evidence * least).astype(np.float32))
    return rows.set_column(at, "strength", strength).drop_columns(["text_a", "text_b"]).filter(pa.array(kept))
