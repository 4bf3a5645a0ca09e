"""Tokens by which programs use the machine's door."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.language import LocalizedCommand, help_text, say
from commands.terminal import fail, group, record, tell

if TYPE_CHECKING:
    from record.models import Role

app = group("token")
_Name = Annotated[str, typer.Argument(metavar="NAME", help=help_text("token_name"))]
_By = Annotated[str, typer.Option("--by", metavar="EMAIL", help=help_text("token_by"))]


@app.command("add", cls=LocalizedCommand, help=help_text("token_add"))
def add(
    name: _Name,
    by: _By,
    review: Annotated[list[str], typer.Option("--review", metavar="ID:ROLE", help=help_text("token_review"))],
    days: Annotated[int, typer.Option("--days", help=help_text("token_days"))] = 90,
) -> None:
    """Make a token for a program and print it, this once."""
    from record.models import ROLES
    from record.store import find_review
    from record.tokens import make_token

    with record(made=True) as store:
        roles: dict[int, Role] = {}
        for each in review:
            uid, _, wanted = each.partition(":")
            role = next((known for known in ROLES if known == wanted), None)
            if role is None:
                fail(say("error.token_role", text=each, roles=", ".join(ROLES)))
            roles[find_review(store, by, uid)] = role
        secret, token = make_token(store, by, name, roles, days=days)
    tell(say("token_made", name=name, day=f"{token.expires:%Y-%m-%d}"))
    typer.echo(secret)


@app.command("list", cls=LocalizedCommand, help=help_text("token_list"))
def list_tokens() -> None:
    """Print every token, a line each, the newest first."""
    from datetime import UTC, datetime

    from record.store import OPERATOR
    from record.tokens import tokens

    now = datetime.now(UTC)
    with record() as store:
        for token in tokens(store, OPERATOR):
            state = "revoked" if token.revoked else "expired" if token.expires <= now else "counts"
            names = {"name": token.email.partition("@")[0], "by": token.by, "day": f"{token.expires:%Y-%m-%d}"}
            typer.echo(say(f"token_{state}", **names))


@app.command("revoke", cls=LocalizedCommand, help=help_text("token_revoke"))
def revoke(name: _Name, by: _By) -> None:
    """Have a program's token count no more."""
    from record.tokens import revoke_token

    with record(made=True) as store:
        token = revoke_token(store, by, name)
    typer.echo(say("token_revoked", name=name, by=token.by, day=f"{token.expires:%Y-%m-%d}"))
