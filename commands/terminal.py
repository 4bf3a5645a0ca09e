"""What every command shares: reading and writing files, and ending with a sentence."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn, TypeAlias

import typer

from commands.language import LANG, LocalizedGroup, help_text, say

if TYPE_CHECKING:
    from flowchart.chart import Chart
    from flowchart.checks import Defect
    from missions.files.problems import Problem
    from record.store import Store


def group(key: str) -> typer.Typer:
    """An empty group of commands. Help is plain text, so that printing it does not load a library for boxes."""
    return typer.Typer(
        cls=LocalizedGroup,
        help=help_text(key),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


ChartOption: TypeAlias = Annotated[
    str | None, typer.Option("--chart", metavar="ID[@VERSION]|FILE", help=help_text("chart_option"))
]


def chart_of(name: str | None) -> "Chart":
    """The chart that ``--chart`` names, by id or as a file; the default one when it is not given."""
    from flowchart import charts
    from flowchart.checks import ChartError

    try:
        if name is None:
            return charts.default()
        if name.endswith((".yaml", ".yml")) or Path(name).is_file():
            return charts.load(Path(name))
        return charts.named(name)
    except ChartError as error:
        fail_with(error.defects)
    except charts.UnknownChartError as error:
        fail(error.sentence(LANG))
    except FileNotFoundError:
        fail(say("error.not_found", file=name))
    except OSError:
        fail(say("error.not_readable", file=name))


TrustOption: TypeAlias = Annotated[bool, typer.Option("--trust", help=help_text("trust"))]


@contextmanager
def opened(source: str) -> Iterator[BinaryIO]:
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
            fail(say("error.not_found", file=source))
        except OSError:
            fail(say("error.not_readable", file=source))
        yield file


def read(source: str) -> bytes:
    """The whole of a file, or of stdin."""
    with opened(source) as file:
        return file.read()


def write(output: str, data: bytes | Iterator[bytes]) -> None:
    """Write a whole file or nothing, at once or piece by piece."""
    from missions.bulk.atomic_write import atomic_write

    try:
        with atomic_write(output) as file:
            for piece in [data] if isinstance(data, bytes) else data:
                file.write(piece)
    except OSError:
        fail(say("error.not_writable", file=output))
    if output != "-":
        tell(say("written", file=output))


@contextmanager
def record(*, made: bool = False) -> Iterator["Store"]:
    """The record named by the environment, closed afterwards; what goes wrong with it is said in a sentence.

    With ``made`` it must be there already.
    """
    from record.store import Store
    from record.store_error import StoreError

    try:
        store = Store.from_environment(made=made)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        fail(error.sentence(LANG))


def tell_problems(problems: Sequence["Problem"]) -> None:
    """The first problems of a file in sentences, and how many there are."""
    from missions.bulk.tally import SHOWN

    for problem in problems[:SHOWN]:
        tell(problem.sentence(LANG))
    if problems:
        tell(say("not_understood", n=f"{len(problems):,}"))


def tell(line: str) -> None:
    """To the person at the terminal; results go to stdout."""
    typer.echo(line, err=True)


def fail(sentence: str) -> NoReturn:
    """End the program: the input could not be used."""
    tell(sentence)
    raise typer.Exit(2)


def fail_with(defects: Sequence["Defect"]) -> NoReturn:
    """End the program: a chart has these defects."""
    fail("\n".join(f"{defect.code}: {defect.sentence(LANG)}" for defect in defects))
