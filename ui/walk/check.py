"""Before signing: the mission's answers, one line a question, what speaks against them, and the signature."""

from collections.abc import Mapping, Sequence

import streamlit as st

from engine.explain import sub_form_label
from flowchart.chart import Chart
from record.answering import answers_of
from record.attachments import evidence_of
from record.members import names_of
from record.mission_status import MissionStatus
from record.models import Answer, Mission, Opinion, Review
from record.opinions import QuestionOpinions
from record.proposals import AnswerChange, put_back, since_signature
from record.signing import sign_off, sign_offs_of
from record.store import CHAIR, GROUP, Roles
from record.whole import whole_mission
from text.dates import moment_in_words
from ui.language import lang, localizer, plain, say
from ui.notices import attempt, done, notice, refuse
from ui.routes import link
from ui.walk import proposed
from ui.walk.named import context, named_mission
from ui.who import record
from ui.widgets.confirm import ask_first, confirmed
from ui.widgets.live import watch
from ui.widgets.said import contradictions, counts, may_see, state_of
from ui.widgets.wording import marked, passage


def page() -> None:
    """The mission that the address names. Raises ``StoreError``."""
    here = named_mission()
    if here is None:
        return
    chart, mission, review, roles, me, row = here.chart, here.mission, here.review, here.roles, here.me, here.row
    with context(here):
        pass
    whole = whole_mission(record(), me, mission.id)
    watch(whole)
    _headline(chart, row)
    notice("signed")
    signature(chart, mission, review, roles, me, row)
    contradictions(chart, row.opinions)
    may_change = bool(roles & GROUP) and review.status == "open"
    _answers(chart, mission, me, row, None if roles & CHAIR else whole.visible, may_change=may_change)
    for line in _remarks(chart, row):
        st.markdown(f"- {line}")
    held = row.decision.next_question if row.decision.disposition is None else None
    if held and may_change:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="not_yet"):
            st.markdown(say("check.not_yet", question=localizer(chart).question(held)), width="stretch")
            link("walk", say("result.answer_held"), icon=":material/edit:", mission=mission.id, question=held)
    proposed.show(chart, mission, roles, me)
    if roles & CHAIR and review.status == "open":
        _sign(chart, mission, me, row)


def _headline(chart: Chart, row: MissionStatus) -> None:
    decision = row.decision
    if decision.disposition is None:
        st.title(say("result.incomplete"), anchor=False)
        return
    label = chart.dispositions[decision.disposition].label[lang()]
    st.title(" → ".join(filter(None, (label, sub_form_label(chart, decision, lang())))), anchor=False)


def _heading(row: MissionStatus) -> str:
    if row.signed == "signed":
        return "check.answers_signed"
    return "check.answers" if row.decision.disposition else "check.answers_so_far"


def _answers(
    chart: Chart,
    mission: Mission,
    me: str,
    row: MissionStatus,
    visible: Sequence[Opinion] | None,
    *,
    may_change: bool,
) -> None:
    """The answers, a line each; ``visible`` are the opinions that the reader may see, None for who signs."""
    with record().read_mission(me, mission.id) as read:
        answers, pieces = answers_of(read), [evidence.question for evidence in evidence_of(read)]
    found = {each.question: each for each in (*row.opinions.questions, *row.opinions.contradicted)}
    st.header(say(_heading(row)), anchor=False)
    for step in row.decision.path:
        key = f"of_path_check_{step.question}"
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=key):
            opinions = found.get(step.question)
            seen = opinions is None or visible is None or may_see(opinions, visible)
            words = _line(chart, answers[step.question], pieces.count(step.question), opinions, seen=seen)
            st.markdown(words, width="stretch")
            if may_change:
                link("walk", say("result.change"), icon=":material/edit:", mission=mission.id, question=step.question)


def _line(chart: Chart, answer: Answer, pieces: int, found: QuestionOpinions | None, *, seen: bool) -> str:
    label = localizer(chart).answer(answer.question, answer.value)
    lines = [f"{plain(localizer(chart).question(answer.question))}: **{label}**"]
    reason = answer.reason.strip()
    lines.append(say("result.reason", text=plain(reason)) if reason else f"*{say('result.no_reason')}*")
    texts = [line for line in answer.evidence.splitlines() if line.strip()]
    n = pieces + len(texts)
    opinions = opinions_in_words(chart, found) if found is None or seen else counts(chart, found, {}, visible=False)
    facts = [say("check.evidence", n=n) if n else f"**{say('check.no_evidence')}**", opinions]
    return "  \n".join([*lines, " · ".join(facts)])


def opinions_in_words(chart: Chart, found: QuestionOpinions | None) -> str:
    """How many said what on a question, without names."""
    if found is None or not found.sides:
        return say("group.state_none")
    question = chart.questions[found.question]
    parts = [f"{localizer(chart).answer(question.id, side.value)} {len(side.opinions)}" for side in found.sides]
    if found.silent:
        parts.append(say("group.silent", n=len(found.silent)))
    if found.settled:
        parts.append(say("group.settled"))
    return " · ".join(parts)


def _remarks(chart: Chart, row: MissionStatus) -> Sequence[str]:
    """What the chair should know before signing, a line each."""
    lines = [say("check.opinions", state=state_of(row.opinions))]
    if row.unproven:
        names = ", ".join(localizer(chart).question(question) for question in row.unproven)
        lines.append(say("check.unproven", n=len(row.unproven), questions=names))
    if row.beyond:
        names = ", ".join(localizer(chart).question(question) for question in row.beyond)
        lines.append(say("check.beyond", questions=names))
    if not row.opened:
        lines.append(say("check.unopened"))
    return lines


def signature(chart: Chart, mission: Mission, review: Review, roles: Roles, me: str, row: MissionStatus) -> None:
    """Who signed and when; after a change, what it was, and the way back to what was signed. Raises ``StoreError``."""
    with record().read_mission(me, mission.id) as read:
        signatures, changes = sign_offs_of(read), since_signature(read)
        names = {email: plain(name) for email, name in names_of(read).items()}
    if not signatures:
        return
    last = signatures[-1]
    said = {"name": names.get(last.by, plain(last.by)), "at": moment_in_words(last.at, lang())}
    if row.signed == "signed":
        st.success(say("record.signed", **said), icon=":material/verified:")
        return
    st.warning(say("record.reopened", **said), icon=":material/lock_open:")
    _compare(chart, changes, names)
    if roles & CHAIR and review.status == "open":

        def undo() -> None:
            if attempt(lambda: put_back(record(), me, mission.id), "signed"):
                done(say("check.was_put_back"), "signed")

        st.button(say("check.put_back"), key="put_back", icon=":material/undo:", on_click=ask_first, args=("put_back",))
        confirmed("put_back", say("check.put_back_sure", **said), say("check.put_back_yes"), undo)


def _compare(chart: Chart, changes: Sequence[AnswerChange], names: Mapping[str, str]) -> None:
    """What was signed beside what is there now, question by question."""
    with st.container(border=True, key="since_signature"):
        st.markdown(f"**{say('check.since')}**")
        for change in changes:
            question = chart.questions[change.question]
            before, after = ((row or {}) for row in (change.before, change.after))
            values = [
                localizer(chart).answer(question.id, row["value"]) if row else say("check.no_answer")
                for row in (before, after)
            ]
            who, at = names.get(change.by, plain(change.by)), moment_in_words(change.at, lang())
            moved = " → ".join(values) if values[0] != values[1] else values[1]
            st.markdown(f"{plain(localizer(chart).question(change.question))}: **{moved}** ({who}, {at})")
            for part in ("reason", "evidence"):
                old, new = before.get(part, ""), after.get(part, "")
                if old != new:
                    st.html(passage(f"<b>{say(f'walk.{part}')}</b> {marked(old, new)}"))


def _sign(chart: Chart, mission: Mission, me: str, row: MissionStatus) -> None:
    """The signature under what is shown, and under nothing else."""
    if row.decision.disposition is None or row.signed == "signed":
        return
    read = f"check-{mission.id}-{row.answers_hash[:12]}"

    def sign() -> None:
        if not st.session_state.get(read):
            refuse(say("check.tick_first"), "sign")
        elif attempt(lambda: sign_off(record(), me, [mission.id], {mission.id: row.answers_hash}), "sign"):
            done(say("check.signed"), "signed")

    with st.container(border=True, key="sign"):
        st.checkbox(say("check.read"), key=read)
        notice("sign")
        label = chart.dispositions[row.decision.disposition].label[lang()]
        again = "check.sign_again" if row.signed == "reopened" else "check.sign"
        st.button(say(again, disposition=label), key="sign_now", type="primary", icon=":material/draw:", on_click=sign)
