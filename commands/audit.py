"""Checking the record."""

import typer

from commands.terminal import LangOption, group, help_text, record

app = group("audit")


@app.command("verify", help=help_text("audit_verify"))
def verify(lang: LangOption = "th") -> None:
    """Walk the record's chains of changes; exit 1 when something was altered or deleted."""
    from record import audit

    with record(lang) as store:
        verdict = audit.verify(store)
    typer.echo("\n".join(verdict.sentences(lang)))
    raise typer.Exit(0 if verdict.sound else 1)
