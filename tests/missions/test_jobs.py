"""Jobs of real workers: done, queued, cancelled, killed, corrected, forgotten."""

import io
import os
import signal
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk import jobs
from missions.bulk.glance import glance
from missions.bulk.jobs import LARGE_TEXT, LARGE_WORKBOOK, Job, JobProgress, Order, Outcome, held
from missions.bulk.stream import Extra, Reading, classify_file
from missions.files.columns import match_columns
from missions.files.problems import FileError
from missions.files.workbook import ZIP
from tests.missions.bombs import WORKBOOKS

SMALL = "id,กระทรวง,ภารกิจ,q1,q2\r\n1,ก,งาน,ใช่,อาจจะ\r\n2,ข,งาน,ไม่ใช่,\r\n".encode("utf-8-sig")
LARGE = ("id;กระทรวง;ภารกิจ;q1;q2\n" + '1;ก;"งาน"ทะเบียนราษฎร;ใช่;ไม่ใช่\n' * 150_000).encode()
"""Its quotation marks need the tolerant reader, which is slow enough to be caught in the middle."""

CHART = (charts.default().id, charts.default().version)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(jobs.JOBS_VARIABLE, str(tmp_path / "jobs"))
    return tmp_path / "jobs"


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline, "it never came"
        threading.Event().wait(0.02)


def chosen(data: bytes, name: str = "missions.csv") -> Job:
    return jobs.choose(name, io.BytesIO(data), len(data))


def started(data: bytes) -> Job:
    job = chosen(data)
    job.start(Order("th", Reading(), CHART))
    return job


def ended(job: Job) -> Outcome:
    def is_over() -> bool:
        jobs.wake()
        return not job.is_active

    until(is_over)
    assert job.outcome
    return job.outcome


def caught(job: Job) -> JobProgress:
    """The worker in the middle of the job, made to stand still."""
    until(lambda: job.state == "running" and (progress := job.progress) and progress.missions)
    progress = job.progress
    assert progress
    os.kill(progress.pid, signal.SIGSTOP)
    assert job.state == "running"
    assert 0 < progress.share < 1
    return progress


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


def written(job: Job) -> set[str]:
    return {path.name for path in job.folder.iterdir()} - {"source", "chosen.json", "order.json", "lock"}


def test_the_result_is_that_of_the_command_line(chart: Chart, tmp_path: Path) -> None:
    job = started(SMALL)
    assert job.state in ("queued", "running")
    outcome = ended(job)
    assert (outcome.state, outcome.missions, outcome.decided, outcome.problems) == ("done", 2, 1, 1)
    assert outcome.dispositions == {"cancel": 1}
    expected, problems = tmp_path / "o.csv", tmp_path / "p.csv"
    classify_file(chart, io.BytesIO(SMALL), str(expected), "th", extra=Extra(str(problems)))
    assert unpacked(job.result) == expected.read_bytes()
    assert unpacked(job.problems) == problems.read_bytes()
    assert written(job) == {"classified.zip", "problems.zip", "progress.json", "outcome.json"}


def test_what_was_corrected_is_used(chart: Chart) -> None:
    data = "หัวเรื่อง\nรหัส,ผล ก,ผล ข\n1,ไม่ใช่,\n2,ใช่,ไม่ใช่\n".encode("cp874")
    reading = Reading(header_row=2, encoding="tis-620")
    job = chosen(data)
    found = glance(chart, job.source, reading)
    assert (found.rows, found.exact, found.sheet.header) == (2, True, ("รหัส", "ผล ก", "ผล ข"))
    columns = match_columns(chart, found.sheet.header)
    assert columns.questions == {}
    columns.questions.update({chart.main[0].id: 1, chart.main[1].id: 2})
    job.start(Order("en", Reading(2, "tis-620", None, columns), CHART))
    assert ended(job).decided == 1
    progress = job.progress
    assert progress
    assert (progress.encoding, progress.header_row) == ("tis-620", 2)
    assert ",cancel," in unpacked(job.result).decode("utf-8-sig")


def test_a_sheet_of_a_workbook(chart: Chart, xlsx: Callable[..., bytes]) -> None:
    rows: list[list[Any]] = [["id", "q1"], *([n, "no"] for n in range(50))]
    job = chosen(xlsx({"A": rows, "B": [["id", "q1"], [1, "yes"]]}), "book.xlsx")
    found = glance(chart, job.source, Reading(sheet_name="B"))
    assert (found.rows, found.sheet.sheets, found.sheet.sheet_name) == (1, ("A", "B"), "B")
    assert len(glance(chart, job.source, Reading()).sheet.rows) == 5
    with pytest.raises(FileError) as caught:
        glance(chart, job.source, Reading(sheet_name="C"))
    assert caught.value.code == "unknown_sheet"
    assert "A, B" in caught.value.sentence("th")
    job.start(Order("th", Reading(1, None, "B"), CHART))
    assert (ended(job).missions, ended(job).decided) == (1, 0)


def test_a_glance_reckons_the_rows_of_a_large_text(chart: Chart) -> None:
    found = glance(chart, chosen(LARGE).source, Reading())
    assert not found.exact
    assert found.rows == pytest.approx(150_000, rel=0.01)
    assert len(found.sheet.rows) == 5


def test_a_file_that_is_refused_is_kept_with_a_sentence() -> None:
    job = started(b"a,b\n1,2\n")
    outcome = ended(job)
    assert outcome.state == "failed"
    assert "necessary" in outcome.refusal["th"]
    assert outcome.refusal["en"].startswith("No column")
    assert written(job) == {"progress.json", "outcome.json"}
    job.take_back()
    assert job.state == "chosen"
    assert job.former
    assert job.source.read_bytes() == b"a,b\n1,2\n"


def test_a_workbook_that_would_fill_the_memory_fails_with_a_sentence() -> None:
    outcome = ended(started(WORKBOOKS["letters beyond XFD"]()))
    assert outcome.state == "failed"
    assert "more memory than is allowed" in outcome.refusal["en"]


def test_cancelled_in_the_middle_and_started_again() -> None:
    job = started(LARGE)
    caught(job)
    job.cancel()
    assert job.state == "cancelled"
    assert written(job) == {"progress.json", "outcome.json"}, "no half file"
    job.again()
    assert ended(job).missions == 150_000


def test_a_killed_worker_is_noticed_and_the_others_go_on() -> None:
    job = started(LARGE)
    other = started(SMALL)
    os.kill(caught(job).pid, signal.SIGKILL)
    until(lambda: job.state == "interrupted")
    assert ended(other).state == "done"
    assert job.state == "interrupted"
    assert job.outcome is None
    job.again()
    assert ended(job).missions == 150_000
    assert not [name for name in written(job) if name.startswith(".")]


def test_one_after_the_other_in_their_turn() -> None:
    with held(jobs.turn()) as mine:
        assert mine
        made = [started(SMALL) for _ in range(3)]
        assert [job.id for job in jobs.waiting()] == [job.id for job in made]
        made[1].cancel()
        assert [job.state for job in made] == ["queued", "cancelled", "queued"]
    first, _, last = made
    assert ended(last).at > ended(first).at
    assert made[1].state == "cancelled"
    assert last.progress
    assert first.progress
    assert last.progress.started >= first.progress.at


def test_an_active_job_is_not_ordered_twice() -> None:
    with held(jobs.turn()):
        job = started(SMALL)
        order = job.order
        job.start(Order("en", Reading(), CHART))
        job.take_back()
        assert job.order == order
        job.delete()
        assert not job.folder.exists()
        assert jobs.find(job.id) is None


def test_old_jobs_are_removed(folder: Path) -> None:
    old, new = chosen(SMALL), chosen(SMALL)
    long_ago = time.time() - jobs.HOURS_KEPT * 3600 - 1
    os.utime(old.folder, (long_ago, long_ago))
    jobs.tidy()
    assert jobs.find(old.id) is None
    assert jobs.find(new.id)
    assert folder.stat().st_mode & 0o777 == new.folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("id_", [None, "", "..", "../jobs", "0" * 32, "0" * 31 + "/", "F" * 32, 5, ["a"]])
def test_a_forged_id_finds_nothing(id_: object) -> None:
    assert jobs.find(id_) is None


def test_a_full_disk_is_said_and_leaves_nothing(folder: Path) -> None:
    class Full(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    for stream, size in ((Full(), 1), (io.BytesIO(b""), 2**60)):
        with pytest.raises(FileError) as caught:
            jobs.choose("x.csv", stream, size)
        assert caught.value.code == "no_room"
    assert list(folder.iterdir()) == []


def test_what_is_large() -> None:
    assert not jobs.is_large(b"id,q1", LARGE_TEXT)
    assert jobs.is_large(b"id,q1", LARGE_TEXT + 1)
    assert not jobs.is_large(ZIP + b"....", LARGE_WORKBOOK)
    assert jobs.is_large(ZIP + b"....", LARGE_WORKBOOK + 1)
    assert chosen(b"", "C:\\แฟ้ม\\ภารกิจ.csv").chosen.name == "ภารกิจ.csv"


def test_the_time_left() -> None:
    progress = JobProgress(1, started=100.0, at=110.0, missions=500, share=0.25)
    assert (progress.rate, progress.seconds_left) == (50.0, 30.0)
    assert JobProgress(1, started=100.0, at=100.0).seconds_left is None
