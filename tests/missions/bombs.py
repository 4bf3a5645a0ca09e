"""Small files that would take gigabytes or minutes if they were believed, each made here."""

import io
import os
import struct
import threading
import zipfile
from collections.abc import Callable

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>core</t></is></c><c r="B1" t="inlineStr"><is><t>id</t></is></c></row>'
)


def xlsx(
    rows: str, *, after: str = "", strings: bytes | Callable[[zipfile.ZipFile], None] = b"", sheets: int = 1
) -> bytes:
    """A workbook whose ``sheets`` all show the one part with these rows."""
    part = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, sheets + 1))
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(1, sheets + 1)
    )
    links += f'<Relationship Id="rIdS" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
        )
        archive.writestr("xl/worksheets/sheet1.xml", part)
        if callable(strings):
            strings(archive)
        elif strings:
            archive.writestr("xl/sharedStrings.xml", strings)
    return stream.getvalue()


def far_cell(reference: str) -> bytes:
    """One cell far out."""
    row = "".join(c for c in reference if c.isdigit())
    return xlsx(f'{HEADER}<row r="{row}"><c r="{reference}"><v>1</v></c></row>')


def two_directories() -> bytes:
    """A zip whose first directory shows a harmless workbook and whose last one shows another."""
    harmless, other = xlsx(HEADER), far_cell("XFD1048576")
    shifted = bytearray(other)
    end = shifted.rindex(b"PK\x05\x06")
    at = shifted.index(b"PK\x01\x02")
    (directory,) = struct.unpack_from("<I", shifted, end + 16)
    struct.pack_into("<I", shifted, end + 16, directory + len(harmless))
    while at < end:
        (offset,) = struct.unpack_from("<I", shifted, at + 42)
        struct.pack_into("<I", shifted, at + 42, offset + len(harmless))
        name, extra, comment = struct.unpack_from("<HHH", shifted, at + 28)
        at += 46 + name + extra + comment
    return harmless + bytes(shifted)


def one_huge_string() -> bytes:
    """One shared string of a megabyte in 20,000 cells."""
    strings = f'<sst xmlns="{_MAIN}"><si><t>{"a" * 1_048_576}</t></si></sst>'.encode()
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(2, 20_002))
    return xlsx(HEADER + rows, strings=strings)


def one_string_of_900_megabytes() -> bytes:
    def write(archive: zipfile.ZipFile) -> None:
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{_MAIN}"><si><t>'.encode())
            for _ in range(900):
                part.write(b"a" * 1_000_000)
            part.write(b"</t></si></sst>")

    return xlsx(HEADER + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>', strings=write)


def many_strings() -> bytes:
    """49 million empty shared strings."""

    def write(archive: zipfile.ZipFile) -> None:
        with archive.open("xl/sharedStrings.xml", "w") as part:
            part.write(f'<sst xmlns="{_MAIN}">'.encode())
            for _ in range(490):
                part.write(b"<si><t/></si>" * 100_000)
            part.write(b"</sst>")

    return xlsx(HEADER + '<row r="2"><c r="A2" t="s"><v>0</v></c></row>', strings=write)


def merged_cells() -> bytes:
    """20,000 ranges, each over all of 40,000 rows."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 40_001))
    ranges = '<mergeCell ref="A1:A40000"/>' * 20_000
    return xlsx(HEADER + rows, after=f"<mergeCells>{ranges}</mergeCells>")


def many_sheets() -> bytes:
    """5,000 sheets that are one and the same part."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(2, 2_000))
    return xlsx(HEADER + rows, sheets=5_000)


def xls_far_cell() -> bytes:
    """An old workbook, one stream in an OLE file, with a number in the first cell and one in the last that can be."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def cell(row: int, column: int) -> bytes:
        return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))

    begins = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    name = b"S"
    size = len(begins) + 4 + 8 + len(name) + 4
    bound = record(0x0085, struct.pack("<IBBBB", size, 0, 0, len(name), 0) + name)
    sheet = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))
    sheet += cell(0, 0) + cell(65_535, 65_535) + record(0x000A, b"")
    book = (begins + bound + record(0x000A, b"") + sheet).ljust(4_096, b"\0")
    sectors = len(book) // 512
    free, end, fat, none = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
    chain = [fat, end, *(n + 3 for n in range(sectors - 1)), end]
    table = struct.pack("<128I", *chain, *[free] * (128 - len(chain)))

    def entry(title: str, kind: int, child: int, start: int, length: int) -> bytes:
        text = title.encode("utf-16-le") + b"\0\0"
        shape = struct.pack("<HBBIII", len(text), kind, 1, none, none, child)
        return text.ljust(64, b"\0") + shape + bytes(36) + struct.pack("<IQ", start, length)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, none, 2, len(book)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4_096, end, 0, end, 0) + struct.pack("<109I", 0, *[free] * 108)
    return head + table + directory + book


def parquet() -> bytes:
    """A column of two million cells, each the same kilobytes, that its dictionary holds once."""
    words = pa.array(["yes", "x" * 100_000])
    column = pa.DictionaryArray.from_arrays(pa.array([0] + [1] * 1_999_999, pa.int32()), words)
    stream = io.BytesIO()
    pq.write_table(pa.table({"core": column, "x": column}), stream, compression="zstd", store_schema=False)
    return stream.getvalue()


def wide_csv() -> bytes:
    """4,000 columns more than a table of missions has."""
    header = ",".join(["id", "q1", *(f"c{n}" for n in range(4_000))])
    return (header + "\n" + ("1,yes" + ",x" * 4_000 + "\n") * 300).encode()


def short_bad_rows() -> bytes:
    """15 MB of rows that each lack a cell."""
    return b"id,q1,name\n" + b"x,\n" * 5_000_000


WORKBOOKS: dict[str, Callable[[], bytes]] = {
    "the last cell there is": lambda: far_cell("XFD1048576"),
    "leading zeros in a reference": lambda: far_cell("XFD01048576"),
    "letters beyond XFD": lambda: far_cell("AAAXFD1048576"),
    "a row beyond the last": lambda: far_cell("A99999999"),
    "29 million cells": lambda: far_cell("AB1048576"),
    "an old workbook": xls_far_cell,
    "two zip directories": two_directories,
    "one huge shared string": one_huge_string,
    "a string of 900 MB": one_string_of_900_megabytes,
    "49 million shared strings": many_strings,
    "merged cells": merged_cells,
    "5,000 sheets on one part": many_sheets,
}
TEXTS: dict[str, Callable[[], bytes]] = {"4,000 extra columns": wide_csv, "short bad rows": short_bad_rows}


def fill_memory() -> int:
    return len(bytearray(2_000_000_000))


def never_end() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    threading.Event().wait()


def abort() -> None:
    os.abort()


def fail() -> None:
    raise KeyError("what is wrong")
