"""Tracing: likelihoods of links, the posterior over a story's trees, the verdict and its calibration."""
