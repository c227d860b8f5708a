"""What every process of the program does, workers first: this room loads nothing, so a worker starts in a tenth of a
second and loads what its jobs need."""

from dedup.processes.memory import peak_memory
from dedup.processes.pandas_out import is_pandas_out, keep_pandas_out
from dedup.processes.worker import serve

__all__ = ["is_pandas_out", "keep_pandas_out", "peak_memory", "serve"]
