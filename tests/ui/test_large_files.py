"""The page of a large file, at each state of its job. No worker runs: the test has their place."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flowchart import charts
from missions.bulk.order import LARGE_TEXT, JobProgress, Order, Outcome
from missions.bulk.stream import Reading
from missions.files.problems import FileError
from missions.files.reading import PAGE
from missions.files.replacements import Replacement, WordCount
from record import jobs
from record.jobs import Job
from record.store import URL_VARIABLE, Store
from tests.charts import SAMPLE
from tests.record.job_steps import CHART, found, nobody_works, taken
from tests.ui.steps import press, press_key, said, still
from text.words import Lang

WORDS = {
    "th": {
        "classify": "จำแนก",
        "cancel": "ยกเลิกการจำแนก",
        "again": "เริ่มใหม่",
        "change": "แก้วิธีอ่านหรือคอลัมน์",
        "delete": "ลบแฟ้มนี้",
    },
    "en": {
        "classify": "Classify",
        "cancel": "Cancel",
        "again": "Start again",
        "change": "Change how it is read",
        "delete": "Delete this file",
    },
}
both = pytest.mark.parametrize("lang", ["th", "en"])


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The record that the page opens."""
    monkeypatch.setenv(jobs.JOBS_VARIABLE, str(tmp_path / "jobs"))
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/record.db")
    monkeypatch.setattr(jobs, "_looked", None)
    opened = Store.from_environment()
    with nobody_works(opened):
        yield opened
    opened.close()


@pytest.fixture
def job(store: Store) -> Job:
    """A job that was chosen."""
    with SAMPLE.open("rb") as file:
        return found(store, jobs.choose(store, None, "<b>_ภารกิจ_.csv", file, SAMPLE.stat().st_size))


def ordered(store: Store, job: Job, outcome: Outcome) -> None:
    """Have a worker of another computer take the job and end it."""
    jobs.start(store, job, Order("th", Reading(), CHART))
    mine = taken(store, "elsewhere")
    for name in ("classified.zip", "problems.zip"):
        (mine.folder / name).write_bytes(b"x")
    jobs.finish(store, mine, outcome)


def bulk_page() -> None:
    from ui.bulk import page as bulk

    bulk.page()


def opened(lang: str, job: str | None = None) -> AppTest:
    app = AppTest.from_function(bulk_page, default_timeout=300)
    app.query_params["lang"] = lang
    if job is not None:
        app.query_params["job"] = job
    return still(app.run())


def captions(app: AppTest) -> str:
    return " ".join(caption.value for caption in app.caption)


@both
def test_a_large_upload_becomes_a_job(lang: str, store: Store) -> None:
    app = opened(lang)
    rows = b"id,q1,q2\n" + b"1,yes,no\n" * (LARGE_TEXT // 9 + 1)
    app.file_uploader[0].upload("missions.csv", rows, "text/csv")
    still(app.run())
    assert not app.file_uploader
    job = found(store, app.query_params["job"])
    assert job.source.read_bytes() == rows
    assert job.state == "chosen"
    press(app, WORDS[lang]["delete"])
    assert not job.folder.exists()
    assert app.file_uploader[0].value is None


def test_a_small_file_of_many_rows_becomes_a_job_too(store: Store) -> None:
    app = opened("en")
    app.file_uploader[0].upload("missions.csv", b"id,q1\n" + b"1,yes\n" * (PAGE.rows + 1), "text/csv")
    still(app.run())
    assert found(store, app.query_params["job"]).state == "chosen"
    assert not app.error


@both
def test_ordered_corrected_cancelled_and_changed(lang: str, store: Store, job: Job) -> None:
    app = opened(lang, job.id)
    app.number_input[0].set_value(1)
    app.selectbox(key="encoding").set_value("utf-8-sig")
    still(app.run())
    columns = [box for box in app.selectbox if (box.key or "").startswith("column-")]
    columns[0].set_value(5)
    press(app, WORDS[lang]["classify"])
    order = found(store, job.id).order
    assert order
    assert (order.lang, order.reading.encoding, order.reading.header_row) == (lang, "utf-8-sig", 1)
    assert order.reading.columns
    assert next(iter(order.reading.columns.questions.values())) == 5
    assert len(order.reading.columns.questions) == len(columns) - 1, "the other is the ministry"
    press(app, WORDS[lang]["cancel"])
    assert found(store, job.id).state == "cancelled"
    press(app, WORDS[lang]["change"])
    assert app.selectbox(key="encoding").value == "utf-8-sig"
    press(app, WORDS[lang]["classify"])
    again = found(store, job.id).order
    assert again
    assert again.reading == order.reading, "what was chosen is still chosen"


@both
def test_a_refused_file_is_told_why(lang: str, store: Store, job: Job) -> None:
    error = FileError("no_rows", row=3)
    ordered(store, job, Outcome("failed", refusal={"th": error.sentence("th"), "en": error.sentence("en")}))
    app = opened(lang, job.id)
    assert "3" in app.error[0].value
    press(app, WORDS[lang]["again"])
    assert found(store, job.id).state == "queued"


@both
def test_a_job_in_the_middle_and_one_whose_worker_died(lang: str, store: Store, job: Job) -> None:
    jobs.start(store, job, Order("th", Reading(), CHART))
    mine = taken(store, "elsewhere")
    assert jobs.renew(store, mine, JobProgress(0.0, 10.0, 500_000, 0.25, "utf-8-sig", 1))
    app = opened(lang, job.id)
    assert "utf-8-sig" in captions(app)
    assert {"th": "ยกเลิกการจำแนก", "en": "Cancel"}[lang] in [button.label for button in app.button]
    jobs.finish(store, mine, None)
    app = opened(lang, job.id)
    assert {"th": "งานหยุดกลางคัน", "en": "was interrupted"}[lang] in app.error[0].value
    press(app, WORDS[lang]["again"])
    assert found(store, job.id).state == "queued"


@both
def test_a_finished_job(lang: str, store: Store, job: Job) -> None:
    decided = {"cancel": 1_000_000}
    done = Outcome("done", 4000.0, missions=1_200_000, decided=1_000_000, problems=7, dispositions=decided)
    ordered(store, job, done)
    app = opened(lang, job.id)
    assert "1,200,000" in app.success[0].value
    assert "200,000" in app.success[0].value
    assert "7" in app.warning[0].value
    assert {"th": "1 ชั่วโมง 6 นาที", "en": "1 h 6 min"}[lang] in captions(app)
    assert len(app.get("download_button")) == 2


@both
def test_a_finished_job_has_the_tables_of_a_small_file_and_is_ordered_anew_with_corrections(
    lang: Lang, store: Store, job: Job
) -> None:
    question, other = charts.default().order[:2]
    yes, no = charts.default().questions[question].answers
    cancel = next(iter(charts.default().dispositions))
    problem: dict[Lang, str] = {"th": "แถวที่ 9: คำตอบ", "en": "Row 9: the answer"}
    done = Outcome(
        "done",
        missions=100_000,
        decided=70_000,
        problems=30_000,
        dispositions={cancel: 70_000},
        ministries={"ก": {cancel: 70_000}, "": {"": 30_000}},
        walks=((f"{question}={no}", cancel, "", 70_000), (f"{question}={yes}", "", other, 30_000)),
        first=((9, problem),),
        strange=(WordCount(question, "ไช่", 29_000), WordCount(question, "รอข้อมูลค่ะ", 1_000)),
        more_strange=1_000,
    )
    ordered(store, job, done)
    app = opened(lang, job.id)
    told = said(app)
    assert {"th": "ผลการพิจารณารายกระทรวง", "en": "Dispositions by ministry"}[lang] in told
    assert {"th": "ภารกิจทั้งหมดผ่านผังอย่างไร", "en": "How the missions went through the chart"}[lang] in told
    assert app.dataframe[-1].value.shape == (2, 3)
    assert str(app.table[-1].value.iloc[0, 1]).replace("\\", "") == problem[lang]
    assert "30,000" in captions(app)
    boxes = [box for box in app.selectbox if (box.key or "").startswith("replace_")]
    assert "×29,000" in boxes[0].label
    assert any("1,002" in info.value for info in app.info), "how many words there are"
    assert (boxes[0].value, boxes[1].value) == (yes, None)
    press_key(app, "replace_all")
    again = found(store, job.id)
    assert again.state == "queued"
    assert again.order
    assert again.order.reading.replacements == (Replacement(question, "ไช่", yes),)
    mine = taken(store, "elsewhere")
    for name in ("classified.zip", "problems.zip", "corrected.zip"):
        (mine.folder / name).write_bytes(b"x")
    replaced = (WordCount(question, "ไช่", 29_000, yes),)
    jobs.finish(store, mine, replace(done, problems=1_000, strange=done.strange[1:], replaced=replaced))
    app = opened(lang, job.id)
    assert "29,000" in said(app)
    assert len(app.get("download_button")) == 3
    press_key(app, "replace_back_0")
    again = found(store, job.id)
    assert again.state == "queued"
    assert again.order
    assert again.order.reading.replacements == ()


@both
@pytest.mark.parametrize("id_", ["0" * 32, "../../etc", "x" * 9000, ""])
def test_a_strange_address_is_no_job(lang: str, id_: str) -> None:
    app = opened(lang, id_)
    assert len(app.warning) == bool(id_)
    assert app.file_uploader


def test_the_name_of_a_file_is_no_markup(job: Job) -> None:
    assert opened("th", job.id).header[0].value == "\\<b\\>\\_ภารกิจ\\_\\.csv"


def test_the_job_is_found_again_after_another_page(job: Job) -> None:
    app = opened("th", job.id)
    del app.query_params["job"]
    still(app.run())
    assert app.query_params["job"] == job.id


@both
def test_deleted_in_another_window(lang: str, store: Store, job: Job) -> None:
    ordered(store, job, Outcome("failed"))
    app = opened(lang, job.id)
    jobs.remove(store, job)
    press(app, WORDS[lang]["again"])
    assert "24" in app.warning[0].value
    assert app.file_uploader
    assert not job.folder.exists()


def test_a_job_of_another_member_is_not_found(store: Store) -> None:
    with SAMPLE.open("rb") as file:
        id_ = jobs.choose(store, "malee@example.go.th", "missions.csv", file, SAMPLE.stat().st_size)
    app = opened("en", id_)
    assert "no job at this address" in app.warning[0].value
