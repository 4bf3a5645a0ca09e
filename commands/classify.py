"""Classifying a file of missions, or every file of a pattern.

Exit codes: 0 all rows were read, 3 some had problems, 2 a file could not be used.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from commands.terminal import LangOption, fail, help_text, opened, read, tell, words
from text.words import Lang

if TYPE_CHECKING:
    from flowchart.chart import Chart
    from missions.bulk.tally import Tally


def classify(
    source: Annotated[str, typer.Argument(metavar="IN", help=help_text("input"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=help_text("output"))],
    problems: Annotated[str | None, typer.Option(metavar="P.csv", help=help_text("problems"))] = None,
    repair: Annotated[str | None, typer.Option(metavar="R.csv", help=help_text("repair"))] = None,
    merge: Annotated[str | None, typer.Option(metavar="R.csv", help=help_text("merge"))] = None,
    cluster: Annotated[str | None, typer.Option(metavar="local|tcp://…", help=help_text("cluster"))] = None,
    lang: LangOption = "th",
) -> None:
    """Classify a file, or every file of a pattern, and write it with the result columns."""
    from commands.progress import TerminalProgress
    from flowchart.chart import blueprint
    from missions.bulk.results import SUFFIXES
    from missions.bulk.stream import Extra, classify_file
    from missions.files.problems import FileError

    if set(source) & set("*?[") and not Path(source).exists():
        if problems or repair or merge:
            fail(words("error.one_file_only", lang))
        _classify_files(source, output, cluster, lang)
    if output != "-" and Path(output).suffix.lower() not in SUFFIXES:
        fail(words("error.suffix", lang, file=output))
    written = [name for name in (output if output != "-" else None, problems, repair) if name]
    if len({Path(name).resolve() for name in written}) < len(written):
        fail(words("error.same_file", lang))
    extra = Extra(problems, repair, read(merge, lang) if merge else None)
    chart = blueprint()
    try:
        with opened(source, lang) as file:
            tally = classify_file(chart, file, output, lang, extra=extra, watcher=TerminalProgress(chart, lang))
    except FileError as error:
        fail(error.sentence(lang))
    except BrokenPipeError:
        raise
    except OSError as error:
        fail(words("error.not_writable", lang, file=error.filename if error.filename in written else output))
    for file_name in written:
        tell(words("written", lang, file=file_name))
    _tell_result(chart, tally, lang, show_problems=not problems)
    raise typer.Exit(3 if tally.problems else 0)


def _classify_files(pattern: str, folder: str, cluster: str | None, lang: Lang) -> NoReturn:
    """Classify each file of ``pattern`` into ``folder`` and end the program."""
    from flowchart.chart import blueprint
    from missions.bulk.cluster import classify_files
    from missions.bulk.tally import Tally
    from missions.files.problems import FileError

    try:
        results = classify_files(blueprint(), pattern, Path(folder), lang, cluster=cluster)
        total = Tally()
        refused = 0
        for result in results:
            if result.tally is None:
                refused += 1
                tell(f"{result.source}: {result.refusal}")
            else:
                total += result.tally
                tell(words("written", lang, file=result.target))
    except FileError as error:
        fail(error.sentence(lang))
    _tell_result(blueprint(), total, lang, show_problems=False)
    raise typer.Exit(2 if refused else 3 if total.problems else 0)


def _tell_result(chart: "Chart", tally: "Tally", lang: Lang, *, show_problems: bool) -> None:
    if show_problems:
        for problem in tally.shown:
            tell(problem.sentence(lang))
        if tally.problems > len(tally.shown):
            tell(words("shown", lang, shown=len(tally.shown)))
    counts = {"decided": tally.decided, "incomplete": tally.missions - tally.decided, "problems": tally.problems}
    tell(words("summary", lang, **{name: f"{n:,}" for name, n in counts.items()}))
    for code, n in tally.warnings.items():
        tell(words(f"warning.{code}", lang, n=f"{n:,}"))
    if tally.foot_rows:
        tell(words("foot_rows", lang, n=f"{tally.foot_rows:,}"))
    if tally.unused:
        tell(words("unused", lang, n=f"{tally.unused:,}"))
    for disposition in chart.dispositions.values():
        if disposition.id in tally.dispositions:
            count = f"{tally.dispositions[disposition.id]:,}"
            tell(words("count", lang, label=disposition.label[lang], n=count))
