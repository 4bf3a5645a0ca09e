"""Who calls: a program with a token."""

from starlette.requests import Request

from api.problem import ProblemError
from record.store import Store
from record.tokens import bearer


def caller(request: Request) -> str:
    """The member that the request's token stands for. Raises ``ProblemError`` 401 without one that counts."""
    kind, _, secret = request.headers.get("authorization", "").partition(" ")
    member = bearer(Store.from_environment(), secret.strip()) if kind.lower() == "bearer" and secret else None
    if member is None:
        raise ProblemError(401, "token", {"www-authenticate": 'Bearer realm="api"'})
    return member


def caller_where_people_sign_in(request: Request) -> str | None:
    """As ``caller``; where nobody signs in, anybody may."""
    return caller(request) if request.app.state.signs_in() else None
