"""Classifying a whole file: what was read, which column answers what, the result and its problems."""

from collections.abc import Callable

import altair as alt
import pandas as pd
import streamlit as st

from engine.explain import question_name
from flowchart.chart import Chart, blueprint
from flowchart.words import Lang
from missions.classify import Classified, classify_sheet
from missions.columns import Columns, match_columns
from missions.files import ENCODINGS, FileError, Sheet, read_sheet
from missions.mission import SAMPLE
from missions.output import write_csv, write_xlsx
from missions.problems import problems_frame
from ui.language import lang, plain, say

_SUFFIXES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 200
"""Rows of a long table that the page shows; the downloads hold all."""
_BAR = 28
"""Height of a bar in pixels; Thai labels with marks above and below need it."""
_LABELS = alt.Axis(labelLimit=210, labelOverlap=False)
_COLOURS = ("#c8393b", "#d0701c", "#a8841a", "#2f9068", "#2f74c0", "#3f9bb8", "#8a66bd", "#6f8a45")
"""One per decision; each at least 3 to 1 against the light and the dark page."""
_INCOMPLETE = "#858b93"


def page() -> None:
    """Upload, check, classify, download."""
    chart, code = blueprint(), lang()
    st.title(say("page.bulk"), anchor=False)
    st.markdown(say("bulk.intro"))
    limit = int(st.get_option("server.maxUploadSize"))
    upload = st.file_uploader(
        say("bulk.file"), type=_SUFFIXES, help=say("bulk.file_help", mb=limit), key="upload", on_change=_forget
    )
    if upload is None:
        st.download_button(
            say("bulk.sample"),
            SAMPLE.read_bytes(),
            file_name=SAMPLE.name,
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        return
    sheet = _read(chart, upload.getvalue())
    if sheet is None:
        return
    columns = _columns(chart, sheet, code)
    if not columns.questions:
        st.warning(say("bulk.no_column"))
        return
    if st.button(say("bulk.classify"), type="primary", icon=":material/play_arrow:", key="classify"):
        st.session_state["classified"] = _classify(chart, sheet, columns, code)
    classified = st.session_state.get("classified")
    if classified is not None:
        _show(chart, classified, _ministries(sheet, columns), code)


def _forget() -> None:
    st.session_state.pop("classified", None)


def _read(chart: Chart, data: bytes) -> Sheet | None:
    """Read the upload as detected or as corrected, and show what was read."""
    chosen_encoding = st.session_state.get("encoding")
    chosen_row = st.session_state.get("header_row")
    try:
        sheet = read_sheet(
            data,
            chart,
            header_row=chosen_row if isinstance(chosen_row, int) and chosen_row > 0 else None,
            encoding=chosen_encoding if chosen_encoding in ENCODINGS else None,
            sheet_name=st.session_state.get("sheet"),
        )
    except FileError as error:
        st.error(error.sentence(lang()))
        sheet = None
    with st.container(border=True):
        st.subheader(say("bulk.read"), anchor=False)
        if sheet:
            facts = {
                say("bulk.rows"): f"{len(sheet.rows):,}",
                say("bulk.encoding"): sheet.encoding or say("bulk.workbook"),
                say("bulk.header_row"): str(sheet.header_row),
            }
            if sheet.sheet_name:
                facts[say("bulk.sheet")] = plain(sheet.sheet_name)
            st.markdown(" · ".join(f"{name}: **{value}**" for name, value in facts.items()))
            if sheet.blank_rows:
                st.caption(say("bulk.blank_rows", n=sheet.blank_rows))
            st.caption(say("bulk.first_rows"))
            st.dataframe(_first_rows(sheet), hide_index=True)
        with st.expander(say("bulk.correct")):
            st.selectbox(
                say("bulk.encoding"),
                ENCODINGS,
                index=None,
                key="encoding",
                placeholder=say("bulk.automatic"),
                on_change=_forget,
            )
            st.number_input(
                say("bulk.header_row"),
                min_value=1,
                value=None,
                step=1,
                key="header_row",
                placeholder=say("bulk.automatic"),
                on_change=_forget,
            )
            if sheet and len(sheet.sheets) > 1:
                st.selectbox(
                    say("bulk.sheet"),
                    sheet.sheets,
                    index=None,
                    key="sheet",
                    placeholder=say("bulk.automatic"),
                    on_change=_forget,
                )
    return sheet


def _first_rows(sheet: Sheet) -> pd.DataFrame:
    """The first five rows; columns of the same name are told apart by their place."""
    names = [
        name if sheet.header.count(name) == 1 and name else f"{name} [{n}]" for n, name in enumerate(sheet.header, 1)
    ]
    return pd.DataFrame(sheet.rows[:5], columns=names)


def _columns(chart: Chart, sheet: Sheet, code: Lang) -> Columns:
    """Which column answers which question, as found and as corrected on the page."""
    found = match_columns(chart, sheet.header)
    main = len([q for q in chart.main if q.id in found.questions])
    signature = hash(sheet.header)
    questions: dict[str, int] = {}
    with st.expander(
        f"{say('bulk.columns')}: {say('bulk.columns_found', n=main, all=len(chart.main))}",
        expanded=main < len(chart.main),
    ):
        st.caption(say("bulk.columns_help"))
        sides = st.columns(2)
        for question in chart.questions.values():
            with sides[0] if question.number else sides[1]:
                column = _pick(
                    question_name(chart, question.id, code),
                    sheet,
                    found.questions.get(question.id),
                    f"{question.id}-{signature}",
                )
            if column is not None:
                questions[question.id] = column
        with sides[1]:
            ministry = _pick(say("bulk.ministry"), sheet, found.fields.get("ministry"), f"ministry-{signature}")
    fields = {name: column for name, column in found.fields.items() if name != "ministry"}
    if ministry is not None:
        fields["ministry"] = ministry
    return Columns(questions=questions, fields=fields, repeated=found.repeated)


def _pick(label: str, sheet: Sheet, found: int | None, key: str) -> int | None:
    choice = st.selectbox(
        label,
        range(len(sheet.header)),
        index=found,
        key=f"column-{key}",
        placeholder=say("bulk.none"),
        format_func=lambda n: f"{n + 1}. {sheet.header[n]}",
        on_change=_forget,
    )
    return choice if choice is not None and 0 <= choice < len(sheet.header) else None


def _classify(chart: Chart, sheet: Sheet, columns: Columns, code: Lang) -> Classified:
    bar = st.progress(0.0)

    def progress(done: int, total: int) -> None:
        bar.progress(done / max(total, 1), text=say("bulk.working", done=f"{done:,}", all=f"{total:,}"))

    progress(0, len(sheet.rows))
    classified = classify_sheet(chart, sheet, columns, code, progress)
    bar.empty()
    return classified


def _ministries(sheet: Sheet, columns: Columns) -> pd.Series:
    """The ministry of each row."""
    column = columns.fields.get("ministry")
    names = [row[column].strip() if column is not None else "" for row in sheet.rows]
    return pd.Series([name or say("bulk.no_ministry") for name in names], name="ministry", dtype="str")


def _show(chart: Chart, classified: Classified, ministries: pd.Series, code: Lang) -> None:
    total = len(classified.results)
    decided = f"{classified.decided:,}"
    st.success(say("bulk.done", all=f"{total:,}", decided=decided, incomplete=f"{total - classified.decided:,}"))
    with st.container(horizontal=True):
        _download("bulk.get_csv", lambda: write_csv(classified.table), "classified.csv", "text/csv")
        _download("bulk.get_xlsx", lambda: write_xlsx(classified.table)[0], "classified.xlsx", _XLSX)
    names = {d.id: d.label[code] for d in chart.dispositions.values()} | {"": say("bulk.incomplete")}
    labels = classified.results["disposition"].map(names)
    _counts(labels, list(names.values()))
    _by_ministry(labels, ministries, list(names.values()))
    _problems(classified, code)
    st.header(say("bulk.result"), anchor=False)
    if total > _SHOWN:
        st.caption(say("bulk.result_shown", shown=_SHOWN))
    st.dataframe(classified.results.head(_SHOWN), hide_index=True)


def _download(key: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    """A download that is made when asked for, not on every click of the page."""
    st.download_button(
        say(key), make, file_name=name, mime=mime, icon=":material/download:", on_click="ignore", key=key
    )


def _counts(labels: pd.Series, order: list[str]) -> None:
    st.header(say("bulk.by_disposition"), anchor=False)
    counts = labels.value_counts().reindex(order, fill_value=0)
    table = pd.DataFrame(
        {
            say("bulk.disposition"): counts.index,
            say("bulk.count"): [f"{n:,}" for n in counts],
            say("bulk.percent"): [f"{100 * n / max(len(labels), 1):.1f}" for n in counts],
        }
    )
    left, right = st.columns([2, 3])
    left.table(table, hide_index=True)
    data = pd.DataFrame({"disposition": counts.index, "count": counts.to_numpy()})
    bars = (
        alt.Chart(data, height=alt.Step(_BAR))
        .mark_bar()
        .encode(
            x=alt.X("count:Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("disposition:N", sort=order, title=None, axis=_LABELS),
            color=alt.Color("disposition:N", scale=_colours(order), legend=None),
        )
    )
    right.altair_chart(bars, alt=say("bulk.by_disposition"))


def _colours(order: list[str]) -> alt.Scale:
    """The same colour for a decision in every picture; the last is for the incomplete."""
    return alt.Scale(domain=order, range=[*_COLOURS[: len(order) - 1], _INCOMPLETE])


def _by_ministry(labels: pd.Series, ministries: pd.Series, order: list[str]) -> None:
    if ministries.nunique() < 2:
        return
    st.header(say("bulk.by_ministry"), anchor=False)
    data = pd.DataFrame({"ministry": ministries, "disposition": labels}).value_counts().rename("count").reset_index()
    legend = alt.Legend(orient="bottom", columns=3, labelLimit=320)
    bars = (
        alt.Chart(data, height=alt.Step(_BAR))
        .mark_bar()
        .encode(
            x=alt.X("sum(count):Q", title=say("bulk.count"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("ministry:N", title=None, sort="-x", axis=_LABELS),
            color=alt.Color("disposition:N", title=None, sort=order, scale=_colours(order), legend=legend),
            tooltip=[
                alt.Tooltip("ministry:N", title=say("bulk.ministry_name")),
                alt.Tooltip("disposition:N", title=say("bulk.disposition")),
                alt.Tooltip("count:Q", title=say("bulk.count")),
            ],
        )
    )
    st.altair_chart(bars, alt=say("bulk.by_ministry"))
    table = pd.crosstab(ministries, labels).reindex(columns=[name for name in order if name in set(labels)])
    st.dataframe(table.rename_axis(index=say("bulk.ministry_name"), columns=None).reset_index(), hide_index=True)


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
            _long_table(problems_frame(found, code), f"bulk.get_{key}", name)


def _long_table(table: pd.DataFrame, key: str, name: str) -> None:
    """The start of a table on the page, all of it as a file."""
    if len(table) > _SHOWN:
        st.caption(say("bulk.problems_shown", shown=_SHOWN))
    st.dataframe(table.head(_SHOWN), hide_index=True)
    _download(key, lambda: write_csv(table), name, "text/csv")
