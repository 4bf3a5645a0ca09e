"""What a review by any bundled chart, or by one that is in no folder of the program, keeps and gives out again."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from record.audit import verify
from record.exchange import export_review, import_review
from record.links import link_kinds, link_problems, links_of
from record.members import add_member
from record.mission_status import mission_statuses, progress
from record.opinions import mission_opinions
from record.reviews import due, due_after, missions_of
from record.signing import decision_of, sign_offs_of
from record.store import OPERATOR, Store
from tests.charts import EVERY_CHART, chart_and_missions
from tests.record.every_chart import LivedIn, review_by
from tests.record.working_group import ADMIN, CHAIR, PRASERT, of_mission, of_review, signed_state, without_the_import
from text.words import LANGS


@pytest.fixture(scope="module", params=EVERY_CHART)
def lived_in(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivedIn]:
    folder = tmp_path_factory.mktemp("review")
    store = Store(f"sqlite:///{folder}/record.db")
    yield review_by(store, *chart_and_missions(request.param, folder))
    store.close()


def test_the_missions_of_a_file_come_in_decided_as_the_file_decides_them(lived_in: LivedIn) -> None:
    found = [of_mission(decision_of, lived_in.store, mission) for mission in lived_in.missions]
    assert [(each.path, each.disposition, each.sub_form) for each in found] == [
        (each.path, each.disposition, each.sub_form) for each in (lived_in.decided, *lived_in.given[1:])
    ]
    assert due(lived_in.review) == due_after(lived_in.chart, lived_in.review.started)


def test_a_disagreement_is_kept_and_the_settlement_holds(lived_in: LivedIn) -> None:
    opinions = of_mission(mission_opinions, lived_in.store, lived_in.missions[0], CHAIR)
    asked = opinions.questions[0]
    assert asked.question == lived_in.chart.start.id
    assert asked.differs
    assert asked.settled
    assert [opinion.by for opinion in asked.contrary] == [PRASERT]
    assert opinions.unsettled == ()


def test_a_counterpart_is_linked_as_the_chart_asks(lived_in: LivedIn) -> None:
    linked = lived_in.decided.disposition in link_kinds(lived_in.chart)
    assert linked == any(d.counterpart for d in lived_in.chart.dispositions.values())
    assert bool(of_mission(links_of, lived_in.store, lived_in.missions[0])) == linked
    problems = of_review(link_problems, lived_in.store, lived_in.review.id)
    assert all(problem.sentence(lang) for problem in problems for lang in LANGS)
    first = of_review(missions_of, lived_in.store, lived_in.review.id)[0].code
    assert "no_counterpart" not in [problem.code for problem in problems if problem.mission == first]


def test_a_signature_holds_the_chart_and_the_path(lived_in: LivedIn) -> None:
    (signed,) = of_mission(sign_offs_of, lived_in.store, lived_in.missions[0])
    assert (signed.chart, signed.chart_hash) == (lived_in.chart.stamp, lived_in.chart.hash)
    assert signed.decision["path"] == [asdict(step) for step in lived_in.decided.path]
    assert signed.decision["disposition"] == lived_in.decided.disposition
    assert progress(of_review(mission_statuses, lived_in.store, lived_in.review.id)).signed == 1


def test_it_moves_to_another_record_and_both_verify(lived_in: LivedIn, tmp_path: Path) -> None:
    assert verify(lived_in.store).sound
    copy = export_review(lived_in.store, OPERATOR, lived_in.review.uid)
    there = Store(f"sqlite:///{tmp_path}/there.db")
    add_member(there, OPERATOR, ADMIN, "ผู้ดูแลอีกแห่ง")
    review = import_review(there, ADMIN, copy)
    assert without_the_import(export_review(there, OPERATOR, review.uid)) == json.loads(copy)
    assert signed_state(there, of_review(missions_of, there, review.id)[0].id) == "signed"
    assert verify(there).sound
    there.close()
