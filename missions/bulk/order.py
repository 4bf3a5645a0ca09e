"""Classifying a large file as it was ordered: the order, how far it is, and what came of it."""

import logging
import multiprocessing
import os
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from flowchart import charts
from missions.bulk.stream import Extra, Progress, Reading, StoppedError, classify_file
from missions.bulk.tally import Tally
from missions.files.columns import Columns
from missions.files.limited import AT_LENGTH, run_limited
from missions.files.problems import FileError
from missions.files.replacements import WordCount
from missions.files.sheet import Sheet
from missions.files.workbook import OLE, ZIP
from text.words import LANGS, Lang

LARGE_TEXT = 15_000_000
LARGE_WORKBOOK = 4_000_000
"""Bytes of a file with some 50,000 missions; a workbook is packed."""
RESULT, PROBLEMS, CORRECTED = "classified.zip", "problems.zip", "corrected.zip"
"""What is written."""
_EVERY = 1.0
"""Seconds from one report to the next."""


@dataclass(frozen=True)
class Order:
    """How the file is to be classified, and by which chart (id and version)."""

    lang: Lang
    reading: Reading
    chart: tuple[str, str]


@dataclass(frozen=True)
class JobProgress:
    """How far it is, ``seconds`` after it began; ``started`` says when that was (since 1970)."""

    started: float
    seconds: float = 0.0
    missions: int = 0
    share: float = 0.0
    encoding: str | None = None
    header_row: int | None = None
    sheet_name: str | None = None

    @property
    def rate(self) -> float:
        """Missions a second."""
        return self.missions / max(self.seconds, 0.001)

    @property
    def seconds_left(self) -> float | None:
        """As things go; None when nothing can be said yet."""
        return self.seconds * (1 - self.share) / self.share if self.share > 0 else None


@dataclass(frozen=True)
class Outcome:
    """How it ended. ``refusal`` says in each language why it failed; the counts are those of a ``Tally``.

    ``strange`` are the most frequent words that were not understood, ``more_strange`` the number of the others;
    ``first`` are the first problems in words, ``walks`` the last thing of each is how many missions went that way.
    """

    state: Literal["cancelled", "failed", "done"]
    seconds: float = 0.0
    refusal: dict[Lang, str] = field(default_factory=dict)
    missions: int = 0
    decided: int = 0
    blank_rows: int = 0
    foot_rows: int = 0
    ids_compared: int = 0
    ids_not_compared: int = 0
    problems: int = 0
    warnings: int = 0
    dispositions: dict[str, int] = field(default_factory=dict)
    ministries: dict[str, dict[str, int]] = field(default_factory=dict)
    many_ministries: bool = False
    walks: tuple[tuple[str, str, str, int], ...] = ()
    first: tuple[tuple[int | None, dict[Lang, str]], ...] = ()
    strange: tuple[WordCount, ...] = ()
    more_strange: int = 0
    replaced: tuple[WordCount, ...] = ()


def is_large(start: bytes, size: int) -> bool:
    """Whether a file that begins so is for a worker."""
    return size > (LARGE_WORKBOOK if start.startswith((ZIP, OLE)) else LARGE_TEXT)


def failed(error: FileError) -> Outcome:
    """The outcome that says why."""
    return Outcome("failed", refusal={lang: error.sentence(lang) for lang in LANGS})


def carry_out(
    order: Order, source: Path, size: int, folder: Path, report: Callable[[JobProgress], None]
) -> Outcome | None:
    """Classify the file ``source`` into ``folder``, in a process with limits; what goes wrong is the outcome.

    ``report`` is told every second how far it is, and whether anything is new or not: what it raises ends the work.
    None when that process was killed from outside: it may go well another time.
    """
    receiving, sending = multiprocessing.Pipe(duplex=False)
    began = time.monotonic()
    latest, told = JobProgress(time.time()), 0.0

    def look() -> None:
        nonlocal latest, told
        while receiving.poll():
            latest = receiving.recv()
        if not told or time.monotonic() - told >= _EVERY:
            report(latest)
            told = time.monotonic()

    # Where there is no fork this process does the work itself, and stops to tell.
    reporter = _Reporter(sending.send if hasattr(os, "fork") else report, latest.started, began)
    with receiving, sending:
        try:
            task = partial(_classified, order, source, folder, reporter)
            return run_limited(task, AT_LENGTH.for_size(size), beside=look)
        except StoppedError:
            raise
        except FileError as error:
            return None if error.code == "killed" else failed(error)
        except OSError:
            logging.getLogger("blueprint").exception("the result of a job could not be written")
            return failed(FileError("no_room"))
        except Exception:  # the user gets a sentence, the log everything
            logging.getLogger("blueprint").exception("a job failed")
            return failed(FileError("unexpected"))


class _Reporter(Progress):
    """Tells the process that waits how far this one is."""

    def __init__(self, tell: Callable[[JobProgress], None], started: float, began: float) -> None:
        self._send, self._started, self._began = tell, started, began
        self._told = 0.0
        self._read: tuple[str | None, int | None, str | None] = (None, None, None)

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:  # noqa: ARG002
        self._read = sheet.encoding, sheet.header_row, sheet.sheet_name
        self._tell(0, 0.0)

    def progress(self, missions: int, share: float) -> None:
        if time.monotonic() - self._told >= _EVERY / 2:
            self._tell(missions, share)

    def finished(self, tally: Tally) -> None:
        """All missions are written; only the packing is left."""
        self._tell(tally.missions, 1.0)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    def _tell(self, missions: int, share: float) -> None:
        self._told = time.monotonic()
        self._send(JobProgress(self._started, self.seconds, missions, min(share, 1.0), *self._read))


def _classified(order: Order, source: Path, folder: Path, reporter: _Reporter) -> Outcome:
    result, problems = folder / "classified.csv", folder / "problems.csv"
    corrected = folder / "corrected.csv" if order.reading.replacements else None
    chart = charts.get(*order.chart)
    with source.open("rb") as file:
        tally = classify_file(
            chart,
            file,
            str(result),
            order.lang,
            extra=Extra(problems=str(problems), corrected=str(corrected) if corrected else None, by_ministry=True),
            reading=order.reading,
            progress=reporter,
        )
    reporter.finished(tally)
    _pack(result, folder / RESULT)
    _pack(problems, folder / PROBLEMS)
    if corrected:
        _pack(corrected, folder / CORRECTED)
    return Outcome(
        "done",
        seconds=reporter.seconds,
        missions=tally.missions,
        decided=tally.decided,
        blank_rows=tally.blank_rows,
        foot_rows=tally.foot_rows,
        ids_compared=tally.ids_compared,
        ids_not_compared=tally.ids_not_compared,
        problems=tally.problems,
        warnings=tally.warnings.total(),
        dispositions=dict(tally.dispositions),
        ministries={ministry: dict(counts) for ministry, counts in tally.ministries.items()},
        many_ministries=tally.many_ministries,
        walks=tuple((*walk, n) for walk, n in tally.walks.items()),
        first=tuple((p.row, {lang: p.sentence(lang) for lang in LANGS}) for p in tally.shown),
        strange=tally.words.strange(),
        more_strange=tally.words.more,
        replaced=tally.words.replaced(chart, order.reading.replacements),
    )


def _pack(path: Path, target: Path) -> None:
    """Put a file alone into a ZIP file: a server that hands it out holds all of it in its memory."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(path, path.name)
    path.unlink()
