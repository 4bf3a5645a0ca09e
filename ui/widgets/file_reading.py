"""What was read of a file of missions and which column answers what, shown to be corrected."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.bulk.stream import Reading
from missions.files.columns import Columns, match_columns
from missions.files.read import ENCODINGS, FileError, Sheet
from missions.files.reading import read_limited
from missions.files.replacements import Replacement
from ui.language import lang, localizer, plain, say
from ui.widgets.kept import kept

SUFFIXES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "ods"]
"""The files of missions that a page takes."""
_SHOWN = 100
"""Problems that a page shows."""
_CORRECTIONS = ("encoding", "header_row", "sheet")
_REPLACEMENTS = "replacements"


def read(
    chart: Chart, data: bytes, changed: Callable[[], None], large: Callable[[], None] | None = None
) -> Sheet | None:
    """Read the upload as detected or as corrected, and show what was read. ``changed`` is told of a correction.

    ``large`` is called, and the page run again, when there are more rows than a page reads.
    """
    try:
        sheet = _read(chart, data, corrected())
    except FileError as error:
        if large and error.code in ("many_rows", "many_cells"):
            large()
            st.rerun()
        st.error(plain(error.sentence(lang())))
        sheet = None
    show_read(sheet, f"{len(sheet.rows):,}" if sheet else "", changed)
    return sheet


def _read(chart: Chart, data: bytes, reading: Reading) -> Sheet:
    """The table, read once while the file and the way to read it stay the same."""

    def make() -> Sheet:
        return read_limited(
            data, chart, header_row=reading.header_row, encoding=reading.encoding, sheet_name=reading.sheet_name
        )

    as_read = replace(reading, replacements=())
    return kept("file_read", (hashlib.sha256(data).digest(), chart.stamp, as_read), make)


def corrected() -> Reading:
    """How the user wants the file to be read."""
    encoding, row, name = (st.session_state.get(key) for key in _CORRECTIONS)
    return Reading(
        header_row=row if type(row) is int and row > 0 else None,
        encoding=encoding if isinstance(encoding, str) and encoding in ENCODINGS else None,
        sheet_name=name if isinstance(name, str) else None,
        replacements=st.session_state.get(_REPLACEMENTS, ()),
    )


def correct(reading: Reading) -> None:
    """Put corrections in the place of those on the page. For callbacks."""
    for key, value in zip(_CORRECTIONS, (reading.encoding, reading.header_row, reading.sheet_name), strict=True):
        st.session_state[key] = value
    st.session_state[_REPLACEMENTS] = reading.replacements


def replace_words(replacements: tuple[Replacement, ...]) -> None:
    """Have the file read anew with these replacements of words. For callbacks."""
    correct(replace(corrected(), replacements=replacements))


def show_read(sheet: Sheet | None, count: str, changed: Callable[[], None]) -> None:
    """What was read of a file with so many missions, and how to read it otherwise."""
    with st.container(border=True):
        st.header(say("bulk.read"), anchor=False)
        if sheet:
            facts = {
                say("bulk.rows"): count,
                say("bulk.encoding" if sheet.encoding else "bulk.kind"): sheet.encoding or say("bulk.workbook"),
                say("bulk.header_row"): str(sheet.header_row),
            }
            if sheet.sheet_name:
                facts[say("bulk.sheet")] = plain(sheet.sheet_name)
            st.markdown(" · ".join(f"{name}: **{value}**" for name, value in facts.items()))
            if sheet.blank_rows:
                st.caption(say("bulk.blank_rows", n=sheet.blank_rows))
            if sheet.numbering_row:
                st.caption(say("bulk.numbering_row", row=sheet.numbering_row))
            if sheet.foot_rows:
                st.caption(say("bulk.foot_rows", rows=", ".join(map(str, sheet.foot_rows))))
            st.caption(say("bulk.first_rows"))
            st.dataframe(_first_rows(sheet), hide_index=True)
        with st.expander(say("bulk.correct"), key="correct_open"):
            st.selectbox(
                say("bulk.encoding"),
                ENCODINGS,
                index=None,
                key="encoding",
                placeholder=say("bulk.automatic"),
                on_change=changed,
            )
            st.number_input(
                say("bulk.header_row"),
                min_value=1,
                value=None,
                step=1,
                key="header_row",
                placeholder=say("bulk.automatic"),
                on_change=changed,
            )
            if sheet and len(sheet.sheets) > 1:
                st.selectbox(
                    say("bulk.sheet"),
                    sheet.sheets,
                    index=None,
                    key="sheet",
                    placeholder=say("bulk.automatic"),
                    on_change=changed,
                )


def problem_table(problems: pd.DataFrame, found: int | None = None) -> None:
    """The first of ``found`` problems, in sentences that name the place; a download is to tell all of them."""
    first = problems.head(_SHOWN)
    found = len(problems) if found is None else found
    if found > len(first):
        st.caption(say("bulk.problems_shown", shown=len(first), n=f"{found:,}"))
    shown = pd.DataFrame(
        {
            say("bulk.row"): ["" if pd.isna(row) else str(row) for row in first["row"]],
            say("bulk.problem"): [plain(str(message)) for message in first["message"]],
        }
    )
    st.table(shown, hide_index=True)


def _first_rows(sheet: Sheet) -> pd.DataFrame:
    """The first five rows; when columns have the same name or none, all are told apart by their place."""
    named = all(sheet.header) and len(set(sheet.header)) == len(sheet.header)
    names = list(sheet.header) if named else [f"{n}. {name}".strip() for n, name in enumerate(sheet.header, 1)]
    return pd.DataFrame(sheet.rows[:5], columns=names)


def columns(
    chart: Chart,
    sheet: Sheet,
    changed: Callable[[], None],
    former: Columns | None = None,
    *,
    folded: bool = False,
) -> Columns:
    """Which column answers which question, as found or as chosen formerly, and as corrected here.

    ``folded`` for a file that need not hold answers.
    """
    found = former or match_columns(chart, sheet.header)
    main = len([q for q in chart.main if q.id in found.questions])
    others = len(chart.questions) - len(chart.main)
    counts = {"n": main, "all": len(chart.main), "more": len(found.questions) - main, "others": others}
    signature = hash(sheet.header)
    questions: dict[str, int] = {}
    with st.expander(
        f"{say('bulk.columns')}: {say('bulk.columns_found', **counts)}",
        expanded=main < len(chart.main) and not folded,
        key=f"columns_open-{signature}",
    ):
        st.caption(say("bulk.columns_help"))
        sides = st.columns(2)
        for question in chart.questions.values():
            with sides[0] if question.number else sides[1]:
                column = _pick(
                    localizer(chart).question(question.id),
                    sheet,
                    found.questions.get(question.id),
                    f"question-{question.id}-{signature}",
                    changed,
                )
            if column is not None:
                questions[question.id] = column
        with sides[1]:
            ministry = _pick(
                say("bulk.ministry"), sheet, found.fields.get("ministry"), f"ministry-{signature}", changed
            )
    fields = {name: column for name, column in found.fields.items() if name != "ministry"}
    if ministry is not None:
        fields["ministry"] = ministry
    return Columns(questions=questions, fields=fields, repeated=found.repeated)


def _pick(label: str, sheet: Sheet, found: int | None, key: str, changed: Callable[[], None]) -> int | None:
    choice = st.selectbox(
        label,
        range(len(sheet.header)),
        index=found if found is not None and found < len(sheet.header) else None,
        key=f"column-{key}",
        placeholder=say("bulk.none"),
        format_func=lambda n: f"{n + 1}. {sheet.header[n]}",
        on_change=changed,
    )
    return choice if choice is not None and 0 <= choice < len(sheet.header) else None
