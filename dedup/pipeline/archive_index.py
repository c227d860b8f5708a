"""The index of an archive's keys, in which later articles find their candidates.

Two indexes, each in segments beside the archive's file and in the commits of its log: keys of passages, for copies and
rewrites, and articles' concepts of highest weight, for translations. Segments are made when they are first needed, of
the texts in the archive; should they get lost, they are made again.
"""

import errno
import tempfile
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pyarrow as pa
from filelock import FileLock
from numpy.typing import NDArray

from dedup.archive import ABSENT, ArchiveStore, companion, folder_beside, put, unpacked_articles, working_folder
from dedup.archive.index import Hits, KeyIndex, LiveKeys, Segment, merge, probe, segment_bytes, write_segment
from dedup.config import Config
from dedup.features import Weights, base_language
from dedup.matching import Tokens, candidate_pairs, postings
from dedup.pipeline.backend.engine import Engine
from dedup.pipeline.context import Run, Watch, unwatched
from dedup.pipeline.keys import KeysFound, concept_keys, passage_keys
from dedup.pipeline.stages.tokenize import cut_articles
from dedup.pipeline.statistics import Knowledge, Weighed

KEYS, CONCEPTS = "keys", "concepts"
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)


class Lookup:
    """The keys of an archive, open."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.archive = knowledge.archive
        # Concepts have 32 bits in all.
        self._bits = {KEYS: knowledge.config.index.key_bits, CONCEPTS: 32}
        self._live = {name: LiveKeys(bits) for name, bits in self._bits.items()}
        self._beside = self.archive.path
        self._taken = dict.fromkeys(self._bits, 0)

    @cached_property
    def _stored(self) -> dict[str, KeyIndex]:
        return {name: KeyIndex.open([self._path(name)]) for name in self._bits}

    def _added(self, name: str) -> LiveKeys:
        """The keys of what the log holds by now."""
        batches = self.archive.segments.get(name, [])
        live = self._live[name]
        if not live.segments and len(batches) > 1:
            live = self._live[name] = LiveKeys.of(batches, live.key_bits)
        else:
            for batch in batches[self._taken[name] :]:
                live.take(batch)
        self._taken[name] = len(batches)
        return live

    def _path(self, name: str) -> Path:
        return companion(self._beside, self.archive.generation, name)

    @property
    def ready(self) -> bool:
        """Whether the segments of the archive's file are there."""
        return all(self._path(name).exists() for name in self._bits)

    def find(self, name: str, keys: NDArray[np.uint64], owners: NDArray[np.int64], most: int) -> Hits:
        """Return articles of the archive that share a key with those that ask: see `dedup.archive.index.key_index`."""
        return probe([*self._stored[name].segments, *self._added(name).segments], keys, owners, most)

    def find_pairs(
        self, tokens: Tokens, weights: Weights, config: Config, *, each_other: bool
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return candidates: articles of the archive, some of them perhaps forgotten, and the new ones that share a key
        with them; and with `each_other`, new articles that do with each other. A pair may come twice."""
        most = config.match.neighbours
        keys, owners = passage_keys(tokens, weights, config, stored=False)
        hits = self.find(KEYS, keys, owners, most)
        if not each_other:
            return hits.article, hits.owner
        a, b = candidate_pairs(keys, owners, most, config.match.crowded_neighbours)
        return np.concatenate([a, hits.article]), np.concatenate([b, hits.owner])

    def find_by_concepts(self, posted: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return articles of the archive, of other languages, that share most concepts with those that ask, and who
        asked."""
        config = self.knowledge.config.meaning
        hits = self.find(CONCEPTS, *concept_keys(posted), config.posted_articles)
        near = (hits.shared >= config.least_looked_up) & self._foreign(hits, posted)
        owner, article, shared = hits.owner[near], hits.article[near], hits.shared[near]
        order = np.lexsort((article, -shared, owner))
        place = np.arange(len(order)) - np.searchsorted(owner[order], owner[order])
        chosen = order[place < config.looked_up]
        return article[chosen], owner[chosen]

    def _foreign(self, hits: Hits, posted: pa.Table) -> NDArray[np.bool_]:
        """Which hits are of another language than the article that asks."""
        languages = self.archive.languages
        found = languages.codes(hits.article)
        bases = [base_language(name) if name else "" for name in languages.names]
        asking = dict(zip(posted["article"].to_pylist(), posted["lang"].to_pylist(), strict=True))
        foreign = np.zeros(len(found), np.bool_)
        for owner in np.unique(hits.owner).tolist():
            first, end = np.searchsorted(hits.owner, (owner, owner + 1))
            other = np.array([base != asking[owner] for base in bases], np.bool_)
            foreign[first:end] = other[found[first:end]]
        foreign[found == ABSENT] = False
        return foreign

    def keep(self, tokens: Tokens, weighed: Weighed) -> dict[str, pa.Table]:
        """Return the keys of new articles, as they are to be committed with them."""
        return {
            name: pa.table({"segment": pa.array([segment_bytes(keys, articles, self._bits[name])], pa.binary())})
            for name, (keys, articles) in stored_keys(tokens, weighed, self.knowledge.config).items()
        }

    def compact(self, after: str = "the log is in the archive's new file") -> None:
        """Write the archive's file and its keys anew, with all that the log holds; this object is of no use then.
        `after` says what is done once the new file is in place."""
        archive = self.archive
        with working_folder(archive.folder) as folder:
            path = folder / "new.duckdb"
            generation = archive.write_anew(path)
            gone = archive.rows("SELECT article FROM live.gone")["article"].to_pylist()
            if self.ready:
                for name, bits in self._bits.items():
                    segments = [*self._stored[name].segments, *self._added(name).segments]
                    merge(companion(archive.path, generation, name), segments, bits, drop=gone)
            archive.replace(path, after)

    def prepare(self, watch: Watch, made: Run | None = None) -> None:
        """Make the segments of the archive's file, where they are not there: of its texts, or of the words that are at
        hand in the run which `made` the file.

        Where nothing can be written beside it, they are made for this process alone.
        """
        cut = partial(self._cut_all, watch) if made is None else partial(self._cut_already, made)
        if self.ready:
            return
        try:
            # Two readers of one archive may both find that it has none.
            with FileLock(self._path("keys.lock")):
                if not self.ready:
                    self._make(cut())
        except (OSError, NotImplementedError) as error:
            if isinstance(error, OSError) and error.errno not in _READ_ONLY:
                raise
            self._own = tempfile.TemporaryDirectory(prefix="dedup-")
            self._beside = Path(self._own.name) / self.archive.path.name
            self._make(cut())

    def _make(self, batches: Iterable[dict[str, KeysFound]]) -> None:
        with working_folder(folder_beside(self._beside)) as folder:
            config = self.knowledge.config
            spilled = min(config.archive.cached_keys, config.machine.keys_at_once)
            left: dict[str, list[Path]] = {name: [] for name in self._bits}
            waiting: dict[str, list[KeysFound]] = {name: [] for name in self._bits}
            for tables in batches:
                for name, found in tables.items():
                    waiting[name].append(found)
                    if sum(len(keys) for keys, _ in waiting[name]) >= spilled:
                        left[name].append(self._spill(folder / f"{name}.{len(left[name])}", name, waiting[name]))
                        waiting[name] = []
            for name, bits in self._bits.items():
                left[name].append(self._spill(folder / f"{name}.{len(left[name])}", name, waiting[name]))
                merge(folder / name, [Segment.open(path) for path in left[name]], bits)
            for name in self._bits:
                put(folder / name, self._path(name))

    def _spill(self, path: Path, name: str, found: list[KeysFound]) -> Path:
        keys = np.concatenate([np.zeros(0, np.uint64), *(keys for keys, _ in found)])
        articles = np.concatenate([np.zeros(0, np.int64), *(articles for _, articles in found)])
        write_segment(path, keys, articles, self._bits[name])
        return path

    def _cut_all(self, watch: Watch) -> Iterator[dict[str, KeysFound]]:
        """The keys of all articles of the archive's file, batch by batch."""
        archive, knowledge = self.archive, self.knowledge
        machine = knowledge.config.machine
        total = archive.one("SELECT count(*) FROM base.article")
        source = "(SELECT article, outlet, lang, packed FROM base.article)"

        def stage(rows: pa.Table) -> tuple[int, dict[str, KeysFound]]:
            cut = cut_articles(rows, knowledge.tokenizer)
            tokens = Tokens.of(cut["scratch.tokens"])
            weighed = knowledge.weigh(cut, single_language=True)
            return rows.num_rows, stored_keys(tokens, weighed, knowledge.config)

        done = 0
        watch("keys", done, total)
        batches = unpacked_articles(archive, archive.packer, source, machine.chars_at_once)
        for many, found in Engine(archive.connection, machine.cores).map(stage, batches):
            yield found
            done += many
            watch("keys", done, total)

    def _cut_already(self, run: Run) -> Iterator[dict[str, KeysFound]]:
        """The keys of all articles of the run that made the archive's file."""
        weighed = self.knowledge.weigh_all(run, single_language=True)
        parts = run.article_parts()
        engine = Engine(run.connection, self.knowledge.config.machine.cores)
        yield from engine.map(
            lambda part: stored_keys(run.tokens.between(*part), weighed, self.knowledge.config), parts
        )


def open_lookup(archive: ArchiveStore, config: Config, watch: Watch | None = None) -> Lookup:
    """Return the keys of an archive; made first, if it has none."""
    archive.warn_of_other_tables()
    lookup = Lookup(Knowledge.of(archive, config))
    lookup.prepare(watch or unwatched)
    return lookup


def stored_keys(tokens: Tokens, weighed: Weighed, config: Config) -> dict[str, KeysFound]:
    """Return what an archive keeps of articles to find them by: the keys of passages, and the concepts of highest
    weight."""
    posted = postings(tokens, weighed.term_weights, config.meaning.posted_concepts)
    return {
        KEYS: passage_keys(tokens, weighed.weights, config, stored=True),
        CONCEPTS: concept_keys(posted),
    }
