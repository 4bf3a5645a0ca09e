"""One disagreement on one screen: each side with its reasons, and the chair's box beside them; the next by one key."""

from collections.abc import Mapping

import streamlit as st

from flowchart.chart import Chart
from record.lengths import WORDS
from record.models import Mission, Opinion, Review
from record.opinions import QuestionOpinions, Side, mission_opinions, settle
from record.store import CHAIR, GROUP, Roles
from record.whole import whole_mission
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.routes import go, link
from ui.walk import attached
from ui.walk.editor import take_typed
from ui.walk.named import Named, context, named_mission
from ui.walk.opinions import line
from ui.walk.question import answer_names
from ui.who import record
from ui.widgets import unsent
from ui.widgets.live import watch
from ui.widgets.said import may_see


def page() -> None:
    """The disagreement of the mission that the address names, or the first of the review. Raises ``StoreError``."""
    here = named_mission()
    if here is None:
        return
    chart, mission = here.chart, here.mission
    _head(here)
    with record().read_mission(here.me, mission.id) as read:
        opinions = mission_opinions(read)
    wanted = st.query_params.get("question", "")
    open_here = {each.question: each for each in opinions.questions if each.differs and not each.settled}
    found = open_here.get(wanted) or opinions.disagreement
    watch(whole_mission(record(), here.me, mission.id))
    notice("settled")
    if found is None:
        st.success(say("settle.none_here"), icon=":material/handshake:")
        link("walk", say("settle.to_mission"), icon=":material/arrow_forward:", mission=mission.id)
        return
    _question(chart, here.review, mission, here.roles, here.me, found)
    unsent.keep(here.me, take_typed)


def _head(here: Named) -> None:
    """Which mission this is, which of how many disagreements, and the way to the others."""
    ids = [row.mission.id for row in here.rows if row.disagreement]
    mission = here.mission
    at = ids.index(mission.id) if mission.id in ids else None
    with context(here):
        if at is not None:
            st.caption(say("settle.of", n=at + 1, all=len(ids)), width="content")
        for key, step, icon in (("previous_item", -1, "arrow_back"), ("next_item", 1, "arrow_forward")):
            others = [n for n in ids if n != mission.id]
            target = ids[(at + step) % len(ids)] if at is not None else others[0] if others else None
            if target is not None and target != mission.id:
                label = say(f"settle.{key}")
                if st.button(label, key=key, icon=f":material/{icon}:", type="tertiary"):
                    go("settle", mission=target)


def _question(chart: Chart, review: Review, mission: Mission, roles: Roles, me: str, found: QuestionOpinions) -> None:
    question = chart.questions[found.question]
    st.title(localizer(chart).question(question.id), anchor=False)
    st.markdown(question.text[lang()])
    whole = whole_mission(record(), me, mission.id)
    names = {email: plain(name) for email, name in whole.names.items()}
    if not may_see(found, whole.visible):
        st.info(say("opinions.own_first"))
        way = {"mission": mission.id, "question": question.id, "way": "opinion"}
        link("walk", say("opinions.answer_it"), icon=":material/edit_note:", **way)
        return
    left, right = st.columns([3, 2], gap="large")
    with left:
        for column, side in zip(st.columns(len(found.known)), found.known, strict=True):
            with column, st.container(border=True):
                _side(chart, found, side, names)
        for side in found.sides:
            if side not in found.known:
                st.markdown(f"**{say('group.waits')} ({len(side.opinions)})**")
                st.markdown("\n".join(f"- {line(opinion, names)}" for opinion in side.opinions))
        if found.silent:
            silent = ", ".join(names.get(email, plain(email)) for email in found.silent)
            st.caption(f"{say('group.silent', n=len(found.silent))}: {silent}")
        attached.show(whole, question.id, frozenset())
    with right:
        if roles & CHAIR and review.status == "open":
            _settle(chart, mission, me, question.id)
        elif roles & GROUP:
            st.info(say("settle.by_chair"), icon=":material/gavel:")
        else:
            st.info(say("record.reads_only"), icon=":material/visibility:")


def _side(chart: Chart, found: QuestionOpinions, side: Side, names: Mapping[str, str]) -> None:
    st.markdown(f"**{localizer(chart).answer(found.question, side.value)} ({len(side.opinions)})**")
    for opinion in side.opinions:
        st.markdown(_opinion(opinion, names))


def _opinion(opinion: Opinion, names: Mapping[str, str]) -> str:
    name = f"**{names.get(opinion.by, plain(opinion.by))}**"
    return f"{name}  \n{plain(opinion.reason)}" if opinion.reason.strip() else f"{name}  \n*{say('result.no_reason')}*"


def _settle(chart: Chart, mission: Mission, me: str, question: str) -> None:
    """The chair's answer, with its reason; what was typed stays when it is refused."""
    names = answer_names(chart, chart.questions[question])
    answer_key, reason_key = (f"settle-{part}-{mission.id}-{question}" for part in ("answer", "reason"))

    def decide() -> None:
        answer, reason = st.session_state.get(answer_key), st.session_state.get(reason_key) or ""
        if answer is None:
            refuse(say("walk.pick"), "settle")
        elif attempt(lambda: settle(record(), me, mission.id, question, answer, reason), "settle"):
            unsent.sent(reason_key, reason)
            name = localizer(chart).question(question)
            done(say("opinions.settled", question=name, answer=names.get(answer, "")), "settled")

    with st.form(f"settle-{mission.id}-{question}"):
        st.markdown(f"**{say('opinions.settle')}**")
        st.radio(say("walk.answer"), list(names), key=answer_key, index=None, format_func=lambda a: names.get(a, ""))
        st.text_area(say("opinions.settle_reason"), key=reason_key, max_chars=WORDS)
        unsent.offer(reason_key)
        st.form_submit_button(say("opinions.settle_button"), type="primary", on_click=decide, icon=":material/gavel:")
        notice("settle")  # below: a message that comes moves nothing that is pressed
