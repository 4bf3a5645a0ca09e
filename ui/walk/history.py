"""The history of a mission, newest first: who did what and when, with the words that were changed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TypeAlias

import streamlit as st

from flowchart.chart import Chart
from missions.files.rows import NUMBERS
from record.audit import history
from record.chain import IMPORT, MOVE
from record.chart_versions import chart_for
from record.import_rows import FIELDS
from record.members import names_of
from record.models import EVIDENCE_KINDS, Change, Mission, told_fields
from record.opinions import visible_opinions
from record.reviews import missions_of
from record.store import MissionRead
from text.dates import moment_in_words
from ui.language import lang, localizer, say
from ui.who import record
from ui.widgets.fields import amount, field_name
from ui.widgets.wording import marked, own, passage

_SHOWN = 50
"""Changes shown at first, and added on each asking."""


@dataclass(frozen=True)
class _Reading:
    """What is needed to tell of a mission's changes to one reader."""

    chart: Chart
    names: Mapping[str, str]
    missions: Mapping[str, str]
    opinions: Collection[str]
    """The questions whose opinions the reader may see."""
    brought: Collection[datetime]
    """When missions came from a file, answers and all."""
    code: str
    """The code of the mission."""


@dataclass(frozen=True)
class _Told:
    """A change in sentences (HTML), and texts before and after it by their labels."""

    sentences: Sequence[str]
    words: Sequence[tuple[str, str, str]] = ()


_Teller: TypeAlias = Callable[[_Reading, Change], _Told]


def show(mission: Mission, me: str) -> None:
    """What was done to the mission, as far as ``me`` may see it. Raises ``StoreError``."""
    with record().read_mission(me, mission.id) as read:
        changes = history(read)[::-1]
        reading = _reading(read, changes)
    key = f"history-{mission.id}"
    shown = st.session_state.get(key, _SHOWN)

    def show_more() -> None:
        st.session_state[key] = shown + _SHOWN

    st.caption(say("history.shown", shown=min(shown, len(changes)), all=len(changes)))
    st.html(f'<ol class="history">{"".join(_entry(reading, change) for change in changes[:shown])}</ol>')
    if len(changes) > shown:
        n = min(_SHOWN, len(changes) - shown)
        st.button(say("history.more", n=n), key=f"{key}-more", icon=":material/expand_more:", on_click=show_more)


def _reading(read: MissionRead, changes: Sequence[Change]) -> _Reading:
    linked = any(change.kind == "link" for change in changes)
    others = missions_of(read) if linked else []
    return _Reading(
        chart_for(read.review),
        names_of(read),
        {other.code: other.name(lang()) for other in others},
        {opinion.question for opinion in visible_opinions(read)},
        {change.at for change in changes if change.kind == "mission" and change.before is None},
        read.mission.code,
    )


def _entry(reading: _Reading, change: Change) -> str:
    told = TOLD.get(change.kind, _other)(reading, change)
    who = f"<strong>{own(reading.names.get(change.by, change.by))}</strong>"
    when = f'<time datetime="{change.at.isoformat()}">{escape(moment_in_words(change.at, lang()))}</time>'
    sentences = "".join(f"<div>{sentence}</div>" for sentence in told.sentences)
    words = "".join(_words(label, before, after) for label, before, after in told.words if before != after)
    return f"<li><div>{when} · {who}</div>{sentences}{words}</li>"


def _words(label: str, before: str, after: str) -> str:
    return passage(f"<b>{escape(label)}</b> {marked(before, after)}")


def _answer(reading: _Reading, change: Change) -> _Told:
    before, after = _text(change.before, "value"), _text(change.after, "value")
    words = [(say(f"walk.{name}"), *_both(change, name)) for name in ("reason", "evidence")]
    if change.after is None:
        kind = "gone"
    elif change.before is None:
        kind = "brought" if change.at in reading.brought else "given"
    elif before != after:
        kind = "changed"
    else:
        kind = "words" if any(old != new for _, old, new in words) else "again"
    return _Told([_on_question(reading, change, f"answer_{kind}", before=before, after=after)], words)


def _opinion(reading: _Reading, change: Change) -> _Told:
    before, after = _text(change.before, "value"), _text(change.after, "value")
    if _question(change) not in reading.opinions:
        kind = "opinion_unseen" if change.before is None else "opinion_changed_unseen"
        return _Told([_on_question(reading, change, kind), escape(say("history.own_first"))])
    kind = "opinion_given" if change.before is None else "opinion_changed" if before != after else "opinion_words"
    words = [(say("walk.reason"), *_both(change, "reason"))]
    return _Told([_on_question(reading, change, kind, before=before, after=after)], words)


def _settlement(reading: _Reading, change: Change) -> _Told:
    minority = change.after.get("minority") if isinstance(change.after, Mapping) else None
    sentences = [_on_question(reading, change, "settled", after=_text(change.after, "value"))]
    if isinstance(minority, list) and minority:
        sentences.append(escape(say("history.minority", n=len(minority))))
    return _Told(sentences, [(say("walk.reason"), "", _text(change.after, "reason"))])


def _proposal(reading: _Reading, change: Change) -> _Told:
    row = change.after or change.before
    key = "proposal_closed" if change.after is None else "proposal_made"
    words = [(say(f"walk.{name}"), *_both(change, name)) for name in ("reason", "evidence")] if change.after else []
    return _Told([_on_question(reading, change, key, after=_text(row, "value"))], words)


def _comment(reading: _Reading, change: Change) -> _Told:
    row = change.after or change.before
    words = []
    if change.before is None:
        key = "reply" if _text(row, "reply_to") else "comment"
        words.append((say("history.evidence_text"), "", _text(row, "text")))
    else:
        key = "resolved" if _text(change.after, "resolved_at") else "talk_reopened"
    return _Told([_on_question(reading, change, key)], words)


def _sign_off(reading: _Reading, change: Change) -> _Told:
    decision = change.after.get("decision") if isinstance(change.after, Mapping) else None
    disposition = _text(decision, "disposition")
    found = reading.chart.dispositions.get(disposition)
    return _Told([say("history.signed", decision=own(found.label[lang()] if found else disposition))])


def _evidence(reading: _Reading, change: Change) -> _Told:
    row = change.after or change.before
    kind = _text(row, "kind")
    told = f"{kind if kind in EVIDENCE_KINDS else 'reference'}_{'removed' if change.after is None else 'added'}"
    sentence = _on_question(reading, change, told, file=own(_text(row, "file_name")))
    return _Told([sentence], [(say("history.evidence_text"), *_both(change, "text"))])


def _link(reading: _Reading, change: Change) -> _Told:
    kind = _text(change.after or change.before, "kind")
    found = reading.chart.dispositions.get(kind)
    told = f"counterpart_{'removed' if change.after is None else 'named'}"
    other = f"{change.subject} {reading.missions.get(change.subject, '')}".strip()
    label = localizer(reading.chart).disposition(kind) if found else kind
    return _Told([say(f"history.{told}", other=own(other), disposition=own(label))])


def _mission(reading: _Reading, change: Change) -> _Told:
    if change.before is None:
        return _Told([escape(say("history.mission_brought"))])
    sentences, words = [], []
    for name in (*FIELDS, "assignee"):
        before, after = (_text(told_fields(row), name) for row in (change.before, change.after))
        label = field_name(name)
        if before == after:
            continue
        if name in NUMBERS or name == "assignee":
            shown = {at: own(_field(reading, name, text)) for at, text in (("before", before), ("after", after))}
            sentences.append(say("history.field", field=escape(label), **shown))
        else:
            words.append((say("history.field_words", field=label), before, after))
    if not sentences and not words:
        sentences.append(escape(say("history.mission_saved")))
    return _Told(sentences, words)


def _import(_: _Reading, change: Change) -> _Told:
    vouched = isinstance(change.after, Mapping) and change.after.get("vouched") is True
    said = say("history.imported" if vouched else "history.imported_not_vouched", n=_text(change.after, "changes"))
    return _Told([escape(said)])


def _move(reading: _Reading, change: Change) -> _Told:
    """A move to another version of the chart, and what it did to this mission."""
    after = change.after if isinstance(change.after, Mapping) else {}
    names = {"before": own(_text(after, "from")), "after": own(_text(after, "to"))}
    said = [say("history.moved", **names)]
    if why := _text(after, "why"):
        said.append(say("history.moved_why", why=own(why)))
    otherwise, unplaced = after.get("decided_otherwise"), after.get("unplaced")
    if isinstance(otherwise, list) and reading.code in otherwise:
        said.append(say("history.moved_otherwise"))
    rows = unplaced if isinstance(unplaced, list) else []
    lost = ["=".join(map(str, row[1:])) for row in rows if isinstance(row, list) and row[:1] == [reading.code]]
    if lost:
        said.append(say("history.moved_unplaced", answers=own(", ".join(lost))))
    return _Told(said)


def _other(_: _Reading, change: Change) -> _Told:
    return _Told([say("history.other", kind=own(change.kind))])


TOLD: dict[str, _Teller] = {
    "answer": _answer,
    "opinion": _opinion,
    "settlement": _settlement,
    "proposal": _proposal,
    "comment": _comment,
    "sign_off": _sign_off,
    "evidence": _evidence,
    "link": _link,
    "mission": _mission,
    IMPORT: _import,
    MOVE: _move,
}
"""What tells of each kind of change in sentences of its own."""


def _on_question(reading: _Reading, change: Change, key: str, **names: str) -> str:
    """A sentence about a question; ``before`` and ``after`` among the names are codes of its answers."""
    question = _question(change)
    asked = reading.chart.questions.get(question)
    for name in {"before", "after"} & names.keys():
        names[name] = own(localizer(reading.chart).answer(asked.id, names[name]) if asked else names[name])
    return say(
        f"history.{key}", question=own(localizer(reading.chart).question(question) if asked else question), **names
    )


def _question(change: Change) -> str:
    return _text(change.after or change.before, "question")


def _field(reading: _Reading, name: str, text: str) -> str:
    """A number, or the assignee, as a reader knows it."""
    if not text:
        return say("details.none")
    if name == "assignee":
        return reading.names.get(text, text)
    return amount(name, int(text)) if text.isdecimal() else text


def _both(change: Change, name: str) -> tuple[str, str]:
    return _text(change.before, name), _text(change.after, name)


def _text(row: object, name: str) -> str:
    """What a row says, as text. A log that was brought here from elsewhere may say anything."""
    value = row.get(name) if isinstance(row, Mapping) else None
    return "" if value is None else str(value)
