"""Who is behind a request that Streamlit has not looked at yet."""

import json

from starlette.requests import HTTPConnection
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from record.models import Member
from record.sign_in import SignInRefused, admit
from record.store import Store
from record.store_error import StoreError
from ui.sign_in import sign_in_rules


def member_behind(request: HTTPConnection) -> Member | None:
    """The member whose sign-in, which counts at this moment, is behind the request's cookie."""
    try:
        claims = json.loads(_get_signed_cookie_with_chunks(request.cookies, USER_COOKIE_NAME) or b"{}")
        if not isinstance(claims, dict) or not claims.get("is_logged_in"):
            return None
        return admit(Store.from_environment(), claims, sign_in_rules())
    except (ValueError, SignInRefused, StoreError):
        return None
