"""A file of missions for a review: read, sorted into what can be taken and what is wrong, and shown."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from flowchart.chart import Chart
from missions.bulk.stream import Reading
from missions.files.columns import Columns
from missions.files.output import write_csv
from missions.files.problems import PROBLEM_COLUMNS, problems_frame
from missions.files.read import Sheet
from missions.files.replacements import Replacement, WordCounts
from missions.files.rows import MissionRow
from missions.mission import sample_file
from record.import_rows import checked_rows, rows_of
from record.store_error import StoreError
from ui.language import lang, plain, say
from ui.widgets.choose_file import choose_file
from ui.widgets.fields import amount
from ui.widgets.file_reading import SUFFIXES, columns, correct, corrected, problem_table, read, replace_words
from ui.widgets.long_table import long_table
from ui.widgets.paper import offer_template
from ui.widgets.replacing import show_words

_MEGABYTES = 10
"""The largest file: some 10,000 missions with all their texts, more than a working group can review."""
_NO_CODE = "N-0001"
"""Stands for the code that a mission without one will be given."""


@dataclass(frozen=True)
class Sorted:
    """The missions of a file that can be taken, what is wrong in the file, and how many rows are left out for it.

    ``unread`` are the headings of columns that a review has no place for, ``words`` those that are no answers.
    """

    rows: list[MissionRow]
    problems: pd.DataFrame
    left_out: int
    unread: list[str]
    words: WordCounts


def missions_file(chart: Chart, known: Collection[str] | None = None) -> Sorted | None:
    """Ask for a file, show what was read and what is wrong, and give its missions; None without a usable one.

    ``known`` are the codes that a review has already; None for a new review, which gives codes to missions without.
    """
    upload = choose_file(
        say("bulk.file"), types=SUFFIXES, key=_key(), on_change=partial(correct, Reading()), mb=_MEGABYTES
    )
    if upload is None:
        st.caption(say("bulk.file_help", mb=_MEGABYTES))
        offer_template(chart)
        if (sample := sample_file(chart)) is not None:
            download("sample", sample.read_bytes, f"missions-{chart.id}.csv")
        return None
    sheet = read(chart, upload.getvalue(), _nothing)
    if sheet is None:
        return None
    as_found = columns(chart, sheet, _nothing, folded=True)
    found = sort_out(chart, sheet, as_found, known, corrected().replacements)
    if known is None and not any("name_th" in row.fields for row in found.rows):
        st.error(say("reviews.no_names"))
        return None
    if known is not None and not any(row.code for row in found.rows):
        st.error(StoreError("missing_code").sentence(lang()))
        return None
    return found


def forget_file() -> None:
    """Empty the uploader. For callbacks."""
    st.session_state["review_files"] = st.session_state.get("review_files", 0) + 1
    correct(Reading())


def sort_out(
    chart: Chart,
    sheet: Sheet,
    columns: Columns,
    known: Collection[str] | None = None,
    replacements: Iterable[Replacement] = (),
) -> Sorted:
    """The missions of a sheet that a review can take; each of the others becomes a problem of its row."""
    read = rows_of(chart, sheet, columns, replacements)
    words = WordCounts()
    for problem in read.problems:
        words.add(problem)
    taken: list[MissionRow] = []
    refused: list[tuple[object, ...]] = []
    codes: set[str] = set()
    for number, row in zip(sheet.row_numbers, read.rows, strict=True):
        try:
            _check(chart, row, codes, known)
        except StoreError as error:
            refused.append((number, "", row.code, error.code, error.sentence(lang()), "", "", "error"))
        else:
            taken.append(row)
            codes.add(row.code)
    found = problems_frame([*sheet.problems, *read.problems], lang())
    if refused:
        more = pd.DataFrame(refused, columns=list(PROBLEM_COLUMNS)).astype({"row": "Int64"})
        found = pd.concat([more, found], ignore_index=True) if len(found) else more
    return Sorted(taken, found, len(refused), read.unread, words)


def _check(chart: Chart, row: MissionRow, codes: Collection[str], known: Collection[str] | None) -> None:
    """Whether a review can take a mission beside those of ``codes``. Raises ``StoreError``."""
    if row.code and row.code in codes:
        raise StoreError("repeated_code", value=row.code)
    checked_rows(chart, [row if row.code or known is not None else row.with_code(_NO_CODE)])
    if row.code not in (known or ()) and not row.fields.get("name_th"):
        raise StoreError("missing", field="name_th")


def show_sorted(chart: Chart, found: Sorted, known: Collection[str] = ()) -> None:
    """What can be taken of a file, in numbers, and what is wrong with it; missions ``known`` keep their answers."""
    answers = sum(len(row.answers) for row in found.rows if row.code not in known)
    st.markdown(f"**{say('reviews.taken', n=f'{len(found.rows):,}', answers=f'{answers:,}')}**")
    if found.unread:
        st.caption(say("reviews.unread", columns=plain(", ".join(found.unread))))
    if found.left_out:
        st.warning(say("reviews.left_out", n=f"{found.left_out:,}"), icon=":material/report:")
    words, replaced = found.words, found.words.replaced(chart, corrected().replacements)
    show_words(chart, words.strange(), replaced, replace_words, more=words.more, result=False)
    if len(found.problems):
        _show_problems(found.problems)


def _show_problems(problems: pd.DataFrame) -> None:
    st.header(say("reviews.problems", n=f"{len(problems):,}"), anchor=False)
    st.caption(say("reviews.problems_help"))
    problem_table(problems)
    download("get_problems", lambda: write_csv(problems), "problems.csv")


def show_missions(rows: Sequence[MissionRow], heading: str) -> None:
    """Missions as they will be taken."""
    table = pd.DataFrame(
        {
            say("reviews.code"): [row.code for row in rows],
            say("reviews.name"): [str(row.fields.get("name_th") or "") for row in rows],
            say("reviews.ministry"): [str(row.fields.get("ministry") or "") for row in rows],
            say("reviews.department"): [str(row.fields.get("department") or "") for row in rows],
            say("reviews.budget"): [_amount(row, "budget_satang") for row in rows],
            say("reviews.positions"): [_amount(row, "positions") for row in rows],
            say("reviews.answers"): [len(row.answers) for row in rows],
        }
    )
    st.header(heading, anchor=False)
    long_table(table, heading, numbers=[say("reviews.budget"), say("reviews.positions")])


def download(key: str, make: Callable[[], bytes], name: str) -> None:
    """A table to be downloaded, made when asked for."""
    st.download_button(
        say(f"reviews.{key}"),
        make,
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=f"reviews_{key}",
    )


def _amount(row: MissionRow, field: str) -> str:
    value = row.fields.get(field)
    return amount(field, value) if isinstance(value, int) else ""


def _key() -> str:
    """The key of the uploader; a new one empties it."""
    return f"review_file_{st.session_state.get('review_files', 0)}"


def _nothing() -> None:
    """Do nothing more after a correction: the next run reads anew."""
