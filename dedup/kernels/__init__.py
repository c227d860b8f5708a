"""Kernels: functions over arrays that numba compiles, each once on a machine, and where they are kept."""

from dedup.kernels.dispatch import KERNELS, Kernel, kernel, large_part, part
from dedup.kernels.folders import Folders, folders_of_process
from dedup.kernels.sorting import lower_bound, sort

__all__ = ["KERNELS", "Folders", "Kernel", "folders_of_process", "kernel", "large_part", "lower_bound", "part", "sort"]
