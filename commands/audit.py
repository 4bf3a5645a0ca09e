"""Checking the record."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.language import LANG, LocalizedCommand, help_text, say
from commands.terminal import fail, group, read, record, tell

if TYPE_CHECKING:
    pass

app = group("audit")


@app.command("verify", cls=LocalizedCommand, help=help_text("audit_verify"))
def verify(
    expect: Annotated[str | None, typer.Option(metavar="FILE", help=help_text("audit_expect"))] = None,
    pack: Annotated[str | None, typer.Option(metavar="FILE.pdf", help=help_text("audit_pack"))] = None,
) -> None:
    """Walk the record's chains of changes; exit 1 when something was altered or deleted."""
    from record import audit
    from record.store_error import StoreError

    with record(made=True) as store:
        expected: list[dict[str, Any]] = []
        if expect is not None:
            from record.signed_tips import read_lines

            try:
                expected += read_lines(read(expect).decode("utf-8"))
            except (ValueError, RecursionError):
                raise StoreError("expected_form", value=expect) from None
        if pack is not None:
            from reports.pack_tip import tip_of

            try:
                named = tip_of(read(pack))
            except ValueError:
                raise StoreError("pack_form", value=pack) from None
            expected.append(named)
            tell(say("pack_names" if "signature" in named else "pack_not_signed", seq=named["seq"], hash=named["hash"]))
        verdict = audit.verify(store, expected)
    typer.echo("\n".join(verdict.sentences(LANG)))
    raise typer.Exit(0 if verdict.sound else 1)


@app.command("tips", cls=LocalizedCommand, help=help_text("audit_tips"))
def tips() -> None:
    """Print the end of each chain as a line of JSON, signed where there is a key; to be kept elsewhere."""
    from record.signed_tips import lines_of

    with record(made=True) as store:
        typer.echo(lines_of(store.tips()), nl=False)


@app.command("sign", cls=LocalizedCommand, help=help_text("audit_sign"))
def sign() -> None:
    """Sign the end of each chain as it is now."""
    from record.signing_key import FILE_VARIABLE, own_key

    with record(made=True) as store:
        if own_key() is None:
            fail(say("error.no_key", variable=FILE_VARIABLE))
        made = store.sign_tips()
    tell(say("signed_tips", n=f"{len(made):,}"))


@app.command("key", cls=LocalizedCommand, help=help_text("audit_key"))
def key(output: Annotated[Path, typer.Argument(metavar="FILE", help=help_text("audit_key_file"))]) -> None:
    """Make a new signing key in a file that only its owner can read, and print its public half."""
    import os

    from record.signing_key import new_key, public_of

    text = new_key()
    try:
        with os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"{text}\n")
    except OSError:
        fail(say("error.not_writable", file=output))
    typer.echo(public_of(text))
