"""The cabinet summary: choose a file and a scope, see the totals and page one, download the documents."""

import hashlib
import logging

import streamlit as st

from flowchart.chart import blueprint
from flowchart.words import LANGS, Lang
from missions.problems import FileError
from reports import KINDS, MEDIA_TYPES, Digits, SummaryInput, Tally, WritingError, first_page, write_apart
from reports.from_file import summary_of_file
from ui.language import NAMES, lang, say

_SUFFIXES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
_DIGITS: tuple[Digits, ...] = ("thai", "arabic")


def page() -> None:
    """Upload, choose, look, download."""
    st.title(say("page.summary"), anchor=False)
    st.markdown(say("summary.intro"))
    upload = st.file_uploader(say("bulk.file"), type=_SUFFIXES, key="summary_file")
    if upload is None:
        return
    title = st.text_input(say("summary.title"), key="summary_title", max_chars=200, help=say("summary.title_help"))
    data = upload.getvalue()
    source = hashlib.sha256(data).hexdigest()
    try:
        whole = _read(data, source, upload.name, title)
    except FileError as error:
        st.error(error.sentence(lang()))
        return
    summary = _scope(whole)
    code, digits = _form()
    if not summary.missions:
        st.warning(say("summary.nothing"))
        return
    left, right = st.columns([2, 3], gap="large")
    with left:
        _totals(summary)
        _documents(summary, code, digits, f"{source}-{title}-{summary.content_hash}-{summary.scope}-{code}-{digits}")
    with right:
        st.header(say("summary.page_one"), anchor=False)
        with st.container(border=True):
            st.image(first_page(summary, code, digits=digits), alt=say("summary.page_one_alt"))


def _read(data: bytes, source: str, name: str, title: str) -> SummaryInput:
    """The file's missions, read once and kept while it stays the same."""
    kept: tuple[str, SummaryInput] | None = st.session_state.get("summary_read")
    key = f"{source}-{name}-{title}"
    if kept is None or kept[0] != key:
        with st.spinner(say("summary.reading")):
            kept = (key, summary_of_file(blueprint(), data, lang(), file_name=name, title=title))
        st.session_state["summary_read"] = kept
    return kept[1]


def _scope(whole: SummaryInput) -> SummaryInput:
    """The part of the missions that is chosen; nothing chosen means all."""
    code = lang()
    labels = {d.id: d.label[code] for d in whole.chart.dispositions.values()} | {"": say("bulk.incomplete")}
    first, second, third = st.columns(3)
    ministries = first.multiselect(
        say("summary.ministries"), [m.th or m.en for m in whole.ministries], placeholder=say("summary.all")
    )
    within = whole.only(ministries=ministries)
    departments = second.multiselect(
        say("summary.departments"), [d.th or d.en for d in within.departments], placeholder=say("summary.all")
    )
    dispositions = third.multiselect(
        say("summary.dispositions"), list(labels), format_func=lambda d: labels[d], placeholder=say("summary.all")
    )
    return whole.only(ministries=ministries, departments=departments, dispositions=dispositions)


def _form() -> tuple[Lang, Digits]:
    """The language and the digits of the documents."""
    left, right = st.columns(2)
    code = left.radio(
        say("summary.language"),
        LANGS,
        index=LANGS.index(lang()),
        format_func=lambda language: NAMES[language],
        horizontal=True,
    )
    digits = right.radio(
        say("summary.digits"), _DIGITS, format_func=lambda kind: say(f"summary.digits_{kind}"), horizontal=True
    )
    return code if code in LANGS else "th", digits if digits in _DIGITS else "arabic"


def _totals(summary: SummaryInput) -> None:
    tally = Tally(summary)
    all_, decided, incomplete = st.columns(3)
    all_.metric(say("summary.missions"), f"{tally.all:,}")
    decided.metric(say("summary.decided"), f"{tally.decided:,}")
    incomplete.metric(say("bulk.incomplete"), f"{tally.incomplete:,}")


def _documents(summary: SummaryInput, code: Lang, digits: Digits, key: str) -> None:
    """Make the three files in a process of their own, then offer them."""
    if st.button(say("summary.make"), type="primary", icon=":material/description:"):
        bar = st.progress(0.0, text=say("summary.making"))
        made: dict[str, bytes] = {}

        def progress(done: int, steps: int) -> None:
            bar.progress((len(made) + done / steps) / len(KINDS), text=say("summary.making"))

        try:
            for kind in KINDS:
                made[kind] = write_apart(summary, kind, code, digits=digits, progress=progress)
        except WritingError:
            logging.getLogger("blueprint").exception("a summary could not be written")
            st.error(say("summary.failed"))
            return
        finally:
            bar.empty()
        st.session_state["summary_made"] = (key, made)
    kept: tuple[str, dict[str, bytes]] | None = st.session_state.get("summary_made")
    if kept and kept[0] == key:
        with st.container(horizontal=True):
            for kind in KINDS:
                st.download_button(
                    say("summary.get", kind=kind.upper()),
                    kept[1][kind],
                    file_name=f"summary-{code}.{kind}",
                    mime=MEDIA_TYPES[kind],
                    icon=":material/download:",
                    on_click="ignore",
                )
