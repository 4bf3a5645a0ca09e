"""Many files of missions at once: on the processes of this machine, or on the workers of a Dask cluster.

Each file is one task, and the same function runs everywhere. A result file appears only when it is complete, so a task
that died with its worker is simply done again.
"""

import glob
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from flowchart.chart import Chart, blueprint
from missions.bulk.results import SUFFIXES
from missions.bulk.stream import Extra, classify_file
from missions.bulk.tally import Tally
from missions.files.problems import FileError
from text.words import Lang

PATIENCE = "20s"
"""How long a scheduler is waited for."""
_ATTEMPTS = 3
"""How often a file is tried whose worker died."""


@dataclass(frozen=True)
class Task:
    """One file to classify, by the chart with this hash."""

    source: str
    target: str
    lang: Lang
    chart_hash: str


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its tally, or why it was refused."""

    source: str
    target: str
    tally: Tally | None
    refusal: str = ""


def classify_files(
    chart: Chart, pattern: str, folder: Path, lang: Lang, *, cluster: str | None = None, workers: int | None = None
) -> Iterator[FileResult]:
    """Classify every file that ``pattern`` names into ``folder``, as they are done.

    A result has its source's name, and its kind where that can be written, otherwise CSV; ``….problems.csv`` stands
    beside it. ``cluster`` is ``local`` or the address of a Dask scheduler, whose workers must see the same files.
    Raises ``FileError``.
    """
    sources = sorted(name for name in glob.glob(pattern, recursive=True) if Path(name).is_file())
    if not sources:
        raise FileError("no_files", pattern=pattern)
    tasks = [Task(source, str(_target(Path(source), folder)), lang, chart.hash) for source in sources]
    if len({task.target for task in tasks}) < len(tasks):
        raise FileError("same_names", pattern=pattern)
    folder.mkdir(parents=True, exist_ok=True)
    return _on_dask(tasks, cluster, workers) if cluster else _on_processes(tasks, workers)


def _target(source: Path, folder: Path) -> Path:
    suffix = source.suffix.lower()
    return (folder / source.name).with_suffix(suffix if suffix in SUFFIXES else ".csv").absolute()


def classify_one(task: Task) -> FileResult:
    """Classify one file; what is wrong with it is a result like any other."""
    chart = blueprint()
    if chart.hash != task.chart_hash:
        raise RuntimeError(f"this worker has the chart {chart.stamp}, not the one with hash {task.chart_hash[:8]}")
    problems = str(Path(task.target).with_suffix(".problems.csv"))
    try:
        with open(task.source, "rb") as source:
            tally = classify_file(chart, source, task.target, task.lang, extra=Extra(problems))
    except FileError as error:
        return FileResult(task.source, task.target, None, error.sentence(task.lang))
    return FileResult(task.source, task.target, tally)


def _on_processes(tasks: Sequence[Task], workers: int | None) -> Iterator[FileResult]:
    waiting = set(tasks)
    for attempt in range(_ATTEMPTS):
        # Each attempt has new processes: after one died, those of the last are of no use.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            futures = {pool.submit(classify_one, task): task for task in tasks if task in waiting}
            try:
                for future in as_completed(futures):
                    result = future.result()
                    waiting.discard(futures[future])
                    yield result
            except BrokenProcessPool:
                if attempt == _ATTEMPTS - 1:
                    raise FileError("worker_died", files=", ".join(sorted(task.source for task in waiting))) from None
        if not waiting:
            return


def _on_dask(tasks: Sequence[Task], cluster: str, workers: int | None) -> Iterator[FileResult]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise FileError("no_dask") from None
    local: Any = distributed.LocalCluster(n_workers=workers, threads_per_worker=1) if cluster == "local" else None
    try:
        with distributed.Client(local or cluster, timeout=PATIENCE) as client:
            futures = client.map(classify_one, tasks, pure=False, retries=_ATTEMPTS - 1)
            for future in distributed.as_completed(futures):
                yield future.result()
    except distributed.KilledWorker as error:
        raise FileError("worker_died", files=str(error)) from None
    except OSError:
        raise FileError("no_scheduler", address=cluster) from None
    finally:
        if local:
            local.close()
