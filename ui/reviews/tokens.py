"""The tokens of programs: who has one, giving a new one, which is shown once, and revoking one. For administrators."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from record.members import names_of
from record.models import ROLES, Member, Review, Role, Token
from record.reviews import reviews
from record.tokens import LONGEST_DAYS, make_token, reviews_of, revoke_token, tokens
from text.dates import moment_in_words
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.reviews.facts import FORM_WIDTH
from ui.routes import comes_from_elsewhere
from ui.who import record
from ui.widgets.confirm import ask_first, confirmed

_MADE = "token_made"
"""Where the window keeps a new secret until it was copied or the page is left."""
_FIELDS = ("name", "reviews", "role", "days")
_DAYS = 90


def show(me: Member) -> None:
    """The list, and what changes it. Raises ``StoreError``."""
    if comes_from_elsewhere():
        forget()
    found, where = tokens(record(), me.email), reviews_of(record(), me.email)
    with record().read(me.email) as read:
        names = names_of(read)
    st.header(say("tokens.title"), anchor=False)
    st.markdown(say("tokens.intro"))
    notice("tokens")
    if found:
        _list(found, where, names)
        _revoke(me, [token for token in found if token.revoked is None], where)
    else:
        st.info(say("tokens.none"))
    _give(me)


def forget() -> None:
    """Show a secret no more."""
    st.session_state.pop(_MADE, None)


def _made() -> None:
    if made := st.session_state.get(_MADE):
        secret, name, until = made
        with st.container(border=True, key="token_made_box"):
            notice("token_made")
            st.markdown(f"**{say('tokens.secret', name=plain(name), until=moment_in_words(until, lang()))}**")
            st.code(secret, language=None, wrap_lines=True)
            st.button(say("tokens.kept"), key="token_kept", icon=":material/check:", on_click=forget)


def _list(found: Sequence[Token], where: Mapping[str, list[tuple[Review, Role]]], names: Mapping[str, str]) -> None:
    now = datetime.now(UTC)
    reviews_told = [", ".join(_in_review(*each) for each in _where(token, where)) or "–" for token in found]
    table = pd.DataFrame(
        {
            say("tokens.column_name"): [_name(token) for token in found],
            say("tokens.column_state"): [_state(token, now) for token in found],
            say("tokens.column_reviews"): reviews_told,
            say("tokens.column_expires"): [moment_in_words(token.expires, lang()) for token in found],
            say("tokens.column_made"): [moment_in_words(token.made, lang()) for token in found],
            say("tokens.column_by"): [names.get(token.by, token.by) for token in found],
        }
    )
    st.dataframe(table, hide_index=True, height=400 if len(found) > 10 else "content", alt=say("tokens.title"))


def _revoke(me: Member, held: Sequence[Token], where: Mapping[str, list[tuple[Review, Role]]]) -> None:
    by_name = {_name(token): token for token in held}
    if not by_name:
        return

    def ask() -> None:
        if st.session_state.get("token_revoked") in by_name:
            ask_first("revoke_token")
        else:
            refuse(say("tokens.pick_first"), "token_revoke")

    def revoke() -> None:
        name = str(st.session_state.get("token_revoked"))
        if attempt(lambda: revoke_token(record(), me.email, name), "token_revoke"):
            st.session_state["token_revoked"] = None
            forget()
            done(say("tokens.revoke_done", name=name), "tokens")

    with st.container(width=FORM_WIDTH), st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            say("tokens.pick"), list(by_name), index=None, key="token_revoked", placeholder=say("tokens.pick_hint")
        )
        st.button(say("tokens.revoke"), key="token_revoke", icon=":material/block:", on_click=ask)
    notice("token_revoke")
    picked = by_name.get(str(st.session_state.get("token_revoked")))
    if picked:
        sentence = say("tokens.revoke_sure", name=plain(_name(picked)), n=len(_where(picked, where)))
        confirmed("revoke_token", sentence, say("tokens.revoke_yes"), revoke)


def _give(me: Member) -> None:
    titles = {review.id: review.title(lang()) for review in reviews(record(), me.email)}
    labels = {role: say(f"reviews.role_{role}") for role in ROLES}

    def give() -> None:
        typed: dict[str, Any] = {part: st.session_state.get(f"token_{part}") for part in _FIELDS}
        name, roles = typed["name"] or "", dict.fromkeys(typed["reviews"] or [], typed["role"])

        def make() -> None:
            secret, token = make_token(record(), me.email, name, roles, days=typed["days"])
            st.session_state[_MADE] = secret, name, token.expires
            done(say("tokens.made"), "token_made")
            st.session_state["token_name"], st.session_state["token_reviews"] = "", []

        attempt(make, "token_give")

    st.subheader(say("tokens.give"), anchor=False)
    _made()
    with st.form("token_give", width=FORM_WIDTH):
        st.text_input(say("tokens.name"), key="token_name", max_chars=40, help=say("tokens.name_help"))
        st.multiselect(
            say("tokens.reviews"),
            list(titles),
            key="token_reviews",
            placeholder=say("tokens.reviews_hint"),
            format_func=lambda review: titles.get(review, ""),
        )
        st.selectbox(
            say("tokens.role"),
            ROLES,
            index=ROLES.index("secretariat"),
            key="token_role",
            format_func=lambda role: labels.get(role, ""),
            help=say("tokens.role_help"),
        )
        st.number_input(
            say("tokens.days"), min_value=1, max_value=LONGEST_DAYS, value=_DAYS, step=1, key="token_days", width=200
        )
        notice("token_give")
        st.form_submit_button(say("tokens.make"), icon=":material/key:", key="token_make", on_click=give)


def _where(token: Token, where: Mapping[str, list[tuple[Review, Role]]]) -> list[tuple[Review, Role]]:
    """The reviews of a token; what a program has now is its newest token's."""
    return where.get(token.email, []) if token.revoked is None else []


def _in_review(review: Review, role: Role) -> str:
    return say("tokens.in_review", title=review.title(lang()), role=say(f"reviews.role_{role}"))


def _state(token: Token, now: datetime) -> str:
    if token.revoked:
        return say("tokens.revoked", at=moment_in_words(token.revoked, lang()))
    return say("tokens.expired" if token.expires <= now else "tokens.counts")


def _name(token: Token) -> str:
    return token.email.partition("@")[0]
