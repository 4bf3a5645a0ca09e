"""Saying that someone else changed what is open, and who else is here, without moving what is being typed."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from html import escape

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from record.audit import newest_in_review
from record.models import Change, Review
from record.presence import called
from record.store import MissionRead, Store
from record.store_error import StoreError
from record.talk import TALKERS
from record.whole import NewestChange, WholeMission, changed_since
from text.dates import moment_in_words
from ui.language import lang, say
from ui.metering import VISITS
from ui.who import signed_out
from ui.widgets.newest import writes
from ui.widgets.present import board
from ui.widgets.wording import own

_EVERY, _SELDOM = 5.0, 10.0
"""Seconds between two looks of a window, and the most between them where many windows are open."""
_MANY = 100
"""Windows of a process up to which each looks every ``_EVERY`` seconds: looking must not be most of the work."""
_SEEN, _PLACE, _LOOKED = "live_seen", "live_place", "live_looked"

Newest = tuple[Change, str] | None
"""The last change and what its author is called."""


def watch(whole: WholeMission) -> None:
    """From now on, say when someone else changes the mission that this run shows, and who else looks at it."""
    was_shown(whole)
    watch_mission(whole.reader, whole.mission.id)


def was_shown(whole: WholeMission) -> None:
    """What is in this mission was shown: only later changes are news."""
    st.session_state[_SEEN] = whole.newest.seq if whole.newest else 0
    st.session_state[_PLACE] = whole.review.uid, whole.mission.code


def watch_mission(me: str, mission: int) -> None:
    """Say when someone else changes the mission after what ``was_shown``, and who else looks at it."""
    st.fragment(_look_at_mission, run_every=every(VISITS.open))(me, mission)


def every(windows: int) -> float:
    """Seconds between two looks of a window, of so many that are open."""
    return min(max(_EVERY, _EVERY * windows / _MANY), _SELDOM)


def watch_list(me: str, reviews: Sequence[Review]) -> None:
    """From now on, say when someone else changes one of the reviews that this run lists."""
    st.session_state[_SEEN] = {review.id: _seq(_of_review(me, review)) for review in reviews}
    st.fragment(_look_at_reviews, run_every=every(VISITS.open))(me, tuple(reviews))


def _look_at_mission(me: str, mission: int) -> None:
    _leave()
    seen = st.session_state.get(_SEEN, 0)
    try:
        looked = _looked(me, mission, seen if isinstance(seen, int) else 0)
    except StoreError:
        return
    found = looked.found
    _bar(say("record.live", name=own(found.by), at=_at(found.at)) if found else "", looked.others)


def _leave() -> None:
    """Where the sign-in has ended meanwhile, the page shows nothing more. A look is no use of a sign-in."""
    try:
        if signed_out():
            st.rerun()
    except StoreError:  # the record cannot tell at this moment
        pass


@dataclass(frozen=True)
class _Looked:
    """What a look at a mission found, as long as all of ``holds`` is the same."""

    holds: tuple[object, ...]
    found: NewestChange | None
    others: Sequence[str]


def _looked(me: str, mission: int, seen: int) -> _Looked:
    """The look before this one while nothing was written since, and nobody came or left. Raises ``StoreError``."""
    context, store = get_script_run_ctx(), Store.from_environment()
    here = board.look(store, context.session_id if context else "", mission, me)
    holds = me, mission, seen, here, writes.stamp(store, *st.session_state[_PLACE])
    kept: _Looked | None = st.session_state.get(_LOOKED)
    if kept is None or kept.holds != holds:
        with store.read_mission(me, mission) as read:  # after the stamp: what comes between is seen twice, not never
            kept = st.session_state[_LOOKED] = _Looked(holds, changed_since(read, seen), _others(read, here))
    return kept


def _look_at_reviews(me: str, reviews: Sequence[Review]) -> None:
    _leave()
    seen = st.session_state.get(_SEEN)
    for review in reviews:
        found = _of_review(me, review)
        if found and _is_news(found, me, seen.get(review.id, 0) if isinstance(seen, dict) else 0):
            _bar(say("record.live_list", name=own(found[1]), at=_at(found[0].at)), [])
            return


def _bar(change: str, others: Sequence[str]) -> None:
    """The line at the foot of the window, which moves nothing; none when there is nothing to say."""
    if not change and not others:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="live"):
        here = say("record.here_too", names=", ".join(map(own, others))) if others else ""
        lines = "".join(f"<div>{line}</div>" for line in (change, here) if line)
        st.html(f'<div role="status">{lines}</div>')
        if change:  # by a callback, so that a text left by the press, which runs another part, does not replace it
            st.button(say("record.live_show"), key="live_show", on_click=st.rerun)


def _of_review(me: str, review: Review) -> Newest:
    try:
        with Store.from_environment().read_review(me, review.id) as read:
            return newest_in_review(read)
    except StoreError:
        return None


def _others(read: MissionRead, emails: Set[str]) -> list[str]:
    """What the others who look at the mission are called; only members of the review are told."""
    return called(read, emails) if emails and read.roles & TALKERS else []


def _is_news(found: Newest, me: str, seen: int) -> bool:
    return found is not None and found[0].seq > seen and found[0].by != me


def _seq(found: Newest) -> int:
    return found[0].seq if found else 0


def _at(moment: datetime) -> str:
    return escape(moment_in_words(moment, lang()))
