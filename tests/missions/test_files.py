import datetime
import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowchart.chart import Chart
from missions.files.read import FileError, Sheet, read_sheet
from text.words import LANGS

Xlsx = Callable[..., bytes]
TEXT = "รหัส,ชื่อภารกิจ,core,ข้อ 1\r\n0001,งานทะเบียนที่ดิน,ใช่,NA\r\n0002,น้ำ,ไม่ใช่,\r\n"
ROWS = [["0001", "งานทะเบียนที่ดิน", "ใช่", "NA"], ["0002", "น้ำ", "ไม่ใช่", ""]]


def code_of(data: bytes, chart: Chart, **chosen: str | int) -> str:
    with pytest.raises(FileError) as caught:
        read_sheet(data, chart, **chosen)  # type: ignore[arg-type]
    assert all(caught.value.sentence(lang) for lang in LANGS)
    return caught.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp874", "tis-620", "utf-32"]
)
def test_encodings(chart: Chart, encoding: str) -> None:
    sheet = read_sheet(TEXT.encode(encoding), chart)
    assert (sheet.header, sheet.rows) == (("รหัส", "ชื่อภารกิจ", "core", "ข้อ 1"), ROWS)
    assert sheet.encoding == encoding.replace("tis-620", "cp874")
    assert (sheet.row_numbers, sheet.header_row, sheet.delimiter, sheet.problems) == ([2, 3], 1, ",", [])
    assert read_sheet(TEXT.encode(encoding), chart, encoding=encoding).rows == ROWS


def test_utf16_big_endian_with_a_mark_and_cp1252(chart: Chart) -> None:
    assert read_sheet(b"\xfe\xff" + TEXT.encode("utf-16-be"), chart).rows == ROWS
    for encoding in ("utf-8", "cp1252"):
        sheet = read_sheet("core,name\nyes,Café Résumé\n".encode(encoding), chart)
        assert (sheet.encoding, sheet.rows[0][1]) == (encoding, "Café Résumé")


def test_bytes_that_cannot_be_decoded_are_reported_once(chart: Chart) -> None:
    data = TEXT.encode().replace("น้ำ".encode(), b"\xff\xfe") + b"0003,\xff,,\n"
    sheet = read_sheet(data, chart, encoding="utf-8")
    assert [(p.row, p.column, p.code) for p in sheet.problems] == [(3, "ชื่อภารกิจ", "undecodable")]
    assert len(sheet.rows) == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separators(chart: Chart, delimiter: str) -> None:
    text = "ชื่อภารกิจ,core,q1\nงาน ก; ข; ค,1,0\n".replace(",", delimiter).replace("งาน ก; ข; ค", '"งาน ก; ข, ค"')
    sheet = read_sheet(text.encode(), chart)
    assert (sheet.delimiter, sheet.rows) == (delimiter, [["งาน ก; ข, ค", "1", "0"]])


def test_excels_sep_line_is_honoured_and_no_row(chart: Chart) -> None:
    sheet = read_sheet(b"sep=;\r\ncore;a,b,c\r\nyes;1,2,3\r\n", chart)
    assert (sheet.header, sheet.rows, sheet.header_row) == (("core", "a,b,c"), [["yes", "1,2,3"]], 1)


def test_header_under_titles_and_over_column_numbers(chart: Chart) -> None:
    text = (
        "แบบวิเคราะห์ภารกิจ,,,,\nกระทรวงมหาดไทย,,,,\n\nที่,ภารกิจ/งาน,กรม,ข้อ 1,ข้อ 2\n,,,,\n"
        "(1),(2),(3),(4),(5)\n1,ทะเบียน,กรมการปกครอง,ใช่,ไม่ใช่\n,,,,\n2,โยธา,กรมโยธาฯ,1,0\n"
    )
    sheet = read_sheet(text.encode("cp874"), chart)
    assert (sheet.header_row, sheet.numbering_row, sheet.blank_rows, sheet.row_numbers) == (4, 6, 2, [7, 9])
    assert read_sheet(text.encode(), chart, header_row=2).header[0] == "กระทรวงมหาดไทย"
    for row in (0, -1, 3, 99):
        assert code_of(text.encode(), chart, header_row=row) == "no_such_row"


def test_column_numbers_do_not_beat_a_header_without_questions(chart: Chart) -> None:
    sheet = read_sheet("หัวข้อ,อื่น,อีก\n(1),(2),(3)\nก,ข,ค\n".encode(), chart)
    assert (sheet.header_row, sheet.rows) == (1, [["ก", "ข", "ค"]])


def test_ragged_rows_are_kept_and_reported(chart: Chart) -> None:
    sheet = read_sheet(b"id,core,q1\n1,yes\n2,yes,no,,\n3,yes,no,x,y\n\n4,1,0\n", chart)
    assert sheet.rows == [["1", "yes", ""], ["2", "yes", "no"], ["3", "yes", "no"], ["4", "1", "0"]]
    assert [(p.row, p.code, p.value) for p in sheet.problems] == [
        (2, "too_few_cells", "2/3"),
        (4, "too_many_cells", "x | y"),
    ]
    assert sheet.row_numbers == [2, 3, 4, 6]
    assert all(p.sentence(lang) for p in sheet.problems for lang in LANGS)


def test_cells_stay_as_written(chart: Chart) -> None:
    text = 'core,name,name,\r\nyes,"a ""b"",\r\nc",007, x \r\n1,a\0b,NULL,\'=1+1\r\n'
    sheet = read_sheet(text.encode(), chart)
    assert sheet.header == ("core", "name", "name", "")
    assert sheet.rows == [["yes", 'a "b",\r\nc', "007", " x "], ["1", "a\0b", "NULL", "=1+1"]]
    assert sheet.row_numbers == [2, 3]


def test_a_very_long_cell(chart: Chart) -> None:
    assert len(read_sheet(b"core,x\nyes," + b"a" * 200_000, chart).rows[0][1]) == 200_000


def test_a_quotation_mark_never_closed_is_reported(chart: Chart) -> None:
    sheet = read_sheet(b'core,x\nyes,a\nno,"b\nyes,c\n', chart)
    assert sheet.rows == [["yes", "a"], ["no", "b\nyes,c\n"]]
    assert [(p.row, p.code) for p in sheet.problems] == [(3, "open_quote")]


def test_workbook_cells(chart: Chart) -> None:
    values = [1.0, 0.5, True, "0012", datetime.date(2025, 10, 1), "'=1+1", None]
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("ข้อมูล & อื่น")
        sheet.write_row(2, 1, ["core", "ชื่อภารกิจ"])
        for row, value in enumerate(values, start=3):
            sheet.write(row, 1, value)
            sheet.write(row, 2, "x")
        sheet.write_formula(10, 1, "=A1", None, "ใช่")
        sheet.write_formula(11, 1, "=1/0", None, "#DIV/0!")
    found = read_sheet(stream.getvalue(), chart)
    cells = [row[0] for row in found.rows]
    assert cells == ["1", "0.5", "true", "0012", "2025-10-01", "=1+1", "", "ใช่", "#DIV/0!"]
    assert (found.header_row, found.row_numbers[0], found.sheet_name, found.delimiter) == (3, 4, "ข้อมูล & อื่น", None)


def test_the_sheet_with_most_questions_is_read(chart: Chart, xlsx: Xlsx) -> None:
    table = [["ภารกิจ", "core", "q1"], ["ก", 1, 0], [], ["ข", 0, 1]]
    data = xlsx({"คำอธิบาย": [["วิธีกรอก"], ["core", "ภารกิจหลัก"]], "แบบ": table, "ว่าง": []})
    sheet = read_sheet(data, chart)
    assert (sheet.sheet_name, sheet.sheets) == ("แบบ", ("คำอธิบาย", "แบบ", "ว่าง"))
    assert (sheet.rows, sheet.row_numbers, sheet.blank_rows) == ([["ก", "1", "0"], ["ข", "0", "1"]], [2, 4], 1)
    assert read_sheet(data, chart, sheet_name="คำอธิบาย", header_row=1).header[0] == "วิธีกรอก"
    assert code_of(data, chart, sheet_name="อื่น") == "unknown_sheet"
    assert code_of(data, chart, sheet_name="ว่าง") == "empty"


def ods(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"'
        for n, u in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def ods_row(*cells: str, repeated: int = 1, across: int = 1) -> str:
    inside = "".join(
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{across}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{inside}</table:table-row>'


def test_open_document(chart: Chart) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    blanks = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    sheet = read_sheet(ods(ods_row("core", "ชื่อภารกิจ") + ods_row("ใช่", "น้ำ") + blanks), chart)
    assert (sheet.header, sheet.rows) == (("core", "ชื่อภารกิจ"), [["ใช่", "น้ำ"]])


def test_files_that_cannot_be_read(chart: Chart, xlsx: Xlsx) -> None:
    for blank in (b"", b"  \n\n", b"\xef\xbb\xbf", b"sep=;\n"):
        assert code_of(blank, chart) == "empty"
    assert code_of(xlsx({"ว่าง": []}), chart) == "empty"
    assert code_of(b"core,q1\n\n", chart) == "no_rows"
    assert code_of(xlsx({"S": [["core", "q1"]]}), chart) == "no_rows"
    assert code_of("เรียน ท่านรัฐมนตรี\nตามที่\n".encode(), chart) == "no_table"
    assert code_of(b"%PDF-1.7\n" + bytes(range(256)) * 20, chart) == "no_table"
    for broken in (
        b"PK\x03\x04" + bytes(100),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        xlsx({"S": [["core"]]})[:-40],
    ):
        assert code_of(broken, chart) == "not_a_workbook"
    assert code_of(b"core,q1\n1,0\n", chart, encoding="rot13") == "unknown_encoding"
    assert code_of(b"core,q1\n1,0\n", chart, sheet_name="S") == "unknown_sheet"


def sheet_or_error(data: bytes, chart: Chart) -> Sheet | FileError:
    try:
        return read_sheet(data, chart)
    except FileError as error:
        return error


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(st.sampled_from('core,;\t|"\n\rใช่1\0')).map(str.encode)
    | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail)
    | st.binary(max_size=100).map(lambda tail: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail)
)
@example(b"\xff\xfe\x00")
@example(b'core,q1\n"\xff')
def test_any_bytes_give_a_sheet_or_a_file_error(chart: Chart, data: bytes) -> None:
    sheet = sheet_or_error(data, chart)
    if isinstance(sheet, Sheet):
        assert all(len(row) == len(sheet.header) for row in sheet.rows)
        assert len(sheet.row_numbers) == len(sheet.rows)
    else:
        assert all(sheet.sentence(lang) for lang in LANGS)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_damaged_workbook_gives_a_sheet_or_a_file_error(chart: Chart, damage: list[tuple[int, int]]) -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_row(0, 0, ["core", "q1"])
    data = bytearray(stream.getvalue())
    for at, byte in damage:
        data[at % len(data)] = byte
    assert sheet_or_error(bytes(data), chart)
