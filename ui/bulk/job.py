"""A large file on the page: checked by its first rows, classified by a worker, watched, cancelled, fetched."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

from flowchart import charts
from flowchart.chart import Chart
from missions.bulk.glance import Glance, glance
from missions.bulk.order import JobProgress, Order, Outcome, is_large
from missions.bulk.stream import Reading
from missions.files.problems import FileError
from missions.files.replacements import Replacement
from record import jobs
from record.jobs import Job
from record.store import Store
from record.store_error import StoreError
from text.dates import moment_in_words
from text.words import Lang
from ui.language import lang, plain, say
from ui.notices import attempt, refuse
from ui.sign_in import signs_in
from ui.who import job_owner, record
from ui.widgets.chart_choice import choose_chart
from ui.widgets.counts import decision_names, show_counts, show_ministries
from ui.widgets.file_reading import columns, correct, corrected, problem_table, show_read
from ui.widgets.kept import kept
from ui.widgets.replacing import show_words
from ui.widgets.streams import code_of, name_of, pressed, show_streams, streams_of, walk_of

_ZIP = "application/zip"
_MEGABYTE = 1_000_000
_MINUTE, _HOUR = 60, 3600
_HEAD = 8
"""Bytes by which a workbook is known."""


def upload_key() -> str:
    """The key of the uploader; a new one empties it."""
    return f"upload-{st.session_state.get('uploads', 0)}"


def is_large_upload(upload: UploadedFile) -> bool:
    """Whether an upload is for a worker."""
    start = upload.read(_HEAD)
    upload.seek(0)
    return is_large(start, upload.size)


def make_job(upload: UploadedFile) -> None:
    """Keep an upload as a job, and no longer in the memory of the server. For callbacks."""
    try:
        id_ = jobs.choose(record(), job_owner(), upload.name, upload, upload.size)
    except (FileError, StoreError) as error:
        refuse(error.sentence(lang()))
        return
    finally:
        _free(upload)
    correct(Reading())
    open_job(id_)


def show_job(code: Lang) -> bool:
    """Show the job that the address names, or that this window opened last; False when there is none.

    It is shown with the chart that it was ordered by.
    """
    named = st.query_params.get("job")
    id_ = named or st.session_state.get("job")
    if not id_:
        return False
    job = _found(id_)
    if job is None:
        _close()
        if named:
            st.warning(say("jobs.not_found", hours=jobs.HOURS_KEPT))
        return False
    st.session_state["job"] = st.query_params["job"] = job.id  # going to another page clears the address
    state, order = job.state, job.order
    with st.container(border=True):
        st.header(plain(job.name), anchor=False)
        size = f"{job.size / _MEGABYTE:,.1f} MB"
        if job.is_active:
            st.caption(size)
            st.fragment(_watch, run_every="1s")(job.id)
        else:
            st.caption(f"{size} · {say(f'jobs.state_{state}')}")
            _say_end(job)
        _buttons(job)
        if job.is_active:
            st.caption(say("jobs.background"))
        st.caption(say("jobs.link_own" if signs_in() else "jobs.link", hours=jobs.HOURS_KEPT))
    if state == "chosen":
        _check(choose_chart(), job, code)
    elif state == "done" and not job.result.exists():  # it is on the disk of another server
        st.warning(say("jobs.not_found", hours=jobs.HOURS_KEPT))
    elif state == "done" and order and (outcome := job.outcome):
        _result(charts.get(*order.chart), job, outcome, code)
    return True


def _found(id_: object) -> Job | None:
    """The job of that id, if it is this person's."""
    return jobs.find(record(), job_owner(), id_)


def _watch(id_: str) -> None:
    """How far it is; at its end the whole page is run again."""
    job = _found(id_)
    if job and job.state == "queued":
        jobs.wake(record())  # the worker whose turn it was may have died
        st.progress(0.0, text=say("jobs.queued", n=job.ahead) if job.ahead else say("jobs.next"))
    elif job and job.state == "running":
        progress = job.progress or JobProgress(time.time())
        st.progress(progress.share, text=_told(progress))
        st.caption(" · ".join(_facts(progress)))
    else:
        st.rerun()


def _told(progress: JobProgress) -> str:
    if progress.share >= 1:
        return say("jobs.packing", done=f"{progress.missions:,}")
    left = progress.seconds_left
    if not progress.missions or left is None:
        return say("jobs.reading")
    return say("jobs.running", done=f"{progress.missions:,}", rate=f"{progress.rate:,.0f}", left=_duration(left))


def _facts(progress: JobProgress) -> list[str]:
    started = moment_in_words(datetime.fromtimestamp(progress.started, UTC), lang())
    facts = [say("jobs.started", at=started)]
    if progress.header_row:
        read = progress.encoding or plain(progress.sheet_name or "")
        facts += [f"{say('bulk.encoding' if progress.encoding else 'bulk.sheet')}: {read}"]
        facts += [f"{say('bulk.header_row')}: {progress.header_row}"]
    return facts


def _duration(seconds: float) -> str:
    """A time to wait, in its largest unit or two."""
    whole = max(round(seconds), 1)
    if whole < _MINUTE:
        return say("jobs.seconds", n=whole)
    if whole < _HOUR:
        return say("jobs.minutes", n=whole // _MINUTE, s=whole % _MINUTE)
    return say("jobs.hours", n=whole // _HOUR, m=whole % _HOUR // _MINUTE)


def _say_end(job: Job) -> None:
    """What became of a job at which nobody works."""
    if job.state == "failed" and job.outcome:
        st.error(plain(job.outcome.refusal.get(lang(), "")))
    elif job.state == "interrupted":
        st.error(say("jobs.interrupted"))
    elif job.state == "cancelled":
        st.info(say("jobs.cancelled"))


def _buttons(job: Job) -> None:
    """What can be done with a job."""

    def button(key: str, icon: str, name: str, what: Callable[[Store, Job], None]) -> None:
        st.button(say(key), icon=icon, key=name, on_click=_do, args=(job, what))

    with st.container(horizontal=True):
        if job.is_active:
            button("jobs.cancel", ":material/cancel:", "job_cancel", jobs.cancel)
        if job.state in ("interrupted", "cancelled", "failed"):
            button("jobs.again", ":material/restart_alt:", "job_again", jobs.again)
        if job.state in ("cancelled", "failed", "done"):
            button("jobs.change", ":material/tune:", "job_change", _take_back)
        if job.state != "chosen":
            st.button(say("jobs.another"), icon=":material/upload_file:", key="job_another", on_click=_close)
        if not job.is_active:
            label = "jobs.delete" if job.state == "done" else "jobs.delete_file"
            button(label, ":material/delete:", "job_delete", _delete)


def _check(chart: Chart, job: Job, code: Lang) -> None:
    """Which column answers what, by the first rows, and the button that starts it."""
    found: Glance | None = None
    reading = corrected()
    try:
        found = _glance(chart, job, reading)
    except FileError as error:
        st.error(plain(error.sentence(code)))
    count = "" if found is None else f"{found.rows:,}" if found.exact else say("jobs.about", n=_rounded(found.rows))
    show_read(found.sheet if found else None, count, _nothing)
    if found is None:
        return
    former = job.former
    picked = columns(chart, found.sheet, _nothing, former.reading.columns if former else None)
    if not picked.questions:
        st.warning(say("bulk.no_column"))
        return
    # Not in a callback, which would know the choices of the run before.
    if st.button(say("bulk.classify"), type="primary", icon=":material/play_arrow:", key="job_start"):
        picked_reading = Reading(
            found.sheet.header_row, reading.encoding, found.sheet.sheet_name, picked, reading.replacements
        )
        order = Order(code, picked_reading, (chart.id, chart.version))
        _do(job, lambda store, job: jobs.start(store, job, order))
        st.rerun()


def _rounded(n: int) -> str:
    """To three digits."""
    return f"{round(n, 3 - len(str(n))):,}"


def _glance(chart: Chart, job: Job, reading: Reading) -> Glance:
    """The first rows, kept while they are read in the same way: a workbook takes a while."""

    def look() -> Glance:
        with st.spinner(say("jobs.looking")):
            return glance(chart, job.source, reading)

    return kept("glance", (job.id, chart.stamp, reading), look)


def _result(chart: Chart, job: Job, outcome: Outcome, code: Lang) -> None:
    counts = {"all": outcome.missions, "decided": outcome.decided, "incomplete": outcome.missions - outcome.decided}
    st.success(say("bulk.done", **{name: f"{n:,}" for name, n in counts.items()}))
    took = say(
        "jobs.took", time=_duration(outcome.seconds), rate=f"{outcome.missions / max(outcome.seconds, 0.001):,.0f}"
    )
    st.caption(took)
    if outcome.blank_rows:
        st.caption(say("bulk.blank_rows", n=f"{outcome.blank_rows:,}"))
    if outcome.foot_rows:
        st.caption(say("jobs.foot_rows", n=f"{outcome.foot_rows:,}"))
    if outcome.ids_not_compared:
        compared = {"most": f"{outcome.ids_compared:,}", "n": f"{outcome.ids_not_compared:,}"}
        st.warning(say("jobs.ids_not_compared", **compared))
    with st.container(horizontal=True):
        _download("jobs.get_result", job, job.result)
        if outcome.problems or outcome.warnings:
            _download("jobs.get_problems", job, job.problems)
        if outcome.replaced and job.corrected.exists():
            _download("jobs.get_corrected", job, job.corrected)
    if outcome.problems or outcome.warnings:
        st.warning(say("jobs.problems", problems=f"{outcome.problems:,}", warnings=f"{outcome.warnings:,}"))
    else:
        st.caption(say("bulk.no_problems"))
    numbers = {**outcome.dispositions, "": counts["incomplete"]}
    show_counts(chart, {name: numbers.get(id_, 0) for id_, name in decision_names(chart, code).items()})
    show_words(chart, outcome.strange, outcome.replaced, partial(_replace_words, job), more=outcome.more_strange)
    _streams(chart, outcome)
    show_ministries(chart, outcome.ministries, code, too_many=outcome.many_ministries)
    if outcome.first:
        st.header(say("bulk.problems", n=f"{outcome.problems:,}"), anchor=False)
        told = [(row, sentences[code]) for row, sentences in outcome.first]
        problem_table(pd.DataFrame(told, columns=["row", "message"]).astype({"row": "Int64"}), outcome.problems)


def _replace_words(job: Job, replacements: tuple[Replacement, ...]) -> None:
    """Order the job anew with these replacements. For callbacks."""
    if order := job.order:
        new = replace(order, reading=replace(order.reading, replacements=replacements))
        _do(job, lambda store, job: jobs.start(store, job, new))


def _streams(chart: Chart, outcome: Outcome) -> None:
    """The flow of the missions through the chart, and where those of a stream that was pressed are found."""
    key = "job_streams"
    walks = {walk_of(path, end, held): n for path, end, held, n in outcome.walks}

    def choose() -> None:
        st.session_state["job_stream"] = pressed(key)

    show_streams(chart, walks, key=key, on_press=choose)
    found = streams_of(walks)
    chosen = next((stream for stream in found if code_of(stream) == st.session_state.get("job_stream")), None)
    if chosen:
        question, answer, _ = chosen
        column, value = ("path", f"{question}={answer}") if answer else ("next_question", question)
        heading = say("streams.missions", stream=name_of(chart, chosen), n=f"{found[chosen]:,}")
        st.info(f"**{heading}**  \n{say('jobs.stream_rows', column=plain(column), value=plain(value))}")


def _download(key: str, job: Job, path: Path) -> None:
    """A file that is read when it is asked for, by whoever may have it at that moment."""

    def read() -> bytes:
        return path.read_bytes() if jobs.find(record(), job.owner, job.id) else b""

    size = f"{max(path.stat().st_size / _MEGABYTE, 0.1):,.1f}"
    st.download_button(
        say(key, mb=size),
        read,
        file_name=path.name,
        mime=_ZIP,
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def _do(job: Job, what: Callable[[Store, Job], None]) -> None:
    """Do something with a job that is still there and this person's: another window may have deleted it."""

    def do() -> None:
        if _found(job.id):
            what(record(), job)

    attempt(do)


def _take_back(store: Store, job: Job) -> None:
    if job.order:
        correct(job.order.reading)
    jobs.take_back(store, job)


def _delete(store: Store, job: Job) -> None:
    jobs.remove(store, job)
    _close()


def open_job(id_: str) -> None:
    """Show the job from now on. For callbacks."""
    st.session_state["job"] = st.query_params["job"] = id_


def _close() -> None:
    st.session_state.pop("job", None)
    st.query_params.pop("job", None)


def _free(upload: UploadedFile) -> None:
    """Let go of an upload, which Streamlit would keep in memory for as long as the window is open."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    context = get_script_run_ctx()
    remove = getattr(context.uploaded_file_mgr, "remove_file", None) if context else None
    if context and remove:
        remove(session_id=context.session_id, file_id=upload.file_id)


def _nothing() -> None:
    """Do nothing more after a correction: the next run reads anew."""
