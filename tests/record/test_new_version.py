"""A review moves to another version of its chart and back: nothing is lost, and the log holds it all."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from flowchart import charts
from flowchart.chart import Chart
from missions.files.rows import MissionRow
from record.answering import answers_of, save_answer
from record.audit import history, verify
from record.chain import MOVE
from record.chart_versions import chart_for
from record.exchange import export_review, import_review
from record.members import add_member, set_role
from record.mission_status import last_change
from record.models import Answer, Review
from record.new_version import move_review, moves_of, read_mapping, try_move
from record.opinions import give_opinion, opinions_of
from record.reviews import create_review, missions_of
from record.signed import answers_hash
from record.signing import sign_off
from record.store import OPERATOR, URL_VARIABLE, Store
from record.store_error import StoreError
from record.whole import whole_mission
from tests.charts import SMALL, changed
from tests.command_line import as_text, run_command
from tests.record.working_group import ADMIN, CHAIR, MALEE

RENAMED = {"extent": "share", "extent=nothing": "share=none"}
ROWS = (
    MissionRow("M1", {"name_th": "งานหนึ่ง"}, {"needed": "yes", "ready": "no"}, {"ready": "ไม่มีผู้รับ"}),
    MissionRow("M2", {"name_th": "งานสอง"}, {"needed": "yes", "ready": "yes", "extent": "nothing"}),
    MissionRow("M3", {"name_th": "งานสาม"}, {"needed": "no"}),
)


def loaded(folder: Path, text: str, version: str, name: str) -> Chart:
    path = folder / f"{version}.yaml"
    path.write_text(changed(text, ("id: small", f"id: {name}"), ("version: 1.0.0", f"version: {version}")), "utf-8")
    return charts.load(path)


class Moving:
    """A review by the first version of a chart, signed, and two later versions."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.folder = store, folder
        name = f"moving_{uuid4().hex[:12]}"  # a process knows a chart for ever
        self.old = loaded(folder, SMALL, "1.0.0", name)
        edge = ("answer: no, to: keep, provenance: inferred", "answer: no, to: stop, provenance: inferred")
        self.new = loaded(folder, changed(SMALL, edge), "2.0.0", name)
        renamed = SMALL.replace("extent", "share").replace("nothing", "none")
        self.renamed = loaded(folder, renamed, "3.0.0", name)
        for email in (ADMIN, CHAIR, MALEE):
            add_member(store, ADMIN, email, email.split("@")[0])
        texts = {"ministry": "กระทรวง", "title_th": "รอบ", "title_en": "Review"}
        self.review = create_review(store, ADMIN, chart=self.old, started=date(2026, 8, 31), rows=ROWS, **texts)
        set_role(store, ADMIN, self.review.id, CHAIR, "chair")
        set_role(store, ADMIN, self.review.id, MALEE, "member")
        with store.read_review(CHAIR, self.review.id) as read:
            self.ids = {mission.code: mission.id for mission in missions_of(read)}
        give_opinion(store, MALEE, self.ids["M2"], "extent", "nothing", "ยังไม่พร้อม", expected_version=0)
        sign_off(store, CHAIR, list(self.ids.values()), {m: answers_hash(self.answers(c)) for c, m in self.ids.items()})

    def answers(self, code: str) -> list[Answer]:
        with self.store.read_mission(CHAIR, self.ids[code]) as read:
            return list(answers_of(read).values())

    def rows(self) -> object:
        """Everything of the missions but how often the review was written to."""
        whole = json.loads(export_review(self.store, OPERATOR, self.review.uid))
        return whole["missions"], whole["links"], whole["memberships"]

    def signed(self) -> dict[str, str]:
        return {code: whole_mission(self.store, CHAIR, mission).signed for code, mission in self.ids.items()}

    def chart(self) -> Chart:
        with self.store.read_review(CHAIR, self.review.id) as read:
            review: Review = read.review
            return chart_for(review)

    def move(self, chart: Chart, *, by: str = CHAIR, mapping: dict[str, str] | None = None, why: str = "") -> object:
        return move_review(self.store, by, self.review.id, chart, mapping, why)


@pytest.fixture
def moving(store: Store, tmp_path: Path) -> Moving:
    return Moving(store, tmp_path)


def test_only_what_is_decided_otherwise_loses_its_signature_and_moving_back_restores_it(moving: Moving) -> None:
    before = moving.rows()
    assert moving.signed() == {"M1": "signed", "M2": "signed", "M3": "signed"}
    done = move_review(moving.store, CHAIR, moving.review.id, moving.new)
    assert (done.unplaced, done.decided_otherwise) == ((), ("M1",))
    assert moving.chart() is moving.new
    assert moving.signed() == {"M1": "reopened", "M2": "signed", "M3": "signed"}
    with moving.store.read_mission(CHAIR, moving.ids["M1"]) as read:
        (move,) = [change for change in history(read) if change.kind == MOVE]
    assert move.after is not None
    assert (move.after["from"], move.after["to"]) == (moving.old.stamp, moving.new.stamp)
    assert verify(moving.store).sound
    moving.move(moving.old)
    assert moving.rows() == before
    assert moving.signed() == {"M1": "signed", "M2": "signed", "M3": "signed"}
    assert verify(moving.store).sound


def test_answers_without_a_place_are_kept_and_listed_and_come_back(moving: Moving) -> None:
    before = moving.rows()
    done = move_review(moving.store, CHAIR, moving.review.id, moving.renamed)
    assert sorted(done.unplaced) == [("M2", "extent", "nothing"), ("M2", "extent", "nothing")]
    assert {answer.question for answer in moving.answers("M2")} == {"needed", "ready"}
    assert done.decided_otherwise == ("M2",)
    assert verify(moving.store).sound
    moving.move(moving.old)
    assert moving.rows() == before
    assert verify(moving.store).sound


def test_answers_and_opinions_go_over_by_a_mapping_and_back(moving: Moving) -> None:
    before = moving.rows()
    done = move_review(moving.store, CHAIR, moving.review.id, moving.renamed, RENAMED)
    assert (done.unplaced, done.decided_otherwise) == ((), ())
    assert {a.question: a.value for a in moving.answers("M2")} == {"needed": "yes", "ready": "yes", "share": "none"}
    with moving.store.read_mission(CHAIR, moving.ids["M2"]) as read:
        assert [(o.question, o.value, o.reason) for o in opinions_of(read)] == [("share", "none", "ยังไม่พร้อม")]
    moving.move(moving.old)
    assert moving.rows() == before
    assert verify(moving.store).sound


def test_a_move_that_is_only_tried_tells_what_it_does_and_changes_nothing(moving: Moving) -> None:
    before, chart = moving.rows(), moving.chart()
    tried = try_move(moving.store, ADMIN, moving.review.id, moving.new)
    assert (tried.decided_otherwise, tried.unsigned, tried.signed_again) == (("M1",), ("M1",), ())
    assert (moving.rows(), moving.chart()) == (before, chart)
    assert verify(moving.store).sound
    assert move_review(moving.store, CHAIR, moving.review.id, moving.new) == tried
    back = try_move(moving.store, CHAIR, moving.review.id, moving.old)
    assert (back.decided_otherwise, back.unsigned, back.signed_again) == (("M1",), (), ("M1",))
    renamed = try_move(moving.store, CHAIR, moving.review.id, moving.renamed, RENAMED)
    assert (renamed.unplaced, renamed.unsigned) == ((), ("M2",)), "renamed answers are not those that were signed"
    with pytest.raises(StoreError) as refused:
        try_move(moving.store, MALEE, moving.review.id, moving.old)
    assert refused.value.code == "not_allowed"


def test_nobody_moves_a_review_by_numbers_that_are_out_of_date(moving: Moving) -> None:
    with moving.store.read_review(CHAIR, moving.review.id) as read:
        seen = last_change(read)
    save_answer(moving.store, CHAIR, moving.ids["M1"], "ready", "yes", expected_version=1)
    with pytest.raises(StoreError) as refused:
        move_review(moving.store, CHAIR, moving.review.id, moving.new, seen=seen)
    assert refused.value.code == "outdated"
    assert moving.chart() is moving.old
    with moving.store.read_review(CHAIR, moving.review.id) as read:
        seen = last_change(read)
    move_review(moving.store, CHAIR, moving.review.id, moving.new, seen=seen)
    with moving.store.read_review(CHAIR, moving.review.id) as read:
        assert [(each.after or {})["from"] for each in moves_of(read)] == [moving.old.stamp]


def test_what_was_answered_since_stays_when_the_review_moves_back(moving: Moving) -> None:
    moving.move(moving.new)
    save_answer(moving.store, MALEE, moving.ids["M1"], "ready", "yes", expected_version=1)
    moving.move(moving.old)
    assert {a.question: a.value for a in moving.answers("M1")} == {"needed": "yes", "ready": "yes"}
    assert moving.signed()["M1"] == "reopened"


def test_a_version_whose_cases_fail_is_adopted_only_with_a_reason(moving: Moving) -> None:
    cases = moving.folder / "2.0.0.cases.csv"
    cases.write_text("needed,ready,expected\nyes,no,keep\n", encoding="utf-8")
    with pytest.raises(StoreError) as refused:
        moving.move(moving.new)
    assert refused.value.code == "cases_fail"
    assert moving.chart() is moving.old
    moving.move(moving.new, why="มติคณะกรรมการ")
    with moving.store.read_mission(CHAIR, moving.ids["M1"]) as read:
        assert [c.after["why"] for c in history(read) if c.kind == MOVE and c.after] == ["มติคณะกรรมการ"]


def test_only_the_chair_moves_a_review_and_only_to_another_version(moving: Moving) -> None:
    for by in (MALEE, ADMIN):
        with pytest.raises(StoreError) as refused:
            moving.move(moving.new, by=by)
        assert refused.value.code == "not_allowed"
    for chart, code in ((moving.old, "same_chart"), (charts.default(), "other_chart")):
        with pytest.raises(StoreError) as refused:
            moving.move(chart)
        assert refused.value.code == code


def test_a_review_that_moved_is_exported_and_imported(moving: Moving, tmp_path: Path) -> None:
    moving.move(moving.renamed)
    copy = export_review(moving.store, OPERATOR, moving.review.uid)
    other = Store(f"sqlite:///{tmp_path}/other.db")
    try:
        review = import_review(other, OPERATOR, copy)
        assert review.chart_version == "3.0.0"
        assert verify(other).sound
    finally:
        other.close()


def test_a_mapping_is_read_from_a_file_of_two_columns() -> None:
    assert read_mapping("\ufeffextent,share\r\nextent=nothing,share=none\r\n".encode()) == RENAMED
    for data in (b"one\n", b"a=b,c\n", b"a,b,c\n", b"\xff\xfe", b"a=b=c,d=e=f\n"):
        with pytest.raises(StoreError) as refused:
            read_mapping(data)
        assert refused.value.code == "mapping_form"


def command(moving: Moving, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> "subprocess.CompletedProcess[str]":
    if moving.store.dialect == "postgresql":
        pytest.skip("the command is the same on either")
    monkeypatch.setenv(URL_VARIABLE, moving.store.engine.url.render_as_string())
    monkeypatch.setenv(charts.OWN_CHARTS, str(moving.folder))
    return as_text(run_command([*arguments, "--lang", "en"], variables=os.environ))


def test_a_chair_moves_a_review_at_the_command_line(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    there = ("review", "move", moving.review.uid, moving.new.key, "--by", CHAIR)
    done = command(moving, monkeypatch, *there)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == ["  decided otherwise: M1", "  the signature does not count any more: M1"]
    assert moving.chart() is moving.new
    back = command(moving, monkeypatch, *there[:3], moving.old.key, *there[4:])
    assert back.stdout.splitlines()[1:] == ["  decided otherwise: M1", "  the signature counts again: M1"]


def test_no_signature_is_told_of_a_mission_that_was_not_signed(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    save_answer(moving.store, CHAIR, moving.ids["M1"], "ready", "no", "เหตุผลใหม่", expected_version=1)
    assert moving.signed()["M1"] == "reopened"
    done = command(moving, monkeypatch, "review", "move", moving.review.uid, moving.new.key, "--by", CHAIR)
    assert done.stdout.splitlines()[1:] == ["  decided otherwise: M1"]


def test_an_impact_counts_what_moving_back_would_put_back(moving: Moving, monkeypatch: pytest.MonkeyPatch) -> None:
    moving.move(moving.renamed)
    before = moving.rows()
    keys = (moving.renamed.key, moving.old.key)
    done = command(moving, monkeypatch, "chart", "impact", *keys, "--review", moving.review.uid)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0] == "1 of 3 missions would change"
    assert "from “Hand over” to “Keep”" in lines[1], "the answer that had no place comes back"
    assert lines[2:] == ["  signatures that would not count any more: 0; that would count again: 1"]
    assert (moving.rows(), moving.chart()) == (before, moving.renamed), "it was only tried"
    assert verify(moving.store).sound


def test_an_impact_on_a_review_is_told_at_the_command_line(
    moving: Moving, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    out = tmp_path / "moving.csv"

    def told(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return command(moving, monkeypatch, "chart", "impact", *arguments, "--review", moving.review.uid)

    done = told(moving.old.key, moving.new.key, "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert "1 of 3 missions would change" in done.stdout
    assert "Receiver ready, answer “No”, led to “Keep” and leads to “Stop”" in done.stdout.replace("2. ", "")
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(",")[:2] for row in rows] == [["id", "mission"], ["M1", "งานหนึ่ง"]]
    lost = told(moving.old.key, moving.renamed.key)
    assert "extent=nothing (1 mission)" in lost.stdout
    wrong = told(moving.new.key, moving.old.key)
    assert wrong.returncode == 2
    assert moving.old.key in wrong.stderr, "it names the chart of the review"
