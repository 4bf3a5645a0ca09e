#!/usr/bin/env python3
"""The door of the command line: mounts the commands.

Exit codes: 0 done; 3 done, but some rows had problems; 4 done in part, some of several files could not be read or
written, or some letters not sent; 2 not done, the arguments or the input could not be used; 1 the record was altered;
70 an error of the program itself; 130 interrupted.
"""

import gc
import os
import sys
import traceback
from contextlib import suppress
from typing import Annotated

import typer

from commands import audit, chart, member, notices, review, token
from commands import versions as _versions  # noqa: F401  its commands join the group "chart"
from commands.classify import classify
from commands.completion import answer_shells, completion
from commands.decide import decide
from commands.language import PROGRAM, LocalizedCommand, UsageError, help_text, tell_usage_error
from commands.paper import sheet, template, worksheet
from commands.sensitivity import sensitivity
from commands.similar import similar
from commands.summary import summary
from commands.terminal import group
from text.version import version

os.environ.setdefault("BLUEPRINT_DATABASE_PATIENCE", "3600")  # nobody waits for a page
app = group("app")
for command in (classify, summary, sensitivity, similar, sheet, worksheet, template, decide, completion):
    app.command(cls=LocalizedCommand, help=help_text(command.__name__))(command)
_GROUPS = {"chart": chart, "review": review, "audit": audit, "member": member, "notices": notices, "token": token}
for name, module in _GROUPS.items():
    app.add_typer(module.app, name=name)


def _print_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(version())
        raise typer.Exit


@app.callback()
def options(
    *,
    _: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help=help_text("version"))
    ] = False,
) -> None:
    """Take the options that stand before a command."""


def main() -> int:
    """Run the command line; a reader of our output that goes away ends it quietly."""
    gc.set_threshold(100_000)  # what is imported stays: looking through it often costs a tenth of a short run
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    answer_shells()
    try:
        return app(prog_name=PROGRAM, standalone_mode=False) or 0
    except UsageError as error:
        tell_usage_error(error)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:  # noqa: BLE001 (else Python ends with 1, which says that the record was altered)
        traceback.print_exc()
        return 70


if __name__ == "__main__":
    code = main()
    gc.freeze()  # what is left need not be looked through before the end
    sys.exit(code)
