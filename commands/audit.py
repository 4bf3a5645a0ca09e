"""Checking the record."""

import typer

from commands.language import LANG, LocalizedCommand, help_text
from commands.terminal import group, record

app = group("audit")


@app.command("verify", cls=LocalizedCommand, help=help_text("audit_verify"))
def verify() -> None:
    """Walk the record's chains of changes; exit 1 when something was altered or deleted."""
    from record import audit

    with record() as store:
        verdict = audit.verify(store)
    typer.echo("\n".join(verdict.sentences(LANG)))
    raise typer.Exit(0 if verdict.sound else 1)
