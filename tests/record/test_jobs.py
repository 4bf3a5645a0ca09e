"""Jobs of real workers: done, queued, cancelled, killed, corrected, forgotten; on both databases."""

import io
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from flowchart.chart import Chart
from missions.bulk.glance import glance
from missions.bulk.order import LARGE_TEXT, LARGE_WORKBOOK, JobProgress, Order, Outcome, carry_out, is_large
from missions.bulk.stream import Extra, Reading, StoppedError, classify_file
from missions.files.columns import match_columns
from missions.files.problems import FileError
from missions.files.replacements import Replacement, WordCount
from missions.files.workbook import ZIP
from record import jobs
from record.models import JobRow
from record.store import URL_VARIABLE, Store
from record.working_process import WorkingProcess
from tests.missions.bombs import WORKBOOKS
from tests.record.job_steps import (
    CHART,
    ORDER,
    ended,
    found,
    gives_nothing,
    nobody_works,
    taken,
    until,
    waits_at_its_file,
)

SMALL = "id,กระทรวง,ภารกิจ,q1,q2\r\n1,ก,งาน,ใช่,อาจจะ\r\n2,ข,งาน,ไม่ใช่,\r\n".encode("utf-8-sig")
LARGE = ("id;กระทรวง;ภารกิจ;q1;q2\n" + "1;ก;งานทะเบียนราษฎร;ใช่;ไม่ใช่\n" * 50_000).encode()
MALEE, SOMCHAI = "malee@example.go.th", "somchai@example.go.th"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(jobs.JOBS_VARIABLE, str(tmp_path / "jobs"))
    monkeypatch.setenv(URL_VARIABLE, url)
    yield tmp_path / "jobs"
    for worker in jobs._workers:
        worker.kill()
        worker.wait()
    jobs._workers.clear()


def chosen(store: Store, data: bytes, name: str = "missions.csv", owner: str | None = None) -> str:
    return jobs.choose(store, owner, name, io.BytesIO(data), len(data))


def started(store: Store, data: bytes, order: Order = ORDER) -> str:
    id_ = chosen(store, data)
    jobs.start(store, found(store, id_), order)
    return id_


def unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        return archive.read(name)


def written(store: Store, id_: str) -> set[str]:
    """The files of a job besides the one that was chosen."""
    return {path.name for path in found(store, id_).folder.rglob("*") if path.is_file()} - {"source", "aside"}


def test_the_result_is_that_of_the_command_line(store: Store, chart: Chart, tmp_path: Path) -> None:
    id_ = started(store, SMALL)
    outcome = ended(store, id_)
    assert (outcome.state, outcome.missions, outcome.decided, outcome.problems) == ("done", 2, 1, 1)
    assert outcome.dispositions == {"cancel": 1}
    expected, problems = tmp_path / "o.csv", tmp_path / "p.csv"
    classify_file(chart, io.BytesIO(SMALL), str(expected), "th", extra=Extra(str(problems)))
    job = found(store, id_)
    assert unpacked(job.result) == expected.read_bytes()
    assert unpacked(job.problems) == problems.read_bytes()
    assert written(store, id_) == {"classified.zip", "problems.zip"}


def test_what_was_corrected_is_used(store: Store, chart: Chart) -> None:
    data = "หัวเรื่อง\nรหัส,ผล ก,ผล ข\n1,ไม่ใช่,\n2,ใช่,ไม่ใช่\n".encode("cp874")
    reading = Reading(header_row=2, encoding="tis-620")
    id_ = chosen(store, data)
    seen = glance(chart, found(store, id_).source, reading)
    assert (seen.rows, seen.exact, seen.sheet.header) == (2, True, ("รหัส", "ผล ก", "ผล ข"))
    columns = match_columns(chart, seen.sheet.header)
    assert columns.questions == {}
    columns.questions.update({chart.main[0].id: 1, chart.main[1].id: 2})
    jobs.start(store, found(store, id_), Order("en", Reading(2, "tis-620", None, columns), CHART))
    assert ended(store, id_).decided == 1
    assert ",cancel," in unpacked(found(store, id_).result).decode("utf-8-sig")


def test_a_replaced_word_is_decided_told_and_written_and_the_outcome_holds_the_counts(
    store: Store, chart: Chart
) -> None:
    data = "กระทรวง,ภารกิจ,q1\nก,งาน,ไม่ไช่\nข,งาน, ไม่ไช่\nข,งาน,ใช่\n".encode()
    first, no = chart.order[0], list(chart.questions[chart.order[0]].answers)[1]
    id_ = chosen(store, data)
    jobs.start(store, found(store, id_), ORDER)
    before = ended(store, id_)
    assert (before.decided, before.problems, before.warnings) == (0, 2, 0)
    assert before.strange == (WordCount(first, "ไม่ไช่", 2),)
    assert [row for row, _ in before.first] == [2, 3]
    assert written(store, id_) == {"classified.zip", "problems.zip"}
    reading = Reading(replacements=(Replacement(first, "ไม่ไช่", no),))
    jobs.start(store, found(store, id_), replace(ORDER, reading=reading))
    after = ended(store, id_)
    assert (after.decided, after.problems, after.warnings) == (2, 0, 2)
    assert (after.strange, after.replaced) == ((), (WordCount(first, "ไม่ไช่", 2, no),))
    (disposition,) = after.dispositions
    assert after.ministries == {"ก": {disposition: 1}, "ข": {disposition: 1, "": 1}}
    assert sorted(n for *_, n in after.walks) == [1, 2]
    job = found(store, id_)
    assert written(store, id_) == {"classified.zip", "problems.zip", "corrected.zip"}
    label = chart.questions[first].answers[no].label.th
    rows = unpacked(job.corrected).decode("utf-8-sig").splitlines()
    assert rows == ["กระทรวง,ภารกิจ,q1", f"ก,งาน,{label}", f"ข,งาน,{label}", "ข,งาน,ใช่"]
    assert unpacked(job.result).decode().count("แก้เป็น") == 2
    assert unpacked(job.problems).decode().count("corrected_answer") == 2
    assert job.source.read_bytes() == data


def test_a_sheet_of_a_workbook(store: Store, chart: Chart, xlsx: Callable[..., bytes]) -> None:
    rows: list[list[Any]] = [["id", "q1"], *([n, "no"] for n in range(50))]
    id_ = chosen(store, xlsx({"A": rows, "B": [["id", "q1"], [1, "yes"]]}), "book.xlsx")
    source = found(store, id_).source
    seen = glance(chart, source, Reading(sheet_name="B"))
    assert (seen.rows, seen.sheet.sheets, seen.sheet.sheet_name) == (1, ("A", "B"), "B")
    assert len(glance(chart, source, Reading()).sheet.rows) == 5
    with pytest.raises(FileError) as caught:
        glance(chart, source, Reading(sheet_name="C"))
    assert caught.value.code == "unknown_sheet"
    assert "A, B" in caught.value.sentence("th")
    jobs.start(store, found(store, id_), Order("th", Reading(1, None, "B"), CHART))
    assert (ended(store, id_).missions, ended(store, id_).decided) == (1, 0)


def test_a_glance_reckons_the_rows_of_a_large_text(store: Store, chart: Chart) -> None:
    seen = glance(chart, found(store, chosen(store, LARGE)).source, Reading())
    assert not seen.exact
    assert seen.rows == pytest.approx(50_000, rel=0.01)
    assert len(seen.sheet.rows) == 5


def test_a_file_that_is_refused_is_kept_with_a_sentence(store: Store) -> None:
    id_ = started(store, b"a,b\n1,2\n")
    outcome = ended(store, id_)
    assert outcome.state == "failed"
    assert "necessary" in outcome.refusal["th"]
    assert outcome.refusal["en"].startswith("No column")
    assert written(store, id_) == set()
    jobs.take_back(store, found(store, id_))
    job = found(store, id_)
    assert (job.state, job.former, job.order) == ("chosen", ORDER, None)
    assert job.source.read_bytes() == b"a,b\n1,2\n"


def test_a_workbook_that_would_fill_the_memory_fails_with_a_sentence(store: Store) -> None:
    outcome = ended(store, started(store, WORKBOOKS["letters beyond XFD"]()))
    assert outcome.state == "failed"
    assert "more memory than is allowed" in outcome.refusal["en"]


def test_cancelled_in_the_middle_and_started_again(store: Store) -> None:
    id_ = chosen(store, LARGE)
    with gives_nothing(found(store, id_).source):
        jobs.start(store, found(store, id_), ORDER)
        pid = waits_at_its_file(store, id_)
        jobs.cancel(store, found(store, id_))
        assert found(store, id_).state == "cancelled"
        until(lambda: not works(pid))
    assert written(store, id_) == set(), "no half file"
    assert not [path for path in found(store, id_).folder.iterdir() if path.is_dir()]
    jobs.again(store, found(store, id_))
    assert ended(store, id_).missions == 50_000


def works(pid: int) -> bool:
    for worker in jobs._workers:
        worker.poll()  # one that ended stays until it is waited for
    return Path(f"/proc/{pid}").exists()


def test_a_killed_worker_is_noticed_and_the_others_go_on(store: Store) -> None:
    id_ = chosen(store, LARGE)
    with gives_nothing(found(store, id_).source):
        jobs.start(store, found(store, id_), ORDER)
        pid = waits_at_its_file(store, id_)
        other = started(store, SMALL)
        assert found(store, other).state == "queued"
        os.kill(pid, signal.SIGKILL)
        until(lambda: found(store, id_).state == "interrupted")
        assert ended(store, other).state == "done"
        assert found(store, id_).state == "interrupted"
        assert found(store, id_).outcome is None
    jobs.again(store, found(store, id_))
    assert ended(store, id_).missions == 50_000


def test_one_after_the_other_in_their_turn_even_when_the_clock_is_set_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nobody_works(store):
        made = [started(store, SMALL) for _ in range(2)]
        with monkeypatch.context() as patch:
            patch.setattr(jobs, "_now", lambda: datetime.now(UTC) - timedelta(hours=5))
            made.append(started(store, SMALL))
        assert [found(store, id_).ahead for id_ in made] == [0, 1, 2]
        jobs.cancel(store, found(store, made[1]))
        assert [found(store, id_).state for id_ in made] == ["queued", "cancelled", "queued"]
        assert [found(store, id_).ahead for id_ in made] == [0, 0, 1]
    assert taken_ids(store) == [made[0], made[2]]


def taken_ids(store: Store) -> list[str]:
    """The jobs in the order in which one worker after the other takes them."""
    order = []
    while mine := jobs.claim(store, WorkingProcess.this()):
        order.append(mine.id)
        jobs.finish(store, mine, Outcome("done"))
    return order


def test_an_active_job_is_not_ordered_twice(store: Store) -> None:
    with nobody_works(store):
        id_ = started(store, SMALL)
        jobs.start(store, found(store, id_), Order("en", Reading(), CHART))
        jobs.take_back(store, found(store, id_))
        assert found(store, id_).order == ORDER
        folder = found(store, id_).folder
        jobs.remove(store, found(store, id_))
        assert not folder.exists()
        assert jobs.find(store, None, id_) is None


def test_a_job_is_its_owners_alone(store: Store) -> None:
    hers = chosen(store, SMALL, owner=MALEE)
    anybodys = chosen(store, SMALL)
    assert found(store, hers, MALEE).owner == MALEE
    assert jobs.find(store, SOMCHAI, hers) is None
    assert jobs.find(store, None, hers) is None, "not even when nobody signs in any more"
    assert jobs.find(store, MALEE, anybodys) is None
    assert found(store, anybodys).owner is None


def test_of_two_workers_one_takes_a_job_and_the_other_takes_nothing(store: Store) -> None:
    with nobody_works(store):
        for _ in range(3):
            started(store, SMALL)
    elsewhere = WorkingProcess("elsewhere", 1, "1")
    first, second = jobs.claim(store, WorkingProcess.this()), jobs.claim(store, elsewhere)
    assert first
    assert second
    assert first.id != second.id
    assert jobs.claim(store, WorkingProcess.this()) is None, "one at a time on a computer"
    assert jobs.claim(store, elsewhere) is None


@pytest.mark.slow
def test_two_server_processes_lose_no_job_and_do_none_twice(store: Store) -> None:
    with nobody_works(store):
        made = [started(store, SMALL) for _ in range(4)]
    workers = [subprocess.Popen([sys.executable, "-m", "record.job_worker"]) for _ in range(2)]
    try:
        assert {ended(store, id_).state for id_ in made} == {"done"}
    finally:
        for worker in workers:
            worker.wait(timeout=300)
    for id_ in made:
        assert len([path for path in found(store, id_).folder.iterdir() if path.is_dir()]) == 1


def test_what_was_cancelled_and_ordered_anew_is_not_the_first_workers_any_more(store: Store) -> None:
    with nobody_works(store):
        id_ = started(store, SMALL)
    mine = taken(store)
    jobs.cancel(store, found(store, id_))
    assert not jobs.renew(store, mine, JobProgress(0.0))
    with nobody_works(store):
        jobs.again(store, found(store, id_))
        mine.folder.mkdir()
        (mine.folder / "classified.zip").write_bytes(b"stale")
        jobs.finish(store, mine, Outcome("done"))
        assert found(store, id_).state == "queued"
        assert not mine.folder.exists()


def test_cancelling_ends_no_stranger_who_was_given_the_workers_number(store: Store) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        with nobody_works(store):
            id_ = started(store, SMALL)
        mine = taken(store)
        with store.jobs() as session:
            session.execute(update(JobRow).where(JobRow.id == mine.id).values(pid=stranger.pid))
        assert found(store, id_).state == "interrupted", "the number is another process's now"
        jobs.again(store, found(store, id_))
        jobs.cancel(store, found(store, id_))
        assert stranger.poll() is None
        stranger.communicate(b"\n", timeout=300)
        assert stranger.returncode == 0


@pytest.mark.parametrize("hours", [-5, 5])
def test_a_clock_that_jumps_ends_nobodys_work(store: Store, monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    with nobody_works(store):
        id_ = started(store, SMALL)
    mine = taken(store)
    monkeypatch.setattr(jobs, "_now", lambda: datetime.now(UTC) + timedelta(hours=hours))
    assert found(store, id_).state == "running"
    assert jobs.claim(store, WorkingProcess.this()) is None
    assert jobs.renew(store, mine, JobProgress(0.0))
    with store.jobs() as session:
        session.execute(update(JobRow).where(JobRow.id == mine.id).values(process_start="0"))
    assert found(store, id_).state == "interrupted", "and a dead worker is seen whatever the clock says"


def test_a_worker_of_another_computer_is_believed_while_its_lease_lasts(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with nobody_works(store):
        id_ = started(store, SMALL)
    mine = jobs.claim(store, WorkingProcess("elsewhere", os.getpid(), "1"))
    assert mine
    assert found(store, id_).state == "running"
    late = datetime.now(UTC) + jobs.LEASE + timedelta(seconds=1)
    monkeypatch.setattr(jobs, "_now", lambda: late)
    assert found(store, id_).state == "interrupted"
    assert jobs.renew(store, mine, JobProgress(0.0)), "it was only silent for long"
    assert found(store, id_).state == "running"


def test_orders_that_cannot_be_read_stop_nobody_else(store: Store) -> None:
    with nobody_works(store):
        bad = {started(store, SMALL): broken for broken in ("", "{}", "[", '{"lang": "th"}', "null", "\u0e01" * 99)}
        good = started(store, SMALL)
        with store.jobs() as session:
            for id_, broken in bad.items():
                session.execute(update(JobRow).where(JobRow.id == id_).values(ordered=broken, progress=broken))
        assert {found(store, id_).order for id_ in bad} == {None}
    assert ended(store, good).state == "done"
    assert {ended(store, id_).state for id_ in bad} == {"failed"}


def test_a_job_whose_file_is_gone_stops_nobody_else(store: Store) -> None:
    with nobody_works(store):
        gone, good = started(store, SMALL), started(store, SMALL)
        shutil.rmtree(found(store, gone).folder)
    assert ended(store, good).state == "done"
    jobs.cancel(store, found(store, gone))
    jobs.remove(store, found(store, gone))


def test_old_jobs_and_what_broken_uploads_left_are_removed(store: Store, folder: Path) -> None:
    old, new, worked_at = chosen(store, SMALL), chosen(store, SMALL), chosen(store, SMALL)
    with nobody_works(store):
        jobs.start(store, found(store, worked_at), ORDER)
    taken(store)
    long_ago = datetime.now(UTC) - timedelta(hours=jobs.HOURS_KEPT, seconds=1)
    with store.jobs() as session:
        session.execute(update(JobRow).where(JobRow.id.in_([old, worked_at])).values(changed=long_ago))
    half, coming = jobs.Arriving(5), jobs.Arriving(5)
    half.write(b"12")
    coming.write(b"12")
    for path in (half._folder / "source", half._folder):
        os.utime(path, (time.time() - 7200,) * 2)
    jobs.tidy(store)
    assert jobs.find(store, None, old) is None
    assert found(store, worked_at).state == "running"
    assert {path.name for path in folder.iterdir()} == {new, worked_at, coming._id}
    half.give_up()
    coming.give_up()
    assert folder.stat().st_mode & 0o777 == found(store, new).folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("id_", [None, "", "..", "../jobs", "0" * 32, "0" * 31 + "/", "F" * 32, 5, ["a"]])
def test_a_forged_id_finds_nothing(store: Store, id_: object) -> None:
    assert jobs.find(store, None, id_) is None


def test_a_full_disk_is_said_and_leaves_nothing(store: Store, folder: Path) -> None:
    class Full(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    for stream, size in ((Full(), 1), (io.BytesIO(b""), 2**60)):
        with pytest.raises(FileError) as caught:
            jobs.choose(store, None, "x.csv", stream, size)
        assert caught.value.code == "no_room"
    assert list(folder.iterdir()) == []


def test_a_disk_that_cannot_be_written_to_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # As under a unit that lets the program write elsewhere only: it ended in an error of the server.
    (tmp_path / "file").touch()
    monkeypatch.setenv(jobs.JOBS_VARIABLE, f"{tmp_path}/file/jobs")
    with pytest.raises(FileError) as caught:
        jobs.Arriving(1)
    assert caught.value.code == "no_room"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_disk_that_fills_up_meanwhile_is_said_and_leaves_nothing(folder: Path) -> None:
    arriving = jobs.Arriving(1)
    arriving._file.close()
    arriving._file = Path("/dev/full").open("wb")  # noqa: SIM115
    with pytest.raises(FileError) as caught:
        arriving.write(b"more" * 100_000)
    assert caught.value.code == "no_room"
    assert list(folder.iterdir()) == []


def test_a_result_for_which_the_disk_has_no_room_fails_with_a_sentence(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(SMALL)
    outcome = carry_out(ORDER, source, len(SMALL), tmp_path / "not there", lambda _: None)
    assert outcome
    assert outcome.state == "failed"
    assert "no room" in outcome.refusal["en"]


def test_work_ends_when_its_report_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(SMALL)

    def refuse(_: JobProgress) -> None:
        raise StoppedError

    with gives_nothing(source), pytest.raises(StoppedError):
        carry_out(ORDER, source, len(SMALL), tmp_path, refuse)


def test_what_is_large(store: Store) -> None:
    assert not is_large(b"id,q1", LARGE_TEXT)
    assert is_large(b"id,q1", LARGE_TEXT + 1)
    assert not is_large(ZIP + b"....", LARGE_WORKBOOK)
    assert is_large(ZIP + b"....", LARGE_WORKBOOK + 1)
    assert found(store, chosen(store, b"", "C:\\แฟ้ม\\ภารกิจ.csv")).name == "ภารกิจ.csv"


def test_the_time_left() -> None:
    progress = JobProgress(100.0, seconds=10.0, missions=500, share=0.25)
    assert (progress.rate, progress.seconds_left) == (50.0, 30.0)
    assert JobProgress(100.0).seconds_left is None
