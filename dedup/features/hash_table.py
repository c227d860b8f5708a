"""Words found by their hashes, a whole batch at a time: in a hash table that grows, and in a sorted table.

The hash table has open addressing with linear probing. An entry is a hash and a place; the hash 0 means that there is
none. Hashes are spread evenly, so in a sorted table the first bits of one say nearly where it stands.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from dedup.kernels import kernel

Number = TypeVar("Number", bound=np.generic)


class Places:
    """A hash table of places: where what is known of each word lies, by the word's hash as it stands.

    Not for two threads at once.
    """

    def __init__(self) -> None:
        self.words = 0
        self._hashes = np.zeros(1 << 16, np.uint64)
        self._places = np.zeros(1 << 16, np.int32)

    def of(
        self, surfaces: NDArray[np.uint64], learn: Callable[[NDArray[np.int64]], Sequence[int]]
    ) -> NDArray[np.int32]:
        """Return the place of each word. `learn` is given where in `surfaces` words stand that are new, each once, and
        answers with their places."""
        surfaces = np.maximum(surfaces, np.uint64(1))
        found: NDArray[np.int32] = look_up(self._hashes, self._places, surfaces)
        missing = np.flatnonzero(found < 0)
        if len(missing):
            new, first = np.unique(surfaces[missing], return_index=True)
            places = np.array(learn(missing[first]), np.int32)
            self.words += len(new)
            while 2 * self.words > len(self._hashes):
                self._hashes, self._places = grown(self._hashes, self._places)
            put(self._hashes, self._places, new, places)
            found[missing] = look_up(self._hashes, self._places, surfaces[missing])
        return found


MOST_WORDS: Final = 1_000_000
"""Words of all languages that are remembered where nobody says how many; stems and concepts take 440 bytes of each."""


class Remembers(Protocol):
    """What is known of one language's words."""

    places: Places


RemembersT = TypeVar("RemembersT", bound=Remembers)


class ByLanguage(Generic[RemembersT]):
    """What is remembered of the words of each language, so that not every batch works them out anew.

    When all languages together have more than `most` words, all are forgotten: the common ones are back after one
    batch. A bound for each language was tried: of a dump in sixteen, memory grew with the dump up to ten times of it.
    """

    def __init__(self, make: Callable[[], RemembersT], most: int) -> None:
        self._make = make
        self._most = most
        self._kept: dict[str, RemembersT] = {}

    def of(self, lang: str) -> RemembersT:
        """Return what is remembered of a language's words; threads share it."""
        kept = self._kept
        if sum(one.places.words for one in list(kept.values())) > self._most:
            # Another thread may be reading one that is forgotten: it keeps it.
            self._kept = kept = {}
        return kept[lang] if lang in kept else kept.setdefault(lang, self._make())


class Growing(Generic[Number]):
    """An array that is appended to."""

    def __init__(self, dtype: type[Number]) -> None:
        self._room: NDArray[Number] = np.zeros(1 << 12, dtype)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> NDArray[Number]:
        """What is in it: a view, good until the next `extend`."""
        return self._room[: self._size]

    def extend(self, values: Sequence[float]) -> None:
        """Append `values`."""
        size = self._size + len(values)
        if size > len(self._room):
            self._room = np.resize(self._room, max(size, 2 * len(self._room)))
        self._room[self._size : size] = values
        self._size = size


def look_up(hashes: NDArray[np.uint64], places: NDArray[np.int32], wanted: NDArray[np.uint64]) -> NDArray[np.int32]:
    """Return the place of each of `wanted`, -1 where it is unknown. `len(hashes)` is a power of two."""
    found = np.full(len(wanted), -1, np.int32)
    _look_up(hashes, places, wanted, found)
    return found


@kernel("u8[] i4[] u8[] i4[]!")
def _look_up(hashes, places, wanted, found):  # type: ignore[no-untyped-def]
    mask = np.uint64(len(hashes) - 1)
    for number in range(len(wanted)):
        slot = wanted[number] & mask
        while hashes[slot] != 0:
            if hashes[slot] == wanted[number]:
                found[number] = places[slot]
                break
            slot = (slot + np.uint64(1)) & mask


@kernel("u8[]! i4[]! u8[] i4[]")
def put(hashes, places, new, new_places):  # type: ignore[no-untyped-def]
    """Add entries, of which none is there yet, to a table with room for them."""
    mask = np.uint64(len(hashes) - 1)
    for number in range(len(new)):
        slot = new[number] & mask
        while hashes[slot] != 0:
            slot = (slot + np.uint64(1)) & mask
        hashes[slot] = new[number]
        places[slot] = new_places[number]


def grown(hashes: NDArray[np.uint64], places: NDArray[np.int32]) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Return the same table with twice the room."""
    kept = hashes != 0
    larger = np.zeros(2 * len(hashes), np.uint64)
    larger_places = np.zeros(2 * len(places), np.int32)
    put(larger, larger_places, hashes[kept], places[kept])
    return larger, larger_places


def count_owners(
    places: NDArray[np.int32], owners: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct `places`, rising, and of how many of `owners` each is; owners come in rising order, and
    places are below `most`."""
    count = np.zeros(most, np.int64)
    _count_owners(places, owners, np.full(most, -1, np.int64), count)
    distinct = np.flatnonzero(count)
    return distinct, count[distinct]


@kernel("i4[] i8[] i8[]! i8[]!")
def _count_owners(places, owners, last, count):  # type: ignore[no-untyped-def]
    for number in range(len(places)):
        place = places[number]
        if last[place] != owners[number]:
            last[place] = owners[number]
            count[place] += 1


@dataclass(frozen=True)
class Finder:
    """Finds elements in a sorted table of distinct ones; five times as fast as a binary search in 300,000."""

    elements: NDArray[np.uint32]

    @cached_property
    def _shift(self) -> int:
        return 32 - min(24, max(1, len(self.elements).bit_length()))

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        """Where the elements with each of the first bits begin."""
        firsts = np.arange((1 << (32 - self._shift)) + 1, dtype=np.uint64) << np.uint64(self._shift)
        return np.searchsorted(self.elements, firsts)

    def find(self, wanted: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return where each of `wanted` stands, and whether it does; 0 where it does not."""
        at = np.full(len(wanted), -1, np.int64)
        find_elements(self.elements, self._starts, self._shift, wanted, at)
        known = at >= 0
        return np.where(known, at, 0), known


@kernel("u4[] i8[] i8 u4[] i8[]!")
def find_elements(elements, starts, shift, wanted, found):  # type: ignore[no-untyped-def]
    """Write the place of each of `wanted` in the sorted `elements` to `found`, which is left as it is for one that is
    not there; those whose bits above `shift` are b begin at `starts[b]`."""
    for number in range(len(wanted)):
        element = wanted[number]
        first = element >> np.uint32(shift)
        for at in range(starts[first], starts[first + 1]):
            if elements[at] >= element:
                if elements[at] == element:
                    found[number] = at
                break
