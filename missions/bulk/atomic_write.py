"""Writing a file to a temporary file first, which takes the name asked for when all is written."""

import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def atomic_write(target: str) -> Iterator[IO[bytes]]:
    """A file to write that becomes ``target`` (``-`` for stdout) at the end, or vanishes when something is raised.

    A link keeps pointing to the file, and a pipe or device is written to as it is. Raises ``OSError`` that names
    ``target`` when it cannot be made.
    """
    if target == "-":
        with tempfile.TemporaryFile() as file:
            yield file
            file.seek(0)
            shutil.copyfileobj(file, sys.stdout.buffer, 1 << 20)
            sys.stdout.buffer.flush()
        return
    path = Path(target).resolve()
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    try:
        made = tempfile.NamedTemporaryFile(dir=path.parent, prefix=_prefix(path, os.getpid()), delete=False)  # noqa: SIM115
    except OSError as error:
        error.filename = target
        raise
    with made as file:
        temporary = Path(file.name)
        try:
            yield file
            file.close()
            os.chmod(temporary, 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            file.close()
            temporary.unlink(missing_ok=True)
            raise


def remove_unfinished(targets: Iterable[str], process: int) -> None:
    """Remove what a process that was killed left of its files to ``targets``."""
    for path in (Path(target).resolve() for target in targets):
        for left in path.parent.glob(f"{glob.escape(_prefix(path, process))}*"):
            left.unlink(missing_ok=True)


def _prefix(path: Path, process: int) -> str:
    return f".{path.name}.{process}."


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
