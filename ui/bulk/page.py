"""Classifying a whole file: what was read, which column answers what, the result and its problems."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.bulk.classify import Classified, classify_sheet
from missions.bulk.stream import Reading
from missions.files.columns import Columns
from missions.files.details import match_details
from missions.files.output import write_csv
from missions.files.problems import problems_frame
from missions.files.replacements import WordCounts
from missions.files.sheet import Sheet
from missions.files.xlsx import write_xlsx
from missions.mission import sample_file
from record import jobs
from record.store_error import StoreError
from text.words import Lang
from ui.bulk.job import is_large_upload, make_job, show_job, upload_key
from ui.bulk.large_upload import large_upload
from ui.language import lang, localizer, say
from ui.who import record
from ui.widgets.chart_choice import choose_chart
from ui.widgets.choose_file import choose_file
from ui.widgets.counts import decision_names, show_counts, show_ministries
from ui.widgets.file_reading import SUFFIXES, columns, correct, corrected, problem_table, read, replace_words
from ui.widgets.kept import kept
from ui.widgets.paper import offer_template
from ui.widgets.replacing import show_words
from ui.widgets.streams import Walk, code_of, name_of, passes, pressed, show_streams, streams_of, walk_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200
"""Rows of a long table that the page shows; the downloads hold all."""


def page() -> None:
    """Upload, check, classify, download. What is large is a job for a process of its own."""
    code = lang()
    st.title(say("page.bulk"), anchor=False)
    with suppress(StoreError):  # a small file needs no record
        jobs.look_after(record())
    if show_job(code):
        return
    st.markdown(say("bulk.intro"))
    chart = choose_chart()
    limit = int(st.get_option("server.maxUploadSize"))
    upload = choose_file(say("bulk.file"), types=SUFFIXES, key=upload_key(), on_change=_taken)
    if upload is None:
        st.caption(say("bulk.file_help", mb=limit))
        large_upload()
        offer_template(chart)
        if (sample := sample_file(chart)) is not None:
            st.download_button(
                say("bulk.sample"),
                sample.read_bytes(),
                file_name=f"missions-{chart.id}.csv",
                mime="text/csv",
                icon=":material/download:",
                on_click="ignore",
            )
        return
    if is_large_upload(upload):  # it could not be kept
        return
    sheet = read(chart, upload.getvalue(), _forget, partial(make_job, upload))
    if sheet is None:
        return
    found = columns(chart, sheet, _forget)
    if not found.questions:
        st.warning(say("bulk.no_column"))
        return
    if st.button(say("bulk.classify"), type="primary", icon=":material/play_arrow:", key="classify"):
        st.session_state["classify_wanted"] = True
    if st.session_state.get("classify_wanted"):
        key = (upload.file_id, code, chart.stamp, corrected(), found)  # its texts are in the page's language
        classified = kept("classified", key, lambda: _classify(chart, sheet, found, code))
        _show(chart, sheet, found, classified, code)


def _taken() -> None:
    """Another file was chosen, or none; it is read as it is, not as the one before was corrected."""
    _forget()
    correct(Reading())
    upload = st.session_state.get(upload_key())
    if upload is not None and is_large_upload(upload):
        make_job(upload)


def _forget() -> None:
    st.session_state.pop("classify_wanted", None)


def _classify(chart: Chart, sheet: Sheet, columns: Columns, code: Lang) -> Classified:
    bar = st.progress(0.0)

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=say("bulk.working", done=f"{done:,}", all=f"{total:,}"))

    progress(0, len(sheet.rows))
    classified = classify_sheet(chart, sheet, columns, code, progress, replacements=corrected().replacements)
    bar.empty()
    return classified


def _ministries(
    chart: Chart, sheet: Sheet, columns: Columns, classified: Classified, code: Lang
) -> dict[str, Counter[str]]:
    """How many missions of each ministry got which decision; in English its English name, where the file has one."""
    names = [columns.fields.get("ministry")]
    if code == "en":
        names.insert(0, match_details(chart, sheet, columns).fields.get("ministry_en"))
    there = [at for at in names if at is not None]
    counts: dict[str, Counter[str]] = {}
    for row, decision in zip(sheet.rows, classified.results["disposition"], strict=True):
        ministry = next(filter(None, (row[at].strip() for at in there)), "")
        counts.setdefault(ministry, Counter())[decision] += 1
    return counts


def _show(chart: Chart, sheet: Sheet, columns: Columns, classified: Classified, code: Lang) -> None:
    total = len(classified.results)
    decided = f"{classified.decided:,}"
    st.success(say("bulk.done", all=f"{total:,}", decided=decided, incomplete=f"{total - classified.decided:,}"))
    st.caption(say("bulk.kept_here"))
    with st.container(horizontal=True):
        _download("bulk.get_csv", lambda: write_csv(classified.table), "classified.csv", "text/csv")
        _download("bulk.get_xlsx", lambda: write_xlsx(classified.table)[0], "classified.xlsx", _XLSX)
        if (mended := classified.corrected) is not None:
            _download("bulk.get_corrected_csv", lambda: write_csv(mended), "corrected.csv", "text/csv")
            _download("bulk.get_corrected_xlsx", lambda: write_xlsx(mended)[0], "corrected.xlsx", _XLSX)
    names = decision_names(chart, code)
    labels = classified.results["disposition"].map(names)
    found = labels.value_counts()
    show_counts(chart, {name: int(found.get(name, 0)) for name in names.values()})
    _words(chart, classified)
    _streams(chart, sheet, columns, classified, code)
    show_ministries(chart, _ministries(chart, sheet, columns, classified, code), code)
    _problems(classified, code)
    st.header(say("bulk.result"), anchor=False)
    if total > _SHOWN:
        st.caption(say("bulk.result_shown", shown=_SHOWN))
    first = _some_results(chart, sheet, columns, classified, code, range(min(total, _SHOWN)))
    st.dataframe(first, hide_index=True, alt=say("bulk.result"))


def _words(chart: Chart, classified: Classified) -> None:
    """The answers that were not understood or were replaced."""
    counts = WordCounts()
    for problem in (*classified.problems, *classified.warnings):
        counts.add(problem)
    show_words(
        chart,
        counts.strange(),
        counts.replaced(chart, corrected().replacements),
        replace_words,
        more=counts.more,
    )


def _streams(chart: Chart, sheet: Sheet, columns: Columns, classified: Classified, code: Lang) -> None:
    """The flow of the missions through the chart, and below it those of the stream that was pressed."""
    key = "bulk_streams"
    told = classified.results[["path", "disposition", "next_question"]]
    walks_of = {row: walk_of(*row) for row in set(told.itertuples(index=False, name=None))}
    walks: list[Walk] = [walks_of[row] for row in told.itertuples(index=False, name=None)]

    def choose() -> None:
        st.session_state["bulk_stream"] = pressed(key)

    def close() -> None:
        st.session_state.pop("bulk_stream", None)

    show_streams(chart, walks, key=key, on_press=choose)
    chosen = st.session_state.get("bulk_stream")
    names = {code_of(stream): name_of(chart, stream) for stream in streams_of(walks)}
    if chosen not in names:
        return
    there = {walk for walk in set(walks) if passes(walk, chosen)}
    rows = [n for n, walk in enumerate(walks) if walk in there]
    with st.container(border=True, key="bulk_stream_missions"):
        heading = say("streams.missions", stream=names[chosen], n=f"{len(rows):,}")
        st.subheader(heading, anchor=False)
        if len(rows) > _SHOWN:
            st.caption(say("bulk.result_shown", shown=_SHOWN))
        part = _some_results(chart, sheet, columns, classified, code, rows[:_SHOWN])
        st.dataframe(part, hide_index=True, alt=heading)
        st.button(say("streams.close"), icon=":material/close:", key="bulk_stream_close", on_click=close)


def _some_results(
    chart: Chart, sheet: Sheet, columns: Columns, classified: Classified, code: Lang, rows: Sequence[int]
) -> pd.DataFrame:
    """Some missions and what became of them, in words; the downloads hold every column."""
    results = classified.results.iloc[list(rows)]
    names = {"": ""} | {question: localizer(chart).question(question) for question in chart.questions}
    table = {say("bulk.row"): [str(sheet.row_numbers[n]) for n in rows]}
    for field in ("id", "name"):
        if field in columns.fields:
            table[say(f"bulk.{field}")] = [sheet.rows[n][columns.fields[field]] for n in rows]
    return pd.DataFrame(
        {
            **table,
            say("bulk.disposition"): results["disposition"].map(decision_names(chart, code)),
            say("bulk.left_at"): results["exit_question"].map(names),
            say("bulk.held_at"): results["next_question"].map(names),
            say("bulk.problem"): results["problems"],
        }
    )


def _download(key: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    """A download that is made when asked for, not on every click of the page."""
    st.download_button(
        say(key), make, file_name=name, mime=mime, icon=":material/download:", on_click="ignore", key=key
    )


def _problems(classified: Classified, code: Lang) -> None:
    """What is wrong with the file, and what is only odd about it."""
    if not classified.problems:
        st.caption(say("bulk.no_problems"))
    for key, found, name in (
        ("problems", classified.problems, "problems.csv"),
        ("warnings", classified.warnings, "warnings.csv"),
    ):
        if found:
            st.header(say(f"bulk.{key}", n=f"{len(found):,}"), anchor=False)
            table = problems_frame(found, code)
            problem_table(table)
            _download(f"bulk.get_{key}", partial(write_csv, table), name, "text/csv")
