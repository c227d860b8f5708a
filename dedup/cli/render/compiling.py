"""What commands say of kernels that must be compiled, which is most of what a first run takes."""

from typing import TYPE_CHECKING, Final

from dedup.cli.render.terminal import say
from dedup.messages import count

if TYPE_CHECKING:
    from dedup.jobs import Warmed
    from dedup.pipeline import Watch

_READING: Final = "read"
"""The stage that needs no kernels."""


def saying_what_compiles(watch: "Watch") -> "Watch":
    """Return `watch`, which first says what must be compiled when a stage begins that has something to do: a run that
    reads no article compiles nothing."""
    said = False

    def saying(stage: str, done: int, total: int) -> None:
        nonlocal said
        if total and stage != _READING and not said:
            said = True
            _say_compiling()
        watch(stage, done, total)

    return saying


def _say_compiling() -> None:
    """Say what a first run compiles, how long that takes here, and where it is kept; nothing where all is there."""
    from dedup.jobs import compiling_cost

    cost = compiling_cost()
    if cost is None:
        return
    kernels = count(cost.kernels, "kernel")
    took = f"about {cost.seconds:.0f} s of processor time here" if cost.seconds >= 1 else "a moment"
    if cost.folder is None:
        say(f"compiling {kernels}, {took}, in each run: nothing can be written where they would be kept")
        say("set NUMBA_CACHE_DIR to a folder that can be written to, and this is done once")
    else:
        say(f"compiling {kernels}, once: {took}, beside the first stages; kept in {cost.folder}")


def print_warmed(warmed: "Warmed") -> None:
    """Print what compiling took, on stderr."""
    if warmed.compiled:
        say(f"compiled {warmed.compiled} of {warmed.kernels} kernels in {warmed.seconds:.1f} s")
    else:
        say(f"all {warmed.kernels} kernels are compiled already")
    if warmed.folder is not None:
        say(f"kept in {warmed.folder}")
