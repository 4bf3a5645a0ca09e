"""One question of a walkthrough on the page, and the chart beside it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from flowchart.chart import UNKNOWN, Chart, Evidence, Question, Source
from record.lengths import WORDS
from text.words import Lang
from ui.language import lang, localizer, say
from ui.notices import done, notice, refuse
from ui.parts import again, part
from ui.walk import address
from ui.walk.draft import Draft, Given
from ui.widgets.flow import clicked, flow
from ui.widgets.opened import folded
from ui.widgets.steps import Step, steps

WORK = "work"
"""The part of the page that shows the mission: the question, the chart and what stands below them."""
_TOLD = "told"
"""The part of it that says how what is chosen and typed stands."""
_GO_ON, _SHOW_LATEST = "go_on", "live_show"


def ask(chart: Chart, draft: Draft, question: Question, between: Callable[[], None] = lambda: None) -> None:
    """One question: what it asks, the answers, the way on; after what belongs ``between``, reason and evidence."""
    head(chart, draft, question)
    parts = ("answer", "reason", "evidence") if draft.takes_evidence else ("answer", "reason")
    keys = {part: draft.key(part, question.id) for part in parts}
    for key in set(draft.widgets.values()) - set(keys.values()):  # they start anew when their question comes back
        st.session_state.pop(key, None)
    draft.widgets = keys
    shown = draft.shown(question.id)
    for name, key in keys.items():
        st.session_state.setdefault(key, getattr(shown, name))
    here = _Answering(chart, draft, question, keys)
    _answers(here)
    _told(here)
    between()
    for name in parts[1:]:
        st.text_area(
            say(f"walk.{name}"),
            key=keys[name],
            help=say(f"walk.{name}_help"),
            max_chars=WORDS,
            height=80,
            on_change=here.changed,
        )
    _checklist(here)


@dataclass(frozen=True)
class _Answering:
    """A question on the page, and what happens at it. ``keys`` are those of its widgets, by part of the answer."""

    chart: Chart
    draft: Draft
    question: Question
    keys: Mapping[str, str]

    def given(self) -> Given:
        self.draft.touched = True
        held = {part: st.session_state.get(key) for part, key in self.keys.items()}
        return Given(held["answer"], held["reason"] or "", held.get("evidence") or "")

    def keep(self) -> None:
        if self.keys["answer"] == self.draft.key("answer", self.question.id):  # not of an earlier version, sent late
            self.draft.keep(self.chart, self.question.id, self.given())

    def changed(self) -> None:
        """An answer was chosen, or a text left. Unless the chart shows it at once, hardly anything runs again."""
        if st.session_state.get(_GO_ON):  # what was done last comes with the press, which saves it
            return
        self.keep()
        if not st.session_state.get(_SHOW_LATEST):  # pressed from within the text: both come at once
            again(WORK if self.draft.shows_at_once else _TOLD)

    def go_on(self) -> None:
        late = address.late(self.draft)
        if not late and self.given().answer is not None and not self.prove():  # what is ticked goes with the answer
            return
        what = self.given()
        if late and what.answer is None:  # the second press of two
            self.draft.keep(self.chart, self.question.id, what)
        elif self.draft.give(self.chart, self.question.id, what):
            self.draft.go_on(self.chart)
            if not self.draft.at:  # with a result, what waits for the person is another number in the navigation
                st.rerun()
        elif what.answer is None:
            refuse(say("walk.pick"), "question")

    def go_back(self, to: str) -> None:
        self.keep()
        self.draft.go_to(to)

    @property
    def ticks(self) -> list["_Tick"]:
        """The lines of the evidence checklist that nobody has recorded yet."""
        if not self.draft.takes_evidence:
            return []
        of, proofs = f"{self.draft.mission.id}-{self.question.id}", self.draft.proofs(self.question.id)
        items = enumerate(self.chart.evidence.get(self.question.id, ()))
        return [_Tick(item, f"tick-{of}-{n}", f"tick-of-{of}-{n}") for n, item in items if not ticked(item, proofs)]

    def clear(self, tick: "_Tick") -> None:
        self.draft.has_typed(tick.words)
        st.session_state[tick.key], st.session_state[tick.words] = False, ""

    def prove(self) -> bool:
        """Save what is ticked as evidence; False when it was refused."""
        chosen = [tick for tick in self.ticks if st.session_state.get(tick.key)]
        lines = [tick.line for tick in chosen]
        if not lines:
            return True
        if not self.draft.prove(self.question.id, lines, self.keys["evidence"]):
            return False
        for tick in chosen:
            self.clear(tick)
        return True


@dataclass(frozen=True)
class _Tick:
    """A line of the checklist on the page: the key of its box, and of the words beside it."""

    item: Evidence
    key: str
    words: str

    @property
    def line(self) -> str:
        """What is recorded of it."""
        said = str(st.session_state.get(self.words) or "").strip()
        return f"{self.item.text[lang()]}: {said}" if said else self.item.text[lang()]


def _answers(here: _Answering) -> None:
    code, chart, draft, question = lang(), here.chart, here.draft, here.question
    names = answer_names(chart, question)
    whens = [answer.when[code] if answer.when else "" for answer in question.answers.values()]
    with st.container(key="answers"):
        st.radio(
            question.text[code],
            list(names),
            key=here.keys["answer"],
            index=None,
            format_func=lambda answer: names.get(answer, ""),
            captions=[*whens, say("walk.unknown_when")] if any(whens) else None,
            horizontal=not any(whens),
            label_visibility="collapsed",
            on_change=here.changed,
        )
    with st.container(horizontal=True, key="way_on"):
        st.button(say("walk.next"), icon=":material/arrow_forward:", type="primary", on_click=here.go_on, key=_GO_ON)
        before = draft.before(chart)
        if before:
            label = say("walk.back")
            st.button(label, icon=":material/arrow_back:", on_click=here.go_back, args=(before,), key="go_back")


@part(_TOLD)
def _told(here: _Answering) -> None:
    """Below what is pressed: a message that comes or goes moves no button."""
    chart, draft, question = here.chart, here.draft, here.question
    notice("question")
    _notices(chart, draft)
    if said := draft.unsaved(question.id):
        st.caption(said)
    _reason_of_another_answer(draft, question.id, here.keys)


def _reason_of_another_answer(draft: Draft, question: str, keys: Mapping[str, str]) -> None:
    """After another answer was chosen: whether the reason of the former one still holds."""
    former, reason = draft.reason_of.get(question) or draft.answers.get(question), draft.reasons.get(question, "")
    chosen = st.session_state.get(keys["answer"])
    if former is None or chosen in (None, former) or not reason.strip():
        return
    if st.session_state.get(keys["reason"]) != reason:
        return

    def clear() -> None:
        st.session_state[keys["reason"]] = ""
        again(WORK)

    with st.container(horizontal=True, vertical_alignment="center", key="reason_still"):
        st.markdown(f":material/help: {say('walk.reason_still')}", width="stretch")
        st.button(say("walk.reason_clear"), key="reason_clear", on_click=clear)


def head(chart: Chart, draft: Draft, question: Question) -> None:
    """Where this is among the questions, and what is asked."""
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


def _steps(chart: Chart, draft: Draft, question: Question) -> None:
    """The main questions in a row: those answered lead back to them."""
    here = _number(chart, draft, question)
    row = [
        Step(
            each.id,
            each.number or 0,
            localizer(chart).question(each.id),
            "here" if each.number == here else "done" if draft.answers.get(each.id) else "open",
        )
        for each in chart.main
    ]
    with st.container(horizontal=True, vertical_alignment="center", key="steps"):
        steps(row, question.id, draft.go_to)
        if place := _place(chart, question, here):
            st.caption(place)


def answer_names(chart: Chart, question: Question) -> dict[str, str]:
    """Every answer that the question takes, "not known yet" among them, with its name."""
    return {answer: localizer(chart).answer(question.id, answer) for answer in (*question.answers, UNKNOWN)}


def _number(chart: Chart, draft: Draft, question: Question) -> int | None:
    """The number of the question, or of the main question that a follow-up belongs to, if there is any."""
    if question.number:
        return question.number
    asked = [chart.questions[step.question].number for step in draft.decision(chart).path]
    return next(filter(None, reversed(asked)), None)


def _place(chart: Chart, question: Question, number: int | None) -> str:
    """Where a question stands in words: its number, of how many where they are counted from one, or a follow-up."""
    counted = [each.number for each in chart.main] == list(range(1, len(chart.main) + 1))
    words = []
    if number:
        words.append(say("walk.number", n=number, all=len(chart.main)) if counted else say("walk.numbered", n=number))
    if not (question.number or question.start):
        words.append(say("walk.follow_up"))
    return " · ".join(words)


def _notices(chart: Chart, draft: Draft) -> None:
    """Say which answers are kept but do not count."""
    unused = [q for q in draft.decision(chart).unused if q != draft.at]
    if draft.no_longer:
        st.warning(say("walk.no_longer", questions=_names(chart, draft.no_longer)), icon=":material/info:")
    elif unused:
        st.caption(say("walk.unused", questions=_names(chart, unused)))


def _names(chart: Chart, questions: list[str] | tuple[str, ...]) -> str:
    return localizer(chart).join(map(localizer(chart).question, questions))


def _checklist(here: _Answering) -> None:
    """The evidence checklist, to be ticked, and what else to record."""
    code, question, draft = lang(), here.question, here.draft
    items = here.chart.evidence.get(question.id, ())
    if items and draft.takes_evidence:
        label = say("walk.checklist", n=len(items), done=len(items) - len(here.ticks))
        with folded(label, key=f"checklist-{question.id}", icon=":material/checklist:") as filled:
            if filled:
                _ticks(here, items)
    if question.also_record:
        st.markdown(f"**{say('walk.also_record')}**\n" + "".join(f"\n- {text[code]}" for text in question.also_record))


def _ticks(here: _Answering, items: Sequence[Evidence]) -> None:
    """The lines of the checklist. A reference typed stands for its tick, also when the browser gives it back."""
    ticks = here.ticks

    def untick(tick: _Tick) -> None:
        if not st.session_state.get(tick.key):
            here.clear(tick)

    def save() -> None:
        chosen = sum(bool(st.session_state.get(tick.key)) for tick in here.ticks)
        if not chosen:
            refuse(say("walk.tick_none"), "ticks")
        elif here.prove():
            done(say("walk.ticked", n=chosen), "ticks")

    st.caption(say("walk.checklist_intro"))
    if unverified := sum(item.source.checked != "seen" for item in items):
        st.caption(f":material/help: {say('walk.checklist_unverified', n=unverified)}")
    for item in items:
        line = evidence_line(here.chart, here.question, item, lang(), doubts=False)
        tick = next((tick for tick in ticks if tick.item is item), None)
        if tick is None:
            st.markdown(f":material/check_circle: {line}")
            continue
        here.draft.offer_box(tick.words)
        if st.session_state.get(tick.words):
            st.session_state[tick.key] = True
        st.checkbox(line, key=tick.key, on_change=untick, args=(tick,), persist_state="session")
        if st.session_state.get(tick.key):
            st.text_input(say("walk.tick_reference"), key=tick.words, max_chars=1_000)
    notice("ticks")
    label = say("walk.tick_save")
    st.button(label, key=f"ticks-{here.question.id}", icon=":material/playlist_add_check:", on_click=save)


def ticked(item: Evidence, proofs: Sequence[str]) -> bool:
    """Whether one of the texts of evidence is that of the checklist's item, in either language."""
    return any(proof.startswith(text) for proof in proofs for text in (item.text["th"], item.text["en"]))


def evidence_line(chart: Chart, question: Question, item: Evidence, code: Lang, *, doubts: bool = True) -> str:
    """One line of the checklist as markdown: text, what it speaks for, what to attach, source, and ``doubts`` of it."""
    answers = ", ".join(question.answers[answer].label[code] for answer in item.supports)
    supports = say("walk.supports", answers=answers) if answers else say("walk.supports_none")
    if item.towards:
        label = next(q.answers[item.towards].label for q in chart.questions.values() if item.towards in q.answers)
        supports += " " + say("walk.towards", answer=label[code])
    attach = say("walk.attach", expected=item.expected[code])
    return f"**{item.text[code]}** ({supports})  \n{attach}  \n{source_line(chart, item.source, doubts=doubts)}"


def source_line(chart: Chart, source: Source, *, doubts: bool = True) -> str:
    """What a statement rests on as markdown: the law's name, marked unless it was seen; the place on pointing at it."""
    loc = localizer(chart)
    said = say("walk.source", source=loc.text(source.cite))
    if doubts and source.checked != "seen":
        said += f" :orange[:material/help: {loc.checked(source)}]"
    return said


def picture(chart: Chart, draft: Draft) -> None:
    """The chart with the path lit; an answered question opens on click or Enter."""
    code = lang()
    decision = draft.decision(chart)
    key = f"flow-{draft.mission.id}"
    clickable = [q for q, answer in draft.answers.items() if answer and q != draft.at]

    def jump() -> None:
        if to := clicked(key, clickable):
            draft.go_to(to)

    flow(
        chart,
        code,
        path=[(step.question, step.answer) for step in decision.path],
        current=draft.at or decision.next_question,
        disposition=decision.disposition if draft.at is None else None,
        clickable=clickable,
        key=key,
        on_click=jump,
    )
