"""The process that does one job: the oldest that waits, if no other worker is at work."""

import logging
import os
import time
import zipfile
from functools import partial
from pathlib import Path

from flowchart import charts
from missions.bulk.jobs import Job, JobProgress, Order, Outcome, held, turn, waiting, wake
from missions.bulk.stream import Extra, Progress, StoppedError, classify_file
from missions.bulk.tally import Tally
from missions.files.columns import Columns
from missions.files.limited import AT_LENGTH, run_limited
from missions.files.problems import FileError
from missions.files.sheet import Sheet
from text.words import LANGS

_EVERY = 0.25
"""Seconds from one report to the next."""
_PATIENCE = 2.0
"""Seconds to wait for those who only look whether a lock is held."""
_NICE = 15


class _Reporter(Progress):
    """Tells the job how far it is."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._started = time.time()
        self._told = 0.0
        self._read: tuple[str | None, int | None, str | None] = (None, None, None)

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:  # noqa: ARG002
        self._read = sheet.encoding, sheet.header_row, sheet.sheet_name
        self._tell(0, 0.0)

    def progress(self, missions: int, share: float) -> None:
        if time.time() - self._told >= _EVERY:
            self._tell(missions, share)

    def finished(self, tally: Tally) -> None:
        """All missions are written; only the packing is left."""
        self._tell(tally.missions, 1.0)

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.time() - self._started

    def _tell(self, missions: int, share: float) -> None:
        if self._job.outcome:
            raise StoppedError  # cancelled before this process was known
        self._told = time.time()
        self._job.report(JobProgress(os.getpid(), self._started, self._told, missions, min(share, 1.0), *self._read))


def main() -> None:
    """Do the oldest job that waits, and leave the next one to another worker."""
    if hasattr(os, "nice"):
        os.nice(_NICE)  # whoever waits for a page comes first
    with held(turn(), _PATIENCE) as mine:
        if not mine:
            return
        for job in waiting()[:1]:
            with held(job.lock, _PATIENCE) as ours:
                if ours and (order := job.order) and job.outcome is None:
                    _do(job, order)
    wake()


def _do(job: Job, order: Order) -> None:
    """Classify the file of a job; what goes wrong is its outcome."""
    reporter = _Reporter(job)
    try:
        reporter.progress(0, 0.0)
        outcome = run_limited(partial(_classified, job, order, reporter), AT_LENGTH.for_size(job.chosen.size))
    except StoppedError:
        outcome = Outcome("cancelled")
    except FileError as error:
        if error.code == "killed" and not job.outcome:
            return  # interrupted: whoever waits may start it again
        outcome = _failed(error)
    except OSError:
        logging.getLogger("blueprint").exception("job %s could not be written", job.id)
        outcome = _failed(FileError("no_room"))
    except Exception:  # the user gets a sentence, the log everything
        logging.getLogger("blueprint").exception("job %s failed", job.id)
        outcome = _failed(FileError("unexpected"))
    outcome = job.outcome or outcome  # it may have been cancelled meanwhile
    if outcome.state != "done":
        job.clear()
    job.end(outcome)


def _classified(job: Job, order: Order, reporter: _Reporter) -> Outcome:
    result, problems = job.folder / "classified.csv", job.folder / "problems.csv"
    with job.source.open("rb") as source:
        tally = classify_file(
            charts.get(*order.chart),
            source,
            str(result),
            order.lang,
            extra=Extra(problems=str(problems)),
            reading=order.reading,
            progress=reporter,
        )
    reporter.finished(tally)
    _pack(result, job.result)
    _pack(problems, job.problems)
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
    )


def _pack(path: Path, target: Path) -> None:
    """Put a file alone into a ZIP file: a server that hands it out holds all of it in its memory."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.write(path, path.name)
    path.unlink()


def _failed(error: FileError) -> Outcome:
    return Outcome("failed", refusal={lang: error.sentence(lang) for lang in LANGS})


if __name__ == "__main__":
    main()
