"""The door of the command line: mounts the commands.

Exit codes: 0 all rows were read, 3 some had problems, 2 the input could not be used at all, 1 the record was altered.
"""

import os
import sys
from contextlib import suppress

from commands import audit, chart, member, review
from commands.classify import classify
from commands.decide import decide
from commands.summary import summary
from commands.terminal import group, help_text

app = group("app")
for command in (classify, summary, decide):
    app.command(help=help_text(command.__name__))(command)
for name, module in {"chart": chart, "review": review, "audit": audit, "member": member}.items():
    app.add_typer(module.app, name=name)


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
