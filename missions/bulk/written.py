"""Result files that grow row by row: to a temporary file first, which takes the name asked for when all is written."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from engine.table import RESULT_COLUMNS
from missions.bulk.classify import Classifier, Decisions
from missions.files.output import csv_line, csv_lines
from missions.files.problems import Problem
from missions.files.sheet import Sheet


@contextmanager
def replacing(target: str) -> Iterator[IO[bytes]]:
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
        made = tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115
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


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class ResultCells:
    """What is appended to a row for an outcome, as CSV."""

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        self._outcomes: list[str] = []
        self._chart = csv_line([classifier.chart.stamp])

    def know(self, outcomes: npt.NDArray[np.int32]) -> int:
        """Make ready for these outcome numbers; how many are known."""
        count = int(outcomes.max(initial=-1)) + 1
        if count > len(self._outcomes):
            every = np.arange(count, dtype=np.int32)
            columns = self._classifier.table.columns(every, self._classifier.lang)
            self._outcomes = csv_lines([columns[name].tolist() for name in RESULT_COLUMNS[:-1]])
        return len(self._outcomes)

    def plain(self) -> list[str]:
        """For each known outcome the cells of a row without problems, with the separator before them."""
        return [f",{cells},,{self._chart}" for cells in self._outcomes]

    def lines(self, sheet: Sheet, decisions: Decisions) -> list[str]:
        """The rows of ``sheet`` with their results, as lines of CSV."""
        self.know(decisions.outcomes)
        kept = self._classifier.kept
        columns = list(zip(*sheet.rows, strict=True))[:kept]
        texts = self._classifier.problem_texts(decisions.problems)
        problems = {number: csv_line([text]) for number, text in texts.items()}
        results = [
            f"{self._outcomes[outcome]},{problems.get(number, '')},{self._chart}"
            for outcome, number in zip(decisions.outcomes.tolist(), sheet.row_numbers, strict=True)
        ]
        if not kept:
            return results
        return [f"{cells},{result}" for cells, result in zip(csv_lines(columns), results, strict=True)]


class CsvFile:
    """A CSV file of missions with their results. For Excel: a byte order mark and CRLF, otherwise plain UTF-8 and LF.

    Each row is written with the line end ``before`` it. With ``cr_first`` the CR of a CRLF is rather put ``after`` the
    row that it ends, for rows that bring their LF along.
    """

    def __init__(
        self, file: IO[bytes], classifier: Classifier, header: Iterable[str], *, for_excel: bool, cr_first: bool = False
    ) -> None:
        self.cells = ResultCells(classifier)
        self._file = file
        self._writing: Future[None] | None = None
        self.before = "\r\n" if for_excel and not cr_first else "\n"
        self.after = "\r" if for_excel and cr_first else ""
        names = [*header][: classifier.kept] + classifier.result_names
        self._write("\ufeff" * for_excel + csv_line(names) + self.after)

    def add(self, sheet: Sheet, decisions: Decisions, _: object = None) -> list[Problem]:
        """Write some rows; nothing has to be cut."""
        self._write("".join(map(self.row, self.cells.lines(sheet, decisions))))
        return []

    def row(self, line: str) -> str:
        """The line with its ends."""
        return f"{self.before}{line}{self.after}"

    def splice(self, text: Sequence[bytes | memoryview], pool: Executor) -> None:
        """Write rows that are bytes already, ends included, while the next ones are being made."""
        self._wait()
        self._writing = pool.submit(self._file.writelines, text)

    def close(self) -> None:
        """End the last row."""
        self._write(self.before)

    def _write(self, text: str) -> None:
        self._wait()
        self._file.write(text.encode("utf-8", "replace"))

    def _wait(self) -> None:
        if self._writing:
            self._writing.result()
            self._writing = None
