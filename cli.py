"""The door for the command line: classify a file, decide one mission, check and show the chart.

Exit codes: 0 all rows were read, 3 some had problems, 2 the input could not be used at all.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from engine.decision import Decision
from engine.explain import explain
from engine.rules import AnswerError, decide
from flowchart import picture
from flowchart.chart import BLUEPRINT, Chart, ChartError, blueprint, load_chart
from flowchart.words import Lang, Words
from missions.answers import Vocabulary
from missions.classify import Classified, classify_sheet
from missions.columns import Columns, Headings, match_columns
from missions.files import Sheet, read_sheet
from missions.output import write_csv, write_xlsx
from missions.problems import FileError, problems_frame

_words = Words(Path(__file__).with_name("cli.yaml"))
_SHOWN = 10
"""Problems that the terminal shows; the file of --problems holds all."""


def _help(key: str) -> str:
    return f"{_words(f'help.{key}', 'th')} · {_words(f'help.{key}', 'en')}"


app = typer.Typer(help=_help("app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
chart_app = typer.Typer(help=_help("chart"), no_args_is_help=True)
app.add_typer(chart_app, name="chart")

_Lang = Annotated[Lang, typer.Option("--lang", help=_help("lang"))]
_Path = Annotated[str, typer.Option("--answers", help=_help("path"))]


@app.command("classify", help=_help("classify"))
def classify_command(
    source: Annotated[str, typer.Argument(metavar="IN", help=_help("input"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=_help("output"))],
    problems: Annotated[str | None, typer.Option(metavar="P.csv", help=_help("problems"))] = None,
    lang: _Lang = "th",
) -> None:
    """Classify a file and write it with the result columns."""
    if output != "-" and Path(output).suffix.lower() not in (".csv", ".xlsx"):
        _fail(_words("error.suffix", lang, file=output))
    chart = blueprint()
    try:
        sheet = read_sheet(_read(source, lang), chart)
    except FileError as error:
        _fail(error.sentence(lang))
    columns = match_columns(chart, sheet.header)
    if not columns.questions:
        _fail(_words("error.no_column", lang, names=", ".join(chart.questions)))
    _tell_read(chart, sheet, columns, lang)

    def progress(done: int, total: int) -> None:
        _tell(_words("progress", lang, done=f"{done:,}", all=f"{total:,}"))

    classified = classify_sheet(chart, sheet, columns, lang, progress)
    if output.lower().endswith(".xlsx"):
        data, cut = write_xlsx(classified.table)
        classified.problems.extend(cut)
    else:
        data = write_csv(classified.table, for_excel=output != "-")
    _write(output, data, lang)
    if problems:
        _write(problems, write_csv(problems_frame(classified.problems, lang)), lang)
    _tell_result(chart, classified, lang, show_problems=not problems)
    raise typer.Exit(3 if classified.problems else 0)


@app.command("decide", help=_help("decide"))
def decide_command(
    answers: Annotated[list[str] | None, typer.Argument(metavar="QUESTION=ANSWER", help=_help("answers"))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_help("json"))] = False,
    lang: _Lang = "th",
) -> None:
    """Decide one mission and print the decision."""
    chart = blueprint()
    decision = _decide(chart, answers or [], lang)
    if as_json:
        _print(json.dumps(asdict(decision), ensure_ascii=False, indent=2))
    else:
        _print("\n".join(explain(chart, decision, lang)))


@chart_app.command("check", help=_help("check"))
def check_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_help("file"))] = BLUEPRINT, lang: _Lang = "th"
) -> None:
    """Check a chart file and print every defect."""
    try:
        chart = load_chart(file)
    except ChartError as error:
        _fail("\n".join(f"{defect.code}: {defect.sentence(lang)}" for defect in error.defects))
    except OSError as error:
        _fail(
            _words("error.not_found" if isinstance(error, FileNotFoundError) else "error.not_readable", lang, file=file)
        )
    follow_ups = len(chart.questions) - len(chart.main)
    counts = {"main": len(chart.main), "follow_ups": follow_ups, "edges": len(chart.edges)}
    _print(_words("chart_ok", lang, stamp=chart.stamp, dispositions=len(chart.dispositions), **counts))


@chart_app.command("picture", help=_help("picture"))
def picture_command(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT.svg", help=_help("picture_output"))],
    answers: _Path = "",
    lang: _Lang = "th",
) -> None:
    """Write the chart as SVG, with a path lit when answers are given."""
    _write(output, (_drawn(picture.svg, answers, lang) + "\n").encode(), lang)


@chart_app.command("text", help=_help("text"))
def text_command(answers: _Path = "", lang: _Lang = "th") -> None:
    """Print the chart as structured text."""
    _print(_drawn(picture.text, answers, lang))


def _drawn(draw: Callable[..., str], answers: str, lang: Lang) -> str:
    chart = blueprint()
    given = answers.replace(",", " ").split()
    if not given:
        return draw(chart, lang)
    decision = _decide(chart, given, lang)
    path = [(step.question, step.answer) for step in decision.path]
    return draw(chart, lang, path=path, current=decision.next_question, disposition=decision.disposition)


def _decide(chart: Chart, words: Sequence[str], lang: Lang) -> Decision:
    """Decide from ``question=answer`` words; questions and answers as accepted in files."""
    answers: dict[str, str] = {}
    headings = Headings(chart)
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            _fail(_words("error.answer_form", lang, text=word))
        question = headings.question(name) or name
        if question in answers:
            _fail(_words("error.answer_twice", lang, question=name))
        code = Vocabulary(chart.questions[question]).code(value) if question in chart.questions else None
        answers[question] = value if code is None else code
    try:
        return decide(chart, answers)
    except AnswerError as error:
        _fail(error.sentence(lang))


def _tell_read(chart: Chart, sheet: Sheet, columns: Columns, lang: Lang) -> None:
    rows = f"{len(sheet.rows):,}"
    if sheet.sheet_name:
        _tell(_words("read.workbook", lang, rows=rows, sheet=sheet.sheet_name, header=sheet.header_row))
    else:
        _tell(_words("read.text", lang, rows=rows, encoding=sheet.encoding, header=sheet.header_row))
    found = ", ".join(f"{question} ← “{sheet.header[n]}”" for question, n in columns.questions.items())
    _tell(_words("read.columns", lang, columns=found))
    missing = [question.id for question in chart.main if question.id not in columns.questions]
    if missing:
        _tell(_words("read.missing", lang, questions=", ".join(missing)))


def _tell_result(chart: Chart, classified: Classified, lang: Lang, *, show_problems: bool) -> None:
    table, results = classified.table, classified.results
    appended = table.columns[len(classified.missions.columns) :]
    renamed = [f"{old} → {new}" for old, new in zip(results.columns, appended, strict=True) if old != new]
    if renamed:
        _tell(_words("renamed", lang, names=", ".join(renamed)))
    if show_problems:
        for problem in classified.problems[:_SHOWN]:
            _tell(problem.sentence(lang))
        if len(classified.problems) > _SHOWN:
            _tell(_words("shown", lang, shown=_SHOWN))
    incomplete = len(results) - classified.decided
    counts = {"decided": classified.decided, "incomplete": incomplete, "problems": len(classified.problems)}
    _tell(_words("summary", lang, **{name: f"{n:,}" for name, n in counts.items()}))
    found = results["disposition"].value_counts()
    for disposition in chart.dispositions.values():
        if disposition.id in found:
            _tell(_words("count", lang, label=disposition.label[lang], n=f"{found[disposition.id]:,}"))


def _read(source: str, lang: Lang) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(source).read_bytes()
    except FileNotFoundError:
        _fail(_words("error.not_found", lang, file=source))
    except OSError:
        _fail(_words("error.not_readable", lang, file=source))


def _write(output: str, data: bytes, lang: Lang) -> None:
    """Write a whole file or nothing: to a temporary file beside it, then renamed."""
    if output == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    target = Path(output)
    temporary = None
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = Path(file.name)
            file.write(data)
        os.chmod(temporary, 0o666 & ~_umask())
        temporary.replace(target)
    except OSError:
        if temporary:
            temporary.unlink(missing_ok=True)
        _fail(_words("error.not_writable", lang, file=output))
    _tell(_words("written", lang, file=output))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _tell(line: str) -> None:
    """To the person at the terminal; results go to stdout."""
    typer.echo(line, err=True)


def _print(text: str) -> None:
    typer.echo(text)


def _fail(sentence: str) -> NoReturn:
    _tell(sentence)
    raise typer.Exit(2)


def main() -> None:
    """Run the command line; a reader of our output that goes away ends it quietly."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
