"""A member at a mission on the record: shown is what they typed, else what is kept; the answers are those kept."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import streamlit as st

from flowchart.chart import Chart
from missions import mission as named
from record.answering import clear_draft, save_answer, save_draft
from record.attachments import add_reference
from record.chart_versions import chart_for
from record.models import DRAFT_KINDS, Answer, DraftKind, Mission, Opinion
from record.models import Draft as Typed
from record.opinions import give_opinion
from record.proposals import propose
from record.signed import Signed
from record.store import CHAIR, GROUP
from record.store_error import Conflict, StoreError
from record.whole import WholeMission, whole_mission
from text.dates import moment_in_words
from ui.admission import known
from ui.language import lang, say
from ui.notices import attempt, done, refuse
from ui.walk.draft import Draft, Given, is_answer
from ui.who import record
from ui.widgets import unsent

QUESTION = "question"
"""Where messages about the answer to a question are said."""
_PARTS = ("reason", "evidence")


class MissionEditor(Draft):
    """A walkthrough on the record. It stays with the window for its place, and is read afresh on each run.

    ``kind`` says whose answers these are: the group's agreed ones, or the member's own opinion. Between two runs it
    holds what the member saw, and so against which version they wrote.
    """

    def __init__(self, mission: Mission, chart: Chart, me: str, kind: DraftKind) -> None:
        super().__init__(_named(mission), chart, None)
        self.me, self.kind = me, kind
        self.not_taken = dict[str, tuple[Given, int]]()
        """What the record did not take even as a draft, and over which version it was typed, by question."""
        self.takes_evidence = kind == "answer"
        self.shows_at_once = False

    def refresh(self, whole: WholeMission) -> None:
        """Take over what is kept and what the member typed, as just read. Raises ``StoreError``."""
        self.whole = whole
        self.row, self.review, self.roles = whole.mission, whole.review, whole.roles
        self.mission = _named(whole.mission)
        self.typed: Mapping[str, Typed] = whole.drafts[self.kind] if self.may_write else {}
        self.signed: Signed = "unsigned"
        self.attached: Mapping[str, Sequence[str]] = {}
        self.kept: Mapping[str, Answer | Opinion]
        if self.kind == "answer":
            self.kept, self.signed = whole.answers, whole.signed
            pieces = whole.evidence
            self.attached = {e.question: [p.text for p in pieces if p.question == e.question] for e in pieces}
        else:
            self.kept = {opinion.question: opinion for opinion in whole.every_opinion if opinion.by == self.me}
        self.answers = {question: kept.value for question, kept in self.kept.items()}
        self.reasons = {question: kept.reason for question, kept in self.kept.items()}
        self.evidence = {question: kept.evidence for question, kept in self.kept.items() if isinstance(kept, Answer)}

    @property
    def may_write(self) -> bool:
        """Whether what is typed could be saved now; the record itself checks again at each write."""
        return bool(self.roles & GROUP) and self.review.status == "open"

    @property
    def proposes(self) -> bool:
        """Whether a change of an answer is a proposal to the chair: the mission is signed."""
        return self.signed == "signed" and not self.roles & CHAIR

    @property
    def reopens(self) -> str:
        """The key of the box by which the chair says that a change may take the signature off."""
        return f"reopen-{self.row.id}"

    def version(self, question: str) -> int:
        """The version of what is kept on a question; 0 when there is nothing."""
        return self.kept[question].version if question in self.kept else 0

    def overtaken(self, question: str) -> bool:
        """Whether someone saved after the member began to type."""
        return question in self.typed and self.typed[question].base != self.version(question)

    def key(self, part: str, question: str) -> str:
        """The key of a widget: another for each version, so that a stale window writes over nothing unseen."""
        return f"{part}-{self.row.id}-{question}-{self.kind}-{self.version(question)}"

    def shown(self, question: str) -> Given:
        """What the widgets start from: what the member typed and did not save, or what is kept."""
        given, base = self.not_taken.get(question, (None, 0))
        if given and base == self.version(question):
            return given
        typed = self.typed.get(question)
        return Given(typed.value, typed.reason, typed.evidence) if typed else super().shown(question)

    def unsaved(self, question: str) -> str:
        """That what is shown of a question was typed and is not saved, in words."""
        typed = self.typed.get(question)
        return say("record.unsaved", at=moment_in_words(typed.at, lang())) if typed else ""

    def offer(self, question: str) -> None:
        """Have the browser keep what is typed beside the answer, until this has it."""
        of = {"mission": self.row.id, "question": question, "kind": self.kind, "base": self.version(question)}
        for part in _PARTS if self.takes_evidence else _PARTS[:1]:
            unsent.offer(self.key(part, question), of | {"part": part})

    def offer_box(self, key: str) -> None:
        """Have the browser keep what is typed in a box beside the answer, until it is sent."""
        unsent.offer(key)

    def has_typed(self, key: str) -> None:
        """Have the browser forget what was typed in the box of that key."""
        unsent.sent(key, str(st.session_state.get(key) or ""))

    def _has(self, question: str, given: Given) -> None:
        for part in _PARTS:
            unsent.sent(self.key(part, question), getattr(given, part))

    def keep(self, chart: Chart, question: str, given: Given) -> None:
        """Save what the widgets hold as the member's draft."""
        self._has(question, given)
        if given == super().shown(question):
            if question in self.typed or question in self.not_taken:
                self.drop(question)
        elif question in self.not_taken or given != self.shown(question):
            answer = given.answer if is_answer(chart, question, given.answer) else None
            self._draft(question, Given(answer, given.reason, given.evidence), self.version(question))

    def give(self, chart: Chart, question: str, given: Given) -> bool:
        """Save what the widgets hold as the answer. Someone else's save in between makes it a draft to compare."""
        if given.answer is None or not is_answer(chart, question, given.answer):
            self.keep(chart, question, given)
            return False
        self._has(question, given)
        return self.save(chart, question, given)

    def save(self, chart: Chart, question: str, given: Given) -> bool:
        """Save an answer over what the member was shown last; False when it was refused."""
        if self.signed == "signed" and given != Draft.shown(self, question):
            if self.proposes:
                self._propose(question, given)
                return False
            if not st.session_state.get(self.reopens):
                self.keep_typed(question, given)
                refuse(say("record.reopen_first"), QUESTION)
                return False
        value, version = given.answer or "", self.version(question)
        overtaken = False

        def write() -> None:
            nonlocal overtaken
            at, words = (record(), self.me, self.row.id, question), (value, given.reason, given.evidence)
            try:
                if self.kind == "answer":
                    save_answer(*at, *words, expected_version=version)
                else:
                    give_opinion(*at, *words[:2], expected_version=version)
            except Conflict:  # what was given is a draft now, and the page shows it beside what is kept
                overtaken = True

        if not attempt(write, QUESTION):
            self.keep(chart, question, given)
            return False
        self.not_taken.pop(question, None)
        if not overtaken:
            self.take(chart, question, value)
        return not overtaken

    def drop(self, question: str) -> None:
        """Throw away what the member typed."""
        self.not_taken.pop(question, None)
        if attempt(lambda: clear_draft(record(), self.me, self.row.id, question, kind=self.kind), QUESTION):
            self.typed = {other: typed for other, typed in self.typed.items() if other != question}

    def join(self, question: str) -> None:
        """Put both texts, what is kept and what the member typed, one after the other into the member's draft."""
        kept, typed = super().shown(question), self.shown(question)
        reason, evidence = _both(kept.reason, typed.reason), _both(kept.evidence, typed.evidence)
        self._draft(question, Given(typed.answer, reason, evidence), self.version(question))

    def proofs(self, question: str) -> list[str]:
        """The texts of the evidence for a question, attached or written beside the answer."""
        return [*super().proofs(question), *self.attached.get(question, ())]

    def prove(self, question: str, lines: Sequence[str], typed: str) -> bool:  # noqa: ARG002
        """Add lines to the evidence for a question, each as a reference."""

        def write() -> None:
            for line in lines:
                add_reference(record(), self.me, self.row.id, question, line)

        return attempt(write, "ticks")

    def keep_typed(self, question: str, given: Given) -> None:
        """Save what was given as the member's draft, over whatever draft there is."""
        self._draft(question, given, self.version(question))

    def save_not_taken(self) -> bool:
        """Try once more what the record did not take; whether it took anything."""
        before = len(self.not_taken)
        for question, (given, base) in list(self.not_taken.items()):
            with suppress(StoreError):  # that it does not work was said when it was typed
                self._save_draft(question, given, base)
        return len(self.not_taken) < before

    def _propose(self, question: str, given: Given) -> None:
        words = (given.answer or "", given.reason, given.evidence)
        if attempt(lambda: propose(record(), self.me, self.row.id, question, *words), QUESTION):
            self.drop(question)
            self.refresh(whole_mission(record(), self.me, self.row.id))
            for part in ("answer", "reason", "evidence"):  # the signed answer shows again
                st.session_state.pop(self.key(part, question), None)
            done(say("record.proposed"), QUESTION)

    def _draft(self, question: str, given: Given, base: int) -> None:
        if not attempt(lambda: self._save_draft(question, given, base), QUESTION):
            self.not_taken[question] = given, base

    def _save_draft(self, question: str, given: Given, base: int) -> None:
        words = (given.answer, given.reason, given.evidence)
        typed = save_draft(record(), self.me, self.row.id, question, *words, kind=self.kind, base=base)
        self.typed = {**self.typed, question: typed}
        self.not_taken.pop(question, None)


def editor_of(whole: WholeMission, kind: DraftKind, chart: Chart) -> MissionEditor:
    """This window's sitting of the member at the mission, at the first open question when it is new."""
    kept: dict[str, MissionEditor] = st.session_state.setdefault("editors", {})
    key = f"{whole.mission.id}-{kind}-{whole.reader}"
    new = key not in kept
    found = kept[key] if not new else kept.setdefault(key, MissionEditor(whole.mission, chart, whole.reader, kind))
    found.refresh(whole)
    if found.save_not_taken():
        found.refresh(whole_mission(record(), whole.reader, whole.mission.id))
    if new:
        found.at = found.decision(chart).next_question
    return found


def take_typed(of: Mapping[str, object], words: str) -> bool:
    """Make what the browser kept of text beside an answer the member's draft, unless the record has it."""
    mission, question, base, part = of.get("mission"), str(of.get("question")), of.get("base"), of.get("part")
    kind = next((kind for kind in DRAFT_KINDS if kind == of.get("kind")), None)
    me = known()
    if me is None or kind is None or part not in _PARTS or type(mission) is not int or type(base) is not int:
        return False

    def write() -> None:
        whole = whole_mission(record(), me.email, mission)
        chart = chart_for(whole.review)
        if question not in chart.questions or not 0 <= base < 2**31:
            return
        here = MissionEditor(whole.mission, chart, me.email, kind)
        here.refresh(whole)
        shown = here.shown(question)
        given = replace(shown, **{str(part): words})
        if here.may_write and given not in (shown, Draft.shown(here, question)):
            texts = (given.answer, given.reason, given.evidence)
            save_draft(record(), me.email, mission, question, *texts, kind=kind, base=base)

    return attempt(write, QUESTION)


def _both(first: str, second: str) -> str:
    return "\n".join(dict.fromkeys(text for text in (first.strip(), second.strip()) if text))


def _named(mission: Mission) -> named.Mission:
    return named.Mission(
        id=str(mission.id),
        name_th=mission.name_th,
        name_en=mission.name_en,
        ministry_th=mission.ministry,
        ministry_en=mission.agencies("en")[0],
        department_th=mission.department,
        department_en=mission.agencies("en")[1],
    )
