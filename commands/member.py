"""Members of the working groups."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import LangOption, group, help_text, record, words
from text.words import Lang

if TYPE_CHECKING:
    from record.models import Member

app = group("member")


@app.command("add", help=help_text("member_add"))
def add(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=help_text("email"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=help_text("name"))],
    administrator: Annotated[bool, typer.Option("--administrator", help=help_text("administrator"))] = False,
    lang: LangOption = "th",
) -> None:
    """Add a member; the first one is an administrator in any case."""
    from record.members import add_member
    from record.store import OPERATOR

    with record(lang) as store:
        member = add_member(store, OPERATOR, email, name, administrator=administrator)
    typer.echo(_member(member, lang))


@app.command("edit", help=help_text("member_edit"))
def edit(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=help_text("email"))],
    name: Annotated[str | None, typer.Option(help=help_text("name"))] = None,
    administrator: Annotated[
        bool | None, typer.Option("--administrator/--no-administrator", help=help_text("administrator"))
    ] = None,
    lang: LangOption = "th",
) -> None:
    """Change a member's name or whether they administer; what is not given stays."""
    from record.members import edit_member
    from record.store import OPERATOR

    with record(lang) as store:
        member = edit_member(store, OPERATOR, email, name, administrator=administrator)
    typer.echo(_member(member, lang))


@app.command("list", help=help_text("member_list"))
def list_members(lang: LangOption = "th") -> None:
    """Print every member, a line each, by name."""
    from record.members import members

    with record(lang) as store:
        for member in members(store):
            typer.echo(_member(member, lang))


def _member(member: "Member", lang: Lang) -> str:
    return words("administrator" if member.administrator else "member", lang, email=member.email, name=member.name)
