"""Checking a chart file at each save: its defects with their lines, or what it now decides for the sample missions."""

import threading
from collections import Counter
from pathlib import Path

import typer

from commands.language import LANG, say
from engine.impact import Outcome, outcome_told
from flowchart.chart import Chart
from flowchart.localizer import ChartLocalizer
from missions.chart_file import ChartFile, read_chart_file
from missions.files.limited import run_limited
from missions.files.problems import FileError

_QUIET = 0.2
"""Seconds without a write after which a save is over: editors write several times."""


def watch(path: Path) -> None:
    """Tell of the file now and at each save, until interrupted. It waits for the system to tell of a write."""
    from watchdog.events import FileSystemEvent, FileSystemEventHandler
    from watchdog.observers import Observer

    saved = threading.Event()
    wanted = path.resolve()

    class Handler(FileSystemEventHandler):
        """Editors write in place, or a new file that takes the name."""

        def on_any_event(self, event: FileSystemEvent) -> None:
            written = event.event_type in ("modified", "created", "moved")
            if written and wanted in (Path(str(event.src_path)).resolve(), Path(str(event.dest_path)).resolve()):
                saved.set()

    observer = Observer()
    observer.schedule(Handler(), str(wanted.parent))
    observer.start()
    try:
        known: ChartFile | None = None
        while True:
            known = _tell(wanted, known)
            saved.wait()
            while saved.is_set():
                saved.clear()
                saved.wait(_QUIET)
    finally:
        observer.stop()
        observer.join()


def _tell(path: Path, known: ChartFile | None) -> ChartFile | None:
    """Tell of the file as it is. Returns what was told last of a chart that could be read."""
    try:
        found = read_chart_file(path, run_limited)
    except FileError as error:
        typer.echo(error.sentence(LANG))
        return known
    for defect, text in found.defects:
        typer.echo(f"{defect.code}: {defect.sentence(LANG)}\n    {text}".rstrip())
    if found.chart is None:
        return known
    if not found.defects:
        typer.echo(say("watch.sound", stamp=found.chart.stamp))
    if found.refused:
        typer.echo(found.refused.sentence(LANG))
    if found.run:
        failed, cases = len(found.run.failed) + len(found.run.problems), len(found.run.outcomes)
        typer.echo(say("watch.cases", cases=cases, failed=failed))
    loc = ChartLocalizer(found.chart, LANG)
    labels = (loc.disposition(outcome.disposition) for outcome in found.decided.values())
    for label, n in Counter(labels).most_common():
        typer.echo(say("count", label=label, n=n))
    for code, after in found.decided.items():
        before = known.decided.get(code) if known else None
        if known and known.chart and before and before != after:
            names = {"before": _told(known.chart, before), "after": _told(found.chart, after)}
            typer.echo(say("watch.moved", code=code, **names))
    return found


def _told(chart: Chart, outcome: Outcome) -> str:
    return outcome_told(chart, outcome.disposition, outcome.sub_form, LANG)
