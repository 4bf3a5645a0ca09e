"""What the members think of a mission: how far they agree, where their paths part, and how the chair settles it."""

import streamlit as st

from flowchart.chart import Chart
from record.members import members_of, names_of
from record.models import WORDS, Opinion, Settlement
from record.opinions import (
    Disagreement,
    adopt,
    disagreement,
    opinions_of,
    settle,
    settlements_of,
    unanimous,
    visible_opinions,
)
from record.store import CHAIR, GROUP
from text.dates import moment_in_words
from ui.language import lang, localizer, plain, say
from ui.walk.editor import MissionEditor
from ui.walk.question import answer_names
from ui.who import attempt, record


def show(chart: Chart, here: MissionEditor) -> None:
    """The members' opinions on the mission, as far as the reader may see them. Raises ``StoreError``."""
    with record().read_mission(here.me, here.row.id) as read:
        opinions, visible, found = opinions_of(read), visible_opinions(read), disagreement(read)
        group = [member.email for member, role in members_of(read) if role in GROUP]
        common, settlements = unanimous(read), settlements_of(read)
        names = {email: plain(name) for email, name in names_of(read).items()}
    given = {opinion.by for opinion in opinions}
    if not given and here.kind == "answer":
        return
    st.subheader(say("opinions.heading"), anchor=False)
    waiting = ", ".join(names[email] for email in group if email not in given)
    st.markdown(say("opinions.given", n=len(given), all=len({*group, *given})))
    if waiting:
        st.caption(say("opinions.waiting", names=waiting))
    if found:
        _parting(chart, here, found, visible, names)
    elif len(given) > 1:
        st.success(say("opinions.agree"), icon=":material/handshake:")
    if here.roles & CHAIR and here.may_write:
        _take_over(chart, here, opinions, common)
    _list(chart, visible, names)
    _settled(chart, settlements, names)


def on_question(chart: Chart, here: MissionEditor, question: str) -> None:
    """What the members think of the question on the page, for the group to talk about. Raises ``StoreError``."""
    with record().read_mission(here.me, here.row.id) as read:
        found = [opinion for opinion in visible_opinions(read) if opinion.question == question]
        names = {email: plain(name) for email, name in names_of(read).items()} if found else {}
    if found:
        with st.expander(say("opinions.heading"), icon=":material/forum:", expanded=True):
            _lines(chart, question, found, names)


def _parting(
    chart: Chart, here: MissionEditor, found: Disagreement, visible: list[Opinion], names: dict[str, str]
) -> None:
    """The first question where the paths part, and each side's reasons once the reader has given their own."""
    question = found.question
    st.warning(say("opinions.parts", question=localizer(chart).question(question)), icon=":material/call_split:")
    if not any(opinion.question == question for opinion in visible):
        st.markdown(say("opinions.own_first"))

        def go_there() -> None:
            here.at = question

        if here.kind == "opinion" and here.at != question:
            st.button(say("opinions.answer_it"), on_click=go_there, icon=":material/edit_note:")
        return
    st.caption(say("opinions.percent", percent=f"{found.percent:.0f}"))
    for column, side in zip(st.columns(len(found.sides)), found.sides, strict=True):
        with column, st.container(border=True):
            st.markdown(f"**{localizer(chart).answer(question, side.value)}**")
            st.caption(say("opinions.people", n=len(side.opinions)))
            for opinion in side.opinions:
                st.markdown(_line(opinion, names))
    if here.roles & CHAIR and here.may_write:
        _settle(chart, here, question)


def _settle(chart: Chart, here: MissionEditor, question: str) -> None:
    """The chair's answer, with its reason; what was typed stays when it is refused."""
    names = answer_names(chart, chart.questions[question])
    answer_key, reason_key = (f"settle-{part}-{here.row.id}-{question}" for part in ("answer", "reason"))

    def decide() -> None:
        answer, reason = st.session_state.get(answer_key), st.session_state.get(reason_key) or ""
        if answer is None:
            st.session_state["refused"] = say("walk.pick")
        else:
            attempt(lambda: settle(record(), here.me, here.row.id, question, answer, reason))

    with st.form(f"settle-{here.row.id}-{question}"):
        st.markdown(f"**{say('opinions.settle')}**")
        st.radio(
            say("walk.answer"),
            list(names),
            key=answer_key,
            index=None,
            format_func=lambda answer: names.get(answer, ""),
            horizontal=True,
        )
        st.text_area(say("opinions.settle_reason"), key=reason_key, max_chars=WORDS)
        st.form_submit_button(say("opinions.settle_button"), type="primary", on_click=decide, icon=":material/gavel:")


def _take_over(chart: Chart, here: MissionEditor, given: list[Opinion], common: dict[str, str]) -> None:
    """What all who gave an opinion agree on becomes the group's answers when the chair says so."""
    if not common:
        return

    def take_over() -> None:
        attempt(lambda: adopt(record(), here.me, here.row.id))

    with st.container(border=True):
        st.markdown(say("opinions.common"))
        for question, value in common.items():
            name = localizer(chart).question(question)
            people = say("opinions.people", n=sum(opinion.question == question for opinion in given))
            st.markdown(f"- {name}: **{localizer(chart).answer(question, value)}** ({people})")
        st.button(say("opinions.adopt"), icon=":material/done_all:", on_click=take_over)


def _list(chart: Chart, visible: list[Opinion], names: dict[str, str]) -> None:
    if not visible:
        return
    with st.expander(say("opinions.all"), icon=":material/forum:"):
        st.caption(say("opinions.all_help"))
        for question in chart.order:
            here = [opinion for opinion in visible if opinion.question == question]
            if here:
                st.markdown(f"**{localizer(chart).question(question)}**")
                _lines(chart, question, here, names)


def _settled(chart: Chart, settlements: list[Settlement], names: dict[str, str]) -> None:
    """What the chair settled, and the views that differed."""
    for settlement in settlements:
        question = chart.questions[settlement.question]
        with st.container(border=True):
            name, answer = (
                localizer(chart).question(question.id),
                localizer(chart).answer(question.id, settlement.value),
            )
            st.markdown(f"**{say('opinions.settled', question=name, answer=answer)}**")
            st.caption(
                say(
                    "record.saved_by",
                    name=names.get(settlement.by, settlement.by),
                    at=moment_in_words(settlement.at, lang()),
                )
            )
            st.markdown(say("result.reason", text=plain(settlement.reason)))
            for view in settlement.minority:
                who, answer = (
                    names.get(view["by"], plain(view["by"])),
                    localizer(chart).answer(question.id, view["value"]),
                )
                words = f"{answer}: {plain(view['reason'])}" if view["reason"].strip() else answer
                st.markdown(f"- {say('opinions.minority', name=who, words=words)}")


def _lines(chart: Chart, question: str, opinions: list[Opinion], names: dict[str, str]) -> None:
    for opinion in opinions:
        answer = localizer(chart).answer(question, opinion.value)
        st.markdown(f"- **{answer}** {_line(opinion, names)}")


def _line(opinion: Opinion, names: dict[str, str]) -> str:
    name = names.get(opinion.by, plain(opinion.by))
    return f"{name} – {plain(opinion.reason)}" if opinion.reason.strip() else name
