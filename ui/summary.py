"""The cabinet summary: choose a review or a file and a scope, see the totals and page one, download the documents."""

import hashlib
import io
import logging
import zipfile
from dataclasses import replace
from functools import partial

import streamlit as st

from flowchart.chart import Chart
from missions.files.problems import FileError, problems_frame
from missions.files.reading import SUMMARY, read_limited
from record.members import roles_in
from record.reviews import reviews
from record.store import EXPORTERS, find_review
from reports import (
    KINDS,
    LETTERINGS,
    MEDIA_TYPES,
    Digits,
    FileKind,
    SummaryInput,
    Tally,
    WritingError,
    first_page,
    write_apart,
)
from reports.from_file import summary_of_file
from reports.from_record import summary_of_review
from reports.summary import COMMENT_CHOICES, CommentChoice
from reports.typesetting import is_installed
from text.words import LANGS, Lang
from ui.admission import known
from ui.language import NAMES, lang, plain, say
from ui.letter import letter_form
from ui.reviews.facts import names_of_reviews
from ui.routes import asked
from ui.who import identify, record
from ui.widgets.chart_choice import choose_chart
from ui.widgets.choose_file import choose_file
from ui.widgets.file_reading import SUFFIXES, problem_table
from ui.widgets.imported import say_if_imported
from ui.widgets.kept import kept

_MEGABYTES = 50
"""The largest file; a summary holds all of it in memory."""
_PROGRAMS: dict[FileKind, str] = {"docx": "Word", "pdf": "PDF", "xlsx": "Excel"}
"""What people call the kinds of file."""
_SOURCES = ("review", "file")
_DIGITS: tuple[Digits, ...] = ("thai", "arabic")


def page() -> None:
    """Choose or upload, narrow down, look, download."""
    st.title(say("page.summary"), anchor=False)
    st.markdown(say("summary.intro"))
    source = st.radio(
        say("summary.source"),
        _SOURCES,
        index=0 if asked("review") else 1,
        format_func=lambda kind: say(f"summary.from_{kind}"),
        horizontal=True,
        key="summary_source",
    )
    whole = _from_review() if source == "review" else _from_file()
    if whole is None:
        return
    summary = _scope(whole)
    code, digits, font = _form()
    draft = st.checkbox(
        say("summary.draft"), value=summary.draft, key=f"summary_draft_{source}", help=say("summary.draft_help")
    )
    summary = replace(summary, as_draft=draft, letter=letter_form())
    if not summary.missions:
        st.warning(say("summary.nothing"))
        return
    left, right = st.columns([2, 3], gap="large")
    read = whole.source.head or whole.source.sha256
    chosen = (whole.title, summary.scope, code, digits, draft, font, summary.comments, summary.letter)
    key = (summary.chart.stamp, read, *chosen)
    with left:
        _totals(summary)
        _documents(summary, code, digits, font, key)
    with right:
        st.header(say("summary.page_one"), anchor=False)
        with st.container(border=True):
            page_one = kept("summary_page_one", key, lambda: first_page(summary, code, digits=digits))
            st.image(page_one, alt=say("summary.page_one_alt"))


def _comments() -> CommentChoice:
    """Which comments go into the documents: none, unless that is chosen."""
    return st.radio(
        say("summary.comments"),
        COMMENT_CHOICES,
        format_func=lambda choice: say(f"summary.comments_{choice}"),
        horizontal=True,
        key="summary_comments",
        help=say("summary.comments_help"),
    )


def _from_review() -> SummaryInput | None:
    """The chosen one of the reviews that the person at the page may take out."""
    me = identify(alone=False)
    if me is None:
        return None
    mine = {r.id: r for r in reviews(record(), me.email) if roles_in(record(), me.email, r.id) & EXPORTERS}
    wanted = asked("review")
    if wanted is not None and wanted not in mine:
        st.warning(say("summary.not_yours"))
    if not mine:
        st.info(say("summary.no_review"))
        return None
    names = names_of_reviews(me.email, mine.values())
    chosen = st.selectbox(
        say("summary.review"),
        list(mine),
        index=list(mine).index(wanted) if wanted in mine else None,
        key="summary_review",
        placeholder=say("summary.pick_review"),
        format_func=lambda review: names.get(review, ""),
    )
    if chosen not in mine:
        return None
    st.query_params["review"] = str(chosen)
    say_if_imported(mine[chosen])
    found = summary_of_review(record(), me.email, chosen, title=_own_title(), comments=_comments())
    if found.wording != "here":
        st.info(say(f"summary.wording_{found.wording}"), icon=":material/inventory_2:")
    return found


def _from_file() -> SummaryInput | None:
    """The missions of an upload, if it can be read."""
    chart = choose_chart()
    upload = choose_file(say("bulk.file"), types=SUFFIXES, key="summary_file", mb=_MEGABYTES)
    if upload is None:
        st.caption(say("bulk.file_help", mb=_MEGABYTES))
        return None
    data = upload.getvalue()
    try:
        found = _read(chart, data, hashlib.sha256(data).hexdigest(), upload.name, _own_title())
    except FileError as error:
        st.error(plain(error.sentence(lang())))
        return None
    if found.source.foot_rows:
        st.caption(say("bulk.foot_rows", rows=", ".join(map(str, found.source.foot_rows))))
    if problems := found.source.problems:
        st.warning(say("summary.problems", n=f"{len(problems):,}"), icon=":material/report:")
        with st.expander(say("bulk.problems", n=f"{len(problems):,}"), key="problems_open"):
            problem_table(problems_frame(problems, lang()))
    return found


def _own_title() -> str:
    return st.text_input(say("summary.title"), key="summary_title", max_chars=200, help=say("summary.title_help"))


def _read(chart: Chart, data: bytes, source: str, name: str, title: str) -> SummaryInput:
    """The file's missions, read once and kept while it stays the same."""

    def read() -> SummaryInput:
        with st.spinner(say("summary.reading")):
            return summary_of_file(chart, data, partial(read_limited, bounds=SUMMARY), file_name=name, title=title)

    return kept("summary_read", (chart.stamp, source, name, title), read)


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


def _form() -> tuple[Lang, Digits, str]:
    """The language, the digits and the font of the documents."""
    left, right, last = st.columns(3)
    code = left.radio(
        say("summary.language"),
        LANGS,
        index=LANGS.index(lang()),
        format_func=lambda language: NAMES[language],
        horizontal=True,
    )
    digits = right.radio(
        say("summary.digits"),
        _DIGITS,
        index=_DIGITS.index("thai" if code == "th" else "arabic"),
        format_func=lambda kind: say(f"summary.digits_{kind}"),
        horizontal=True,
        key=f"summary_digits_{code}",
    )
    font = last.radio(
        say("summary.font"),
        list(LETTERINGS),
        format_func=lambda name: say(f"summary.font_{name}"),
        key="summary_font",
        help=say("summary.font_help"),
    )
    if font not in LETTERINGS or not is_installed(LETTERINGS[font]):
        st.warning(say("summary.font_missing", font=LETTERINGS[font].font if font in LETTERINGS else ""))
        font = next(iter(LETTERINGS))
    return code if code in LANGS else "th", digits if digits in _DIGITS else "arabic", font


def _totals(summary: SummaryInput) -> None:
    tally = Tally(summary)
    all_, decided, incomplete = st.columns(3)
    all_.metric(say("summary.missions"), f"{tally.all:,}")
    decided.metric(say("summary.decided"), f"{tally.decided:,}")
    incomplete.metric(say("bulk.incomplete"), f"{tally.incomplete:,}")


def _documents(summary: SummaryInput, code: Lang, digits: Digits, font: str, key: object) -> None:
    """Make the three files in a process of their own, then offer them."""
    if st.button(say("summary.make"), type="primary", icon=":material/description:"):
        bar = st.progress(0.0, text=say("summary.making", kind=_PROGRAMS[KINDS[0]]))

        def progress(done: int, steps: int) -> None:
            text = say("summary.making", kind=_PROGRAMS[KINDS[min(max(done - 1, 0), len(KINDS) - 1)]])
            bar.progress(done / steps, text=text)

        try:
            made = write_apart(summary, KINDS, code, digits=digits, lettering=LETTERINGS[font], progress=progress)
        except WritingError:
            logging.getLogger("blueprint").exception("a summary could not be written")
            st.error(say("summary.failed"))
            return
        finally:
            bar.empty()
        st.session_state["summary_made"] = (key, made)
    offered: tuple[object, dict[FileKind, bytes]] | None = st.session_state.get("summary_made")
    if offered and offered[0] == key:
        me = known() if summary.source.review else None
        reader = me.email if me else ""
        st.download_button(
            say("summary.get_all"),
            lambda: _allowed(reader, summary.source.review, _zipped(offered[1], code)),
            file_name=f"summary-{code}.zip",
            mime="application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
        )
        with st.container(horizontal=True):
            for kind in KINDS:
                st.download_button(
                    say("summary.get", kind=_PROGRAMS[kind]),
                    partial(_allowed, reader, summary.source.review, offered[1][kind]),
                    file_name=f"summary-{code}.{kind}",
                    mime=MEDIA_TYPES[kind],
                    icon=":material/download:",
                    on_click="ignore",
                )


def _zipped(made: dict[FileKind, bytes], code: Lang) -> bytes:
    """The documents in one file; they are compressed already."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for kind, data in made.items():
            package.writestr(f"summary-{code}.{kind}", data)
    return stream.getvalue()


def _allowed(reader: str, review: str, made: bytes) -> bytes:
    """A document of a review, for who may take the review out when it is asked for. Raises ``StoreError``."""
    if review:
        with record().read_review(reader, find_review(record(), reader, review), EXPORTERS):
            return made
    return made
