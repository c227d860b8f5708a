"""What is made once on a machine and kept: kernels, which are functions over arrays that numba compiles, and tables."""

from dedup.kernels.dispatch import KERNELS, Kernel, kernel, large_part, part
from dedup.kernels.folders import Folders, folders_of_process, kept
from dedup.kernels.sorting import lower_bound, sort
