"""A blank workbook in which missions are filled in, with their answers to be chosen from lists; our reader takes it."""

import io

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from flowchart.chart import UNKNOWN, Chart
from flowchart.profile import profile_of
from reports.fonts_used import SARABUN
from reports.localizer import ReportLocalizer
from text.words import Lang

_FIELDS = ("code", "name", "ministry", "department", "description", "legal_basis")
_WIDTHS = {"name": 45.0, "description": 40.0, "legal_basis": 30.0}
_ROWS = 2_000
"""Rows with lists to choose from."""


def template_bytes(chart: Chart, lang: Lang) -> bytes:
    """The workbook: a sheet for missions, and one that tells each question and its answers."""
    loc = ReportLocalizer(chart, profile_of(chart), lang)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        missions = book.add_worksheet(loc.say("template.missions"))
        answers = book.add_worksheet(loc.say("template.answers"))
        _write_answers(book, answers, loc)
        _write_missions(book, missions, loc, answers.get_name())
    return stream.getvalue()


def _write_answers(book: Workbook, sheet: Worksheet, loc: ReportLocalizer) -> None:
    """A question to a column: its name, its text, then the answers it may have."""
    bold, wrapped = _form(book, bold=True), _form(book)
    sheet.set_column(0, len(loc.chart.order) - 1, 32)
    for column, question in enumerate(loc.chart.order):
        sheet.write_string(0, column, loc.question(question), bold)
        sheet.write_string(1, column, loc.text(loc.chart.questions[question].text), wrapped)
        for row, answer in enumerate(_answers(loc, question), 2):
            sheet.write_string(row, column, answer, wrapped)


def _write_missions(book: Workbook, sheet: Worksheet, loc: ReportLocalizer, lists: str) -> None:
    head, text = _form(book, bold=True, bg_color="#E4EBF3", border=1), _form(book, num_format="@")
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, field in enumerate(_FIELDS):
        sheet.set_column(column, column, _WIDTHS.get(field, 18.0), text)
        sheet.write_string(0, column, loc.say(f"template.{field}"), head)
    for n, question in enumerate(loc.chart.order):
        column = len(_FIELDS) + n
        sheet.set_column(column, column, 24, text)
        sheet.write_string(0, column, loc.question(question), head)
        letter, last = xlsxwriter.utility.xl_col_to_name(n), len(_answers(loc, question)) + 2
        rule = {
            "validate": "list",
            "source": f"='{lists}'!${letter}$3:${letter}${last}",
            "error_message": loc.say("template.choose"),
        }
        sheet.data_validation(1, column, _ROWS, column, rule)
    for n, key in enumerate(("reason", "evidence")):
        column = len(_FIELDS) + len(loc.chart.order) + n
        sheet.set_column(column, column, 40, text)
        sheet.write_string(0, column, loc.say(f"column.{key}"), head)


def _answers(loc: ReportLocalizer, question: str) -> list[str]:
    return [loc.answer(question, answer) for answer in (*loc.chart.questions[question].answers, UNKNOWN)]


def _form(book: Workbook, **properties: object) -> "xlsxwriter.format.Format":
    look = {"font_name": SARABUN.font, "font_size": SARABUN.size, "valign": "top", "text_wrap": True}
    return book.add_format({**look, **properties})
