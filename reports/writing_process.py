"""Writing a summary in a process of its own, so that whoever waits for it holds nobody else up.

The process is a fresh Python that runs ``reports/__main__.py``: it takes the input as a pickle and gives back progress
and result as pickles. (multiprocessing would run the caller's main program again, and that of a page is the page.)
"""

import pickle
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from flowchart import charts
from reports.fonts_used import SARABUN, Lettering
from reports.summary import SummaryInput
from reports.writing import Content, FileKind, Progress, unheard
from text.numbers import Digits
from text.words import Lang

_ROOT = Path(__file__).resolve().parent.parent


class WritingError(RuntimeError):
    """The process that wrote the summary failed; the message is what it said."""


def write_apart(
    summary: SummaryInput,
    kinds: Sequence[FileKind],
    lang: Lang = "th",
    *,
    digits: Digits = "arabic",
    lettering: Lettering = SARABUN,
    content: Content = "summary",
    progress: Progress = unheard,
) -> dict[FileKind, bytes]:
    """As ``write_all``, in a process of its own. Raises ``WritingError``."""
    options = {"digits": digits, "lettering": lettering, "content": content}
    task = pickle.dumps((charts.file_of(summary.chart), (summary, tuple(kinds), lang), options))
    command = [sys.executable, "-m", "reports"]
    with subprocess.Popen(
        command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise WritingError("no pipes")
        try:
            process.stdin.write(task)
            process.stdin.close()
            while True:
                message = pickle.load(process.stdout)  # noqa: S301  our own process, asked by us
                if isinstance(message, dict):
                    return message
                if isinstance(message, str):
                    raise WritingError(message)
                progress(*message)
        except (EOFError, OSError) as error:
            raise WritingError("the process ended without a result") from error
        except BaseException:
            process.kill()
            raise
