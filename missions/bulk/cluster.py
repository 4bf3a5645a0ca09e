"""Many files of missions at once: on the processes of this machine, or on the workers of a Dask cluster.

Each file is one task, and the same function runs everywhere. A result file appears only when it is complete, so a task
that died with its worker is simply done again.
"""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeAlias

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.atomic_write import remove_unfinished
from missions.bulk.outputs import SUFFIXES, check_outputs
from missions.bulk.stream import Extra, classify_file
from missions.bulk.tally import Tally
from missions.files.limited import AT_LENGTH, run_limited
from missions.files.problems import FileError
from text.words import Lang

PATIENCE = "20s"
"""How long a scheduler is waited for."""
_ATTEMPTS = 3
"""How often a file is tried whose worker died."""
_Classify: TypeAlias = Callable[["Task"], "FileResult"]


@dataclass(frozen=True)
class Task:
    """One file to classify, and by which chart."""

    source: str
    target: str
    problems: str
    lang: Lang
    chart: Chart
    whatif: bool = False


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its tally, or why it was refused."""

    source: str
    target: str
    tally: Tally | None
    refusal: str = ""


def classify_files(
    chart: Chart,
    pattern: str,
    folder: Path,
    lang: Lang,
    *,
    cluster: str | None = None,
    workers: int | None = None,
    trust: bool = False,
    whatif: bool = False,
) -> Iterator[FileResult]:
    """Classify every file that ``pattern`` names into ``folder``, as they are done.

    A result has its source's name, and its kind where that can be written, otherwise CSV; ``….problems.csv`` stands
    beside it. ``cluster`` is ``local`` or the address of a Dask scheduler, whose workers must see the same files. Files
    that are trusted, and all on a cluster, are read without limits of memory and time.
    Raises ``FileError`` before anything is written: when no file is named, when a result would replace a source or
    another result, or when there is no cluster. What is wrong with one file is in its ``FileResult``.
    """
    sources = sorted(name for name in glob.glob(pattern, recursive=True) if Path(name).is_file())
    if not sources:
        raise FileError("no_files", pattern=pattern)
    tasks = [_task(Path(source), folder, lang, chart, whatif=whatif) for source in sources]
    check_outputs([name for task in tasks for name in (task.target, task.problems)], sources)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError("not_writable", file=folder, reason=error.strerror) from None
    if cluster:
        return _on_dask(tasks, cluster, workers)
    return _on_processes(tasks, workers, classify_one if trust else classify_limited)


def _task(source: Path, folder: Path, lang: Lang, chart: Chart, *, whatif: bool) -> Task:
    suffix = source.suffix.lower()
    target = (folder / source.name).with_suffix(suffix if suffix in SUFFIXES else ".csv").absolute()
    return Task(str(source), str(target), str(target.with_suffix(".problems.csv")), lang, chart, whatif)


def classify_one(task: Task) -> FileResult:
    """Classify one file; what is wrong with it is a result like any other."""
    chart = charts.adopt(task.chart)
    try:
        with open(task.source, "rb") as source:
            tally = classify_file(chart, source, task.target, task.lang, extra=Extra(task.problems, whatif=task.whatif))
    except FileError as error:
        return _refused(task, error)
    except OSError as error:
        file = error.filename or task.target
        code = "not_readable" if file == task.source else "not_writable"
        return _refused(task, FileError(code, file=file, reason=error.strerror))
    return FileResult(task.source, task.target, tally)


def classify_limited(task: Task) -> FileResult:
    """As ``classify_one``, in a worker with limits of memory and time."""
    size = os.path.getsize(task.source) if os.path.exists(task.source) else 0
    tidy = partial(remove_unfinished, [task.target, task.problems])
    try:
        return run_limited(partial(classify_one, task), AT_LENGTH.for_size(size), tidy)
    except FileError as error:
        return _refused(task, error)


def _refused(task: Task, error: FileError) -> FileResult:
    return FileResult(task.source, task.target, None, error.sentence(task.lang))


def _on_processes(tasks: Sequence[Task], workers: int | None, classify: _Classify) -> Iterator[FileResult]:
    waiting = dict.fromkeys(tasks)
    with suppress(BrokenProcessPool), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(classify, task): task for task in tasks}
        for future in as_completed(futures):
            result = future.result()
            del waiting[futures[future]]
            yield result
    for task in waiting:  # a process died and took all others of its pool along
        yield _alone(task, classify)


def _alone(task: Task, classify: _Classify) -> FileResult:
    """Classify a file in processes of its own, of which each may die."""
    for _ in range(_ATTEMPTS):
        with suppress(BrokenProcessPool), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(classify, task).result()
    return _refused(task, FileError("worker_died"))


def _on_dask(tasks: Sequence[Task], cluster: str, workers: int | None) -> Iterator[FileResult]:
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise FileError("no_dask") from None
    local: Any = distributed.LocalCluster(n_workers=workers, threads_per_worker=1) if cluster == "local" else None
    try:
        with distributed.Client(local or cluster, timeout=PATIENCE) as client:
            task_of = dict(zip(client.map(classify_one, tasks, pure=False, retries=_ATTEMPTS - 1), tasks, strict=True))
            for future in distributed.as_completed(task_of):
                try:
                    yield future.result()
                except distributed.KilledWorker:
                    yield _refused(task_of[future], FileError("worker_died"))
    except OSError:  # a file's own errors are in its result, so this is the connection
        raise FileError("no_scheduler", address=cluster) from None
    finally:
        if local:
            local.close()
