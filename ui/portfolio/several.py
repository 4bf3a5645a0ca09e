"""What is done to several missions at once: assigning, reminding those they wait for, taking them out as a list."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from mail.settings import is_on
from record.answering import assign
from record.members import members_of
from record.mission_status import MissionStatus
from record.models import Review
from record.outbox import remind
from record.store import CONDUCT, EXPORTERS, Roles
from record.waiting import waiting_for
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.portfolio.rows import FileKind, table_file
from ui.who import record
from ui.widgets.confirm import ask_first, confirmed

_NOBODY = ""
"""The choice that takes the missions from whoever has them."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(
    review: Review,
    roles: Roles,
    me: str,
    chosen: Sequence[MissionStatus],
    names: Mapping[str, str],
    table: Callable[[Sequence[MissionStatus]], pd.DataFrame],
) -> None:
    """The number of missions chosen, and what the person may do to them; ``table`` is that of the list.

    Raises ``StoreError``.
    """
    notice("several")
    if not chosen:
        st.caption(say("portfolio.choose_first"))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", border=True, key="several"):
        st.markdown(f"**{say('portfolio.chosen', n=f'{len(chosen):,}')}**", width="content")
        if roles & CONDUCT and review.status == "open":
            _assign(review, me, chosen, names)
        if roles & EXPORTERS and review.status == "open":
            _remind(review, me, chosen)
        _export(review, me, lambda: table(chosen))
    _sure(review, me, chosen)


def _assign(review: Review, me: str, chosen: Sequence[MissionStatus], names: Mapping[str, str]) -> None:
    with record().read_review(me, review.id) as read:
        group = {member.email: member.name for member, _ in members_of(read)}
    choices = {_NOBODY: say("portfolio.nobody"), **group}
    key = "several_assignee"

    def give() -> None:
        who = st.session_state.get(key)
        if who is None:
            refuse(say("portfolio.assign_whom"), "several")
            return
        assignee, ids = None if who == _NOBODY else str(who), [row.mission.id for row in chosen]
        if attempt(lambda: assign(record(), me, review.id, ids, assignee), "several"):
            n = f"{len(chosen):,}"
            if assignee:
                done(say("portfolio.assigned", n=n, name=names.get(assignee, assignee)), "several")
            else:
                done(say("portfolio.unassigned", n=n), "several")

    st.selectbox(
        say("portfolio.assignee"),
        list(choices),
        index=None,
        key=key,
        placeholder=say("portfolio.assign_pick"),
        format_func=lambda email: choices.get(email, ""),
    )
    st.button(say("portfolio.assign"), key="several_assign", icon=":material/person_add:", on_click=give)


def _awaited(review: Review, me: str, chosen: Sequence[MissionStatus]) -> tuple[dict[str, list[int]], list[str]]:
    """Which of the missions wait for whom but the person, by e-mail; and what they are called."""
    with record().read_review(me, review.id) as read:
        group = members_of(read)
    found, called = {}, []
    for member, role in group:
        rows = waiting_for(member.email, frozenset({role}), chosen).missions
        if rows and member.email != me:
            found[member.email] = [row.mission.id for row in rows]
            called.append(member.name)
    return found, called


def _remind(review: Review, me: str, chosen: Sequence[MissionStatus]) -> None:
    def ask() -> None:
        if _awaited(review, me, chosen)[0]:
            ask_first("remind")
        else:
            refuse(say("portfolio.remind_nobody"), "several")

    st.button(say("portfolio.remind"), key="several_remind", icon=":material/notifications:", on_click=ask)


def _sure(review: Review, me: str, chosen: Sequence[MissionStatus]) -> None:
    """The question before members are reminded, and what comes of it."""
    if not st.session_state.get("ask-remind"):
        return
    wanted, called = _awaited(review, me, chosen)

    def write() -> None:
        if attempt(lambda: remind(record(), me, review.id, wanted), "several"):
            sentences = [say("portfolio.reminded", n=f"{len(wanted):,}")]
            if not is_on():
                sentences.append(say("portfolio.no_mail"))
            done(" ".join(sentences), "several")

    people = plain(", ".join(called))
    sentence = say("portfolio.remind_sure", people=people, n=f"{len(wanted):,}")
    confirmed("remind", sentence, say("portfolio.remind_yes"), write)


def _export(review: Review, me: str, table: Callable[[], pd.DataFrame]) -> None:
    """The chosen missions as files with the columns of the list, for who may then read the review."""

    kinds: Sequence[tuple[FileKind, str]] = (("csv", "text/csv"), ("xlsx", _XLSX))
    for kind, mime in kinds:
        st.download_button(
            say(f"portfolio.get_chosen_{kind}"),
            partial(table_file, me, review, lang(), table, kind),
            file_name=f"portfolio-{review.id}-chosen.{kind}",
            mime=mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"several_{kind}",
        )
