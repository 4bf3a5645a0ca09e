"""The blank workbook: filled in as a person would, it is read back as it was filled in."""

import io
from collections.abc import Callable

import openpyxl
import pytest

from engine.rules import decide
from flowchart import charts
from flowchart.chart import UNKNOWN, Chart
from flowchart.localizer import ChartLocalizer
from missions.files.columns import match_columns
from missions.files.details import match_details
from missions.files.read import read_sheet
from reports.from_file import summary_of_file
from reports.template import template_bytes
from text.words import LANGS, Lang

CHARTS = charts.all_charts()


def filled(chart: Chart, lang: Lang) -> tuple[bytes, list[dict[str, str]]]:
    """The workbook with a mission for each answer of each question, chosen from its lists; and what was chosen."""
    book = openpyxl.load_workbook(io.BytesIO(template_bytes(chart, lang)))
    sheet, lists = book.worksheets
    columns = {cell.value: cell.column for cell in sheet[1]}
    loc = ChartLocalizer(chart, lang)
    chosen = []
    for question in chart.order:
        for at, answer in enumerate((*chart.questions[question].answers, UNKNOWN)):
            given = {q: next(iter(chart.questions[q].answers)) for q in chart.order} | {question: answer}
            row = sheet.max_row + 1
            chosen.append({q: a for q, a in given.items() if a})
            sheet.cell(row, 1, f"A-{row}")
            sheet.cell(row, 2, f"ภารกิจที่ {row}")
            for q, a in given.items():
                place = list(chart.order).index(q) + 1
                order = [*chart.questions[q].answers, UNKNOWN].index(a)
                sheet.cell(row, columns[loc.question(q)], lists.cell(3 + order, place).value)
            assert lists.cell(3 + at, list(chart.order).index(question) + 1).value == loc.answer(question, answer)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), chosen


def read_back(chart: Chart, data: bytes, chosen: list[dict[str, str]]) -> None:
    summary = summary_of_file(chart, data, read_sheet)
    assert summary.source.problems == ()
    assert [m.code for m in summary.missions] == [f"A-{n}" for n in range(2, len(chosen) + 2)]
    assert [dict(m.answers) for m in summary.missions] == chosen
    assert [m.decision for m in summary.missions] == [decide(chart, given) for given in chosen]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_a_filled_template_is_read_as_it_was_filled_in(chart: Chart, lang: Lang) -> None:
    read_back(chart, *filled(chart, lang))


def test_a_template_that_libreoffice_saved_is_read_as_it_was_filled_in(through_office: Callable[..., bytes]) -> None:
    data, chosen = filled(CHARTS[0], "th")
    read_back(CHARTS[0], through_office(data, "xlsx", "xlsx"), chosen)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.id)
def test_every_heading_is_one_that_the_reader_takes_and_no_row_is_a_sample(chart: Chart, lang: Lang) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes(chart, lang))).worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    assert sheet.max_row == 1
    columns = match_columns(chart, header)
    assert columns.questions.keys() == chart.questions.keys()
    assert columns.fields.keys() == {"id", "name", "ministry", "department"}
    details = match_details(chart, read_sheet(filled(chart, lang)[0], chart), columns)
    assert {"description", "legal_basis"} <= details.fields.keys()
    assert len(sheet.data_validations.dataValidation) == len(chart.questions)
