"""Who shares whose words: how much of an article's story wording is missing in another.

Only runs of words that at least two articles of the story share are looked at: what stands in one alone (its menu,
its background) says nothing about who took from whom. If a child has such a run and the supposed parent has not,
the child took it from elsewhere; if the parent has it and the child not, the child has cut it. Between two wordings
or two languages there are no common runs; there the coverages of the match speak.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from unicodedata import normalize

import numpy as np
import numpy.typing as npt

from dedup.kernels import kernel
from dedup.provenance.records import StoryArticle, StoryMatch

Matrix = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int32]

_WORD = re.compile(r"[^\W_]+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7\u064b-\u065f\u0670]+")  # Latin, Hebrew, Arabic
_RUN = 4  # words, and characters where a script has no spaces: powers of two
_CHARS = 8
_WIDE = 4096  # runs from which it pays to look which of them count, and how they are held
_AT_ONCE = 1024  # articles, of which five KB each in a live blog of 800 versions
_NONE: Numbers = np.zeros(0, np.int32)
Runs = Numbers | npt.NDArray[np.uint8]
"""Numbers of runs, rising; or a bit for each run there is, where those take less. Of 800 versions of a live blog, which
have 21,000 of 39,000 runs each, the numbers took 65 MB and the bits 4."""


class Wording:
    """The shared wording of one story's articles, by their places in `articles`."""

    def __init__(self, articles: Sequence[StoryArticle], matches: Mapping[tuple[int, int], StoryMatch]) -> None:
        self._langs = [a.lang for a in articles]
        self._articles = articles
        self._matches_of: list[dict[int, StoryMatch]] = [{} for _ in articles]
        for (i, j), match in matches.items():
            self._matches_of[i][j] = match
        self._shared: list[Runs] = [_NONE] * len(articles)
        self._shared_runs = np.zeros(len(articles), np.int64)
        self._own_runs = np.zeros(len(articles), np.int64)
        self._same_text = list(range(len(articles)))
        self._all: dict[str | None, int] = {}
        self._least: dict[str | None, float] = {}
        for lang in dict.fromkeys(self._langs):
            kin = [i for i, own in enumerate(self._langs) if own == lang]
            if len(kin) < 2:
                self._all[lang], self._least[lang] = 0, 1.0  # nobody there to share words with
                continue
            numbered, size = number_runs((_bodies(articles[i]) for i in kin), _is_unspaced(lang))
            first: dict[bytes, int] = {}
            held_by = np.zeros(size, np.int64)
            for i, packed in zip(kin, numbered, strict=True):
                own = _unpacked(packed)
                held_by[own] += 1
                self._own_runs[i] = own.size
                if own.size:
                    self._same_text[i] = first.setdefault(blake2b(packed.tobytes(), digest_size=16).digest(), i)
            common = held_by > 1
            column = (np.cumsum(common) - 1).astype(np.int32)
            self._all[lang] = int(common.sum())
            for i in reversed(kin):
                own = _unpacked(numbered.pop())
                own = column[own[common[own]]]
                self._shared[i], self._shared_runs[i] = _packed(own, self._all[lang]), own.size
            worded = [i for i in kin if self._own_runs[i]]
            self._least[lang] = min(self._own(i) for i in worded) if len(worded) > 2 else 1.0
        self._strings: dict[str | None, Counter[str]] = {}
        # [language, place]: the most that one in another language (0), or in its own (1), covers of an article.
        self._most = np.zeros((2, len(articles)))
        for (i, j), match in matches.items():
            same = int(self._langs[i] == self._langs[j])
            self._most[same, i] = max(self._most[same, i], self._cover(i, match))
        numbers = {lang: number for number, lang in enumerate(self._all)}
        self._tongue = np.array([numbers[lang] for lang in self._langs], np.int64)

    def same_text(self) -> list[int]:
        """Return for each article the first one of its language with exactly the same runs of words."""
        return self._same_text

    def missing_shares(self, parents: Sequence[int], children: Sequence[int]) -> Matrix:
        """Return [p, c]: the share of the child's story wording that the parent does not have, 0 to 1."""
        above, below = np.asarray(parents, np.int64), np.asarray(children, np.int64)
        found = np.zeros((len(above), len(below)))
        alike = self._tongue[above][:, None] == self._tongue[below][None, :]
        worded = self._shared_runs[below] > 0
        for tongue in set(self._tongue[below[worded]].tolist()):
            rows = np.flatnonzero((self._tongue[above] == tongue) & (self._own_runs[above] > 0))
            columns = np.flatnonzero((self._tongue[below] == tongue) & worded)
            if len(rows):
                had = [self._shared[p] for p in above[rows].tolist()]
                asked = [self._shared[c] for c in below[columns].tolist()]
                held = _count_held(had, asked, self._all[self._langs[children[columns[0]]]])
                found[np.ix_(rows, columns)] = 1 - held / self._shared_runs[below[columns]].astype(np.float32)
        by_match = (self._most[alike.astype(np.int64), below] > 0).astype(np.float64)
        worded = worded & alike
        settled = above[:, None] == below[None, :]
        for x, y, match in self.matched(parents, children):
            p, c = parents[x], children[y]
            settled[x, y] |= alike[x, y] and match.kind == "copy" and self._own_runs[p] > 0
            by_match[x, y] = self._missing_by_match(p, c, match)
        # Two wordings of one language share runs by chance: what the match aligned counts too.
        return np.where(settled, found, np.where(worded, np.minimum(found, by_match), by_match))

    def missing_share(self, p: int, c: int) -> float:
        """Return one cell of `missing_shares`: the share of c's story wording that p does not have."""
        same = self._langs[p] == self._langs[c]
        runs = self._shared_runs[c]
        worded = same and bool(runs)
        had = int(_held(_unpacked(self._shared[c]), _unpacked(self._shared[p])).sum()) if self._own_runs[p] else 0
        found = float(1 - np.float32(had) / np.float32(runs)) if worded and self._own_runs[p] else 0.0
        match = self._matches_of[c].get(p)
        if p == c or (same and match is not None and match.kind == "copy" and self._own_runs[p]):
            return found
        by_match = self._missing_by_match(p, c, match) if match is not None else float(self._most[int(same), c] > 0)
        return min(found, by_match) if worded else by_match

    def matched(self, parents: Sequence[int], children: Sequence[int]) -> Iterator[tuple[int, int, StoryMatch]]:
        """Yield the matches between parents and children: where the two stand in the lists, and what joins them."""
        row = {p: x for x, p in enumerate(parents)}
        for y, c in enumerate(children):
            of = self._matches_of[c]
            # One article may match a hundred thousand, or be asked about so many.
            for p in [p for p in of if p in row] if len(of) < len(row) else [p for p in row if p in of]:
                yield row[p], y, of[p]

    def missing_of_story(self, c: int) -> float:
        """Return the share of the story's wording in c's language that c does not have, 0 to 1."""
        total = self._all.get(self._langs[c], 0)
        return 1 - int(self._shared_runs[c]) / total if total else 0.0

    def alone(self, c: int) -> float:
        """Return the share of c's wording that stands in c alone, beyond the least such share of three or more
        articles.

        The first report is what the others cut from; text around it that nobody took over is a background
        somebody put it into.
        """
        return max(0.0, self._own(c) - self._least[self._langs[c]]) if self._own_runs[c] else 0.0

    def shared_span(self, c: int, start: int, end: int) -> bool:
        """Return whether the words of a span of c's text stand in another article of its language too."""
        lang = self._langs[c]
        if lang not in self._strings:  # few stories are asked this
            kin = [a for a in self._articles if a.lang == lang]
            self._strings[lang] = Counter(
                run for a in kin for run in set().union(*(_cut(text, lang) for text in _bodies(a)))
            )
        runs = _cut(self._articles[c].text[start:end], lang)
        return bool(runs) and 2 * sum(self._strings[lang][r] > 1 for r in runs) > len(runs)

    def _own(self, i: int) -> float:
        return 1 - int(self._shared_runs[i]) / int(self._own_runs[i]) if self._own_runs[i] else 0.0

    def _cover(self, i: int, match: StoryMatch) -> float:
        return match.coverage_a if match.a == self._articles[i].article else match.coverage_b

    def _missing_by_match(self, p: int, c: int, match: StoryMatch) -> float:
        """From coverages: beside the child's best of its kind, and beside how much of the parent the child has.

        No rewrite or translation is covered in full. So a child is measured by the best that any other article covers
        of it, and by the parent's own share: one that stands from end to end in a child of which it covers half is cut
        short.
        """
        most = float(self._most[int(self._langs[p] == self._langs[c]), c])
        most = max(most, self._cover(p, match))
        return 1 - self._cover(c, match) / most if most > 0 else 0.0


def number_runs(bodies: Iterable[Sequence[str]], unspaced: bool) -> tuple[list[Runs], int]:
    """Return for each article of `bodies` (its pieces of text) the numbers of its runs, and how many there are; equal
    runs have equal numbers.

    A piece that stands in several articles is cut once, and held once: versions of a live blog are the same paragraphs
    again and again. So `bodies` are best made one by one.
    """
    pieces: dict[str, int] = {}
    held = [sorted({pieces.setdefault(text, len(pieces)) for text in own}) for own in bodies]
    runs_of = _number_pieces(pieces, unspaced)
    size = 1 + max((int(runs.max()) for runs in runs_of if runs.size), default=-1)
    return [_packed(_distinct(np.concatenate([_NONE, *(runs_of[piece] for piece in own)])), size) for own in held], size


def _packed(runs: Numbers, size: int) -> Runs:
    """Numbers below `size` as what takes less."""
    if size <= _WIDE or 32 * runs.size <= size:
        return runs
    held = np.zeros(size, np.bool_)
    held[runs] = True
    return np.packbits(held)


def _unpacked(runs: Runs) -> Numbers:
    """The numbers themselves."""
    if runs.dtype == np.uint8:
        return np.flatnonzero(np.unpackbits(runs.view(np.uint8))).astype(np.int32)
    return runs.view(np.int32)


def _number_pieces(pieces: Iterable[str], unspaced: bool) -> list[Numbers]:
    """The numbers of the runs of each piece. A run is a pair of shorter ones, so runs are numbered by doubling: words,
    pairs of words, pairs of those."""
    words: list[str] = []
    ends = [0]
    for text in pieces:
        words += _words(text, unspaced)
        ends.append(len(words))
    bounds = np.array(ends, np.int64)
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    runs = np.fromiter(map(numbers.__getitem__, words), np.int64, len(words))
    starts, last = np.arange(len(runs)), np.repeat(bounds[1:], np.diff(bounds))
    width, whole, base = 1, _CHARS if unspaced else _RUN, len(words) + 1
    while width < whole:
        # A run starts at each place from which it does not reach beyond its piece.
        starts = starts[starts + 2 * width <= last[starts]]
        runs[starts] = runs[starts] * np.int64(base) + runs[starts + width]
        width, base = 2 * width, base * base
        # Pairs of few words are numbers themselves: they are numbered anew at the end, or before they overflow.
        if width == whole or base * base > np.iinfo(np.int64).max:
            runs[starts], base = np.unique(runs[starts], return_inverse=True)[1], len(words) + 1
    found, places = runs[starts].astype(np.int32), np.searchsorted(starts, bounds).tolist()
    return [found[low:high] for low, high in pairwise(places)]


def _words(text: str, unspaced: bool) -> Sequence[str]:
    """The words of a text; where no spaces stand between them, its characters."""
    words = _WORD.findall(_unmarked(text))
    return "".join(words) if unspaced else words


def _distinct(values: Numbers) -> Numbers:
    """The different values, rising. `np.unique` does the same, and of a few values takes ten times as long."""
    values = np.sort(values)
    new = np.empty(len(values), bool)
    new[:1] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return values[new]


def _held(asked: Numbers, own: Numbers) -> npt.NDArray[np.bool_]:
    """Which of `asked` are among `own`; both rise."""
    if not len(own):
        return np.zeros(len(asked), bool)
    at = np.searchsorted(own, asked)
    found: npt.NDArray[np.bool_] = own.take(at, mode="clip") == asked
    return found


def _count_held(had: Sequence[Runs], asked: Sequence[Runs], size: int) -> npt.NDArray[np.float32]:
    """[p, c]: how many of the runs `asked[c]` are among `had[p]`; all are below `size`."""
    if size <= _WIDE:
        return _marked(had, size) @ _marked(asked, size).T
    # What no parent has is common to nobody: of a hundred thousand notices most runs are such.
    known = np.zeros(size, np.bool_)
    for own in had:
        known[_unpacked(own)] = True
    places = np.where(known, np.cumsum(known) - 1, -1)
    above = _bits(had, places)
    found = np.empty((len(asked), len(had)), np.float32)
    for at in range(0, len(asked), _AT_ONCE):
        _count_common(_bits(asked[at : at + _AT_ONCE], places), above, found[at : at + _AT_ONCE])
    return found.T


def _marked(many: Sequence[Runs], size: int) -> npt.NDArray[np.float32]:
    """[i, run]: 1 where `many[i]` has it, else 0."""
    rows = np.zeros((len(many), size), np.float32)
    for row, own in zip(rows, many, strict=True):
        row[_unpacked(own)] = 1
    return rows


def _bits(many: Sequence[Runs], places: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """[i, ...]: a bit for each run that has a place, which is not -1, set where `many[i]` has it."""
    width = 64 * (1 + int(places.max()) // 64)
    rows = np.empty((len(many), width // 64), np.uint64)
    for row, own in zip(rows, many, strict=True):
        held = np.zeros(width + 1, np.bool_)
        held[places[_unpacked(own)]] = True
        row[:] = np.packbits(held[:-1]).view(np.uint64)
    return rows


@kernel("u8[,] u8[,] f4[,]!")
def _count_common(rows, others, found):  # type: ignore[no-untyped-def]
    """[i, j]: how many bits are set in both `rows[i]` and `others[j]`.

    By words, as in H. S. Warren, Hacker's Delight, section 5.1: as numbers to multiply, the runs of 800 versions of a
    live blog took 120 MB."""
    for i in range(len(rows)):
        for j in range(len(others)):
            count = np.uint64(0)
            for at in range(len(rows[i])):
                bits = rows[i, at] & others[j, at]
                bits -= bits >> np.uint64(1) & np.uint64(0x5555555555555555)
                bits = (bits & np.uint64(0x3333333333333333)) + (bits >> np.uint64(2) & np.uint64(0x3333333333333333))
                bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
                count += bits * np.uint64(0x0101010101010101) >> np.uint64(56)
            found[i, j] = count


def _is_unspaced(lang: str | None) -> bool:
    # Whoever traces has the tables of languages loaded; whoever asks an archive for a link need not wait for them.
    from dedup.features import is_unspaced

    return is_unspaced(lang or "")


def _unmarked(text: str) -> str:
    """The text in lower case without the marks on its letters: who drops them writes the same words.

    Decomposed letters come apart in `_WORD` otherwise, and the two spellings of one text share no run.
    """
    if text.isascii():
        return text.casefold()
    return _MARKS.sub("", normalize("NFD", text.casefold()))


def _bodies(article: StoryArticle) -> list[str]:
    text, body = article.text, article.body
    spans = body.tolist() if isinstance(body, np.ndarray) else body
    return [text] if spans is None else [text[start:end] for start, end in spans]


def _cut(text: str, lang: str | None) -> set[str]:
    unspaced = _is_unspaced(lang)
    words, size, blank = _words(text, unspaced), _CHARS if unspaced else _RUN, "" if unspaced else " "
    return {blank.join(words[i : i + size]) for i in range(len(words) - size + 1)}
