"""Completion of commands and options by the shell."""

import os
from typing import Annotated, Literal

import typer
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script

from commands.language import PROGRAM, help_text

VARIABLE = f"_{PROGRAM.upper()}_COMPLETE"
"""The environment variable by which a shell asks for completions."""


def answer_shells() -> None:
    """Let Typer answer a shell that asks; otherwise do nothing."""
    if VARIABLE in os.environ:
        completion_init()


def completion(
    shell: Annotated[Literal["bash", "zsh", "fish", "powershell"], typer.Argument(help=help_text("shell"))],
) -> None:
    """Print what a shell needs to complete the command line."""
    typer.echo(get_completion_script(prog_name=PROGRAM, complete_var=VARIABLE, shell=shell))
