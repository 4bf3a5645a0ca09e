"""A document's tables as a workbook: a sheet each, numbers as numbers, texts as texts, charts that Excel draws."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from math import ceil

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from missions.files.xlsx import fitted
from reports.document import NO_DATA, Bars, Cell, Document, Figure, Kind, Table
from reports.fonts_used import SARABUN, Lettering
from reports.words import words
from text.numbers import Digits
from text.widths import width

_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_CHARACTER, _LINE, _HIGHEST = 0.5, 1.5, 409.0
"""A column's unit of width and a line's height in parts of the font size; the most points a row can have."""
_THAI = "[$-D00041E]"
_FORMS: dict[Kind, str] = {
    "count": "#,##0",
    "money": "#,##0",
    "percent": "0.0%",
    "text": "@",
    "code": "@",
    "date": "d mmmm yyyy",
}
_WORDS: tuple[Kind, ...] = ("text", "code")
_BUDDHIST = {"thai": "[$-D07041E]", "arabic": "[$-107041E]"}
"""What makes a date's format Thai, with the years of the Buddhist era."""
_WIDTHS: dict[Kind, float] = {"count": 14, "money": 20, "percent": 12, "code": 12, "text": 0, "date": 20}


def xlsx_bytes(document: Document, lettering: Lettering = SARABUN) -> bytes:
    """The tables as XLSX. The first sheet lists the others."""
    stream = io.BytesIO()
    tables = list(document.book())
    with xlsxwriter.Workbook(stream, _OPTIONS) as book:
        book.set_properties({"title": document.title[:255], "author": document.author[:255]})
        writer = _Writer(book, document, lettering)
        writer.contents(tables)
        for table in tables:
            writer.table(table)
        for _, blocks in document.sheets():
            for block in blocks:
                if isinstance(block, Figure) and block.bars:
                    writer.chart(block, block.bars)
    return stream.getvalue()


class _Writer:
    def __init__(self, book: Workbook, document: Document, lettering: Lettering) -> None:
        self._book = book
        self._document = document
        self._size = lettering.size
        self._base = {"font_name": lettering.font, "font_size": lettering.size, "valign": "top"}
        self._head = self._form(bold=True, text_wrap=True, bg_color="#E4EBF3", border=1, valign="vcenter")
        self._kinds = {kind: self._of_kind(kind, document.digits) for kind in _FORMS}
        self._totals = {kind: self._of_kind(kind, document.digits, bold=True, top=1) for kind in _FORMS}
        self._counted = (_THAI if document.digits == "thai" else "") + _FORMS["count"]
        self._sheets: dict[str, tuple[Worksheet, Table]] = {}

    def _form(self, **properties: object) -> Format:
        return self._book.add_format({**self._base, **properties})

    def _of_kind(self, kind: Kind, digits: Digits, **properties: object) -> Format:
        thai = digits == "thai" and _FORMS[kind] != "@"
        wrap = {"text_wrap": True} if kind == "text" else {}
        if kind == "date":
            era = _BUDDHIST[digits] if self._document.lang == "th" else ""
            return self._form(num_format=era + _FORMS[kind], align="left", **properties)
        return self._form(num_format=(_THAI if thai else "") + _FORMS[kind], **wrap, **properties)

    def contents(self, tables: list[Table]) -> None:
        """The title, a link to each table, and what holds for all of them."""
        sheet = self._book.add_worksheet(self._document.contents[:31])
        sheet.set_column(0, 0, 90)
        sheet.write_string(0, 0, self._fitted(self._document.title), self._form(bold=True, text_wrap=True))
        link = self._form(font_color="#2F5D8C", underline=1)
        for row, table in enumerate(tables, 2):
            sheet.write_url(row, 0, f"internal:'{table.name}'!A1", link, self._fitted(table.caption)[:255])
        for row, note in enumerate(self._document.notes(), len(tables) + 3):
            sheet.write_string(row, 0, self._fitted(note.text), self._form(text_wrap=True))

    def table(self, table: Table) -> None:
        """One table on its own sheet, its header frozen, with filters.

        What is for the workbook alone is a table of Excel's own, to make a pivot of: where a number or a day is not
        known its cell is empty, so that the column holds nothing else.
        """
        sheet = self._book.add_worksheet(table.name)
        self._sheets[table.name] = sheet, table
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        mark = f"&R{self._document.mark}" if self._document.mark else ""
        sheet.set_header(f"&C{table.caption.replace('&', '&&')[:200]}{mark}")
        whole = sum(column.width for column in table.columns if column.kind == "text") or 1
        widths = [_WIDTHS[c.kind] or max(14, min(70, 130 * c.width / whole)) for c in table.columns]
        self._room(sheet, 0, widths, [column.heading for column in table.columns])
        for n, column in enumerate(table.columns):
            sheet.set_column(n, n, widths[n])
            sheet.write_string(0, n, self._fitted(column.heading), self._head)
        last = len(table.rows)
        for row, cells in enumerate(table.rows, 1):
            self._room(sheet, row, widths, cells)
            forms = self._totals if table.total and row == last else self._kinds
            for n, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
                if table.total and row == last and isinstance(cell, int | float):
                    of = xl_range(1, n, last - 1, n)
                    sheet.write_formula(row, n, f"=SUM({of})", forms[column.kind], cell)
                elif cell is None and table.on == "book" and column.kind not in _WORDS:
                    sheet.write_blank(row, n, None, forms[column.kind])
                else:
                    self._write(sheet, row, n, cell, forms[column.kind])
        if table.on == "book" and table.rows and not table.total:
            heads = [{"header": self._fitted(c.heading), "header_format": self._head} for c in table.columns]
            options = {"name": f"Data{len(self._sheets)}", "columns": heads, "style": None}
            sheet.add_table(0, 0, last, len(table.columns) - 1, options)
        else:
            sheet.autofilter(0, 0, max(last - table.total, 1), len(table.columns) - 1)

    def _room(self, sheet: Worksheet, row: int, widths: list[float], cells: Sequence[Cell]) -> None:
        """Make a row as high as its longest text needs: not every program does so by itself."""
        lines = 1
        for cell, room in zip(cells, widths, strict=True):
            if isinstance(cell, str) and len(cell) > 8:
                lines = max(lines, ceil(width(cell, 1) / (room * _CHARACTER)))
        sheet.set_row(row, min(lines * self._size * _LINE, _HIGHEST))

    def _write(self, sheet: Worksheet, row: int, column: int, cell: Cell, form: Format) -> None:
        if cell is None:
            sheet.write_string(row, column, NO_DATA, form)
        elif isinstance(cell, str):
            text = self._fitted(cell)
            if text.startswith("<r>") and text.endswith("</r>"):  # xlsxwriter takes it for markup, unless in pieces
                sheet.write_rich_string(row, column, *text[:3], text[3:], form)
            else:
                sheet.write_string(row, column, text, form)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, datetime.combine(cell, time()), form)
        else:
            sheet.write_number(row, column, cell, form)

    def chart(self, figure: Figure, bars: Bars) -> None:
        """A bar chart of Excel's own beside the table it draws from."""
        sheet, table = self._sheets[bars.table]
        rows = (1, len(bars.values))
        font = {"name": self._base["font_name"], "size": 10}
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {
                "name": self._fitted(figure.caption),
                "categories": [table.name, rows[0], bars.label_column, rows[1], bars.label_column],
                "values": [table.name, rows[0], bars.value_column, rows[1], bars.value_column],
                "fill": {"color": "#2F5D8C"},
                "data_labels": {"value": True, "font": font, "num_format": self._counted},
                "gap": 60,
            }
        )
        chart.set_title({"name": self._fitted(figure.caption), "name_font": {**font, "size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True, "num_font": font})
        chart.set_x_axis({"num_font": font, "major_gridlines": {"visible": False}, "visible": False})
        chart.set_size({"width": 760, "height": 60 + 36 * len(bars.values)})
        options = {"description": figure.alt[:250], "object_position": 2}
        sheet.insert_chart(1, len(table.columns) + 1, chart, options)

    def _fitted(self, text: str) -> str:
        """The text as a cell of Excel can hold it; one that is cut says so and where the whole of it is."""
        return fitted(text, words("writer.cut", self._document.lang))
