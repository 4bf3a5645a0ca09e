"""Somebody's JSON, read in a process with limits: a few bytes of it can stand for much memory."""

import json
from functools import partial
from typing import Any

from missions.files.limited import IN_PAGE, Limits
from missions.files.problems import FileError
from missions.files.reading import run_apart

MOST_VALUES = 5_000_000
"""Values that a document may hold: a review of 5,000 missions has some 2 million."""


def read_json(data: bytes, limits: Limits = IN_PAGE, most: int = MOST_VALUES) -> Any:
    """What a JSON document says.

    Raises ``ValueError`` and ``RecursionError`` for what is none, and ``FileError`` for what takes too much.
    """
    return run_apart(partial(_read, data, limits.megabytes, most), limits.for_size(len(data)))


def _read(data: bytes, megabytes: int, most: int) -> Any:
    found = json.loads(data)
    count, rest = 0, [found]
    while rest:
        value = rest.pop()
        within = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        count += len(within)
        if count > most:
            raise FileError("too_much_memory", megabytes=megabytes)
        rest += within
    return found
