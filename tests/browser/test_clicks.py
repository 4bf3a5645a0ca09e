"""What a click on the record makes the server draw again: the less, the more people can work at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from flowchart import charts
from missions.files.rows import MissionRow
from record.answering import answers_of
from record.members import add_member, set_role
from record.reviews import create_review, missions_of
from record.store import Store
from record.store_error import StoreError
from record.whole import whole_mission
from tests.browser.visitor import Visitor, visiting
from tests.record.working_group import ADMIN, MALEE, of_mission, of_review
from tests.servers import ROOT, STREAMLIT, free_port

START = charts.default().start


@pytest.fixture
def store(tmp_path: Path) -> Store:
    found = Store(f"sqlite:///{tmp_path}/record.db")
    add_member(found, ADMIN, ADMIN, "ผู้ดูแล")
    add_member(found, ADMIN, MALEE, "มาลี")
    review = create_review(
        found,
        ADMIN,
        chart=charts.default(),
        ministry="กระทรวง",
        title_th="รอบแรก",
        title_en="",
        started=date(2026, 8, 31),
        rows=[MissionRow("M1", {"name_th": "ภารกิจ"})],
    )
    set_role(found, ADMIN, review.id, MALEE, "member")
    return found


@pytest.fixture
def visitor(store: Store) -> Iterator[Visitor]:
    """Malee at the first question of the mission."""
    port, environment = free_port(), {**os.environ, "BLUEPRINT_DATABASE_URL": str(store.engine.url)}
    command = [sys.executable, "-m", *STREAMLIT, f"--server.port={port}"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        next(line for line in process.stdout if b"http://localhost" in line)
        try:
            with visiting(f"http://localhost:{port}", f"mission={mission(store)}") as found:
                found.choose("ท่านคือผู้ใด", f"มาลี · {MALEE}")
                yield found
        finally:
            process.kill()


def mission(store: Store) -> int:
    return of_review(missions_of, store, 1)[0].id


def test_a_choice_draws_what_is_said_of_it_and_going_on_the_mission(store: Store, visitor: Visitor) -> None:
    page = len(visitor.drawn)
    visitor.choose(START.text.th, "ใช่")
    assert [text.body for text in visitor.drawn.values()] == [next(text for text in visitor.texts if "ร่าง" in text)]
    assert whole_mission(store, MALEE, mission(store)).drafts["answer"][START.id].value == "yes"
    visitor.press("ไปต่อ")
    assert visitor.says("ข้อ 2 จาก 7")
    assert not visitor.says("เก็บเป็นร่าง")
    assert of_mission(answers_of, store, mission(store))[START.id].value == "yes"
    assert "เหตุผล" in labels(visitor)
    assert "มาลี" not in labels(visitor), "who is at the page is drawn with the page only"
    assert len(visitor.drawn) < page - 10


def test_a_text_that_is_left_is_a_draft_and_draws_what_is_said_of_it(store: Store, visitor: Visitor) -> None:
    visitor.write("เหตุผล", "กฎหมายกำหนด")
    assert visitor.says("เก็บเป็นร่าง")
    assert len(visitor.drawn) == 1
    assert whole_mission(store, MALEE, mission(store)).drafts["answer"][START.id].reason == "กฎหมายกำหนด"
    visitor.choose(START.text.th, "ใช่")
    visitor.press("ไปต่อ")
    assert of_mission(answers_of, store, mission(store))[START.id].reason == "กฎหมายกำหนด"


def labels(visitor: Visitor) -> set[str]:
    return {getattr(here, "label", "") for here in visitor.drawn.values()}


def test_whoever_may_no_longer_write_is_told_beside_the_answer_and_shown_nothing_more(
    store: Store, visitor: Visitor
) -> None:
    told = StoreError("not_allowed").sentence("th")
    set_role(store, ADMIN, 1, MALEE, None)
    visitor.choose(START.text.th, "ใช่")
    assert visitor.says(told)
    assert len(visitor.drawn) <= 2, "beside the answer: the message, and what moves the focus to it"
    visitor.press("ไปต่อ")
    assert visitor.says(told)
    assert START.text.th not in labels(visitor)
    assert of_mission(answers_of, store, mission(store)) == {}
