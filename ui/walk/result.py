"""The result of a walkthrough: what was decided, why, what follows and how certain it is."""

from collections.abc import Callable

import streamlit as st

from engine.decision import Decision
from engine.explain import box_of, explain, explain_changes, sub_form_label, uncertain_edges
from engine.whatif import what_if
from flowchart.chart import DUTY_KINDS, UNKNOWN, Chart, Disposition
from text.words import Lang
from ui.language import lang, localizer, plain, say
from ui.walk import paper
from ui.walk.draft import Draft
from ui.walk.question import source_line


def show(chart: Chart, draft: Draft, heading: str, beneath: Callable[[], None] = lambda: None) -> None:
    """The decision in large letters under a heading, what else belongs there, and everything it rests on."""
    code = lang()
    decision = draft.decision(chart)
    with st.container(border=True, key="decision"):
        _headline(chart, draft, decision, code, heading)
    beneath()
    if len(decision.possible) > 1:
        st.header(say("result.possible"), anchor=False)
        st.markdown("".join(f"\n- {chart.dispositions[d].label[code]}" for d in decision.possible))
    _path(chart, draft, decision, code)
    changes = explain_changes(chart, what_if(chart, draft.answers), code)
    if changes:
        with st.expander(say("result.changes"), key="changes_open"):
            st.markdown("\n\n".join(map(plain, changes)))
    if decision.disposition:
        _follows(chart, chart.dispositions[decision.disposition], decision)
    text = "\r\n".join([draft.mission.name(code), draft.mission.owner(code), "", *_lines(chart, draft, decision, code)])
    st.download_button(
        say("result.save"),
        text.encode("utf-8-sig"),
        file_name=f"{draft.mission.id}.txt",
        mime="text/plain",
        icon=":material/download:",
        on_click="ignore",
    )
    paper.show(chart, draft)
    st.caption(say("result.chart", chart=decision.chart))


def _headline(chart: Chart, draft: Draft, decision: Decision, code: Lang, heading: str) -> None:
    if decision.disposition:
        disposition = chart.dispositions[decision.disposition]
        st.caption(heading)
        st.header(disposition.label[code], anchor=False)
        st.markdown(disposition.meaning[code])
        if decision.sub_form:
            st.markdown(f"**{say('result.sub_form', sub_form=sub_form_label(chart, decision, code))}**")
        box = box_of(chart, decision)
        facts = [say("result.box", box=box.text[code])] if box else []
        if decision.exit_question:
            loc, left = localizer(chart), decision.exit_question
            answer = next(step.answer for step in decision.path if step.question == left)
            facts.append(say("result.left_at", question=loc.question(left), answer=loc.answer(left, answer)))
        st.caption(" · ".join(facts))
        for question in decision.open_details:
            st.info(say("result.open", question=localizer(chart).question(question)))
            if draft.may_write:
                st.button(say("result.answer_open"), on_click=draft.go_to, args=(question,))
    elif decision.next_question:
        held = decision.next_question
        st.caption(heading)
        st.header(say("result.incomplete"), anchor=False)
        st.markdown(say("result.held_by", question=localizer(chart).question(held)))
        if not draft.may_write:
            return
        st.button(say("result.answer_held"), type="primary", on_click=draft.go_to, args=(held,))
        reachable = chart.reachable(held, draft.answers)
        others = [q for q in chart.order if q in reachable and q != held and not draft.answers.get(q)]
        if others:
            with st.expander(say("result.answer_others"), key="others_open"):
                for question in others:
                    name = localizer(chart).question(question)
                    st.button(
                        name, key=f"meanwhile-{question}", type="tertiary", on_click=draft.go_to, args=(question,)
                    )


def _path(chart: Chart, draft: Draft, decision: Decision, code: Lang) -> None:
    """The path in words with reasons and evidence, and where it goes beyond the slide."""
    waiting = _waiting(draft, decision)
    if decision.path or waiting:
        st.header(say("result.path"), anchor=False)
    for step in decision.path:
        question = chart.questions[step.question]
        name = localizer(chart).question(step.question)
        reason = draft.reasons.get(step.question, "").strip()
        evidence = draft.evidence.get(step.question, "").strip()
        words = f"**{name}: {question.answers[step.answer].label[code]}**  \n"
        words += say("result.reason", text=plain(reason)) if reason else f"*{say('result.no_reason')}*"
        if evidence:
            words += "  \n" + say("result.evidence", text=plain(evidence))
        with st.container(horizontal=True, vertical_alignment="top", key=f"of_path_{step.question}"):
            st.markdown(words, width="stretch")
            if draft.may_write:
                st.button(
                    say("result.change"),
                    key=f"change-{step.question}",
                    help=say("result.change_of", question=name),
                    type="tertiary",
                    on_click=draft.go_to,
                    args=(step.question,),
                )
    for held, reason in waiting.items():
        name = localizer(chart).question(held)
        unknown = localizer(chart).answer(held, UNKNOWN)
        st.markdown(f"**{name}: {unknown}**  \n{say('result.reason', text=plain(reason))}")
    if decision.unused:
        unused = ", ".join(localizer(chart).question(question) for question in decision.unused)
        st.caption(say("walk.unused", questions=unused))
    beyond = uncertain_edges(chart, decision)
    if beyond:
        notes = [
            say(
                "result.reading",
                question=localizer(chart).question(edge.question),
                note=localizer(chart).note(edge),
            )
            for edge in beyond
        ]
        st.warning(f"**{say('result.readings')}**\n" + "".join(f"\n- {note}" for note in notes), icon=":material/help:")


def _follows(chart: Chart, disposition: Disposition, decision: Decision) -> None:
    """Legal instruments and the to-do list."""
    st.header(say("result.follows"), anchor=False)
    duties(chart, disposition, decision.sub_form)


def duties(chart: Chart, disposition: Disposition, sub_form: str | None = None) -> None:
    """The instruments and tasks of a disposition, each with its source."""
    for kind in DUTY_KINDS:
        found = disposition.duties(kind, {sub_form})
        if found:
            lines = [
                f"\n- {localizer(chart).text(duty.text)}  \n  :small[{source_line(chart, duty.source)}]"
                for duty in found
            ]
            st.markdown(f"**{say(f'result.{kind}')}**\n" + "".join(lines))


def _waiting(draft: Draft, decision: Decision) -> dict[str, str]:
    """Why the answer that holds the mission is not known yet, by question, where that was typed."""
    held = decision.next_question or ""
    words = draft.reasons.get(held, "").strip()
    return {held: words} if words and not decision.disposition else {}


def _lines(chart: Chart, draft: Draft, decision: Decision, code: Lang) -> list[str]:
    """The result as plain lines: the explanation, then reasons and evidence."""
    lines = explain(chart, decision, code)
    for step in decision.path:
        for key, words in (("reason", draft.reasons), ("evidence", draft.evidence)):
            if words.get(step.question, "").strip():
                name = localizer(chart).question(step.question)
                lines.append(f"{name} – " + say(f"result.{key}", text=words[step.question].strip()))
    for held, text in _waiting(draft, decision).items():
        lines.append(f"{localizer(chart).question(held)} – " + say("result.reason", text=text))
    return lines
