"""What the members think of a mission: who said what, where it can be taken over, and what the chair settled."""

from collections.abc import Mapping, Sequence

import streamlit as st

from flowchart.chart import Chart
from record.lengths import WORDS
from record.models import Opinion, Settlement
from record.opinions import (
    MissionOpinions,
    QuestionOpinions,
    adopt,
    adoptable,
    reasons_together,
)
from record.store import CHAIR
from text.dates import moment_in_words
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, notice
from ui.routes import link
from ui.walk.editor import MissionEditor
from ui.who import record
from ui.widgets.said import contradictions, counts, may_see, state_of


def show(chart: Chart, here: MissionEditor) -> None:
    """The members' opinions on the mission, as far as the reader may see them. Raises ``StoreError``."""
    opinions, visible, settlements = here.whole.opinions, here.whole.visible, here.whole.settlements
    names = {email: plain(name) for email, name in here.whole.names.items()}
    contradictions(chart, opinions)
    if opinions.state == "none" and here.kind == "answer":
        st.caption(say("group.nobody"))
        return
    st.header(say("opinions.heading"), anchor=False)
    st.markdown(f"**{state_of(opinions)}**")
    if opinions.disagreement:
        _parting(chart, here, opinions.disagreement)
    for found in opinions.questions:
        if found.sides:
            name = plain(localizer(chart).question(found.question))
            st.markdown(f"{name}  \n{counts(chart, found, names, visible=may_see(found, visible))}")
    if here.roles & CHAIR and here.may_write:
        _take_over(chart, here, opinions)
    _reasons(chart, visible, names)
    _settled(chart, settlements, names)


def on_question(chart: Chart, here: MissionEditor, question: str) -> None:
    """What the members think of the question on the page, for the group to talk about. Raises ``StoreError``."""
    opinions, visible = here.whole.opinions, here.whole.visible
    found = next((each for each in opinions.questions if each.question == question), None)
    found = found or next((each for each in opinions.contradicted if each.question == question), None)
    if found is None or not found.sides:
        return
    names = {email: plain(name) for email, name in here.whole.names.items()}
    with st.container(border=True, key="said"):
        st.markdown(f"{say('group.heading')}: {counts(chart, found, names, visible=may_see(found, visible))}")
        if found.contrary and not found.settled:
            st.markdown(f":material/report: {say('group.contradicts_here', n=len(found.contrary))}")
        if found.differs and not found.settled:
            link("settle", say("group.to_settle"), icon=":material/call_split:", mission=here.row.id, question=question)
        given = [opinion for opinion in visible if opinion.question == question and opinion.reason.strip()]
        if given:
            with st.expander(say("group.reasons", n=len(given)), key=f"reasons_open-{question}"):
                _lines(chart, question, given, names)


def _parting(chart: Chart, here: MissionEditor, found: QuestionOpinions) -> None:
    """The first question where the paths part, and the way to the page where it is settled."""
    question = localizer(chart).question(found.question)
    st.warning(say("opinions.parts", question=question), icon=":material/call_split:")
    link("settle", say("group.to_settle"), icon=":material/gavel:", mission=here.row.id, question=found.question)


def _take_over(chart: Chart, here: MissionEditor, opinions: MissionOpinions) -> None:
    """What the quorum agrees on becomes the group's answers when the chair says so; the rest is named."""
    taken = adoptable(opinions)
    short = [each for each in opinions.questions if each.sides and not each.settled and each.agreed is None]
    if not taken and not (short and not opinions.disagreement):
        return

    def take_over() -> None:
        attempt(lambda: adopt(record(), here.me, here.row.id), "adopt")

    with st.container(border=True):
        if taken:
            st.markdown(say("opinions.common"))
            for each in taken:
                name = localizer(chart).question(each.question)
                answer = localizer(chart).answer(each.question, each.agreed or "")
                st.markdown(f"{plain(name)}: **{answer}** ({say('opinions.people', n=len(each.known[0].opinions))})")
        if any(reasons_together(each, here.whole.names)[1] for each in taken):
            st.caption(say("opinions.cut", longest=f"{WORDS:,}"))
        for n in sorted({each.short for each in short}):
            lacking = [localizer(chart).question(each.question) for each in short if each.short == n]
            st.caption(say("group.short", questions=", ".join(lacking), n=n))
        if taken:
            st.button(say("opinions.adopt"), icon=":material/done_all:", on_click=take_over, key="adopt")
        notice("adopt")


def _reasons(chart: Chart, visible: Sequence[Opinion], names: Mapping[str, str]) -> None:
    if not visible:
        return
    with st.expander(say("opinions.all"), icon=":material/forum:", key="opinions_open"):
        st.caption(say("opinions.all_help"))
        for question in chart.order:
            here = [opinion for opinion in visible if opinion.question == question]
            if here:
                st.markdown(f"**{localizer(chart).question(question)}**")
                _lines(chart, question, here, names)


def _settled(chart: Chart, settlements: Sequence[Settlement], names: Mapping[str, str]) -> None:
    """What the chair settled, and the views that differed."""
    for settlement in settlements:
        question = chart.questions[settlement.question]
        with st.container(border=True):
            name = localizer(chart).question(question.id)
            answer = localizer(chart).answer(question.id, settlement.value)
            st.markdown(f"**{say('opinions.settled', question=name, answer=answer)}**")
            who, at = names.get(settlement.by, settlement.by), moment_in_words(settlement.at, lang())
            st.caption(say("record.saved_by", name=who, at=at))
            st.markdown(say("result.reason", text=plain(settlement.reason)))
            for view in settlement.minority:
                who, answer = (
                    names.get(view["by"], plain(view["by"])),
                    localizer(chart).answer(question.id, view["value"]),
                )
                words = f"{answer}: {plain(view['reason'])}" if view["reason"].strip() else answer
                st.markdown(f"- {say('opinions.minority', name=who, words=words)}")


def _lines(chart: Chart, question: str, opinions: Sequence[Opinion], names: Mapping[str, str]) -> None:
    for opinion in opinions:
        answer = localizer(chart).answer(question, opinion.value)
        st.markdown(f"- **{answer}** {line(opinion, names)}")


def line(opinion: Opinion, names: Mapping[str, str]) -> str:
    """Who gave an opinion and why, as markdown."""
    name = names.get(opinion.by, plain(opinion.by))
    return f"{name} – {plain(opinion.reason)}" if opinion.reason.strip() else name
