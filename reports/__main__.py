"""What ``write_apart`` starts: a pickled task on standard input, progress and the files on standard output."""

import os
import pickle
import sys

from flowchart import charts
from reports.writing import FileKind, write_all


def _send(message: dict[FileKind, bytes] | str | tuple[int, int]) -> None:
    pickle.dump(message, sys.stdout.buffer)
    sys.stdout.buffer.flush()


try:
    file, arguments, options = pickle.load(sys.stdin.buffer)  # noqa: S301  written by ``write_apart``
    charts.adopt(arguments[0].chart, file)  # the report profile is found beside the chart's file
    _send(write_all(*arguments, **options, progress=lambda done, total: _send((done, total))))
except Exception as error:  # noqa: BLE001  whatever it was, the caller must hear of it
    _send(f"{type(error).__name__}: {error}")
os._exit(0)  # taking the dictionary of Thai words apart would keep the caller waiting for a second and more
