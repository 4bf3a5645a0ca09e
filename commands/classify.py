"""Classifying a file of missions, or every file of a pattern.

Exit codes: 0 all rows were read, 3 some had problems, 2 nothing was written, 4 some of several files were not written.
"""

import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from commands.language import LANG, help_text, say
from commands.terminal import ChartOption, TrustOption, chart_of, fail, opened, read, tell

if TYPE_CHECKING:
    from flowchart.chart import Chart
    from missions.bulk.tally import Tally


def classify(
    source: Annotated[str, typer.Argument(metavar="IN", help=help_text("input"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("output"))],
    problems: Annotated[str | None, typer.Option(metavar="P.csv", help=help_text("problems"))] = None,
    repair: Annotated[str | None, typer.Option(metavar="R.csv", help=help_text("repair"))] = None,
    merge: Annotated[str | None, typer.Option(metavar="R.csv", help=help_text("merge_file"))] = None,
    cluster: Annotated[str | None, typer.Option(metavar="local|tcp://…", help=help_text("cluster"))] = None,
    whatif: Annotated[bool, typer.Option("--whatif", help=help_text("whatif"))] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help=help_text("verbose"))] = False,
    trust: TrustOption = False,
    chart_name: ChartOption = None,
) -> None:
    """Classify a file, or every file of a pattern, and write it with the result columns."""
    from missions.bulk.atomic_write import remove_unfinished
    from missions.bulk.memory import keep_freed_memory
    from missions.bulk.outputs import SUFFIXES, check_outputs
    from missions.files.limited import AT_LENGTH, run_limited
    from missions.files.problems import FileError

    keep_freed_memory()
    chart = chart_of(chart_name)
    if set(source) & set("*?[") and not Path(source).exists():
        if problems or repair or merge:
            fail(say("error.one_file_only"))
        _classify_files(chart, source, output, cluster, trust=trust, whatif=whatif)
    if output != "-" and Path(output).suffix.lower() not in SUFFIXES:
        fail(say("error.suffix", file=output))
    if cluster:
        fail(say("error.cluster_one_file"))
    written = [name for name in (output if output != "-" else None, problems, repair) if name]
    try:
        check_outputs(written, [source, merge] if merge else [source])
        merged = read(merge) if merge else None
        with opened(source) as file:
            extra = (problems, repair, merged, whatif)
            work = partial(_classify_file, chart, file, output, extra, verbose=verbose)
            limits = AT_LENGTH.for_size(file.seek(0, os.SEEK_END))
            tally = work() if trust else run_limited(work, limits, partial(remove_unfinished, written))
    except FileError as error:
        fail(error.sentence(LANG))
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(say("error.not_writable", file=error.filename if error.filename in written else output))
    for file_name in written:
        tell(say("written", file=file_name))
    _tell_result(chart, tally, show_problems=not problems)
    raise typer.Exit(3 if tally.problems else 0)


def _classify_file(
    chart: "Chart",
    source: BinaryIO,
    output: str,
    extra: tuple[str | None, str | None, bytes | None, bool],
    *,
    verbose: bool,
) -> "Tally":
    """Classify one file. What that needs is imported here: in the worker, not in the process that waits for it."""
    from commands.progress import TerminalProgress
    from missions.bulk.stream import Extra, classify_file

    gc.freeze()
    gc.set_threshold(700)  # the door looks seldom, to start fast; texts read hang together in circles, and are large
    progress = TerminalProgress(chart, verbose=verbose)
    return classify_file(chart, source, output, LANG, extra=Extra(*extra), progress=progress)


def _classify_files(
    chart: "Chart", pattern: str, folder: str, cluster: str | None, *, trust: bool, whatif: bool
) -> NoReturn:
    """Classify each file of ``pattern`` into ``folder`` and end the program."""
    from missions.bulk.cluster import classify_files
    from missions.bulk.tally import Tally
    from missions.files.problems import FileError

    try:
        results = classify_files(chart, pattern, Path(folder), LANG, cluster=cluster, trust=trust, whatif=whatif)
        total = Tally()
        done = refused = 0
        for result in results:
            if result.tally is None:
                refused += 1
                tell(f"{result.source}: {result.refusal}")
            else:
                done += 1
                total += result.tally
                tell(say("written", file=result.target))
    except FileError as error:
        fail(error.sentence(LANG))
    _tell_result(chart, total, show_problems=False)
    raise typer.Exit((4 if done else 2) if refused else 3 if total.problems else 0)


def _tell_result(chart: "Chart", tally: "Tally", *, show_problems: bool) -> None:
    if show_problems:
        for problem in tally.shown:
            tell(problem.sentence(LANG))
        if tally.problems > len(tally.shown):
            tell(say("shown", shown=len(tally.shown)))
    counts = {"decided": tally.decided, "incomplete": tally.missions - tally.decided, "problems": tally.problems}
    tell(say("summary", **{name: f"{n:,}" for name, n in counts.items()}))
    for code, n in tally.warnings.items():
        tell(say(f"warning.{code}", n=f"{n:,}"))
    if tally.ids_not_compared:
        compared = {"most": f"{tally.ids_compared:,}", "n": f"{tally.ids_not_compared:,}"}
        tell(say("ids_not_compared", **compared))
    if tally.foot_rows:
        tell(say("foot_rows", n=f"{tally.foot_rows:,}"))
    if tally.unused:
        tell(say("unused", n=f"{tally.unused:,}"))
    for disposition in chart.dispositions.values():
        if disposition.id in tally.dispositions:
            count = f"{tally.dispositions[disposition.id]:,}"
            tell(say("count", label=disposition.label[LANG], n=count))
