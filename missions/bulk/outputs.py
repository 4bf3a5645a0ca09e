"""The files that a run would write, checked before it writes any."""

import os
from collections.abc import Iterable
from pathlib import Path

from missions.files.problems import FileError

SUFFIXES = (".csv", ".xlsx", ".parquet")
"""What a result file may be."""


def check_outputs(outputs: Iterable[str | Path], sources: Iterable[str | Path]) -> None:
    """Raise ``FileError`` when an output is one of the sources or two outputs are one file; ``-`` is no file."""
    taken: dict[object, str | Path] = {}
    read = {_identity(source) for source in sources if str(source) != "-"}
    for output in outputs:
        if str(output) == "-":
            continue
        identity = _identity(output)
        if identity in read:
            raise FileError("replaces_source", file=output)
        if identity in taken:
            raise FileError("same_output", first=taken[identity], second=output)
        taken[identity] = output


def _identity(path: str | Path) -> object:
    """What two names of one file share, also when one is a link or written in another case."""
    try:
        status = os.stat(path)
    except OSError:
        return os.path.normcase(Path(path).resolve())
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.normcase(Path(path).resolve())
