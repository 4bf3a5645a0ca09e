"""The door for the command line: files, single missions, the summary, the chart and the record.

Exit codes: 0 all rows were read, 3 some had problems, 2 the input could not be used at all, 1 the record was altered.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal, NoReturn

import typer

from engine.decision import Decision
from engine.explain import explain
from engine.rules import AnswerError, decide
from flowchart import picture
from flowchart.chart import BLUEPRINT, Chart, ChartError, blueprint, load_chart
from missions.bulk.cluster import classify_files
from missions.bulk.results import SUFFIXES
from missions.bulk.stream import Extra, Watcher, classify_file
from missions.bulk.tally import SHOWN, Tally
from missions.bulk.written import replacing
from missions.files.answers import Vocabulary
from missions.files.columns import Columns, Headings
from missions.files.output import OUTPUT_COLUMNS
from missions.files.problems import FileError
from missions.files.sheet import Sheet
from text.words import Lang, Words

if TYPE_CHECKING:
    from missions.files.problems import Problem
    from record.models import Member
    from record.store import Store
    from reports import SummaryInput

# The rooms of the record and of the documents are imported by the commands that enter them: a bulk run is spared
# their start-up time and their memory.
_words = Words(Path(__file__).with_name("cli.yaml"))
_EVERY = 2
"""Seconds from one line of progress to the next."""


def _help(key: str) -> str:
    return f"{_words(f'help.{key}', 'th')} · {_words(f'help.{key}', 'en')}"


app = typer.Typer(help=_help("app"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
chart_app = typer.Typer(help=_help("chart"), no_args_is_help=True)
app.add_typer(chart_app, name="chart")
review_app = typer.Typer(help=_help("review"), no_args_is_help=True)
app.add_typer(review_app, name="review")
audit_app = typer.Typer(help=_help("audit"), no_args_is_help=True)
app.add_typer(audit_app, name="audit")
member_app = typer.Typer(help=_help("member"), no_args_is_help=True)
app.add_typer(member_app, name="member")

_Lang = Annotated[Lang, typer.Option("--lang", help=_help("lang"))]
_Path = Annotated[str, typer.Option("--answers", help=_help("path"))]


@app.command("classify", help=_help("classify"))
def classify_command(
    source: Annotated[str, typer.Argument(metavar="IN", help=_help("input"))],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=_help("output"))],
    problems: Annotated[str | None, typer.Option(metavar="P.csv", help=_help("problems"))] = None,
    repair: Annotated[str | None, typer.Option(metavar="R.csv", help=_help("repair"))] = None,
    merge: Annotated[str | None, typer.Option(metavar="R.csv", help=_help("merge"))] = None,
    cluster: Annotated[str | None, typer.Option(metavar="local|tcp://…", help=_help("cluster"))] = None,
    lang: _Lang = "th",
) -> None:
    """Classify a file, or every file of a pattern, and write it with the result columns."""
    if set(source) & set("*?[") and not Path(source).exists():
        if problems or repair or merge:
            _fail(_words("error.one_file_only", lang))
        _classify_files(source, output, cluster, lang)
    if output != "-" and Path(output).suffix.lower() not in SUFFIXES:
        _fail(_words("error.suffix", lang, file=output))
    written = [name for name in (output if output != "-" else None, problems, repair) if name]
    if len({Path(name).resolve() for name in written}) < len(written):
        _fail(_words("error.same_file", lang))
    extra = Extra(problems, repair, _read(merge, lang) if merge else None)
    chart = blueprint()
    try:
        with _opened(source, lang) as file:
            tally = classify_file(chart, file, output, lang, extra=extra, watcher=_Terminal(chart, lang))
    except FileError as error:
        _fail(error.sentence(lang))
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(_words("error.not_writable", lang, file=error.filename if error.filename in written else output))
    for file_name in written:
        _tell(_words("written", lang, file=file_name))
    _tell_result(chart, tally, lang, show_problems=not problems)
    raise typer.Exit(3 if tally.problems else 0)


@app.command("summary", help=_help("summary"))
def summary_command(
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help=_help("summary_output"))],
    source: Annotated[str | None, typer.Argument(metavar="IN", help=_help("input"))] = None,
    review: Annotated[str | None, typer.Option(metavar="REVIEW", help=_help("summary_review"))] = None,
    ministry: Annotated[list[str] | None, typer.Option(help=_help("ministry"))] = None,
    title: Annotated[str, typer.Option(help=_help("title"))] = "",
    digits: Annotated[Literal["thai", "arabic"], typer.Option(help=_help("digits"))] = "arabic",
    lang: _Lang = "th",
) -> None:
    """Write the blueprint summary for cabinet, of a file or of a review on the record."""
    from reports import KINDS, WritingError, write_apart

    kind = next((kind for kind in KINDS if output.lower().endswith(f".{kind}")), None)
    if kind is None:
        _fail(_words("error.summary_suffix", lang, file=output))
    if (source is None) == (review is None):
        _fail(_words("error.file_or_review", lang))
    whole = _summary_of_review(review or "", title, lang) if source is None else _summary_of_file(source, title, lang)
    if not whole.missions:
        _fail(_words("error.no_mission", lang))
    summary = whole.only(ministries=ministry or ())
    if not summary.missions:
        known = ", ".join(name[lang] for name in whole.ministries)
        _fail(_words("error.no_ministry", lang, names=", ".join(ministry or ()), known=known))
    try:
        data = write_apart(summary, kind, lang, digits=digits)
    except WritingError as error:
        _fail(_words("error.not_written", lang, reason=str(error).splitlines()[0][:200]))
    _write(output, data, lang)
    _tell_problems(whole.source.problems, lang)
    raise typer.Exit(3 if whole.source.problems else 0)


def _tell_problems(problems: Sequence["Problem"], lang: Lang) -> None:
    """The first problems of a file in sentences, and how many there are."""
    for problem in problems[:SHOWN]:
        _tell(problem.sentence(lang))
    if problems:
        _tell(_words("not_understood", lang, n=f"{len(problems):,}"))


def _summary_of_file(source: str, title: str, lang: Lang) -> "SummaryInput":
    from reports.from_file import summary_of_file

    name = "" if source == "-" else Path(source).name
    try:
        return summary_of_file(blueprint(), _read(source, lang), lang, file_name=name, title=title)
    except FileError as error:
        _fail(error.sentence(lang))


def _summary_of_review(uid: str, title: str, lang: Lang) -> "SummaryInput":
    from record.store import OPERATOR, find_review
    from reports.from_record import summary_of_review

    with _record(lang) as store:
        with store.read() as session:
            review = find_review(session, uid).id
        return summary_of_review(store, OPERATOR, review, title=title)


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


@review_app.command("list", help=_help("review_list"))
def review_list_command(lang: _Lang = "th") -> None:
    """Print every review, a line each: its id, title and ministry."""
    from record.reviews import reviews
    from record.store import OPERATOR

    with _record(lang) as store:
        for review in reviews(store, OPERATOR):
            _print(_words("review", lang, review=review.uid, title=review.title(lang), ministry=review.ministry))


@review_app.command("export", help=_help("review_export"))
def export_command(
    review: Annotated[str, typer.Argument(metavar="REVIEW", help=_help("review_id"))],
    output: Annotated[str, typer.Argument(metavar="R.json", help=_help("review_file"))],
    lang: _Lang = "th",
) -> None:
    """Back up one review with everything in it."""
    from record.exchange import export_review
    from record.store import OPERATOR

    with _record(lang) as store:
        data = export_review(store, OPERATOR, review)
    _write(output, data, lang)


@review_app.command("import", help=_help("review_import"))
def import_command(
    source: Annotated[str, typer.Argument(metavar="R.json", help=_help("review_file"))], lang: _Lang = "th"
) -> None:
    """Take over a review that was exported."""
    from record.exchange import import_review
    from record.store import OPERATOR

    data = _read(source, lang)
    with _record(lang) as store:
        review = import_review(store, OPERATOR, data)
    _print(_words("imported", lang, review=review.uid))


@audit_app.command("verify", help=_help("audit_verify"))
def verify_command(lang: _Lang = "th") -> None:
    """Walk the record's chains of changes; exit 1 when something was altered or deleted."""
    from record.audit import verify

    with _record(lang) as store:
        verdict = verify(store)
    _print("\n".join(verdict.sentences(lang)))
    raise typer.Exit(0 if verdict.sound else 1)


@member_app.command("add", help=_help("member_add"))
def member_add_command(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=_help("email"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=_help("name"))],
    administrator: Annotated[bool, typer.Option("--administrator", help=_help("administrator"))] = False,
    lang: _Lang = "th",
) -> None:
    """Add a member; the first one is an administrator in any case."""
    from record.members import add_member
    from record.store import OPERATOR

    with _record(lang) as store:
        member = add_member(store, OPERATOR, email, name, administrator=administrator)
    _print(_member(member, lang))


@member_app.command("edit", help=_help("member_edit"))
def member_edit_command(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=_help("email"))],
    name: Annotated[str | None, typer.Option(help=_help("name"))] = None,
    administrator: Annotated[
        bool | None, typer.Option("--administrator/--no-administrator", help=_help("administrator"))
    ] = None,
    lang: _Lang = "th",
) -> None:
    """Change a member's name or whether they administer; what is not given stays."""
    from record.members import edit_member
    from record.store import OPERATOR

    with _record(lang) as store:
        member = edit_member(store, OPERATOR, email, name, administrator=administrator)
    _print(_member(member, lang))


@member_app.command("list", help=_help("member_list"))
def member_list_command(lang: _Lang = "th") -> None:
    """Print every member, a line each, by name."""
    from record.members import members

    with _record(lang) as store:
        for member in members(store):
            _print(_member(member, lang))


def _member(member: "Member", lang: Lang) -> str:
    return _words("administrator" if member.administrator else "member", lang, email=member.email, name=member.name)


@contextmanager
def _record(lang: Lang) -> Iterator["Store"]:
    """The record named by the environment, closed afterwards; what goes wrong with it is said in a sentence."""
    from record.store import Store
    from record.store_error import StoreError

    try:
        store = Store.from_environment()
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        _fail(error.sentence(lang))


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


class _Terminal(Watcher):
    """Tells the person at the terminal what was read and, every two seconds, how far it is."""

    def __init__(self, chart: Chart, lang: Lang) -> None:
        self._chart, self._lang = chart, lang
        self._started = self._told = time.monotonic()

    def begun(self, sheet: Sheet, columns: Columns, result_names: list[str]) -> None:
        found = {"encoding": sheet.encoding, "header": sheet.header_row, "sheet": sheet.sheet_name}
        kind = "workbook" if sheet.sheet_name else "text" if sheet.encoding else "parquet"
        self._tell(f"read.{kind}", **found)
        if others := [name for name in sheet.sheets if name != sheet.sheet_name]:
            self._tell("read.other_sheets", sheets=", ".join(others))
        self._tell(
            "read.columns", columns=", ".join(f"{q} ← “{sheet.header[n]}”" for q, n in columns.questions.items())
        )
        missing = [question.id for question in self._chart.main if question.id not in columns.questions]
        if missing:
            self._tell("read.missing", questions=", ".join(missing))
        renamed = [f"{old} → {new}" for old, new in zip(OUTPUT_COLUMNS, result_names, strict=True) if old != new]
        if renamed:
            self._tell("renamed", names=", ".join(renamed))

    def progress(self, missions: int, share: float) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY:
            self._told = now
            rate = missions / (now - self._started)
            self._tell("progress", done=f"{missions:,}", percent=f"{min(share, 1):.0%}", rate=f"{rate:,.0f}")

    def _tell(self, key: str, **names: object) -> None:
        _tell(_words(key, self._lang, **names))


def _classify_files(pattern: str, folder: str, cluster: str | None, lang: Lang) -> NoReturn:
    """Classify each file of ``pattern`` into ``folder`` and end the program."""
    try:
        results = classify_files(blueprint(), pattern, Path(folder), lang, cluster=cluster)
        total = Tally()
        refused = 0
        for result in results:
            if result.tally is None:
                refused += 1
                _tell(f"{result.source}: {result.refusal}")
            else:
                total += result.tally
                _tell(_words("written", lang, file=result.target))
    except FileError as error:
        _fail(error.sentence(lang))
    _tell_result(blueprint(), total, lang, show_problems=False)
    raise typer.Exit(2 if refused else 3 if total.problems else 0)


def _tell_result(chart: Chart, tally: Tally, lang: Lang, *, show_problems: bool) -> None:
    if show_problems:
        for problem in tally.shown:
            _tell(problem.sentence(lang))
        if tally.problems > len(tally.shown):
            _tell(_words("shown", lang, shown=len(tally.shown)))
    counts = {"decided": tally.decided, "incomplete": tally.missions - tally.decided, "problems": tally.problems}
    _tell(_words("summary", lang, **{name: f"{n:,}" for name, n in counts.items()}))
    for code, n in tally.warnings.items():
        _tell(_words(f"warning.{code}", lang, n=f"{n:,}"))
    if tally.unused:
        _tell(_words("unused", lang, n=f"{tally.unused:,}"))
    for disposition in chart.dispositions.values():
        if disposition.id in tally.dispositions:
            count = f"{tally.dispositions[disposition.id]:,}"
            _tell(_words("count", lang, label=disposition.label[lang], n=count))


@contextmanager
def _opened(source: str, lang: Lang) -> Iterator[BinaryIO]:
    """The file to read; what comes from stdin is kept in a temporary file first, as it is looked at more than once."""
    if source == "-":
        with tempfile.TemporaryFile() as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            kept.seek(0)
            yield kept
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(Path(source).open("rb"))
        except FileNotFoundError:
            _fail(_words("error.not_found", lang, file=source))
        except OSError:
            _fail(_words("error.not_readable", lang, file=source))
        yield file


def _read(source: str, lang: Lang) -> bytes:
    with _opened(source, lang) as file:
        return file.read()


def _write(output: str, data: bytes, lang: Lang) -> None:
    """Write a whole file or nothing."""
    try:
        with replacing(output) as file:
            file.write(data)
    except OSError:
        _fail(_words("error.not_writable", lang, file=output))
    if output != "-":
        _tell(_words("written", lang, file=output))


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
