"""Waiting for me: the first page of a member, with what each review asks of them and how far the others are."""

import time
from collections.abc import Mapping, Sequence

import streamlit as st

from record.members import members_of, roles_in
from record.mission_status import MissionStatus, last_change, mission_statuses
from record.models import Member, Review
from record.reviews import reviews
from record.store import CHAIR, EXPORTERS, GROUP
from record.store_error import StoreError
from record.waiting import Waiting, lacks_opinion, waiting_for
from ui import mail_choice
from ui.language import lang, plain, say
from ui.reviews.facts import days_left
from ui.routes import go, link
from ui.who import identify, record
from ui.widgets.live import watch_list
from ui.widgets.mission_table import Column, mission_table, opened
from ui.widgets.said import state_of

_AGES = 20.0
"""Seconds after which the number in the navigation is worked out again, when something was written."""
_PLACES = {
    "called": "walk",
    "opinion": "walk",
    "differ": "settle",
    **dict.fromkeys(("proposed", "reopened", "sign"), "check"),
}
"""The page on which each kind of waiting is ended."""
_SHOWN = 10
_WATCHED = 5
"""Reviews of the page whose changes by others are said; each costs a look every few seconds."""


def page() -> None:
    """Every open review of the person, with what waits for them. Raises ``StoreError``."""
    me = identify()
    if me is None:
        return
    st.title(say("waiting.title"), anchor=False)
    found = [review for review in reviews(record(), me.email) if review.status == "open"]
    mine = [review for review in found if roles_in(record(), me.email, review.id) & (GROUP | EXPORTERS)]
    if not mine:
        st.info(say("reviews.none_yet" if me.administrator else "reviews.none"))
        link("reviews", say("choose.to_reviews"), icon=":material/groups:")
        return
    watch_list(me.email, mine[:_WATCHED])
    mail_choice.reminders(me.email)
    for review in mine:
        _review(me, review)
    mail_choice.choices(me.email)


def takes_part(me: Member) -> bool:
    """Whether there is a review for the person. Raises ``StoreError``."""
    return bool(reviews(record(), me.email))


def number(me: Member | None) -> int:
    """How many missions wait for the person, for the navigation; 0 where the record cannot tell."""
    if me is None:
        return 0
    kept: tuple[str, float, int] | None = st.session_state.get("waiting_number")
    if kept and kept[0] == me.email and time.monotonic() - kept[1] < _AGES:
        return kept[2]
    try:
        found = [review for review in reviews(record(), me.email) if review.status == "open"]
        n = sum(len(_waiting(me.email, review)[1].missions) for review in found)
    except StoreError:
        n = 0
    st.session_state["waiting_number"] = me.email, time.monotonic(), n
    return n


def next_of(me: str, review: Review, mission: int) -> tuple[str, int] | None:
    """The page and the mission that wait after this one; None when nothing else does. Raises ``StoreError``."""
    found = _waiting(me, review)[1]
    places = {row.mission.id: place for kind, place in reversed(_PLACES.items()) for row in getattr(found, kind)}
    ids = [row.mission.id for row in found.missions if row.mission.id != mission]
    after = [number for number in ids if number > mission] or ids
    return (places[after[0]], after[0]) if after else None


def _waiting(me: str, review: Review) -> tuple[Sequence[MissionStatus], Waiting]:
    """How the review stands and what of it waits, read again once anything in it was written since."""
    kept = st.session_state.setdefault("waiting_kept", {})
    with record().read_review(me, review.id) as read:
        stamp = last_change(read), read.roles
        if kept.get((me, review.id), (None,))[0] != stamp:
            rows = mission_statuses(read)
            kept[me, review.id] = stamp, rows, waiting_for(me, read.roles, rows)
    return kept[me, review.id][1], kept[me, review.id][2]


def _review(me: Member, review: Review) -> None:
    roles = roles_in(record(), me.email, review.id)
    rows, found = _waiting(me.email, review)
    with st.container(border=True, key=f"waiting_{review.id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(plain(review.title(lang())), anchor=False)
            if left := days_left(review):
                st.caption(left, width="content")
            link("portfolio", say("page.portfolio"), icon=":material/dashboard:", review=review.id)
        if not found.missions:
            st.markdown(say("waiting.nothing"))
        for kind, place in _PLACES.items():
            if these := getattr(found, kind):
                _list(me.email, review, kind, place, these)
        if roles & (CHAIR | EXPORTERS):
            _members(me, review, rows)


def _query(me: str, kind: str, row: MissionStatus) -> dict[str, str]:
    """What the address says, besides the mission, where a kind of waiting is ended."""
    if kind == "called":
        return {"question": row.called[me]}
    return {"way": "opinion"} if kind == "opinion" else {}


def _list(me: str, review: Review, kind: str, place: str, rows: Sequence[MissionStatus]) -> None:
    """One kind of waiting: how many, the first of them, and the rest on request."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{say(f'waiting.{kind}', n=f'{len(rows):,}')}**", width="stretch")
        query = _query(me, kind, rows[0])
        link(place, say(f"waiting.start_{kind}"), icon=":material/play_arrow:", mission=rows[0].mission.id, **query)
    key = f"waiting_{review.id}_{kind}"

    def open_one() -> None:
        row = next((row for row in rows if row.mission.id == opened(key)), rows[0])
        st.session_state["waiting_go"] = place, row.mission.id, _query(me, kind, row)

    with st.expander(say("waiting.which"), expanded=len(rows) <= _SHOWN, key=f"{key}_open"):
        mission_table(
            [Column(say("portfolio.code")), Column(say("portfolio.name"), link=True), Column(say("group.heading"))],
            {r.mission.id: (r.mission.code, r.mission.name(lang()), state_of(r.opinions)) for r in rows},
            key=key,
            label=say(f"waiting.{kind}", n=len(rows)),
            place=place,
            on_open=open_one,
        )
    if wanted := st.session_state.pop("waiting_go", None):
        go(wanted[0], mission=wanted[1], **wanted[2])


def _members(me: Member, review: Review, rows: Sequence[MissionStatus]) -> None:
    """How many missions each member has given an opinion on, for chair and secretariat."""
    with record().read_review(me.email, review.id) as read:
        group = [member for member, role in members_of(read) if role in GROUP]
    open_rows = [row for row in rows if row.signed == "unsigned"]
    lacking: Mapping[str, int] = {
        member.email: sum(lacks_opinion(row, member.email) for row in open_rows) for member in group
    }
    st.markdown(f"**{say('waiting.members')}**")
    for member in group:
        n, all_ = len(open_rows) - lacking[member.email], len(open_rows)
        text = say("waiting.member", name=plain(member.name), n=f"{n:,}", all=f"{all_:,}")
        st.progress(n / all_ if all_ else 1.0, text=text)
