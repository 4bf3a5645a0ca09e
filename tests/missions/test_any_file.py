"""Whatever bytes are sent: a clear refusal or a result with every row, no traceback, in bounded time and memory."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flowchart.chart import Chart
from missions.bulk.stream import PARQUET, Extra, classify_file
from missions.files.output import OUTPUT_COLUMNS
from missions.files.problems import FileError
from missions.files.read import read_sheet
from tests.missions.measured import run, told
from text.words import LANGS

ROOT = Path(__file__).parents[2]
NASTY = sorted(path for path in (ROOT / "tests/data/nasty").iterdir() if not path.name.endswith(".expected.csv"))
ENCODINGS = ["utf-8", "utf-8-sig", "cp874", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
PIECES = [
    "core",
    "q1",
    "ข้อ 3",
    "ภารกิจ",
    "id",
    "ใช่",
    "ไม่ใช่",
    "yes",
    "x",
    "1",
    "๑",
    "=1+1",
    "'",
    "- ",
    "\0",
    "\ufeff",
    "\u200b",
    "é",
    "😀",
    ",",
    ",",
    ",",
    ";",
    "\t",
    "|",
    '"',
    '""',
    "\n",
    "\r\n",
    "\r\n",
    "\r",
    " ",
    "\u00a0",
    "sep=;\n",
    "ก" * 300,
]


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    text = "".join(draw(st.lists(st.sampled_from(PIECES), max_size=80)))
    return (draw(st.sampled_from(["", "id,q1,name\n", "รหัส,ข้อ 1,core\r\n"])) + text).encode(
        draw(st.sampled_from(ENCODINGS)), "replace"
    )


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(NASTY)).read_bytes())
    for at, byte in draw(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=5)):
        data[at % len(data)] = byte
    return bytes(data[: draw(st.integers(1, len(data)))] if draw(st.booleans()) else data)


@settings(
    max_examples=150, deadline=timedelta(seconds=120), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts() | damaged() | st.binary(max_size=300) | st.binary(max_size=99).map(lambda tail: PARQUET + tail))
def test_any_bytes(chart: Chart, tmp_path: Path, data: bytes) -> None:
    target, problems = tmp_path / "out.csv", tmp_path / "problems.csv"
    for path in (target, problems):
        path.unlink(missing_ok=True)
    try:
        tally = classify_file(chart, io.BytesIO(data), str(target), "th", extra=Extra(str(problems)))
    except FileError as refused:
        said = [refused.sentence(lang) for lang in LANGS]
        assert all(said)
        assert not list(tmp_path.iterdir()), "nothing is left behind"
        return
    with target.open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-1] == OUTPUT_COLUMNS[-1]
    assert len(rows) == tally.missions
    assert {len(row) for row in rows} <= {len(header)}
    if not data.startswith(PARQUET):
        sheet = read_sheet(data, chart)
        assert len(sheet.rows) == tally.missions
        assert tally.problems >= len(sheet.problems)


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1_100):
                part.write(b" " * 1_000_000)
    return stream.getvalue()


HUGE: dict[str, tuple[Callable[[], bytes], int]] = {
    "cells of a megabyte": (
        lambda: b"id,q1,x\n" + b"".join(b"%d,yes,%s\n" % (n, b"a" * 1_000_000) for n in range(60)),
        0,
    ),
    "a Thai cell of three megabytes": (lambda: ("id,q1,x\n1,ใช่," + "ก" * 1_000_000 + "\n2,no,\n").encode(), 0),
    "a line without end": (lambda: b"id,q1,x\n1,yes," + b"a" * 50_000_000, 2),
    "a quote without end": (lambda: b'id,q1,x\n1,yes,"' + b"a,b\n" * 12_000_000, 2),
    "nothing but quotes": (lambda: b"id,q1,x\n" + b'"' * 30_000_000, 2),
    "nothing but separators": (lambda: b"id,q1,x\n1,yes," + b"," * 5_000_000, 0),
    "nothing but line ends": (lambda: b"id,q1,x\n" + b"\r\n" * 3_000_000 + b"1,yes,\n", 0),
    "a workbook that unpacks to a gigabyte": (bomb, 2),
}


@told
@pytest.mark.parametrize("name", HUGE)
def test_huge_parts_in_bounded_time_and_memory(tmp_path: Path, name: str) -> None:
    make, code = HUGE[name]
    source = tmp_path / "in.csv"
    source.write_bytes(make())
    done = run("classify", source, "-o", tmp_path / "out.csv", "--lang", "en")
    assert done.code == code, done.said[-2000:]
    assert "Traceback" not in done.said
    assert done.memory < 400
