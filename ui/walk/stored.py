"""What is typed without a record stays in the browser: it comes back after a reload, a crash and a new server.

The browser's storage holds an item for each mission. It is given to the page once for each session, and nowhere else.
"""

import json
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from flowchart import charts
from flowchart.chart import UNKNOWN, Chart
from missions.mission import Mission, sample_missions
from record.lengths import WORDS
from ui.language import say
from ui.walk.draft import Draft, drafts, is_answer
from ui.widgets.confirm import ask_first, confirmed

MAX_NAME = 300
"""The longest name of a new mission, in characters."""
NEW = "new-"
"""What the id of a mission begins with that was typed here."""

_OWN_ID = re.compile(rf"{NEW}[0-9a-f]{{8}}")
_MOST = 20_000_000
"""Characters that a browser may give back; its storage holds fewer."""
_TYPED = ("name", "owner")
_PARTS = ("answer", "reason", "evidence")
_KEY, _RECALLED, _FORGET, _FAILED = "stored", "stored_recalled", "stored_forget", "stored_failed"
_mount = st.components.v2.component("stored", js=(Path(__file__).parent / "stored.js").read_text(encoding="utf-8"))


def new_id() -> str:
    """The id of a mission that nobody else typed, in this window or another."""
    return NEW + secrets.token_hex(4)


def recalled() -> bool:
    """Whether the browser has given back what it holds."""
    return bool(st.session_state.get(_RECALLED))


def keep(draft: Draft | None = None) -> None:
    """Have the browser hold the mission on the page, or what is typed of a new one, and give back what it held."""
    if st.session_state.get(_FAILED):
        st.warning(say("stored.failed"), icon=":material/warning:")
    fields: dict[str, object] = {f"new_{part}": {"key": "new", "part": part} for part in _TYPED}
    data: dict[str, object] = {
        "session": st.session_state.setdefault("stored_session", secrets.token_hex(8)),
        "recalled": recalled(),
        "forget": st.session_state.get(_FORGET, 0),
    }
    if draft:
        key = f"{draft.chart.key}/{draft.mission.id}"
        fields = _fields(draft, key) if draft.at else {}
        own = draft.mission.id.startswith(NEW)
        data["key"] = key if own or draft.started else ""
        data["mission"] = {"name": draft.mission.name_th, "owner": draft.mission.department_th} if own else {}
        data["parts"], data["at"] = _parts(draft), draft.at
    # In a list, for Streamlit loads pandas to look for tables in a mapping.
    _mount(data=[data | {"fields": fields}], key=_KEY, on_recalled_change=_take_back, on_failed_change=_note_failure)


def forget_button() -> None:
    """The button that clears the browser's storage of what was typed here, after asking."""

    def forget() -> None:
        st.session_state[_FORGET] = st.session_state.get(_FORGET, 0) + 1
        for found in st.session_state.get("drafts", {}).values():
            found.clear()

    st.button(
        say("stored.forget"), key="stored_forget_ask", icon=":material/delete:", on_click=ask_first, args=("stored",)
    )
    confirmed("stored", say("stored.forget_sure"), say("stored.forget_yes"), forget)


def _fields(draft: Draft, key: str) -> dict[str, object]:
    """Where on the page the parts of an answer are typed, by the class of the widget."""
    question = draft.at or ""
    names = {re.sub(r"[^a-zA-Z0-9_-]", "-", draft.key(part, question)): part for part in _PARTS}
    options = [*draft.chart.questions[question].answers, UNKNOWN]
    return {
        name: {"key": key, "question": question, "part": _PARTS.index(part)}
        | ({"options": options} if part == "answer" else {})
        for name, part in names.items()
    }


def _parts(draft: Draft) -> Mapping[str, list[str | None]]:
    given = {*draft.answers, *draft.reasons, *draft.evidence}
    return {
        question: [draft.answers.get(question), draft.reasons.get(question, ""), draft.evidence.get(question, "")]
        for question in draft.chart.questions
        if question in given
    }


def _note_failure() -> None:
    st.session_state[_FAILED] = True


def _take_back() -> None:
    first, st.session_state[_RECALLED] = not recalled(), True
    take(getattr(st.session_state.get(_KEY), "recalled", None), first=first)


def take(text: object, *, first: bool = False) -> None:
    """Put what the browser held into this session. It comes from outside, and may be anything.

    ``first`` when the page has just been loaded, and nothing was typed in it.
    """
    try:
        held = json.loads(text) if isinstance(text, str) and len(text) <= _MOST else None
    except (ValueError, RecursionError):
        return
    if not isinstance(held, dict):
        return
    known = {chart.key: chart for chart in charts.all_charts()}
    for key, item in sorted(held.items(), key=lambda each: _when(each[1])):
        if key == "new" and isinstance(item, dict):
            for part in _TYPED:
                if not st.session_state.get(f"new_{part}"):
                    st.session_state[f"new_{part}"] = _text(item.get(part), MAX_NAME)
        chart = known.get(key.partition("/")[0])
        if chart:
            _take_mission(chart, key.partition("/")[2], item, first)


def _take_mission(chart: Chart, id_: str, item: object, first: bool) -> None:
    """One mission as the browser holds it: new to this window, or changed or deleted in another."""
    here = drafts(chart)
    if not isinstance(item, dict):
        here.pop(id_, None)
        return
    draft, new = here.get(id_) or _draft(chart, id_, item), id_ not in here
    parts, lost = item.get("parts", {}), item.get("lost")
    if draft is None or not isinstance(parts, dict):
        return
    for question, given in parts.items():
        if question not in chart.questions or not isinstance(given, list) or len(given) != len(_PARTS):
            continue
        answer, reason, evidence = given
        if not new and question == draft.at:  # what is being typed in this window stays
            if not (first or (isinstance(lost, list) and question in lost)):
                continue
            shown = draft.shown(question)
            answer, reason, evidence = shown.answer or answer, shown.reason or reason, shown.evidence or evidence
        if is_answer(chart, question, answer):
            draft.answers[question] = answer
        draft.reasons[question], draft.evidence[question] = _text(reason, WORDS), _text(evidence, WORDS)
        for part in _PARTS:
            st.session_state.pop(draft.key(part, question), None)
    if new:
        draft.at = draft.decision(chart).next_question
        here[id_] = draft


def _draft(chart: Chart, id_: str, item: Mapping[str, object]) -> Draft | None:
    if id_ in sample_missions(chart):
        return Draft(sample_missions(chart)[id_], chart, at=chart.start.id)
    name, owner = _text(item.get("name"), MAX_NAME).strip(), _text(item.get("owner"), MAX_NAME)
    if not name or not _OWN_ID.fullmatch(id_):
        return None
    return Draft(Mission(id_, name, department_th=owner, department_en=owner), chart, at=chart.start.id)


def _text(value: object, most: int) -> str:
    return value[:most] if isinstance(value, str) else ""


def _when(item: object) -> float:
    at = item.get("at") if isinstance(item, dict) else 0
    return at if isinstance(at, int | float) else 0
