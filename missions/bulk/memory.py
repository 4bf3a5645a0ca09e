"""A process for bulk work: it keeps the memory it frees, as blocks of a few MB are taken and given back all the time.

Otherwise a quarter of the processor time goes to the system, which takes each block back and clears it again.
"""

import ctypes
import os
import sys

_MOST = 2**30
_KEPT = {"MALLOC_MMAP_THRESHOLD_": str(_MOST), "MALLOC_TRIM_THRESHOLD_": str(_MOST)}
FOR_NEW_PROCESS = {
    **_KEPT,
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:-1,muzzy_decay_ms:-1",  # of polars
    "OPENBLAS_NUM_THREADS": "1",  # numpy's threads for matrices only cost
}
"""The environment of a process that shall do so from its start."""
_TRIM, _MMAP = -1, -3
"""``M_TRIM_THRESHOLD`` and ``M_MMAP_THRESHOLD`` of glibc."""


def keep_freed_memory() -> None:
    """Let this process do so, and those that it starts. To be called before polars and numpy are imported."""
    for name, value in FOR_NEW_PROCESS.items():
        os.environ.setdefault(name, value)
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        for option in (_TRIM, _MMAP):
            libc.mallopt(option, _MOST)
