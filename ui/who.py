"""Who is using the page: whoever signed in with the ministry's provider, or, in one room, a name picked from a list."""

import logging
import os
import re
import shlex
from pathlib import Path

import streamlit as st
from streamlit.errors import StreamlitAuthError
from streamlit.runtime.scriptrunner import get_script_run_ctx

from record.members import add_member, find_member, members
from record.models import Member
from record.sign_in import SignInRefused, admit, end_sign_in, sign_in_id, still_counts
from record.store import OPERATOR, Store
from record.store_error import StoreError
from text.dates import today
from ui.language import plain, say
from ui.look import looked_up, looking
from ui.notices import attempt, notice
from ui.sign_in import sign_in_rules, signs_in

ONE_ROOM = "BLUEPRINT_ONE_ROOM"
"""The variable of the environment that says ``open`` when other computers may pick a name too."""

_ENDED = ("ended", "idle", "too_old")
"""Why a member's sign-in counts no more."""
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PROXIES = re.compile(r"forwarded|^via$|(^|-)ip($|-)|client-?ip|^x-(real|original|cluster|envoy|arr|azure|amz|proxy)-")
"""Headers that a proxy adds, whatever the proxy: a visit through one only seems to come from this computer."""

_HERE = Path(__file__).parent
_return = st.components.v2.component("return", js=(_HERE / "who.js").read_text(encoding="utf-8"))
_room = st.components.v2.component("room", js=(_HERE / "who_room.js").read_text(encoding="utf-8"))
_memory = st.components.v2.component("memory", js=(_HERE / "who_memory.js").read_text(encoding="utf-8"))


def record() -> Store:
    """The record of all reviews. Raises ``StoreError``.

    A callback belongs to the run before it, when who is here was looked up; so it is asked again there.
    """
    store = Store.from_environment()
    if get_script_run_ctx() and not looking() and signed_out():
        raise StoreError("not_allowed")
    return store


def signed_out() -> bool:
    """Whether people sign in and the sign-in of this page counts no more. Raises ``StoreError``."""
    return signs_in() and not still_counts(Store.from_environment(), _claims(), sign_in_rules())


def signed_in() -> bool:
    """Whether whoever signed in is a member; if not, they were told what to do. Raises ``StoreError``."""
    if not st.user.get("is_logged_in", False):
        _ask_to_sign_in()
        _return(data={"signed_in": False}, key="return")
        return False
    refused: SignInRefused | None = None
    member: Member | None = None
    try:
        member = _signed_in()
    except SignInRefused as error:
        refused = error
    ended = refused is not None and refused.code in _ENDED
    name = plain(member.name) if member else say("who.signed_out" if ended else "who.nobody_here")
    with st.container(key="who_menu"), st.popover(name, icon=":material/person:", key="who_here"):
        if member:
            st.markdown(say("who.you_are", name=name))
        st.button(say("who.sign_out"), type="tertiary", key="sign_out", on_click=_sign_out)
    _return(data={"signed_in": not ended}, key="return", width="content")
    if refused:
        _say_why_not(refused)
    return member is not None


def _sign_out() -> None:
    """End the sign-in on the server, so in every tab and every copy of the cookie, then in this browser."""
    try:
        end_sign_in(Store.from_environment(), _signed_in().email, sign_in_id(_claims()))
    except SignInRefused:  # it does not count any more, or never did
        pass
    except StoreError:
        logging.getLogger("blueprint").exception("a sign-in was not ended on the server")
    st.logout()


def recognised() -> Member | None:
    """The member at this page where that is known already; nobody is asked. None when the record cannot tell."""
    try:
        if looked_up("signs_in", signs_in):
            return _signed_in()
        return _at_the_page()
    except (StoreError, SignInRefused):
        return None


def job_owner() -> str | None:
    """Whose the jobs of this page are: the member's who signed in, or None where nobody does.

    For callbacks too, which run before anything else. Raises ``StoreError``.
    """
    if not signs_in():
        return None
    if (member := recognised()) is None:
        raise StoreError("not_allowed")
    return member.email


def picked() -> str | None:
    """The address of the member whose name was picked in this window, while names may be picked."""
    me = st.session_state.get("me")
    return me if isinstance(me, str) and _in_the_room() else None


def _at_the_page() -> Member | None:
    """The member whose name was picked in this window. Raises ``StoreError``."""
    me = picked()
    return looked_up(me, lambda: find_member(Store.from_environment(), me)) if me else None


def identify(*, alone: bool = True) -> Member | None:
    """The member at this page, read afresh each time; None after asking who it is. Raises ``StoreError``.

    ``alone``: nothing stands above the question, so that it needs a title.
    """
    if looked_up("signs_in", signs_in):
        try:
            return _signed_in()
        except SignInRefused:  # between two looks of one run
            return None
    if not _in_the_room():
        st.error(say("who.elsewhere", variable=ONE_ROOM), icon=":material/lock:")
        return None
    _one_room()
    if member := _at_the_page():
        _picked(member)
        return member
    if alone:
        st.title(say("app"), anchor=False)
    if everybody := _everybody():
        _pick(everybody)
    else:
        _first()
    return None


def _ask_to_sign_in() -> None:
    st.title(say("app"), anchor=False)
    st.markdown(say("who.sign_in_intro"))
    if st.button(say("who.sign_in"), type="primary", icon=":material/login:", key="sign_in"):
        try:
            st.login()
        except StreamlitAuthError:
            st.error(say("who.not_set_up"))


def _claims() -> dict[str, object]:
    """What the provider said of whoever signed in."""
    return dict(st.user.to_dict())


def _signed_in() -> Member:
    """The member who signed in. Raises ``SignInRefused``, and ``StoreError``."""
    if not st.user.get("is_logged_in", False):
        raise SignInRefused("ended", "")
    claims = _claims()
    return looked_up(sign_in_id(claims), lambda: admit(Store.from_environment(), claims, sign_in_rules()))


def _say_why_not(refused: SignInRefused) -> None:
    email = plain(refused.email)
    if refused.code == "unknown" and not _everybody():
        st.info(say("who.nobody"))
        address = shlex.quote(refused.email)
        command = f"python cli.py member add {address} {say('who.name_here')} --administrator"
        st.code(command, language=None, wrap_lines=True)
    elif refused.code in _ENDED:
        st.info(say(f"who.{refused.code}"))
        st.button(say("who.sign_in_again"), type="primary", key="sign_in_again", on_click=st.login)
    else:
        st.error(say(f"who.{refused.code}", email=email))


def _everybody() -> dict[str, Member]:
    """Every member by e-mail, by this program's own right: nobody is known yet."""
    with Store.from_environment().read(OPERATOR) as read:
        return {member.email: member for member in members(read)}


def _in_the_room() -> bool:
    """Whether this is the computer that serves the pages, or the room was opened to others.

    By configuration and by where the visit comes from, of which Streamlit tells nothing when it is this computer.
    """
    if os.environ.get(ONE_ROOM) == "open":
        return True
    proxied = any(_PROXIES.search(name.lower()) for name in st.context.headers)
    elsewhere = isinstance(st.context.ip_address, str) or proxied
    return st.get_option("server.address") in _LOOPBACK and not elsewhere


def _one_room() -> None:
    """The warning that nobody is proven to be who they say; a line that can be hidden for the day in this browser."""
    day, closed = today(), "one_room_closed"

    def close() -> None:
        st.session_state[closed] = day

    hidden = st.session_state.get(closed) == day
    _room(data={"day": day.isoformat(), "closed": hidden}, key="room", on_closed_change=close)
    if hidden:
        return
    with st.container(key="one_room", horizontal=True, vertical_alignment="center"):
        st.markdown(say("who.local"), width="stretch")
        label = say("who.close")
        st.button(label, icon=":material/close:", help=label, key="room_close", type="tertiary", on_click=close)


def _picked(me: Member) -> None:
    """Whose name was picked, and the way to pick another."""
    _memory(data={"me": me.email}, key="memory", on_recalled_change=_no_change)
    with st.container(key="who_menu"), st.popover(plain(me.name), icon=":material/person:", key="who_here"):
        st.markdown(say("who.you_are", name=plain(me.name)))
        st.button(say("who.change"), type="tertiary", key="who_change", on_click=_forget)


def _pick(known: dict[str, Member]) -> None:
    def choose() -> None:
        if isinstance(picked := st.session_state.get("who"), str) and picked in known:
            st.session_state["me"] = picked

    def recall() -> None:
        if (recalled := getattr(st.session_state.get("memory"), "recalled", None)) in known:
            st.session_state["me"] = recalled

    _memory(data={"forget": bool(st.session_state.get("forgotten"))}, key="memory", on_recalled_change=recall)
    st.selectbox(
        say("who.pick"),
        list(known),
        index=None,
        key="who",
        placeholder=say("who.pick_placeholder"),
        format_func=lambda email: f"{known[email].name} · {email}" if email in known else "",
        on_change=choose,
    )


def _forget() -> None:
    st.session_state.pop("me", None)
    st.session_state["forgotten"] = True


def _no_change() -> None:
    """Who is known already has nothing to recall."""


def _first() -> None:
    """The first to come says who they are, and is the administrator."""

    def begin() -> None:
        email, name = st.session_state.get("first_email") or "", st.session_state.get("first_name") or ""

        def add() -> None:
            st.session_state["me"] = add_member(record(), email.strip().lower(), email.strip().lower(), name).email

        attempt(add, "first")

    st.header(say("who.first"), anchor=False)
    st.markdown(say("who.first_intro"))
    with st.form("first"):
        st.text_input(say("who.name"), key="first_name", max_chars=200)
        st.text_input(say("who.email"), key="first_email", max_chars=254)
        st.form_submit_button(say("who.begin"), type="primary", on_click=begin)
        notice("first")
