"""Calibration of shares of trees into the confidences of links and verdicts."""

from math import exp, log

Scale = tuple[float, float]
"""Slope and shift of a share's log-odds."""


def confidence_of(share: float, scale: Scale = (1.0, 0.0)) -> float:
    """Return the share of trees as a confidence: its log-odds times the slope plus the shift, kept within 0.01 and
    0.99.

    The sum over trees takes each piece of evidence for independent of the others, which they are not, so that its
    shares lie too near to 0 and 1; a slope below 1 takes that back. `benchmarks/calibration.py` fits the scales.
    """
    slope, shift = scale
    share = min(0.999, max(0.001, share))
    odds = slope * log(share / (1 - share)) + shift
    return round(min(0.99, max(0.01, 1 / (1 + exp(-odds)))), 3)
