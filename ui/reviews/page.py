"""The reviews that a person takes part in: how far each is and how long it has left."""

from collections.abc import Sequence
from math import ceil

import streamlit as st

from record.members import roles_in
from record.mission_status import Progress, last_change, mission_statuses, progress
from record.models import REVIEW_STATUSES, Member, Review
from record.reviews import reviews
from record.store import CONDUCT, EXPORTERS
from record.store_error import StoreError
from text.thai import normalise
from ui.language import lang, plain, say
from ui.notices import done
from ui.reviews import beside, edit, find, new, sign_ins, tokens
from ui.reviews.facts import ministry, time_left
from ui.routes import asked, go, link
from ui.sign_in import signs_in
from ui.who import identify, record
from ui.widgets.imported import say_if_imported

_AT_ONCE = 10
"""Reviews on a page of the list; how far each is takes time to find out."""
_LONGEST_SEARCH = 200
_ROLES = ("chair", "member", "secretariat", "administrator")


def page() -> None:
    """The list; a new review; or one review to be administered, which the address names. Raises ``StoreError``."""
    me = identify()
    if me is None:
        return
    if st.query_params.get("do") != "access":
        tokens.forget()
    if begun := st.session_state.pop("review_begun", None):
        review_id, sentence = begun
        done(sentence)
        go("portfolio", review=review_id)
    if (review_id := asked("review")) is not None:
        edit.show(me, review_id)
    elif st.query_params.get("do") == "new":
        new.create(me)
    elif st.query_params.get("do") == "access" and me.administrator:
        _access(me)
    elif st.query_params.get("do") == "beside":
        beside.show(me)
    elif st.query_params.get("do") == "restore":
        new.restore(me)
    else:
        _list(me)


def _access(me: Member) -> None:
    """Who gets in beside the members who are here: programs with a token, and who is signed in."""
    if st.button(say("reviews.back"), icon=":material/arrow_back:", key="access_back"):
        go("reviews")
    st.title(say("tokens.access"), anchor=False)
    tokens.show(me)
    if signs_in():
        sign_ins.show(me)


def matching(found: Sequence[Review], words: str, status: str) -> list[Review]:
    """The reviews of a status ("" for any) whose titles or ministry hold each of the words."""
    wanted = [normalise(word).casefold() for word in words.split()]
    texts = [normalise(f"{each.title_th}\n{each.title_en}\n{each.ministry}").casefold() for each in found]
    return [
        review
        for review, text in zip(found, texts, strict=True)
        if status in ("", review.status) and all(word in text for word in wanted)
    ]


def _list(me: Member) -> None:
    st.title(say("page.reviews"), anchor=False)
    st.markdown(say("reviews.intro_all" if me.administrator else "reviews.intro"))
    if me.administrator:
        with st.container(horizontal=True):
            if st.button(say("reviews.new"), type="primary", icon=":material/add:", key="review_new"):
                go("reviews", do="new")
            if st.button(say("tokens.access"), icon=":material/key:", key="access"):
                go("reviews", do="access")
            if st.button(say("reviews.restore"), icon=":material/settings_backup_restore:", key="review_restore"):
                go("reviews", do="restore")
    found = reviews(record(), me.email)
    if not found:
        st.info(say("reviews.none_yet" if me.administrator else "reviews.none"))
        return
    if len(found) > 1:
        link("reviews", say("beside.title"), icon=":material/compare_arrows:", do="beside")
    find.show(me)
    if len(found) > _AT_ONCE:
        found = matching(found, *_filters())
        if not found:
            st.warning(say("reviews.nothing"))
            return
    shown = _part(found)
    for left in range(0, len(shown), 2):
        for column, review in zip(st.columns(2), shown[left : left + 2], strict=False):
            with column:
                _card(me, review)


def _filters() -> tuple[str, str]:
    """What is searched for, and the status wanted."""
    left, right = st.columns([3, 2], vertical_alignment="bottom")
    words = left.text_input(
        say("reviews.search"),
        key="reviews_search",
        type="search",
        max_chars=_LONGEST_SEARCH,
        placeholder=say("reviews.search_hint"),
        persist_state="session",
    )
    labels = {"": say("reviews.all")} | {status: say(f"reviews.{status}") for status in REVIEW_STATUSES}
    status = right.segmented_control(
        say("reviews.status"),
        list(labels),
        default="",
        required=True,
        key="reviews_status",
        format_func=lambda status: labels.get(status, ""),
        persist_state="session",
    )
    return str(words or "")[:_LONGEST_SEARCH], status if status in labels else ""


def _part(found: Sequence[Review]) -> Sequence[Review]:
    """The reviews of one page of the list."""
    pages = ceil(len(found) / _AT_ONCE)
    if pages < 2:
        return found
    with st.container(horizontal=True, vertical_alignment="center"):
        place = st.container(width="stretch")
        chosen = st.pagination(pages, key=f"reviews_page_{pages}", persist_state="session")
    first = (min(max(chosen, 1), pages) - 1) * _AT_ONCE
    shown = found[first : first + _AT_ONCE]
    place.markdown(say("reviews.shown", first=first + 1, last=first + len(shown), n=f"{len(found):,}"))
    return shown


def _card(me: Member, review: Review) -> None:
    """One review, and where one can go from it."""
    roles, title = roles_in(record(), me.email, review.id), review.title(lang())
    with st.container(border=True, key=f"review_{review.id}"):
        st.header(plain(title), anchor=False)
        say_if_imported(review)
        st.markdown(ministry(me.email, review))
        _how_far(me, review)
        facts = [
            say("portfolio.role", roles=", ".join(say(f"reviews.role_{role}") for role in _ROLES if role in roles)),
            say("about.version", stamp=plain(f"{review.chart_id}@{review.chart_version}#{review.chart_hash[:8]}")),
        ]
        st.caption("  \n".join(facts))
        with st.container(horizontal=True):
            about = say("reviews.go_to", title=plain(title))
            if st.button(say("reviews.go"), type="primary", key=f"review_go_{review.id}", help=about):
                go("portfolio", review=review.id)
            about = say("reviews.administer_of", title=plain(title))
            if roles & (CONDUCT | EXPORTERS) and st.button(
                say("reviews.administer"), key=f"review_edit_{review.id}", help=about
            ):
                go("reviews", review=review.id)


def _how_far(me: Member, review: Review) -> None:
    """When a review is due, and its numbers. One whose chart this program lacks must not hide the others."""
    try:
        st.markdown(time_left(review))
        numbers = _progress(me, review)
    except StoreError as error:
        st.error(plain(error.sentence(lang())))
        return
    if not numbers.missions:
        st.progress(0.0, text=say("reviews.no_missions"))
        return
    names = ("missions", "incomplete", "none", "waiting", "agree", "differ", "settled", "signed", "reopened")
    counts = {name: f"{getattr(numbers, name):,}" for name in names}
    text = say("reviews.decided_of", n=f"{numbers.decided:,}", all=counts["missions"])
    st.progress(numbers.decided / numbers.missions, text=text)
    st.markdown(say("reviews.numbers", **counts))


def _progress(me: Member, review: Review) -> Progress:
    """How far a review is, worked out again once anything in it was written since."""
    kept: dict[int, tuple[str, Progress]] = st.session_state.setdefault("reviews_progress", {})
    with record().read_review(me.email, review.id) as read:
        stamp = last_change(read)
        if review.id not in kept or kept[review.id][0] != stamp:
            kept[review.id] = (stamp, progress(mission_statuses(read)))
    return kept[review.id][1]
