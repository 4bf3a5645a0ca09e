"""One question of a walkthrough on the page, and the chart beside it."""

from collections.abc import Callable
from html import escape

import streamlit as st

from flowchart.chart import UNKNOWN, Chart, Evidence, Question, Source
from record.models import WORDS
from text.words import Lang
from ui.language import lang, localizer, say
from ui.notices import notice, refuse
from ui.walk.draft import Draft, Given
from ui.widgets.flow import clicked, flow
from ui.widgets.keys import keys_here


def ask(chart: Chart, draft: Draft, question: Question, between: Callable[[], None] = lambda: None) -> None:
    """One question: what it asks, the answers, the way on; after what belongs ``between``, reason and evidence."""
    code = lang()
    parts = ("answer", "reason", "evidence") if draft.takes_evidence else ("answer", "reason")
    keys = {part: draft.key(part, question.id) for part in parts}

    def given() -> Given:
        held = {part: st.session_state.get(key) for part, key in keys.items()}
        return Given(held["answer"], held["reason"] or "", held.get("evidence") or "")

    def keep() -> None:
        if keys["answer"] == draft.key("answer", question.id):  # not a widget of an earlier version, sent late
            draft.keep(chart, question.id, given())

    def go_on() -> None:
        what = given()
        if draft.give(chart, question.id, what):
            draft.go_on(chart)
        elif what.answer is None:
            refuse(say("walk.pick"), "question")

    def go_back(to: str) -> None:
        keep()
        draft.at = to

    head(chart, draft, question)
    shown = draft.shown(question.id)
    for part, key in keys.items():
        st.session_state.setdefault(key, getattr(shown, part))
    names = answer_names(chart, question)
    whens = [answer.when[code] if answer.when else "" for answer in question.answers.values()]
    with st.container(key="answers"):
        st.radio(
            question.text[code],
            list(names),
            key=keys["answer"],
            index=None,
            format_func=lambda answer: names.get(answer, ""),
            captions=[*whens, say("walk.unknown_when")] if any(whens) else None,
            horizontal=not any(whens),
            label_visibility="collapsed",
            on_change=keep,
        )
    notice("question")
    with st.container(horizontal=True, key="way_on"):
        st.button(say("walk.next"), icon=":material/arrow_forward:", type="primary", on_click=go_on, key="go_on")
        before = draft.before(chart)
        if before:
            st.button(say("walk.back"), icon=":material/arrow_back:", on_click=go_back, args=(before,), key="go_back")
    between()
    st.text_area(
        say("walk.reason"), key=keys["reason"], help=say("walk.reason_help"), max_chars=WORDS, height=80, on_change=keep
    )
    if draft.takes_evidence:
        st.text_area(
            say("walk.evidence"),
            key=keys["evidence"],
            help=say("walk.evidence_help"),
            max_chars=WORDS,
            height=80,
            on_change=keep,
        )
    _checklist(chart, question, code)
    keys_here(question.id)


def head(chart: Chart, draft: Draft, question: Question) -> None:
    """Where this is among the questions, what is asked, and which answers no longer count."""
    code = lang()
    _steps(chart, draft, question)
    with st.container(key="question"):
        text = question.text[code]
        st.header(f"{question.number}\\. {text}" if question.number else text, anchor=False)
        if question.default_disposition:
            label = chart.dispositions[question.default_disposition].label[code]
            st.success(say("walk.stands", disposition=label))
        if question.guidance:
            st.html(f'<div class="guidance" tabindex="0">{escape(question.guidance[code])}</div>')
    _notices(chart, draft)


def _steps(chart: Chart, draft: Draft, question: Question) -> None:
    """The main questions in a row: those answered lead back to them."""

    def go_to(to: str) -> None:
        draft.at = to

    here = _number(chart, draft, question)
    with st.container(horizontal=True, vertical_alignment="center", key="steps"):
        for each in chart.main:
            state = "here" if each.number == here else "done" if draft.answers.get(each.id) else "open"
            st.button(
                str(each.number),
                key=f"step_{state}_{each.id}",
                type="tertiary",
                help=localizer(chart).question(each.id),
                disabled=state == "open",
                on_click=go_to,
                args=(each.id,),
            )
        st.caption(say("walk.number" if question.number else "walk.follow_up", n=here, all=len(chart.main)))


def answer_names(chart: Chart, question: Question) -> dict[str, str]:
    """Every answer that the question takes, "not known yet" among them, with its name."""
    return {answer: localizer(chart).answer(question.id, answer) for answer in (*question.answers, UNKNOWN)}


def _number(chart: Chart, draft: Draft, question: Question) -> int:
    """The number of the question, or of the main question that a follow-up belongs to."""
    if question.number:
        return question.number
    asked = [chart.questions[step.question].number or 0 for step in draft.decision(chart).path]
    return max(asked, default=1)


def _notices(chart: Chart, draft: Draft) -> None:
    """Say which answers are kept but do not count."""
    unused = [q for q in draft.decision(chart).unused if q != draft.at]
    if draft.no_longer:
        st.warning(say("walk.no_longer", questions=_names(chart, draft.no_longer)), icon=":material/info:")
    elif unused:
        st.caption(say("walk.unused", questions=_names(chart, unused)))


def _names(chart: Chart, questions: list[str] | tuple[str, ...]) -> str:
    return localizer(chart).join(map(localizer(chart).question, questions))


def _checklist(chart: Chart, question: Question, code: Lang) -> None:
    """The evidence checklist and what else to record."""
    items = chart.evidence.get(question.id, ())
    if items:
        with st.expander(say("walk.checklist", n=len(items)), icon=":material/checklist:"):
            st.caption(say("walk.checklist_intro"))
            for item in items:
                st.markdown(evidence_line(chart, question, item, code))
    if question.also_record:
        st.markdown(f"**{say('walk.also_record')}**\n" + "".join(f"\n- {text[code]}" for text in question.also_record))


def evidence_line(chart: Chart, question: Question, item: Evidence, code: Lang) -> str:
    """One line of the checklist as markdown: text, what it speaks for, what to attach, source, whether verified."""
    answers = ", ".join(question.answers[answer].label[code] for answer in item.supports)
    supports = say("walk.supports", answers=answers) if answers else say("walk.supports_none")
    if item.towards:
        label = next(q.answers[item.towards].label for q in chart.questions.values() if item.towards in q.answers)
        supports += " " + say("walk.towards", answer=label[code])
    attach = say("walk.attach", expected=item.expected[code])
    return f"**{item.text[code]}** ({supports})  \n{attach}  \n{source_line(chart, item.source)}"


def source_line(chart: Chart, source: Source) -> str:
    """What a statement rests on as markdown: the law's name, marked unless it was seen; the place on pointing at it."""
    loc = localizer(chart)
    said = say("walk.source", source=loc.text(source.cite))
    if source.checked != "seen":
        said += f" :orange[:material/help: {loc.checked(source)}]"
    return said


def picture(chart: Chart, draft: Draft) -> None:
    """The chart with the path lit; an answered question opens on click or Enter."""
    code = lang()
    decision = draft.decision(chart)
    key = f"flow-{draft.mission.id}"
    clickable = [q for q, answer in draft.answers.items() if answer and q != draft.at]

    def jump() -> None:
        draft.at = clicked(key, clickable) or draft.at

    flow(
        chart,
        code,
        path=[(step.question, step.answer) for step in decision.path],
        current=draft.at,
        disposition=decision.disposition if draft.at is None else None,
        clickable=clickable,
        key=key,
        on_click=jump,
    )
