"""Administering one review: its particulars, its missions, its people and its backup."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st

from record.chart_versions import chart_for
from record.exchange import export_review
from record.lengths import NAME
from record.members import members_of
from record.mission_status import mission_statuses, progress
from record.models import REVIEW_STATUSES, Member, Review
from record.reviews import FEWEST, MOST, edit_review, review_of, set_quorum
from record.store import ADMINISTRATORS, CONDUCT, EXPORTERS, GROUP, Roles
from text.dates import day_in_words, read_day, short_day
from ui.language import lang, plain, say
from ui.notices import attempt, done, notice
from ui.reviews import people, update, versions
from ui.reviews.facts import FORM_WIDTH, ministry, start_date, time_left
from ui.routes import go
from ui.who import record
from ui.widgets.confirm import ask_first, confirmed
from ui.widgets.imported import say_if_imported

_PARTS: Mapping[str, Roles] = {
    "about": CONDUCT,
    "missions": CONDUCT,
    "version": CONDUCT,
    "people": ADMINISTRATORS,
    "backup": EXPORTERS,
}
"""The parts of the page and who is offered them; the record checks again at each write."""
_AT_CLOSING = ("missions", "signed", "reopened", "incomplete", "differ", "contradicted")
"""The numbers that are said before a review is closed."""
_TEXTS = ("ministry", "title_th", "title_en")
_FIELDS = (*_TEXTS, "started", "status")


def show(me: Member, review_id: int) -> None:
    """One review, with what the person may do to it. Raises ``StoreError``."""
    review, roles = review_of(record(), me.email, review_id)
    with st.container(horizontal=True):
        if st.button(say("reviews.back"), icon=":material/arrow_back:", key="review_back"):
            go("reviews")
        if st.button(say("reviews.to_portfolio"), icon=":material/dashboard:", key="review_portfolio"):
            go("portfolio", review=review.id)
    st.title(plain(review.title(lang())), anchor=False)
    say_if_imported(review)
    st.markdown(f"{ministry(me.email, review)}  \n{time_left(review)}")
    parts = [part for part, allowed in _PARTS.items() if roles & allowed]
    if not parts:
        st.info(say("reviews.no_part"))
        return
    part = _part(parts)
    if part == "about":
        _particulars(me, review)
        if review.status == "open":
            _quorum(me, review)
    elif part == "missions":
        update.show(me, review)
    elif part == "version":
        versions.show(me, review, roles)
    elif part == "people":
        people.show(me, review)
    else:
        _backup(me, review)


def _part(parts: list[str]) -> str:
    """The part of the page that is looked at, which the address keeps."""
    named = st.query_params.get("part", "")
    part = named if named in parts else parts[0]
    if st.session_state.get("review_part") != part:
        st.session_state["review_part"] = part

    def keep() -> None:
        if (chosen := st.session_state.get("review_part")) in parts:
            st.query_params["part"] = chosen

    labels = {part: say(f"reviews.part_{part}") for part in parts}
    st.segmented_control(
        say("reviews.part"),
        parts,
        required=True,
        key="review_part",
        format_func=lambda part: labels.get(part, ""),
        label_visibility="collapsed",
        on_change=keep,
    )
    return part


def _particulars(me: Member, review: Review) -> None:
    """The form. What was typed stays until it is saved, also when someone else saves first."""
    keys = {name: f"review_{review.id}_{name}" for name in _FIELDS}
    base = f"review_{review.id}_base"

    def fill(shown: Review) -> None:
        st.session_state[base] = shown.version
        for name, key in keys.items():
            st.session_state[key] = short_day(shown.started, lang()) if name == "started" else getattr(shown, name)

    def closes() -> bool:
        return st.session_state.get(keys["status"]) == "closed" != review.status

    def save() -> None:
        if closes():
            ask_first("close_review")
        else:
            write()

    def write() -> None:
        given = {name: st.session_state.get(key) for name, key in keys.items()}
        closed = closes()
        if attempt(lambda: fill(_saved(me, review, given)), "review"):
            title = (lang() == "en" and given["title_en"]) or given["title_th"]
            done(say("reviews.saved_closed" if closed else "reviews.saved", title=title), "review")

    if base not in st.session_state or not st.session_state.keys() >= set(keys.values()):
        fill(review)
    overtaken = st.session_state[base] != review.version
    if overtaken:
        _saved_meanwhile(review)
    with st.container(width=FORM_WIDTH):
        for name in _TEXTS:
            st.text_input(say(f"reviews.{name}"), key=keys[name], max_chars=NAME)
        start_date(chart_for(review), keys["started"])
    states = {status: say(f"reviews.state_{status}") for status in REVIEW_STATUSES}
    st.radio(
        say("reviews.status"),
        REVIEW_STATUSES,
        key=keys["status"],
        format_func=lambda status: states.get(status, ""),
    )
    notice("review")
    if st.session_state.get("ask-close_review"):
        with record().read_review(me.email, review.id) as read:
            numbers = progress(mission_statuses(read))
        counts = {name: f"{getattr(numbers, name):,}" for name in _AT_CLOSING}
        confirmed("close_review", say("reviews.close_sure", **counts), say("reviews.close_yes"), write)
    with st.container(horizontal=True):
        if overtaken:
            st.button(say("reviews.take_theirs"), key="review_theirs", on_click=fill, args=(review,))
        label = say("reviews.save_mine" if overtaken else "reviews.save")
        st.button(label, type="primary", icon=":material/save:", key="review_save", on_click=save)


def _quorum(me: Member, review: Review) -> None:
    """How many members must give the same answer before it counts as agreed."""
    key = f"review_{review.id}_quorum"
    st.session_state.setdefault(key, review.quorum)

    def save() -> None:
        wanted = st.session_state.get(key)
        if attempt(
            lambda: set_quorum(record(), me.email, review.id, None if wanted is None else int(wanted)), "quorum"
        ):
            st.session_state.pop(f"review_{review.id}_base", None)
            done(say("reviews.quorum_saved"), "quorum")

    with record().read_review(me.email, review.id) as read:
        group = sum(role in GROUP for _, role in members_of(read))
    st.header(say("reviews.quorum"), anchor=False)
    st.markdown(say("reviews.quorum_help", n=group))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            say("reviews.quorum_number"),
            min_value=FEWEST,
            max_value=MOST,
            step=1,
            key=key,
            placeholder=say("reviews.quorum_all"),
        )
        st.button(say("reviews.quorum_save"), key="quorum_save", icon=":material/save:", on_click=save)
    notice("quorum")


def _saved(me: Member, review: Review, given: Mapping[str, Any]) -> Review:
    """The review as it was seen, with what was typed in its place."""
    fields: dict[str, Any] = {name: (given[name] or "") if name in _TEXTS else given[name] for name in _FIELDS}
    fields["started"] = read_day(given["started"] or "")
    return edit_review(record(), me.email, review.id, review.version, **fields)


def _saved_meanwhile(review: Review) -> None:
    """What someone else saved while the form was open."""
    texts = {name: getattr(review, name) for name in _FIELDS}
    lines = [f"- {say(f'reviews.{name}')}: {plain(_told(name, value))}" for name, value in texts.items()]
    st.warning("\n".join([say("reviews.overtaken"), "", say("reviews.saved_now"), *lines]))


def _told(name: str, value: str | date) -> str:
    if isinstance(value, date):
        return day_in_words(value, lang())
    return say(f"reviews.state_{value}") if name == "status" else value


def _backup(me: Member, review: Review) -> None:
    st.markdown(say("reviews.backup_intro"))
    st.caption(say("reviews.backup_secret"))
    st.caption(say("reviews.backup_id", id=review.uid))
    st.download_button(
        say("reviews.backup"),
        lambda: export_review(record(), me.email, review.uid),
        file_name=f"review-{review.id}.json",
        mime="application/json",
        icon=":material/download:",
        on_click="ignore",
        key="review_export",
    )
