"""A review brings its chart where that is not known: it stays readable, and nothing new begins with the chart."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from flowchart import charts
from flowchart.chart import Chart
from flowchart.checks import load_chart
from missions.files.rows import MissionRow
from record.answering import answers_of, save_answer
from record.audit import verify
from record.chart_versions import chart_for
from record.exchange import export_review, import_review
from record.members import add_member, set_role
from record.mission_status import mission_statuses
from record.opinions import give_opinion
from record.reviews import create_review, missions_of
from record.store import OPERATOR, URL_VARIABLE, Store
from record.store_error import StoreError
from tests.charts import SMALL, changed
from tests.record.working_group import ADMIN, CHAIR, of_mission, of_review, without_the_import
from tests.servers import ROOT
from text.words import LANGS

ROWS = (
    MissionRow("M1", {"name_th": "งานหนึ่ง"}, {"needed": "yes", "ready": "no"}),
    MissionRow("M2", {"name_th": "งานสอง"}, {"needed": "yes"}),
)


def foreign(folder: Path, *changes: tuple[str, str], name: str = "") -> Chart:
    """A chart that this process does not know."""
    path = folder / "foreign.yaml"
    named = ("id: small", f"id: {name or f'foreign_{uuid4().hex[:12]}'}")
    path.write_text(changed(SMALL, named, *changes), encoding="utf-8")
    return load_chart(path)


def copied(store: Store, chart: Chart, carried: dict[str, Any] | None = None) -> bytes:
    """A copy of a review by the chart, from where it is known."""
    words = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": date(2026, 1, 1)}
    review = create_review(store, ADMIN, chart=chart, rows=ROWS, **words)  # type: ignore[arg-type]
    set_role(store, ADMIN, review.id, CHAIR, "chair")
    copy = json.loads(export_review(store, OPERATOR, review.uid))
    copy["chart"] = carried or chart.model_dump(mode="json", exclude_none=True)
    return json.dumps(copy).encode()


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{tmp_path}/source.db")
    for email in (ADMIN, CHAIR):
        add_member(opened, ADMIN, email, email, administrator=email == ADMIN)
    yield opened
    opened.close()


def test_a_review_brings_its_chart_and_keeps_it_in_the_database(
    source: Store, store: Store, url: str, tmp_path: Path
) -> None:
    chart = foreign(tmp_path)
    copy = copied(source, chart)
    review = import_review(store, OPERATOR, copy)
    assert chart_for(review) == chart
    assert chart.key not in {each.key for each in charts.all_charts()}, "nothing new begins with it"
    assert [s.decision.disposition for s in of_review(mission_statuses, store, review.id, CHAIR)] == ["keep", None]
    first, second = (mission.id for mission in of_review(missions_of, store, review.id, CHAIR))
    save_answer(store, CHAIR, second, "ready", "no", expected_version=0)
    assert of_mission(answers_of, store, second, CHAIR)["ready"].value == "no"
    with pytest.raises(StoreError, match="question"):
        save_answer(store, CHAIR, first, "necessary", "no", expected_version=0)
    assert verify(store).sound

    # Another process finds the chart in the database alone.
    script = (
        "from record.store import *; from record.exchange import export_review; import sys;"
        f"sys.stdout.buffer.write(export_review(Store.from_environment(), OPERATOR, {review.uid!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, env={URL_VARIABLE: url}, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == json.loads(export_review(store, OPERATOR, review.uid))
    assert json.loads(done.stdout)["chart"] == json.loads(copy)["chart"]
    again = Store(f"sqlite:///{tmp_path}/third.db")
    assert import_review(again, OPERATOR, done.stdout).chart_hash == chart.hash
    assert verify(again).sound
    again.close()


def test_a_chart_that_is_here_is_not_kept_once_more(source: Store, store: Store) -> None:
    words = {"ministry": "ก", "title_th": "ข", "title_en": "", "started": date(2026, 1, 1)}
    made = create_review(source, ADMIN, chart=charts.default(), rows=(), **words)  # type: ignore[arg-type]
    copy = export_review(source, OPERATOR, made.uid)
    review = import_review(store, OPERATOR, copy)
    told = export_review(store, OPERATOR, review.uid)
    assert "chart" not in json.loads(told)["changes"][-1]["after"]
    assert without_the_import(told) == json.loads(copy)


def test_another_chart_of_the_same_id_and_version_is_refused(source: Store, store: Store, tmp_path: Path) -> None:
    chart = foreign(tmp_path)
    import_review(store, OPERATOR, copied(source, chart))
    other = foreign(tmp_path, ("to: keep, provenance: inferred", "to: stop, provenance: inferred"), name=chart.id)
    copy = copied(source, chart)
    told = json.loads(copy)
    assert (other.key, other.hash) != (chart.key, chart.hash)
    told["chart"] = other.model_dump(mode="json", exclude_none=True)
    assert import_review(store, OPERATOR, json.dumps(told).encode()).chart_hash == chart.hash, "ours is taken"
    with pytest.raises(StoreError, match="chart_taken") as refused:
        import_review(store, OPERATOR, copied(source, other))
    for lang in LANGS:
        assert chart.stamp in refused.value.sentence(lang)
        assert other.stamp in refused.value.sentence(lang)


@pytest.mark.parametrize("wrong", ["another chart", "a circle", "a word less", "no chart", "an old file"])
def test_a_chart_that_cannot_be_the_reviews_is_refused_and_not_remembered(
    source: Store, store: Store, tmp_path: Path, wrong: str
) -> None:
    chart = foreign(tmp_path)
    carried = chart.model_dump(mode="json", exclude_none=True)
    if wrong == "another chart":
        other = foreign(tmp_path, ("to: keep, provenance: inferred", "to: stop, provenance: inferred"), name=chart.id)
        carried = other.model_dump(mode="json", exclude_none=True)
    elif wrong == "a circle":
        carried["edges"][0]["to"] = "needed"
    elif wrong == "a word less":
        del carried["title"]["en"]
    elif wrong == "no chart":
        carried = {"id": [[]]}
    told = json.loads(copied(source, chart, carried))
    if wrong == "an old file":
        del told["chart"]
    with pytest.raises(StoreError, match="chart") as refused:
        import_review(store, OPERATOR, json.dumps(told).encode())
    assert refused.value.code == ("chart" if wrong == "an old file" else "carried_chart")
    for lang in LANGS:
        assert chart.key in refused.value.sentence(lang)
    with pytest.raises(charts.UnknownChartError):
        charts.get(chart.id, chart.version)


def test_a_review_by_a_chart_that_fails_the_checks_of_today_can_only_be_read(
    source: Store, store: Store, tmp_path: Path
) -> None:
    chart = foreign(tmp_path)
    carried = chart.model_dump(mode="json", exclude_none=True)
    carried["questions"]["needed"]["lines"]["en"] = ["Something", "else"]
    review = import_review(store, OPERATOR, copied(source, chart, carried))
    assert [defect.code for defect in charts.defects_of(chart_for(review))] == ["lines_differ"]
    assert [s.decision.disposition for s in of_review(mission_statuses, store, review.id, CHAIR)] == ["keep", None]
    _, second = (mission.id for mission in of_review(missions_of, store, review.id, CHAIR))
    for write in (save_answer, give_opinion):
        with pytest.raises(StoreError, match="chart_unsound") as refused:
            write(store, CHAIR, second, "ready", "no", expected_version=0)
    for lang in LANGS:
        assert chart.key in refused.value.sentence(lang)
    assert json.loads(export_review(store, OPERATOR, review.uid))["chart"] == carried
