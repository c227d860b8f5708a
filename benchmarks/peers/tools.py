"""Each tool as its own documentation recommends; runs in the tool's process and environment.

    python -m benchmarks.peers.tools NAME DUMP OUT

reads the JSON Lines file DUMP (`id`, `text`) and writes what the tool finds into the folder OUT: `pairs.jsonl`, two ids
a line, or `groups.jsonl`, the ids of a group a line. Shingles are five words; signatures have 128 permutations and the
threshold is 0.7 where the tool lets one choose. Candidates are verified where the tool can.
"""

import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import orjson

THRESHOLD: Final = 0.7
PERMUTATIONS: Final = 128
SHINGLE: Final = 5
_WORD: Final = re.compile(r"\w+")


def _articles(dump: Path) -> tuple[list[str], list[str]]:
    ids, texts = [], []
    with dump.open("rb") as lines:
        for line in lines:
            record = orjson.loads(line)
            ids.append(record["id"])
            texts.append(record["text"])
    return ids, texts


def _shingles(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


def _write(path: Path, rows: Iterable[Any]) -> None:
    with path.open("wb") as file:
        file.writelines(orjson.dumps(row) + b"\n" for row in rows)


def datasketch(dump: Path, out: Path) -> None:
    """`MinHash.bulk`, `MinHashLSH`, candidates verified by their signatures."""
    from datasketch import MinHash, MinHashLSH

    ids, texts = _articles(dump)
    signatures = MinHash.bulk(
        ([shingle.encode() for shingle in _shingles(text)] for text in texts), num_perm=PERMUTATIONS
    )
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    with index.insertion_session() as session:
        for number, signature in enumerate(signatures):
            session.insert(number, signature, check_duplication=False)

    def pairs() -> Iterator[list[str]]:
        for number, signature in enumerate(signatures):
            for other in index.query(signature):
                if other < number and signature.jaccard(signatures[other]) >= THRESHOLD:
                    yield [ids[other], ids[number]]

    _write(out / "pairs.jsonl", pairs())


def rensa(dump: Path, out: Path) -> None:
    """`RMinHash.from_token_sets`, `RMinHashLSH`, candidates verified by their signatures."""
    from rensa import RMinHash, RMinHashLSH

    ids, texts = _articles(dump)
    signatures = RMinHash.from_token_sets((_shingles(text) for text in texts), num_perm=PERMUTATIONS, seed=42)
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
    index.insert_many(signatures)

    def pairs() -> Iterator[list[str]]:
        for number, others in enumerate(index.query_all(signatures)):
            for other in others:
                if other < number and signatures[number].jaccard(signatures[other]) >= THRESHOLD:
                    yield [ids[other], ids[number]]

    _write(out / "pairs.jsonl", pairs())


def gaoya(dump: Path, out: Path) -> None:
    """`MinHashStringIndex`, in bulk on all cores; it verifies candidates by their signatures itself."""
    from gaoya.minhash import MinHashStringIndex

    ids, texts = _articles(dump)
    # 128 hashes in bands of 6 have their threshold at 0.6: a little below what is asked, as gaoya's own S-curve has it.
    index = MinHashStringIndex(
        hash_size=32, jaccard_threshold=THRESHOLD, num_bands=21, band_size=6, analyzer="word", lowercase=True,
        ngram_range=(SHINGLE, SHINGLE), id_container="smallvec",
    )  # fmt: skip
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    found = index.par_bulk_query(texts)
    _write(
        out / "pairs.jsonl",
        ([ids[other], ids[number]] for number, others in enumerate(found) for other in others if other < number),
    )


def datatrove(dump: Path, out: Path) -> None:
    """Its four MinHash steps with the settings of its example (5-grams, 14 buckets of 8 hashes), on two tasks."""
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    work, tasks = out / "work", 2
    config = MinhashConfig(n_grams=SHINGLE)
    parts = work / "dump"
    parts.mkdir(parents=True)
    # A task reads whole files.
    with dump.open("rb") as lines:
        files = [(parts / f"{part}.jsonl").open("wb") for part in range(tasks)]
        for number, line in enumerate(lines):
            files[number % tasks].write(line)
        for file in files:
            file.close()

    def step(name: str, pipeline: list[Any], count: int) -> None:
        LocalPipelineExecutor(
            pipeline=pipeline, tasks=count, workers=min(count, tasks), logging_dir=str(work / "logs" / name)
        ).run()

    reader = JsonlReader(str(parts))
    step("sign", [reader, MinhashDedupSignature(output_folder=str(work / "signatures"), config=config)], tasks)
    buckets = MinhashDedupBuckets(str(work / "signatures"), str(work / "buckets"), config=config)
    step("buckets", [buckets], config.num_buckets)
    cluster = MinhashDedupCluster(str(work / "buckets"), str(work / "remove"), config=config, save_cluster_id=True)
    step("cluster", [cluster], 1)
    kept = JsonlWriter(str(out / "kept"), compression=None)
    dropped = JsonlWriter(str(work / "dropped"), compression=None)
    step(
        "filter",
        [JsonlReader(str(parts)), MinhashDedupFilter(str(work / "remove"), dropped, load_cluster_ids=True), kept],
        tasks,
    )
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for path in [*(out / "kept").glob("*.jsonl"), *(work / "dropped").glob("*.jsonl")]:
        with path.open("rb") as lines:
            for line in lines:
                record = orjson.loads(line)
                group = record["metadata"].get("minhash_cluster_id", -1)
                if group != -1:
                    groups[group].append(record["id"])
    shutil.rmtree(work / "dropped")
    _write(out / "groups.jsonl", groups.values())


def text_dedup(dump: Path, out: Path) -> None:
    """`python -m text_dedup.minhash` with its defaults (5-grams, 0.7) and 128 permutations; it verifies nothing."""
    import pickle

    sys.argv = ["minhash", "--path", "json", "--data_files", str(dump), "--split", "train", "--column", "text"]
    sys.argv += ["--cache_dir", str(out / "cache"), "--output", str(out / "kept"), "--debug"]
    sys.argv += ["--num_perm", str(PERMUTATIONS), "--ngram", str(SHINGLE), "--threshold", str(THRESHOLD)]
    sys.argv += ["--num_proc", "2", "--use_auth_token", "false"]
    from text_dedup.minhash import main

    main(standalone_mode=False)
    ids, _ = _articles(dump)
    with (out / "kept" / "uf.pkl").open("rb") as file:
        parents = pickle.load(file)
    parents = parents.get("uf", parents) if isinstance(parents, dict) and "uf" in parents else parents
    groups: defaultdict[int, list[str]] = defaultdict(list)
    found = parents.parent if hasattr(parents, "parent") else parents
    for number in found:
        root = number
        while found[root] != root:
            root = found[root]
        groups[root].append(ids[number])
    _write(out / "groups.jsonl", groups.values())


TOOLS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "gaoya": gaoya,
    "rensa": rensa,
    "datasketch": datasketch,
    "text-dedup": text_dedup,
    "datatrove": datatrove,
}

if __name__ == "__main__":
    TOOLS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
