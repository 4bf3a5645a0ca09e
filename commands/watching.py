"""Checking a chart file at each save: its defects with their lines, or what it now decides for the sample missions."""

import threading
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from commands.language import LANG, say

if TYPE_CHECKING:
    from flowchart.chart import Chart

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
        known: dict[str, str] = {}
        while True:
            known = _tell(wanted, known)
            saved.wait()
            while saved.is_set():
                saved.clear()
                saved.wait(_QUIET)
    finally:
        observer.stop()
        observer.join()


def _tell(path: Path, known: dict[str, str]) -> dict[str, str]:
    """Tell of the file as it is. Returns what it decides, by the sample's id; what was known while it is unsound."""
    from flowchart.checks import ChartError, load_chart

    try:
        chart = load_chart(path)
    except ChartError as error:
        for defect in error.defects:
            typer.echo(f"{defect.code}: {defect.sentence(LANG)}")
        return known
    except OSError:
        typer.echo(say("error.not_readable", file=path.name))
        return known
    decided = _decided(chart)
    typer.echo(say("watch.sound", stamp=chart.stamp))
    for label, n in Counter(decided.values()).most_common():
        typer.echo(say("count", label=label, n=n))
    for code, label in decided.items():
        if known and known.get(code) != label:
            typer.echo(say("watch.moved", code=code, before=known.get(code, "–"), after=label))
    return decided


def _decided(chart: "Chart") -> dict[str, str]:
    """What the chart decides for the bundled missions of its id; nothing where it has none."""
    from engine.rules import decide
    from flowchart.localizer import ChartLocalizer
    from missions.files.columns import match_columns
    from missions.files.problems import FileError
    from missions.files.read import read_sheet
    from missions.files.rows import read_rows
    from missions.mission import sample_file

    sample = sample_file(chart)
    if sample is None:
        return {}
    try:
        sheet = read_sheet(sample.read_bytes(), chart)
    except FileError:  # a chart that asks none of the questions that the samples answer
        return {}
    rows = read_rows(chart, sheet, match_columns(chart, sheet.header)).rows
    loc = ChartLocalizer(chart, LANG)
    return {row.code: loc.disposition(decide(chart, row.answers).disposition) for row in rows}
