"""One question of a walkthrough on the page, and the chart beside it."""

import streamlit as st

from flowchart.chart import UNKNOWN, Chart, Evidence, Question, Source
from record.models import WORDS
from text.words import Lang
from ui.language import lang, localizer, say
from ui.walk.draft import Draft, Given
from ui.widgets.flow import clicked, flow


def ask(chart: Chart, draft: Draft, question: Question) -> None:
    """One question: what it asks, how to weigh it, the answer with its reason and evidence."""
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
        if draft.give(chart, question.id, given()):
            draft.go_on(chart)
        elif given().answer is None:
            st.session_state["unanswered"] = question.id

    def go_back(to: str) -> None:
        keep()
        draft.at = to

    head(chart, draft, question)
    shown = draft.shown(question.id)
    for part, key in keys.items():
        st.session_state.setdefault(key, getattr(shown, part))
    names = answer_names(chart, question)
    whens = [answer.when[code] if answer.when else "" for answer in question.answers.values()]
    st.radio(
        say("walk.answer"),
        list(names),
        key=keys["answer"],
        index=None,
        format_func=lambda answer: names.get(answer, ""),
        captions=[*whens, say("walk.unknown_when")] if any(whens) else None,
        horizontal=not any(whens),
        on_change=keep,
    )
    if st.session_state.pop("unanswered", None) == question.id:
        st.error(say("walk.pick"))
    st.text_area(say("walk.reason"), key=keys["reason"], help=say("walk.reason_help"), max_chars=WORDS, on_change=keep)
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
    with st.container(horizontal=True):
        before = draft.before(chart)
        if before:
            st.button(say("walk.back"), icon=":material/arrow_back:", on_click=go_back, args=(before,))
        st.button(say("walk.next"), icon=":material/arrow_forward:", type="primary", on_click=go_on)


def head(chart: Chart, draft: Draft, question: Question) -> None:
    """What is asked, and which answers no longer count."""
    code = lang()
    n, total = _number(chart, draft, question), len(chart.main)
    st.progress(n / total, text=say("walk.number" if question.number else "walk.follow_up", n=n, all=total))
    st.header(f"{question.number}\\. {question.text[code]}" if question.number else question.text[code], anchor=False)
    if question.default_disposition:
        st.success(say("walk.stands", disposition=chart.dispositions[question.default_disposition].label[code]))
    if question.guidance:
        st.markdown(question.guidance[code])
    _notices(chart, draft)


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

    st.subheader(say("walk.chart"), anchor=False, help=say("walk.chart_help"))
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
