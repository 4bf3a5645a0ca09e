"""What every command shares: its words and language, reading and writing files, and ending with a sentence."""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn, TypeAlias

import typer

from text.words import Lang, Words

if TYPE_CHECKING:
    from missions.files.problems import Problem
    from record.store import Store

words = Words.beside(__file__)


def help_text(key: str) -> str:
    """What a command or option is for."""
    return f"{words(f'help.{key}', 'th')} · {words(f'help.{key}', 'en')}"


LangOption: TypeAlias = Annotated[Lang, typer.Option("--lang", help=help_text("lang"))]


def group(key: str) -> typer.Typer:
    """An empty group of commands. Help is plain text, so that printing it does not load a library for boxes."""
    return typer.Typer(
        help=help_text(key),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


@contextmanager
def opened(source: str, lang: Lang) -> Iterator[BinaryIO]:
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
            fail(words("error.not_found", lang, file=source))
        except OSError:
            fail(words("error.not_readable", lang, file=source))
        yield file


def read(source: str, lang: Lang) -> bytes:
    """The whole of a file, or of stdin."""
    with opened(source, lang) as file:
        return file.read()


def write(output: str, data: bytes, lang: Lang) -> None:
    """Write a whole file or nothing."""
    from missions.bulk.written import replacing

    try:
        with replacing(output) as file:
            file.write(data)
    except OSError:
        fail(words("error.not_writable", lang, file=output))
    if output != "-":
        tell(words("written", lang, file=output))


@contextmanager
def record(lang: Lang) -> Iterator["Store"]:
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
        fail(error.sentence(lang))


def tell_problems(problems: Sequence["Problem"], lang: Lang) -> None:
    """The first problems of a file in sentences, and how many there are."""
    from missions.bulk.tally import SHOWN

    for problem in problems[:SHOWN]:
        tell(problem.sentence(lang))
    if problems:
        tell(words("not_understood", lang, n=f"{len(problems):,}"))


def tell(line: str) -> None:
    """To the person at the terminal; results go to stdout."""
    typer.echo(line, err=True)


def fail(sentence: str) -> NoReturn:
    """End the program: the input could not be used."""
    tell(sentence)
    raise typer.Exit(2)
