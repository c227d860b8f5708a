"""Searching and sorting, as parts of kernels: `np.searchsorted` takes longer to compile than a small kernel does, and
`np.sort` 2 s for each type."""

from dedup.kernels.dispatch import part


@part
def lower_bound(values, wanted):  # type: ignore[no-untyped-def]
    """Return the first place of the sorted `values` that holds `wanted` or more, their number if there is none."""
    low = 0
    high = len(values)
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@part
def sort(values, first, last):  # type: ignore[no-untyped-def]
    """Sort `values[first:last]` where they stand, by Shell's method: what is sorted here is short."""
    gap = 1
    while gap < (last - first) // 2:
        gap = gap * 9 // 4 + 1
    while gap > 0:
        for at in range(first + gap, last):
            value = values[at]
            spot = at
            while spot >= first + gap and values[spot - gap] > value:
                values[spot] = values[spot - gap]
                spot -= gap
            values[spot] = value
        gap = gap * 4 // 9
