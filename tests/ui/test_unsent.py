"""What a browser's tab kept of what was typed, as the server takes it: it comes from outside, and may be anything."""

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from record.answering import save_answer
from record.store import Store
from record.whole import whole_mission
from tests.record.working_group import MALEE, PRASERT, SECRETARY, STRANGER, Group
from tests.ui.steps import still


def taking() -> None:
    import streamlit as st

    from ui.notices import other_notices
    from ui.walk.editor import take_typed
    from ui.widgets.unsent import take

    take(st.session_state["held"], take_typed)
    other_notices()


def taken(held: object, who: str = MALEE, offered: frozenset[str] = frozenset()) -> AppTest:
    app = AppTest.from_function(taking, default_timeout=300)
    text = held if isinstance(held, str) else json.dumps(held)
    for name, value in {"held": text, "me": who, "unsent_offered": offered}.items():
        app.session_state[name] = value
    return still(app.run())


def beside_an_answer(group: Group, text: str, **other: Any) -> list[dict[str, Any]]:
    of = {"mission": group.m1, "question": "necessary", "kind": "answer", "base": 0, "part": "reason"}
    return [{"key": "k", "text": text, "of": of | other}]


def drafts(store: Store, mission: int, who: str = MALEE) -> dict[str, tuple[str, str, int]]:
    kept = whole_mission(store, who, mission).drafts["answer"]
    return {question: (draft.reason, draft.evidence, draft.base) for question, draft in kept.items()}


def test_text_beside_an_answer_becomes_the_draft_of_who_typed_it(group: Group) -> None:
    taken(beside_an_answer(group, "ยังพิมพ์ไม่จบ"))
    taken(beside_an_answer(group, "มติ ค.ร.ม.", part="evidence"))
    assert drafts(group.store, group.m1) == {"necessary": ("ยังพิมพ์ไม่จบ", "มติ ค.ร.ม.", 0)}
    assert not drafts(group.store, group.m1, PRASERT)


def test_what_the_record_has_already_makes_no_draft_and_what_is_older_is_to_be_compared(group: Group) -> None:
    save_answer(group.store, MALEE, group.m1, "necessary", "yes", "เหตุผล", expected_version=0)
    taken(beside_an_answer(group, "เหตุผล"))
    assert not drafts(group.store, group.m1)
    taken(beside_an_answer(group, "เหตุผลที่พิมพ์ก่อนผู้อื่นบันทึก"))
    assert drafts(group.store, group.m1)["necessary"][2] == 0, "of the version that was seen"


def test_only_boxes_that_the_page_shows_are_filled(group: Group) -> None:
    assert group
    app = taken(
        [{"key": "talk-text", "text": "ขอหารือ"}, {"key": "me", "text": PRASERT}], offered=frozenset({"talk-text"})
    )
    assert app.session_state["talk-text"] == "ขอหารือ"
    assert app.session_state["me"] == MALEE


@pytest.mark.parametrize(
    "held",
    [
        "",
        "[",
        "null",
        "{}",
        "[" * 100_000,
        [1, None, [], {}, {"key": 1, "text": "x"}, {"key": "k", "text": []}],
        [{"key": "k", "text": "x", "of": {"question": []}}],
    ],
)
def test_nonsense_is_nothing(group: Group, held: object) -> None:
    taken(held)
    assert not drafts(group.store, group.m1)


def test_what_does_not_fit_the_record_is_not_kept(group: Group) -> None:
    for wrong in (
        {"question": "no such question"},
        {"question": None},
        {"kind": "signature"},
        {"base": -1},
        {"base": True},
        {"part": "answer"},
        {"mission": "1"},
        {"mission": 999},
    ):
        taken(beside_an_answer(group, "x", **wrong))
    for who in (SECRETARY, STRANGER):
        taken(beside_an_answer(group, "x"), who)
    assert not drafts(group.store, group.m1)
    assert not drafts(group.store, group.m1, SECRETARY)
