"""The people of a review: who takes part in which role, and who may join."""

import re
from typing import cast

import pandas as pd
import streamlit as st

from record.lengths import EMAIL, NAME, WORDS
from record.members import add_member, edit_member, members, members_of, set_role
from record.mission_status import mission_statuses
from record.models import ROLES, Member, Review, Role
from record.store import ADMINISTRATORS
from record.store_error import StoreError
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.who import record
from ui.widgets.confirm import ask_first, confirmed

_NO_ROLE = "none"


def show(me: Member, review: Review) -> None:
    """The table of people, and the forms that change it, for administrators. Raises ``StoreError``."""
    with record().read_review(me.email, review.id, ADMINISTRATORS) as read:
        here, known = members_of(read), {member.email: member for member in members(read)}
    _here(here)
    left, right = st.columns(2, gap="large")
    with left:
        _give_role(me, review, known, {member.email: role for member, role in here})
        _edit(me, known)
    with right:
        _add(me, review)
        _paste(me, review)


def _here(here: list[tuple[Member, Role]]) -> None:
    heading = say("reviews.people_here", n=f"{len(here):,}")
    st.header(heading, anchor=False)
    if not here:
        st.info(say("reviews.nobody_here"))
        return
    if all(role != "chair" for _, role in here):
        st.warning(say("reviews.no_chair"))
    table = pd.DataFrame(
        {
            say("reviews.person_name"): [plain(member.name) for member, _ in here],
            say("reviews.role"): [_called(role) for _, role in here],
            say("reviews.email"): [plain(member.email) for member, _ in here],
        }
    )
    with st.container(key="people_here"):  # a table whose addresses break: on a phone a grid hid them
        st.table(table, hide_index=True, alt=heading)


def _give_role(me: Member, review: Review, known: dict[str, Member], held: dict[str, Role]) -> None:
    """A role for somebody known: a first one, another one, or none any more."""
    names = {member.email: member.name for member in known.values()}
    lines = {email: _line(name, email, held.get(email)) for email, name in names.items()}

    def save() -> None:
        email, role = st.session_state.get("people_person"), st.session_state.get("people_role")
        if not isinstance(email, str):
            refuse(say("reviews.pick_person"), "role")
        elif role == _NO_ROLE and email in held:
            ask_first("take_role")
        else:
            write()

    def write() -> None:
        email, role = st.session_state.get("people_person"), st.session_state.get("people_role")
        if isinstance(email, str) and attempt(
            lambda: set_role(record(), me.email, review.id, email, _chosen(role)), "role"
        ):
            key = "role_taken" if role == _NO_ROLE else "role_given"
            done(say(f"reviews.{key}", name=names.get(email, email), role=_called(role)), "role")

    st.header(say("reviews.give_role"), anchor=False)
    with st.form("people_give"):
        st.selectbox(
            say("reviews.person"),
            list(names),
            index=None,
            key="people_person",
            placeholder=say("reviews.person_hint"),
            format_func=lambda email: lines.get(email, ""),
        )
        _pick_role("people_role")
        notice("role")
        st.form_submit_button(say("reviews.save_role"), icon=":material/badge:", key="people_save", on_click=save)
    if st.session_state.get("ask-take_role"):
        email = str(st.session_state.get("people_person") or "")
        with record().read_review(me.email, review.id) as read:
            rows = mission_statuses(read)
        n = sum(email in row.given for row in rows)
        name = plain(names.get(email, email))
        confirmed("take_role", say("reviews.take_role_sure", name=name, n=n), say("reviews.take_role_yes"), write)


def _add(me: Member, review: Review) -> None:
    """Somebody new, with a role at once."""

    def add() -> None:
        name, email = (str(st.session_state.get(f"people_new_{part}") or "") for part in ("name", "email"))
        role, administrator = st.session_state.get("people_new_role"), bool(st.session_state.get("people_new_admin"))

        def write() -> None:
            member = add_member(record(), me.email, email, name, administrator=administrator)
            done(say("reviews.person_added", name=member.name), "person")
            for part in ("name", "email"):
                st.session_state[f"people_new_{part}"] = ""
            st.session_state["people_new_role"], st.session_state["people_new_admin"] = ROLES[0], False
            if role != _NO_ROLE:
                set_role(record(), me.email, review.id, member.email, _chosen(role))

        attempt(write, "person")

    st.header(say("reviews.add_person"), anchor=False)
    with st.form("people_add"):
        st.text_input(say("reviews.person_name"), key="people_new_name", max_chars=NAME)
        st.text_input(say("reviews.email"), key="people_new_email", max_chars=EMAIL, help=say("reviews.add_help"))
        _pick_role("people_new_role")
        st.checkbox(say("reviews.as_administrator"), key="people_new_admin")
        notice("person")
        st.form_submit_button(say("reviews.add"), icon=":material/person_add:", key="people_add_save", on_click=add)


def _paste(me: Member, review: Review) -> None:
    """Several people at once: a line each, name and address; what is wrong is said by its line."""
    key = "people_lines"

    def add() -> None:
        role = _chosen(st.session_state.get("people_lines_role"))
        left, problems, added = [], [], 0
        for line in str(st.session_state.get(key) or "").splitlines():
            if not line.strip():
                continue
            name, email = name_and_address(line)
            try:
                member = add_member(record(), me.email, email, name)
                set_role(record(), me.email, review.id, member.email, role)
                added += 1
            except StoreError as error:
                left.append(line)
                problems.append(say("reviews.line", n=len(left), said=error.sentence(lang())))  # as it now stands
        st.session_state[key] = "\n".join(left)
        if problems:
            refuse("\n".join(problems), "lines_wrong")
        if added:
            done(say("reviews.people_added", n=f"{added:,}"), "lines")

    box = st.expander(say("reviews.paste"), icon=":material/group_add:", key="people_paste_open")
    with box, st.form("people_paste"):
        st.text_area(say("reviews.paste_lines"), key=key, help=say("reviews.paste_help"), max_chars=WORDS, height=140)
        _pick_role("people_lines_role")
        notice("lines")
        notice("lines_wrong")
        st.form_submit_button(say("reviews.add_lines"), icon=":material/group_add:", on_click=add)


def name_and_address(line: str) -> tuple[str, str]:
    """A line of a list as people paste it: a name and an address with a tab, comma, semicolon or brackets between."""
    # From the beginning of a word on: else each letter of a word without an @ would be tried, with all that follow it.
    address = re.search(r"(?<![^\s,;<>()])[^\s,;<>()]+@[^\s,;<>()]*", line)
    if not address:
        return "", line.strip()
    name = (line[: address.start()] + " " + line[address.end() :]).strip(" \t,;<>()\"'")
    return " ".join(name.split()), address[0]


def _edit(me: Member, known: dict[str, Member]) -> None:
    """The name of somebody known, and whether they administer."""
    st.header(say("reviews.edit_person"), anchor=False)
    email = st.selectbox(
        say("reviews.person"),
        list(known),
        index=None,
        key="people_known",
        placeholder=say("reviews.person_hint"),
        format_func=lambda email: _line(known[email].name, email, None) if email in known else "",
    )
    if email not in known:
        return
    name_key, admin_key = f"people_name-{email}", f"people_admin-{email}"

    def save() -> None:
        name, administrator = str(st.session_state.get(name_key) or ""), bool(st.session_state.get(admin_key))
        if attempt(lambda: edit_member(record(), me.email, email, name, administrator=administrator), "entry"):
            done(say("reviews.person_edited", name=name), "entry")

    with st.form("people_edit"):
        st.text_input(say("reviews.person_name"), known[email].name, key=name_key, max_chars=NAME)
        st.checkbox(
            say("reviews.is_administrator"),
            known[email].administrator,
            key=admin_key,
            help=say("reviews.administrator_help"),
        )
        notice("entry")
        st.form_submit_button(say("reviews.save_person"), icon=":material/save:", key="people_edit_save", on_click=save)


def _pick_role(key: str) -> None:
    labels = {role: _called(role) for role in (*ROLES, _NO_ROLE)}
    st.selectbox(
        say("reviews.role"),
        list(labels),
        key=key,
        format_func=lambda role: labels.get(role, ""),
        help=say("reviews.role_help"),
    )


def _chosen(role: object) -> Role | None:
    """The role as the record takes it, which refuses what is none."""
    return None if role == _NO_ROLE else cast(Role, role or "")


def _called(role: object) -> str:
    return say(f"reviews.role_{role}")


def _line(name: str, email: str, role: Role | None) -> str:
    return f"{name} · {email} ({_called(role)})" if role else f"{name} · {email}"
