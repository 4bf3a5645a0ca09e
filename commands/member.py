"""Members of the working groups."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.language import LocalizedCommand, help_text, say
from commands.terminal import group, record

if TYPE_CHECKING:
    from record.models import Member

app = group("member")


@app.command("add", cls=LocalizedCommand, help=help_text("member_add"))
def add(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=help_text("email"))],
    name: Annotated[str, typer.Argument(metavar="NAME", help=help_text("name"))],
    administrator: Annotated[bool, typer.Option("--administrator", help=help_text("administrator"))] = False,
) -> None:
    """Add a member; the first one is an administrator in any case."""
    from record.members import add_member
    from record.store import OPERATOR

    with record() as store:
        member = add_member(store, OPERATOR, email, name, administrator=administrator)
    typer.echo(_member(member))


@app.command("edit", cls=LocalizedCommand, help=help_text("member_edit"))
def edit(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help=help_text("email"))],
    name: Annotated[str | None, typer.Option(help=help_text("name"))] = None,
    administrator: Annotated[
        bool | None, typer.Option("--administrator/--no-administrator", help=help_text("administrator"))
    ] = None,
) -> None:
    """Change a member's name or whether they administer; what is not given stays."""
    from record.members import edit_member
    from record.store import OPERATOR

    with record() as store:
        member = edit_member(store, OPERATOR, email, name, administrator=administrator)
    typer.echo(_member(member))


@app.command("release", cls=LocalizedCommand, help=help_text("member_release"))
def release(emails: Annotated[list[str], typer.Argument(metavar="EMAIL", help=help_text("email"))]) -> None:
    """Forget which account at the sign-in provider is the member's, and end their sign-ins."""
    from record.members import find_member
    from record.sign_in import release_identity
    from record.store import OPERATOR
    from record.store_error import StoreError

    with record() as store:
        for email in emails:
            member = find_member(store, email)
            if member is None:
                raise StoreError("no_member", value=email)
            release_identity(store, OPERATOR, member.email)
            typer.echo(_member(member))


@app.command("list", cls=LocalizedCommand, help=help_text("member_list"))
def list_members() -> None:
    """Print every member, a line each, by name."""
    from record.members import members
    from record.store import OPERATOR

    with record() as store, store.read(OPERATOR) as read:
        for member in members(read):
            typer.echo(_member(member))


def _member(member: "Member") -> str:
    return say("administrator" if member.administrator else "member", email=member.email, name=member.name)
