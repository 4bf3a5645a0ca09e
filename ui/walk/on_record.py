"""A mission on the record: the group in one room at one screen, or each member on their own, then together."""

import streamlit as st

from flowchart.chart import Chart
from record.chart_versions import chart_for
from record.mission_status import mission_statuses
from record.models import DraftKind, Mission, Review
from record.store import CHAIR, GROUP, Roles
from record.whole import WholeMission, whole_mission
from text.dates import moment_in_words
from ui import waiting
from ui.admission import still
from ui.language import lang, localizer, plain, say
from ui.look import looked_up
from ui.parts import part
from ui.reviews.facts import days_left
from ui.routes import go, link
from ui.walk import address, alike, attached, check, details, history, opinions, proposed, result, side, talk
from ui.walk.draft import Given
from ui.walk.editor import MissionEditor, editor_of, take_typed
from ui.walk.question import WORK, ask, head, picture
from ui.who import identify, record
from ui.widgets import unsent
from ui.widgets.imported import say_if_imported
from ui.widgets.live import was_shown, watch_mission
from ui.widgets.opened import panel

_WAYS: tuple[DraftKind, ...] = ("answer", "opinion")


def show(number: int) -> None:
    """The walkthrough of the mission of that number. Raises ``StoreError``."""
    if member := identify():
        me = member.email
        whole = _whole(me, number)
        kind = _above(whole.mission, whole.review, whole.roles)
        _mission(me, number, kind)
        watch_mission(me, number)


def _whole(me: str, number: int) -> WholeMission:
    return looked_up(number, lambda: whole_mission(record(), me, number))


@part(WORK)
def _mission(me: str, number: int, kind: DraftKind) -> None:
    if not still(me):  # signed out elsewhere: the page says so
        st.rerun()
    whole = _whole(me, number)
    review, chart = whole.review, chart_for(whole.review)
    if kind == "opinion" and not whole.roles & GROUP:  # taken away since the line above was shown
        st.rerun()
    here = editor_of(whole, kind, chart)
    address.follow(chart, here)
    if not here.may_write or here.at not in chart.questions:
        here.at = None
    address.write(here)
    was_shown(whole)
    if review.status == "closed":
        st.info(say("record.closed"), icon=":material/lock:")
    elif not here.may_write:
        st.info(say("record.reads_only"), icon=":material/visibility:")
    with side.beside(lambda: picture(chart, here), lambda: _aside(chart, here)):
        _main(chart, here)
    unsent.keep(here.me, take_typed)


def _above(mission: Mission, review: Review, roles: Roles) -> DraftKind:
    """Which mission of which review this is, on one line, and whose answers the page writes."""
    facts = (*map(plain, mission.agencies(lang())), days_left(review))
    line = st.container(key="of_mission")
    with line, st.container(horizontal=True, vertical_alignment="center", key="context"):
        with side.where(above=bool(roles & GROUP)):
            link("portfolio", plain(review.title(lang())), review=review.id)
            st.title(plain(f"{mission.code} {mission.name(lang())[:300]}"), anchor=False)
            st.caption(" · ".join(filter(None, facts)), width="content")
        kind = _way() if roles & GROUP else "answer"
        side.fold_switch()
    say_if_imported(review)
    return kind


def _way() -> DraftKind:
    """Whether the page writes the group's answers or the member's own opinion; kept in the address."""
    kept = st.query_params.get("way", st.session_state.get("way_kept"))
    wanted = kept if kept in _WAYS else "answer"
    if st.session_state.get("way") != wanted:
        st.session_state["way"] = wanted

    def start_anew() -> None:
        st.session_state.pop("editors", None)  # at the first open question, which the group may have answered since
        chosen = st.session_state.get("way")
        st.session_state["way_kept"] = st.query_params["way"] = chosen if chosen in _WAYS else "answer"
        st.query_params.pop(address.QUESTION, None)

    way = st.segmented_control(
        say("record.way"),
        _WAYS,
        required=True,
        key="way",
        format_func=lambda kind: say(f"record.way_{kind}"),
        help=say("record.way_help"),
        label_visibility="collapsed",
        on_change=start_anew,
    )
    chosen: DraftKind = "opinion" if way == "opinion" else "answer"
    st.session_state["way_kept"] = chosen
    if st.query_params.get("way", _WAYS[0]) != chosen:
        st.query_params["way"] = chosen
    return chosen


def _main(chart: Chart, here: MissionEditor) -> None:
    question = chart.questions.get(here.at or "")
    if here.kind == "opinion":
        st.caption(say("record.own_intro"))
    if question and here.overtaken(question.id):
        head(chart, here, question)
        _compare(chart, here, question.id)
    elif question:
        _asked(chart, here, question.id)
    else:
        _result(chart, here)
        opinions.show(chart, here)
    talk.show(chart, here)
    _unsaved(chart, here)


def _asked(chart: Chart, here: MissionEditor, question: str) -> None:
    """The question, what the others think of it, and its evidence."""

    def between() -> None:
        if here.kind == "answer":
            opinions.on_question(chart, here, question)
        alike.show(chart, here, chart.questions[question])

    if here.signed == "signed":
        _signature_at_stake(here)
    ask(chart, here, chart.questions[question], between)
    here.offer(question)
    if here.kind == "answer":
        attached.show(here.whole, question, here.roles)


def _signature_at_stake(here: MissionEditor) -> None:
    """Before an answer of a signed mission is changed: what that will do."""
    last, names = here.whole.signature, here.whole.names
    if last is None:
        return
    said = {"name": plain(names.get(last.by, last.by)), "at": moment_in_words(last.at, lang())}
    st.warning(say("record.proposes" if here.proposes else "record.takes_off", **said), icon=":material/verified:")
    if not here.proposes:
        st.checkbox(say("record.reopen"), key=here.reopens)


def _result(chart: Chart, here: MissionEditor) -> None:
    def sign_and_go_on() -> None:
        _signed(chart, here)
        proposed.show(chart, here.row, here.roles, here.me)
        _next(here)

    if here.kind == "answer":
        result.show(chart, here, say("result.heading"), sign_and_go_on)
    else:
        result.show(chart, here, say("record.own_result"), lambda: _next(here))


def _compare(chart: Chart, here: MissionEditor, question: str) -> None:
    """Someone saved meanwhile: both texts side by side, and the member chooses."""
    kept, typed = here.kept.get(question), here.shown(question)
    st.warning(say("record.overtaken"), icon=":material/compare_arrows:")
    theirs, mine = st.columns(2)
    names = here.whole.names

    def keep_theirs() -> None:
        here.drop(question)

    def keep_mine() -> None:
        here.save(chart, question, typed)

    def keep_both() -> None:
        here.join(question)

    with theirs, st.container(border=True):
        st.subheader(say("record.theirs"), anchor=False)
        if kept is None:
            st.markdown(say("record.taken_away"))
        else:
            by = kept.by if kept.by != here.me else ""
            who = say("record.other_window") if not by else plain(names.get(by, by))
            st.caption(say("record.saved_by", name=who, at=moment_in_words(kept.at, lang())))
            evidence = getattr(kept, "evidence", "")
            _given(chart, question, Given(kept.value, kept.reason, evidence))
        st.button(say("record.keep_theirs"), on_click=keep_theirs, icon=":material/check:")
    with mine, st.container(border=True):
        st.subheader(say("record.mine"), anchor=False)
        st.caption(say("record.typed_at", at=moment_in_words(here.typed[question].at, lang())))
        _given(chart, question, typed)
        if typed.answer is not None:
            st.button(say("record.keep_mine"), on_click=keep_mine, icon=":material/check:")
    st.button(say("record.keep_both"), on_click=keep_both, type="primary", icon=":material/merge:")


def _given(chart: Chart, question: str, given: Given) -> None:
    chosen = say("record.none_chosen") if given.answer is None else localizer(chart).answer(question, given.answer)
    st.markdown(f"**{chosen}**")
    for key, words in (("reason", given.reason), ("evidence", given.evidence)):
        if words.strip():
            st.markdown(say(f"result.{key}", text=plain(words)))


def _unsaved(chart: Chart, here: MissionEditor) -> None:
    """What was typed elsewhere on this mission and never saved."""
    waiting = [question for question in here.typed if question in chart.questions and question != here.at]
    if not waiting:
        return

    with st.container(border=True):
        st.markdown(say("record.waiting"))
        for question in waiting:
            name = localizer(chart).question(question)
            st.button(
                name, key=f"waiting-{question}", icon=":material/edit_note:", on_click=here.go_to, args=(question,)
            )


def _signed(chart: Chart, here: MissionEditor) -> None:
    """Whether the mission is signed; the chair signs on the page that shows what is signed."""
    with record().read_review(here.me, here.review.id) as read:
        row = next(row for row in mission_statuses(read) if row.mission.id == here.row.id)
    check.signature(chart, here.row, here.review, here.roles, here.me, row)
    signs = row.decision.disposition and here.roles & CHAIR and here.may_write and row.signed != "signed"
    if signs and st.button(say("record.sign"), key="to_check", icon=":material/draw:", type="primary"):
        go("check", mission=here.row.id)


def _evidence(chart: Chart, here: MissionEditor) -> None:
    """What is attached to the mission, by question; to be read, as it is changed at its question."""
    given = {evidence.question for evidence in here.whole.evidence}
    for question in chart.order:
        if question in given and question != here.at:
            st.markdown(f"**{localizer(chart).question(question)}**")
            attached.show(here.whole, question, frozenset())
    if not given:
        st.caption(say("attached.none"))


def _next(here: MissionEditor) -> None:
    """On to what waits for the person next; where nothing does, to the next mission that is not decided."""
    label = "record.next" if here.may_write else "record.next_open"
    if not st.button(say(label), icon=":material/skip_next:", key="next_item"):
        return
    if found := waiting.next_of(here.me, here.review, here.row.id):
        place, mission = found
        go(place, mission=mission, way=here.kind if place == "walk" else None)
    with record().read_review(here.me, here.review.id) as read:
        rows = mission_statuses(read)
    at = next((n for n, row in enumerate(rows) if row.mission.id == here.row.id), -1)
    later = [row for row in (*rows[at + 1 :], *rows[: max(at, 0)]) if row.decision.status != "decided"]
    if later:
        go("walk", mission=later[0].mission.id)
    st.info(say("record.all_decided"))


def _aside(chart: Chart, here: MissionEditor) -> None:
    """All evidence, the mission's own data and its history, each read only when opened."""
    mission, roles, me = here.row, here.roles, here.me
    with panel(say("record.evidence"), icon=":material/attach_file:", key="evidence_open") as box:
        if box.open:
            _evidence(chart, here)
    with panel(say("record.details"), icon=":material/info:", key="details_open") as box:
        if box.open:
            details.show(chart, mission, roles, me)
    with panel(say("record.history"), icon=":material/history:", key="history_open") as box:
        if box.open:
            history.show(mission, me)
